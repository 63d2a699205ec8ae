"""From 40×12 to 300×100: no view or dialog overlaps itself, is cut off or lost."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.widget import Widget

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.base_view import View
from medway_tui.tui.widgets.header_footer import Footer, ViewBar
from tests.tui.reader_pilot import ReaderPilot, open_reader

SIZES = [(40, 12), (300, 100), (1, 1), (79, 24)]
"""The smallest, the largest, one too small for anything, and one just too narrow for two panes."""

SCREENS = {
    "1": ("1",),
    "side by side": ("1", "|"),
    "2": ("2",),
    "3": ("3",),
    "4": ("4",),
    "5": ("5",),
    "6": ("6",),
    "search": ("1", "slash", "t", "h", "e"),
    "person": ("c",),
    "commands": ("colon",),
    "help": ("question_mark",),
    "findings": ("exclamation_mark",),
    "copy": ("1", "n", "Y"),
    "councils": ("3", "i"),
    "import": ("action_import_file",),
    "article": ("action_new_article",),
    "person to add": ("action_new_person",),
}


def seen(widget: Widget) -> Region:
    """Return the part of a widget that its parents leave visible."""
    return widget.region.intersection(widget.screen.region)


def check_layout(opened: ReaderPilot, where: str) -> None:
    """Check that every line is as wide as the window, and that no widget covers another or is outside."""
    screen = opened.screen
    width, height = opened.app.size
    strips = opened.strips()
    assert len(strips) == height, where
    assert all(cell_len(strip.text) == width for strip in strips), where
    for parent in [screen, *screen.query("*")]:
        children = [child for child in parent.children if child.display and child.region.area]
        for one, other in combinations(children, 2):
            if one.styles.layer == other.styles.layer:
                overlap = seen(one).intersection(seen(other))
                assert not overlap.area, (where, (width, height), one, one.region, other, other.region)
        for child in children:
            if not parent.is_scrollable or isinstance(parent, View):
                assert child.region in parent.region, (where, (width, height), child, child.region)
    focused = screen.focused
    assert focused is not None, (where, (width, height))
    assert seen(focused).area, (where, (width, height), focused)


def check_frame(opened: ReaderPilot, where: str) -> None:
    """Check that a view has its bar and its footer, with the way out."""
    view = opened.screen
    if not isinstance(view, View):
        return
    width, height = opened.app.size
    assert view.query_one(ViewBar).region == Region(0, 0, width, 1), where
    assert view.query_one(Footer).region == Region(0, height - 1, width, 1), where
    assert "q Quit" in opened.lines()[-1], (where, width)


@pytest.mark.parametrize("part", [0, 1])
async def test_every_screen_fits_every_window(shipped: Dossier, part: int) -> None:
    async with open_reader(shipped) as opened:
        for name in [*SCREENS][part::2]:
            await open_screen(opened, SCREENS[name])
            for size in SIZES:
                await opened.resize(*size)
                assert opened.app.return_code is None
                if size != (1, 1):
                    check_layout(opened, name)
                    check_frame(opened, name)
            if not isinstance(opened.screen, View):
                await opened.press("escape")


async def open_screen(opened: ReaderPilot, keys: tuple[str, ...]) -> None:
    await opened.resize(120, 40)
    for key in keys:
        if key.startswith("action_"):
            await getattr(opened.app, key)()
            await opened.settle()
        else:
            await opened.press(key)
