"""How far a long taking in has come, and how long it is likely to go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

ProgressCallback = Callable[[int, int], None]
"""Told how many articles of how many were taken in."""

_RATE_WINDOW = 5.0
"""The seconds over which the rate is taken."""


class Progress(NamedTuple):
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
    def eta_seconds(self) -> float | None:
        """The seconds that are left at this rate; None where that can't be said."""
        return (self.total - self.done) / self.rate if self.rate else None


class ProgressTracker:
    """Makes a pace from what a ``Progress`` is told."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def update(self, done: int, total: int) -> Progress:
        """The pace now that so many are in."""
        now = monotonic()
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > _RATE_WINDOW:
            self._samples.popleft()
        began, first = self._samples[0]
        return Progress(done, total, (done - first) / (now - began) if now > began else 0.0)
