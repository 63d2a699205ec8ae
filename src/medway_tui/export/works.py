"""The works that an answer cites: articles, each once, with what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import citation

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import QuoteRow


class Work(NamedTuple):
    """An article that is cited."""

    article: ArticleRow
    said: tuple[str, ...] = ()
    """The quotations that were found in it, each in a line of its own."""


def works_of(found: Iterable[QuoteRow], standing: Callable[[QuoteRow], Standing]) -> Sequence[Work]:
    """The articles in which quotations were found, in the order in which they come first."""
    said: dict[str, tuple[ArticleRow, list[str]]] = {}
    for quote in found:
        lines = said.setdefault(quote.article.id, (quote.article, []))[1]
        lines.append(citation.brief(quote, standing(quote)))
    return [Work(article, tuple(lines)) for article, lines in said.values()]


def remarks(article: ArticleRow) -> list[str]:
    """What a citation must say of an article besides its particulars: what is ours and not the source's."""
    said = []
    if article.title_ours:
        said.append("The title is supplied.")
    if article.published_inferred:
        said.append(f"The date is inferred: {article.published_inferred}")
    return said
