"""Where a list takes its rows from: all of them made beforehand, or a window made when it is seen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from rich.text import Text

from medway_tui.tui.palette import Palette

WINDOW = 64
"""How many rows are made at a time: about a screenful."""

_KEPT = 16 * WINDOW
"""How many rows that were made are kept."""


class Row(NamedTuple):
    """A row: what it stands for, and how it is drawn; each line begins with a space, for the cursor."""

    value: Any
    """What the row stands for; None for a heading, which can't be chosen."""
    draw: Callable[[int, Palette], Sequence[Text]]
    """From a width in cells to its lines; as many as ``height``."""
    height: int = 1
    """How many lines it takes."""


class Rows(ABC):
    """The rows of a list, by number from 0."""

    whole = True
    """Whether these are all; where not, the list is given more later on."""

    @abstractmethod
    def __len__(self) -> int:
        """How many there are."""

    @abstractmethod
    def __getitem__(self, number: int, /) -> Row:
        """One of them. Raises IndexError beyond the last."""

    def __iter__(self) -> Iterator[Row]:
        """All of them in turn."""
        return (self[number] for number in range(len(self)))

    @abstractmethod
    def top(self, number: int) -> int:
        """The line at which a row begins; of the number after the last, how many lines there are."""

    @abstractmethod
    def at(self, line: int) -> int:
        """The number of the row on a line; -1 above the first, the number after the last below it."""

    @abstractmethod
    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""


class Listed(Rows):
    """Rows that were all made beforehand."""

    def __init__(self, rows: Sequence[Row] = (), *, whole: bool = True) -> None:
        self._rows = rows
        self.whole = whole
        self._tops = [0, *accumulate(row.height for row in rows)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int, /) -> Row:
        return self._rows[number]

    def top(self, number: int) -> int:
        """The line at which a row begins."""
        return self._tops[number]

    def at(self, line: int) -> int:
        """The number of the row on a line."""
        return bisect_right(self._tops, line) - 1

    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""
        return next((number for number, row in enumerate(self._rows) if row.value == value), None)


class Windowed(Rows):
    """Any number of rows of one height, made when they are seen, a window of them at a time."""

    def __init__(
        self,
        number: int,
        make: Callable[[range], Sequence[Row]],
        find: Callable[[Any], int | None],
        *,
        height: int = 1,
        whole: bool = True,
    ) -> None:
        """``make`` gives the rows of a range of numbers, ``find`` the number of the row for a value."""
        self._number = number
        self._make = make
        self._height = height
        self.whole = whole
        self._made: dict[int, Row] = {}
        self._find = find

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, number: int, /) -> Row:
        if not 0 <= number < self._number:
            raise IndexError(number)
        if number not in self._made:
            if len(self._made) > _KEPT:
                self._made.clear()
            first = number // WINDOW * WINDOW
            window = range(first, min(first + WINDOW, self._number))
            self._made.update(zip(window, self._make(window), strict=True))
        return self._made[number]

    def top(self, number: int) -> int:
        """The line at which a row begins."""
        return number * self._height

    def at(self, line: int) -> int:
        """The number of the row on a line."""
        return min(line // self._height, self._number)

    def find(self, value: Any) -> int | None:
        """The number of the row for a value."""
        return self._find(value)


def gone(height: int = 1) -> Row:
    """A row in the place of one that is not there any more, until all are asked for anew."""
    return Row(None, lambda width, colours: [Text("")] * height, height)  # noqa: ARG005 - as rows are drawn
