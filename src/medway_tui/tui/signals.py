"""The signals that end the reader, and the thread that ends it where it no longer answers.

Every ending goes through here: a signal, and a terminal that has closed, which counts as SIGHUP. The app is
asked to exit; the process then dies of the signal itself, as a shell expects. A thread of its own reads the
signals from a pipe that the interpreter fills, so that it learns of them whatever the main thread does. It
ends the process when the app has not done so in time. It also watches the terminal from the start on, when a
first build may take seconds and nothing reads keys yet: a terminal that controls no session sends no SIGHUP.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable
from time import sleep
from types import FrameType

EXIT_SECONDS = 1.5
"""The seconds that the app has to exit; then the process is ended without it."""

_NAMES = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
ENDING_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
"""The signals that end the reader, of those that this system has."""
_TERMINAL_CLOSED = getattr(signal, "SIGHUP", signal.SIGTERM)


def has_shell() -> bool:
    """Return whether a shell has started this process as a job, which it can bring back when it is suspended.

    The only program of a terminal, such as the command of a new window, is in the group of its session.
    """
    return os.name == "posix" and os.getpgrp() != os.getsid(0)


class SignalHandler:
    """Ends the reader on a signal, and when its terminal closes."""

    def __init__(self) -> None:
        self.received: signal.Signals | None = None
        """The first signal that came."""
        self._exit: Callable[[], object] | None = None
        self._restore: Callable[[], None] = lambda: None
        self._pipe = -1
        self._is_installed = False

    def watch(self, terminal: int) -> None:
        """End the process when its terminal closes, from now on; ``terminal`` is a file descriptor."""
        reader, self._pipe = os.pipe()
        os.set_blocking(self._pipe, False)
        threading.Thread(target=self._watch, args=(reader, terminal), daemon=True, name="signals").start()

    def install(self) -> None:
        """Handle the signals from now on; call this in the main thread, before the terminal is changed."""
        signal.set_wakeup_fd(self._pipe, warn_on_full_buffer=False)
        self._is_installed = True
        for number in ENDING_SIGNALS:
            # A parent such as nohup has a signal ignored for good.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._handle)

    def connect(self, exit_app: Callable[[], object], restore: Callable[[], None]) -> None:
        """Have the app exit at a signal, or now if one has come; ``exit_app`` may be called in any thread.

        ``restore`` takes back the modes of the terminal for a process that is ended without its app.
        """
        self._exit, self._restore = exit_app, restore
        if self.received is not None:
            exit_app()

    def terminal_closed(self) -> None:
        """End the reader as its terminal has gone; may be called in any thread."""
        self._receive(_TERMINAL_CLOSED)
        if self._pipe >= 0:
            os.write(self._pipe, bytes([_TERMINAL_CLOSED]))

    def die(self) -> None:
        """End the process by the signal that was received, if any, after the app has exited."""
        if self.received is not None and os.name == "posix":
            signal.signal(self.received, signal.SIG_DFL)
            os.kill(os.getpid(), self.received)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self._receive(signal.Signals(number))

    def _receive(self, number: signal.Signals) -> None:
        if self.received is None:
            self.received = number
            if self._exit is not None:
                self._exit()

    def _watch(self, reader: int, terminal: int) -> None:
        if hasattr(select, "poll"):
            self._wait_for_end(reader, terminal)
        while (number := os.read(reader, 1)[0]) not in ENDING_SIGNALS:
            pass
        if self._is_installed:
            sleep(EXIT_SECONDS)
            self._restore()
        os._exit(128 + number)

    def _wait_for_end(self, reader: int, terminal: int) -> None:
        """Wait until the pipe has something to read, which is a signal, or the closing of the terminal."""
        poll = select.poll()
        poll.register(reader, select.POLLIN)
        # No event is asked for: that the other end has closed is reported all the same.
        poll.register(terminal, 0)
        while (found := dict(poll.poll())).keys() == {terminal}:
            poll.unregister(terminal)
            # A system that can't poll terminals reports POLLNVAL.
            if found[terminal] & select.POLLHUP:
                self.terminal_closed()
