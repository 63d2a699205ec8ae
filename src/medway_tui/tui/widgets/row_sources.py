"""Sources of a list's rows: all made beforehand, or made in windows as they become visible."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from rich.text import Text

from medway_tui.tui.theme import Palette

WINDOW_ROWS = 64
"""The rows that are made at a time: about a screenful."""

_MAX_CACHED_ROWS = 16 * WINDOW_ROWS


class ListRow(NamedTuple):
    """A row of a list."""

    value: Any
    """The value that the row represents; None for a heading, which can't be chosen."""
    draw: Callable[[int, Palette], Sequence[Text]]
    """Returns ``height`` lines for a width in cells; each starts with a space, for the cursor."""
    height: int = 1


class RowSource(ABC):
    """The rows of a list, by number from 0."""

    complete = True
    """Whether these are all rows; otherwise ``RowList`` asks for more."""
    has_headings = True
    """Whether some rows may be headings or other lines that are not counted."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, number: int, /) -> ListRow:
        """Return a row. Raises IndexError beyond the last."""

    def __iter__(self) -> Iterator[ListRow]:
        return (self[number] for number in range(len(self)))

    @abstractmethod
    def line_of_row(self, number: int) -> int:
        """Return the first line of a row; for the number after the last, the number of lines."""

    @abstractmethod
    def row_at_line(self, line: int) -> int:
        """Return the row on a line: -1 above the first, the number after the last below it."""

    @abstractmethod
    def find(self, value: Any) -> int | None:
        """Return the number of the row for a value."""


class StaticRows(RowSource):
    """Rows that were all made beforehand."""

    def __init__(self, rows: Sequence[ListRow] = (), *, complete: bool = True) -> None:
        self._rows = rows
        self.complete = complete
        self.has_headings = any(row.value is None for row in rows)
        self._tops = [0, *accumulate(row.height for row in rows)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int, /) -> ListRow:
        return self._rows[number]

    def line_of_row(self, number: int) -> int:
        return self._tops[number]

    def row_at_line(self, line: int) -> int:
        return bisect_right(self._tops, line) - 1

    def find(self, value: Any) -> int | None:
        return next((number for number, row in enumerate(self._rows) if row.value == value), None)


class WindowedRows(RowSource):
    """Any number of rows of the same height, made a window at a time as they become visible."""

    def __init__(
        self,
        number: int,
        make: Callable[[range], Sequence[ListRow]],
        find: Callable[[Any], int | None],
        *,
        height: int = 1,
        complete: bool = True,
        has_headings: bool = True,
    ) -> None:
        """``make`` returns the rows of a range of numbers, ``find`` the number of the row for a value."""
        self.has_headings = has_headings
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
        return number * self._height

    def row_at_line(self, line: int) -> int:
        return min(line // self._height, self._count)

    def find(self, value: Any) -> int | None:
        return self._find(value)


class JoinedRows(RowSource):
    """Several sources of rows, one below the other."""

    def __init__(self, sources: Sequence[RowSource]) -> None:
        self._sources = [source for source in sources if len(source)]
        self._firsts = [0, *accumulate(map(len, self._sources))]
        self._tops = [0, *accumulate(source.line_of_row(len(source)) for source in self._sources)]

    def __len__(self) -> int:
        return self._firsts[-1]

    def __getitem__(self, number: int, /) -> ListRow:
        if not 0 <= number < len(self):
            raise IndexError(number)
        at = bisect_right(self._firsts, number) - 1
        return self._sources[at][number - self._firsts[at]]

    def line_of_row(self, number: int) -> int:
        at = bisect_right(self._firsts, number) - 1
        if at >= len(self._sources):
            return self._tops[-1]
        return self._tops[at] + self._sources[at].line_of_row(number - self._firsts[at])

    def row_at_line(self, line: int) -> int:
        at = bisect_right(self._tops, line) - 1
        if not 0 <= at < len(self._sources):
            return -1 if at < 0 else len(self)
        return self._firsts[at] + self._sources[at].row_at_line(line - self._tops[at])

    def find(self, value: Any) -> int | None:
        for first, source in zip(self._firsts, self._sources, strict=False):
            found = source.find(value)
            if found is not None:
                return first + found
        return None


def placeholder_row(height: int = 1) -> ListRow:
    """Return an empty row for an item deleted since the list was queried, shown until the next reload."""
    return ListRow(None, lambda width, colours: [Text("")] * height, height)  # noqa: ARG005 - as rows are drawn
