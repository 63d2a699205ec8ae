"""The virtual list: any number of rows, only visible ones are drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList

MANY = 100_000


class Holder(App[None]):
    """An app with one list."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[object] = []
        self.highlighted: list[object] = []

    def compose(self) -> ComposeResult:
        yield RowList(empty="Nothing here.")

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        if isinstance(event, RowList.Chosen):
            self.chosen.append(event.value)
        else:
            self.highlighted.append(event.value)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.value)


class Rows:
    """Rows that count how often they are drawn."""

    def __init__(self, number: int, *, height: int = 1, headings: int = 0) -> None:
        self.drawn: list[int] = []
        self.rows = [
            ListRow(None if headings and n % headings == 0 else n, self._drawer(n, height), height)
            for n in range(number)
        ]

    def _drawer(self, number: int, height: int) -> Callable[[int, Palette], Sequence[Text]]:
        def draw(width: int, colours: Palette) -> Sequence[Text]:
            self.drawn.append(number)
            return [Text(f" row {number} line {line}") for line in range(height)]

        return draw


@asynccontextmanager
async def open_list(rows: Rows) -> AsyncIterator[tuple[RowList, Pilot[None]]]:
    """Open a list in a window of 20 lines."""
    app = Holder()
    async with app.run_test(size=(40, 20)) as pilot:
        held = app.query_one(RowList)
        held.show(rows.rows)
        await pilot.pause()
        yield held, pilot


def line(held: RowList, number: int) -> str:
    """Return a drawn line of the list."""
    return held.render_line(number).text.rstrip()


async def test_of_a_hundred_thousand_rows_only_those_seen_are_drawn() -> None:
    rows = Rows(MANY)
    async with open_list(rows) as (held, pilot):
        assert {*rows.drawn} == {*range(20)}
        rows.drawn.clear()
        await pilot.press("G")
        assert line(held, 19) == "▸row 99999 line 0"
        assert {*rows.drawn} <= {*range(20), *range(MANY - 20, MANY)}
        rows.drawn.clear()
        held.select(50_000)
        await pilot.pause()
        assert held.value == 50_000
        assert len({*rows.drawn} - {*range(MANY - 20, MANY)}) <= 21
        assert any("▸row 50000" in line(held, n) for n in range(20))


async def test_rows_of_several_lines_are_kept_whole_in_sight() -> None:
    rows = Rows(MANY, height=3)
    async with open_list(rows) as (held, pilot):
        await pilot.press(*["j"] * 10)
        shown = [line(held, n) for n in range(20)]
        assert "▸row 10 line 0" in shown
        assert " row 10 line 2" in shown
        await pilot.press("G")
        assert line(held, 19) == " row 99999 line 2"
        assert line(held, 17) == "▸row 99999 line 0"


async def test_headings_are_never_chosen_and_come_into_sight_with_their_first_row() -> None:
    rows = Rows(1000, headings=10)
    async with open_list(rows) as (held, pilot):
        assert held.value == 1
        await pilot.press("k")
        assert held.value == 1
        await pilot.press(*["j"] * 9)
        assert held.value == 11
        held.select(38)
        for _ in range(3):
            await pilot.press("j")
            assert held.value % 10
        while held.value != 31:
            await pilot.press("k")
        assert any("row 30" in line(held, n) for n in range(20))
        await pilot.press("G", "g")
        assert held.value == 1
        assert "row 0" in line(held, 0)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("space",), 19),
        (("space", "space"), 38),
        (("space", "b"), 0),
        (("pagedown", "pageup"), 0),
        (("ctrl+d",), 10),
        (("ctrl+d", "ctrl+u"), 0),
        (("j", "j", "k"), 1),
        (("down", "up", "up"), 0),
        (("G",), 999),
        (("end", "home"), 0),
        (("end", "space"), 999),
    ],
)
async def test_the_keys_that_move(keys: tuple[str, ...], value: int) -> None:
    async with open_list(Rows(1000)) as (held, pilot):
        await pilot.press(*keys)
        assert held.value == value


async def test_moving_is_reported_and_showing_is_not() -> None:
    async with open_list(Rows(30)) as (held, pilot):
        app = pilot.app
        assert isinstance(app, Holder)
        assert app.highlighted == []
        await pilot.press("j", "j", "k", "k", "k")
        assert app.highlighted == [1, 2, 1, 0]
        held.select(5)
        await pilot.pause()
        assert app.highlighted == [1, 2, 1, 0]


async def test_a_row_taller_than_the_list_is_read_line_by_line() -> None:
    rows = Rows(3, height=25)
    async with open_list(rows) as (held, pilot):
        seen = {line(held, n) for n in range(20)}
        for _ in range(5):
            await pilot.press("j")
            seen |= {line(held, n) for n in range(20)}
        assert held.value == 0
        assert {f" row 0 line {n}" for n in range(1, 25)} <= seen
        await pilot.press("j")
        assert held.value == 1
        assert line(held, 0) == "▸row 1 line 0"
        await pilot.press("k")
        assert held.value == 0


async def test_an_empty_list_shows_its_empty_message() -> None:
    async with open_list(Rows(0)) as (held, pilot):
        assert line(held, 0) == " Nothing here."
        await pilot.press("j", "k", "G", "g", "space", "b", "enter")
        assert held.value is None


async def test_a_list_that_grows_shorter_keeps_its_cursor_within() -> None:
    async with open_list(Rows(1000)) as (held, pilot):
        await pilot.press("G")
        held.show(Rows(5).rows)
        await pilot.pause()
        assert line(held, 0) == "▸row 0 line 0"
        assert held.scroll_offset.y == 0
        held.show(Rows(500).rows, value=400)
        await pilot.pause()
        assert any(line(held, n) == "▸row 400 line 0" for n in range(20))
