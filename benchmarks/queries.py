"""How long a query takes to its first 50 rows, newest first, for each kind of query: p50 and p99.

Beside it, in turn with it, the keys alone from FTS5 with the words as they are typed, where a query is of
words alone: no text is fetched for these.

usage: queries.py [FOLDER] [--runs N]     FOLDER is a made-up dossier (corpus.py); without it, one of 2,000
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from corpus import make

from medway_tui.dossier import open_dossier
from medway_tui.index.query import parse
from medway_tui.index.search import FIRST, count, hits
from medway_tui.index.store import Index

KINDS = {
    "one letter": "t",
    "common word": "council",
    "rare word": "heartbroken sceptical",
    "phrase": '"sea front"',
    "prefix": "counc",
    "long prefix": "inspec",
    "speaker": "speaker:mehmet",
    "slip": "speaker:mehmte",
    "party": "party:uni",
    "role": "role:mayor",
    "dates": "after:2010 before:2012",
    "in:": "in:courier",
    "type": "type:mixed",
    "not": "council -budget",
    "combined": "party:uni report after:2015 -road",
    "nothing": "xyzzyx",
}

BARE = "SELECT rowid FROM paragraph_text WHERE paragraph_text MATCH ? ORDER BY rowid LIMIT ?"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=100)
    given = parser.parse_args()
    if given.folder is not None:
        measure(open_dossier([given.folder]).index, given.runs)
        return
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "2000"
        make(folder, 2_000, seed=1)
        measure(open_dossier([folder]).index, given.runs)


def measure(index: Index, runs: int) -> None:
    """Ask each kind of query so many times, in turn, and print the table."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    bare: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(runs):
        for kind, text in KINDS.items():
            query = parse(text, typing=True)
            began = time.perf_counter()
            hits(index, query)
            times[kind].append((time.perf_counter() - began) * 1000)
            if not query.filters and query.exclude() is None:
                began = time.perf_counter()
                index.rows(BARE, (query.match(), FIRST))
                bare[kind].append((time.perf_counter() - began) * 1000)
    heads = f"{'kind':<14}{'p50 ms':>9}{'p99 ms':>9}{'FTS5 p50':>10}{'in all':>11}{'counted in ms':>15}"
    print(f"{heads}   query")
    for kind, taken in times.items():
        began = time.perf_counter()
        total = count(index, parse(KINDS[kind], typing=True))
        counted = (time.perf_counter() - began) * 1000
        p99 = statistics.quantiles(taken, n=100)[98]
        floor = f"{statistics.median(bare[kind]):.2f}" if bare[kind] else ""
        figures = f"{statistics.median(taken):>9.2f}{p99:>9.2f}{floor:>10}{total:>11,}{counted:>15.1f}"
        print(f"{kind:<14}{figures}   {KINDS[kind]}")


if __name__ == "__main__":
    main()
