"""Questions that may take long, asked off the screen's thread, so that no key ever waits for an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from medway_tui.index.store import Index, IndexDamagedError

if TYPE_CHECKING:
    from medway_tui.tui.dialogs.dialog import Dialog
    from medway_tui.tui.view import View

Answer = TypeVar("Answer")

_AT_ONCE = 0.01
"""The seconds that an answer may take on the screen's thread: half a frame, or so."""
_STEPS = 1_000
"""How many steps of SQLite's machine pass between two looks at the clock: few, as any may meet the disk."""


class _Asked(NamedTuple):
    number: int
    question: Callable[[Index], Iterator[Any]]
    then: Callable[[Any], None]


class Asker:
    """Asks in a thread of its own, on a connection of its own, one question at a time.

    A question takes the place of the one before, which is stopped; an answer that comes too late is
    never told.
    """

    def __init__(self, screen: View | Dialog[Any]) -> None:
        """``screen`` is the one that asks, and on whose thread answers are told."""
        self._screen = screen
        self._lock = threading.Lock()
        self._number = 0
        self._next: _Asked | None = None
        self._runs = False
        self._waits = False
        self._index: Index | None = None
        self._renewed = False
        self._left = False
        self._quick = True

    @property
    def waits(self) -> bool:
        """Whether the first answer to what was asked last is still to come."""
        return self._waits

    def ask(
        self,
        question: Callable[[Index], Iterator[Answer]],
        then: Callable[[Answer], None],
        *,
        at_once: bool = False,
    ) -> None:
        """Ask; ``then`` is told each answer, on the screen's thread.

        With ``at_once`` it is asked on the screen's thread first, and only where that takes longer than
        anybody could notice in the other: so a small dossier has every answer with the key. After an answer
        that took too long the next is not tried so, until one was quick.
        """
        if at_once and self._quick and self._answered_at_once(question, then):
            return
        with self._lock:
            self._waits = True
            self._number += 1
            self._next = _Asked(self._number, question, then)
            if self._runs:
                return
            self._runs = True
        self._screen.run_worker(self._work, thread=True, group="ask")

    def drop(self) -> None:
        """Stop the question that is under way: nobody waits for its answer any more."""
        with self._lock:
            self._waits = False
            self._number += 1
            self._next = None

    def leave(self) -> None:
        """Ask nothing any more, and close the connection."""
        self.drop()
        with self._lock:
            self._left = True
            if not self._runs:
                self._close()

    def renew(self) -> None:
        """Ask on a new connection from now on: the index may be another one."""
        self._renewed = True

    def _answered_at_once(
        self, question: Callable[[Index], Iterator[Answer]], then: Callable[[Answer], None]
    ) -> bool:
        index = self._screen.reader.index
        end = monotonic() + _AT_ONCE
        index.stop_when(lambda: monotonic() > end, steps=_STEPS)
        try:
            answers = list(question(index))
        except InterruptedError:
            self._quick = False
            return False
        finally:
            index.stop_when(None)
        self.drop()
        for answer in answers:
            then(answer)
        return True

    def _stale(self, number: int) -> bool:
        return number != self._number

    def _work(self) -> None:
        while True:
            with self._lock:
                asked, self._next = self._next, None
                if asked is None:
                    # Nobody may ask between the last look and the end of the thread.
                    self._runs = False
                    if self._left:
                        self._close()
                    return
            try:
                self._answer(asked)
            except InterruptedError:
                continue
            except IndexDamagedError as error:
                self._tell(asked.number, self._screen.reader.changes.doubt, str(error))

    def _answer(self, asked: _Asked) -> None:
        if self._renewed:
            self._renewed = False
            self._close()
        if self._index is None:
            self._index = self._screen.reader.index.another()
        self._index.stop_when(partial(self._stale, asked.number))
        began = monotonic()
        for answer in asked.question(self._index):
            if self._stale(asked.number):
                return
            self._tell(asked.number, asked.then, answer)
        self._quick = monotonic() - began < _AT_ONCE

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _tell(self, number: int, then: Callable[[Any], None], answer: Any) -> None:
        self._screen.call_later(self._told, number, then, answer)

    def _told(self, number: int, then: Callable[[Any], None], answer: Any) -> None:
        if not self._stale(number):
            self._waits = False
            then(answer)
