"""Saves the reader's state: some time after the last key or click, and at the end."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from medway_tui.tui.reader_state import ReaderState

SAVE_DELAY = 2.0
"""The seconds after the last key or click before the state is saved: no key waits for the disk."""


class StateSaver:
    """Collects the place when the user has paused, and writes the state in a thread.

    An idle reader has no timer.
    """

    def __init__(
        self,
        app: App[Any],
        state: ReaderState,
        *,
        collect: Callable[[], None],
        say_problem: Callable[[str], None],
    ) -> None:
        """``collect`` notes in the state what is on the screen."""
        self._app = app
        self._state = state
        self._collect = collect
        self._say_problem = say_problem
        self._last_input = 0.0
        self._armed = False

    def note_input(self) -> None:
        """Note that a key was pressed or the mouse used: save after a pause."""
        self._last_input = monotonic()
        if not self._armed:
            self._arm(SAVE_DELAY)

    def _arm(self, seconds: float) -> None:
        self._armed = True
        self._app.set_timer(seconds, self._save_if_paused)

    def _save_if_paused(self) -> None:
        self._armed = False
        remaining = self._last_input + SAVE_DELAY - monotonic()
        if remaining > 0:
            self._arm(remaining)
            return
        self._collect()
        self._app.run_worker(self._save, group="state", thread=True, exit_on_error=False)

    def _save(self) -> None:
        self._state.save()
        self._app.call_later(self.show_problems)

    def show_problems(self) -> None:
        """Show the problems with the files that were not shown before."""
        for problem in self._state.take_problems():
            self._say_problem(problem)
