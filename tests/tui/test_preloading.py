"""Preloading views, and work that waits for a pause in the keys."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.strip import Strip

from medway_tui.index.connection import Index
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui import idle
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.quotes.view import QuotesView
from medway_tui.tui.ratings.view import RatingsView
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.view_commands import VIEWS
from tests.fixtures_library import GAZETTE, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

_LONG = (
    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 400000)"
    " SELECT max(n) FROM numbers"
)
"""A query that takes longer than the limit of the UI thread."""


@pytest.fixture
def collected() -> Iterator[None]:
    """Restore Python's garbage collector after a test."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.enable()


async def ready(opened: ReaderPilot, *names: str) -> None:
    """Preload views, as the reader does when idle."""
    for name in names:
        opened.app.preload(name)
        await opened.settle()
        opened.app.lay_out(name)
        await opened.settle()


@pytest.mark.parametrize("steps", range(8))
async def test_the_end_of_the_reader_while_views_are_mounted_is_no_error(
    shipped: Dossier, steps: int
) -> None:
    async with open_reader(shipped, settled=False) as opened:
        for name in VIEWS:
            opened.app.preload(name)
        for _ in range(steps):
            await asyncio.sleep(0)
        # An error in a message would be raised here.
    assert opened.app.return_code in (None, 0)


async def test_views_that_were_made_ready_change_nothing_until_they_are_opened(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = opened.lines()
        await ready(opened, "quotes", "ratings")
        assert isinstance(opened.screen, ReadView)
        assert opened.lines() == before
        await opened.press("j")
        assert isinstance(opened.screen, ReadView)
        assert opened.lines() != before
        await opened.press("2")
        assert isinstance(opened.screen, QuotesView)
        await opened.press("3")
        assert isinstance(opened.screen, RatingsView)
        await opened.press("backspace", "backspace")
        assert isinstance(opened.screen, ReadView)


async def test_a_view_that_was_made_ready_is_the_one_that_opens_without(shipped: Dossier) -> None:
    screens = []
    for names in ((), ("quotes", "ratings")):
        async with open_reader(shipped) as opened:
            await ready(opened, *names)
            for key in ("2", "3"):
                await opened.press(key)
                screens.append(opened.lines())
                # The pane has the keys.
                await opened.press("j")
                screens.append(opened.lines())
    assert screens[:4] == screens[4:]


async def test_a_view_that_was_made_ready_shows_what_changed_before_it_was_opened(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await ready(opened, "quotes")
        folder.remove(f"quotes/{GAZETTE}.yaml")
        opened.app.live_reload.scan()
        await opened.settle()
        await opened.press("2")
        now = opened.lines()
    fresh = open_dossier([folder.root])
    async with open_reader(fresh) as opened:
        await opened.press("2")
        assert opened.lines() == now
    fresh.close()


async def test_what_took_long_is_not_tried_for_on_the_screens_thread_again(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        asker = QueryWorker(opened.view)
        indexes: list[Index] = []
        answers: list[int] = []

        def question(index: Index) -> Iterator[int]:
            indexes.append(index)
            index.rows(_LONG)
            yield len(indexes)

        for _ in range(2):
            asker.submit(question, answers.append, inline=True)
            await opened.settle()
        asked_here = [index is opened.app.index for index in indexes]
        asker.close()
    # Tried once on the UI thread and then in the worker; the next one only there.
    assert asked_here == [True, False, False]
    assert answers == [2, 3]


async def test_a_line_that_is_drawn_whole_is_freed_without_the_collector(
    collected: None, shipped: Dossier
) -> None:
    async with open_reader(shipped):
        pass
    gc.collect()
    gc.disable()
    strip = Strip([Segment("words")])
    assert [part.text for part in strip.divide([2, 5])] == ["wo", "rds"]
    assert [part.text for part in strip.divide([5])] == ["words"]
    assert [part.text for part in strip.divide([5, 9])] == ["words"]
    known = {id(each) for each in gc.get_objects() if isinstance(each, Strip)}
    assert id(strip) in known
    number = id(strip)
    del strip
    assert not any(id(each) == number for each in gc.get_objects() if isinstance(each, Strip))


async def test_the_lines_of_dialogs_that_were_closed_are_freed(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:

        async def held_after(times: int) -> int:
            for _ in range(times):
                await opened.press("?")
                assert "Keys" in opened.text()
                await opened.press("escape")
            opened.lines()
            gc.collect()
            return sum(isinstance(each, StylesCache) for each in gc.get_objects())

        before = await held_after(2)
        # Each time there were half a dozen.
        assert await held_after(4) < before + 6


def test_garbage_is_looked_for_among_what_came_since_the_first_paint_and_at_rest(collected: None) -> None:
    idle.pause_gc()
    assert not gc.isenabled()
    early: list[object] = []
    early.append(early)
    idle.resume_gc()
    assert gc.isenabled()
    assert not any(each is early for each in gc.get_objects())
    assert not idle.collect_if_due()
    while gc.get_count()[2] < 10:
        made: list[list[int]] = [[] for _ in range(5_000)]
    before = gc.get_stats()[2]["collections"]
    assert made
    assert idle.collect_if_due()
    assert gc.get_stats()[2]["collections"] == before + 1
    assert not idle.collect_if_due()
