"""The lines of the report on an import of annotations."""

from __future__ import annotations

from collections.abc import Iterator

from medway_tui.importing.annotations.drafts import AddedDraft
from medway_tui.importing.annotations.foreign import AnnotationProblem
from medway_tui.importing.annotations.importer import AnnotationImport
from medway_tui.importing.quotations import speaker_ids
from medway_tui.model.locations import named_place
from medway_tui.text import shorten

_MAX_WORDS = 60
_MAX_NOTE = 200
_MAX_KNOWN = 5
"""Of more annotations of quotations that are there, only those that differ are listed."""


def describe_import(result: AnnotationImport) -> Iterator[str]:
    """Yield the lines of a report: the drafts, what was there already, and how to undo it."""
    yield f"read as {result.format}"
    yield from result.remarks
    for draft in result.added:
        yield describe_draft(draft)
    shown = (
        result.known if len(result.known) <= _MAX_KNOWN else [each for each in result.known if each.remark]
    )
    for each in shown:
        remark = f"; {each.remark}" if each.remark else ""
        yield f"{each.label}: {each.article} {each.id} has these words already{remark}"
    for path in result.written_paths:
        yield f"written: {path}"
    if result.id:
        yield f"to undo it: medway-tui import --undo {result.id}"


def describe_draft(draft: AddedDraft) -> str:
    """Return a new draft in a line: its article, place, speaker and words."""
    keys = draft.keys
    caption = int(keys["caption"]) if "caption" in keys else None
    place = named_place(int(keys.get("paragraph", 0)), caption)
    speaker = " and ".join(speaker_ids(keys)) or keys.get("attribution", "")
    name = "not speech" if keys["type"] == "none" else speaker or "speaker not known"
    words = shorten(keys["exact"], _MAX_WORDS)
    return f"{draft.article} {keys['id']} {place.short_label} {keys['draft']} {name}: {words}"


def describe_problem(problem: AnnotationProblem) -> str:
    """Return in a line what could not be read or placed, where it is, and why."""
    words = " ".join(problem.words.split())
    quoted = f": “{shorten(words, _MAX_WORDS)}”" if words else ""
    article = f" ({problem.article})" if problem.article else ""
    note = f"; {shorten(problem.note, _MAX_NOTE)}" if problem.note else ""
    return f"{problem}{article}{quoted}{note}"
