"""``medway-tui search``: search paragraphs or quotations."""

from __future__ import annotations

import click

from medway_tui.cli.completion import complete_filters
from medway_tui.cli.output import report_command
from medway_tui.export.report import Report
from medway_tui.export.report_queries import report_search
from medway_tui.index.connection import Index


@report_command(notes_of="notes_on_passages")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N results.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...", shell_complete=complete_filters)
def command(index: Index, query: tuple[str, ...], limit: int | None) -> Report:
    """Search the text, newest articles first.

    QUERY is in the query language of the reader: words, "a phrase", -not, word*, in:, from:, until:.
    from:2019 includes that year and until:2020 does not; after: and before: are the same. With speaker:,
    party:, role: or type:, quotations are searched instead of paragraphs. Put -- before a word with a minus,
    and quote a phrase twice.

    Examples:
      Find a name:
        medway-tui search domeney --format text
      Find what a person said with a word in it:
        medway-tui search speaker:jarrett shock --format csv | cut -d, -f1,6,7
      Count a phrase in one paper:
        medway-tui search '"children in care"' in:bbc --format jsonl | wc -l
    """
    return report_search(index, " ".join(query), limit=limit)
