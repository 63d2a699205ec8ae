"""What a person or organisation said in order of time, with the events between and after, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from medway_tui.export.people import DescribeQuote, describe_event
from medway_tui.index.agent_history import HistoryItem, load_history
from medway_tui.index.agents import AgentRow
from medway_tui.index.connection import Index
from medway_tui.index.events import events_by_key
from medway_tui.index.people import RoleFinder
from medway_tui.index.quotes import quotes_by_key
from medway_tui.text import plural

_HISTORY_ROWS = 200
"""The rows of a history that are loaded at a time."""


def history_paragraphs(index: Index, agent: AgentRow, describe: DescribeQuote) -> Iterator[str]:
    """Yield what a person said in order, each with its source, and what happened between and after."""
    history = load_history(index, agent.id)
    after = history.first_row_after
    roles_of = RoleFinder(index).roles_of
    if history.quotes:
        yield "In order of time, with the events between:"
    for first in range(0, len(history), _HISTORY_ROWS):
        rows = range(first, min(first + _HISTORY_ROWS, len(history)))
        items = list(zip(rows, history.items(rows), strict=True))
        quotes = quotes_by_key(index, [item.quote for _, item in items if item.kind == "quote"])
        for is_quote, group in groupby(items, lambda each: each[1].kind == "quote"):
            if is_quote:
                for _, item in group:
                    yield describe(quotes[item.quote], roles_of(quotes[item.quote]))
                continue
            listed = list(group)
            if history.quotes and any(row == after for row, _ in listed):
                yield "What came after:"
            yield "\n".join(_event_lines(index, [item for _, item in listed]))


def _event_lines(index: Index, items: list[HistoryItem]) -> Iterator[str]:
    events = events_by_key(index, [item.event for item in items if item.kind == "event"])
    for item in items:
        if item.kind == "more":
            yield f"   {plural(item.number, 'more event')} (medway-tui timeline lists all)"
        elif (event := events.get(item.event)) is not None:
            yield from (f"   {line}" for line in describe_event(event, with_addresses=False))
