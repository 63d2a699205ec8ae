"""A list that draws only the rows that are seen, so that it holds any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.row_sources import ListRow, RowSource, StaticRows

__all__ = ["RowList"]


class RowList(Movable, ScrollView, can_focus=True):
    """A list of rows with a cursor. Enter, or a second click, chooses."""

    DEFAULT_CSS = """
    RowList { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVEMENT_BINDINGS

    class Highlighted(Message):
        """The cursor came to another row."""

        def __init__(self, rows: RowList, value: Any) -> None:
            super().__init__()
            self.rows = rows
            self.value = value

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Chosen(Highlighted):
        """A row was chosen."""

    class MoreRowsNeeded(Message):
        """The end of what is there came near, and there is more to be given (see ``Rows.whole``)."""

    def __init__(self, *, empty: str = "", click_chooses: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: RowSource = StaticRows()
        self._more_requested = False
        self._to_end = False
        self._empty_message = empty
        self._click_chooses = click_chooses
        self._base = Style()
        self._palette = palette("")
        self.cursor = -1
        """The number of the row with the cursor; -1 when there is none."""

    # -- rows ------------------------------------------------------------------------------------

    def show(
        self, rows: RowSource | Sequence[ListRow], *, value: Any = None, empty: str | None = None
    ) -> None:
        """Show other rows, with the cursor on the one for ``value``, or on the first.

        Posts no message: whoever gives the rows knows.
        """
        self._set_rows(rows, empty)
        self._to_end = False
        self.cursor = -1
        self._move_cursor(self._rows.find(value) if value is not None else None)
        if self.cursor < 0:
            self._move_cursor(self._next_selectable(0, 1))
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def replace(
        self, rows: RowSource | Sequence[ListRow], *, value: Any = None, empty: str | None = None
    ) -> None:
        """Show rows in the place of those before, most of which are the same; posts no message.

        The cursor comes to the row for ``value``; where there is none, it stays at its place in the list.
        Either way it stays on its line of the screen, and where it is out of sight nothing moves.
        """
        number, top = max(0, self.cursor), self.scroll_offset.y
        line = self._rows.line_of_row(min(number, len(self._rows))) - top
        self._set_rows(rows, empty)
        found = self._rows.find(value) if value is not None else None
        if found is None:
            at = min(number, len(rows) - 1)
            found = self._next_selectable(at, 1)
            found = self._next_selectable(at, -1) if found is None else found
        self.cursor = -1 if found is None else found
        if found is not None and 0 <= line < self.size.height:
            top = self._rows.line_of_row(found) - line
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)
        self.refresh()
        if self._to_end:
            self.move_to_end(last=True)
        self._request_more()

    def _set_rows(self, rows: RowSource | Sequence[ListRow], empty: str | None) -> None:
        self._rows = rows if isinstance(rows, RowSource) else StaticRows(rows)
        if empty is not None:
            self._empty_message = empty
        self._more_requested = False
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(0, self._rows.line_of_row(len(self._rows)))

    @property
    def value(self) -> Any:
        """What the row with the cursor stands for; None when there is none."""
        return self._rows[self.cursor].value if 0 <= self.cursor < len(self._rows) else None

    def select(self, value: Any) -> None:
        """Put the cursor on the row for a value, if there is one; posts no message."""
        if value != self.value:
            self._to_end = False
            self._move_cursor(self._rows.find(value))

    def _next_selectable(self, start: int, step: int) -> int | None:
        number = start
        while 0 <= number < len(self._rows):
            if self._rows[number].value is not None:
                return number
            number += step
        return None

    def _move_cursor(self, number: int | None) -> bool:
        if number is None or number == self.cursor:
            return False
        self.cursor = number
        self.refresh()
        self._show_cursor()
        self._request_more()
        return True

    def _show_cursor(self) -> None:
        if self.cursor < 0:
            return
        first = self.cursor
        # A heading just above belongs in sight with its first row.
        while first and self._rows[first - 1].value is None:
            first -= 1
        top, bottom = self._rows.line_of_row(first), self._rows.line_of_row(self.cursor + 1)
        region = Region(0, top, 1, min(bottom - top, max(1, self.size.height)))
        # By force, as there may be no scrollbar yet where the list was short before.
        self.scroll_to_region(region, animate=False, immediate=True, x_axis=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight; more room may want more rows."""
        self._measure()
        self._show_cursor()
        self._request_more()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        """How many rows a screenful is."""
        height = self._rows[self.cursor].height if 0 <= self.cursor < len(self._rows) else 1
        return max(1, self.size.height // height)

    def move_by(self, lines: int) -> None:
        """Move the cursor so many rows down; up when negative."""
        if not self._rows:
            return
        step = 1 if lines > 0 else -1
        if self._scroll_within_row(step):
            return
        target = min(max(self.cursor + lines, 0), len(self._rows) - 1)
        found = self._next_selectable(target, step)
        if found is None:
            found = self._next_selectable(target, -step)
        if found in (None, self.cursor):
            # Headings beyond the last row that can be chosen are still to be read.
            self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)
        self._go_to_row(found)

    def _scroll_within_row(self, step: int) -> bool:
        """Scroll a line further within a row of which not all is in sight, if it is that tall."""
        if self.cursor < 0 or self._rows[self.cursor].height <= self.size.height:
            return False
        top, bottom = self._rows.line_of_row(self.cursor), self._rows.line_of_row(self.cursor + 1)
        seen = self.scroll_offset.y
        if not (seen + self.size.height < bottom if step > 0 else top < seen):
            return False
        self.scroll_to(y=seen + step, animate=False, immediate=True)
        return True

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first row, or the last; where more are to come, on to the last of these."""
        self._go_to_row(
            self._next_selectable(len(self._rows) - 1, -1) if last else self._next_selectable(0, 1)
        )
        self._to_end = last and not self._rows.complete

    def _go_to_row(self, number: int | None) -> None:
        self._to_end = False
        if self._move_cursor(number):
            self.post_message(self.Highlighted(self, self.value))

    def choose(self) -> None:
        """Choose the row with the cursor."""
        if self.value is not None:
            self.post_message(self.Chosen(self, self.value))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one there chooses."""
        line = event.get_content_offset_capture(self).y + self.scroll_offset.y
        number = self._rows.row_at_line(line)
        if not 0 <= number < len(self._rows) or self._rows[number].value is None:
            return
        self._go_to_row(number)
        if self._click_chooses or event.chain > 1:
            self.choose()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for more where the end of what is there comes near."""
        super().watch_scroll_y(old_value, new_value)
        self._request_more()

    def _request_more(self) -> None:
        if self._rows.complete or self._more_requested:
            return
        seen = self.scroll_offset.y + 2 * self.size.height
        if seen >= self._rows.line_of_row(len(self._rows)) or self.cursor + self.page() >= len(self._rows):
            self._more_requested = True
            self.post_message(self.MoreRowsNeeded())

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the list."""
        self._base = self.rich_style
        self._palette = palette(self.app.theme, no_color=self.app.no_color)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        base, colours = self._base, self._palette
        line = y + self.scroll_offset.y
        if not self._rows and self._empty_message:
            return self._make_strip(self._empty_line(y, width), width, base + colours.muted)
        number = self._rows.row_at_line(line)
        if not 0 <= number < len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[number]
        drawn = row.draw(width, colours)
        offset = line - self._rows.line_of_row(number)
        text = drawn[offset] if offset < len(drawn) else Text("")
        if number == self.cursor:
            base += colours.cursor if self.has_focus else colours.cursor_dim
            if offset == 0 and text.plain.startswith(" "):
                text = Text("▸").append_text(text[1:])
        return self._make_strip(text, width, base)

    def _empty_line(self, y: int, width: int) -> Text:
        from medway_tui.tui.widgets.wrapping import wrap  # noqa: PLC0415 - only an empty list says so

        lines = wrap(self._empty_message, max(1, width - 2))
        return Text(" " + self._empty_message[slice(*lines[y])]) if y < len(lines) else Text("")

    def _make_strip(self, text: Text, width: int, base: Style) -> Strip:
        segments = [
            Segment(segment.text, base + segment.style if segment.style else base)
            for segment in text.render(self.app.console)
            if segment.text
        ]
        return Strip(segments).adjust_cell_length(width, base)
