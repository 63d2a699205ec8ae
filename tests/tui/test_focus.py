"""The focus can be seen in every view and dialog, in every theme, and without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input, TextArea

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.contrast import contrast
from medway_tui.tui.theme_files import BASES
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.test_colours import attributes, rgb

PLACES = (
    ("1",), ("2",), ("2", "f"), ("3",), ("3", "h", "r"), ("4",), ("5",), ("6",), ("1", "|"), ("/", *"the"),
    ("c",), ("?",), (":",), ("t",), ("Y",), (":", "new article", "enter"), (":", "new person", "enter"),
    (":", "import a file", "enter"),
)  # fmt: skip
"""Keys from the first screen to each view and dialog in which Tab moves the focus, or a field has it."""

LEAST_CONTRAST = 3.0
"""The contrast between a cell with and without the focus (WCAG 2.2, 2.4.13)."""
LEAST_CELLS = {Input: 1, TextArea: 1, Widget: 4}
"""The cells that must differ so much: of a field its cursor, of anything else a part of its border or row."""


class Frame(NamedTuple):
    """A widget with the focus, and the screen meanwhile."""

    widget: Widget
    region: Region
    cells: list[list[tuple[str, Style]]]


def frame(opened: ReaderPilot) -> Frame:
    """Return the screen as it is, cell by cell."""
    widget = opened.screen.focused
    assert widget is not None
    if isinstance(widget, (Input, TextArea)):
        # It may have blinked away.
        widget.cursor_blink = False
    cells = [
        [(char, segment.style or Style()) for segment in strip for char in segment.text]
        for strip in opened.strips()
    ]
    return Frame(widget, widget.region, cells)


async def walk_focus(opened: ReaderPilot) -> list[Frame]:
    """Press Tab until the focus is back where it was before; return the screen after each."""
    frames = [frame(opened)]
    while len(frames) < 15:
        await opened.press("tab")
        if opened.screen.focused in [each.widget for each in frames]:
            return frames
        frames.append(frame(opened))
    raise AssertionError("Tab does not come back to where it began")


def changed_cells(here: Frame, elsewhere: Frame, *, with_colours: bool) -> Iterator[tuple[int, int]]:
    """Yield the cells of a widget that look different without the focus."""
    for y in range(here.region.y, here.region.bottom):
        line, other = here.cells[y], elsewhere.cells[y]
        for x in range(here.region.x, min(here.region.right, len(line), len(other))):
            (char, style), (other_char, other_style) = line[x], other[x]
            if attributes(style) != attributes(other_style) or char != other_char:
                yield x, y
            elif with_colours:
                pairs = [(style.bgcolor, other_style.bgcolor)]
                if char.strip():
                    pairs.append((style.color, other_style.color))
                if any(contrast(rgb(one), rgb(two)) >= LEAST_CONTRAST for one, two in pairs):
                    yield x, y


async def check_focus(
    opened: ReaderPilot, places: Sequence[tuple[str, ...]] = PLACES, *, with_colours: bool = True
) -> None:
    faults = []
    for keys in places:
        for key in keys:
            await (opened.type(key) if " " in key else opened.press(key))
        frames = await walk_focus(opened)
        for number, here in enumerate(frames):
            elsewhere = frames[number + 1 if number + 1 < len(frames) else number - 1]
            least = next(number for kind, number in LEAST_CELLS.items() if isinstance(here.widget, kind))
            if elsewhere is here:
                continue  # nothing else can have the focus
            found = list(changed_cells(here, elsewhere, with_colours=with_colours))
            if len(found) < least:
                faults.append(f"{' '.join(keys)}: {here.widget!r} has {len(found)} of {least}")
        await opened.press("escape", "escape", "1")
    assert not faults, "\n".join(faults)


async def test_the_focus_stands_out_in_every_view_and_dialog(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await check_focus(opened)


@pytest.mark.parametrize("theme", [theme for theme in BASES if theme != "dark"])
async def test_the_focus_stands_out_in_every_theme(shipped: Dossier, theme: str) -> None:
    # The rules are the same in all: a list, a text, a field and a choice show the colours of a theme.
    async with open_reader(shipped, theme=theme) as opened:
        await check_focus(opened, [("2", "f"), (":", "new person", "enter")])


async def test_the_focus_can_be_seen_without_colours(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_reader(shipped) as opened:
        places = [
            keys for keys in PLACES if keys not in {("2",), ("4",), ("5",), (":", "new article", "enter")}
        ]
        await check_focus(opened, places, with_colours=False)
