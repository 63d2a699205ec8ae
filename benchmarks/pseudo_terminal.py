"""A program in a terminal, with the arrival time of everything it writes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pexpect
import pyte

COLUMNS, ROWS = 120, 40


class Terminal:
    """A pseudo-terminal of 120×40. A thread records what arrives; the screen is computed afterwards."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start the program."""
        self.started = time.perf_counter()
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(ROWS, COLUMNS), timeout=60
        )
        # pexpect would wait before each key.
        self.child.delaybeforesend = None
        self.chunks: list[tuple[float, bytes]] = []
        self._stream_at = 0
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def _record(self) -> None:
        while True:
            try:
                data = os.read(self.child.child_fd, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self.chunks.append((time.perf_counter(), data))

    def press(self, keys: str) -> float:
        """Press keys; return the time."""
        at = time.perf_counter()
        self.child.send(keys)
        return at

    def wait_until(self, holds: Callable[[list[str]], bool], *, patience: float = 60) -> float:
        """Return when ``holds`` first became true of the screen's lines, from the last position on."""
        end = time.perf_counter() + patience
        while True:
            while self._stream_at < len(self.chunks):
                at, data = self.chunks[self._stream_at]
                self._stream_at += 1
                self._stream.feed(data)
                if holds(self.screen.display):
                    return at
            if time.perf_counter() > end:
                lines = "\n".join(self.screen.display)
                raise TimeoutError(f"what was waited for did not come:\n{lines}")
            time.sleep(0.002)

    def wait_for_quiet(self, quiet: float, *, patience: float = 10) -> None:
        """Wait until nothing is written for ``quiet`` seconds, and read everything.

        Stops after ``patience`` seconds: a blinking cursor never rests.
        """
        began = time.perf_counter()
        end = began + patience
        while (now := time.perf_counter()) < end:
            if now - max(began, self.chunks[-1][0] if self.chunks else began) >= quiet:
                break
            time.sleep(0.002)
        while self._stream_at < len(self.chunks):
            self._stream.feed(self.chunks[self._stream_at][1])
            self._stream_at += 1

    def read_until(self, moment: float) -> None:
        """Read what was written before a moment."""
        while self._stream_at < len(self.chunks) and self.chunks[self._stream_at][0] < moment:
            self._stream.feed(self.chunks[self._stream_at][1])
            self._stream_at += 1

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window; what was written before is read at the old size."""
        self.wait_for_quiet(0)
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def clear(self) -> None:
        """Discard everything written so far; the screen is then incomplete."""
        self.chunks, self._stream_at = [], 0

    def memory(self) -> float:
        """Return the program's resident memory in MB."""
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="utf-8")
        line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        """Kill the program."""
        self.child.kill(9)
        self.child.wait()
        self.child.close()
