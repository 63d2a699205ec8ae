"""``medway-tui articles``: the articles of a dossier."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from medway_tui.cli.completion_answers import complete_filters
from medway_tui.cli.output import (
    parse_query_or_exit,
    report_options,
    require_results,
    run_report,
)
from medway_tui.export.formats import CITING_FORMATS

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


@click.command()
@report_options(more_formats=CITING_FORMATS)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, query: tuple[str, ...], roots: tuple[str, ...], form: str, color: str
) -> None:
    """Print the list of articles, the oldest first.

    With a QUERY in the search language, those in which medway-tui search finds something.

    Exit status: 0 there are articles, 1 there are none, 2 it could not run.

    \b
    Examples:
      All of them:
        medway-tui articles
      Those in which somebody is quoted:
        medway-tui articles speaker:brazil
      Their ids alone, for a script:
        medway-tui articles --format csv | cut -d, -f1
      A bibliography of them, for LaTeX:
        medway-tui articles --format bibtex
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report((*group_roots, *roots), form, color, lambda index: _articles_report(index, " ".join(query)))


def _articles_report(index: Index, query_text: str) -> Report:
    from medway_tui.export.articles import articles_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import article_sizes, list_articles  # noqa: PLC0415
    from medway_tui.index.search import find_hits, query_problems  # noqa: PLC0415

    rows = list_articles(index)
    query = parse_query_or_exit(query_text)
    if query:
        matching_ids = {hit.article.id for hit in find_hits(index, query, limit=sys.maxsize)}
        rows = [row for row in rows if row.id in matching_ids]
        require_results(index, query, query_problems(index, query), has_results=bool(rows))
    return articles_report(rows, article_sizes(index), index.meta("id") or "")
