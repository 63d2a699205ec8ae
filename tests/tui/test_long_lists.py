"""Lists longer than the first page, and slow queries."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from medway_tui.index.connection import Index
from medway_tui.index.listing import Listing, article_keys, list_by_speaker
from medway_tui.index.query_language import Query, parse_query
from medway_tui.index.search import FIRST_PAGE_SIZE, SearchHit, find_hits
from medway_tui.sync import scan
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.workers import BuildProcess
from medway_tui.tui.widgets.virtual_list import RowList
from tests.fixtures_library import NEWSLETTER, Folder, write_library
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.test_live_reload import show_saved

DAYS = 130
"""The number of extra articles, each with a kettle and a quotation about it."""

_FIRST_DAY = datetime.date(2001, 1, 1)
_LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 200000) SELECT max(x) FROM n"


def add_kettle_articles(folder: Folder) -> Folder:
    """Add the articles to the library dossier."""
    for n in range(1, DAYS + 1):
        day = _FIRST_DAY + datetime.timedelta(n)
        folder.write(
            f"articles/day-{day}.yaml",
            f"headline: Day {n}\npublisher: Kettle News\npublished: '{day}'\nkind: original\n"
            f"paragraphs:\n  - The kettle of day {n} boils.\n  - “Word {n},” said Tom Ashdown.\n",
        )
        folder.write(
            f"quotes/day-{day}.yaml",
            f"- {{id: q1, paragraph: 2, exact: 'Word {n},', speaker: tom-ashdown, type: direct}}\n",
        )
    return folder


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """Return the long dossier; it is shared, so no test changes it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patched.setenv(name, str(home))
        dossier = open_dossier([add_kettle_articles(write_library(home / "dossier")).root])
    yield dossier
    dossier.close()


class HeldQuery:
    """A query that lasts until the test releases it; a newer query cancels it."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.released = threading.Event()

    def __call__(self, index: Index) -> None:
        """Block until released."""
        self.asked.set()
        while not self.released.is_set():
            index.rows(_LONG)


@pytest.fixture
def held() -> Iterator[HeldQuery]:
    """Return a held query, released after the test."""
    each = HeldQuery()
    yield each
    each.released.set()


def days(opened: ReaderPilot, selector: str = "RowList") -> list[int]:
    """Return the days of the list's visible rows."""
    return [int(day) for day in re.findall(r"(?:of day|Day|Word) (\d+)\b", opened.text(selector))]


def on_line(opened: ReaderPilot, selector: str = "RowList") -> int:
    """Return the screen line of the cursor."""
    return next(at for at, line in enumerate(opened.lines(selector)) if line.startswith("▸"))


def hold_later_hits(monkeypatch: pytest.MonkeyPatch, held: HeldQuery) -> None:
    """Hold back everything after the first rows."""

    def some(index: Index, query: Query, **options: Any) -> list[SearchHit]:
        if options.get("so_far"):
            held(index)
        return find_hits(index, query, **options)

    monkeypatch.setattr("medway_tui.tui.dialogs.search.find_hits", some)


# -- search ---------------------------------------------------------------------------------------------


async def test_what_was_found_continues_as_one_scrolls_and_ends_with_the_last(long: Dossier) -> None:
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        assert f"{DAYS + 1} found" in opened.text()
        assert days(opened)[:3] == [DAYS, DAYS - 1, DAYS - 2]
        seen = dict.fromkeys(days(opened))
        for _ in range(DAYS):
            before = opened.rows().value
            await opened.press("pagedown")
            # A page overlaps the one before: nothing is passed over.
            assert days(opened)[0] in seen
            seen.update(dict.fromkeys(days(opened)))
            if opened.rows().value == before:
                break
        assert list(seen) == list(range(DAYS, 0, -1))
        assert opened.rows().value.article.id == NEWSLETTER
        await opened.press("enter")
        assert opened.open_article == NEWSLETTER


async def test_the_end_key_in_what_was_found_continues_to_the_last_that_is_still_to_come(
    long: Dossier,
) -> None:
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        await opened.press("tab", "G")
        assert opened.rows().value.article.id == NEWSLETTER
        await opened.press("g")
        assert days(opened)[0] == DAYS


