"""Where the user's notes are in the articles as these are now, for exports."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.index.articles import get_article, paragraph_texts
from medway_tui.model.notes import PLACE_KEYS, Note
from medway_tui.notes.places import ArticleTexts, locate_note, make_texts

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.connection import Index
    from medway_tui.model.locations import BlockPlace, Span


class LocatedNote(NamedTuple):
    """A note, and where it is in its article as that is now."""

    note: Note
    article: ArticleRow | None = None
    """The article; None for a note on another record, and where the article is gone."""
    span: Span | None = None
    """Its words; empty for a whole block; None where it is adrift or on another record."""
    place: BlockPlace | None = None
    text: str = ""
    """The text of its block."""

    @property
    def is_adrift(self) -> bool:
        """Whether its words, or its article, are no longer there."""
        return self.note.article is not None and self.span is None


def withhold_original(located: LocatedNote) -> LocatedNote:
    """Return a note without the text of its block where that is of an original."""
    is_original = located.article is not None and located.article.kind == "original"
    return located._replace(text="") if is_original else located


def withhold_notes(notes: Iterable[Note], public_index: Index, withheld: Container[str]) -> list[Note]:
    """Return notes without words that the copy of an index for others lacks.

    A note on such words of one of the ``withheld`` articles becomes a note on the article.
    """
    public = NoteLocator(public_index)
    return [
        replace(note, **dict.fromkeys(PLACE_KEYS))  # type: ignore[arg-type]
        if note.article in withheld and note.words is not None and public.locate(note).is_adrift
        else note
        for note in notes
    ]


class NoteLocator:
    """Finds where notes are; articles are read once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._articles: dict[str, tuple[ArticleRow | None, ArticleTexts]] = {}

    def locate(self, note: Note) -> LocatedNote:
        """Return where a note is."""
        if note.article is None:
            return LocatedNote(note)
        if note.article not in self._articles:
            texts = make_texts(paragraph_texts(self._index, note.article))
            self._articles[note.article] = get_article(self._index, note.article), texts
        row, article = self._articles[note.article]
        span = locate_note(note, article).span if row is not None else None
        if span is None:
            return LocatedNote(note, row)
        return LocatedNote(note, row, span, article.places[span.block], article.texts[span.block])
