"""Toasts: never over the row of the cursor or the footer, one at a time."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.toasts import HasCursor
from tests.tui.reader_pilot import ReaderPilot, open_reader

LONG = (
    "A message that is so long that it needs several lines in a narrow window, as the address of a page does"
)


def toast_rows(opened: ReaderPilot) -> set[int]:
    """Return the rows of the screen that toasts hide."""
    visible = opened.screen._compositor.visible_widgets
    places = [place for widget, place in visible.items() if isinstance(widget, Toast)]
    regions = [region.intersection(clip) for region, clip in places]
    return {row for region in regions for row in range(region.y, region.bottom)}


def cursor_rows(opened: ReaderPilot) -> set[int]:
    """Return the rows of the screen with the focused cursor, as drawn and as it says itself."""
    focused = opened.screen.focused
    assert focused is not None
    marked = {
        opened.region(focused).y + number
        for number, line in enumerate(opened.lines(focused))
        if line.lstrip().startswith("▸")
    }
    if isinstance(focused, HasCursor) and (lines := focused.cursor_lines()):
        top, height = focused.content_region.y, focused.content_region.height
        marked |= {top + line for line in range(max(0, lines[0]), min(height, lines[1] + 1))}
    return marked


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "6"])
async def test_a_toast_hides_neither_the_cursor_nor_the_footer(
    shipped: Dossier, key: str, size: tuple[int, int]
) -> None:
    async with open_reader(shipped, size, toasts=True) as opened:
        await opened.press(key)
        for pane in range(len(opened.view.PANES)):
            for moves in (("g",), ("G",), ("j", "k"), ("space",)):
                await opened.press(*moves)
                where = (pane, moves, opened.text())
                opened.app.say(LONG)
                await opened.settle()
                hidden = toast_rows(opened)
                assert hidden, where
                assert not hidden & cursor_rows(opened), where
                assert 0 not in hidden
                assert size[1] - 1 not in hidden
            await opened.press("tab")


async def test_a_toast_makes_way_for_the_cursor(shipped: Dossier) -> None:
    async with open_reader(shipped, (120, 24), toasts=True) as opened:
        await opened.press("2")
        for _ in range(25):
            opened.app.say(LONG)
            await opened.press("j")
            assert toast_rows(opened)
            assert not toast_rows(opened) & cursor_rows(opened)


async def test_toasts_do_not_pile_up(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        for number in range(5):
            opened.app.say(f"Message {number}")
            await opened.settle()
        shown = [toast for toast in opened.screen.query(Toast) if toast.region and toast.is_on_screen]
        assert len(shown) == 1
        assert "Message 4" in opened.text()
        assert "Message 3" not in opened.text()


async def test_a_toast_in_a_dialog_leaves_its_input_line_and_row(shipped: Dossier) -> None:
    async with open_reader(shipped, (80, 24), toasts=True) as opened:
        await opened.press(":")
        for _ in range(20):
            opened.app.say(LONG)
            await opened.press("down")
            rows = opened.rows()
            line = opened.region(rows).y + rows.cursor - rows.scroll_offset.y
            assert line not in toast_rows(opened)
            assert opened.screen.query_one("Input").region.y not in toast_rows(opened)
