"""``medway-tui people``: people and organisations."""

from __future__ import annotations

import click

from medway_tui.cli.completion import complete_names
from medway_tui.cli.output import report_command
from medway_tui.export.report import Report
from medway_tui.export.report_queries import report_people
from medway_tui.index.connection import Index


@report_command(cites_sources=True, format_of_one="text", notes_of="notes_on_people")
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=complete_names("speaker"))
def command(index: Index, name: tuple[str, ...]) -> Report:
    """List people and organisations with their roles.

    NAME is any form of a name, or an id. With a NAME, text is the default format: a page with names as
    printed and where, roles with their sources, promises, quotations by publisher, who else speaks in the
    same articles, and all quotations in order, each with its citation, with the events between and after.

    Examples:
      Find a person by any form of the name:
        medway-tui people brazil --format table
      Print the page of a person:
        medway-tui people pat cooper
      Count the quotations of each:
        medway-tui people --format csv | cut -d, -f1,7 | head -3
    """
    return report_people(index, " ".join(name).strip())
