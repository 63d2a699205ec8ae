"""What becomes of an index that is harmed: cut short or overwritten, read only, without room on its disk.

After each harm a command is asked for all articles. It has to give the answer that a sound index gives, or
to say in a sentence why it can't; never a traceback. Builds that are killed are for killed_builds.py.

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
    """A made-up dossier, a cache of its own, and the answer that a sound index gives."""

    def __init__(self, top: Path, articles: int) -> None:
        self.folder = top / "dossier"
        self.home = top / "home"
        self.faults: list[str] = []
        make(self.folder, articles, seed=1)
        self.expected = self.run()[0]
        self.backup = top / "kept"
        shutil.copytree(self.home, self.backup)

    def command(self, limit: int | None = None) -> subprocess.Popen[str]:
        """The command, started; ``limit`` bounds in bytes what it may write into one file."""
        env = {**os.environ, "XDG_CACHE_HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data")}
        pipe = subprocess.PIPE
        bounded = ["prlimit", f"--fsize={limit}"] if limit is not None else []
        return subprocess.Popen(
            [*bounded, *PROGRAM, str(self.folder)], env=env, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip

    def run(self, limit: int | None = None) -> tuple[str, str, int, float]:
        """Its output, what it says on stderr, its exit status, and the seconds it took."""
        began = time.perf_counter()
        process = self.command(limit)
        out, err = process.communicate()
        return out, err, process.returncode, time.perf_counter() - began

    @property
    def index(self) -> Path:
        """The file of the index."""
        return next(self.home.rglob("*.sqlite"))

    def clear(self) -> None:
        """Begin with no cache at all."""
        shutil.rmtree(self.home, ignore_errors=True)

    def restore(self) -> None:
        """Begin with a sound index."""
        self.clear()
        shutil.copytree(self.backup, self.home)

    def check(self, what: str, limit: int | None = None, *, told: bool = False) -> float:
        """Ask, and note a fault where the answer is not right, nor refused in words where it may be."""
        out, err, status, took = self.run(limit)
        refused = told and status == 2 and err.startswith("medway-tui: ")
        if "Traceback" in err or not ((status == 0 and out == self.expected) or refused):
            self.faults.append(f"{what}: status {status}: {err.strip()[-200:]}")
            print(f"  FAULT {self.faults[-1]}")
        return took


def measures(ground: Workspace) -> Iterator[Measure]:
    """A small dossier, its index harmed in each way."""
    top = ground.top / "faults"
    top.mkdir()
    bench = FaultBench(top, _ARTICLES)
    chance = random.Random(1)  # noqa: S311 - no secret
    number = sum(times for _, times in run_damages(bench, _CUTS, chance))
    yield Measure(f"wrong answers from {number} harmed indexes", len(bench.faults), "", budget=0)


def main() -> None:
    """Do every harm, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as top:
        bench = FaultBench(Path(top), given.articles)
        if given.cuts:
            for name, times in run_damages(bench, given.cuts, chance):
                print(f"{times} times: {name}")
        print(f"{len(bench.faults)} faults")
        sys.exit(bool(bench.faults))


def run_damages(bench: FaultBench, cuts: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """Harm a sound index in its file, and ask after each; what was done, and how often."""

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
    for name, times, harm in ways:
        for n in range(times):
            bench.restore()
            harm()
            bench.check(f"{name}, {n}")
        yield f"an index {name}", times
    if shutil.which("prlimit") is None:
        yield "builds without room on the disk, as there is no prlimit here", 0
        return
    bench.restore()
    room, rooms = bench.index.stat().st_size, max(2, cuts // 5)
    for n in range(rooms):
        bench.clear()
        bench.check(f"no room, {n}", 4096 + chance.randrange(room), told=True)
    yield "builds without room on the disk", rooms


def overwrite(path: Path, at: int, length: int, chance: random.Random) -> None:
    """Put bytes by chance into a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(chance.randbytes(length))


if __name__ == "__main__":
    main()
