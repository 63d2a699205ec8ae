"""The judgements of the grid that ``v`` has selected, to be copied together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.text import plural
from medway_tui.tui.copy_forms import CopyItem


class CellKey(NamedTuple):
    """A cell of the grid, the same after a reload."""

    reported: str
    """The inspection that is shown as reported; empty in the picture of all."""
    row: object
    column: str


class CellSelection:
    """The selected cells, in the order in which they were selected."""

    def __init__(self) -> None:
        self._items: dict[CellKey, CopyItem] = {}

    def __len__(self) -> int:
        return len(self._items)

    def toggle(self, cell: CellKey, item: CopyItem) -> None:
        """Select a cell, or leave it out again."""
        if self._items.pop(cell, None) is None:
            self._items[cell] = item

    def clear(self) -> None:
        self._items.clear()

    def items(self) -> list[CopyItem]:
        return list(self._items.values())

    def places(
        self, reported: str, rows: Sequence[object], columns: Sequence[str]
    ) -> frozenset[tuple[int, int]]:
        """Return the numbers of row and column of the selected cells that the grid shows."""
        return frozenset(
            (rows.index(cell.row), columns.index(cell.column))
            for cell in self._items
            if cell.reported == reported and cell.row in rows and cell.column in columns
        )

    def describe(self) -> str:
        """Return their number: ``2 judgements``."""
        return plural(len(self), "judgement")
