"""How long the first build of an index takes, against the work that nobody can avoid, and in how much memory.

The minimal work is ``minimal_build.py``. Both run as processes of their own, timed from start to end, and
read the same files in turn. On a busy machine the time on the clock says little, so the processor time is
reported beside it. Memory is that of all processes of a build together, sampled ten times a second (Linux).

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
"""Seconds between two looks at the memory: each takes a millisecond or more from what is measured."""
_MINIMAL_BUILD = Path(__file__).parent / "minimal_build.py"
_MAX_REPEATED = 20_000
"""Up to how many articles a build is measured more than once."""

BUILD = (
    "import sys; from pathlib import Path; from medway_tui.sync.dossier import open_dossier;"
    " open_dossier([Path(sys.argv[1])])"
)


class BuildTime(NamedTuple):
    """How long something took."""

    clock: float
    """Seconds on the clock."""
    processors: float
    """Seconds of all processors together."""


def measures(ground: Workspace) -> Iterator[Measure]:
    """A build and that work in turn; where a build takes minutes, once."""
    folder = ground.dossier(ground.articles)
    ours, floor, peaks = [], [], []
    for _ in range(ground.runs if ground.articles <= _MAX_REPEATED else 1):
        floor.append(run_minimal_build(folder, ground.top))
        took, peak = run_build(folder, ground.top)
        ours.append(took)
        peaks.append(peak)
    name = f"first build, {ground.articles:,} articles"
    for part, most in (("clock", RATIO), ("processors", None)):
        mine = [getattr(each, part) for each in ours]
        other = [getattr(each, part) for each in floor]
        yield Measure(
            name if part == "clock" else f"{name}: time of all processors",
            statistics.median(mine),
            "s",
            "libyaml and FTS5",
            statistics.median(other),
            paired_ratio(mine, other),
            ratio_budget=most,
        )
    yield Measure(f"{name}: peak memory of all processes", max(peaks), "MB", budget=MEMORY)


def run_build(folder: Path, top: Path) -> tuple[BuildTime, float]:
    """What a whole process takes that builds the index anew, and the megabytes of all it started."""
    home = top / "home"
    shutil.rmtree(home, ignore_errors=True)
    env = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    peaks: list[float] = []
    took = _run_timed([sys.executable, "-c", BUILD, str(folder)], env, peaks)
    return took, max(peaks, default=0.0)


def run_minimal_build(folder: Path, top: Path) -> BuildTime:
    """What the work takes that nobody can avoid."""
    target = top / "least.sqlite"
    target.unlink(missing_ok=True)
    return _run_timed([sys.executable, str(_MINIMAL_BUILD), str(folder), str(target)], dict(os.environ))


def _run_timed(command: list[str], env: dict[str, str], peaks: list[float] | None = None) -> BuildTime:
    """Run a program to its end; ``peaks`` gets what it and all that it starts take, ten times a second."""
    before = getrusage(RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env)
    ended = threading.Event()
    looking = threading.Thread(target=_sample_memory, args=(process.pid, ended, peaks))
    if peaks is not None:
        looking.start()
    process.wait()
    clock = time.perf_counter() - began
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
    """What a process takes, with its share of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
