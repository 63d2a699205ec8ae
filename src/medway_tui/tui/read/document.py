"""The open article: its text, its quotations, and the matches of a search in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.index.articles import ArticleRow, get_article, paragraph_texts
from medway_tui.index.connection import Index
from medway_tui.index.difference_passages import KINDS, DifferencePassage, find_passages
from medway_tui.index.incomplete import IncompleteRow, get_incomplete
from medway_tui.index.quotes import PieceRow, article_pieces
from medway_tui.model.locations import BlockPlace, Span, block_places
from medway_tui.text import escape_invisible
from medway_tui.tui.commands import EDIT_SOURCE, OPEN_ORIGINAL
from medway_tui.tui.read.matches import NO_MATCHES, ActiveSearch, Matches
from medway_tui.tui.rows import initials, note_sign
from medway_tui.tui.view_commands import OPEN_REVIEW
from medway_tui.tui.widgets.article_layout import ArticleBlock
from medway_tui.tui.widgets.line_renderer import DRAFT_BAR, MarginSigns, QuoteHighlight

if TYPE_CHECKING:
    from medway_tui.index.place_references import PlaceReference
    from medway_tui.model.notes import Note
    from medway_tui.notes.places import NotePlace


class ArticleDocument:
    """An article as indexed, with the highlights of each paragraph."""

    def __init__(
        self,
        article: ArticleRow,
        texts: Sequence[tuple[str, str]],
        pieces: Sequence[PieceRow],
        matches: Matches,
        passages: Sequence[DifferencePassage] = (),
    ) -> None:
        self.article = article
        self.texts = texts
        """The texts and kinds of its paragraphs, by number."""
        self.pieces = pieces
        """The pieces of its quotations, in reading order."""
        self.matches_found = matches
        """The matches of the search."""
        self.passages = passages
        """The passages on which sources differ, in reading order."""
        self.public: str | None = None
        """What a copy of the index for others has of originals; None in the user's own."""
        self.notes: Sequence[NotePlace] = ()
        """The user's notes on it and its passages."""
        self._differing: dict[int, list[DifferencePassage]] = {}
        for passage in passages:
            self._differing.setdefault(passage.block, []).append(passage)
        self._paragraphs = [piece.block for piece in pieces]
        self._highlights: dict[int, list[QuoteHighlight]] = {}

    def looks_like(self, other: ArticleDocument) -> bool:
        """Return whether the text would look the same as another's."""
        return (
            self.article == other.article
            and self.texts == other.texts
            and self.pieces == other.pieces
            and self.passages == other.passages
            and self.matches_found.fitting == other.matches_found.fitting
            and self.notes == other.notes
        )

    # -- quotations --------------------------------------------------------------------------------

    def spans(self, quote: int | None) -> list[Span]:
        """Return the spans of a quotation's pieces, by its key, without those adrift."""
        own = [piece for piece in self.pieces if piece.quote == quote]
        # A continuation may come before its beginning, as in a box beside the text.
        own.sort(key=lambda piece: piece.key != quote)
        return [piece.span for piece in own if piece.span is not None]

    def quote_id(self, key: int) -> str | None:
        """Return the id of a quotation, which it has in later versions too; None where the key is unknown."""
        return self._heads[key].id if key in self._heads else None

    def quote_called(self, quote_id: str) -> int | None:
        """Return the key of the quotation of this id; None where there is none."""
        return next((key for key, head in self._heads.items() if head.id == quote_id), None)

    def quote_at(self, span: Span) -> int | None:
        """Return the key of the quotation that a span overlaps."""
        quotes = [piece.quote for piece in self._within(span.block) if _overlaps(piece, span)]
        return min(quotes, default=None)

    @cached_property
    def quote_starts(self) -> Sequence[Span]:
        """The first spans of its quotations, in order."""
        spans = (piece.span for piece in self._heads.values())
        return sorted(span for span in spans if span is not None)

    @cached_property
    def drafts(self) -> Set[int]:
        """The keys of the quotations that are drafts, or have a piece that is."""
        return {piece.quote for piece in self.pieces if piece.is_draft}

    @cached_property
    def _heads(self) -> Mapping[int, PieceRow]:
        """The first piece of each quotation, which has the speaker, by its key."""
        return {piece.key: piece for piece in self.pieces if piece.key == piece.quote}

    def _within(self, paragraph: int) -> Sequence[PieceRow]:
        first = bisect_left(self._paragraphs, paragraph)
        return self.pieces[first : bisect_right(self._paragraphs, paragraph, first)]

    def refer_to(self, block: int) -> PlaceReference:
        """Return the reference to a block."""
        from medway_tui.index.place_references import refer_to_block  # noqa: PLC0415 - for a copy alone

        return refer_to_block(self.article.id, block_places(kind for _, kind in self.texts[1:])[block])

    # -- highlights ----------------------------------------------------------------------------

    def quotations(self, paragraph: int, /) -> Sequence[QuoteHighlight]:
        """Return the highlights of the quotations in a paragraph, in order, without those adrift."""
        if paragraph not in self._highlights:
            highlights = self._make_highlights(paragraph)
            self._highlights[paragraph] = sorted(highlights, key=lambda highlight: highlight.span)
        return self._highlights[paragraph]

    def _make_highlights(self, paragraph: int) -> Iterator[QuoteHighlight]:
        for piece in self._within(paragraph):
            if piece.span is not None:
                head = self._heads[piece.quote]
                name, draft = initials(head.display_name), piece.quote in self.drafts
                yield QuoteHighlight(piece.quote, piece.span, head.speaker_position, name, draft)

    # -- differences -----------------------------------------------------------------------------

    pair_width = 0

    @property
    def has_differences(self) -> bool:
        return bool(self.passages)

    def signs(self, paragraph: int, start: int, end: int, /) -> MarginSigns:
        """Return the sign of a line on which a passage begins, about which the sources differ."""
        passages = self._differing.get(paragraph, ())
        differs = any(start <= passage.start <= end for passage in passages)
        return MarginSigns(differs=differs, note=self._note_sign(paragraph, start, end))

    # -- notes -----------------------------------------------------------------------------------

    @property
    def has_notes(self) -> bool:
        return any(not place.is_adrift for place in self.notes)

    def _note_sign(self, paragraph: int, start: int, end: int) -> str:
        if not self.notes:
            return ""
        return note_sign([place.note for place in self._notes_on_line(Span(paragraph, start, end))])

    def _notes_on_line(self, line: Span) -> list[NotePlace]:
        return [
            place
            for place in self.notes
            if place.span is not None
            and place.span.block == line.block
            and line.start <= place.span.start <= max(line.start, line.end - 1)
        ]

    def note_at(self, line: Span) -> Note | None:
        """Return the note whose words begin on a line."""
        return next((place.note for place in self._notes_on_line(line)), None)

    def differing_at(self, span: Span) -> list[DifferencePassage]:
        """Return the passages on which sources differ and which overlap a span, the gravest first."""
        passages = self._differing.get(span.block, ())
        found = [passage for passage in passages if _touch(passage.span, span)]
        return sorted(found, key=lambda each: (each.span != span, KINDS.index(each.kind)))

    def matches(self, paragraph: int, /) -> Sequence[Span]:
        return self.matches_found.matches(paragraph)

    # -- reloading ------------------------------------------------------------------------

    def find_same_quote(self, before: ArticleDocument, quote: int | None) -> int | None:
        """Return the new key of a quotation in the article ``before`` the reload; None when it is gone.

        A key is a quotation's place in the order, which changes with the quotations before it.
        """
        if quote is None or quote not in before._heads:
            return None
        return self.quote_called(before._heads[quote].id)

    def relocate_chosen(
        self, before: ArticleDocument, chosen: Span | None, more: Sequence[Span]
    ) -> list[Span]:
        """Return the new spans of what was emphasised ``before`` the reload."""
        if chosen is None:
            return []
        quote = next((piece.quote for piece in before._heads.values() if piece.span == chosen), None)
        same = self.find_same_quote(before, quote) if quote is not None else None
        if same is not None:
            return self.spans(same)
        spans = (relocate_span(span, before.texts, self.texts) for span in (chosen, *more))
        return [span for span in spans if span is not None]


