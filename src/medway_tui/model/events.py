"""Events, and the points on which the sources differ."""

from __future__ import annotations

from dataclasses import dataclass

from medway_tui.model.constraints import Date, DifferenceKind, Id, Record, Text
from medway_tui.model.evidence import Evidence, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened, with a date as precise as its source."""

    id: Id
    """Its id."""
    date: Date
    """When: a year, a month, a day or a range."""
    title: Text
    """What happened, in one line."""
    evidence: tuple[Evidence, ...] = ()
    """The places in the articles that say so."""
    sources: tuple[Source, ...] = ()
    """The public sources that say so."""
    note: Text | None = None
    """A note for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Record):
    """What one source says where sources differ."""

    says: Text
    """What it says, in a few words."""
    evidence: tuple[Evidence, ...] = ()
    """The places in the articles that say so."""
    sources: tuple[Source, ...] = ()
    """The public sources that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Record):
    """A point on which the sources differ; every side is shown."""

    id: Id
    """Its id."""
    title: Text
    """What it is about, in one line."""
    kind: DifferenceKind
    """contradiction: both can't be true; tension: they point different ways; compatible: one is more precise;
    wording: a spelling, title or name differs."""
    sides: tuple[Side, ...]
    """What each says."""
    settled: Text | None = None
    """What the report or another public source says, if it settles the point."""
    note: Text | None = None
    """A note for readers."""
