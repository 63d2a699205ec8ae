"""The dossier itself: its id, title and language."""

from __future__ import annotations

from dataclasses import dataclass

from medway_tui.model.constraints import Id, Language, Record, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Record):
    """A dossier: the content of its dossier.yaml."""

    id: Id
    """Its id, which names the user's own folder for it."""
    title: Text
    """Its title."""
    description: Text | None = None
    """What it is about, in a sentence or two."""
    language: Language
    """The language of its texts, as a BCP 47 tag."""
    council: Id | None = None
    """The id of the organisation whose inspections are compared; without it, those of every provider are."""
    attribution: Text | None = None
    """The line that the licences of the sources ask for; every export repeats it."""
