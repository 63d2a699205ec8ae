"""Compare the time and memory of a first index build with the unavoidable work.

``minimal_build.py`` does the unavoidable work. Both run as processes of their own, timed from start to end,
and read the same files in turn. On a busy machine the wall-clock time says little, so the processor time is
measured too. Memory is that of all processes of a build together, sampled ten times a second (Linux).

usage: first_build.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

from measures import Measure, Workspace, paired_ratio, run_benchmark

RATIO, MEMORY = 1.5, 300.0
_SAMPLE_SECONDS = 0.1
"""Seconds between two memory samples; each sample delays the build by a millisecond or more."""
_MINIMAL_BUILD = Path(__file__).parent / "minimal_build.py"
_MAX_REPEATED = 20_000
"""The most articles for which a build is repeated."""

BUILD = (
    "import sys; from pathlib import Path; from medway_tui.sync.dossier import open_dossier;"
    " open_dossier([Path(sys.argv[1])])"
)


class BuildTime(NamedTuple):
    """The duration of a build."""

    clock: float
    """Wall-clock seconds."""
    processors: float
    """Processor seconds of all processes."""


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the figures of builds and of the minimal work, in turn; a build that takes minutes runs once."""
    folder = workspace.dossier(workspace.articles)
    ours, floor, peaks = [], [], []
    for _ in range(workspace.runs if workspace.articles <= _MAX_REPEATED else 1):
        floor.append(run_minimal_build(folder, workspace.top))
        took, peak = run_build(folder, workspace.top)
        ours.append(took)
        peaks.append(peak)
    name = f"first build, {workspace.articles:,} articles"
    for part, most in (("clock", RATIO), ("processors", None)):
        our_times = [getattr(each, part) for each in ours]
        baseline_times = [getattr(each, part) for each in floor]
        yield Measure(
            name if part == "clock" else f"{name}: time of all processors",
            statistics.median(our_times),
            "s",
            "libyaml and FTS5",
            statistics.median(baseline_times),
            paired_ratio(our_times, baseline_times),
            ratio_budget=most,
        )
    yield Measure(f"{name}: peak memory of all processes", max(peaks), "MB", budget=MEMORY)


def run_build(folder: Path, top: Path) -> tuple[BuildTime, float]:
    """Build an index in a process; return its duration and the peak memory of all its processes in MB."""
    home = top / "home"
    shutil.rmtree(home, ignore_errors=True)
    env = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    peaks: list[float] = []
    took = _run_timed([sys.executable, "-c", BUILD, str(folder)], env, peaks)
    return took, max(peaks, default=0.0)


def run_minimal_build(folder: Path, top: Path) -> BuildTime:
    """Run the minimal work and return its duration."""
    target = top / "least.sqlite"
    target.unlink(missing_ok=True)
    return _run_timed([sys.executable, str(_MINIMAL_BUILD), str(folder), str(target)], dict(os.environ))


def _run_timed(command: list[str], env: dict[str, str], peaks: list[float] | None = None) -> BuildTime:
    """Run a program; ``peaks`` gets the memory of its processes ten times a second."""
    before = getrusage(RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env)
    ended = threading.Event()
    looking = threading.Thread(target=_sample_memory, args=(process.pid, ended, peaks))
    if peaks is not None:
        looking.start()
    process.wait()
    clock = time.perf_counter() - started
    ended.set()
    if peaks is not None:
        looking.join()
    if process.returncode:
        raise SystemExit(f"{command} failed")
    after = getrusage(RUSAGE_CHILDREN)
    return BuildTime(clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _sample_memory(pid: int, ended: threading.Event, peaks: list[float] | None) -> None:
    while peaks is not None and not ended.wait(_SAMPLE_SECONDS):
        peaks.append(sum(map(_megabytes, _descendants(pid))))


def _descendants(pid: int) -> list[int]:
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _descendants(int(child))
    except OSError:
        pass
    return found


def _megabytes(pid: int) -> float:
    """Return a process's proportional set size in MB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
