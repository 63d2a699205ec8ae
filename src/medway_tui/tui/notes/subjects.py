"""New bookmarks of what a view has at its cursor, and where the reader opens a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import citations
from medway_tui.index.agent_page import find_agent
from medway_tui.index.articles import get_article, paragraph_texts
from medway_tui.index.differences import find_position
from medway_tui.index.events import events_by_id
from medway_tui.index.inspections import list_inspections
from medway_tui.index.quotes import article_pieces
from medway_tui.model.locations import Span
from medway_tui.model.notes import Note
from medway_tui.notes.places import (
    ArticleTexts,
    closest_passage,
    locate_note,
    make_texts,
    note_on_passage,
)
from medway_tui.tui.reader_protocol import (
    AgentPage,
    DifferenceChoice,
    InspectionChoice,
    Passage,
    Target,
    TimelineEntryChoice,
)

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.index.quotes import PieceRow, QuotePiece

_NEW = "new"
"""The id of a note before it is written."""


# -- new bookmarks ---------------------------------------------------------------------------------------


def note_on_quote(index: Index, head: QuotePiece) -> Note:
    """Return a bookmark of a quotation, anchored at its first piece."""
    article = head.article
    title = f"{head.display_name}, in {article.publisher}, {citations.display_date(article) or 'no date'}"
    if head.span is not None:
        texts = make_texts(paragraph_texts(index, article.id))
        note = note_on_passage(article.id, texts, head.span, quote=head.id)
        # As the quotation has them, which may differ from the article in what anchoring folds.
        return replace(note, exact=head.exact, title=title)
    place = {head.place.kind: head.place.number}
    return Note(id=_NEW, article=article.id, quote=head.id, exact=head.exact, title=title, **place)  # type: ignore[arg-type]


def note_on_span(index: Index, article_id: str, span: Span) -> Note | None:
    """Return a bookmark of a passage of an article; of all of it where the span is its empty headline."""
    row = get_article(index, article_id)
    if row is None:
        return None
    texts = make_texts(paragraph_texts(index, article_id))
    if not 0 <= span.block < len(texts.texts) or not texts.texts[span.block].strip():
        return None
    title = f"{row.publisher}, {citations.display_date(row) or 'no date'}: {citations.display_title(row)}"
    return replace(note_on_passage(article_id, texts, span), title=title)


def note_on_event(event_id: str, title: str) -> Note:
    """Return a bookmark of an event, deadline or promise."""
    return Note(id=_NEW, event=event_id, title=title)


def note_on_person(agent_id: str, name: str) -> Note:
    """Return a bookmark of a person or organisation."""
    return Note(id=_NEW, person=agent_id, title=name)


def note_on_judgement(inspection_id: str, area: str | None, title: str) -> Note:
    """Return a bookmark of a judgement, or of the inspection where no area is named."""
    return Note(id=_NEW, inspection=inspection_id, area=area, title=title)


def note_on_difference(difference_id: str, title: str) -> Note:
    """Return a bookmark of a point on which the sources differ."""
    return Note(id=_NEW, difference=difference_id, title=title)


# -- where a note is -------------------------------------------------------------------------------------


class NoteStatus(NamedTuple):
    """Where a note is now."""

    target: tuple[str, Target] | None
    """The view and what it is to show; None where there is nothing left to show."""
    remark: str = ""
    """What is to be known of it: that it is adrift, or that its record is gone."""
    place: str = ""
    """The paragraph or caption, where it is in an article."""
    words: str = ""
    """The words at the place: of a note that is adrift, those of the closest passage."""


class NoteFinder:
    """Finds where notes are; articles are read once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._articles: dict[str, ArticleTexts] = {}
        self._pieces: dict[str, list[PieceRow]] = {}

    def texts(self, article_id: str) -> ArticleTexts | None:
        """Return the texts of an article; None where there is none."""
        if article_id not in self._articles:
            self._articles[article_id] = make_texts(paragraph_texts(self._index, article_id))
        article = self._articles[article_id]
        return article if article.texts else None

    def find(self, note: Note) -> NoteStatus:
        """Return where a note is now."""
        if note.article is not None:
            return self._find_in_article(note, note.article)
        target = self._record_target(note)
        return NoteStatus(target, "" if target else "no longer in the dossier")

    def _find_in_article(self, note: Note, article_id: str) -> NoteStatus:
        article = self.texts(article_id)
        if article is None:
            return NoteStatus(None, "adrift: the article is not in the dossier", words=note.words or "")
        span = locate_note(note, article).span
        if span is not None:
            return NoteStatus(self._passage(article_id, span), "", *_words_at(article, span))
        closest = closest_passage(note, article)
        if closest is None:
            start = self._passage(article_id, Span(0, 0, 0))
            return NoteStatus(start, "adrift: no passage is like it", words=note.words or "")
        place, words = _words_at(article, closest)
        return NoteStatus(self._passage(article_id, closest), f"adrift: closest is {place}", "", words)

    def _passage(self, article_id: str, span: Span) -> tuple[str, Target]:
        if article_id not in self._pieces:
            self._pieces[article_id] = article_pieces(self._index, article_id)
        pieces = self._pieces[article_id] if span.end > span.start else []
        same = (each for each in pieces if each.span is not None and each.span[:2] == span[:2])
        quote = next(same, None)
        return "read", Passage(article_id, [span], None if quote is None else quote.quote)

    def _record_target(self, note: Note) -> tuple[str, Target] | None:
        index = self._index
        if note.event is not None:
            event = events_by_id(index, [note.event]).get(note.event)
            return None if event is None else ("timeline", TimelineEntryChoice(event.kind, event.id))
        if note.person is not None:
            known = find_agent(index, note.person) is not None
            return ("people", AgentPage(note.person)) if known else None
        if note.difference is not None:
            known = find_position(index, note.difference) is not None
            return ("differences", DifferenceChoice(note.difference)) if known else None
        if note.inspection is not None and any(
            each.id == note.inspection for each in list_inspections(index)
        ):
            return "ratings", InspectionChoice(note.inspection, note.area or "")
        return None


def anchored_again(note: Note, article: ArticleTexts) -> Note | None:
    """Return a note with the words of the closest passage; None unless it is adrift and there is one."""
    if note.article is None or not locate_note(note, article).is_adrift:
        return None
    span = closest_passage(note, article)
    if span is None:
        return None
    there = note_on_passage(note.article, article, span)
    return replace(
        note,
        paragraph=there.paragraph,
        caption=there.caption,
        exact=there.exact,
        opening=there.opening,
        prefix=there.prefix,
        suffix=there.suffix,
        quote=note.quote if there.exact is not None else None,
    )


def _words_at(article: ArticleTexts, span: Span) -> tuple[str, str]:
    text = article.texts[span.block]
    words = text[span.start : span.end] if span.end > span.start else text
    return article.places[span.block].short_label, words
