"""Events, and the points on which the sources differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from medway_tui.model.constraints import STRICT, Date, DifferenceKind, Id, Text
from medway_tui.model.evidence import Evidence, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, with a date as precise as its source."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

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
    """What a reader should know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one source says where sources differ."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    says: Text
    """What it says, in few words."""
    evidence: tuple[Evidence, ...] = ()
    """The places in the articles that say so."""
    sources: tuple[Source, ...] = ()
    """The public sources that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A point on which the sources differ: both stand."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """Its id."""
    title: Text
    """What it is about, in one line."""
    kind: DifferenceKind
    """contradiction: not both can be so; tension: they pull apart; compatible: the precision differs;
    wording: a spelling, title or name differs."""
    sides: tuple[Side, ...]
    """What each says."""
    settled: Text | None = None
    """What the report or another public source says, where it settles the point."""
    note: Text | None = None
    """What a reader should know of it."""
