"""What the dialogs of notes may use of their controller, and notes in a few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from medway_tui.model.notes import Note
from medway_tui.notes.places import NoteLookup
from medway_tui.notes.typed_text import clean_text, parse_tags


class NotesProtocol(Protocol):
    """The controller of the notes, as far as dialogs know it."""

    lookup: NoteLookup

    @property
    def path(self) -> Path | None:
        """The file, which may not exist; None where the dossier has no id that could name its folder."""
        ...

    async def open_field(self, note: Note) -> None:
        """Open the field for a note."""

    def save(self, old: Note, new: Note, done: Callable[[str], None]) -> None:
        """Write a note; ``done`` gets the problem, empty once it is written."""

    def remove(self, note: Note, done: Callable[[str], None] | None = None) -> None:
        """Remove a note."""


def describe(note: Note) -> str:
    """Return what a note is on, in a few words."""
    words = note.title or note.subject
    if note.subject in ("paragraph", "passage"):
        return f"{note.place.short_label} of {words}"
    return words


def with_text(note: Note, text: str, tags: str) -> Note:
    """Return a note with the text and tags typed."""
    return replace(note, text=clean_text(text) or None, tags=parse_tags(tags))
