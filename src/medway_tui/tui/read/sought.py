"""What was searched for, in the articles that are opened: where it stands, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.model.places import Span

if TYPE_CHECKING:
    from medway_tui.index.articles import ParagraphRow
    from medway_tui.index.query import Query
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.index.store import Index


class Found(NamedTuple):
    """Where in an article something stands."""

    marks: tuple[Span, ...]
    """Every word to be marked."""
    stops: tuple[Span, ...]
    """The places to go from one to the next: the first in each paragraph, or each quotation."""


NOTHING = Found((), ())


class Sought:
    """What was searched for; nothing, to begin with."""

    def __init__(self, asked: str = "", query: Query | None = None) -> None:
        self.asked = asked
        """What was typed."""
        self._query = query

    def __bool__(self) -> bool:
        return bool(self._query)

    def found(
        self, index: Index, article: str, paragraphs: Sequence[ParagraphRow], quotes: Sequence[QuoteRow]
    ) -> Found:
        """Where it stands in an article: in the paragraphs or quotations that the index says fit."""
        if not self._query:
            return NOTHING
        from medway_tui.index.search import fitting  # noqa: PLC0415 - not on the first screen

        fit = set(fitting(index, self._query, article))
        if self._query.of_quotes:
            spans = [
                [piece.span for piece in quote.pieces if piece.span] for quote in quotes if quote.key in fit
            ]
        else:
            spans = [
                # A filter alone has no words to mark: the paragraph itself is the place.
                [Span(p.number, *span) for span in self._query.spans(p.text)] or [Span(p.number, 0, 0)]
                for p in paragraphs
                if p.number in fit
            ]
        marks = sorted(span for place in spans for span in place if span.end)
        return Found(tuple(marks), tuple(sorted(place[0] for place in spans if place)))

    def next_article(self, index: Index, article: str, step: int) -> str | None:
        """The next article, or the one before where ``step`` is -1, in which it stands."""
        from medway_tui.index.query import Query  # noqa: PLC0415 - not on the first screen
        from medway_tui.index.search import next_article  # noqa: PLC0415

        return next_article(index, self._query or Query(), article, step)
