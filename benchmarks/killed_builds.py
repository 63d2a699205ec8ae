"""Compare the processor time of the start after a killed build with a fresh build.

A build is killed (kill -9), either all its processes or only the leading one, at five kinds of moments: while
Python starts, while the core is indexed, as the index file is renamed, anywhere, and in the last tenth. The
next start must give the right answer. Its processor time, child processes included, is compared with fresh
builds made in turn, by the share that was indexed. ``--log`` appends the measurements to a file and prints
all of its contents, so a long measurement can be made in parts.

usage: killed_builds.py [--articles N] [--kills N] [--seed S] [--corpora FOLDER] [--log FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from measures import Measure, Workspace, dossier_of_size

PROGRAM = [sys.executable, "-m", "medway_tui", "articles", "--format", "csv", "--content"]
MOMENTS = ("start", "aside", "renamed", "anywhere", "anywhere", "end")
_ARTICLES, _KILLS = 300, 24
EVERY = 4
"""The number of killed builds between two fresh ones."""


class Run(NamedTuple):
    """A start that ran to its end."""

    processor: float
    """Processor seconds of all processes."""
    wall: float
    """Wall-clock seconds."""


class Kill(NamedTuple):
    """A killed build and the start after it."""

    moment: str
    share: float | None
    """The share of the articles that was indexed; None without an index."""
    after: Run


class KillBench:
    """A dossier, its own cache and the right answer."""

    def __init__(self, folder: Path, top: Path, articles: int) -> None:
        self._folder, self._top, self._articles = folder, top, articles
        self.cache = top / "cache"
        self._answer: str | None = None
        self.faults = 0

    def start(self) -> subprocess.Popen[str]:
        """Start a command that needs the whole index."""
        data = str(self._top / "data")
        env = {**os.environ, "XDG_CACHE_HOME": str(self.cache), "XDG_DATA_HOME": data, "HOME": data}
        with (self._top / "out").open("w") as out, (self._top / "err").open("w") as err:
            return subprocess.Popen(
                [*PROGRAM, str(self._folder)],
                env=env,
                stdout=out,
                stderr=err,
                start_new_session=True,
                text=True,
            )

    def clear(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def run(self) -> Run:
        """Run the command to its end and compare its answer with the first one."""
        started = time.perf_counter()
        process = self.start()
        # Includes the child processes it has waited for.
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
        process.returncode = status
        out, err = ((self._top / name).read_text() for name in ("out", "err"))
        if self._answer is None and out.count("\n") > self._articles:
            self._answer = out
        if status or out != self._answer or "Traceback" in err:
            self.faults += 1
            print(f"  FAULT status {status}: {err[-300:]}")
        return Run(used.ru_utime + used.ru_stime, took)

    def indexed_share(self) -> float | None:
        """Return the share of the dossier in the index, without changing the index."""
        left = next(iter(self.cache.rglob("index-*.sqlite")), None)
        if left is None:
            return None
        copy = self._top / "copy"
        for end in ("", "-wal"):
            Path(f"{copy}{end}").unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{left}{end}", f"{copy}{end}")
        Path(f"{copy}-shm").unlink(missing_ok=True)
        with closing(sqlite3.connect(copy)) as connection:
            number: int = connection.execute("SELECT count(*) FROM article").fetchone()[0]
            complete = connection.execute("SELECT value FROM meta WHERE name = 'complete'").fetchone()
        # All articles without anchors and the mark of completion are not the whole.
        return 1.0 if complete == ("1",) else min(0.999, number / self._articles)

    def kill(self, moment: str, chance: random.Random, wall: float) -> Kill:
        """Kill a build at this kind of moment, then start again; ``wall`` is a whole build's duration."""
        self.clear()
        started = time.perf_counter()
        process = self.start()
        if moment == "start":
            time.sleep(chance.uniform(0, 0.15 * wall))
        elif moment == "aside":
            self._until(process, lambda: any(self.cache.rglob("*.new")))
            time.sleep(chance.uniform(0, 0.3))
        elif moment == "renamed":
            self._until(process, lambda: any(self.cache.rglob("index-*.sqlite")))
            time.sleep(chance.uniform(0, 0.02))
        else:
            low = 0.9 if moment == "end" else 0.0
            time.sleep(max(0.0, started + chance.uniform(low, 1) * wall - time.perf_counter()))
        with suppress(ProcessLookupError):
            # Its workers end by themselves.
            (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        return Kill(moment, self.indexed_share(), self.run())

    def run_all(self, number: int, chance: random.Random) -> tuple[list[Run], list[Kill]]:
        """Run fresh and killed builds in turn."""
        fresh: list[Run] = []
        killed: list[Kill] = []
        for n in range(number):
            if n % EVERY == 0:
                self.clear()
                fresh.append(self.run())
            wall = statistics.median(run.wall for run in fresh)
            killed.append(self.kill(MOMENTS[n % len(MOMENTS)], chance, wall))
        return fresh, killed

    def _until(self, process: subprocess.Popen[str], holds: Callable[[], bool]) -> None:
        while not holds() and process.poll() is None:
            time.sleep(0.001)


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the figures of some killed builds of a small dossier; 200 take a quarter of an hour."""
    top = workspace.top / "kills"
    top.mkdir()
    bench = KillBench(workspace.dossier(_ARTICLES), top, _ARTICLES)
    fresh, killed = bench.run_all(_KILLS, random.Random(1))  # noqa: S311 - no secret
    usual = statistics.median(run.processor for run in fresh)
    ratios = [kill.after.processor / usual for kill in killed]
    name = "start after a killed build, processor time"
    middle = statistics.median(kill.after.processor for kill in killed)
    yield Measure(f"{name}, median", middle, "s", "a fresh build", usual, statistics.median(ratios))
    yield Measure(
        f"{name}, most", max(ratios) * usual, "s", "a fresh build", usual, max(ratios), ratio_budget=1.0
    )
    yield Measure(f"wrong answers after {_KILLS} killed builds", bench.faults, "", budget=0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=Path, help="folder with made-up dossiers, each named by its size")
    parser.add_argument("--log", type=Path, help="a file to which the measurements are added")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as top:
        bench = KillBench(
            dossier_of_size(arguments.articles, arguments.corpora, Path(top)), Path(top), arguments.articles
        )
        fresh, killed = bench.run_all(arguments.kills, chance)
    if arguments.log is not None:
        with arguments.log.open("a") as log:
            log.write(json.dumps([arguments.articles, fresh, killed, bench.faults]) + "\n")
        fresh, killed, bench.faults = _read_log(arguments.log, arguments.articles)
    print_spread(arguments.articles, fresh, killed)
    print(f"{bench.faults} faults")
    sys.exit(bool(bench.faults))


def _read_log(path: Path, articles: int) -> tuple[list[Run], list[Kill], int]:
    fresh: list[Run] = []
    killed: list[Kill] = []
    faults = 0
    for line in path.read_text().splitlines():
        number, runs, kills, wrong = json.loads(line)
        if number == articles:
            fresh += (Run(*run) for run in runs)
            killed += (Kill(moment, share, Run(*after)) for moment, share, after in kills)
            faults += wrong
    return fresh, killed, faults


def print_spread(articles: int, fresh: Sequence[Run], killed: Sequence[Kill]) -> None:
    """Print the distribution of the starts after a kill, relative to the median fresh build."""
    usual = statistics.median(run.processor for run in fresh)
    wall = statistics.median(run.wall for run in fresh)
    print(
        f"{articles:,} articles, {len(killed)} builds killed; a fresh one takes {usual:.2f} s of processor"
        f" time, {wall:.2f} s in all (medians of {len(fresh)}). Against these, processor time:"
    )
    print(f"{'':24}  number   min    median p90    max    median in all")
    print_line("fresh builds", [run.processor / usual for run in fresh], [run.wall / wall for run in fresh])
    parts = {"killed, all": list(killed)}
    for name in dict.fromkeys(MOMENTS):
        parts[f"at the moment {name}"] = [kill for kill in killed if kill.moment == name]
    parts["no index yet"] = [kill for kill in killed if kill.share is None]
    for low, high in ((0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0)):
        some = [kill for kill in killed if kill.share is not None and low <= kill.share < high]
        parts[f"{low:.0%} to {high:.0%} in"] = some
    parts["complete"] = [kill for kill in killed if kill.share == 1.0]
    for name, some in parts.items():
        print_line(
            name, [kill.after.processor / usual for kill in some], [kill.after.wall / wall for kill in some]
        )


def print_line(name: str, ratios: Sequence[float], walls: Sequence[float]) -> None:
    """Print one line of the table."""
    if ratios:
        least, *_ = ordered = sorted(ratios)
        tenth = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
        print(
            f"{name:24}  {len(ordered):5}  {least:6.2f} {statistics.median(ordered):6.2f} {tenth:6.2f}"
            f" {ordered[-1]:6.2f}  {statistics.median(walls):6.2f}"
        )


if __name__ == "__main__":
    main()
