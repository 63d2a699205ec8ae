"""``medway-tui people``: who is in a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from medway_tui.cli.completion_answers import complete_names
from medway_tui.cli.console import did_you_mean
from medway_tui.cli.output import NotFoundError, report_options, run_report

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index
    from medway_tui.index.people import AgentRow


@click.command()
@report_options()
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=complete_names("speaker"))
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, name: tuple[str, ...], roots: tuple[str, ...], form: str, color: str
) -> None:
    """Print who is in the dossier, and in what roles.

    NAME is any form of a name, or an id. With a NAME, --format text prints all that was said too, each
    quotation with its citation.

    Exit status: 0 somebody was found, 1 nobody was, 2 it could not run.

    \b
    Examples:
      Who someone is, by any form of the name:
        medway-tui people brazil
      All that someone said, each with a citation:
        medway-tui people brazil --format text
      How often each is quoted:
        medway-tui people --format csv | cut -d, -f1,7 | head -3
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report(
        (*group_roots, *roots), form, color, lambda index: _people_report(index, " ".join(name).strip())
    )


def _people_report(index: Index, name: str) -> Report:
    from medway_tui.export import citations  # noqa: PLC0415 - not on the way to --help
    from medway_tui.export.people import people_report  # noqa: PLC0415
    from medway_tui.index.people import list_agents, roles_on  # noqa: PLC0415
    from medway_tui.index.query_language import Filter, Query  # noqa: PLC0415
    from medway_tui.index.quotes import find_quotes  # noqa: PLC0415
    from medway_tui.index.suggestions import suggest_names  # noqa: PLC0415

    found = list_agents(index, name)
    if name and not found:
        raise NotFoundError(
            f"nobody here is called {name}", did_you_mean(suggest_names(index, "speaker", name))
        )

    def cite_all(agent: AgentRow) -> Sequence[str]:
        each, _ = find_quotes(index, Query(filters=[Filter("speaker", agent.id, negative=False)]))
        return [
            citations.cite_quotation(quote, roles_on(index, quote.speaker, quote.article.published))
            for quote in each
        ]

    return people_report(found, cite_all if name else None)
