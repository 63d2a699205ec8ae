"""``medway-tui people``: people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

import click

from medway_tui.cli.completion import complete_names
from medway_tui.cli.output import NotFoundError, report_command
from medway_tui.export.citations import cite_quotation
from medway_tui.export.people import people_report
from medway_tui.export.report import Report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.connection import Index
from medway_tui.index.names import suggest_names
from medway_tui.index.people import AgentRow, RoleFinder, list_agents
from medway_tui.index.query_language import Filter, Query
from medway_tui.index.quotes import find_quotes


@report_command(cites_sources=True)
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=complete_names("speaker"))
def command(index: Index, name: tuple[str, ...]) -> Report:
    """List people and organisations with their roles.

    NAME is any form of a name, or an id. With a NAME, --format text also prints all quotations, each with
    its citation.

    Examples:
      Find a person by any form of the name:
        medway-tui people brazil
      Print all quotations of a person, with citations:
        medway-tui people brazil --format text
      Count the quotations of each:
        medway-tui people --format csv | cut -d, -f1,7 | head -3
    """
    typed = " ".join(name).strip()
    agents = list_agents(index, typed)
    if typed and not agents:
        suggestion = did_you_mean(suggest_names(index, "speaker", typed))
        raise NotFoundError(
            f"no person or organisation matches “{typed}”" + (f" ({suggestion})" if suggestion else "")
        )

    roles_of = RoleFinder(index).roles_of

    def cite_all(agent: AgentRow) -> Sequence[str]:
        quotes, _ = find_quotes(index, Query(filters=[Filter("speaker", agent.id, negative=False)]))
        return [cite_quotation(quote, roles_of(quote)) for quote in quotes]

    return people_report(agents, cite_all if typed else None)
