"""The table of other councils' inspections, as it is imported from a public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from medway_tui.model.constraints import (
    Date,
    Id,
    JudgementStatus,
    Record,
    Text,
    Url,
    check_alternatives,
)
from medway_tui.model.inspections import Framework, Period
from medway_tui.model.people import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledJudgement(Record):
    """A grade that the table gives to an area, or the reason why it gives none."""

    area: Id
    """The id of the area within the inspection's framework."""
    grade: Text | None = None
    """The grade, one of the framework's."""
    status: JudgementStatus | None = None
    """In place of a grade: no-longer-given, where reports give none any more; or unreadable, where the grade
    in the table can't be read."""
    exactly_one: ClassVar[tuple[str, ...]] = ("grade", "status")

    def __post_init__(self) -> None:
        check_alternatives(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledInspection(Record):
    """An inspection of a council in the table. Without judgements, none of its grades can be read there."""

    published: Date
    """The day the report was published."""
    url: Url | None = None
    """The address of the report."""
    kind: Text | None = None
    """The kind of inspection, as the table prints it, such as standard or short."""
    framework: Id | None = None
    """The id of the framework it was made under; left out where the table does not show it."""
    inspected: Period | None = None
    """The days of the inspection."""
    lead_inspector: Text | None = None
    """The lead or reporting inspector, as printed."""
    same_as: Id | None = None
    """The id of the dossier's own inspection that it is; its judgements are there, and not repeated here."""
    judgements: tuple[TabledJudgement, ...] = ()
    """The grades, in the table's order."""
    note: Text | None = None
    """A note for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Council(Record):
    """A council with its inspections."""

    id: Id
    """Its id, unique in the table."""
    name: Text
    """Its name."""
    urn: Text | None = None
    """Ofsted's reference number for it."""
    identifiers: tuple[Identifier, ...] = ()
    """Its codes in public registers."""
    region: Text | None = None
    """The region of England that it is in."""
    start_date: Date | None = None
    """When it was created, if that is after the table begins."""
    end_date: Date | None = None
    """When it was abolished."""
    inspections: tuple[TabledInspection, ...] = ()
    """Its inspections, the oldest first."""
    note: Text | None = None
    """A note for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilTable(Record):
    """A public table of councils' inspections, written by medway-tui import ratings."""

    file: Text
    """The name of the file that was imported."""
    url: Url | None = None
    """The address that it was taken from."""
    date: Date
    """The date of the table; where none was given, that of its newest report."""
    imported: Date
    """The day of the import."""
    frameworks: tuple[Framework, ...] = ()
    """The frameworks of its inspections that frameworks.yaml lacks."""
    councils: tuple[Council, ...]
    """The councils, by name."""
