"""``medway-tui read``: an article as linear text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.completion_answers import complete_names
from medway_tui.cli.console import did_you_mean
from medway_tui.cli.output import NotFoundError, report_options, run_report

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


@click.command()
@report_options("text")
@click.argument("article", shell_complete=complete_names("article"))
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, article: str, roots: tuple[str, ...], form: str, color: str
) -> None:
    """Print an article to be read from top to bottom.

    ARTICLE is its id, as medway-tui articles lists it. Each paragraph is a line with its number; after
    it, in words, who is quoted there. For screen readers, less and grep.

    Exit status: 0 it was printed, 1 there is no such article, 2 it could not run.

    \b
    Examples:
      The beginning of an article:
        medway-tui read bbc-2019-08-27 | head -9
      Find a word, with the number of its paragraph:
        medway-tui read bbc-2019-08-27 | grep -n appalled
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report((*group_roots, *roots), form, color, lambda index: _article_text_report(index, article))


def _article_text_report(index: Index, article_id: str) -> Report:
    from medway_tui.export.articles import article_text_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import get_article, list_paragraphs  # noqa: PLC0415
    from medway_tui.index.people import roles_on  # noqa: PLC0415
    from medway_tui.index.quotes import article_quotes  # noqa: PLC0415
    from medway_tui.index.suggestions import suggest_names  # noqa: PLC0415

    row = get_article(index, article_id)
    if row is None:
        hint = did_you_mean(suggest_names(index, "article", article_id))
        raise NotFoundError(
            f"there is no article {article_id}", hint or "medway-tui articles lists them by their ids"
        )
    return article_text_report(
        row,
        list_paragraphs(index, article_id),
        article_quotes(index, article_id),
        lambda quote: roles_on(index, quote.speaker, quote.article.published),
    )
