"""What an agent said in order of time, with the events between and after."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from medway_tui.index.agent_page import SAID
from medway_tui.index.connection import Index
from medway_tui.index.listing import reading_position
from medway_tui.index.schema import KEY_BITS, MAX_DAY, NUMBER_MASK

MAX_BETWEEN = 12
"""The most events that are listed between two quotations."""
MAX_AFTER = 40
"""The most events that are listed after the last quotation."""


class HistoryEvents(NamedTuple):
    """Events in order of time."""

    keys: array[int]
    """Their keys (``events.events_by_key``)."""
    days: array[int]
    """The ordinal of the first day that the date of each can mean."""


class HistoryItem(NamedTuple):
    """A row of a history."""

    kind: Literal["quote", "event", "more"]
    """``more`` is a number of events that are not listed, from ``event`` on."""
    quote: int = 0
    """The key of the quotation."""
    event: int = 0
    """The key of the event."""
    number: int = 0


class AgentHistory:
    """Quotations, held as keys only, with the events between them.

    A row is a quotation, an event, or a number of events that are not listed.
    """

    def __init__(self, places: array[int], events: HistoryEvents) -> None:
        """``places`` are the ``reading_position`` of the quotations; both are in order of time."""
        self._places = places
        self._events = events
        # For each gap with events: the number of quotations before it, its first row, its first event.
        self._gap_quotes, self._gap_rows = array("q"), array("q")
        self._gap_events, self._gap_sizes = array("q"), array("q")
        extra = first = 0
        days = events.days
        while first < len(days):
            # Events come before the articles of their day.
            before = bisect_left(places, _first_place_on(days[first]))
            end = len(days)
            if before < len(places):
                end = bisect_right(days, _day_of_place(places[before]), first)
            self._gap_quotes.append(before)
            self._gap_rows.append(before + extra)
            self._gap_events.append(first)
            self._gap_sizes.append(end - first)
            extra += self._shown(len(self._gap_rows) - 1)
            first = end
        self._rows = len(places) + extra

    def __len__(self) -> int:
        return self._rows

    @property
    def quotes(self) -> int:
        """The number of quotations, with drafts and repetitions."""
        return len(self._places)

    @property
    def first_row_after(self) -> int:
        """The row after the last quotation."""
        return 0 if not self._places else self._row_of_quote(len(self._places) - 1) + 1

    def item(self, row: int) -> HistoryItem:
        """Return a row."""
        gap = bisect_right(self._gap_rows, row) - 1
        if gap < 0:
            return HistoryItem("quote", reading_position(self._places[row]))
        at = row - self._gap_rows[gap]
        if at >= self._shown(gap):
            number = self._gap_quotes[gap] + at - self._shown(gap)
            return HistoryItem("quote", reading_position(self._places[number]))
        listed = self._listed(gap)
        event = self._events.keys[self._gap_events[gap] + min(at, listed)]
        if at == listed:
            return HistoryItem("more", event=event, number=self._gap_sizes[gap] - listed)
        return HistoryItem("event", event=event)

    def items(self, rows: range) -> Iterator[HistoryItem]:
        """Yield some rows."""
        return map(self.item, rows)

    def row_of_quote(self, key: int) -> int | None:
        """Return the row of a quotation; None where it is not of this agent."""
        number = bisect_left(self._places, reading_position(key))
        found = number < len(self._places) and self._places[number] == reading_position(key)
        return self._row_of_quote(number) if found else None

    def row_of_event(self, event: int) -> int | None:
        """Return the row of an event, or of the number that it is a part of; None where it is in neither."""
        if event not in self._events.keys:
            return None
        number = self._events.keys.index(event)
        gap = bisect_right(self._gap_events, number) - 1
        row: int = self._gap_rows[gap] + min(number - self._gap_events[gap], self._listed(gap))
        return row

    def next_quote(self, row: int, step: int) -> int | None:
        """Return the row of the next quotation after a row, or of the one before it; None at the ends."""
        row += step
        while 0 <= row < len(self) and self.item(row).kind != "quote":
            row += step
        return row if 0 <= row < len(self) else None

    def _row_of_quote(self, number: int) -> int:
        gap = bisect_right(self._gap_quotes, number) - 1
        if gap < 0:
            return number
        row: int = self._gap_rows[gap] + self._shown(gap) + number - self._gap_quotes[gap]
        return row

    def _listed(self, gap: int) -> int:
        """Return how many events of a gap have a row of their own."""
        most = MAX_AFTER if self._gap_quotes[gap] == len(self._places) else MAX_BETWEEN
        size: int = self._gap_sizes[gap]
        # One more event takes no more room than the number of one.
        return size if size <= most + 1 else most

    def _shown(self, gap: int) -> int:
        """Return the number of rows of a gap."""
        listed = self._listed(gap)
        return listed + (self._gap_sizes[gap] > listed)


def load_history(index: Index, agent: str) -> AgentHistory:
    """Return an agent's quotations with the events that come after the first one or name the agent."""
    numbers = index.value(f"SELECT group_concat(2 * (key & {NUMBER_MASK}) - key) FROM ({SAID})", (agent,))
    places = array("q", sorted(map(int, numbers.split(",")))) if numbers else array("q")
    # Those of articles without a date come first, and say nothing of what came after.
    undated = bisect_left(places, _first_place_on(1))
    dated = places[undated : undated + 1]
    all_events = index.cached("event days", lambda: _load_events(index))
    first = bisect_left(all_events.days, _day_of_place(dated[0])) if dated else len(all_events.days)
    earlier = _events_naming(index, agent)
    before = [number for number in range(first) if all_events.keys[number] in earlier] if earlier else []
    events = HistoryEvents(
        array("q", (all_events.keys[number] for number in before)) + all_events.keys[first:],
        array("q", (all_events.days[number] for number in before)) + all_events.days[first:],
    )
    return AgentHistory(places, events)


