"""Cancellable background queries, so that no key waits for a query."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from medway_tui.index.connection import Index, IndexAccessError

if TYPE_CHECKING:
    from medway_tui.tui.reader_protocol import ReaderScreen

Answer = TypeVar("Answer")

_INLINE_SECONDS = 0.01
"""The seconds that a query may take on the screen's thread: about half a frame."""
_STEPS_PER_CHECK = 1_000
"""Steps of SQLite's virtual machine between two looks at the clock: few, as any may read the disk."""


class _Request(NamedTuple):
    number: int
    query: Callable[[Index], Iterator[Any]]
    callback: Callable[[Any], None]


class QueryWorker:
    """Runs one query at a time in a thread of its own, on a connection of its own.

    A new query cancels the one before, whose results are then dropped.
    """

    def __init__(self, screen: ReaderScreen[Any]) -> None:
        """``screen`` submits the queries, and gets their results on its thread."""
        self._screen = screen
        self._lock = threading.Lock()
        self._number = 0
        self._next: _Request | None = None
        self._running = False
        self.pending = False
        """Whether the first result of the last query is still to come."""
        self._after: Callable[[], object] | None = None
        self._index: Index | None = None
        self._must_reconnect = False
        self._closed = False
        self._last_was_quick = True

    def submit(
        self,
        query: Callable[[Index], Iterator[Answer]],
        callback: Callable[[Answer], None],
        *,
        inline: bool = False,
    ) -> None:
        """Run a query; ``callback`` gets each result, on the screen's thread.

        With ``inline`` it is first tried on the screen's thread, for at most ``_INLINE_SECONDS``, so that a
        small dossier shows results with the key. After a slow query the next is not tried so, until one
        was quick.
        """
        if inline and self._last_was_quick and self._run_inline(query, callback):
            return
        self._after = None
        with self._lock:
            self.pending = True
            self._number += 1
            self._next = _Request(self._number, query, callback)
            if self._running:
                return
            self._running = True
        self._screen.run_worker(self._run_thread, thread=True, group="ask")

    def when_answered(self, act: Callable[[], object]) -> None:
        """Act on the first result of the last query: now, or once it is here; another query drops the act."""
        if self.pending:
            self._after = act
        else:
            act()

    def cancel(self) -> None:
        """Stop the running query, and drop its results."""
        self._after = None
        with self._lock:
            self.pending = False
            self._number += 1
            self._next = None

    def close(self) -> None:
        """Run no more queries, and close the connection."""
        self.cancel()
        with self._lock:
            self._closed = True
            if not self._running:
                self._close_connection()

    def reconnect(self) -> None:
        """Use a new connection for the next query: the index may be another one."""
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
                    # Under the lock, so that no request comes between this look and the end of the thread.
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
        if not self._is_stale(number) and self._screen.is_open:
            self.pending = False
            callback(answer)
            act, self._after = self._after, None
            if act is not None:
                act()
