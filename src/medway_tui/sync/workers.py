"""Processes that read articles, or fill an index, beside this one.

Each is this Python started anew, told by a first message on its input what to do, so it is the same on every
system and whatever threads run here. It ends when its input ends: with this process, even if that is killed.
It says nothing on the terminal, and Ctrl+C is for this process to understand.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from medway_tui.sync.loaded_article import FileVersions, LoadedArticle

_BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    " from medway_tui.sync.workers import main; main()"
)
_AHEAD = 4
"""How many pieces of work a process is given before it has answered the first."""
_PIPE_BYTES = 2**18
"""What a pipe holds, where the system lets one say so: an answer, so that a process goes on to the next piece
while this one is busy. A quarter of what Linux lets anybody have."""
_KEPT = 2**24
"""Bytes of answers that wait while an index is written."""
_LENGTH = struct.Struct("<Q")
"""How the length of an answer stands before it."""
_LARGE = 16_000
"""Bytes of a piece of work that may not fit into a pipe while its answer waits in the other."""

UNWRITABLE_PREFIX = "unwritable: "
"""What stands before the problem of a ``BuildProcess`` whose index can't be written where it stands."""

MIN_ARTICLES_FOR_WORKERS = 600
"""For how many articles no other process is worth starting."""

Batch = tuple[Sequence[str], Sequence[str], Mapping[str, "FileVersions"]]
"""The folders, articles in them to be read, and how their files were when they were taken in before."""


