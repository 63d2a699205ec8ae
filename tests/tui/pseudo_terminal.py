"""The program in a real pseudo-terminal, and its screen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte
import pytest

TIMEOUT_SECONDS = 30.0
"""Seconds to wait for a screen: far more than it takes."""


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, child: pexpect.spawn[bytes], columns: int, rows: int) -> None:
        self.child = child
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""

    def text(self) -> str:
        """Return the text of the screen."""
        return "\n".join(self.screen.display)

    def read(self) -> bool:
        """Read what the program writes; return whether it may write more."""
        try:
            data = self.child.read_nonblocking(65536, 0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += data
        self.stream.feed(data)
        return True

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition of the screen."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while not holds():
            if time.monotonic() > end:
                pytest.fail(self.describe_hang())
            assert self.read() or holds(), self.text()

    def wait_for_text(self, *words: str) -> None:
        """Wait until the words are on the screen."""
        self.wait(lambda: all(each in self.text() for each in words))

    def find(self, words: str) -> tuple[int, int] | None:
        """Return the column and line, from 1, of the first of some words, or None while there are none."""
        for number, line in enumerate(self.text().split("\n"), 1):
            if words in line:
                return line.index(words) + 1, number
        return None

    def click_at(self, column: int, line: int, times: int = 1) -> None:
        """Click on a cell, as a terminal reports it (SGR 1006)."""
        self.child.send(f"\x1b[<0;{column};{line}M\x1b[<0;{column};{line}m" * times)

    def click(self, words: str, times: int = 1) -> None:
        """Wait for some words, then click on the first of them."""
        self.wait_for_text(words)
        place = self.find(words)
        assert place
        self.click_at(*place, times)

    def joined_text(self) -> str:
        """Return the screen's text without spaces and line ends."""
        return "".join(self.text().split())

    def dialog(self) -> str:
        """Return the dialog's text without spaces and line ends."""
        inside = (max(line.split("│"), key=len).strip() for line in self.screen.display if "│" in line)
        return "".join(inside)

    def describe_hang(self) -> str:
        """Return the screen and the program's stack, for a wait that failed."""
        screen, at = self.text(), len(self.written)
        self.child.kill(signal.SIGABRT)
        end = time.monotonic() + TIMEOUT_SECONDS
        while self.read() and time.monotonic() < end:
            pass
        return f"{screen}\n{self.written[:at][-2000:]!r}\n{self.written[at:].decode(errors='replace')}"

    def exit_status(self) -> int:
        """Wait for the program's end; return its exit status, or the negative signal number."""
        end = time.monotonic() + TIMEOUT_SECONDS
        while self.read():
            if time.monotonic() > end:
                pytest.fail(self.describe_hang())
        self.child.wait()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)


@contextmanager
def open_terminal(
    *arguments: str | Path,
    columns: int = 120,
    rows: int = 40,
    program: Sequence[str] = (sys.executable, "-m", "medway_tui"),
    **env: str,
) -> Iterator[Terminal]:
    """Run the program in a terminal of this size."""
    child: pexpect.spawn[bytes] = pexpect.spawn(
        program[0],
        [*program[1:], *map(str, arguments)],
        dimensions=(rows, columns),
        env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONFAULTHANDLER": "1", **env},
        timeout=TIMEOUT_SECONDS,
    )
    try:
        yield Terminal(child, columns, rows)
    finally:
        # Not close(force=True): under load it raises after 0.1 s.
        if child.isalive():
            child.kill(signal.SIGKILL)
            child.wait()
        child.close()


def is_restored(terminal: Terminal) -> bool:
    """Whether every terminal mode that was switched on is off again at the end."""
    on_and_off = [
        (b"\x1b[?1049h", b"\x1b[?1049l"),  # the other screen
        (b"\x1b[?1000h", b"\x1b[?1000l"),  # mouse reports
        (b"\x1b[?1003h", b"\x1b[?1003l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),  # bracketed paste
        (b"\x1b[?25l", b"\x1b[?25h"),  # the cursor
    ]
    return all(
        on in terminal.written and terminal.written.rfind(off) > terminal.written.rfind(on)
        for on, off in on_and_off
    )
