"""The pane with the sides of a difference, with a cursor on their places."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.differences.layout import EMPTY_LAYOUT, PlacedStop, SidesLayout, Stop
from medway_tui.tui.theme import Palette, app_palette

Layout = Callable[[int, Palette], SidesLayout]
"""Lays out a difference for a width in cells."""


class SidesPane(Movable, ScrollView, can_focus=True):
    """The sides of a difference. Enter or a click on the place under the cursor opens it."""

    DEFAULT_CSS = """
    SidesPane { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVEMENT_BINDINGS

    class StopChosen(Message):
        """Posted when a place is clicked that has the cursor, or clicked twice."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._make_layout: Layout = lambda width, colours: EMPTY_LAYOUT  # noqa: ARG005 - as layouts are called
        self._layout = EMPTY_LAYOUT
        self._layout_key: tuple[int, str, bool] | None = None
        self._at = 0

    # -- content ---------------------------------------------------------------------------------

    def show(self, layout: Layout, *, keep: bool = False) -> None:
        """Show a difference from its beginning, with the cursor on its first place; or ``keep`` both."""
        self._make_layout, self._layout_key = layout, None
        top = self.scroll_offset.y
        self._lay_out()
        self._at = min(self._at, max(0, len(self._layout.stops) - 1)) if keep else 0
        self.scroll_to(y=top if keep else 0, animate=False, immediate=True, force=True)
        self.refresh()

    @property
    def stop(self) -> Stop | None:
        """The place under the cursor; None where no side has any."""
        return self._layout.stops[self._at].stop if self._at < len(self._layout.stops) else None

    def go_to_stop(self, number: int) -> None:
        """Move the cursor to a place by its number, and scroll to it."""
        if self._layout_key is None:
            # The first layout goes there.
            self._at = max(0, number)
        if not 0 <= number < len(self._layout.stops):
            return
        self._at = number
        placed = self._layout.stops[number]
        region = Region(0, placed.top, 1, min(placed.height, max(1, self.size.height)))
        self.scroll_to_region(region, animate=False, immediate=True, x_axis=False, force=True)
        self.refresh()

    @property
    def stop_number(self) -> int:
        """The number of the place under the cursor, from 0."""
        return self._at

    def cursor_lines(self) -> tuple[int, int] | None:
        """Return the first and last line in the pane of the place under the cursor; None without one."""
        if self._at >= len(self._layout.stops):
            return None
        placed, top = self._layout.stops[self._at], self.scroll_offset.y
        return placed.top - top, placed.top + placed.height - 1 - top

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        key = width, self.app.theme, self.app.no_color
        if not width or key == self._layout_key:
            return
        self._layout_key = key
        self._layout = self._make_layout(width, app_palette(self.app))
        self._at = min(self._at, max(0, len(self._layout.stops) - 1))
        self.virtual_size = Size(0, len(self._layout.lines))

    def on_resize(self) -> None:
        self._lay_out()
        if self._layout.stops and self.has_focus:
            self.go_to_stop(self._at)
        self.refresh()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        return max(1, self.size.height)

    def move_by(self, lines: int) -> None:
        """Move the cursor by a place, or scroll by several lines; the text between two places is shown."""
        if abs(lines) > 1:
            self._scroll(lines)
            return
        target = self._at + lines
        if not 0 <= target < len(self._layout.stops):
            self._scroll(lines)
            return
        placed = self._layout.stops[target]
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        if placed.top >= bottom + 1 or placed.top + placed.height < top:
            # What is between the two is read first.
            self._scroll(lines)
        else:
            self.go_to_stop(target)

    def _scroll(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def move_to_end(self, *, last: bool) -> None:
        self.go_to_stop(len(self._layout.stops) - 1 if last else 0)
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        line = offset.y + self.scroll_offset.y
        for number, placed in enumerate(self._layout.stops):
            inside = placed.left <= offset.x < placed.left + placed.width
            if inside and placed.top <= line < placed.top + placed.height:
                was_there = number == self._at and event.chain == 2
                self.go_to_stop(number)
                if was_there:
                    self.post_message(self.StopChosen())
                return

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, base = self.scrollable_content_region.width, self.rich_style
        number = y + self.scroll_offset.y
        if not 0 <= number < len(self._layout.lines):
            return Strip.blank(width, base)
        text = self._layout.lines[number]
        if self._layout.stops:
            text = self._with_cursor(text, number, self._layout.stops[self._at])
        return _make_strip(text, self.app.console, width, base)

    def _with_cursor(self, text: Text, number: int, placed: PlacedStop) -> Text:
        """Return a line with the cursor's mark and background, where the cursor is on it."""
        if not placed.top <= number < placed.top + placed.height:
            return text
        colours = app_palette(self.app)
        before, own, after = _cut(text, placed.left, placed.left + placed.width)
        own.append(" " * (placed.width - own.cell_len))
        if number == placed.top and own.plain.startswith(" "):
            own = Text("▸").append_text(own[1:])
        # Bold is for the printed words alone, but without colours it is all there is.
        style = colours.cursor if self.has_focus else colours.cursor_dim
        own.stylize_before(Style(bgcolor=style.bgcolor) if style.bgcolor else style)
        return Text.assemble(before, own, after)


def _cut(text: Text, start: int, end: int) -> tuple[Text, Text, Text]:
    """Return a line in three parts, cut at two cells."""
    edges = []
    for cells in (start, end):
        at, used = 0, 0
        while at < len(text.plain) and used < cells:
            used += text[at].cell_len
            at += 1
        edges.append(at)
    return text[: edges[0]], text[edges[0] : edges[1]], text[edges[1] :]


def _make_strip(text: Text, console: object, width: int, base: Style) -> Strip:
    segments = [
        Segment(segment.text, base + segment.style if segment.style else base)
        for segment in text.render(console)  # type: ignore[arg-type]
        if segment.text
    ]
    return Strip(segments).adjust_cell_length(width, base)
