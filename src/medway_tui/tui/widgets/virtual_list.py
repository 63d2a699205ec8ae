"""A virtual list: draws only visible rows, so it holds any number of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from medway_tui.tui.theme import app_palette, palette
from medway_tui.tui.widgets.position import PositionMixin
from medway_tui.tui.widgets.row_sources import ListRow, RowSource, StaticRows
from medway_tui.tui.widgets.scrolling import jump_to_line
from medway_tui.tui.widgets.wrapping import wrap_lines

_LINES_AROUND = 4
"""The lines of a window around a list at its highest: view bar, border and footer."""


class RowList(Movable, PositionMixin, ScrollView, can_focus=True):
    """A list of rows with a cursor. Enter or a double click chooses the row."""

    DEFAULT_CSS = """
    RowList { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    BINDINGS = MOVEMENT_BINDINGS
    # Its rows have no text to be selected, and its border can be dragged.
    ALLOW_SELECT = False

    class Highlighted(Message):
        """Posted when the user moves the cursor to another row."""

        def __init__(self, rows: RowList, value: Any) -> None:
            super().__init__()
            self.rows = rows
            self.value = value

        @property
        def control(self) -> RowList:
            """The list, for selectors in ``on``."""
            return self.rows

    class Chosen(Highlighted):
        """Posted when a row is chosen."""

    class Toggled(Highlighted):
        """Posted when a row is clicked with Ctrl, which selects it or leaves it out again."""

    class MoreRowsNeeded(Message):
        """Posted when the last row is nearly visible and the rows are not complete."""

    def __init__(self, *, empty: str = "", click_chooses: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._rows: RowSource = StaticRows()
        self._more_requested = False
        self._to_end = False
        self._begins_at_top = False
        """Whether layouts leave the list at its top, wherever the cursor is, until that is moved."""
        self._empty_message = empty
        self._click_chooses = click_chooses
        self._base = Style()
        self._palette = palette("")
        self._selected: Collection[Any] = ()
        self._selected_note = ""
        self._own_hint = ""
        self.cursor = -1
        """The number of the row with the cursor; -1 when there is none."""

    # -- rows ------------------------------------------------------------------------------------

    def show(
        self, rows: RowSource | Sequence[ListRow], *, value: Any = None, empty: str | None = None
    ) -> None:
        """Show other rows with the cursor on the row for ``value``, else on the first; posts no message."""
        self._set_rows(rows, empty)
        self._to_end = self._begins_at_top = False
        self.cursor = -1
        self._move_cursor(self._rows.find(value) if value is not None else None)
        if self.cursor < 0:
            self._move_cursor(self._next_selectable(0, 1))
            self.scroll_to(y=0, animate=False, immediate=True)
            self._begins_at_top = not self.size.height
        self.refresh()

    def replace(
        self, rows: RowSource | Sequence[ListRow], *, value: Any = None, empty: str | None = None
    ) -> None:
        """Show a new version of the rows, with the cursor on the row for ``value``; posts no message.

        Without such a row the cursor keeps its number. It also keeps its line on the screen; if it is
        not visible, the list does not scroll.
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
        self.show_position()
        if self._begins_at_top:
            top = 0
        elif found is not None and 0 <= line < self.size.height:
            top = self._rows.line_of_row(found) - line
        jump_to_line(self, max(0, top))
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
        self.show_position()

    def _measure(self) -> None:
        self.virtual_size = Size(0, self._rows.line_of_row(len(self._rows)))

    @property
    def value(self) -> Any:
        """The value of the row with the cursor; None when there is none."""
        return self._rows[self.cursor].value if 0 <= self.cursor < len(self._rows) else None

    def row_of(self, value: Any) -> int | None:
        """Return the number of the row for a value; None where it is not listed."""
        return self._rows.find(value)

    def show_selected(self, values: Collection[Any], note: str) -> None:
        """Mark the rows for some values as selected, with a note in the lower border."""
        self._selected, self._selected_note = values, note
        self.set_hint(self._own_hint)
        self.refresh()

    def set_hint(self, hint: str, *, first: bool = False) -> None:
        """Show a hint in the lower border, after the note on what is selected."""
        self._own_hint = hint
        super().set_hint(" · ".join(filter(None, (self._selected_note, hint))), first=first)

    def value_beside(self, step: int) -> Any:
        """Return the value of the next row that can be chosen, or the previous; None where there is none."""
        number = self._next_selectable(self.cursor + step, step)
        return None if number is None else self._rows[number].value

    def select(self, value: Any) -> None:
        """Move the cursor to the row for a value, if there is one; posts no message."""
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
        self._begins_at_top = False
        self.refresh()
        self.show_position()
        self._show_cursor()
        self._request_more()
        return True

    def _show_cursor(self) -> None:
        if self.cursor < 0:
            return
        first = self.cursor
        # Show a heading together with its first row.
        while first and self.is_heading(self._rows[first - 1].value):
            first -= 1
        top, bottom = self._rows.line_of_row(first), self._rows.line_of_row(self.cursor + 1)
        if not self.size.height:
            # Before the first layout: about as far as it will have to scroll.
            height = self.app.size.height - _LINES_AROUND
            jump_to_line(self, max(0, bottom - max(1, height)))
            return
        region = Region(0, top, 1, min(bottom - top, self.size.height))
        # By force, as there is no scrollbar yet where the list before was short.
        self.scroll_to_region(region, animate=False, immediate=True, x_axis=False, force=True)
        jump_to_line(self, self.scroll_offset.y)

    def cursor_lines(self) -> tuple[int, int] | None:
        """Return the first and last line of the cursor's row in the content; None without a cursor."""
        if not 0 <= self.cursor < len(self._rows):
            return None
        top = self._rows.line_of_row(self.cursor) - self.scroll_offset.y
        return top, top + self._rows[self.cursor].height - 1

    def position_text(self) -> str:
        """Return the number of the cursor's row, or how much is above it where some rows are headings.

        Empty where all rows are visible, and in a pane without the focus.
        """
        rows = self._rows
        if self.cursor < 0 or not rows.complete or not self.has_focus:
            return ""
        if self.virtual_size.height <= self.size.height:
            return ""
        if rows.has_headings:
            return f"{100 * self.cursor // max(1, len(rows) - 1)}%"
        return f"{self.cursor + 1:,} of {len(rows):,}"

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's
        super().watch_has_focus(has_focus)
        self.show_position()

    def is_heading(self, value: Any) -> bool:
        """Return whether the row for a value is a heading, to be seen with the row below it."""
        return value is None

    def on_resize(self) -> None:
        self._measure()
        self.show_position()
        if not self._begins_at_top:
            self._show_cursor()
        self._request_more()

    # -- moving ----------------------------------------------------------------------------------

    def page(self) -> int:
        height = self._rows[self.cursor].height if 0 <= self.cursor < len(self._rows) else 1
        return max(1, self.size.height // height)

    def move_by(self, lines: int) -> None:
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
            # Headings beyond the last row that can be chosen must become visible too.
            self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)
        self._go_to_row(found)

    def _scroll_within_row(self, step: int) -> bool:
        """Scroll by a line within a row taller than the list; return whether there was more of it."""
        if self.cursor < 0 or self._rows[self.cursor].height <= self.size.height:
            return False
        top, bottom = self._rows.line_of_row(self.cursor), self._rows.line_of_row(self.cursor + 1)
        seen = self.scroll_offset.y
        if not (seen + self.size.height < bottom if step > 0 else top < seen):
            return False
        self.scroll_to(y=seen + step, animate=False, immediate=True)
        return True

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first or last row; to the very last once the rows are complete."""
        self._go_to_row(
            self._next_selectable(len(self._rows) - 1, -1) if last else self._next_selectable(0, 1)
        )
        self._to_end = last and not self._rows.complete

    def _go_to_row(self, number: int | None) -> None:
        self._to_end = False
        if self._move_cursor(number):
            self.post_message(self.Highlighted(self, self.value))

    def choose(self) -> None:
        if self.value is not None:
            self.post_message(self.Chosen(self, self.value))

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y + self.scroll_offset.y
        number = self._rows.row_at_line(line)
        if not 0 <= number < len(self._rows) or self._rows[number].value is None:
            return
        self._go_to_row(number)
        if event.ctrl:
            self.post_message(self.Toggled(self, self.value))
        elif event.button == 1 and (self._click_chooses or event.chain == 2):
            # The right button opens the commands for the row.
            self.choose()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._request_more()

    def _request_more(self) -> None:
        if self._rows.complete or self._more_requested:
            return
        needed = self.scroll_offset.y + 2 * self.size.height
        if needed >= self._rows.line_of_row(len(self._rows)) or self.cursor + self.page() >= len(self._rows):
            self._more_requested = True
            self.post_message(self.MoreRowsNeeded())

    # -- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        self._base = self.rich_style
        self._palette = app_palette(self.app)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base, colours = self._base, self._palette
        line = y + self.scroll_offset.y
        if not self._rows and self._empty_message:
            lines = wrap_lines(self._empty_message, width - 2)
            text = Text(f" {lines[y]}" if y < len(lines) else "")
            return self._make_strip(text, width, base + colours.muted)
        number = self._rows.row_at_line(line)
        if not 0 <= number < len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[number]
        drawn = row.draw(width, colours)
        offset = line - self._rows.line_of_row(number)
        text = drawn[offset] if offset < len(drawn) else Text("")
        is_selected = row.value is not None and row.value in self._selected
        if is_selected:
            base += Style(bgcolor=colours.chosen.bgcolor, bold=True)
        if number == self.cursor:
            base += colours.cursor if self.has_focus else colours.cursor_dim
        if offset == 0 and text.plain.startswith(" ") and (is_selected or number == self.cursor):
            text = Text("●" if is_selected else "▸").append_text(text[1:])
        return self._make_strip(text, width, base)

    def _make_strip(self, text: Text, width: int, base: Style) -> Strip:
        segments = [
            Segment(segment.text, base + segment.style if segment.style else base)
            for segment in text.render(self.app.console)
            if segment.text
        ]
        return Strip(segments).adjust_cell_length(width, base)
