"""Questions that may take long, asked off the screen's thread, so that no key ever waits for an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from medway_tui.index.connection import Index, IndexAccessError

if TYPE_CHECKING:
    from medway_tui.tui.base_view import View
    from medway_tui.tui.dialogs.base import Dialog

Answer = TypeVar("Answer")

_INLINE_SECONDS = 0.01
"""The seconds that an answer may take on the screen's thread: half a frame, or so."""
_STEPS_PER_CHECK = 1_000
"""How many steps of SQLite's machine pass between two looks at the clock: few, as any may meet the disk."""


class _Request(NamedTuple):
    number: int
    query: Callable[[Index], Iterator[Any]]
    callback: Callable[[Any], None]


class QueryWorker:
    """Asks in a thread of its own, on a connection of its own, one question at a time.

    A question takes the place of the one before, which is stopped; an answer that comes too late is
    never told.
    """

    def __init__(self, screen: View | Dialog[Any]) -> None:
        """``screen`` is the one that asks, and on whose thread answers are told."""
        self._screen = screen
        self._lock = threading.Lock()
        self._number = 0
        self._next: _Request | None = None
        self._running = False
        self._pending = False
        self._index: Index | None = None
        self._must_reconnect = False
        self._closed = False
        self._last_was_quick = True

    @property
    def pending(self) -> bool:
        """Whether the first answer to what was asked last is still to come."""
        return self._pending

    def submit(
        self,
        query: Callable[[Index], Iterator[Answer]],
        callback: Callable[[Answer], None],
        *,
        inline: bool = False,
    ) -> None:
        """Ask; ``then`` is told each answer, on the screen's thread.

        With ``at_once`` it is asked on the screen's thread first, and only where that takes longer than
        anybody could notice in the other: so a small dossier has every answer with the key. After an answer
        that took too long the next is not tried so, until one was quick.
        """
        if inline and self._last_was_quick and self._run_inline(query, callback):
            return
        with self._lock:
            self._pending = True
            self._number += 1
            self._next = _Request(self._number, query, callback)
            if self._running:
                return
            self._running = True
        self._screen.run_worker(self._run_thread, thread=True, group="ask")

    def cancel(self) -> None:
        """Stop the question that is under way: nobody waits for its answer any more."""
        with self._lock:
            self._pending = False
            self._number += 1
            self._next = None

    def close(self) -> None:
        """Ask nothing any more, and close the connection."""
        self.cancel()
        with self._lock:
            self._closed = True
            if not self._running:
                self._close_connection()

    def reconnect(self) -> None:
        """Ask on a new connection from now on: the index may be another one."""
        self._must_reconnect = True

    def _run_inline(
        self, query: Callable[[Index], Iterator[Answer]], callback: Callable[[Answer], None]
    ) -> bool:
        index = self._screen.reader.index
        end = monotonic() + _INLINE_SECONDS
        index.interrupt_when(lambda: monotonic() > end, steps=_STEPS_PER_CHECK)
        try:
            answers = list(query(index))
        except InterruptedError:
            self._last_was_quick = False
            return False
        finally:
            index.interrupt_when(None)
        self.cancel()
        for answer in answers:
            callback(answer)
        return True

    def _is_stale(self, number: int) -> bool:
        return number != self._number

    def _run_thread(self) -> None:
        while True:
            with self._lock:
                request, self._next = self._next, None
                if request is None:
                    # Nobody may ask between the last look and the end of the thread.
                    self._running = False
                    if self._closed:
                        self._close_connection()
                    return
            try:
                self._run_request(request)
            except InterruptedError:
                continue
            except IndexAccessError as error:
                self._post_result(request.number, self._screen.reader.live_reload.check_index, str(error))

    def _run_request(self, request: _Request) -> None:
        if self._must_reconnect:
            self._must_reconnect = False
            self._close_connection()
        if self._index is None:
            self._index = self._screen.reader.index.clone()
        self._index.interrupt_when(partial(self._is_stale, request.number))
        started = monotonic()
        for answer in request.query(self._index):
            if self._is_stale(request.number):
                return
            self._post_result(request.number, request.callback, answer)
        self._last_was_quick = monotonic() - started < _INLINE_SECONDS

    def _close_connection(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _post_result(self, number: int, callback: Callable[[Any], None], answer: Any) -> None:
        self._screen.call_later(self._deliver, number, callback, answer)

    def _deliver(self, number: int, callback: Callable[[Any], None], answer: Any) -> None:
        if not self._is_stale(number):
            self._pending = False
            callback(answer)
