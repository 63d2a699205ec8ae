"""What an agent said, with the events between: rows found both ways, and the limits of long gaps."""

from __future__ import annotations

import datetime
import random
from array import array
from itertools import pairwise

import pytest

from medway_tui.index.agent_history import (
    MAX_AFTER,
    MAX_BETWEEN,
    AgentHistory,
    HistoryEvents,
    event_key,
    load_history,
)
from medway_tui.index.events import events_by_key
from medway_tui.index.listing import reading_position
from medway_tui.index.schema import KEY_BITS, MAX_DAY
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import GAZETTE, HERALD, Folder


def quote_key(day: int, number: int) -> int:
    """Return the key of a quotation of a day's only article."""
    article: int = (MAX_DAY - day) << KEY_BITS | 7
    return article << KEY_BITS | number


def make_history(quote_days: list[int], event_days: list[int]) -> AgentHistory:
    """Return a history of quotations and events on some days."""
    keys = [quote_key(day, number) for number, day in enumerate(quote_days)]
    days = array("q", sorted(event_days))
    events = HistoryEvents(array("q", range(1, len(days) + 1)), days)
    return AgentHistory(array("q", sorted(map(reading_position, keys))), events)


def describe(history: AgentHistory) -> list[str]:
    """Return each row in a word."""
    words = {"quote": "q", "event": "e", "more": "+"}
    return [
        f"{words[item.kind]}{item.number if item.kind == 'more' else ''}"
        for item in history.items(range(len(history)))
    ]


def name_rows(dossier: Dossier, history: AgentHistory) -> list[str]:
    """Return the id of each row's event, or “quote”."""
    events = events_by_key(dossier.index, [item.event for item in history.items(range(len(history)))])
    return [
        events[item.event].id if item.kind == "event" else item.kind
        for item in history.items(range(len(history)))
    ]


def test_events_come_before_the_quotations_of_their_day_and_after_those_before() -> None:
    assert describe(make_history([10, 10, 20], [5, 10, 15, 20, 21])) == [
        "e",
        "e",
        "q",
        "q",
        "e",
        "e",
        "q",
        "e",
    ]
    assert describe(make_history([], [3, 4])) == ["e", "e"]
    assert describe(make_history([3], [])) == ["q"]
    assert len(make_history([], [])) == 0


def test_a_long_gap_lists_its_first_events_and_the_number_of_the_others() -> None:
    between = make_history([10, 1000], list(range(11, 11 + MAX_BETWEEN + 5)))
    assert describe(between) == ["q", *["e"] * MAX_BETWEEN, "+5", "q"]
    assert between.first_row_after == len(between)
    # The number of one event would take as much room as the event.
    one_more = make_history([10, 1000], list(range(11, 11 + MAX_BETWEEN + 1)))
    assert describe(one_more) == ["q", *["e"] * (MAX_BETWEEN + 1), "q"]
    after = make_history([10], list(range(20, 20 + MAX_AFTER + 300)))
    assert describe(after) == ["q", *["e"] * MAX_AFTER, "+300"]
    assert after.row_of_event(MAX_AFTER + 250) == len(after) - 1


@pytest.mark.parametrize("seed", range(20))
def test_every_row_is_found_by_what_it_shows(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    quotes = sorted(rng.choices(range(1, 400), k=rng.randrange(60)))
    history = make_history(quotes, rng.choices(range(1, 500), k=rng.randrange(150)))
    assert history.quotes == len(quotes)
    items = list(history.items(range(len(history))))
    assert [item.quote for item in items if item.kind == "quote"] == [
        quote_key(day, number) for number, day in enumerate(quotes)
    ]
    for row, item in enumerate(items):
        if item.kind == "quote":
            assert history.row_of_quote(item.quote) == row
        else:
            assert history.row_of_event(item.event) == row
    rows = [row for row, item in enumerate(items) if item.kind == "quote"]
    assert history.first_row_after == (rows[-1] + 1 if rows else 0)
    for before, after in pairwise(rows):
        assert history.next_quote(before, 1) == after
        assert history.next_quote(after, -1) == before
    assert history.row_of_quote(quote_key(999, 0)) is None
    assert history.row_of_event(9999) is None


def test_events_before_the_first_quotation_are_listed_where_they_name_the_agent(folder: Folder) -> None:
    with folder.path("events.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- {id: early-promise, kind: promise, by: [zoe-laine], date: '2001', title: A sketch}\n"
            "- {id: early-name, date: '2002', title: Zoë Laîné becomes an architect}\n"
            "- {id: early-other, date: '2003', title: Zoë Laînés cat is lost}\n"
            "- {id: late, date: '2022', title: It rains}\n"
        )
    dossier = open_dossier([folder.root])
    history = load_history(dossier.index, "zoe-laine")
    assert name_rows(dossier, history) == ["early-promise", "early-name", "quote", "quote", "late"]
    # Without a date of the article, nothing is known to have come after.
    folder.change(f"articles/{HERALD}.yaml", 'published: "2021-05"\n', "")
    folder.change(
        f"articles/{HERALD}.yaml", "published_inferred: The article speaks of the May meeting as past.\n", ""
    )
    dossier.close()
    dossier = open_dossier([folder.root])
    undated = load_history(dossier.index, "zoe-laine")
    assert name_rows(dossier, undated) == [
        "quote", "quote", "early-promise", "early-name",
    ]  # fmt: skip
    dossier.close()


def test_a_history_begins_with_the_first_quotation(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    history = load_history(dossier.index, "mary-okafor")
    assert describe(history) == ["q", "q", "e", "q"]
    assert name_rows(dossier, history)[2] == "okafor-steps-down"
    assert history.row_of_event(event_key(dossier.index, "okafor-steps-down") or 0) == 2
    assert event_key(dossier.index, "none") is None
    key = history.item(0).quote
    assert datetime.date.fromordinal(MAX_DAY - (key >> 2 * KEY_BITS)).isoformat() == GAZETTE[-10:]
    dossier.close()
