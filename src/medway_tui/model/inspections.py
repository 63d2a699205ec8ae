"""Inspection frameworks, inspections, and their judgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from medway_tui.model.constraints import STRICT, Date, Id, Text, Url
from medway_tui.model.evidence import Evidence, Source

ComparisonRow = Literal[
    "overall", "leaders", "help-and-protection", "children-in-care", "care-leavers", "other"
]

COMPARISON_ROWS: dict[ComparisonRow, str] = {
    "overall": "Overall effectiveness",
    "leaders": "Impact of leaders",
    "help-and-protection": "Help and protection",
    "children-in-care": "Children in care",
    "care-leavers": "Care leavers",
    "other": "Other judgements",
}
"""The rows in which areas stand when inspections are set side by side, in order, and their labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area that a framework judges."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """Its id within the framework."""
    name: Text
    """Its name as the reports print it."""
    rows: tuple[ComparisonRow, ...]
    """The rows in which it stands when inspections are set side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """An inspection framework: which areas it judges, and by which grades."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """Its id."""
    name: Text
    """Its name."""
    short_name: Text | None = None
    """A short name for the head of a column."""
    areas: tuple[Area, ...]
    """The areas it judges, in the order of its reports."""
    grades: tuple[Text, ...]
    """Its grades, the best first."""
    start_date: Date | None = None
    """When it began to be used."""
    end_date: Date | None = None
    """When it ceased to be used."""
    note: Text | None = None
    """What a reader should know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Whose services were inspected."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: Text
    """Its name."""
    urn: Text | None = None
    """Ofsted's unique reference number for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from a first to a last."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    start: Date
    """The first day."""
    end: Date
    """The last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A grade given to an area, and where the articles speak of it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    area: Id
    """The id of the area within the inspection's framework."""
    grade: Text
    """The grade, one of the framework's."""
    printed: Text
    """The grade as the report prints it."""
    evidence: tuple[Evidence, ...] = ()
    """The paragraphs of the articles that speak of this judgement."""
    note: Text | None = None
    """What a reader should know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """An inspection with graded judgements."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: Id
    """The name of its file, without .yaml."""
    title: Text
    """What the report calls the inspection."""
    provider: Provider
    """Whose services were inspected."""
    framework: Id
    """The id of the framework it was made under."""
    inspected: Period
    """The days of the inspection."""
    published: Date
    """The day the report was published."""
    url: Url | None = None
    """The address of the report."""
    lead_inspector: Text | None = None
    """The lead or reporting inspector, as printed."""
    second_hand: Text | None = None
    """Where the report itself was not seen: how its judgements are known."""
    sources: tuple[Source, ...] = ()
    """Where this can be read besides the report."""
    judgements: tuple[Judgement, ...]
    """What was judged, in the report's order."""
    note: Text | None = None
    """What a reader should know of it."""
