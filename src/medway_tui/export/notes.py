"""The user's own bookmarks and notes in exports: only where they are asked for by name, with --with-notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui.export.citations import Citations
from medway_tui.export.note_places import LocatedNote, NoteLocator, withhold_original
from medway_tui.export.report import Column, LazyRows, OwnNote, Report, Value, report_of
from medway_tui.model.notes import Note
from medway_tui.notes.places import ArticleTexts, NoteLookup, locate_note

if TYPE_CHECKING:
    from medway_tui.index.connection import Index

ROW_COLUMNS = ("own_bookmark", "own_note", "own_tags")
"""The columns that a report has with --with-notes: whether there is a bookmark, the notes, and their tags."""
NOTE_COLUMNS = (
    Column("id", "The id of the bookmark or note.", required=True),
    Column("on", "What it is on: article, paragraph, passage, quotation, event, …", required=True),
    Column("title", "That in words, as it was when the note was written."),
    Column("article", "The article."),
    Column("quote", "The id of the quotation, in the article."),
    Column("paragraph", "The number of the paragraph in which its words are now.", "integer"),
    Column("caption", "The number of the caption in which they are.", "integer"),
    Column("start", "Start of the words in the paragraph, in code points from 0.", "integer"),
    Column("end", "One after their last code point.", "integer"),
    Column("exact", "The words; of a note on a whole paragraph its first ones."),
    Column("adrift", "Whether the article has these words no more.", "boolean", required=True),
    Column("event", "The event."),
    Column("person", "The person or organisation."),
    Column("inspection", "The inspection."),
    Column("area", "The area of the judgement."),
    Column("difference", "The point on which the sources differ."),
    Column("text", "The note, in Markdown; empty for a bookmark."),
    Column("tags", "Its tags.", "list"),
    Column("created", "The time at which it was made, in UTC."),
    Column("changed", "The time at which it was last changed."),
)
"""The columns of the notes themselves, in the report of ``notes`` and in a dataset."""

NotesOfRow = Callable[[Mapping[str, Value], NoteLookup], Sequence[Note]]
"""Finds the notes on the record of a report's row."""


# -- reports on other things ---------------------------------------------------------------------------------


def add_notes(report: Report, notes: Sequence[Note], notes_of: NotesOfRow, index: Index) -> Report:
    """Return a report with the notes on what it lists.

    Data formats get a column for each of ``ROW_COLUMNS``; table, text and Markdown end with the notes; BibTeX
    and CSL-JSON have them as annotations of the article, Web Annotations as annotations of their own.
    """
    lookup, locator = NoteLookup(notes), NoteLocator(index)

    def find_notes() -> list[Note]:
        found = (notes_of(dict(zip(report.columns, row, strict=True)), lookup) for row in report.rows)
        return list({note.id: note for some in found for note in some}.values())

    def rows() -> Iterator[tuple[Value, ...]]:
        for row in report.rows:
            here = notes_of(dict(zip(report.columns, row, strict=True)), lookup)
            yield (*row, *_row_values(here))

    citations = report.citations
    if citations is not None:
        by_article = LazyRows(
            lambda: (
                cited._replace(notes=tuple(map(describe_note, _notes_in(lookup, cited.article.id))))
                for cited in report.citations.articles  # type: ignore[union-attr]
            )
        )
        citations = citations._replace(
            articles=by_article,
            notes=LazyRows(lambda: (withhold_original(locator.locate(note)) for note in find_notes())),
        )
    return report._replace(
        columns=(*report.columns, *ROW_COLUMNS),
        rows=LazyRows(rows),
        own_notes=LazyRows(lambda: (own_note(locator.locate(note)) for note in find_notes())),
        citations=citations,
    )


def _row_values(notes: Sequence[Note]) -> tuple[Value, ...]:
    texts = [note.text for note in notes if note.text]
    tags = tuple(dict.fromkeys(tag for note in notes for tag in note.tags))
    return bool(notes), "\n\n".join(texts) or None, tags


def _notes_in(lookup: NoteLookup, article: str) -> Sequence[Note]:
    return lookup.on_record("article", article)


def own_note(located: LocatedNote) -> OwnNote:
    """Return a note as the formats for people print it."""
    note = located.note
    subject = note.title or note.subject
    if located.place is not None and note.subject != "article":
        subject += f", {located.place.label}"
    if located.is_adrift:
        subject += " [adrift: these words are not in the article as it is now]"
    return OwnNote(subject, note.words or "", note.text or "", note.tags)


