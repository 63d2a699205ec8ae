"""The matches of a search in an article, and the next article that has any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from medway_tui.index.connection import Index
from medway_tui.index.quotes import PieceRow
from medway_tui.model.locations import Span

if TYPE_CHECKING:
    from medway_tui.index.query_language import Query


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

    def matches(self, _paragraph: int, /) -> Sequence[Span]:
        return ()


NO_MATCHES = Matches()


class QuoteMatches(Matches):
    """Matching quotations."""

    def __init__(self, quotations: Iterable[Sequence[Span]]) -> None:
        """``quotations`` are the spans of the pieces of each."""
        placed = [spans for spans in quotations if spans]
        self.fitting = self._stops = sorted(spans[0] for spans in placed)
        self._by_paragraph: dict[int, list[Span]] = {}
        for span in sorted(span for spans in placed for span in spans):
            self._by_paragraph.setdefault(span.block, []).append(span)

    @property
    def stops(self) -> MatchPositions:
        """The first piece of each quotation."""
        return self._stops

    def matches(self, paragraph: int, /) -> Sequence[Span]:
        return self._by_paragraph.get(paragraph, ())


class WordMatches(Matches):
    """Matching words, found when they are seen; as a sequence, the first in each paragraph."""

    def __init__(self, query: Query, texts: Sequence[tuple[str, str]], paragraphs: Sequence[int]) -> None:
        """``paragraphs`` are the numbers of the matching ones, in order."""
        self._query = query
        self._texts = texts
        self.fitting = self._paragraphs = paragraphs
        self._numbers = frozenset(paragraphs)
        self._found: dict[int, list[Span]] = {}

    def __len__(self) -> int:
        return len(self._paragraphs)

    def __getitem__(self, at: int, /) -> Span:
        paragraph = self._paragraphs[at]
        # A filter alone matches no words: the paragraph itself is the position.
        return next(iter(self.matches(paragraph)), Span(paragraph, 0, 0))

    @property
    def stops(self) -> MatchPositions:
        """The first match in each paragraph."""
        return self

    def matches(self, paragraph: int, /) -> Sequence[Span]:
        if paragraph not in self._numbers:
            return ()
        if paragraph not in self._found:
            spans = self._query.find_spans(self._texts[paragraph][0])
            self._found[paragraph] = [Span(paragraph, start, end) for start, end in spans]
        return self._found[paragraph]


class ActiveSearch:
    """The search whose matches are marked; at first there is none."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        """The query as it was typed."""
        self._query: Query | None = None
        if text:
            from medway_tui.index.query_language import parse_query  # noqa: PLC0415 - not on the first screen

            self._query = parse_query(text, typing=True)

    def __bool__(self) -> bool:
        return bool(self._query)

    def find_matches(
        self, index: Index, article: str, texts: Sequence[tuple[str, str]], pieces: Sequence[PieceRow]
    ) -> Matches:
        """Return the matches in an article: in the paragraphs or quotations that the index finds."""
        if not self._query:
            return NO_MATCHES
        from medway_tui.index.search import matches_in_article  # noqa: PLC0415 - not on the first screen

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
        from medway_tui.index.query_language import Query  # noqa: PLC0415 - not on the first screen
        from medway_tui.index.search import next_matching_article  # noqa: PLC0415 - likewise

        return next_matching_article(index, self._query or Query(), article, step)
