"""The rule for a person's roles on a date; every other module asks here.

A membership is one unbroken term. It is **recorded** on the days on which a source shows it: its start, its
end, its ``checked`` day, and the day of each article that prints the role. On a day it is

- ``held``, from start to end; without an end, from start to the last recorded day; without a start, on the
  recorded days alone; and on the day of an article that prints the role;
- ``last recorded``, after the last recorded day of a role that is not known to have ended;
- ``recorded later``, before the first recorded day of a role whose start is not known;
- ``unclear``, where its dates leave both open: a day of a year or month in which it began or ended, or before
  the end of a role whose start is not known; where an article prints a role that its dates rule out; or where
  its dates contradict each other;
- ``undated``, where it has no date at all;
- ``not held``, where its dates rule it out.

Every status but ``not held`` is shown and found, with its caveat. Dates may be years, months or ranges: what
is not certain for every day that they can mean is not ``held``.

    standing = role_on(RoleDates("2015-05-27", checked="2019-09-04"), "2020-01")
    standing.status, standing.caveat      # ("last recorded", "last recorded 4 Sep 2019")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from medway_tui import dates

COUNCILLOR_ROLE = "councillor"
"""The role of a seat on a council, folded."""

RoleStatus = Literal["held", "unclear", "last recorded", "recorded later", "undated", "not held"]

ROLE_STATUSES: tuple[RoleStatus, ...] = (
    "held", "unclear", "last recorded", "recorded later", "undated", "not held",
)  # fmt: skip
"""Every status, the surest first."""


class RoleDates(NamedTuple):
    """The dates of a role, as its membership has them."""

    start: str | None = None
    end: str | None = None
    checked: str | None = None
    """The last day on which a source shows the role."""
    inferred: bool = False
    """Whether a date is inferred (``dates_inferred``)."""


class RoleStanding(NamedTuple):
    """The status of a role on a date, in a form that can be printed."""

    status: RoleStatus
    recorded: str | None = None
    """The last recorded day, or the first where it is later; None for other statuses."""
    reason: str = ""
    """The reason why it is unclear or not held, in a few words."""
    inferred: bool = False
    """Whether the status rests on a date that is inferred."""

    @property
    def is_shown(self) -> bool:
        """Whether the role is listed with its caveat, and found by ``role:`` and ``party:``."""
        return self.status != "not held"

    @property
    def rank(self) -> int:
        """The place of the status among all, the surest first, for sorting."""
        return ROLE_STATUSES.index(self.status)

    @property
    def caveat(self) -> str:
        """What a citation adds to the role: ``last recorded 4 Sep 2019``; empty where it is held."""
        if self.status in ("last recorded", "recorded later") and self.recorded:
            word = "last" if self.status == "last recorded" else "first"
            text = f"{word} recorded {dates.format_date(self.recorded)}"
        elif self.status == "undated":
            text = "recorded, dates not known"
        elif self.status == "held":
            text = ""
        else:
            text = f"{self.status}: {self.reason}" if self.reason else self.status
        inferred = "dates inferred" if self.inferred else ""
        return "; ".join(part for part in (text, inferred) if part)


def describe_last_day(role: RoleDates) -> str:
    """Describe until when a role is known, where no date is asked for: ``last recorded 4 Sep 2019``."""
    if role.end:
        return f"until {dates.format_date(role.end)}"
    recorded = role.checked or role.start
    return f"last recorded {dates.format_date(recorded)}" if recorded else "recorded, dates not known"


def describe_period(role: RoleDates) -> str:
    """Describe from when to when a role is known; in square brackets where a date is inferred.

    ``27 May 2015 – May 2023``, ``[2003 – May 2023]``, ``from 24 May 2023, last recorded 15 Dec 2024``,
    ``until 2015, start not known``, ``last recorded 3 Mar 2022``, ``recorded, dates not known``.
    """
    start, end = (dates.format_date(each) if each else "" for each in (role.start, role.end))
    if start and end:
        period = f"{start} – {end}"
    elif start:
        period = (
            f"from {start}, {describe_last_day(role)}" if role.checked else f"from {start}, end not recorded"
        )
    else:
        period = describe_last_day(role) + (", start not known" if end else "")
    return f"[{period}]" if role.inferred else period


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
    """Return the period from one date to another; None is an open side.

    A period that ends before it starts rules out nothing: one of its dates is wrong.
    """
    first = dates.first_day(start).toordinal() if start else None
    last = dates.last_day(end).toordinal() if end else None
    if first is not None and last is not None and last < first:
        return DayRange(None, None)
    return DayRange(first, last)


class _Days(NamedTuple):
    """The first and the last day that a date can mean, as ordinals; and the date."""

    first: int
    last: int
    date: str


def _days(date: str) -> _Days:
    return _Days(dates.first_day(date).toordinal(), dates.last_day(date).toordinal(), date)


def role_on(
    role: RoleDates, date: str | None, *, is_printed: bool = False, printed_on: Sequence[str] = ()
) -> RoleStanding:
    """Return the status of a role on a date; None is a date that is not known.

    ``is_printed``: the article of that date prints the role (``role_phrases.prints_role``). ``printed_on``
    are the dates of other articles that print it.
    """
    standing = _standing_on(role, date, printed_on)
    if is_printed:
        if standing.status == "not held":
            return standing._replace(
                status="unclear", reason=f"printed in the article, but {standing.reason}"
            )
        return RoleStanding("held")
    rests_on_dates = standing.status not in ("undated", "last recorded", "recorded later")
    return standing._replace(inferred=role.inferred and rests_on_dates)


def _standing_on(role: RoleDates, date: str | None, printed_on: Sequence[str]) -> RoleStanding:
    start, end, checked = (_days(each) if each else None for each in (role.start, role.end, role.checked))
    records = [each for each in (start, checked, end) if each]
    records += map(_days, printed_on)
    if not records:
        return RoleStanding("undated")
    if date is None:
        return RoleStanding("unclear", reason="the date of the article is not known")
    day = _days(date)
    if start and end and end.last < start.first:
        return RoleStanding("unclear", reason=_describe_contradiction(role))
    if start and day.last < start.first:
        return RoleStanding("not held", reason=f"from {dates.format_date(start.date)}")
    if end and day.first > end.last:
        return RoleStanding("not held", reason=f"until {dates.format_date(end.date)}")
    if checked and ((start and checked.last < start.first) or (end and checked.first > end.last)):
        return RoleStanding("unclear", reason=_describe_contradiction(role))
    if _is_certain(day, start, end, checked, records):
        return RoleStanding("held")
    if start and day.first < start.last:
        return RoleStanding("unclear", reason=f"from {dates.format_date(start.date)}")
    if end:
        unknown = "" if start else ", start not known"
        return RoleStanding("unclear", reason=f"until {dates.format_date(end.date)}{unknown}")
    earlier = [each for each in records if each.first <= day.last]
    if earlier:
        latest = max(earlier, key=lambda each: (each.last, each.first))
        return RoleStanding("last recorded", latest.date)
    return RoleStanding("recorded later", min(records).date)


def _describe_contradiction(role: RoleDates) -> str:
    named = (("from", role.start), ("until", role.end), ("checked", role.checked))
    words = ", ".join(f"{word} {dates.format_date(date)}" for word, date in named if date)
    return f"its dates contradict each other, {words}"


def _is_certain(
    day: _Days, start: _Days | None, end: _Days | None, checked: _Days | None, records: Sequence[_Days]
) -> bool:
    """Return whether the role was held on every day that ``day`` can mean, whatever its dates mean."""
    if any(each.first == each.last == day.first == day.last for each in records):
        return True
    # From its start, or a day on which a term was checked that ended later.
    first = start or (checked if end else None)
    last_day = end.first if end else max(each.first for each in records)
    return first is not None and first.last <= day.first and day.last <= last_day


class PartyOnDate(NamedTuple):
    """The party on whose behalf a person's roles are held on a date."""

    parties: tuple[str, ...] = ()
    """The ids of the parties that it can be; more than one where it is unclear."""
    standing: RoleStanding | None = None
    """The surest standing of a role with a party."""

    @property
    def is_unclear(self) -> bool:
        """Whether the dates leave more than one party open."""
        return len(self.parties) > 1

    def caveat(self, names: Mapping[str, str]) -> str:
        """What a citation adds: ``party unclear: Lab or Con``; empty where it is clear."""
        if not self.is_unclear:
            return ""
        return "party unclear: " + " or ".join(names.get(each, each) for each in self.parties)


