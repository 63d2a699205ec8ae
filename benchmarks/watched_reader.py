"""The reader in a pseudo-terminal with a home of its own, watched from outside: output, processes, time.

Linux only: what the processes do is read from ``/proc``.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyte

COLUMNS, ROWS = 120, 40
_KEPT_BYTES = 200_000
"""How much of the latest output is kept."""
_PAINTED_BYTES = 1_500
"""A screen of any size is more."""
_WAITING_CALLS = frozenset({"232", "281", "441", "22"})
"""The numbers of the system calls in which an event loop waits: epoll_wait, epoll_pwait, epoll_pwait2."""
_TICKS = os.sysconf("SC_CLK_TCK")
_EDITOR = """#!/bin/sh
for file; do :; done
echo "# seen" >> "$file"
"""


def make_home(top: Path) -> dict[str, str]:
    """Return the environment of a user with an empty home in ``top``, whose editor adds a comment."""
    top.mkdir(parents=True, exist_ok=True)
    editor = top / "editor"
    editor.write_text(_EDITOR)
    editor.chmod(0o755)
    folders = {f"XDG_{name.upper()}_HOME": str(top / name) for name in ("cache", "data", "config", "state")}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        **folders,
        "HOME": str(top),
        "EDITOR": str(editor),
        "BROWSER": "true",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
        "PYTHONFAULTHANDLER": "1",
    }


class WatchedReader:
    """A reader in a terminal of its own. A thread reads what it writes, and keeps the end of it."""

    def __init__(
        self,
        arguments: Sequence[str | Path],
        env: Mapping[str, str],
        *,
        folder: Path | None = None,
        controlling: bool = True,
    ) -> None:
        """Start it in ``folder``; only a ``controlling`` terminal sends SIGHUP when it closes."""
        self.columns, self.rows = COLUMNS, ROWS
        self._terminal, child = os.openpty()
        self._set_size()

        def start_session() -> None:
            os.setsid()
            if controlling:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "medway_tui", *map(str, arguments)],
            stdin=child,
            stdout=child,
            stderr=child,
            cwd=folder,
            env=dict(env),
            preexec_fn=start_session,  # noqa: PLW1509 - before this process has threads that hold locks
        )
        os.close(child)
        self.last_output = time.perf_counter()
        """When it last wrote something."""
        self.written_bytes = 0
        """How much it has written in all."""
        self._kept: deque[bytes] = deque()
        self._kept_bytes = 0
        self._closed = False
        # A terminal that another thread reads from does not close.
        self._wake, self._wakes = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._terminal, self._wake], [], [])
            try:
                data = b"" if self._wake in ready else os.read(self._terminal, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self.last_output = time.perf_counter()
            self.written_bytes += len(data)
            self._kept.append(data)
            self._kept_bytes += len(data)
            while self._kept_bytes - len(self._kept[0]) > _KEPT_BYTES:
                self._kept_bytes -= len(self._kept.popleft())

    # -- the terminal ------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Type something; no more than it reads in five seconds."""
        os.set_blocking(self._terminal, False)
        end = time.perf_counter() + 5
        try:
            while data and time.perf_counter() < end:
                try:
                    data = data[os.write(self._terminal, data) :]
                except BlockingIOError:
                    time.sleep(0.002)
                except OSError:
                    return
        finally:
            os.set_blocking(self._terminal, True)

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window."""
        self.columns, self.rows = columns, rows
        self._set_size()

    def _set_size(self) -> None:
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def output(self) -> bytes:
        """Return the end of what it has written."""
        return b"".join(self._kept)

    def screen(self) -> list[str]:
        """Return the lines of the screen as far as the latest output has drawn them."""
        screen = pyte.Screen(max(1, self.columns), max(1, self.rows))
        stream = pyte.ByteStream(screen)
        try:
            stream.feed(self.output())
        except (TypeError, ValueError, IndexError):
            # pyte knows fewer sequences than a terminal.
            return ["the screen can't be drawn"]
        return [str(line) for line in screen.display]

    def modes(self) -> list[int]:
        """Return the flags of the terminal that say how input and output are treated."""
        return list(termios.tcgetattr(self._terminal)[:4])

    def wait_for_paint(self, seconds: float = 60) -> bool:
        """Wait for the first screen; return whether it came."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and self.process.poll() is None:
            if len(self.output().partition(b"\x1b[?1049h")[2]) > _PAINTED_BYTES:
                return True
            time.sleep(0.01)
        return False

    def stop_reading(self) -> None:
        """Read nothing more, so that its writes wait once the terminal's buffer is full."""
        os.write(self._wakes, b"x")
        self._thread.join()

    def hang_up(self) -> None:
        """Close the terminal's other end."""
        if not self._closed:
            self._closed = True
            self.stop_reading()
            for end in (self._terminal, self._wake, self._wakes):
                os.close(end)

    # -- the process -------------------------------------------------------------------------------

    def is_waiting(self) -> bool:
        """Whether its main thread waits for something to happen."""
        try:
            return Path(f"/proc/{self.process.pid}/syscall").read_text().split(" ", 1)[0] in _WAITING_CALLS
        except OSError:
            return True

    def is_stopped(self) -> bool:
        """Whether it is suspended."""
        return _state(self.process.pid) == "T"

    def resume(self) -> None:
        """Bring it back, as ``fg`` does."""
        self.process.send_signal(signal.SIGCONT)

    def processor_seconds(self) -> float:
        """Return the processor time that it has used so far, without its helpers."""
        fields = _stat(self.process.pid)
        return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0

    def exact_processor_seconds(self) -> float:
        """Return the processor time of its threads and of its helpers' first threads so far."""
        schedules = [*Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")]
        schedules += [Path(f"/proc/{pid}/schedstat") for pid in self.helpers()]
        return sum(int(path.read_text().split()[0]) for path in schedules) / 1e9

    def memory(self) -> float:
        """Return its resident memory in MB; 0 when it has ended."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if "VmRSS" in line), 0.0)

    def helpers(self) -> list[int]:
        """Return the processes that it has started, and theirs."""
        parents: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (fields := _stat(int(entry.name))):
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
        return list(_descendants(self.process.pid, parents))

    def describe_hang(self) -> str:
        """End it with SIGABRT; return its stacks."""
        at = len(self.output())
        self.process.send_signal(signal.SIGABRT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        time.sleep(0.3)
        return self.output()[at:].decode(errors="replace")[-6000:]

    def close(self) -> None:
        """Kill it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()


def is_running(pid: int) -> bool:
    """Return whether there is a process of this number that has not ended."""
    return _state(pid) not in ("", "Z", "X")


def _descendants(pid: int, parents: Mapping[int, Sequence[int]]) -> Iterator[int]:
    for child in parents.get(pid, ()):
        yield child
        yield from _descendants(child, parents)


def _state(pid: int) -> str:
    fields = _stat(pid)
    return fields[0] if fields else ""


def _stat(pid: int) -> list[str]:
    """Return the fields of ``/proc/PID/stat`` from the state on; none when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