class IncompleteDocument(ArticleDocument):
    """An article that can't be read yet, as far as it goes."""

    def __init__(self, incomplete: IncompleteRow) -> None:
        self.incomplete = incomplete
        headline = incomplete.headline or f"{incomplete.id}.yaml"
        article = ArticleRow(
            incomplete.id,
            headline,
            not incomplete.headline,
            incomplete.publisher or "publisher not known",
            incomplete.published or None,
            *(None,) * 4,
            "original",
        )
        blocks = [(headline, "headline"), *((text, "paragraph") for text in incomplete.texts)]
        super().__init__(article, blocks, (), NO_MATCHES)

    def looks_like(self, other: ArticleDocument) -> bool:
        same = isinstance(other, IncompleteDocument) and other.incomplete == self.incomplete
        return same and super().looks_like(other)

    @property
    def notice(self) -> list[str]:
        """What is missing, and what to do."""
        where = self.incomplete.where
        name = "/".join(Path(where.path).parts[-2:])
        return [
            f"✎ Not complete yet: {' · '.join(self.incomplete.missing)}.",
            f"{EDIT_SOURCE.key} opens it in your editor, at line {where.line} of {name}",
        ]


def load_document(index: Index, article_id: str, search: ActiveSearch) -> ArticleDocument | None:
    """Load an article with the matches of a search in it; None when the id is unknown.

    An article that can't be read yet is an ``IncompleteDocument``.
    """
    row = get_article(index, article_id)
    if row is None:
        incomplete = get_incomplete(index, article_id)
        return None if incomplete is None else IncompleteDocument(incomplete)
    texts, pieces = paragraph_texts(index, article_id), article_pieces(index, article_id)
    matches = search.find_matches(index, article_id, texts, pieces)
    document = ArticleDocument(row, texts, pieces, matches, find_passages(index, article_id))
    document.public = index.meta("public")
    return document


