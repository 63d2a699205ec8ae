"""The progress of a build: how many articles are indexed, how fast, the time that is left; and its end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

ProgressCallback = Callable[[int, int], None]
"""Called with the number of articles that are indexed, and of all."""

_RATE_WINDOW = 5.0
"""The seconds over which the rate is measured."""


class Progress(NamedTuple):
    """The progress of a build."""

    done: int
    """The number of articles in the index, with those from earlier builds."""
    total: int
    rate: float
    """Articles a second; 0 while it is unknown."""
    stopped: bool = False
    """Whether the build has failed."""

    @property
    def eta_seconds(self) -> float | None:
        """The time that is left at this rate; None while it is unknown."""
        return (self.total - self.done) / self.rate if self.rate else None


class ProgressTracker:
    """Measures the rate of a build."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def update(self, done: int, total: int) -> Progress:
        """Return the progress now that ``done`` articles are indexed."""
        now = monotonic()
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > _RATE_WINDOW:
            self._samples.popleft()
        first_time, first_done = self._samples[0]
        rate = (done - first_done) / (now - first_time) if now > first_time else 0.0
        return Progress(done, total, rate)


class BuildOutcome(NamedTuple):
    """How a build in a process of its own ended."""

    problem: str = ""
    """Why it failed; empty when it did not."""
    is_unwritable: bool = False
    """Whether it failed because the index, which is readable, can't be written in its folder."""
