"""What was searched for, in the articles that are opened: where it stands, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from medway_tui.model.locations import Span
from medway_tui.tui.widgets.row_sources import SpanIndex

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.index.query_language import Query
    from medway_tui.index.quotes import PieceRow

_PART_SIZE = 16_384
"""How many characters of a paragraph are searched at a time."""
_OVERLAP = 1_024
"""How far something that is found may reach beyond such a part, in characters."""
_MAX_CACHED_PARTS = 256
"""What was found in how many parts is kept."""


class MatchPositions(Protocol):
    """Places in order, each worked out when it is asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int, /) -> Span: ...


class Matches:
    """Where in an article something stands; here, nothing does."""

    fitting: Sequence[object] = ()
    """What fits: the numbers of paragraphs, or where quotations begin."""

    @property
    def stops(self) -> MatchPositions:
        """The places to go from one to the next: the first in each paragraph, or each quotation."""
        return ()

    def matches(self, paragraph: int, start: int, end: int) -> Sequence[Span]:  # noqa: ARG002 - by others
        """The words to be marked in a part of a paragraph."""
        return ()


NO_MATCHES = Matches()


class QuoteMatches(Matches):
    """Quotations that fit."""

    def __init__(self, quotations: Iterable[Sequence[Span]]) -> None:
        """``quotations`` are the places of the pieces of each."""
        placed = [spans for spans in quotations if spans]
        self.fitting = self._stops = sorted(spans[0] for spans in placed)
        by_paragraph: dict[int, list[Span]] = {}
        for spans in placed:
            for span in spans:
                by_paragraph.setdefault(span.paragraph, []).append(span)
        self._marks: Mapping[int, SpanIndex[Span]] = {
            number: SpanIndex(spans, _itself) for number, spans in by_paragraph.items()
        }

    @property
    def stops(self) -> MatchPositions:
        """Each quotation."""
        return self._stops

    def matches(self, paragraph: int, start: int, end: int) -> Sequence[Span]:
        """Those in a part of a paragraph."""
        return self._marks[paragraph].overlapping(start, end) if paragraph in self._marks else ()


class WordMatches(Matches):
    """Words in paragraphs, looked for where they are seen; as a sequence, the first in each paragraph."""

    def __init__(self, query: Query, texts: Sequence[tuple[str, str]], paragraphs: Sequence[int]) -> None:
        """``paragraphs`` are the numbers of those that fit, in order."""
        self._query = query
        self._texts = texts
        self.fitting = self._paragraphs = paragraphs
        self._fitting = frozenset(paragraphs)
        self._parts: dict[tuple[int, int], list[Span]] = {}

    def __len__(self) -> int:
        return len(self._paragraphs)

    def __getitem__(self, at: int, /) -> Span:
        paragraph = self._paragraphs[at]
        parts = range(len(self._texts[paragraph][0]) // _PART_SIZE + 1)
        found = (span for part in parts for span in self._part(paragraph, part))
        # A filter alone has no words to mark: the paragraph itself is the place.
        return next(found, Span(paragraph, 0, 0))

    @property
    def stops(self) -> MatchPositions:
        """The first in each paragraph."""
        return self

    def matches(self, paragraph: int, start: int, end: int) -> Sequence[Span]:
        """Those in a part of a paragraph."""
        if paragraph not in self._fitting:
            return ()
        parts = range(max(0, start - _OVERLAP) // _PART_SIZE, end // _PART_SIZE + 1)
        found = (span for part in parts for span in self._part(paragraph, part))
        return [span for span in found if span.start < end and span.end > start]

    def _part(self, paragraph: int, part: int) -> list[Span]:
        """What begins in a part of a paragraph."""
        found = self._parts.get((paragraph, part))
        if found is None:
            if len(self._parts) >= _MAX_CACHED_PARTS:
                self._parts.clear()
            text = self._texts[paragraph][0]
            start, end = part * _PART_SIZE, (part + 1) * _PART_SIZE
            # From a space to a space, so that no word is taken for its end or its beginning.
            before = max(0, start - _OVERLAP)
            first = text.find(" ", before, start) + 1 or before
            last = text.find(" ", end + _OVERLAP)
            spans = self._query.find_spans(text[first : last if last >= 0 else None])
            found = [Span(paragraph, first + a, first + b) for a, b in spans if start <= first + a < end]
            self._parts[paragraph, part] = found
        return found


def _itself(span: Span) -> Span:
    return span


class ActiveSearch:
    """What was searched for; nothing, to begin with."""

    def __init__(self, asked: str = "", query: Query | None = None) -> None:
        self.text = asked
        """What was typed."""
        self._query = query

    def __bool__(self) -> bool:
        return bool(self._query)

    def find_matches(
        self, index: Index, article: str, texts: Sequence[tuple[str, str]], pieces: Sequence[PieceRow]
    ) -> Matches:
        """Where it stands in an article: in the paragraphs or quotations that the index says fit."""
        if not self._query:
            return NO_MATCHES
        from medway_tui.index.search import matches_in_article  # noqa: PLC0415 - not on the first screen

        fit = matches_in_article(index, self._query, article)
        if not self._query.searches_quotes:
            return WordMatches(self._query, texts, [number for number in fit if number < len(texts)])
        spans: dict[int, list[Span]] = {key: [] for key in fit}
        # The first piece first: what goes on may stand before it.
        for piece in sorted(pieces, key=lambda piece: piece.key != piece.quote):
            if piece.quote in spans and piece.span is not None:
                spans[piece.quote].append(piece.span)
        return QuoteMatches(spans.values())

    def next_article(self, index: Index, article: str, step: int) -> str | None:
        """The next article, or the one before where ``step`` is -1, in which it stands."""
        from medway_tui.index.query_language import Query  # noqa: PLC0415 - not on the first screen
        from medway_tui.index.search import next_matching_article  # noqa: PLC0415

        return next_matching_article(index, self._query or Query(), article, step)