def describe_note(note: Note) -> str:
    """Return a note in one text, for a field of a citation."""
    tags = " ".join(f"#{tag}" for tag in note.tags)
    kind = "Own note" if note.text else "Own bookmark"
    words = f"“{note.exact}”" if note.exact else (note.place.label if note.opening else "")
    return ": ".join(filter(None, (" ".join(filter(None, (kind, tags))), words, note.text)))


# -- rows of reports -----------------------------------------------------------------------------------------


def notes_on_quotes(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on a quotation."""
    return lookup.on_quote(str(row["article"]), str(row["id"]), str(row["exact"]))


def notes_on_articles(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on an article and its passages, by the row's ``article`` or else its ``id``."""
    return lookup.on_record("article", str(row.get("article") or row.get("id")))


def notes_on_passages(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on a paragraph or caption of an article, and on words in it.

    The row has the text of the block, so that a note is found by its words. Notes on the article are those of
    its headline.
    """
    text = str(row["text"])
    article = ArticleTexts((text,), ("headline",))
    is_headline = row["paragraph"] == 0
    return [
        note
        for note in lookup.on_record("article", str(row["article"]))
        if (is_headline if note.words is None else locate_note(note, article).span is not None)
    ]


def notes_on_timeline(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on an entry of the timeline."""
    kind, record = str(row["kind"]), str(row["id"])
    if kind in ("event", "deadline", "promise"):
        return lookup.on_record("event", record)
    if kind == "article":
        return [note for note in lookup.on_record("article", record) if note.words is None]
    record, _, part = record.partition("#")
    if kind == "inspection":
        return lookup.on_record("inspection", record)
    return [note for note in lookup.on_record("article", record) if note.quote == part]


def notes_on_people(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on a person or organisation."""
    return lookup.on_record("person", str(row["id"]))


def notes_on_judgements(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on a judgement, and on its inspection."""
    if row.get("inspection") is None:
        return ()
    inspection = str(row["inspection"])
    return [
        *lookup.on_record("inspection", inspection, str(row.get("area") or "")),
        *lookup.on_record("inspection", inspection),
    ]


def notes_on_differences(row: Mapping[str, Value], lookup: NoteLookup) -> Sequence[Note]:
    """Return the notes on a point on which the sources differ."""
    return lookup.on_record("difference", str(row["id"]))


# -- the notes themselves ------------------------------------------------------------------------------------


def note_values(located: LocatedNote) -> tuple[Value, ...]:
    """Return the values of ``NOTE_COLUMNS`` for a note."""
    note, span, place = located.note, located.span, located.place
    is_words = span is not None and span.end > span.start
    place = place or (note.place if note.words else None)
    values: dict[str, Value] = {
        "id": note.id,
        "on": note.subject,
        "title": note.title,
        "article": note.article,
        "quote": note.quote,
        "paragraph": place.number if place is not None and place.kind == "paragraph" else None,
        "caption": place.number if place is not None and place.kind == "caption" else None,
        "start": span.start if is_words and span is not None else None,
        "end": span.end if is_words and span is not None else None,
        "exact": note.words,
        "adrift": located.is_adrift,
        "event": note.event,
        "person": note.person,
        "inspection": note.inspection,
        "area": note.area,
        "difference": note.difference,
        "text": note.text,
        "tags": note.tags,
        "created": note.created,
        "changed": note.changed,
    }
    return tuple(values[column.name] for column in NOTE_COLUMNS)


def notes_report(notes: Iterable[Note], dossier: str, index: Index) -> Report:
    """Report the bookmarks and notes themselves."""
    locator = NoteLocator(index)
    located = [locator.locate(note) for note in notes]
    report = report_of(
        located,
        tuple(column.name for column in NOTE_COLUMNS),
        note_values,
        ("On", "Words", "Note", "Tags"),
        lambda each: (
            own_note(each).subject,
            own_note(each).words,
            each.note.text or "",
            " ".join(f"#{tag}" for tag in each.note.tags),
        ),
        lambda each: "\n".join(own_note(each).lines()),
    )
    return report._replace(citations=Citations(dossier, (), notes=map(withhold_original, located)))
