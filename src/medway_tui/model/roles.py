"""The rule for roles held on a date.

A date may be a month or a year, and a role's dates may be missing. A role counts as held wherever the dates
do not rule it out: an end known only to the month holds to its last day, a start from its first.
"""

from __future__ import annotations

from typing import NamedTuple

from medway_tui import dates


class DayRange(NamedTuple):
    """The days from the first to the last that dates can mean, as ordinals; None where a side is open."""

    first_day: int | None
    last_day: int | None

    def may_overlap(self, other: DayRange) -> bool:
        """Whether two ranges may share a day: False only where their dates rule it out."""
        first, last = self
        other_first, other_last = other
        return (first is None or other_last is None or first <= other_last) and (
            last is None or other_first is None or last >= other_first
        )


def period_between(start: str | None, end: str | None) -> DayRange:
    """Return the period from one date to another; None is an open side."""
    return DayRange(
        dates.first_day(start).toordinal() if start else None,
        dates.last_day(end).toordinal() if end else None,
    )


def is_held_on(start: str | None, end: str | None, date: str | None) -> bool:
    """Whether a role with these dates may be held on a date; None is a date that is not known."""
    return period_between(start, end).may_overlap(period_between(date, date))
