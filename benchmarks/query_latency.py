"""Measure the time of each kind of query to its first 50 rows, newest first.

Each kind runs in turn: p50 and p99 in ms, and the p99 of the processor time, which other programs do not
lengthen. The baseline is raw FTS5: a bare connection that selects key and text of the first 50 rows for the
same expression. Queries of words alone are also compared as whole processes: ``medway-tui search`` with
``rg`` over the same files, which counts matches and knows no order.

usage: query_latency.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measures import Measure, Workspace, paired_ratio, run_benchmark
from medway_tui.index.connection import Index
from medway_tui.index.query_compiler import compile_query
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import FIRST_PAGE_SIZE, count_hits, find_hits
from medway_tui.sync.dossier import open_dossier

KINDS = {
    "one letter": "t",
    "common word": "council",
    "rare words": "heartbroken sceptical",
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
    "role and word": "role:mayor report",
    "combined": "party:uni report after:2015 -road",
    "combined, rare": "role:leader in:courier -road",
    "nothing": "xyzzyx",
}
"""The queries by kind, as typed, so that the last word may continue."""

PROCESSES = {
    "common word": ("council", ["--word-regexp", "council"]),
    "rare word": ("heartbroken", ["--word-regexp", "heartbroken"]),
    "phrase": ('"sea front"', ["--word-regexp", "sea front"]),
    "prefix": ("counc*", [r"\bcounc"]),
    "nothing": ("xyzzyx", [r"\bxyzzyx"]),
}
"""The query for ``medway-tui search`` and for ripgrep; a phrase is found by rg on one line only."""

BUDGET = 16.0
_TIMES = 30
"""How many times more often a query is measured than something that takes a second."""


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield each kind in one process, and words in whole processes."""
    [folder] = workspace.indexed(workspace.articles)
    index = open_dossier([folder]).index
    ours, busy, bare = time_queries(index, _TIMES * workspace.runs)
    for kind, times in ours.items():
        called = f"query, {kind}: {KINDS[kind]}"
        middle, floor = statistics.median(times), statistics.median(bare[kind])
        yield Measure(f"{called}, p50", middle, "ms", "raw FTS5", floor, paired_ratio(times, bare[kind]))
        p99, processor = (statistics.quantiles(each, n=100)[98] for each in (times, busy[kind]))
        yield Measure(f"{called}, p99", p99, "ms", "its processor time", processor, budget=BUDGET)
    for kind in ("one letter", "common word", "party"):
        query = parse_query(KINDS[kind], typing=True)
        started = time.perf_counter()
        total = count_hits(index, query)
        taken = (time.perf_counter() - started) * 1000
        yield Measure(f"count of {total:,}, {kind}: {KINDS[kind]}", taken, "ms")
    yield from _measure_processes(folder, workspace.runs)


Times = dict[str, list[float]]
"""Milliseconds by kind."""


def time_queries(index: Index, times: int) -> tuple[Times, Times, Times]:
    """Run each kind in turn; return wall-clock times, processor times and raw FTS5's times."""
    ours: Times = {kind: [] for kind in KINDS}
    busy: Times = {kind: [] for kind in KINDS}
    bare: Times = {kind: [] for kind in KINDS}
    connection = index.clone().connection
    for _ in range(times):
        for kind, text in KINDS.items():
            started, used = time.perf_counter(), time.thread_time()
            find_hits(index, parse_query(text, typing=True))
            busy[kind].append((time.thread_time() - used) * 1000)
            ours[kind].append((time.perf_counter() - started) * 1000)
            what = compile_query(index, parse_query(text, typing=True))
            table, column = ("quote", "exact") if what.table == "quote_text" else ("paragraph", "text")
            statement = (
                f"SELECT t.rowid, c.{column} FROM {what.table} t JOIN {table} c ON c.key = t.rowid"
                f" WHERE {what.condition} ORDER BY t.rowid LIMIT {FIRST_PAGE_SIZE}"
            )
            started = time.perf_counter()
            connection.execute(statement, what.values).fetchall()
            bare[kind].append((time.perf_counter() - started) * 1000)
    connection.close()
    return ours, busy, bare


def _measure_processes(folder: Path, runs: int) -> Iterator[Measure]:
    """Yield the comparison of whole processes with ripgrep, interleaved."""
    program = [str(Path(sys.executable).with_name("medway-tui")), "search", "--content", str(folder)]
    rg = shutil.which("rg")
    for kind, (query, pattern) in PROCESSES.items():
        ours, others = [], []
        for run in range(runs + 1):
            our_time = _time_command([*program, query, "--limit", str(FIRST_PAGE_SIZE), "--format", "jsonl"])
            other = _time_command([rg, "--ignore-case", "--count", *pattern, str(folder)]) if rg else 0.0
            if run:  # the first of each warms the disk
                ours.append(our_time * 1000)
                others.append(other * 1000)
        name = f"medway-tui search, {kind}: {query}"
        if rg is None:
            yield Measure(name, statistics.median(ours), "ms", "ripgrep: not installed")
        else:
            middle = statistics.median(others)
            yield Measure(name, statistics.median(ours), "ms", "ripgrep", middle, paired_ratio(ours, others))


def _time_command(command: list[str]) -> float:
    started = time.perf_counter()
    # Both exit with 1 when they find nothing.
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