def party_on(roles: Iterable[tuple[str | None, RoleStanding]]) -> PartyOnDate:
    """Return the party of a person on a date, from the party and the standing of each role.

    Every role keeps its own party. The person's party is that of the roles held. It is unclear where roles of
    several parties are held (a change of party on that day), or where the dates of others leave that open.
    Without a role that is held, the latest record decides.
    """
    shown = [(party, standing) for party, standing in roles if party is not None and standing.is_shown]
    if not shown:
        return PartyOnDate()
    is_held = any(standing.status == "held" for _, standing in shown)
    recorded = [s.recorded for _, s in shown if s.status == "last recorded" and s.recorded is not None]
    latest = max((dates.last_day(each) for each in recorded), default=None)
    possible = []
    for party, standing in sorted(shown, key=lambda pair: pair[1].rank):
        if standing.status in ("last recorded", "recorded later"):
            # A record of another day says nothing against a role that is held on this one.
            is_latest = standing.recorded is not None and dates.last_day(standing.recorded) == latest
            if is_held or (standing.status == "last recorded" and not is_latest):
                continue
            if standing.status == "recorded later" and latest is not None:
                continue
        possible.append((party, standing))
    return PartyOnDate(tuple(dict.fromkeys(party for party, _ in possible)), possible[0][1])
