"""How long the first build of an index takes, against the work that nobody can avoid, and in how much memory.

That is: libyaml parsing the same files, in as many processes as there are processors, and FTS5 taking in
the same text in one of them, with the same prefixes and SQLite's own settings. Both read the same files, in
turn. The memory is that of all processes of a build together, looked at many times a second (Linux).

usage: first_build.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from sqlite3 import connect

import yaml
from measures import Measure, Setting, paired, told

RATIO, MEMORY = 1.5, 300.0
_MINUTES = 20_000
"""Up to how many articles a build is measured more than once."""

PREFIXES = "prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'"
BUILD = (
    "import sys; from pathlib import Path; from medway_tui.dossier import open_dossier;"
    " open_dossier([Path(sys.argv[1])])"
)


def measures(ground: Setting) -> Iterator[Measure]:
    """A build and that work in turn; where a build takes minutes, once."""
    folder = ground.folder(ground.articles)
    ours, floor, peaks = [], [], []
    for _ in range(ground.runs if ground.articles <= _MINUTES else 1):
        floor.append(least(folder, ground.top))
        took, peak = build(folder, ground.top)
        ours.append(took)
        peaks.append(peak)
    name = f"first build, {ground.articles:,} articles"
    middle, other = statistics.median(ours), statistics.median(floor)
    yield Measure(name, middle, "s", "libyaml and FTS5", other, paired(ours, floor), most_ratio=RATIO)
    yield Measure(f"{name}: peak memory of all processes", max(peaks), "MB", most=MEMORY)


def build(folder: Path, top: Path) -> tuple[float, float]:
    """The seconds of a whole process that builds the index anew, and the megabytes of all it started."""
    home = top / "home"
    shutil.rmtree(home, ignore_errors=True)
    env = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", BUILD, str(folder)], env=env)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(_megabytes, _family(process.pid))))
        time.sleep(0.02)
    took = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"the build of {folder} failed")
    return took, peak


def least(folder: Path, top: Path) -> float:
    """The seconds for parsing all files, and for taking their text into full text, on all processors."""
    began = time.perf_counter()
    names = [str(path) for path in sorted((folder / "articles").iterdir())]
    names += [str(path) for path in sorted((folder / "quotes").iterdir())]
    pieces = [names[at : at + 100] for at in range(0, len(names), 100)]
    target = top / "least.sqlite"
    target.unlink(missing_ok=True)
    connection = connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"CREATE VIRTUAL TABLE whole USING fts5(text, {PREFIXES})")
    connection.execute("BEGIN")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for texts in pool.map(parsed, pieces):
            connection.executemany("INSERT INTO whole VALUES (?)", ((text,) for text in texts))
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def parsed(names: list[str]) -> list[str]:
    """The paragraphs and quotations of some files, by PyYAML's loader in C that makes text of all values."""
    texts: list[str] = []
    for name in names:
        value = yaml.load(Path(name).read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - it makes text alone
        if isinstance(value, dict):
            texts.append(value["headline"])
            texts += [each if isinstance(each, str) else each["text"] for each in value["paragraphs"]]
        else:
            texts += [each["exact"] for each in value]
    return texts


def _family(pid: int) -> list[int]:
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
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
    told(measures, __doc__)
