"""How long a query takes to its first 50 rows, newest first, for each kind of query: p50 and p99.

usage: queries.py FOLDER [--runs N]     FOLDER is a made-up dossier (corpus.py)
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from medway_tui.dossier import open_dossier
from medway_tui.index.query import parse
from medway_tui.index.search import count, hits

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


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=100)
    given = parser.parse_args()
    index = open_dossier([given.folder]).index
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(given.runs):
        for kind, text in KINDS.items():
            query = parse(text, typing=True)
            began = time.perf_counter()
            hits(index, query)
            times[kind].append((time.perf_counter() - began) * 1000)
    print(f"{'kind':<14}{'p50 ms':>9}{'p99 ms':>9}{'in all':>11}{'counted in ms':>15}   query")
    for kind, taken in times.items():
        began = time.perf_counter()
        total = count(index, parse(KINDS[kind], typing=True))
        counted = (time.perf_counter() - began) * 1000
        p99 = statistics.quantiles(taken, n=100)[98]
        figures = f"{statistics.median(taken):>9.2f}{p99:>9.2f}{total:>11,}{counted:>15.1f}"
        print(f"{kind:<14}{figures}   {KINDS[kind]}")


if __name__ == "__main__":
    main()
