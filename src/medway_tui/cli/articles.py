"""``medway-tui articles``, ``read`` and ``side-by-side``: the list of articles, one as text, and two."""

from __future__ import annotations

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.output import report_command
from medway_tui.errors import NotFoundError
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.export.report import Report
from medway_tui.export.report_queries import find_article, report_article_text, report_articles
from medway_tui.export.side_by_side import ArticleWithBlocks, Comparison, side_by_side_report
from medway_tui.index.alignment import align_articles, most_alike
from medway_tui.index.articles import list_paragraphs
from medway_tui.index.connection import Index


@report_command(more_formats=CITING_FORMATS, notes_of="notes_on_articles")
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
    return report_articles(index, " ".join(query))


@report_command("text", notes_of="notes_on_passages")
@click.argument("article", metavar="ARTICLE[#PARAGRAPH]", shell_complete=complete_names("article"))
def read(index: Index, article: str) -> Report:
    """Print an article as plain text.

    ARTICLE is an id from medway-tui articles, with the number of a paragraph to begin at. Each paragraph is
    one line with its number, followed by the quotations in it, in words. The text is made for screen readers,
    less and grep.

    Examples:
      Print the beginning of an article:
        medway-tui read bbc-2019-08-27 | head -9
      Print it from its last paragraph on:
        medway-tui read bbc-2019-08-27#17
      Find a word, with the number of its paragraph:
        medway-tui read bbc-2019-08-27 | grep -n appalled
    """
    article, _, number = article.partition("#")
    return report_article_text(index, article, number)


@report_command()
@click.argument("first", shell_complete=complete_names("article"))
@click.argument("second", required=False, shell_complete=complete_names("article"))
def side_by_side(index: Index, first: str, second: str | None) -> Report:
    """Print two articles side by side.

    FIRST and SECOND are ids from medway-tui articles. Without SECOND, it is the article that has most events,
    quoted words and speakers in common with FIRST. Paragraphs correspond if they are evidence of the same
    record or quote the same words.

    Examples:
      Listen to what two papers have in common:
        medway-tui side-by-side bbc-2019-08-27 --plain | head -7
      List the points that the second article has too:
        medway-tui side-by-side bbc-2019-08-27 kentonline-2019-09-04 --format csv | cut -d, -f1,3,5 | head -6
    """
    row = find_article(index, first)
    other = second or most_alike(index, first)
    if other is None:
        raise NotFoundError(f"{first} is the only article", "medway-tui read prints it")
    second_row = find_article(index, other)
    return side_by_side_report(
        Comparison(
            ArticleWithBlocks(row, list_paragraphs(index, first)),
            ArticleWithBlocks(second_row, list_paragraphs(index, other)),
            align_articles(index, first, other),
        )
    )
