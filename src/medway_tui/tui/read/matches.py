"""The matches of a search in an article, and the next article that has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from medway_tui.index.connection import Index
from medway_tui.index.query_language import Query, parse_query
from medway_tui.index.quotes import PieceRow
from medway_tui.index.search import matches_in_article, next_matching_article
from medway_tui.model.locations import Span
from medway_tui.tui.widgets.row_sources import SpanIndex

_PART_SIZE = 16_384
"""The characters of a paragraph that are searched at a time."""
_OVERLAP = 1_024
"""The characters by which a match may extend beyond such a part."""
_MAX_CACHED_PARTS = 256


class MatchPositions(Protocol):
    """Positions in order, each found when it is read."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int, /) -> Span: ...


class Matches:
    """The matches in an article; in this base class, none."""

    fitting: Sequence[object] = ()
    """The numbers of the matching paragraphs, or the first spans of matching quotations."""

    @property
    def stops(self) -> MatchPositions:
        """The positions for n and N: the first match in each paragraph, or each quotation."""
        return ()

    def matches(self, _paragraph: int, _start: int, _end: int, /) -> Sequence[Span]:
        """Return the matches that overlap a part of a paragraph."""
        return ()


NO_MATCHES = Matches()


class QuoteMatches(Matches):
    """Matching quotations."""

    def __init__(self, quotations: Iterable[Sequence[Span]]) -> None:
        """``quotations`` are the spans of the pieces of each."""
        placed = [spans for spans in quotations if spans]
        self.fitting = self._stops = sorted(spans[0] for spans in placed)
        by_paragraph: dict[int, list[Span]] = {}
        for spans in placed:
            for span in spans:
                by_paragraph.setdefault(span.paragraph, []).append(span)
        self._by_paragraph: Mapping[int, SpanIndex[Span]] = {
            number: SpanIndex(spans, _itself) for number, spans in by_paragraph.items()
        }

    @property
    def stops(self) -> MatchPositions:
        """The first piece of each quotation."""
        return self._stops

    def matches(self, paragraph: int, start: int, end: int, /) -> Sequence[Span]:
        """Return the matches that overlap a part of a paragraph."""
        return (
            self._by_paragraph[paragraph].overlapping(start, end) if paragraph in self._by_paragraph else ()
        )


class WordMatches(Matches):
    """Matching words, found when they are seen; as a sequence, the first in each paragraph."""

    def __init__(self, query: Query, texts: Sequence[tuple[str, str]], paragraphs: Sequence[int]) -> None:
        """``paragraphs`` are the numbers of the matching ones, in order."""
        self._query = query
        self._texts = texts
        self.fitting = self._paragraphs = paragraphs
        self._numbers = frozenset(paragraphs)
        self._parts: dict[tuple[int, int], list[Span]] = {}

    def __len__(self) -> int:
        return len(self._paragraphs)

    def __getitem__(self, at: int, /) -> Span:
        paragraph = self._paragraphs[at]
        parts = range(len(self._texts[paragraph][0]) // _PART_SIZE + 1)
        found = (span for part in parts for span in self._part(paragraph, part))
        # A filter alone matches no words: the paragraph itself is the position.
        return next(found, Span(paragraph, 0, 0))

    @property
    def stops(self) -> MatchPositions:
        """The first match in each paragraph."""
        return self

    def matches(self, paragraph: int, start: int, end: int, /) -> Sequence[Span]:
        """Return the matches that overlap a part of a paragraph."""
        if paragraph not in self._numbers:
            return ()
        parts = range(max(0, start - _OVERLAP) // _PART_SIZE, end // _PART_SIZE + 1)
        found = (span for part in parts for span in self._part(paragraph, part))
        return [span for span in found if span.start < end and span.end > start]

    def _part(self, paragraph: int, part: int) -> list[Span]:
        """Return the matches that begin in a part of a paragraph."""
        found = self._parts.get((paragraph, part))
        if found is None:
            if len(self._parts) >= _MAX_CACHED_PARTS:
                self._parts.clear()
            text = self._texts[paragraph][0]
            start, end = part * _PART_SIZE, (part + 1) * _PART_SIZE
            # From a space to a space, so that part of a word is not taken for a word.
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
    """The search whose matches are marked; at first there is none."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        """The query as it was typed."""
        self._query = parse_query(text, typing=True)

    def __bool__(self) -> bool:
        return bool(self._query)

    def find_matches(
        self, index: Index, article: str, texts: Sequence[tuple[str, str]], pieces: Sequence[PieceRow]
    ) -> Matches:
        """Return the matches in an article: in the paragraphs or quotations that the index finds."""
        if not self._query:
            return NO_MATCHES
        found = matches_in_article(index, self._query, article)
        if not self._query.searches_quotes:
            return WordMatches(self._query, texts, [number for number in found if number < len(texts)])
        spans: dict[int, list[Span]] = {key: [] for key in found}
        # The first piece first: a continuation may come before it in the text.
        for piece in sorted(pieces, key=lambda piece: piece.key != piece.quote):
            if piece.quote in spans and piece.span is not None:
                spans[piece.quote].append(piece.span)
        return QuoteMatches(spans.values())

    def next_article(self, index: Index, article: str, step: int) -> str | None:
        """Return the next article with a match, or the previous one where ``step`` is -1."""
        return next_matching_article(index, self._query, article, step)
