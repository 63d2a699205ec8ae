"""Work that waits until no key is pressed, and Python's garbage collection, which is part of it.

A collection of everything takes a tenth of a second, and with Python's own settings there was one every two
seconds of quick keys. So the objects of the first screen, which are never garbage, are excluded from all
collections; young objects are collected as ever, which takes a millisecond; old ones when the reader is idle.

Imports no Textual: collection is paused before the libraries of the first screen are loaded.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_IDLE_SECONDS = 0.3
"""The seconds without a key after which waiting work begins."""
_STEP_INTERVAL = 0.05
"""The seconds between two steps, in which a key comes first."""

_YOUNG_THRESHOLDS = 700, 10
"""Python's own: new objects for one young collection, and these for one of the middle generation."""
_OLD_THRESHOLD = 150
"""Middle collections for a full one, should the reader never be idle."""
_MIN_COLLECTIONS = 10
"""Middle collections since the last full one that make another worth it."""


class IdleScheduler:
    """Runs waiting steps one at a time when no key was pressed for a while, then collects garbage.

    Each step should be short, as a key pressed during it waits for its end.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._steps: deque[Callable[[], object]] = deque()
        self._last_activity = 0.0
        self._armed = False

    def schedule(self, *steps: Callable[[], object]) -> None:
        """Run these in turn, after those scheduled before."""
        self._steps.extend(steps)
        self.note_activity()

    def note_activity(self) -> None:
        """Note that a key was pressed."""
        self._last_activity = monotonic()
        self._arm(_IDLE_SECONDS)

    def _arm(self, seconds: float) -> None:
        if not self._armed:
            self._armed = True
            self._app.set_timer(seconds, self._run_next)

    def _run_next(self) -> None:
        self._armed = False
        remaining = self._last_activity + _IDLE_SECONDS - monotonic()
        if remaining > 0:
            self._arm(remaining)
        elif self._steps:
            self._steps.popleft()()
            self._arm(_STEP_INTERVAL)
        else:
            collect_if_due()


def pause_gc() -> None:
    """Collect no garbage while the first screen is made."""
    gc.disable()


def resume_gc() -> None:
    """Collect garbage from now on, and never among the objects of the first screen."""
    gc.freeze()
    gc.set_threshold(*_YOUNG_THRESHOLDS, _OLD_THRESHOLD)
    gc.enable()


def collect_if_due() -> bool:
    """Collect all garbage if it is worth it, for an idle moment; return whether it was done."""
    if gc.get_count()[2] < _MIN_COLLECTIONS:
        return False
    gc.collect()
    return True
