"""A grid of judgements: headings, a step chart, and rows of filled cells with an outline as the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.grades import grade_fill, grade_style
from medway_tui.tui.ratings.cells import short_grade
from medway_tui.tui.ratings.chart import POINT, Chart, Level, draw_chart
from medway_tui.tui.ratings.grid_layout import (
    ColumnLayout,
    LineLayout,
    lay_out_columns,
    lay_out_lines,
)
from medway_tui.tui.theme import Palette, app_palette, palette
from medway_tui.tui.widgets.wrapping import fit, wrap_lines

FRAMEWORK_LINE = "┊"
"""The line between two columns of different frameworks."""


class GridColumn(NamedTuple):
    """A column, with a heading of one or two lines."""

    key: str
    headings: Sequence[str]
    """The forms of its heading, the longest first."""
    group: str = ""
    """The second line; where the grid is divided, written once for all neighbouring columns that have it."""
    is_marked: bool = False


class GridCell(NamedTuple):
    """A cell."""

    draw: Callable[[int, Palette], Sequence[Text]]
    """Returns its lines for a width in cells."""
    sign: str = ""
    """The sign of the grade with whose colour it is filled; empty for one that is not filled."""
    after: str = ""
    """One cell after it: better or worse than the column before."""
    is_joined: bool = False
    """Whether it is one with the cell above."""


class GridRow(NamedTuple):
    """A row."""

    key: Any
    label: str
    cells: Sequence[GridCell]
    note: str = ""
    """What follows after the last cell where there is room."""


class GridContent(NamedTuple):
    """Everything that a grid shows."""

    columns: Sequence[GridColumn] = ()
    rows: Sequence[GridRow] = ()
    chart: Chart | None = None
    least: int = 7
    """The fewest cells of a column's text that say enough."""
    most: int = 24
    is_divided: bool = False
    """Whether there is a line between columns of different groups."""
    subtitle: str = ""
    """In the border where all columns are visible."""


class _Frame(NamedTuple):
    """What a grid is drawn from at its present size."""

    columns: ColumnLayout
    lines: LineLayout
    levels: Sequence[Level]
    """All levels of the chart."""
    chart: Sequence[str]
    cells: Sequence[Sequence[Sequence[Text]]]
    """The lines of each cell of each row."""
    labels: Sequence[Sequence[str]]


SELECTED = "●"
"""The sign before a selected cell."""


