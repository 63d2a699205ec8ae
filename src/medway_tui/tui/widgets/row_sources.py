"""Where a list takes its rows from: all of them made beforehand, or a window made when it is seen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from rich.text import Text

from medway_tui.tui.theme import Palette

WINDOW_ROWS = 64
"""How many rows are made at a time: about a screenful."""

_MAX_CACHED_ROWS = 16 * WINDOW_ROWS
"""How many rows that were made are kept."""


class ListRow(NamedTuple):
    """A row: what it stands for, and how it is drawn; each line begins with a space, for the cursor."""

    value: Any
    """What the row stands for; None for a heading, which can't be chosen."""
    draw: Callable[[int, Palette], Sequence[Text]]
    """From a width in cells to its lines; as many as ``height``."""
    height: int = 1
    """How many lines it takes."""


class RowSource(ABC):
    """The rows of a list, by number from 0."""

    complete = True
    """Whether these are all; where not, the list is given more later on."""

    @abstractmethod
    def __len__(self) -> int:
        """How many there are."""

    @abstractmethod
    def __getitem__(self, number: int, /) -> ListRow:
        """One of them. Raises IndexError beyond the last."""

    def __iter__(self) -> Iterator[ListRow]:
        """All of them in turn."""
        return (self[number] for number in range(len(self)))

    @abstractmethod
    def line_of_row(self, number: int) -> int:
        """The line at which a row begins; of the number after the last, how many lines there are."""

    @abstractmethod
    def row_at_line(self, line: int) -> int:
        """The number of the row on a line; -1 above the first, the number after the last below it."""

    @abstractmethod
    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""


class StaticRows(RowSource):
    """Rows that were all made beforehand."""

    def __init__(self, rows: Sequence[ListRow] = (), *, complete: bool = True) -> None:
        self._rows = rows
        self.complete = complete
        self._tops = [0, *accumulate(row.height for row in rows)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int, /) -> ListRow:
        return self._rows[number]

    def line_of_row(self, number: int) -> int:
        """The line at which a row begins."""
        return self._tops[number]

    def row_at_line(self, line: int) -> int:
        """The number of the row on a line."""
        return bisect_right(self._tops, line) - 1

    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""
        return next((number for number, row in enumerate(self._rows) if row.value == value), None)


class WindowedRows(RowSource):
    """Any number of rows of one height, made when they are seen, a window of them at a time."""

    def __init__(
        self,
        number: int,
        make: Callable[[range], Sequence[ListRow]],
        find: Callable[[Any], int | None],
        *,
        height: int = 1,
        complete: bool = True,
    ) -> None:
        """``make`` gives the rows of a range of numbers, ``find`` the number of the row for a value."""
        self._count = number
        self._make = make
        self._height = height
        self.complete = complete
        self._cache: dict[int, ListRow] = {}
        self._find = find

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int, /) -> ListRow:
        if not 0 <= number < self._count:
            raise IndexError(number)
        if number not in self._cache:
            if len(self._cache) > _MAX_CACHED_ROWS:
                self._cache.clear()
            first = number // WINDOW_ROWS * WINDOW_ROWS
            window = range(first, min(first + WINDOW_ROWS, self._count))
            self._cache.update(zip(window, self._make(window), strict=True))
        return self._cache[number]

    def line_of_row(self, number: int) -> int:
        """The line at which a row begins."""
        return number * self._height

    def row_at_line(self, line: int) -> int:
        """The number of the row on a line."""
        return min(line // self._height, self._count)

    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""
        return self._find(value)


def placeholder_row(height: int = 1) -> ListRow:
    """A row in the place of one that is not there any more, until all are asked for anew."""
    return ListRow(None, lambda width, colours: [Text("")] * height, height)  # noqa: ARG005 - as rows are drawn
