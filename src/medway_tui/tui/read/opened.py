"""The article that is open: its text, its quotations, and where what was searched for stands in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from medway_tui.index.articles import ArticleRow, article, texts
from medway_tui.index.pieces import PieceRow, pieces_of
from medway_tui.index.store import Index
from medway_tui.model.places import Span
from medway_tui.tui.kept import same_words
from medway_tui.tui.read.sought import Found, Sought
from medway_tui.tui.rows import initials
from medway_tui.tui.widgets.article import Mark


class Opened:
    """An article as the index has it; what is marked in it, by paragraph."""

    def __init__(
        self, article: ArticleRow, texts: Sequence[tuple[str, str]], pieces: Sequence[PieceRow], found: Found
    ) -> None:
        self.article = article
        self.texts = texts
        """The texts and kinds of its paragraphs, by number."""
        self.pieces = pieces
        """Those of its quotations, in reading order."""
        self.found = found
        """Where what was searched for stands in it."""
        self._paragraphs = [piece.paragraph for piece in pieces]

    def shows_the_same(self, other: Opened) -> bool:
        """Whether nothing that is seen of the text differs from another's."""
        return (
            self.article == other.article
            and self.texts == other.texts
            and self.pieces == other.pieces
            and self.found.fit == other.found.fit
        )

    # -- quotations --------------------------------------------------------------------------------

    def spans(self, quote: int | None) -> list[Span]:
        """Where the pieces of a quotation stand, by its key; those adrift stand nowhere."""
        own = [piece for piece in self.pieces if piece.quote == quote]
        # What goes on may stand before what it goes on from, as in a box beside the text.
        own.sort(key=lambda piece: piece.key != quote)
        return [piece.span for piece in own if piece.span is not None]

    def quote_at(self, at: Span) -> int | None:
        """The key of the quotation that a place touches."""
        touched = [piece.quote for piece in self._within(at.paragraph) if _touch(piece, at)]
        return min(touched, default=None)

    @cached_property
    def quoted(self) -> Sequence[Span]:
        """Where its quotations begin, in order."""
        spans = (piece.span for piece in self._heads.values())
        return sorted(span for span in spans if span is not None)

    @cached_property
    def drafts(self) -> Set[int]:
        """The keys of its quotations that nobody has confirmed, or a piece of which nobody has."""
        return {piece.quote for piece in self.pieces if piece.draft}

    @cached_property
    def _heads(self) -> Mapping[int, PieceRow]:
        """The first piece of each quotation, by its key: it says who is quoted."""
        return {piece.key: piece for piece in self.pieces if piece.key == piece.quote}

    def _within(self, paragraph: int) -> Sequence[PieceRow]:
        """The pieces in a paragraph."""
        first = bisect_left(self._paragraphs, paragraph)
        return self.pieces[first : bisect_right(self._paragraphs, paragraph, first)]

    # -- what is marked ----------------------------------------------------------------------------

    def quotations(self, paragraph: int) -> Iterator[Mark]:
        """The quotations to be marked in a paragraph; those adrift have no place."""
        for piece in self._within(paragraph):
            if piece.span is not None:
                head = self._heads[piece.quote]
                name, draft = initials(head.called), piece.quote in self.drafts
                yield Mark(piece.quote, piece.span, head.speaker_position, name, draft)

    def matches(self, paragraph: int, start: int, end: int) -> Sequence[Span]:
        """What was searched for, where it stands in a part of a paragraph."""
        return self.found.matches(paragraph, start, end)

    # -- what it was before ------------------------------------------------------------------------

    def same_quote(self, before: Opened, quote: int | None) -> int | None:
        """The key of a quotation that had one in the article as it was before; None when it is gone.

        A quotation's key is its place in the order, which changes with what stands before it.
        """
        if quote is None or quote not in before._heads:
            return None
        called = before._heads[quote].id
        return next((key for key, head in self._heads.items() if head.id == called), None)

    def standing_out(self, before: Opened, chosen: Span | None, more: Sequence[Span]) -> list[Span]:
        """Where that which stood out in it before it was changed stands now."""
        if chosen is None:
            return []
        quote = next((piece.quote for piece in before._heads.values() if piece.span == chosen), None)
        same = self.same_quote(before, quote) if quote is not None else None
        if same is not None:
            return self.spans(same)
        found = (same_words(span, before.texts, self.texts) for span in (chosen, *more))
        return [span for span in found if span is not None]


def load(index: Index, article_id: str, sought: Sought) -> Opened | None:
    """An article, and where what was searched for stands in it; None when there is none of this id."""
    row = article(index, article_id)
    if row is None:
        return None
    text, pieces = texts(index, article_id), pieces_of(index, article_id)
    return Opened(row, text, pieces, sought.found(index, article_id, text, pieces))


def _touch(piece: PieceRow, at: Span) -> bool:
    if piece.start is None or piece.end is None:
        return False
    return piece.start < max(at.end, at.start + 1) and at.start < max(piece.end, piece.start + 1)
