"""The list of Read and Quotes: on and off, its width, and the text beside it."""

from __future__ import annotations

import pytest
from textual import events

from medway_tui.sync.dossier import Dossier
from tests.tui.reader_pilot import ReaderPilot, open_reader


async def drag_border(opened: ReaderPilot, selector: str, cells: int) -> None:
    """Drag the right border of a list by so many cells."""
    region = opened.screen.query_one(selector).region
    x, y = region.right - 1, region.y + 4
    for kind, at, button in (
        (events.MouseMove, x, 0),
        (events.MouseDown, x, 1),
        (events.MouseMove, x + cells // 2, 1),
        (events.MouseMove, x + cells, 1),
        (events.MouseUp, x + cells, 1),
    ):
        opened.app.post_message(kind(None, at, y, 0, 0, button, shift=False, meta=False, ctrl=False))
        await opened.settle()


def width(opened: ReaderPilot, selector: str) -> int:
    return opened.screen.query_one(selector).outer_size.width


@pytest.mark.parametrize("columns", [120, 200])
async def test_the_list_is_off_and_on_again_with_backslash(shipped: Dossier, columns: int) -> None:
    async with open_reader(shipped, size=(columns, 40)) as opened:
        before, text = opened.text(), width(opened, "#text")
        await opened.press("\\")
        assert not opened.screen.query_one("#articles").display
        assert width(opened, "#text") > text
        # Tab does not go to what is not there.
        panes = set()
        for _ in range(3):
            await opened.press("tab")
            panes.add(opened.view.current_pane())
        assert panes == {"text", "quotes"}
        await opened.press("2", "1")
        assert not opened.screen.query_one("#articles").display
        await opened.press("\\")
        assert opened.view.current_pane() == "articles"
        await opened.press("tab")
        assert opened.text() == before


@pytest.mark.parametrize("columns", [40, 80])
async def test_where_there_is_no_room_for_it_backslash_opens_the_list(shipped: Dossier, columns: int) -> None:
    async with open_reader(shipped, size=(columns, 24)) as opened:
        await opened.press("\\")
        assert opened.view.current_pane() == "articles"
        assert "KentOnline" in opened.text("#articles")
        await opened.press("\\")
        assert opened.view.current_pane() != "articles"
        assert not opened.screen.query_one("#articles").display


async def test_the_list_of_quotes_is_off_and_on_again(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2", "\\")
        assert opened.view.current_pane() == "context"
        assert width(opened, "#context") == 120
        await opened.press("\\")
        assert opened.view.current_pane() == "list"


async def test_the_border_can_be_dragged_and_the_width_is_kept(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = width(opened, "#articles")
        assert "unaware' of child services" not in opened.text("#articles")
        await drag_border(opened, "#articles", 20)
        assert width(opened, "#articles") == before + 20
        assert "unaware' of child services" in opened.text("#articles")
        assert not opened.screen.selections
        await opened.press("2", "1")
        assert width(opened, "#articles") == before + 20
        # The border stays within the window, and a narrow window has its own layout.
        await opened.resize(60, 24)
        await opened.press("shift+tab")
        assert width(opened, "#articles") == 60
        await opened.resize(120, 40)
        await drag_border(opened, "#articles", -40)
        assert width(opened, "#articles") == 20


async def test_the_list_is_wider_and_narrower_by_command(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = width(opened, "#articles")
        for name, cells in (("wider list", 8), ("narrower list", 0)):
            await opened.press(":")
            await opened.type(name)
            await opened.press("enter")
            assert width(opened, "#articles") == before + cells


async def test_a_title_is_whole_where_there_is_room(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(240, 60)) as opened:
        for row in opened.app.dossier.index.rows("SELECT headline FROM article"):
            assert row[0] in opened.text("#articles")


async def test_the_text_is_in_the_middle_of_a_wide_pane_and_clicks_hit_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("\\")
        number, line = next(
            (n, each) for n, each in enumerate(opened.lines("#text")) if "exceptionally" in each
        )
        left = len(line) - len(line.lstrip())
        assert left > 20
        await opened.click("#text", line.index("exceptionally") + 2, number)
        assert opened.article.chosen is not None
        assert opened.article.chosen.block == 4


@pytest.mark.parametrize("article", ["bbc-2019-08-27", "kentonline-2019-09-04"])
async def test_a_low_window_begins_with_the_story(shipped: Dossier, article: str) -> None:
    async with open_reader(shipped, size=(40, 12)) as opened:
        while opened.view.place().article != article:
            await opened.press("]")
        screen_text = opened.text("#text")
        assert "Original (o)" not in screen_text
        assert any(line.strip().startswith(("1", "c1")) for line in opened.lines("#text"))
        await opened.press("G", "k", "k")
        assert "medway-tui import FILE" in opened.joined_text("#text")
        await opened.press("b")
        assert "Original (o)" in opened.joined_text("#text")
