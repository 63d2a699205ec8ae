"""What stands in a text, found by a part of it, however much there is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Generic, TypeVar

from medway_tui.model.places import Span

Placed = TypeVar("Placed")


class Overlapping(Generic[Placed]):
    """Things that have a span of one paragraph each, and may overlap."""

    def __init__(self, each: Iterable[Placed], span: Callable[[Placed], Span]) -> None:
        """``span`` gives the place of each."""
        self._each = sorted(each, key=lambda one: span(one)[1:])
        self._starts = [span(one).start for one in self._each]
        self._ends = [span(one).end for one in self._each]
        # One may stand within another that began long before it.
        self._reached = list(accumulate(self._ends, max))

    def within(self, start: int, end: int) -> list[Placed]:
        """Those that begin before an end and end after a start, in order."""
        last = bisect_left(self._starts, end)
        first = last
        while first and self._reached[first - 1] > start:
            first -= 1
        return [self._each[at] for at in range(first, last) if self._ends[at] > start]
