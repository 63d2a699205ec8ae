"""``medway-tui people``: who is in a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import NothingFoundError, answer_options, respond
from medway_tui.cli.completing import names
from medway_tui.cli.saying import did_you_mean

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.agents import Agent
    from medway_tui.index.store import Index


@click.command()
@answer_options()
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=names("speaker"))
@click.pass_obj
def command(
    given: tuple[str, ...], /, name: tuple[str, ...], roots: tuple[str, ...], form: Format, color: str
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
    respond((*given, *roots), form, color, lambda index: _ask(index, " ".join(name).strip()))


def _ask(index: Index, typed: str) -> Answer:
    from medway_tui.export import citation  # noqa: PLC0415 - not on the way to --help
    from medway_tui.export.people import people_answer  # noqa: PLC0415
    from medway_tui.index.agents import agents  # noqa: PLC0415
    from medway_tui.index.people import standing  # noqa: PLC0415
    from medway_tui.index.query import Filter, Query  # noqa: PLC0415
    from medway_tui.index.quotes import quotes  # noqa: PLC0415
    from medway_tui.index.suggestions import meant  # noqa: PLC0415

    found = agents(index, typed)
    if typed and not found:
        raise NothingFoundError(
            f"nobody here is called {typed}", did_you_mean(meant(index, "speaker", typed))
        )

    def said(agent: Agent) -> Sequence[str]:
        each, _ = quotes(index, Query(filters=[Filter("speaker", agent.id, negative=False)]))
        return [
            citation.quotation(quote, standing(index, quote.speaker, quote.article.published))
            for quote in each
        ]

    return people_answer(found, said if typed else None)