async def test_the_way_to_the_end_takes_no_more_questions_the_longer_it_is(
    long: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[int] = []

    def counted(index: Index, query: Query, **options: Any) -> list[SearchHit]:
        found = find_hits(index, query, **options)
        reported.append(len(found))
        return found

    monkeypatch.setattr("medway_tui.tui.dialogs.search.find_hits", counted)
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("a")
        del reported[:]
        await opened.type("shdown")
        await opened.press("tab", "G")
        assert reported[-2:] == [FIRST_PAGE_SIZE, FIRST_PAGE_SIZE]
        reported.clear()
        hits = find_hits(long.index, parse_query("ashdown"), limit=1_000)
        assert f"{len(hits)} found" in opened.text()
        seen = days(opened)
        for _ in range(DAYS):
            await opened.press("pageup")
            now = days(opened)
            seen = [day for day in now if day not in seen] + seen
        assert sorted(seen, reverse=True) == seen
        assert seen[0] == DAYS
        assert not reported


async def test_all_that_was_found_stays_with_its_cursor_when_the_files_change(folder: Folder) -> None:
    dossier = open_dossier([add_kettle_articles(folder).root])
    async with open_reader(dossier) as opened:
        await opened.press("/")
        await opened.type("kettle")
        await opened.press("tab", "G", *["k"] * 60)
        assert "Day 60" in opened.rows().value.article.headline
        before = opened.lines("RowList")
        folder.change(f"articles/{NEWSLETTER}.yaml", "rather damp”.", "rather damp”.\n  - Kettle again.")
        folder.remove(f"articles/day-{_FIRST_DAY + datetime.timedelta(100)}.yaml")
        folder.remove(f"quotes/day-{_FIRST_DAY + datetime.timedelta(100)}.yaml")
        await show_saved(opened)
        assert f"{DAYS + 1} found" in opened.text()
        assert opened.lines("RowList") == before
        await opened.press("G", "k")
        assert opened.rows().value.article.id == NEWSLETTER
    dossier.close()


async def test_a_key_calls_off_the_way_to_the_end(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    hold_later_hits(monkeypatch, held)
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        await opened.press("tab")
        opened.send("G", "k")
        await opened.wait_until(lambda: held.asked.is_set() and on_line(opened) >= 0)
        await opened.wait_until(lambda: days(opened)[-1] == DAYS - FIRST_PAGE_SIZE + 1)
        held.released.set()
        await opened.settle()
        assert opened.rows().value.article.headline == f"Day {DAYS - FIRST_PAGE_SIZE + 2}"


async def test_more_that_comes_leaves_the_cursor_and_its_line(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    hold_later_hits(monkeypatch, held)
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        opened.send(*["down"] * (FIRST_PAGE_SIZE - 5))
        await opened.wait_until(lambda: held.asked.is_set() and opened.rows().cursor == FIRST_PAGE_SIZE - 5)
        await opened.pilot.pause(0.05)
        before = opened.lines("RowList")
        held.released.set()
        await opened.settle()
        assert opened.lines("RowList") == before
        await opened.press(*["down"] * 10)
        assert opened.rows().value.article.headline == f"Day {DAYS - FIRST_PAGE_SIZE - 5}"


async def test_enter_while_more_is_looked_for_goes_where_the_cursor_is(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    hold_later_hits(monkeypatch, held)
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        opened.send(*["down"] * (FIRST_PAGE_SIZE - 1))
        await opened.wait_until(held.asked.is_set)
        opened.send("enter")
        await opened.wait_until(lambda: opened.screen is opened.app.view("read"))
        await opened.settle()
        assert f"The kettle of day {DAYS - FIRST_PAGE_SIZE + 1} boils." in opened.joined_text("#text")


async def test_more_comes_after_the_files_changed_while_it_was_looked_for(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    hold_later_hits(monkeypatch, held)
    async with open_reader(long) as opened:
        await opened.press("/")
        await opened.type("kettle")
        opened.send(*["down"] * FIRST_PAGE_SIZE)
        await opened.wait_until(lambda: held.asked.is_set() and opened.rows().cursor == FIRST_PAGE_SIZE - 1)
        held.asked.clear()
        opened.screen.reload()  # type: ignore[attr-defined]
        await opened.wait_until(held.asked.is_set)
        held.released.set()
        await opened.settle()
        await opened.press("down")
        assert opened.rows().value.article.headline == f"Day {DAYS - FIRST_PAGE_SIZE}"


async def test_a_superseded_question_is_stopped_and_never_shown(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    shown: list[str] = []
    kettle = parse_query("kettle", typing=True)

    def first_long(index: Index, query: Query, **options: Any) -> list[SearchHit]:
        if query.match_expression() == kettle.match_expression():
            held(index)
        return find_hits(index, query, **options)

    def show(rows: RowList, *given: Any, **options: Any) -> None:
        put(rows, *given, **options)
        shown.append(opened.text("RowList"))

    put = RowList.show
    monkeypatch.setattr("medway_tui.tui.dialogs.search.find_hits", first_long)
    async with open_reader(long) as opened:
        await opened.press("/")
        monkeypatch.setattr(RowList, "show", show)
        opened.send(*"kettle")
        await opened.wait_until(held.asked.is_set)
        await opened.type(" 77")
        # An endless query is not waited for.
        assert not held.released.is_set()
        assert days(opened) == [77]
        assert f"Day {DAYS}" not in "".join(shown)
        assert "of day 130" not in "".join(shown)


# -- Quotes ---------------------------------------------------------------------------------------------


async def test_quotations_continue_as_one_scrolls_each_in_its_turn(long: Dossier) -> None:
    async with open_reader(long) as opened:
        await opened.press("2", "f")
        await opened.type("word")
        await opened.press("enter")
        assert f"{DAYS} quotes · 1 speaker" in opened.lines()[0]
        seen = dict.fromkeys(days(opened, "#list"))
        while len(seen) < DAYS:
            await opened.press("space")
            now = days(opened, "#list")
            assert now[0] in seen
            assert now[-1] not in seen
            seen.update(dict.fromkeys(now))
        assert list(seen) == list(range(1, DAYS + 1))
        assert "Word 130" in opened.text("#context")
        await opened.press("g")
        assert "Word 1," in opened.text("#context")
        await opened.press("G")
        assert days(opened, "#list")[-1] == DAYS
        assert "Word 130" in opened.text("#context")


async def test_a_filter_that_is_typed_quickly_lists_what_was_typed_last(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    last = parse_query("word 12", typing=True)

    def earlier_long(index: Index, query: Query) -> Listing:
        if query and query.match_expression() != last.match_expression():
            held(index)
        return list_by_speaker(index, query)

    monkeypatch.setattr("medway_tui.tui.quotes.view.list_by_speaker", earlier_long)
    async with open_reader(long) as opened:
        await opened.press("2", "f")
        before = opened.text("#list")
        opened.send(*"word 1")
        await opened.wait_until(lambda: opened.input_text() == "word 1" and "searching …" in opened.text())
        # The old list stays until the new one arrives.
        assert opened.text("#list") == before
        await opened.type("2")
        assert days(opened, "#list") == [12, *range(120, 130)]
        assert "searching …" not in opened.text()
        assert "11 quotes · 1 speaker" in opened.lines()[0]


async def test_a_filter_typed_at_once_with_the_key_of_the_view_loses_no_letter(long: Dossier) -> None:
    async with open_reader(long) as opened:
        for _ in range(2):
            opened.send("2", "f", *"offer")
            await opened.settle()
            assert opened.input_text() == "offer"
            await opened.press("escape", "1")


async def test_enter_on_a_list_that_is_not_there_yet_waits_for_it(
    long: Dossier, monkeypatch: pytest.MonkeyPatch, held: HeldQuery
) -> None:
    def slow(index: Index, query: Query) -> Listing:
        if query:
            held(index)
        return list_by_speaker(index, query)

    monkeypatch.setattr("medway_tui.tui.quotes.view.list_by_speaker", slow)
    async with open_reader(long) as opened:
        await opened.press("2", "f")
        opened.send(*"word 77", "enter")
        await opened.wait_until(
            lambda: opened.input_text() == "word 77" and opened.view.current_pane() == "list"
        )
        opened.send("enter")
        await opened.pilot.pause(0.05)
        assert opened.view.NAME == "Quotes"
        held.released.set()
        await opened.wait_until(lambda: opened.screen is opened.app.view("read"))
        await opened.settle()
        assert "The kettle of day 77 boils." in opened.joined_text("#text")


# -- Read -----------------------------------------------------------------------------------------------


@pytest.fixture
def late_list(monkeypatch: pytest.MonkeyPatch, held: HeldQuery) -> HeldQuery:
    """Hold back the list of articles after the first ones."""

    def slow(index: Index) -> Any:
        held(index)
        return article_keys(index)

    monkeypatch.setattr("medway_tui.tui.read.view.article_keys", slow)
    return held


async def test_all_articles_come_after_the_first_and_leave_the_place(
    long: Dossier, late_list: HeldQuery
) -> None:
    async with open_reader(long, settled=False) as opened:
        await opened.wait_until(late_list.asked.is_set)
        opened.send("shift+tab", *["j"] * 10)
        await opened.wait_until(lambda: opened.rows("#articles").cursor == 10)
        await opened.pilot.pause(0.05)
        before = opened.lines("#articles"), opened.lines("#text"), opened.open_article
        late_list.released.set()
        await opened.settle()
        assert (opened.lines("#articles"), opened.lines("#text"), opened.open_article) == before
        assert f"{DAYS + 3} articles" in opened.lines()[0]


async def test_the_end_key_continues_to_the_last_article_that_is_still_to_come(
    long: Dossier, late_list: HeldQuery
) -> None:
    async with open_reader(long, settled=False) as opened:
        await opened.wait_until(late_list.asked.is_set)
        opened.send("shift+tab", "G")
        await opened.wait_until(lambda: opened.rows("#articles").cursor > 50)
        late_list.released.set()
        await opened.settle()
        assert opened.open_article == "herald-2021-05"
        assert "A roof is a promise" in opened.joined_text("#text")


async def test_going_elsewhere_calls_off_the_way_to_the_last_article(
    long: Dossier, late_list: HeldQuery
) -> None:
    async with open_reader(long, settled=False) as opened:
        await opened.wait_until(late_list.asked.is_set)
        opened.send("shift+tab", "G")
        await opened.wait_until(lambda: opened.rows("#articles").cursor > 50)
        last = opened.open_article
        opened.send("left_square_bracket")
        await opened.wait_until(lambda: opened.open_article != last)
        gone_to = opened.open_article
        late_list.released.set()
        await opened.settle()
        assert opened.open_article == gone_to


# -- during the build ----------------------------------------------------------------------------


async def test_a_dossier_can_be_read_during_the_build_and_the_header_shows_progress(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, done = threading.Event(), threading.Event()

    class Slow(BuildProcess):
        """A reloader that sends nothing after the first event until the test wants it."""

        def wait(self, seconds: float) -> tuple[int, int] | tuple[()] | None:
            if told.is_set() and not done.wait(seconds):
                return ()
            said = super().wait(seconds)
            if said:
                told.set()
            return said

    monkeypatch.setattr(scan, "MAX_ARTICLES_AT_ONCE", 50)
    monkeypatch.setattr("medway_tui.sync.workers.BuildProcess", Slow)
    dossier = open_dossier([add_kettle_articles(folder).root], wait=False)
    try:
        assert not dossier.complete
        async with open_reader(dossier, live=True) as opened:
            await opened.wait_until(lambda: f"of {DAYS + 3}" in opened.lines()[0])
            assert re.search(rf"[█░]{{8}} \d+ of {DAYS + 3}", opened.lines()[0])
            # The newest came first, and what is there can be found and opened.
            await opened.search(f"kettle {DAYS}")
            assert opened.open_article.startswith("day-")
            before = opened.lines("#text")
            await opened.press("2")
            assert f"of {DAYS + 3}" in opened.lines()[0]
            done.set()
            await opened.wait_until(lambda: f"{DAYS + 9} quotes" in opened.lines()[0])
            assert "█" not in opened.text()
            await opened.press("1")
            assert opened.lines("#text") == before
            assert f"{DAYS + 3} articles" in opened.lines()[0]
    finally:
        done.set()
        dossier.close()
