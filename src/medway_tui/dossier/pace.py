"""How far a long taking in has come, and how long it is likely to go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

Progress = Callable[[int, int], None]
"""Told how many articles of how many were taken in."""

_WINDOW = 5.0
"""The seconds over which the rate is taken."""


class Pace(NamedTuple):
    """How far a long taking in has come."""

    done: int
    """How many articles are in, with those that were in before it began."""
    total: int
    """How many there are."""
    rate: float
    """Articles a second, of late; 0 where that is not known yet."""
    stopped: bool = False
    """Whether it can't go on."""

    @property
    def left(self) -> float | None:
        """The seconds that are left at this rate; None where that can't be said."""
        return (self.total - self.done) / self.rate if self.rate else None


class Pacing:
    """Makes a pace from what a ``Progress`` is told."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, done: int, total: int) -> Pace:
        """The pace now that so many are in."""
        now = monotonic()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        began, first = self._seen[0]
        return Pace(done, total, (done - first) / (now - began) if now > began else 0.0)