def _overlaps(piece: PieceRow, span: Span) -> bool:
    if piece.start is None or piece.end is None:
        return False
    return piece.start < max(span.end, span.start + 1) and span.start < max(piece.end, piece.start + 1)


def _touch(passage: Span, span: Span) -> bool:
    """Whether two spans of one block have words in common; an empty span is the whole block."""
    is_whole = passage.start == passage.end or span.start == span.end
    return is_whole or (passage.start < span.end and span.start < passage.end)


def dateline(article: ArticleRow) -> str:
    """Return the publisher and date of an article, as far as they are known."""
    date = citations.display_date(article)
    return f"{article.publisher} · {date}" if date else article.publisher


def article_blocks(document: ArticleDocument, *, story_first: bool = False) -> list[ArticleBlock]:
    """Return an article's blocks: its source is below the headline, inferences are at the end.

    With ``story_first``, as in a low window, all that is about the article is at the end.
    """
    places = block_places([kind for _, kind in document.texts[1:]])
    paragraphs = [
        ArticleBlock(number, *text, _margin_label(places[number]))
        for number, text in enumerate(document.texts)
    ]
    if isinstance(document, IncompleteDocument):
        about = [escape_invisible(line) for line in document.notice]
    else:
        about = [*_source_lines(document.article, document.public), *_draft_lines(len(document.drafts))]
    notes = _date_notes(document.article)
    if story_first and not isinstance(document, IncompleteDocument):
        about, notes = [], [*about, *notes]
    return [*paragraphs[:1], *map(_about_block, about), *paragraphs[1:], *map(_about_block, notes)]


def _margin_label(place: BlockPlace) -> str:
    """Return the number of a block in the margin: 7 for a paragraph, c1 for a caption."""
    if not place.number:
        return ""
    return f"c{place.number}" if place.kind == "caption" else str(place.number)


def _about_block(line: str) -> ArticleBlock:
    return ArticleBlock(-1, line, "about")


def _source_lines(article: ArticleRow, public: str | None) -> list[str]:
    if article.kind == "account":
        what = "Account in our own words, quotations word for word"
    elif public == "no originals":
        what = "Quotations alone: the newspaper's own text […] is not shown here"
    else:
        what = "Original text"
    what += "; the title is ours." if article.title_ours else "."
    address = escape_invisible(article.url.split("://", 1)[-1]) if article.url else "address not known"
    by = [escape_invisible(f"By {article.author}")] if article.author else []
    own = ["Your own copy of it: medway-tui import FILE"] if article.kind == "account" and not public else []
    return [*by, what, f"Original ({OPEN_ORIGINAL.key}): {address}", *own]


def _draft_lines(number: int) -> list[str]:
    if not number:
        return []
    key = OPEN_REVIEW.key
    if number == 1:
        return [f"1 quotation is a draft, marked {DRAFT_BAR}: not yet confirmed ({key} reviews it)."]
    return [f"{number} quotations are drafts, marked {DRAFT_BAR}: not yet confirmed ({key} reviews them)."]


def _date_notes(article: ArticleRow) -> list[str]:
    if article.published_inferred and article.published:
        date = citations.display_date(article)
        return [escape_invisible(f"The date {date} is inferred: {article.published_inferred}")]
    return []


def relocate_span(span: Span, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Span | None:
    """Re-anchor a span after a reload; None when its words are gone or no longer unique.

    ``old`` and ``new`` are the texts and kinds of the article's paragraphs, by number.
    """
    number = span.block
    if not 0 <= number < len(old):
        return None
    text = old[number][0]
    same = [candidate for candidate, (other, _) in enumerate(new) if other == text]
    if same:
        return span._replace(block=min(same, key=lambda candidate: abs(candidate - number)))
    new_text = new[number][0] if number < len(new) else ""
    words = text[span.start : span.end]
    if words and new_text.count(words) == 1:
        start = new_text.index(words)
        return Span(number, start, start + len(words))
    return None
