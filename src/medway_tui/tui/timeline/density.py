"""The line above the timeline: how many entries each part of the years has, and where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, cast

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Sparkline, Static

from medway_tui.tui.theme import app_palette

if TYPE_CHECKING:
    from rich.console import RenderableType

EMPTY = "·"
"""A part of the years without entries."""
_TALL_BARS = "▅▆▇█"


class DensityBars(Sparkline):
    """A sparkline of counts with a cursor. A click asks for the part of the time below it."""

    class PartChosen(Message):
        """Posted when a part of the time is clicked."""

        def __init__(self, part: int) -> None:
            super().__init__()
            self.part = part

    cursor_part: reactive[int | None] = reactive(None)
    """The part of the time with the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Sequence[int] = ()

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show the numbers of entries in equal parts of the time."""
        self._counts = counts
        self.refresh()

    def _cell_of(self, part: int) -> int:
        return part * self.size.width // max(1, len(self._counts))

    def _sums(self) -> list[int]:
        """Return the number of entries for each cell."""
        sums = [0] * self.size.width
        for part, count in enumerate(self._counts):
            sums[self._cell_of(part)] += count
        return sums

    def render(self) -> RenderResult:
        """Draw a bar a cell; the root of a number is drawn, so that one entry can be seen beside fifty."""
        sums = self._sums()
        if not sums or not any(sums):
            return Content("")
        self.set_reactive(Sparkline.data, [sqrt(each) for each in sums])
        renderable = cast("RenderableType", super().render())
        colours = app_palette(self.app)
        text = Text(no_wrap=True, end="")
        for count, segment in zip(sums, self.app.console.render(renderable), strict=False):
            text.append(segment.text if count else EMPTY, segment.style if count else colours.muted)
        if self.cursor_part is not None:
            cell = self._cell_of(self.cursor_part)
            style = colours.match
            if text.plain[cell : cell + 1] in _TALL_BARS:
                # A tall bar hides its background.
                style += Style(reverse=not style.reverse)
            text.stylize(style, cell, cell + 1)
        return text

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._counts:
            # The first part that this cell has.
            self.post_message(self.PartChosen(-(-offset.x * len(self._counts) // self.size.width)))


class DensityLine(Horizontal):
    """The first year, the bars, and the last year."""

    DEFAULT_CSS = """
    DensityLine { height: 1; padding: 0 1; }
    DensityLine > Static { width: auto; height: 1; }
    DensityLine > DensityBars { width: 1fr; margin: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="first-year")
        yield DensityBars()
        yield Static(id="last-year")

    @property
    def bars(self) -> DensityBars:
        return self.query_one(DensityBars)

    def show(self, years: tuple[int, int] | None, counts: Sequence[int]) -> None:
        """Show the numbers of entries in equal parts of some years."""
        first, last = map(str, years) if years else ("", "")
        self.query_one("#first-year", Static).update(Content(first))
        self.query_one("#last-year", Static).update(Content(last))
        self.bars.set_counts(counts)
