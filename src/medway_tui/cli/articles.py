"""``medway-tui articles`` and ``medway-tui read``: the list of articles, and one as text."""

from __future__ import annotations

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.output import NotFoundError, parse_query_or_exit, report_command, require_results
from medway_tui.export.articles import article_text_report, articles_report
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.export.report import Report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.articles import article_sizes, get_article, list_articles, list_paragraphs
from medway_tui.index.connection import Index
from medway_tui.index.names import suggest_names
from medway_tui.index.people import RoleFinder
from medway_tui.index.quotes import article_quotes
from medway_tui.index.search import find_matching_articles, query_problems


@report_command(more_formats=CITING_FORMATS)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def command(index: Index, query: tuple[str, ...]) -> Report:
    """List articles, oldest first.

    With a QUERY in the query language, only articles in which medway-tui search finds something.

    Examples:
      List all articles:
        medway-tui articles
      List those that quote a person:
        medway-tui articles speaker:brazil
      Print only their ids, for a script:
        medway-tui articles --format csv | cut -d, -f1
      Print a bibliography for LaTeX:
        medway-tui articles --format bibtex
    """
    rows = list_articles(index)
    parsed = parse_query_or_exit(" ".join(query))
    if parsed:
        matching_ids = find_matching_articles(index, parsed)
        rows = [row for row in rows if row.id in matching_ids]
        require_results(index, parsed, query_problems(index, parsed), has_results=bool(rows))
    return articles_report(rows, article_sizes(index), index.meta("id") or "")


@report_command("text")
@click.argument("article", shell_complete=complete_names("article"))
def read(index: Index, article: str) -> Report:
    """Print an article as plain text.

    ARTICLE is an id from medway-tui articles. Each paragraph is one line with its number, followed by the
    quotations in it, in words. The text is made for screen readers, less and grep.

    Examples:
      Print the beginning of an article:
        medway-tui read bbc-2019-08-27 | head -9
      Find a word, with the number of its paragraph:
        medway-tui read bbc-2019-08-27 | grep -n appalled
    """
    row = get_article(index, article)
    if row is None:
        hint = did_you_mean(suggest_names(index, "article", article))
        raise NotFoundError(f"there is no article {article}", hint or "medway-tui articles lists the ids")
    return article_text_report(
        row,
        list_paragraphs(index, article),
        article_quotes(index, article),
        RoleFinder(index).roles_of,
    )
