"""The article that is open: its text, its quotations, and where what was searched for stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.index.articles import ArticleRow, ParagraphRow, article, paragraphs
from medway_tui.index.quotes import QuoteRow, quotes_of
from medway_tui.index.store import Index
from medway_tui.model.places import Span
from medway_tui.tui.kept import same_quote, same_words
from medway_tui.tui.read.sought import Found, Sought


class Opened(NamedTuple):
    """An article as the index has it."""

    article: ArticleRow
    paragraphs: Sequence[ParagraphRow]
    quotes: Sequence[QuoteRow]
    found: Found
    """Where what was searched for stands in it."""

    def quote(self, key: int | None) -> QuoteRow | None:
        """A quotation by its key."""
        return next((quote for quote in self.quotes if quote.key == key), None)

    def quote_at(self, at: Span) -> QuoteRow | None:
        """The quotation that a place touches."""
        return next((q for q in self.quotes for p in q.pieces if p.span and _touch(p.span, at)), None)

    def quoted(self) -> list[Span]:
        """Where its quotations begin, in order."""
        return sorted(quote.pieces[0].span for quote in self.quotes if quote.pieces[0].span)

    def standing_out(self, before: Opened, chosen: Span | None, more: Sequence[Span]) -> list[Span]:
        """Where that which stood out in it before it was changed stands now."""
        if chosen is None:
            return []
        quote = next((each for each in before.quotes if each.pieces[0].span == chosen), None)
        same = same_quote(quote, self.quotes)
        if same is not None:
            return [piece.span for piece in same.pieces if piece.span is not None]
        found = (same_words(span, before.paragraphs, self.paragraphs) for span in (chosen, *more))
        return [span for span in found if span is not None]


def load(index: Index, article_id: str, sought: Sought) -> Opened | None:
    """An article, and where what was searched for stands in it; None when there is none of this id."""
    row = article(index, article_id)
    if row is None:
        return None
    texts, quotes = paragraphs(index, article_id), quotes_of(index, article_id)
    return Opened(row, texts, quotes, sought.found(index, article_id, texts, quotes))


def _touch(one: Span, other: Span) -> bool:
    if one.paragraph != other.paragraph:
        return False
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)