class RatingsGrid(Movable, Widget, can_focus=True):
    """The grid, with the keys for movement of all lists. It draws only its visible lines."""

    BINDINGS: ClassVar = [
        *MOVEMENT_BINDINGS,
        Binding("left", "column_left", show=False),
        Binding("right", "column_right", show=False),
    ]

    class Highlighted(Message):
        """Posted when the cursor is on another cell."""

    class Resized(Message):
        """Posted when it has another size, as then so have its neighbours."""

    class Chosen(Message):
        """Posted when a cell is double-clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.content_shown = GridContent()
        self.row = self.column = 0
        self.selected_cells: frozenset[tuple[int, int]] = frozenset()
        """The selected cells, by the numbers of row and column."""
        """The cell of the cursor, numbered from 0."""
        self.reserve = 0
        """The lines of the container that the grid leaves free."""
        self._first_column = self._top = 0
        self._status = ""
        self._frame: _Frame | None = None
        self._base = Style()
        self._colours = palette("")

    # -- content -----------------------------------------------------------------------------------

    def show(self, content: GridContent, *, row: int, column: int) -> None:
        """Show other content with the cursor on a cell; posts no message."""
        self.content_shown = content
        self._frame = None
        self._place_cursor(row, column)
        self.refresh(layout=True)

    def set_status(self, text: str) -> None:
        """Show a line below the rows."""
        self._status = escape_invisible(text)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return the lines of the roomiest layout that leaves the reserve free."""
        available = max(1, container.height - self.reserve)
        return min(available, self._make_frame(width, available).lines.height)

    def on_resize(self) -> None:
        self._frame = None
        self._place_cursor(self.row, self.column)
        self.post_message(self.Resized())

    def _current_frame(self) -> _Frame:
        if self._frame is None:
            self._colours = app_palette(self.app)
            self._frame = self._make_frame(self.size.width, self.size.height)
        return self._frame

    def _make_frame(self, width: int, height: int) -> _Frame:
        content, colours = self.content_shown, app_palette(self.app)
        longest = max((cell_len(row.label) for row in content.rows), default=0)
        columns = lay_out_columns(
            width - max((cell_len(row.note) for row in content.rows), default=0),
            len(content.columns),
            longest,
            content.least,
            content.most,
        )
        cells = [[cell.draw(columns.text, colours) for cell in row.cells] for row in content.rows]
        labels = [
            [fit(escape_invisible(row.label), columns.label - 2)]
            if max(map(len, drawn), default=1) <= 1
            else wrap_lines(row.label, columns.label - 2)
            for row, drawn in zip(content.rows, cells, strict=True)
        ]
        heights = [max(len(label), *map(len, drawn), 1) for label, drawn in zip(labels, cells, strict=True)]
        chart = content.chart
        levels, used = (chart.levels, chart.used_levels()) if chart else ((), range(0))
        headings = 2 if any(column.group for column in content.columns) else 1
        lines = lay_out_lines(height, heights, headings, len(levels), used)
        changes = [self._framework_changes(number) for number in range(len(content.columns))]
        drawn_chart = draw_chart(chart, lines.levels, lines.pitch, columns.width, changes) if chart else ()
        return _Frame(columns, lines, levels, drawn_chart, cells, labels)

    def _framework_changes(self, column: int) -> bool:
        columns = self.content_shown.columns
        return (
            self.content_shown.is_divided
            and 0 < column < len(columns)
            and columns[column].group != columns[column - 1].group
        )

    # -- the cursor --------------------------------------------------------------------------------

    def move_cursor(self, *, row: int | None = None, column: int | None = None) -> None:
        """Move the cursor to a row or column, or as near as there is one."""
        before = self.row, self.column
        self._place_cursor(self.row if row is None else row, self.column if column is None else column)
        if (self.row, self.column) != before:
            self.post_message(self.Highlighted())

    def _place_cursor(self, row: int, column: int) -> None:
        content = self.content_shown
        self.row = max(0, min(row, len(content.rows) - 1))
        self.column = max(0, min(column, len(content.columns) - 1))
        if self.size:
            self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        frame = self._current_frame()
        shown, last = frame.columns.shown, len(self.content_shown.columns)
        first = min(max(self._first_column, self.column - shown + 1), self.column)
        self._first_column = max(0, min(first, last - shown))
        tops, seen = frame.lines.tops, self._visible_lines(frame)
        if self.content_shown.rows:
            bottom = tops[self.row + 1] + (frame.lines.gap if self.row + 2 < len(tops) else 0)
            self._top = min(max(self._top, bottom - seen), tops[self.row])
        self._top = max(0, min(self._top, tops[-1] - seen))
        more = last - shown
        self.border_subtitle = (
            f"{shown} of {last} shown · ← → for {more} more" if more > 0 else self.content_shown.subtitle
        )

    def cursor_lines(self) -> tuple[int, int] | None:
        """Return the first and last line of the cursor's row in the content; None without rows."""
        if not self.content_shown.rows or not self.size:
            return None
        lines = self._current_frame().lines
        top = lines.fixed - self._top
        return lines.tops[self.row] + top, lines.tops[self.row + 1] - 1 + top

    def _visible_lines(self, frame: _Frame) -> int:
        return max(1, self.size.height - frame.lines.fixed - 1)

    def page(self) -> int:
        """Return about how many rows a screenful is."""
        frame = self._current_frame()
        rows = len(self.content_shown.rows)
        return max(1, rows * self._visible_lines(frame) // max(1, frame.lines.tops[-1]))

    def move_by(self, lines: int) -> None:
        """Move the cursor down so many rows; up when negative."""
        self.move_cursor(row=self.row + lines)

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first row, or the last."""
        self.move_cursor(row=len(self.content_shown.rows) - 1 if last else 0)

    def action_column_left(self) -> None:
        self.move_cursor(column=self.column - 1)

    def action_column_right(self) -> None:
        self.move_cursor(column=self.column + 1)

    # -- the mouse ---------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not self.content_shown.rows:
            return
        frame = self._current_frame()
        column: int | None = None
        if offset.x >= frame.columns.label:
            column = self._first_column + (offset.x - frame.columns.label) // frame.columns.width
            if column >= len(self.content_shown.columns):
                return
        line = offset.y - frame.lines.fixed
        row = frame.lines.row_at(line + self._top) if 0 <= line < self._visible_lines(frame) else None
        if row is not None and row >= len(self.content_shown.rows):
            return
        self.move_cursor(row=row, column=column)
        if event.chain == 2 and row is not None and column is not None:
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        frame = self._current_frame()
        last = frame.lines.tops[-1] - self._visible_lines(frame)
        self._top = max(0, min(self._top + lines, last))
        self.refresh()

    # -- drawing -----------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        self._base = self.rich_style
        colours = app_palette(self.app)
        if colours is not self._colours:
            self._colours, self._frame = colours, None
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        frame = self._current_frame()
        status = frame.lines.fixed + min(self._visible_lines(frame), frame.lines.tops[-1] - self._top)
        if not self.content_shown.columns or y > status:
            return Strip.blank(width, self._base)
        if y == status:
            segments = [Segment(f" {fit(self._status, width - 2)}", self._base + self._colours.muted)]
        elif y < frame.lines.headings:
            segments = list(self._heading(frame, y))
        elif y < frame.lines.fixed:
            segments = list(self._chart_line(frame, y - frame.lines.headings))
        else:
            segments = list(self._row_line(frame, y - frame.lines.fixed + self._top))
        return Strip(segments).adjust_cell_length(width, self._base)

    def _visible_columns(self, frame: _Frame) -> range:
        last = min(self._first_column + frame.columns.shown, len(self.content_shown.columns))
        return range(self._first_column, last)

    def _separator(self, column: int) -> Segment:
        # No line before the first visible column, as what is left of it is not on the screen.
        changed = column > self._first_column and self._framework_changes(column)
        return Segment(FRAMEWORK_LINE if changed else " ", self._base + self._colours.muted)

    def _heading(self, frame: _Frame, line: int) -> Iterator[Segment]:
        base, colours = self._base, self._colours
        yield Segment(" " * frame.columns.label, base)
        width = frame.columns.width - 1
        columns = self._visible_columns(frame)
        if line == 0:
            for number in columns:
                yield self._separator(number)
                column = self.content_shown.columns[number]
                mark = "=" if column.is_marked else " "
                forms = [escape_invisible(form) for form in column.headings]
                fitting = (form for form in forms if cell_len(form) < width)
                words = next(fitting, fit(forms[-1], width - 1))
                yield Segment(mark, base + colours.outline)
                yield Segment(words, self._crossing(at_cursor=number == self.column))
                yield Segment(" " * (width - 1 - cell_len(words)), base)
            return
        start = columns.start
        while start < columns.stop:
            end = start + 1
            while self.content_shown.is_divided and end < columns.stop and not self._framework_changes(end):
                end += 1
            yield self._separator(start)
            room = (end - start) * frame.columns.width - 1
            words = fit(escape_invisible(self.content_shown.columns[start].group), room - 1)
            yield Segment(f" {words}{' ' * (room - 1 - cell_len(words))}", base + colours.muted)
            start = end

    def _chart_line(self, frame: _Frame, line: int) -> Iterator[Segment]:
        base, colours, levels = self._base, self._colours, frame.levels
        level, rest = divmod(line, frame.lines.pitch)
        sign = ""
        if rest:
            yield Segment(" " * frame.columns.label, base)
        else:
            sign, words = levels[frame.lines.levels[level]]
            room = frame.columns.label - 5
            words = short_grade(words, room)
            style = base + grade_style(sign, colours)
            yield Segment(f" {words}{' ' * (room - cell_len(words))} {sign}  ", style)
        width = frame.columns.width
        for number in self._visible_columns(frame):
            drawn = frame.chart[line][number * width : (number + 1) * width]
            separator = self._separator(number)
            yield separator if separator.text == FRAMEWORK_LINE else Segment(drawn[0], base + colours.muted)
            before, point, after = drawn[1:].partition(POINT)
            yield Segment(before, base + colours.muted)
            if point:
                yield Segment(point, base + grade_style(sign, colours))
                yield Segment(after, base + colours.muted)

    def _row_line(self, frame: _Frame, line: int) -> Iterator[Segment]:
        base, colours, rows = self._base, self._colours, self.content_shown.rows
        number = frame.lines.row_at(line)
        at_end = number >= len(rows) or (number == len(rows) - 1 and line == frame.lines.tops[-1] - 1)
        offset = line - frame.lines.tops[min(number, len(rows))] - frame.lines.gap
        if frame.lines.gap and at_end and offset >= 0:
            number, offset = len(rows), -1
        if number < len(rows) and offset >= 0:
            label = frame.labels[number][offset] if offset < len(frame.labels[number]) else ""
            yield Segment(" ", base)
            yield Segment(label, self._crossing(at_cursor=number == self.row, plain=Style()))
            yield Segment(" " * (frame.columns.label - 1 - cell_len(label)), base)
        elif number > len(rows) or not frame.lines.gap:
            return
        else:
            yield Segment(" " * frame.columns.label, base)
        for column in self._visible_columns(frame):
            is_marked = offset == 0 and (number, column) in self.selected_cells
            yield Segment(SELECTED, base + colours.strong) if is_marked else self._separator(column)
            if offset < 0:
                yield from self._gap(frame, number, column)
            else:
                yield from self._cell(frame, number, column, offset)
        if number < len(rows) and offset == 0 and rows[number].note:
            yield Segment(rows[number].note, base + colours.muted)

    def _gap(self, frame: _Frame, row: int, column: int) -> Iterator[Segment]:
        """Yield the line above a row in a column: empty, an edge of the outline, or the fill of one cell."""
        width, outline = frame.columns.width - 2, self._outline()
        rows = self.content_shown.rows
        if column == self.column and self.row in (row, row - 1):
            left, along, right = ("┏", "━", "┓") if self.row == row else ("┗", "━", "┛")
            yield Segment(left + along * (width - 2) + right, outline)
        elif row < len(rows) and (cell := rows[row].cells[column]).is_joined and self._fill(cell):
            yield from self._edged(" " * (width - 2), cell)
        else:
            yield Segment(" " * width, self._base)
        yield Segment(" ", self._base)

    def _cell(self, frame: _Frame, row: int, column: int, offset: int) -> Iterator[Segment]:
        base, colours = self._base, self._colours
        cell, lines = self.content_shown.rows[row].cells[column], frame.cells[row][column]
        text = lines[offset] if offset < len(lines) else Text("")
        width = frame.columns.text
        selected = (row, column) == (self.row, self.column)
        if selected:
            yield Segment("┃", self._outline())
        if self._fill(cell) and offset < len(lines):
            words = fit(text.plain, width)
            words += " " * (width - cell_len(words))
            fill = self._fill(cell) + Style(bold=selected, underline=selected and not frame.lines.gap)
            yield from [Segment(words, base + fill)] if selected else self._edged(words, cell)
        else:
            drawn = Strip(
                [
                    Segment(segment.text, base + segment.style if segment.style else base)
                    for segment in text.render(self.app.console)
                    if segment.text and segment.text != "\n"
                ]
            ).adjust_cell_length(width, base)
            yield from drawn if selected else [Segment(" ", base), *drawn, Segment(" ", base)]
        if selected:
            yield Segment("┃", self._outline())
        yield Segment((cell.after if offset == 0 else "") or " ", base + colours.strong)

    def _crossing(self, *, at_cursor: bool, plain: Style | None = None) -> Style:
        """Return the style of a heading or label; that of the cursor's column or row is highlighted."""
        colours = self._colours
        if not at_cursor:
            return self._base + (colours.muted if plain is None else plain)
        return self._base + (colours.cursor if self.has_focus else colours.cursor_dim) + colours.strong

    def _outline(self) -> Style:
        return self._base + (self._colours.outline if self.has_focus else self._colours.muted)

    def _fill(self, cell: GridCell) -> Style:
        return grade_fill(cell.sign, self._colours) if cell.sign else Style()

    def _edged(self, words: str, cell: GridCell) -> Iterator[Segment]:
        """Yield a filled cell with half a cell of its colour on either side."""
        fill = self._fill(cell)
        edge = self._base + Style(color=fill.color if fill.reverse else fill.bgcolor)
        yield Segment("▐", edge)
        yield Segment(words, self._base + fill)
        yield Segment("▌", edge)
