"""The table of judgements, with a whole number of columns in the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable
from medway_tui.tui.ratings.cells import wrap_styled
from medway_tui.tui.widgets.wrapping import wrap

MIN_COLUMN_WIDTH = 13
"""The cells of the narrowest column: the longest word of a grade, with its sign."""

COLUMN_PADDING = 2
"""The cells that the table adds to every column."""


class RatingsGrid(Movable, DataTable[Text]):
    """The table, with the keys for movement of all lists."""

    BINDINGS = MOVEMENT_BINDINGS

    class Resized(Message):
        """The table has a new size, and needs new columns."""

    def on_resize(self) -> None:
        # The columns of a DataTable do not follow its size by themselves.
        self.post_message(self.Resized())

    def fill(
        self, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[str, Sequence[Text]]], subtitle: str
    ) -> None:
        """Show columns, each a key and a heading, and rows, each a label and its cells.

        ``subtitle`` is in the border where all columns are visible; else the number of the others.
        """
        cursor = self.cursor_coordinate
        label, width, shown = _column_widths(self.scrollable_content_region.width - 1, len(columns))
        headings = ["\n".join(_wrap_lines(text, width)) for _, text in columns]
        self.clear(columns=True)
        self.header_height = max((text.count("\n") + 1 for text in headings), default=1)
        self.add_column(Text(""), width=label, key="label")
        for (key, _), heading in zip(columns, headings, strict=True):
            self.add_column(Text(heading), width=width, key=f"column {key}")
        for name, cells in rows:
            drawn = [
                wrap_styled(Text(escape_invisible(name), "bold"), label),
                *(wrap_styled(cell, width) for cell in cells),
            ]
            # Given, as a height that the table measures itself may come after its layout.
            self.add_row(*drawn, height=max(cell.plain.count("\n") + 1 for cell in drawn))
        if columns and rows:
            self.move_cursor(
                row=min(cursor.row, len(rows) - 1), column=min(max(1, cursor.column), len(columns))
            )
        more = len(columns) - shown
        if more > 0:
            subtitle = f"{shown} of {len(columns)} shown · ← → for {more} more"
        self.border_subtitle = Content(subtitle)

    def page(self) -> int:
        """Return about how many rows a screenful is."""
        return max(1, self.row_count * self.size.height // max(1, self.virtual_size.height))

    def move_by(self, lines: int) -> None:
        """Move the cursor down so many rows; up when negative."""
        self.move_cursor(row=min(max(self.cursor_row + lines, 0), self.row_count - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first row, or the last."""
        self.move_cursor(row=self.row_count - 1 if last else 0)


def _column_widths(available: int, columns: int) -> tuple[int, int, int]:
    """Return the cells of the label column and of each other one, and how many of these fit whole."""
    if not columns:
        return max(1, available - COLUMN_PADDING), 1, 0
    label = 20 if available >= 110 else 14
    room = available - label - COLUMN_PADDING
    shown = min(columns, max(1, room // (MIN_COLUMN_WIDTH + COLUMN_PADDING)))
    return label, max(MIN_COLUMN_WIDTH, room // shown - COLUMN_PADDING), shown


def _wrap_lines(text: str, width: int) -> Iterable[str]:
    for line in map(escape_invisible, text.split("\n")):
        yield from (line[start:end] for start, end in wrap(line, width))
