"""Events, and the points on which the sources differ."""

from __future__ import annotations

from dataclasses import dataclass

from medway_tui.model.constraints import (
    Date,
    DifferenceKind,
    EventKind,
    Flag,
    Id,
    Ids,
    KeyChoiceError,
    OutcomeResult,
    Record,
    Text,
)
from medway_tui.model.evidence import Evidence, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """What became of a promise or a deadline."""

    says: Text
    """What became of it, in a few words."""
    result: OutcomeResult | None = None
    """done, partly or not done, where a source says so. Without it, the words of says alone are shown."""
    date: Date | None = None
    """When: a year, a month, a day or a range."""
    evidence: tuple[Evidence, ...] = ()
    """The places in the articles that say so."""
    sources: tuple[Source, ...] = ()
    """The public sources that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened, was promised or is due, with a date as precise as its source."""

    id: Id
    """Its id."""
    kind: EventKind = "event"
    """event: it happened; deadline: something was to be done by a day; promise: somebody promised it."""
    date: Date | None = None
    """When it happened, was promised, or the deadline was set: a year, a month, a day or a range. A deadline
    with due may lack it."""
    date_inferred: Text | None = None
    """The reason for the date, if no source prints it."""
    title: Text
    """What happened, is due or was promised, in one line."""
    by: Ids = ()
    """The ids of those who promised it, or whom the deadline binds."""
    due: Date | None = None
    """For a deadline or a promise: when it is due."""
    outcome: Outcome | None = None
    """For a deadline or a promise: what became of it."""
    evidence: tuple[Evidence, ...] = ()
    """The places in the articles that say so."""
    sources: tuple[Source, ...] = ()
    """The public sources that say so."""
    note: Text | None = None
    """A note for readers."""

    def __post_init__(self) -> None:
        if self.date is None and (self.kind != "deadline" or self.due is None):
            or_due = ", or the key due" if self.kind == "deadline" else ""
            raise KeyChoiceError(f"the key date{or_due} is missing")

    @property
    def listed_date(self) -> str:
        """The date under which it is listed: its date, or the day on which a deadline without one is due."""
        return self.date or self.due or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Record):
    """What one source says where sources differ."""

    says: Text
    """What it says, in a few words."""
    supported: Flag = False
    """true where the source that settles the point supports this side; needs settled."""
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
