"""``medway-tui search``: the paragraphs and quotations in which something stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from medway_tui.cli.completion_answers import complete_filters
from medway_tui.cli.output import parse_query_or_exit, report_options, require_results, run_report

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


@click.command()
@report_options()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...", shell_complete=complete_filters)
@click.pass_obj
def command(
    group_roots: tuple[str, ...],
    /,
    query: tuple[str, ...],
    roots: tuple[str, ...],
    form: str,
    color: str,
    limit: int | None,
) -> None:
    """Print the paragraphs in which words stand, the newest first.

    QUERY is in the search language of the reader: words, "a phrase", -not, word*, in:, after:, before:.
    With speaker:, party:, role: or type:, quotations are searched instead of paragraphs. Before a word
    with a minus, put --; around a phrase, quotation marks within quotation marks.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.

    \b
    Examples:
      Where a name stands:
        medway-tui search domeney --format text
      What somebody said with a word in it:
        medway-tui search speaker:jarrett shock --format csv | cut -d, -f1,6,7
      How often a phrase stands in one paper:
        medway-tui search '"children in care"' in:bbc --format jsonl | wc -l
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report(
        (*group_roots, *roots), form, color, lambda index: _search_report(index, " ".join(query), limit)
    )


def _search_report(index: Index, query_text: str, limit: int | None) -> Report:
    from medway_tui.export.search import search_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.search import find_hits, query_problems  # noqa: PLC0415

    query = parse_query_or_exit(query_text)
    found = find_hits(index, query, limit=limit or sys.maxsize)
    require_results(index, query, query_problems(index, query), has_results=bool(found))
    return search_report(found, query.find_spans)
