"""The driver of the terminal: what Textual's own lacks where a terminal closes, stops or sends nonsense.

With Textual's own, the thread that writes dies of EIO when the terminal has gone, and leaves its queue full,
for which the main thread then waits for good; the thread that reads meets the end of its input again and
again; and a key report with an impossible number raises in the parser.
"""

from __future__ import annotations

import os
import selectors
import termios
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Full
from typing import IO, Any, Protocol, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Resize
from textual.keys import Keys
from textual.message import Message

MAX_CELLS = 10_000
"""A window is at most so wide and so high, in cells; a report of more is ignored."""

_KEY_TIMEOUT = 0.1
"""The seconds after which Textual's parser takes a lone escape byte for the key."""
_TICKS_AFTER_INPUT = 3
"""How often the parser is asked for keys that wait for their timeout; then the thread sleeps until a key."""
_STOP_SECONDS = 1.0
"""The seconds for which the end of the program waits for a terminal that takes no more text."""
_READ_SIZE = 4096

_RESTORE = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What takes back every mode that the driver switches on."""


class _ClosableApp(Protocol):
    def terminal_closed(self) -> None:
        """Exit, as the terminal has gone; called in any thread, and perhaps twice."""

    def input_failed(self, error: Exception) -> None:
        """End with an error of the thread that reads keys; called in it."""


class TolerantParser(XTermParser):
    """Textual's parser, to which a report with a number that no key or place has is no key."""

    def parse_mouse_code(self, code: str) -> Message | None:
        try:
            return super().parse_mouse_code(code)
        except (ValueError, ArithmeticError):
            # More than 4,300 digits, or a window of no pixels.
            return None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:  # noqa: FBT001, FBT002 - Textual's
        try:
            return list(super()._sequence_to_key_events(sequence, alt=alt))
        except (ValueError, OverflowError):
            # Without any event the parser would take the characters for keys, one by one.
            return [Key(Keys.Ignore, None)]


class TerminalWriter(WriterThread):
    """The thread that writes to the terminal; when that has gone, it drops the text and reports it."""

    def __init__(self, file: IO[str], on_closed: Callable[[], None]) -> None:
        super().__init__(file)
        self._on_closed = on_closed

    def run(self) -> None:
        try:
            super().run()
        except (OSError, ValueError):
            self._on_closed()
            # Emptied until the end, so that no write waits for room in the queue.
            while self._queue.get() is not None:
                pass

    def stop(self) -> None:
        """Write what is left; wait at most a second for a terminal that takes no more."""
        try:
            self._queue.put(None, timeout=_STOP_SECONDS)
        except Full:
            return
        self.join(_STOP_SECONDS)


class _WakingEvent(threading.Event):
    """An event that also makes a pipe readable, for a thread that waits for the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._writer, b"x")


class TerminalDriver(LinuxDriver):
    """Textual's driver, which reports the end of its terminal and sleeps while no key is pressed."""

    _writer: TerminalWriter | None = None

    def __init__(self, app: App[Any], **options: Any) -> None:
        # While mouse reports are on, GNU screen keeps Esc until the next key, and sends both as Alt.
        if os.environ.get("STY") and not os.environ.get("TMUX"):
            options["mouse"] = False
        super().__init__(app, **options)
        self.exit_event = self._exit = _WakingEvent()
        self._report_closed = cast("_ClosableApp", app).terminal_closed
        self._report_error = cast("_ClosableApp", app).input_failed

    # Textual makes the thread itself; this has it made from the class above.
    @property
    def _writer_thread(self) -> TerminalWriter | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, writer: WriterThread | None) -> None:
        self._writer = None if writer is None else TerminalWriter(writer._file, self._report_closed)

    def write(self, data: str) -> None:
        if self._writer is not None:
            self._writer.write(data)

    def restore_at_once(self) -> None:
        """Take back all modes without the threads, for a program that no longer answers."""
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError):
            # Standard error, to which Textual writes.
            os.write(2, _RESTORE)

    def _run_input_thread(self) -> None:
        # Textual's own prints a traceback over the screen.
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - whatever it is, no key can be read any more
            self._report_error(error)

    def run_input_thread(self) -> None:
        """Read keys until the driver stops, or until the terminal closes."""
        parser = TolerantParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        ticks = _TICKS_AFTER_INPUT
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._exit.reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(_KEY_TIMEOUT if ticks else None)
                ticks = max(0, ticks - 1)
                for key, _ in ready:
                    if key.fd != self.fileno:
                        os.read(key.fd, _READ_SIZE)
                        continue
                    data = self._read_input()
                    if data is None:
                        self._report_closed()
                        return
                    ticks = _TICKS_AFTER_INPUT
                    # The first bytes of a character are no text yet, which would be the parser's end.
                    for message in parser.feed(text) if (text := decode(data)) else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read_input(self) -> bytes | None:
        """Return what was typed; None when the terminal has closed."""
        try:
            return os.read(self.fileno, _READ_SIZE) or None
        except OSError:
            return None

    def process_message(self, message: Message) -> None:
        if isinstance(message, Resize) and not (
            0 < message.size.width <= MAX_CELLS and 0 < message.size.height <= MAX_CELLS
        ):
            return
        super().process_message(message)
