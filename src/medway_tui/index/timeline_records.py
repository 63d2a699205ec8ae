"""The entries of the timeline that match a filter: events and inspections, and SQL for the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.index.connection import Index
from medway_tui.index.inspections import InspectionRow, SourceRow, list_own_inspections
from medway_tui.index.names import find_agents
from medway_tui.index.query_compiler import compile_query, compile_quotation_keys, find_publishers
from medway_tui.index.query_language import Query, Word
from medway_tui.index.schema import KEY_BITS
from medway_tui.index.source_names import SourceNames, source_names
from medway_tui.index.timeline_query import EntryKind, TimelineQuery
from medway_tui.text import fold

EVENT_TAG, VISIT_TAG, REPORT_TAG = range(3)


class RecordKey(NamedTuple):
    """An event, or a part of an inspection, in the order of time."""

    first_day: int
    last_day: int
    tag: int
    """Whether it is an event, or which part of an inspection."""
    key: int
    """Its number in the order of the files."""
    kind: EntryKind


# -- articles and quotations -------------------------------------------------------------------------


def quotation_sources(
    index: Index, query: TimelineQuery, article_code: str, quote_code: str
) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """Return SQL for the numbers of the articles and quotations that match a filter, in order, its values,
    and its problems; no SQL where neither kind is listed.

    A filter by speaker, party, role or type lists the articles with such quotations.
    """
    parts: list[str] = []
    values: list[Any] = []
    problems: list[str] = []
    if "article" in query.kinds:
        condition, more, found = _article_condition(index, query.query)
        parts.append(f"SELECT {article_code} AS code FROM article a{condition}")
        values += more
        problems += found
    if "quote" in query.kinds:
        condition, more, found = _quote_condition(index, query.query)
        parts.append(
            f"SELECT {quote_code} AS code FROM quote q"
            f" WHERE q.type <> 'none' AND q.continues IS NULL{condition}"
        )
        values += more
        problems += found
    if not parts:
        # A name that is in no dossier is a problem all the same.
        problems += compile_query(index, query.query).problems
        return "", (), tuple(problems)
    return " UNION ALL ".join(parts) + " ORDER BY code", tuple(values), tuple(problems)


def _article_condition(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    if not query:
        return "", (), ()
    if query.searches_quotes:
        keys, values, problems = compile_quotation_keys(index, query)
        return f" WHERE a.key IN (SELECT article FROM quote WHERE key IN ({keys}))", values, problems
    compiled = compile_query(index, query, search_quotes=False)
    return (
        f" WHERE a.key IN (SELECT DISTINCT t.rowid >> {KEY_BITS} FROM {compiled.table} t"
        f" WHERE {compiled.condition})",
        compiled.values,
        compiled.problems,
    )


def _quote_condition(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    if not query:
        return "", (), ()
    keys, values, problems = compile_quotation_keys(index, query)
    return f" AND q.key IN ({keys})", values, problems


# -- events and inspections --------------------------------------------------------------------------


def find_records(index: Index, query: TimelineQuery) -> list[RecordKey]:
    """Return the events, deadlines, promises and parts of inspections that match a filter.

    An event that is part of an inspection matches as either kind, and takes the place of this part.
    """
    if query.excludes_records:
        return []
    matches = _RecordFilter(index, query.query).matches
    links = find_linked_events(index)
    listed, covered = [], set()
    with_inspections = "inspection" in query.kinds
    for key, event, kind, first, last, *texts in index.rows(
        "SELECT rowid, id, kind, first_day, last_day, title, outcome, note FROM event"
    ):
        is_wanted = kind in query.kinds or (with_inspections and key in links)
        if is_wanted and matches("event", event, first, last, texts):
            listed.append(RecordKey(first, last, EVENT_TAG, key, kind))
            if key in links:
                covered.add(links[key])
    if with_inspections:
        keys = dict(index.rows("SELECT id, rowid FROM inspection"))
        for inspection in list_own_inspections(index):
            for tag, first, last in _inspection_days(inspection):
                key = keys[inspection.id]
                texts = [inspection.title, inspection.provider, inspection.lead_inspector, inspection.note]
                if (key, tag) not in covered and matches("inspection", inspection.id, first, last, texts):
                    listed.append(RecordKey(first, last, tag, key, "inspection"))
    return listed


def _inspection_days(inspection: InspectionRow) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of an inspection, each with its first and last day."""
    visit = VISIT_TAG, inspection.start, inspection.end
    for tag, start, end in (visit, (REPORT_TAG, inspection.published, inspection.published)):
        yield tag, dates.first_day(start).toordinal(), dates.last_day(end).toordinal()


_SHARES_SOURCE = (
    "EXISTS (SELECT 1 FROM source s WHERE s.kind = 'event' AND s.owner = e.id AND (s.url = i.url"
    " OR s.url IN (SELECT url FROM source WHERE kind = 'inspection' AND owner = i.id)))"
)


