"""Compare the time of ``medway-tui export`` with a bare script, and measure its memory.

The script does the least that is needed: it reads the articles, paragraphs and quotations from the index and
writes them as CSV and JSON Lines with the standard library. The export writes eight kinds of files, and
SQLite with full-text search. Both run on a warm index, in turn. The memory is what the export adds to a
program that has opened the dossier.

usage: export_speed.py [--articles N] [--runs N] [--seed S]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = str(Path(sys.executable).with_name("medway-tui"))

BARE = """
import csv, json, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
for table in ("article", "paragraph", "quote"):
    rows = database.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in rows.description]
    with open(f"{sys.argv[2]}/{table}.csv", "w") as sheet, open(f"{sys.argv[2]}/{table}.jsonl", "w") as lines:
        written = csv.writer(sheet)
        written.writerow(names)
        for row in rows:
            written.writerow(row)
            lines.write(json.dumps(dict(zip(names, row)), ensure_ascii=False) + "\\n")
"""

MEMORY = """
import sys
from pathlib import Path
from medway_tui.sync.dossier import open_dossier
from medway_tui.export.dataset.exporter import export_dataset as export

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024

index = open_dossier([Path(sys.argv[1])]).index
before, most = held(), 0.0

def look(done, total):
    global most
    if done % 50 == 0 or done == total:
        most = max(most, held())

export(index, Path(sys.argv[2]), look)
print(most - before)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        for name in ("CACHE", "DATA", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = str(folder / name)
        number = arguments.articles
        small, large = (_make_indexed(folder, each, arguments.seed) for each in (number // 10, number))
        exports, bare = [], []
        # The larger of the two indexes.
        index = max((folder / "CACHE" / "medway-tui").glob("*.sqlite"), key=lambda path: path.stat().st_size)
        (folder / "bare").mkdir()
        for _ in range(arguments.runs):
            exports.append(_time_command([PROGRAM, "--content", str(large), "export", str(folder / "out")]))
            bare.append(_time_command([sys.executable, "-c", BARE, str(index), str(folder / "bare")]))
        taken, least = statistics.median(exports), statistics.median(bare)
        print(
            f"{number} articles: export {taken:.2f} s, bare script {least:.2f} s: {taken / least:.1f} times"
        )
        if sys.platform.startswith("linux"):
            few, many = (_measure_memory(each, folder / "out") for each in (small, large))
            print(
                f"memory of the export: {few:.0f} MB for {number // 10} articles, {many:.0f} MB for {number}"
            )


def _make_indexed(folder: Path, number: int, seed: int) -> Path:
    """Return a made-up dossier with ``number`` articles, indexed."""
    root = folder / f"of-{number}"
    making = [
        sys.executable,
        str(HERE / "make_dossier.py"),
        "--articles",
        str(number),
        "--seed",
        str(seed),
        str(root),
    ]
    subprocess.run(making, check=True, capture_output=True)
    _time_command([PROGRAM, "--content", str(root), "articles", "--format", "jsonl"])
    return root


def _time_command(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def _measure_memory(root: Path, out: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(root), str(out)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
