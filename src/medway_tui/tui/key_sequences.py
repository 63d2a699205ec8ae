"""Sequences of keys, such as ``gg``: keys that begin one wait for the next, all others go on at once.

Textual has no sequences, but it binds any name of a key. So a sequence is a key whose name has spaces,
``g g``: the dispatcher joins the keys and hands on that one key, and all the rest is Textual's own: which
widget has the binding, whether the command can run now, what the help lists.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events

from medway_tui.tui.key_names import normal_key

if TYPE_CHECKING:
    from textual.timer import Timer

    from medway_tui.tui.textual_patches import PatchedApp

TIMEOUT_SECONDS = 1.0
"""How long a key that begins a sequence waits for the next, as in vim."""


class SequenceMatcher:
    """Joins the keys of sequences; every key that it was given comes out once, and in order."""

    def __init__(self, sequences: Iterable[Sequence[str]]) -> None:
        self._sequences = {tuple(sequence) for sequence in sequences if len(sequence) > 1}
        self._beginnings = {each[:length] for each in self._sequences for length in range(1, len(each))}
        self.waiting: tuple[str, ...] = ()
        """The keys that may begin a sequence and wait for the next."""

    def begins(self, key: str) -> bool:
        """Return whether a sequence begins with a key."""
        return (key,) in self._beginnings

    def feed(self, key: str) -> list[tuple[str, ...]]:
        """Add a key; return what is complete: sequences, and keys that are part of none."""
        self.waiting = (*self.waiting, key)
        return self._take(may_wait=True)

    def end(self) -> list[tuple[str, ...]]:
        """Wait no longer; return the waiting keys."""
        return self._take(may_wait=False)

    def cancel(self) -> bool:
        """Forget the waiting keys; return whether there were any."""
        had_any, self.waiting = bool(self.waiting), ()
        return had_any

    def _take(self, *, may_wait: bool) -> list[tuple[str, ...]]:
        taken = []
        while self.waiting and not (may_wait and self.waiting in self._beginnings):
            lengths = range(len(self.waiting), 1, -1)
            length = next((each for each in lengths if self.waiting[:each] in self._sequences), 1)
            taken.append(self.waiting[:length])
            self.waiting = self.waiting[length:]
        return taken


Deliver = Callable[[events.Key], Awaitable[None]]


class KeyDispatcher:
    """Hands keys on to Textual: those of a sequence as one key, letters in an input line at once."""

    def __init__(self, app: PatchedApp[None], deliver: Deliver) -> None:
        """``deliver`` has Textual process a key."""
        self._app = app
        self._deliver = deliver
        self._matcher = SequenceMatcher(())
        self._events: list[events.Key] = []
        """The events of the waiting keys."""
        self._timer: Timer | None = None

    def set_sequences(self, sequences: Iterable[str]) -> None:
        """Join these sequences from now on."""
        self._matcher = SequenceMatcher(each.split(" ") for each in sequences)

    async def dispatch(self, event: events.Key) -> None:
        """Process a key, after those that wait or together with them."""
        key = normal_key(event.key)
        if not self._matcher.waiting and not (self._matcher.begins(key) and self._can_begin(key)):
            # A letter in an input line is typed, whichever command it is the key of elsewhere.
            if not self._app.type_key(event):
                await self._deliver(event)
            return
        self._stop_timer()
        if key == "escape" and self._matcher.cancel():
            self._events.clear()
            return
        self._events.append(event)
        await self._hand_on(self._matcher.feed(key))
        if self._matcher.waiting:
            self._timer = self._app.set_timer(TIMEOUT_SECONDS, self.end)

    async def end(self) -> None:
        """Hand on the keys that wait, as no more belong to them: the time is over, or the mouse was used."""
        self._stop_timer()
        await self._hand_on(self._matcher.end())

    @property
    def is_waiting(self) -> bool:
        """Whether keys wait for the rest of a sequence."""
        return bool(self._matcher.waiting)

    def _can_begin(self, key: str) -> bool:
        """Return whether a sequence that begins with a key does something here."""
        return not self._app.is_typing and any(
            each.startswith(f"{key} ") for each in self._app.active_bindings
        )

    async def _hand_on(self, taken: Sequence[Sequence[str]]) -> None:
        for keys in taken:
            first, *_ = self._events
            del self._events[: len(keys)]
            await self._deliver(events.Key(" ".join(keys), None) if len(keys) > 1 else first)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