_HAS_NO_SOURCE = (
    "i.url IS NULL AND NOT EXISTS (SELECT 1 FROM source WHERE kind = 'inspection' AND owner = i.id)"
)


def find_linked_events(index: Index) -> dict[int, tuple[int, int]]:
    """Return the events that are the visit or the report of an inspection: its key and the part's tag.

    Such an event has the date of this part, and names one of the inspection's sources. Of an inspection
    without sources, the days of the visit are enough, if they are several.
    """
    return index.cached("linked events", lambda: _link_events(index))


def _link_events(index: Index) -> dict[int, tuple[int, int]]:
    rows = index.rows(
        f"SELECT e.rowid, i.rowid, {VISIT_TAG} FROM inspection i JOIN event e ON e.date ="
        ' iif(i.start = i."end", i.start, i.start || \'/\' || i."end")'
        f" WHERE e.kind = 'event' AND (i.start < i.\"end\" AND {_HAS_NO_SOURCE} OR {_SHARES_SOURCE})"
        f" UNION ALL SELECT e.rowid, i.rowid, {REPORT_TAG} FROM inspection i JOIN event e"
        f" ON e.date = i.published WHERE e.kind = 'event' AND {_SHARES_SOURCE}"
    )
    return {event: (inspection, tag) for event, inspection, tag in rows}


_Test = Callable[[str, str, int, int, str], bool]
"""Whether a record passes a filter: its kind, id, first and last day, and its words."""


class _RecordFilter:
    """The words and filters of a query as tests of events and inspections."""

    def __init__(self, index: Index, query: Query) -> None:
        self._index = index
        self._tests: list[tuple[_Test, bool]] = [
            (self._test_words(word), word.negative) for word in query.words
        ]
        make: dict[str, Callable[[str], _Test]] = {
            "after": self._test_after,
            "before": self._test_before,
            "speaker": self._test_agent,
            "in": self._test_publisher,
        }
        # Negated, a filter that only quotations have excludes no record.
        self._tests += [
            (make[each.name](each.value), each.negative) for each in query.filters if each.name in make
        ]

    def matches(self, kind: str, record: str, first: int, last: int, texts: Sequence[str | None]) -> bool:
        """Return whether a record matches; ``texts`` are its title and what else is written of it."""
        if not self._tests:
            return True
        words = " \n ".join(filter(None, texts))
        return all(test(kind, record, first, last, words) is not negative for test, negative in self._tests)

    def _test_words(self, word: Word) -> _Test:
        wanted = Query([word._replace(negative=False)])
        return lambda _kind, _record, _first, _last, words: bool(wanted.find_spans(words))

    def _test_after(self, value: str) -> _Test:
        day = dates.first_day(value).toordinal()
        return lambda _kind, _record, _first, last, _words: last >= day

    def _test_before(self, value: str) -> _Test:
        day = dates.first_day(value).toordinal()
        return lambda _kind, _record, first, _last, _words: first < day

    def _test_agent(self, value: str) -> _Test:
        """Test for what a person or organisation promised or is bound by, and for records that name them."""
        agents = json.dumps(find_agents(self._index, value))
        events = {
            event
            for (event,) in self._index.rows(
                "SELECT event FROM event_agent WHERE agent IN (SELECT value FROM json_each(?))", (agents,)
            )
        }
        names = self._index.rows(
            "SELECT name FROM agent_name WHERE agent IN (SELECT value FROM json_each(?))", (agents,)
        )
        forms = "|".join(re.escape(fold(name)) for (name,) in names)
        named = re.compile(rf"(?<![^\W_])(?:{forms})(?![^\W_])" if forms else r"(?!)")
        return lambda kind, record, _first, _last, words: (
            (kind == "event" and record in events) or named.search(fold(words)) is not None
        )

    def _test_publisher(self, value: str) -> _Test:
        """Test for records with evidence in an article, or of whose sources one is of a publisher."""
        publishers = find_publishers(self._index, value)
        rows = self._index.rows(
            "SELECT DISTINCT e.kind, e.owner FROM evidence e JOIN article a ON a.id = e.article"
            " WHERE e.kind IN ('event', 'inspection')"
            " AND (a.id = ? OR a.publisher IN (SELECT value FROM json_each(?)))",
            (value, json.dumps(publishers)),
        )
        named = {(kind, owner) for kind, owner in rows}
        named |= self._owners_of_sources(source_names(self._index), frozenset(publishers))
        return lambda kind, record, _first, _last, _words: (kind, record) in named

    def _owners_of_sources(self, names: SourceNames, publishers: frozenset[str]) -> set[tuple[str, str]]:
        return {
            (kind, owner)
            for kind, owner, *source in self._index.rows(
                "SELECT kind, owner, url, note, licence FROM source WHERE kind IN ('event', 'inspection')"
            )
            if names.publisher_of(SourceRow._make(source)) in publishers
        }
