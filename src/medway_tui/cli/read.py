"""``medway-tui read``: an article as linear text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import NothingFoundError, answer_options, respond
from medway_tui.cli.completing import names
from medway_tui.cli.saying import did_you_mean

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options("text")
@click.argument("article", shell_complete=names("article"))
@click.pass_obj
def command(
    given: tuple[str, ...], /, article: str, roots: tuple[str, ...], form: Format, color: str
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
    respond((*given, *roots), form, color, lambda index: _ask(index, article))


def _ask(index: Index, article_id: str) -> Answer:
    from medway_tui.export.articles import text_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import article, paragraphs  # noqa: PLC0415
    from medway_tui.index.people import standing  # noqa: PLC0415
    from medway_tui.index.quotes import quotes_of  # noqa: PLC0415
    from medway_tui.index.suggestions import meant  # noqa: PLC0415

    row = article(index, article_id)
    if row is None:
        hint = did_you_mean(meant(index, "article", article_id))
        raise NothingFoundError(
            f"there is no article {article_id}", hint or "medway-tui articles lists them by their ids"
        )
    return text_answer(
        row,
        paragraphs(index, article_id),
        quotes_of(index, article_id),
        lambda quote: standing(index, quote.speaker, quote.article.published),
    )
