"""Worker processes: what they are given, what they leave alone, and that they end with this process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from medway_tui.progress import BuildOutcome, ProgressCallback
from medway_tui.sync import workers
from medway_tui.sync.workers import BuildProcess, LoaderPool

PATIENCE = 20.0
"""The seconds after which what was waited for has not come."""

START_POOL = """
import multiprocessing, sys, time
from medway_tui.sync.workers import LoaderPool
pool = LoaderPool()
pool.start(2, preload="medway_tui.progress")
pool.submit(time.sleep, [60] * 10)
print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""

START_BUILD = """
import multiprocessing, time
from medway_tui.sync.workers import BuildProcess
from tests.test_workers import build_with_workers
process = BuildProcess(build_with_workers)
print(*process.wait(20), flush=True)
"""


def load(number: int) -> int:
    return number * 10


def load_only_here(number: int) -> int:
    """Load a batch; a worker that is to do so ends instead."""
    if multiprocessing.parent_process() is not None:
        os._exit(1)
    return load(number)


def build_with_workers(progress: ProgressCallback) -> BuildOutcome:
    """A build that never ends, with one worker; its progress are the numbers of the two processes."""
    pool: LoaderPool[float, None] = LoaderPool()
    pool.start(1, preload="medway_tui.progress")
    pool.submit(time.sleep, [60.0] * 10)
    (worker,) = multiprocessing.active_children()
    progress(os.getpid(), worker.pid or 0)
    time.sleep(60)
    return BuildOutcome()


def build_three(word: str, progress: ProgressCallback) -> BuildOutcome:
    for number in range(1, 4):
        progress(number, 3)
    return BuildOutcome(word)


def build_badly(progress: ProgressCallback) -> BuildOutcome:
    progress(1, 3)
    os._exit(3)


@pytest.fixture
def pool() -> Iterator[LoaderPool[int, int]]:
    pool: LoaderPool[int, int] = LoaderPool()
    yield pool
    pool.close()


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended may wait for its parent to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("number_of_workers", [0, 1, 2])
def test_every_batch_is_loaded_once(pool: LoaderPool[int, int], number_of_workers: int) -> None:
    pool.start(number_of_workers, preload="medway_tui.progress")
    pool.submit(load, range(200))
    loaded = [each for each in pool.results() if each is not None]
    assert sorted(loaded) == list(range(0, 2000, 10))


def test_no_more_batches_are_begun_than_there_is_room_for(pool: LoaderPool[int, int]) -> None:
    begun: list[int] = []

    def batches() -> Iterator[int]:
        for number in range(1000):
            begun.append(number)
            yield number

    pool.start(1, preload="medway_tui.progress")
    pool.submit(load, batches())
    results = pool.results()
    for used in range(1, 20):
        while next(results) is None:
            pass
        assert len(begun) <= workers._MAX_BATCHES_AHEAD + used


def test_what_a_worker_that_ended_was_given_is_loaded_here(pool: LoaderPool[int, int]) -> None:
    pool.start(2, preload="medway_tui.progress")
    pool.submit(load_only_here, range(100))
    assert sorted(each for each in pool.results() if each is not None) == list(range(0, 1000, 10))


def test_where_no_worker_can_be_started_all_is_loaded_here(
    pool: LoaderPool[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", refuse)
    pool.start(2, preload="medway_tui.progress")
    pool.submit(load, range(100))
    assert sorted(each for each in pool.results() if each is not None) == list(range(0, 1000, 10))
    with pytest.raises(OSError, match="no more processes"):
        BuildProcess(build_three, "")


def test_a_build_reports_its_progress_and_how_it_ended() -> None:
    process = BuildProcess(build_three, "a problem")
    progress: list[object] = []
    while (each := process.wait(PATIENCE)) is not None:
        progress.append(each)
    process.close()
    assert progress == sorted(each for each in [(1, 3), (2, 3), (3, 3)] if each in progress)
    assert process.outcome == ("a problem", False)


def test_a_build_that_ends_before_its_time_is_a_problem() -> None:
    process = BuildProcess(build_badly)
    assert process.wait(PATIENCE) == (1, 3)
    assert process.wait(PATIENCE) is None
    assert process.outcome.problem == "the process that was building the index has ended"
    process.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("program", [START_POOL, START_BUILD], ids=["pool", "build"])
def test_workers_end_when_this_process_is_killed(program: str) -> None:
    code = f"{program}\nimport time; time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_running, pids))
        process.kill()
        wait_until(lambda: not any(map(is_running, pids)))
        assert process.stdout.read() == ""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl+C is no signal here")
def test_ctrl_c_is_left_to_this_process() -> None:
    code = f"""
import signal, threading
interrupted = threading.Event()
signal.signal(signal.SIGINT, lambda *_: interrupted.set())
{START_POOL}
interrupted.wait()
print(all(child.is_alive() for child in multiprocessing.active_children()), flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "True\n"
        time.sleep(0.2)
        process.kill()
        assert process.stdout.read() == ""


MAIN = """
import click, sys
from medway_tui.sync.workers import LoaderPool
print("run")
pool = LoaderPool()
pool.start(1, preload="medway_tui.sync.indexer")
names = pool._executor.submit(eval, "[*__import__('sys').modules]").result()
print(*sorted({name.partition(".")[0] for name in names} & {"click", "rich", "textual", "yaml"}))
pool.close()
"""


@pytest.mark.parametrize("way", ["a file", "python -c", "a module"])
def test_workers_neither_run_the_main_module_again_nor_import_what_it_does(tmp_path: Path, way: str) -> None:
    (tmp_path / "program.py").write_text(MAIN)
    arguments = {"a file": ["program.py"], "python -c": ["-c", MAIN], "a module": ["-m", "program"]}[way]
    result = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (result.stdout, result.stderr) == ("run\nyaml\n", "")
