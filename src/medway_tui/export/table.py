"""Draw a table for a terminal: in columns if every word fits, otherwise record by record."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_HEADER_STYLE = "bold cyan"
_MIN_WIDTH = 10
"""The least width of a column with several words."""
_NO_WRAP_WIDTH = 14
"""The cells of a column no wider than this, such as dates, are not wrapped."""

_ROWS_AT_A_TIME = 100
"""The rows that are drawn before the first is printed."""

Cells = tuple[str, ...]


def draw_table(headers: Cells, rows: Sequence[Cells], width: int, *, colour: bool) -> str:
    """Draw cells without control characters as a table of at most ``width`` terminal cells.

    If the columns don't fit without breaking a word, each row becomes a record: a line for each cell, with
    its header. Then only words longer than a line are broken.
    """
    for gap in (3, 2, 1):
        widths = _column_widths([headers, *rows], width - gap * (len(headers) - 1))
        if widths is not None:
            return _print_tables([_column_table(headers, rows, widths, gap)], width, colour=colour)
    return _print_tables([_record_table(headers, row, width) for row in rows], width, colour=colour)


def draw_rows(
    headers: Cells, rows: Iterable[Cells], widths: Sequence[int] | None, width: int, *, colour: bool
) -> Iterator[str]:
    """Draw rows as they come, in columns of given widths with gaps of two cells; or as records without."""
    rows = iter(rows)
    is_first = True
    while batch := list(islice(rows, _ROWS_AT_A_TIME)):
        if widths is None:
            tables = [_record_table(headers, row, width) for row in batch]
            yield "" if is_first else "\n"
        else:
            tables = [_column_table(headers, batch, widths, 2, show_header=is_first)]
        yield _print_tables(tables, width, colour=colour)
        is_first = False


def _column_widths(cells: Sequence[Cells], available: int) -> list[int] | None:
    """Compute the widths of the columns; None if a word would have to be broken."""
    columns = list(zip(*cells, strict=True))
    full_widths = [max(map(cell_len, column)) for column in columns]
    min_widths = [
        full if full <= _NO_WRAP_WIDTH else min(full, max(_MIN_WIDTH, *map(_longest_word, column)))
        for column, full in zip(columns, full_widths, strict=True)
    ]
    if sum(min_widths) > available:
        return None
    # The widest columns shrink to one common width, none below its minimum.
    low, high = 0, max(full_widths)
    while low < high:
        level = (low + high + 1) // 2
        if sum(_clamp_widths(full_widths, min_widths, level)) <= available:
            low = level
        else:
            high = level - 1
    widths = _clamp_widths(full_widths, min_widths, low)
    for number, full in enumerate(full_widths):
        widths[number] += min(full - widths[number], available - sum(widths))
    return widths


def _clamp_widths(full_widths: Sequence[int], min_widths: Sequence[int], level: int) -> list[int]:
    return [max(low, min(full, level)) for full, low in zip(full_widths, min_widths, strict=True)]


def _longest_word(text: str) -> int:
    """The width of the longest word; a line may break between any two wide characters."""
    return max((cell_len(word) if cell_len(word) <= len(word) else 2 for word in text.split()), default=0)


def _column_table(
    headers: Cells, rows: Sequence[Cells], widths: Sequence[int], gap: int, *, show_header: bool = True
) -> Table:
    # The gap between two columns is a cell of the box and the padding of both.
    table = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        show_header=show_header,
        header_style=_HEADER_STYLE,
        padding=(0, gap // 2, 0, (gap - 1) // 2),
    )
    for head, width in zip(headers, widths, strict=True):
        table.add_column(Text(head), width=width, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _record_table(headers: Cells, row: Cells, width: int) -> Table:
    label = max(map(cell_len, headers))
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    is_narrow = label + 2 > width // 2
    if not is_narrow:
        grid.add_column(style=_HEADER_STYLE, width=label)
    grid.add_column(width=width if is_narrow else width - label - 2, overflow="fold")
    for head, cell in zip(headers, row, strict=True):
        if is_narrow:
            grid.add_row(Text.assemble((f"{head}: ", _HEADER_STYLE), cell))
        else:
            grid.add_row(Text(head), Text(cell))
    return grid


def _print_tables(tables: Sequence[Table], width: int, *, colour: bool) -> str:
    # The caller has decided on colours, so rich must not detect the terminal.
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        no_color=not colour,
    )
    with console.capture() as capture:
        for number, table in enumerate(tables):
            if number:
                console.print()
            console.print(table)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())