def _load_events(index: Index) -> HistoryEvents:
    rows = index.rows("SELECT rowid, first_day FROM event ORDER BY first_day, last_day, id")
    return HistoryEvents(array("q", (key for key, _ in rows)), array("q", (day for _, day in rows)))


def _first_place_on(day: int) -> int:
    """Return the least reading position of a quotation on a day or later."""
    newest: int = (MAX_DAY - day) << KEY_BITS | NUMBER_MASK
    return -(newest << KEY_BITS)


def _day_of_place(place: int) -> int:
    """Return the day of a quotation's article, by its reading position."""
    day: int = MAX_DAY - (reading_position(place) >> 2 * KEY_BITS)
    return day


def event_key(index: Index, event: str) -> int | None:
    """Return the key of an event by its id; None where there is none."""
    key: int | None = index.value("SELECT rowid FROM event WHERE id = ?", (event,))
    return key


def own_events(index: Index, agent: str) -> list[int]:
    """Return the keys of an agent's promises and deadlines, in order of time."""
    rows = index.rows(
        "SELECT e.rowid FROM event_agent a JOIN event e ON e.id = a.event WHERE a.agent = ?"
        " ORDER BY e.first_day, e.last_day, e.id",
        (agent,),
    )
    return [event for (event,) in rows]


def _events_naming(index: Index, agent: str) -> set[int]:
    """Return the keys of an agent's promises and deadlines, and of events whose title or note names it."""
    rows = index.rows(
        "SELECT e.rowid, n.name, e.title || ' ' || coalesce(e.note, '') FROM agent_name n JOIN event e"
        " ON instr(e.title, n.name) OR instr(coalesce(e.note, ''), n.name) WHERE n.agent = ?",
        (agent,),
    )
    named = (event for event, name, text in rows if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return {*own_events(index, agent), *named}
