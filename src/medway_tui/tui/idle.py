"""What can wait until nobody presses a key."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.app import App

_IDLE_SECONDS = 0.3
"""The seconds without a key after which something is done that can wait."""
_STEP_INTERVAL = 0.05
"""The seconds between one step and the next, in which a key comes first."""


class IdleScheduler:
    """Does what can wait, a step at a time, when no key was pressed for a while; and then collects garbage.

    Each step is to be short, as a key that comes in the middle of it waits for its end.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._steps: deque[Callable[[], object]] = deque()
        self._last_activity = 0.0
        self._armed = False

    def schedule(self, *steps: Callable[[], object]) -> None:
        """Do these in turn, after those that are to be done already."""
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
        left = self._last_activity + _IDLE_SECONDS - monotonic()
        if left > 0:
            self._arm(left)
        elif self._steps:
            self._steps.popleft()()
            self._arm(_STEP_INTERVAL)
        else:
            collect_if_due()


_YOUNG_THRESHOLDS = 700, 10
"""As Python has it: how many new objects bring a look at them, and how many of these one at those before."""
_OLD_THRESHOLD = 150
"""How many looks at the young bring one at all, should nobody ever rest from pressing keys."""
_MIN_COLLECTIONS = 10
"""How many looks at the young there must have been since the last one at all, for another to be worth it."""


def pause_gc() -> None:
    """Look for no garbage while the first screen is made."""
    gc.disable()


def resume_gc() -> None:
    """Look for garbage from now on, and never among what there is now."""
    gc.freeze()
    gc.set_threshold(*_YOUNG_THRESHOLDS, _OLD_THRESHOLD)
    gc.enable()


def collect_if_due() -> bool:
    """Look at everything, if it is worth it; for a moment in which nobody waits. Whether that was done."""
    if gc.get_count()[2] < _MIN_COLLECTIONS:
        return False
    gc.collect()
    return True
