"""The article that is open: its text, its quotations, and where what was searched for stands in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from medway_tui.export import citations
from medway_tui.index.articles import ArticleRow, get_article, paragraph_texts
from medway_tui.index.connection import Index
from medway_tui.index.quotes import PieceRow, article_pieces
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible
from medway_tui.tui.read.matches import ActiveSearch, Matches
from medway_tui.tui.rows import initials
from medway_tui.tui.widgets.article_view import DRAFT_BAR, ArticleBlocks, QuoteHighlight


class ArticleDocument:
    """An article as the index has it; what is marked in it, by paragraph."""

    def __init__(
        self,
        article: ArticleRow,
        texts: Sequence[tuple[str, str]],
        pieces: Sequence[PieceRow],
        found: Matches,
    ) -> None:
        self.article = article
        self.texts = texts
        """The texts and kinds of its paragraphs, by number."""
        self.pieces = pieces
        """Those of its quotations, in reading order."""
        self.matches_found = found
        """Where what was searched for stands in it."""
        self._paragraphs = [piece.paragraph for piece in pieces]

    def looks_like(self, other: ArticleDocument) -> bool:
        """Whether nothing that is seen of the text differs from another's."""
        return (
            self.article == other.article
            and self.texts == other.texts
            and self.pieces == other.pieces
            and self.matches_found.fitting == other.matches_found.fitting
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
        touched = [piece.quote for piece in self._within(at.paragraph) if _overlaps(piece, at)]
        return min(touched, default=None)

    @cached_property
    def quote_starts(self) -> Sequence[Span]:
        """Where its quotations begin, in order."""
        spans = (piece.span for piece in self._heads.values())
        return sorted(span for span in spans if span is not None)

    @cached_property
    def drafts(self) -> Set[int]:
        """The keys of its quotations that nobody has confirmed, or a piece of which nobody has."""
        return {piece.quote for piece in self.pieces if piece.is_draft}

    @cached_property
    def _heads(self) -> Mapping[int, PieceRow]:
        """The first piece of each quotation, by its key: it says who is quoted."""
        return {piece.key: piece for piece in self.pieces if piece.key == piece.quote}

    def _within(self, paragraph: int) -> Sequence[PieceRow]:
        """The pieces in a paragraph."""
        first = bisect_left(self._paragraphs, paragraph)
        return self.pieces[first : bisect_right(self._paragraphs, paragraph, first)]

    # -- what is marked ----------------------------------------------------------------------------

    def quotations(self, paragraph: int) -> Iterator[QuoteHighlight]:
        """The quotations to be marked in a paragraph; those adrift have no place."""
        for piece in self._within(paragraph):
            if piece.span is not None:
                head = self._heads[piece.quote]
                name, draft = initials(head.display_name), piece.quote in self.drafts
                yield QuoteHighlight(piece.quote, piece.span, head.speaker_position, name, draft)

    def matches(self, paragraph: int, start: int, end: int) -> Sequence[Span]:
        """What was searched for, where it stands in a part of a paragraph."""
        return self.matches_found.matches(paragraph, start, end)

    # -- what it was before ------------------------------------------------------------------------

    def find_same_quote(self, before: ArticleDocument, quote: int | None) -> int | None:
        """The key of a quotation that had one in the article as it was before; None when it is gone.

        A quotation's key is its place in the order, which changes with what stands before it.
        """
        if quote is None or quote not in before._heads:
            return None
        called = before._heads[quote].id
        return next((key for key, head in self._heads.items() if head.id == called), None)

    def relocate_chosen(
        self, before: ArticleDocument, chosen: Span | None, more: Sequence[Span]
    ) -> list[Span]:
        """Where that which stood out in it before it was changed stands now."""
        if chosen is None:
            return []
        quote = next((piece.quote for piece in before._heads.values() if piece.span == chosen), None)
        same = self.find_same_quote(before, quote) if quote is not None else None
        if same is not None:
            return self.spans(same)
        found = (relocate_span(span, before.texts, self.texts) for span in (chosen, *more))
        return [span for span in found if span is not None]


def load_document(index: Index, article_id: str, sought: ActiveSearch) -> ArticleDocument | None:
    """An article, and where what was searched for stands in it; None when there is none of this id."""
    row = get_article(index, article_id)
    if row is None:
        return None
    text, pieces = paragraph_texts(index, article_id), article_pieces(index, article_id)
    return ArticleDocument(row, text, pieces, sought.find_matches(index, article_id, text, pieces))


def _overlaps(piece: PieceRow, at: Span) -> bool:
    if piece.start is None or piece.end is None:
        return False
    return piece.start < max(at.end, at.start + 1) and at.start < max(piece.end, piece.start + 1)


def dateline(article: ArticleRow) -> str:
    """Where and when an article was published, as far as is known."""
    date = citations.display_date(article)
    return f"{article.publisher} · {date}" if date else article.publisher


def article_blocks(document: ArticleDocument) -> ArticleBlocks:
    """An article's blocks; what it is stands under the headline, what is inferred at the end."""
    about = (*_source_lines(document.article), *_draft_lines(len(document.drafts)))
    return ArticleBlocks(document.texts, about, _date_notes(document.article))


def _source_lines(article: ArticleRow) -> list[str]:
    if article.kind == "account":
        what = "Account in our own words, quotations word for word"
    else:
        what = "The original text"
    what += "; the title is ours." if article.title_ours else "."
    address = escape_invisible(article.url.split("://", 1)[-1]) if article.url else "address not known"
    by = [escape_invisible(f"By {article.author}")] if article.author else []
    own = ["Your own copy of it: medway-tui import FILE"] if article.kind == "account" else []
    return [*by, what, f"Original (o): {address}", *own]


def _draft_lines(number: int) -> list[str]:
    if not number:
        return []
    if number == 1:
        return [f"1 quotation is a draft, marked {DRAFT_BAR}: nobody has confirmed it (d reviews it)."]
    return [
        f"{number} quotations are drafts, marked {DRAFT_BAR}: nobody has confirmed them (d reviews them)."
    ]


def _date_notes(article: ArticleRow) -> list[str]:
    if article.published_inferred and article.published:
        date = citations.display_date(article)
        return [escape_invisible(f"The date {date} is inferred: {article.published_inferred}")]
    return []


def relocate_span(span: Span, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Span | None:
    """Where the words of a place stand now; None when they do not, or nobody can say where.

    ``old`` and ``new`` are the texts and kinds of the article's paragraphs, by number.
    """
    number = span.paragraph
    if not 0 <= number < len(old):
        return None
    text = old[number][0]
    matches = [at for at, (other, _) in enumerate(new) if other == text]
    if matches:
        return span._replace(paragraph=min(matches, key=lambda at: abs(at - number)))
    new_text = new[number][0] if number < len(new) else ""
    words = text[span.start : span.end]
    if words and new_text.count(words) == 1:
        start = new_text.index(words)
        return Span(number, start, start + len(words))
    return None
