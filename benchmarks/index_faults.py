"""Damage the index in many ways and check every answer: truncated, overwritten, read-only, disk full.

After each damage a command lists all articles. It must print what an intact index gives, or say in a sentence
why it cannot; never a traceback. ``killed_builds.py`` covers killed builds.

usage: index_faults.py [--articles N] [--cuts N] [--seed S]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from data.corpus import make
from measures import Measure, Workspace

PROGRAM = [sys.executable, "-m", "medway_tui", "articles", "--format", "csv", "--content"]

_ARTICLES, _CUTS = 400, 10


class FaultBench:
    """A made-up dossier, its own cache and the right answer."""

    def __init__(self, top: Path, articles: int) -> None:
        self.folder = top / "dossier"
        self.home = top / "home"
        self.faults: list[str] = []
        make(self.folder, articles, seed=1)
        self.expected = self.run()[0]
        self.backup = top / "kept"
        shutil.copytree(self.home, self.backup)

    def command(self, limit: int | None = None) -> subprocess.Popen[str]:
        """Start the command; ``limit`` bounds the bytes that it may write into one file."""
        env = {**os.environ, "XDG_CACHE_HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data")}
        pipe = subprocess.PIPE
        bounded = ["prlimit", f"--fsize={limit}"] if limit is not None else []
        return subprocess.Popen(
            [*bounded, *PROGRAM, str(self.folder)], env=env, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip

    def run(self, limit: int | None = None) -> tuple[str, str, int, float]:
        """Run the command; return stdout, stderr, exit status and seconds."""
        started = time.perf_counter()
        process = self.command(limit)
        out, err = process.communicate()
        return out, err, process.returncode, time.perf_counter() - started

    @property
    def index(self) -> Path:
        """The path of the index file."""
        return next(self.home.rglob("*.sqlite"))

    def clear(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.home, ignore_errors=True)

    def restore(self) -> None:
        """Restore the intact index."""
        self.clear()
        shutil.copytree(self.backup, self.home)

    def check(self, what: str, limit: int | None = None, *, may_refuse: bool = False) -> float:
        """Run the command; record a fault unless the answer is right or, where allowed, refused in words."""
        out, err, status, took = self.run(limit)
        refused = may_refuse and status == 2 and err.startswith("medway-tui: ")
        if "Traceback" in err or not ((status == 0 and out == self.expected) or refused):
            self.faults.append(f"{what}: status {status}: {err.strip()[-200:]}")
            print(f"  FAULT {self.faults[-1]}")
        return took


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the number of wrong answers after each kind of damage."""
    top = workspace.top / "faults"
    top.mkdir()
    bench = FaultBench(top, _ARTICLES)
    chance = random.Random(1)  # noqa: S311 - no secret
    number = sum(times for _, times in run_damages(bench, _CUTS, chance))
    yield Measure(f"wrong answers from {number} damaged indexes", len(bench.faults), "", budget=0)


def main() -> None:
    """Run every kind of damage and print the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as top:
        bench = FaultBench(Path(top), arguments.articles)
        if arguments.cuts:
            for name, times in run_damages(bench, arguments.cuts, chance):
                print(f"{times} times: {name}")
        print(f"{len(bench.faults)} faults")
        sys.exit(bool(bench.faults))


def run_damages(bench: FaultBench, cuts: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """Damage an intact index and check the answer; yield each kind and how often."""

    def cut() -> None:
        os.truncate(bench.index, chance.randrange(bench.index.stat().st_size))

    def header() -> None:
        overwrite(bench.index, 0, 100, chance)

    def page() -> None:
        with bench.index.open("rb") as file:
            size = int.from_bytes(file.read(18)[16:], "big")
        pages = bench.index.stat().st_size // size
        overwrite(bench.index, size * chance.randrange(pages), size, chance)

    def read_only() -> None:
        bench.index.chmod(0o444)

    ways: list[tuple[str, int, Callable[[], None]]] = [
        ("cut short", cuts, cut), ("with its header overwritten", 10, header),
        ("with a page overwritten", cuts, page), ("read only", 3, read_only),
    ]  # fmt: skip
    for name, times, damage in ways:
        for n in range(times):
            bench.restore()
            damage()
            bench.check(f"{name}, {n}")
        yield f"an index {name}", times
    if shutil.which("prlimit") is None:
        yield "builds without room on the disk, as there is no prlimit here", 0
        return
    bench.restore()
    room, rooms = bench.index.stat().st_size, max(2, cuts // 5)
    for n in range(rooms):
        bench.clear()
        bench.check(f"no room, {n}", 4096 + chance.randrange(room), may_refuse=True)
    yield "builds without room on the disk", rooms


def overwrite(path: Path, at: int, length: int, chance: random.Random) -> None:
    """Overwrite part of a file with random bytes."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(chance.randbytes(length))


if __name__ == "__main__":
    main()
