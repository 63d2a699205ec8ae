"""Findings about roles: open ones, impossible dates, missing sources, and parties that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import combinations

from medway_tui import dates
from medway_tui.content.fix import key_fix
from medway_tui.content.loaded_article import ArticleWithQuotes, PlacedQuote
from medway_tui.content.loader import Core
from medway_tui.model.evidence import Source
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.people import Membership, Person
from medway_tui.model.role_phrases import prints_role
from medway_tui.model.roles import DayRange, period_between
from medway_tui.text import shorten
from medway_tui.yaml_io.nodes import ValuePath
from medway_tui.yaml_io.source_map import Sourced

_MAX_ROLE_SHOWN = 60
_MAX_COMPARED = 100
"""How many roles of a person are compared with each other: bounds hostile files."""
_KEY_ORDER = [field.name for field in fields(Membership)]
_MONTHS = "|".join(dates.MONTH_NAMES)
_WRITTEN_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})\s+)?({_MONTHS})\s+(\d{{4}})\b|\b(\d{{4}}-\d{{2}}(?:-\d{{2}})?)\b"
)


class RoleChecks:
    """Checks the roles of people; notes first which roles the articles print."""

    def __init__(self, core: Core) -> None:
        self._people = core.people
        # Only for roles that lack something does it matter which article prints them.
        self._by_id = {
            each.value.id: each.value
            for each in core.people
            if any(_is_open(membership) or not membership.sources for membership in each.value.memberships)
        }
        self._names = {each.value.id: each.value.name for each in core.organisations}
        self._printed: dict[tuple[str, int], str] = {}
        """The date of the latest article that prints a role, by the person and the role's number."""

    def note_printed_roles(self, loaded: ArticleWithQuotes) -> None:
        """Note the roles that an article prints beside the names of those whom it quotes."""
        published = loaded.article.published
        if published is None:
            return
        texts = loaded.texts
        for each in loaded.quotes:
            for speaker in each.quote.speaker_ids:
                person = self._by_id.get(speaker)
                if person is not None:
                    self._note_person(person, published, list(_nearby_texts(each, texts)))

    def _note_person(self, person: Person, published: str, texts: Iterable[str]) -> None:
        names = [person.name, *(other.name for other in person.other_names)]
        for number, membership in enumerate(person.memberships):
            known = self._printed.get((person.id, number))
            if known is not None and dates.last_day(known) >= dates.last_day(published):
                continue
            if any(prints_role(text, names, membership.role, self._bodies(membership)) for text in texts):
                self._printed[person.id, number] = published

    def _bodies(self, membership: Membership) -> Iterator[str]:
        for agent in (membership.organization_id, membership.on_behalf_of_id):
            if agent is not None:
                yield self._names.get(agent, agent)
        if membership.area is not None:
            yield membership.area

    def check_roles(self) -> Iterator[Finding]:
        """Yield the findings about all roles. Call it after every article was noted."""
        for person in self._people:
            for number, membership in enumerate(person.value.memberships):
                path = ("memberships", number)
                printed = self._printed.get((person.value.id, number))
                yield from _check_order(person, membership, path)
                if _is_open(membership):
                    yield _open_role_finding(person, membership, path, printed)
                if not membership.sources and printed is None:
                    message = f"no source is given for the role {_shown(membership)} of {person.value.name}"
                    yield make_finding("D414", person.locate(path), message)
            yield from self._check_parties(person)

    def _check_parties(self, person: Sourced[Person]) -> Iterator[Finding]:
        memberships = enumerate(person.value.memberships)
        numbered = [each for each in memberships if each[1].on_behalf_of_id in self._names]
        for (_, first), (number, second) in combinations(numbered[:_MAX_COMPARED], 2):
            if first.on_behalf_of_id == second.on_behalf_of_id:
                continue
            period = _possible_period(first)
            if period.may_overlap(_possible_period(second)):
                one, other = (
                    f"{self._names.get(each.on_behalf_of_id or '', each.on_behalf_of_id)} ({_period(each)})"
                    for each in (first, second)
                )
                message = f"the party of {person.value.name} is unclear where these meet: {one} and {other}"
                location = person.locate(("memberships", number, "on_behalf_of_id"))
                yield make_finding("D416", location, message)


def _is_open(membership: Membership) -> bool:
    return membership.end_date is None and membership.checked is None


def _nearby_texts(each: PlacedQuote, texts: list[str]) -> Iterator[str]:
    if each.quote.attribution is not None:
        yield each.quote.attribution
    if each.span is not None:
        yield texts[each.span.block]


def _possible_period(membership: Membership) -> DayRange:
    """Return the days on which a role may have been held: an open one to its last record."""
    last = membership.end_date or membership.checked or membership.start_date
    return period_between(membership.start_date, last)


def _check_order(person: Sourced[Person], membership: Membership, path: ValuePath) -> Iterator[Finding]:
    pairs = (("start_date", "end_date"), ("start_date", "checked"), ("checked", "end_date"))
    for earlier_key, later_key in pairs:
        earlier, later = getattr(membership, earlier_key), getattr(membership, later_key)
        if earlier is None or later is None or dates.last_day(later) >= dates.first_day(earlier):
            continue
        message = (
            f"the role {_shown(membership)} of {person.value.name} can't have {later_key}"
            f" {dates.format_date(later)} before {earlier_key} {dates.format_date(earlier)}"
        )
        yield make_finding("D415", person.locate((*path, later_key)), message)


def _open_role_finding(
    person: Sourced[Person], membership: Membership, path: ValuePath, printed: str | None
) -> Finding:
    since = f"from {dates.format_date(membership.start_date)}" if membership.start_date else "without dates"
    message = (
        f"no last day is given on which a source shows {_shown(membership)} of {person.value.name}, {since}"
    )
    shown_on = [*([printed] if printed else []), *_written_dates(membership.sources)]
    latest = max(shown_on, key=dates.last_day, default=None)
    suggestion = None
    if latest is not None and not _is_before_start(latest, membership):
        message += f'; the latest that is known is {dates.format_date(latest)}: write checked: "{latest}"'
        suggestion = key_fix(person.source_map, path, "checked", latest, _KEY_ORDER)
    return make_finding("D413", person.locate((*path, "role")), message, suggestion=suggestion)


def _is_before_start(date: str, membership: Membership) -> bool:
    start = membership.start_date
    return start is not None and dates.last_day(date) < dates.first_day(start)


def _written_dates(sources: Iterable[Source]) -> Iterator[str]:
    """Yield the dates that the notes of sources give in words or figures."""
    for source in sources:
        for day, month, year, written in _WRITTEN_DATE.findall(source.note or ""):
            date = written or f"{year}-{dates.MONTH_NAMES.index(month) + 1:02}"
            if day:
                date += f"-{int(day):02}"
            try:
                yield dates.check_date(date)
            except ValueError:
                continue


def _shown(membership: Membership) -> str:
    return f"“{shorten(membership.role, _MAX_ROLE_SHOWN)}”"


def _period(membership: Membership) -> str:
    start, end = membership.start_date, membership.end_date
    parts = [
        f"from {dates.format_date(start)}" if start else "",
        f"until {dates.format_date(end)}" if end else "",
    ]
    return " ".join(filter(None, parts)) or "dates not known"
