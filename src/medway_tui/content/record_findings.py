"""Findings about events, differences, codes of organisations, and licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from medway_tui import dates
from medway_tui.content.loader import Core
from medway_tui.model.events import Difference, Event
from medway_tui.model.evidence import Source
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.model.people import Organisation
from medway_tui.text import shorten
from medway_tui.yaml_io.nodes import ValuePath
from medway_tui.yaml_io.source_map import Sourced

_CODE_FORMS = {
    "gss": (re.compile(r"[EJKLMNSW][0-9]{8}"), "a letter and eight digits, such as E06000035"),
    "la-code": (re.compile(r"[0-9]{3}"), "three digits, such as 887"),
    "urn": (re.compile(r"[0-9]{5,7}"), "five to seven digits, such as 80522"),
}
"""The form of the codes in each register."""


def check_records(core: Core) -> Iterator[Finding]:
    """Yield the findings that look at one record at a time."""
    for event in core.events:
        yield from _check_event(event)
    for difference in core.differences:
        yield from _check_difference(difference)
    for organisation in core.organisations:
        yield from _check_identifiers(organisation)
    yield from _check_licences(core)


def _check_event(each: Sourced[Event]) -> Iterator[Finding]:
    event = each.value
    title = shorten(event.title, 60)
    if event.kind == "event":
        for key in ("due", "outcome"):
            if getattr(event, key) is not None:
                message = f"{key} belongs to a deadline or a promise, and this is an event: {title}"
                yield make_finding("D421", each.source_map.locate_key((key,)), message)
    if event.kind == "promise":
        if not event.by:
            yield make_finding("D419", each.location, f"it is not said who promised: {title}")
        if event.outcome is None and event.note is None:
            yield make_finding("D418", each.location, f"it is not said what became of the promise: {title}")
    if event.kind == "deadline" and event.due is None:
        yield make_finding("D420", each.location, f"it is not said when this is due: {title}")
    yield from _check_event_dates(each)


def _check_event_dates(each: Sourced[Event]) -> Iterator[Finding]:
    event = each.value
    later_dates: list[tuple[ValuePath, str, str | None]] = [(("due",), "due", event.due)]
    if event.outcome is not None:
        later_dates.append((("outcome", "date"), "its outcome", event.outcome.date))
    for path, name, later in later_dates:
        if event.date is None or later is None or dates.last_day(later) >= dates.first_day(event.date):
            continue
        words = f"{dates.format_date(later)}, before the date, {dates.format_date(event.date)}"
        yield make_finding("D427", each.locate(path), f"{name} is of {words}")


def _check_difference(each: Sourced[Difference]) -> Iterator[Finding]:
    difference = each.value
    if len(difference.sides) < 2:
        count = "one side" if difference.sides else "no side"
        message = f"this difference has {count}: {shorten(difference.title, 60)}"
        yield make_finding("D426", each.locate(("sides",)), message)
    if difference.settled is None:
        for number, side in enumerate(difference.sides):
            if side.supported:
                message = f"nothing settles what this side is supported by: {shorten(side.says, 60)}"
                yield make_finding("D422", each.locate(("sides", number, "supported")), message)


def _check_identifiers(each: Sourced[Organisation]) -> Iterator[Finding]:
    for number, (scheme, identifier) in enumerate(
        (one.scheme, one.identifier) for one in each.value.identifiers
    ):
        path = ("identifiers", number)
        if scheme not in _CODE_FORMS:
            known = ", ".join(_CODE_FORMS)
            message = f"“{shorten(scheme, 40)}” is not a known register: {known}"
            yield make_finding("D423", each.locate((*path, "scheme")), message)
        elif not _CODE_FORMS[scheme][0].fullmatch(identifier):
            message = f"“{shorten(identifier, 40)}” is no code of {scheme}: it has {_CODE_FORMS[scheme][1]}"
            yield make_finding("D424", each.locate((*path, "identifier")), message)


def _check_licences(core: Core) -> Iterator[Finding]:
    if core.about is not None and core.about.value.attribution is not None:
        return
    for location, source in _sources(core):
        if source.licence is not None:
            message = f"the dossier has no attribution line for this licence: {shorten(source.licence, 60)}"
            yield make_finding("D425", location, message)
            return


def _sources(core: Core) -> Iterator[tuple[FileLocation, Source]]:
    """Yield every source of the core with the location of its licence, or of the source."""
    for sourced, path, sources in _source_lists(core):
        for number, source in enumerate(sources):
            at = (*path, number, "licence") if source.licence is not None else (*path, number)
            yield sourced.locate(at), source


def _source_lists(core: Core) -> Iterator[tuple[Sourced[Any], ValuePath, tuple[Source, ...]]]:
    for person in core.people:
        yield person, ("sources",), person.value.sources
        for number, membership in enumerate(person.value.memberships):
            yield person, ("memberships", number, "sources"), membership.sources
    for inspection in core.inspections:
        yield inspection, ("sources",), inspection.value.sources
    for organisation in core.organisations:
        yield organisation, ("sources",), organisation.value.sources
    for event in core.events:
        yield event, ("sources",), event.value.sources
        if event.value.outcome is not None:
            yield event, ("outcome", "sources"), event.value.outcome.sources
    for difference in core.differences:
        for number, side in enumerate(difference.value.sides):
            yield difference, ("sides", number, "sources"), side.sources
