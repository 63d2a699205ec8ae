"""Inspection frameworks, inspections, and their judgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from medway_tui.model.constraints import (
    Date,
    Id,
    JudgementStatus,
    Record,
    Text,
    Url,
    check_alternatives,
)
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
"""The rows of the comparison of inspections, in order, with their labels."""


STATUS_WORDS: dict[str, str] = {"no-longer-given": "no longer given", "unreadable": "cannot be read"}
"""The words for a judgement without a grade, by its status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Record):
    """An area that a framework judges."""

    id: Id
    """Its id within the framework."""
    name: Text
    """Its name as the reports print it."""
    rows: tuple[ComparisonRow, ...]
    """Its rows when inspections are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(Record):
    """An inspection framework: the areas it judges, and its grades."""

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
    """When it stopped being used."""
    note: Text | None = None
    """A note for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider(Record):
    """The provider whose services were inspected."""

    name: Text
    """Its name."""
    urn: Text | None = None
    """Ofsted's unique reference number for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Record):
    """The days from a first to a last."""

    start: Date
    """The first day."""
    end: Date
    """The last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Record):
    """A grade given to an area, with the paragraphs that mention it."""

    area: Id
    """The id of the area within the inspection's framework."""
    grade: Text | None = None
    """The grade, one of the framework's."""
    printed: Text | None = None
    """The grade as the report prints it; needed beside grade."""
    status: JudgementStatus | None = None
    """In place of a grade: no-longer-given, where the report gives none that earlier ones gave; or
    unreadable, where the source has one that can't be read."""
    evidence: tuple[Evidence, ...] = ()
    """The paragraphs of the articles that mention this judgement."""
    note: Text | None = None
    """A note for readers."""
    exactly_one: ClassVar[tuple[str, ...]] = ("grade", "status")
    needs: ClassVar[dict[str, str]] = {"grade": "printed"}

    def __post_init__(self) -> None:
        check_alternatives(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(Record):
    """An inspection with graded judgements."""

    id: Id
    """The name of its file, without .yaml."""
    title: Text
    """What the report calls the inspection."""
    provider: Provider
    """The provider whose services were inspected."""
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
    """If the report itself was not seen: the source of its judgements."""
    sources: tuple[Source, ...] = ()
    """Where this can be read, other than the report."""
    judgements: tuple[Judgement, ...]
    """What was judged, in the report's order."""
    note: Text | None = None
    """A note for readers."""
