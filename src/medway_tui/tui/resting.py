"""What can wait until nobody presses a key."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.app import App

from medway_tui.tui import collecting

_REST = 0.3
"""The seconds without a key after which something is done that can wait."""
_BETWEEN = 0.05
"""The seconds between one step and the next, in which a key comes first."""


class Resting:
    """Does what can wait, a step at a time, when no key was pressed for a while; and then collects garbage.

    Each step is to be short, as a key that comes in the middle of it waits for its end.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._steps: deque[Callable[[], object]] = deque()
        self._stirred = 0.0
        self._armed = False

    def later(self, *steps: Callable[[], object]) -> None:
        """Do these in turn, after those that are to be done already."""
        self._steps.extend(steps)
        self.stirred()

    def stirred(self) -> None:
        """Note that a key was pressed."""
        self._stirred = monotonic()
        self._arm(_REST)

    def _arm(self, seconds: float) -> None:
        if not self._armed:
            self._armed = True
            self._app.set_timer(seconds, self._rested)

    def _rested(self) -> None:
        self._armed = False
        left = self._stirred + _REST - monotonic()
        if left > 0:
            self._arm(left)
        elif self._steps:
            self._steps.popleft()()
            self._arm(_BETWEEN)
        else:
            collecting.at_rest()