def cpu_count() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def start_process(task: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a process with a task of ``main``. Raises OSError when none can be started."""
    if not sys.executable:
        raise OSError("this Python does not know where it stands")
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=_PIPE_BYTES,
    )
    assert process.stdin is not None  # noqa: S101 - for the type checker
    with suppress(OSError):
        process.stdin.write(pickle.dumps(sys.path) + pickle.dumps((task, arguments)))
        process.stdin.flush()
    return process


def kill_process(process: subprocess.Popen[bytes]) -> None:
    """End a process at once. An index that it was writing is as after its last transaction."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()


def main() -> None:
    """Do what the first message says; for a process that ``start`` started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task, given = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    if task == "read":
        _read(*given)
    else:
        from medway_tui.sync.build import run_build_process  # noqa: PLC0415 - yaml, pydantic

        threading.Thread(target=_end_with_input, daemon=True).start()
        run_build_process(*given)
        sys.stdout.flush()
        # Whoever still waits for the input would hold up the end.
        os._exit(0)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _read() -> None:
    import gc  # noqa: PLC0415 - only here

    from medway_tui.sync.loaded_article import load_article  # noqa: PLC0415 - yaml

    # What is made of a file goes when it is told: nothing has to be looked for.
    gc.disable()
    out = sys.stdout.buffer
    with suppress(EOFError, BrokenPipeError):
        while True:
            roots, stems, known = pickle.load(sys.stdin.buffer)  # noqa: S301 - likewise
            taken = [load_article(roots, stem, known.get(stem, {})) for stem in stems]
            answer = pickle.dumps(taken, protocol=5)
            out.write(_LENGTH.pack(len(answer)) + answer)
            out.flush()


class LoaderPool:
    """Processes that read articles; what they have read comes in whatever order."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._answers = _ResultQueue()
        self._lock = threading.Lock()
        self._source: Iterator[Batch] | None = None
        self._threads: list[threading.Thread] = []

    @property
    def has_batches(self) -> bool:
        """Whether there is something for them to read."""
        return self._source is not None

    def start(self, number: int) -> None:
        """Start so many in all, where they were not started yet; fewer, or none, where they can't be."""
        with suppress(OSError):
            while len(self._processes) < number:
                self._processes.append(start_process("read"))

    def submit(self, batches: Iterable[Batch]) -> None:
        """Let those that were started begin to read these; what they read is kept until it is asked for."""
        self._source = iter(batches)
        self._threads = [
            threading.Thread(target=self._serve, args=(process,), daemon=True) for process in self._processes
        ]
        for thread in self._threads:
            thread.start()

    def results(self, load_batch: Callable[[Batch], list[LoadedArticle]]) -> Iterator[list[LoadedArticle]]:
        """What was read of each piece given; ``here`` is called for what is read in this process meanwhile.

        Where nothing is there to be told, an empty list comes before anything is read here or waited for. A
        piece of which a process made nothing is read here as well. For once: then ``close``.
        """
        while True:
            answered = self._answers.take()
            if answered is None:
                yield []
                answered = self._answers.take()
            if answered is None and (mine := self._next()) is not None:
                yield load_batch(mine)
                continue
            if answered is None:
                working = any(thread.is_alive() for thread in self._threads)
                answered = self._answers.take(0.05 if working else 0)
                if answered is None and not working:
                    return
            if answered is not None:
                piece, answer = answered
                yield load_batch(piece) if answer is None else pickle.loads(answer)  # noqa: S301 - likewise

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._answers.close()
        for process in self._processes:
            kill_process(process)
        for thread in self._threads:
            thread.join()

    def _next(self) -> Batch | None:
        with self._lock:
            return None if self._answers.closed or self._source is None else next(self._source, None)

    def _serve(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - for the type checker
        waiting: deque[Batch] = deque()
        try:
            while True:
                while len(waiting) < _AHEAD and (piece := self._next()) is not None:
                    waiting.append(piece)
                    if _send(process.stdin, piece) > _LARGE:
                        break
                if not waiting:
                    return
                answer = _received(process.stdout)
                self._answers.put(waiting.popleft(), answer)
        except (OSError, EOFError, ValueError):
            for piece in waiting:
                self._answers.put(piece, None)


class _ResultQueue:
    """What processes have read, kept as it came until it is asked for; of so many bytes at most."""

    def __init__(self) -> None:
        self.closed = False
        """Whether nobody wants any more."""
        self._changed = threading.Condition()
        self._kept: deque[tuple[Batch, bytes | None]] = deque()
        self._bytes = 0

    def put(self, piece: Batch, answer: bytes | None) -> None:
        """Keep an answer, or that there is none, once there is room for more."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _KEPT or self.closed)
            self._kept.append((piece, answer))
            self._bytes += len(answer or b"")
            self._changed.notify_all()

    def take(self, seconds: float = 0) -> tuple[Batch, bytes | None] | None:
        """The first that was kept, with its piece; None where there is none in this time."""
        with self._changed:
            self._changed.wait_for(lambda: self._kept, seconds)
            if not self._kept:
                return None
            piece, answer = self._kept.popleft()
            self._bytes -= len(answer or b"")
            self._changed.notify_all()
            return piece, answer

    def close(self) -> None:
        """Let nobody wait for room any more."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()


def _send(stream: IO[bytes], piece: Batch) -> int:
    data = pickle.dumps(piece, protocol=5)
    stream.write(data)
    stream.flush()
    return len(data)


def _received(stream: IO[bytes]) -> bytes:
    """An answer as it comes. Raises EOFError where it breaks off."""
    head = stream.read(_LENGTH.size)
    answer = stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    if not answer or len(answer) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return answer


class BuildProcess:
    """A process that brings an index up to date, and says how far it has come."""

    def __init__(self, roots: Sequence[str]) -> None:
        """Start it for the dossier in these folders. Raises OSError when it can't be started."""
        self.problem = ""
        """Why it could not do it; empty where it could, as far as is known."""
        self.unwritable = False
        """Whether that is because the index, which is sound, can't be written where it stands."""
        self._process = start_process("fill", roots, True)  # noqa: FBT003 - what is faulty now stays as it was
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> tuple[int, int] | tuple[()] | None:
        """How many articles of how many are in, as said last; empty where nothing was, None at the end."""
        last = b""
        with suppress(queue.Empty):
            last = self._lines.get(timeout=seconds)
            while True:
                last = self._lines.get_nowait()
        if last.startswith(b"!"):
            problem = last[1:].decode("utf-8", "replace").strip()
            self.unwritable = problem.startswith(UNWRITABLE_PREFIX)
            self.problem = problem.removeprefix(UNWRITABLE_PREFIX)
            return None
        if last:
            done, total = map(int, last.split())
            return done, total
        if self._thread.is_alive():
            return ()
        if self._process.wait():
            self.problem = "the process that was to take the articles in has ended"
        return None

    def close(self) -> None:
        """End it, whatever it is doing: it goes on from there the next time."""
        kill_process(self._process)
        self._thread.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        with suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._lines.put(line)
