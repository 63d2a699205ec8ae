"""Worker processes: a pool that loads batches, and a process that builds an index.

They are started with multiprocessing's spawn method, which is the same on every system and safe whatever
threads run here. A worker prints nothing, leaves Ctrl+C to this process, and ends with it even if this
process is killed.
"""

from __future__ import annotations

import concurrent.futures
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from itertools import chain
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any, Generic, TypeVar

from medway_tui.progress import BuildOutcome

MIN_ARTICLES_FOR_WORKERS = 600
"""For fewer articles, workers take longer to start than they save."""

_MAX_BATCHES_AHEAD = 48
"""How many batches workers are given before their results are used; this bounds the memory of a build."""

_SPAWN = multiprocessing.get_context("spawn")
_WORKER_ERRORS = (OSError, concurrent.futures.BrokenExecutor)
"""Raised when a worker can't be started, or has ended before its time."""
_SILENT_TRACKER = "ignore:resource_tracker:UserWarning"
"""The tracker would report the semaphores of a build that was killed, on the terminal."""

Batch = TypeVar("Batch")
Loaded = TypeVar("Loaded")


def cpu_count() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class LoaderPool(Generic[Batch, Loaded]):
    """Applies a function to batches: in workers and, whenever it would have to wait for them, here."""

    def __init__(self) -> None:
        self._executor: concurrent.futures.ProcessPoolExecutor | None = None
        self._load: Callable[[Batch], Loaded] | None = None
        self._batches: Iterator[Batch] = iter(())
        self._futures: dict[concurrent.futures.Future[Loaded], Batch] = {}

    @property
    def has_batches(self) -> bool:
        """Whether ``submit`` was called."""
        return self._load is not None

    def start(self, workers: int, *, preload: str) -> None:
        """Start workers, which import the module ``preload``; without them, all is loaded in this process."""
        if workers < 1:
            return
        try:
            with _isolated_start():
                self._executor = concurrent.futures.ProcessPoolExecutor(
                    workers, mp_context=_SPAWN, initializer=_start_loader, initargs=(preload,)
                )
                # The executor starts a process for each call that finds none idle.
                for _ in range(workers):
                    self._executor.submit(os.getpid)
        except _WORKER_ERRORS:
            self._executor = None

    def submit(self, load: Callable[[Batch], Loaded], batches: Iterable[Batch]) -> None:
        """Let the workers begin to load batches; ``results`` gives what they loaded."""
        self._load = load
        self._batches = iter(batches)
        self._fill_queue()

    def results(self) -> Iterator[Loaded | None]:
        """Yield what was loaded from each batch, in any order.

        Yields None whenever nothing is ready, before a batch is loaded in this process or waited for.
        """
        while self._load is not None:
            self._fill_queue()
            done = self._done()
            if not done:
                yield None
                done = self._done()
            if not done and (batch := self._take_back()) is not None:
                yield self._load(batch)
                continue
            if not done and not self._futures:
                return
            for future in done or self._wait():
                batch = self._futures.pop(future)
                try:
                    yield future.result()
                except concurrent.futures.BrokenExecutor:
                    yield self._load(batch)

    def close(self) -> None:
        """End the workers, each after its batch; this process waits for them when it ends."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _fill_queue(self) -> None:
        while self._executor is not None and len(self._futures) < _MAX_BATCHES_AHEAD:
            batch = next(self._batches, None)
            if batch is None or self._load is None:
                return
            try:
                self._futures[self._executor.submit(self._load, batch)] = batch
            except _WORKER_ERRORS:
                self._executor = None
                self._batches = chain([batch], self._batches)

    def _done(self) -> list[concurrent.futures.Future[Loaded]]:
        return [future for future in self._futures if future.done()]

    def _wait(self) -> Iterable[concurrent.futures.Future[Loaded]]:
        return concurrent.futures.wait(self._futures, return_when=concurrent.futures.FIRST_COMPLETED).done

    def _take_back(self) -> Batch | None:
        """Return a batch that no worker has begun; None when there is none."""
        for future in reversed(self._futures):
            if future.cancel():
                return self._futures.pop(future)
        return next(self._batches, None)


class BuildProcess:
    """A process that builds an index and reports its progress."""

    def __init__(self, build: Callable[..., BuildOutcome], *arguments: object) -> None:
        """Start it: it calls ``build`` with the arguments and a callback for progress.

        Raises OSError when it can't be started.
        """
        self.outcome = BuildOutcome()
        self._connection, sender = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(target=_run_build, args=(sender, build, arguments))
        with _isolated_start():
            self._process.start()
        sender.close()

    def wait(self, seconds: float) -> tuple[int, int] | tuple[()] | None:
        """Wait for progress: articles indexed, and all articles; empty for none, None when it has ended."""
        latest: tuple[int, int] | tuple[()] = ()
        try:
            while self._connection.poll(0 if latest else seconds):
                message = self._connection.recv()
                if isinstance(message, BuildOutcome):
                    self.outcome = message
                    return None
                latest = message
        except (EOFError, OSError):
            if not latest:
                self.outcome = BuildOutcome("the process that was building the index has ended")
                return None
        return latest

    def close(self) -> None:
        """Kill the process, whatever it is doing: the next build goes on from its last transaction."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _start_loader(preload: str) -> None:
    _detach()
    # What is made of a file is freed when it is sent: there are no cycles to look for.
    gc.disable()
    importlib.import_module(preload)


def _run_build(sender: Connection, build: Callable[..., BuildOutcome], arguments: tuple[Any, ...]) -> None:
    _detach()
    sender.send(build(*arguments, lambda done, total: sender.send((done, total))))


def _detach() -> None:
    """Print nothing, leave Ctrl+C to the parent process, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _isolated_start() -> Iterator[None]:
    """Start processes that don't import this program's main module, nor get a Ctrl+C while they start."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    has_masks = hasattr(signal, "pthread_sigmask")
    if has_masks:
        # It is started first, as it unblocks signals.
        sys.warnoptions.append(_SILENT_TRACKER)
        # Textual's stderr has no file descriptor, which the tracker would inherit.
        with redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()
        sys.warnoptions.remove(_SILENT_TRACKER)
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if has_masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
