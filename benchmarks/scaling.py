"""Measure how each figure grows from 1,000 to 100,000 articles, as an exponent.

The exponent is the slope of a straight line through the logarithms: 0 if a figure stays the same, 1 if it
grows with the dossier. 100,000 articles are measured only with ``--articles 100000``. The figures come from
the other benchmarks; each is a median where it is quick.

usage: scaling.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown] [--only PART ...]
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import first_build
import first_paint
import key_latency
import query_latency
from measures import Measure, Workspace, argument_parser, format_figure, open_workspace, print_table
from medway_tui.sync.dossier import open_dossier

SIZES = (1_000, 10_000, 100_000)
_ALWAYS = 10_000
"""The size that is measured whatever ``--articles`` says."""


class Figure(NamedTuple):
    """A figure measured at each size."""

    name: str
    unit: str


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield each figure's exponent, with the figure at each size."""
    for part in PARTS:
        yield from measure_growth(workspace, part)


def measure_growth(workspace: Workspace, part: str) -> Iterator[Measure]:
    """Yield the exponents of one part."""
    found: dict[Figure, dict[int, float]] = {}
    for size in SIZES:
        if size <= max(workspace.articles, _ALWAYS):
            for figure, value in PARTS[part](workspace, size):
                found.setdefault(figure, {})[size] = value
    for figure, values in found.items():
        at = ", ".join(format_figure(value) for value in values.values())
        yield Measure(f"growth of {figure.name}: exponent", exponent(values), "", f"{at} {figure.unit}")


def exponent(values: Mapping[int, float]) -> float:
    """Return the slope of the straight line through the logarithms, by least squares."""
    found = statistics.linear_regression(
        [math.log(n) for n in values], [math.log(v) for v in values.values()]
    )
    return found.slope


def _measure_build(workspace: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    took, peak = first_build.run_build(workspace.dossier(size), workspace.top)
    yield Figure("first build", "s"), took.clock
    yield Figure("its peak memory", "MB"), peak


def _measure_opening(workspace: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    [folder] = workspace.indexed(size)
    yield Figure("opening the index", "ms"), _median_opening(folder, workspace.runs)
    _, painted = first_paint.measure_first_paint([folder], workspace.top, workspace.runs)
    yield Figure("first paint", "ms"), statistics.median(painted) * 1000


def _measure_queries(workspace: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    dossier = open_dossier(workspace.indexed(size))
    asked, *_ = query_latency.time_queries(dossier.index, 3 * workspace.runs)
    dossier.close()
    for kind, times in asked.items():
        yield Figure(f"query, {kind}", "ms"), statistics.median(times)


def _measure_keys(workspace: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    [folder] = workspace.indexed(size)
    pressed, memory = key_latency.measure_keys(key_latency.reader_command(folder), 1)
    for part in ("search", "filter", "quotations", "articles"):
        taken = [each for name, some in pressed.items() if name.startswith(part) for each in some]
        yield Figure(f"from a key to the screen, {part}", "ms"), statistics.median(taken) * 1000
    yield Figure("memory of the open reader", "MB"), memory[0][0]


PARTS: dict[str, Callable[[Workspace, int], Iterator[tuple[Figure, float]]]] = {
    "build": _measure_build,
    "opening": _measure_opening,
    "queries": _measure_queries,
    "keys": _measure_keys,
}
"""The figures measured together at one size."""


def _median_opening(folder: Path, runs: int) -> float:
    """Return the milliseconds in which a reader opens the index, before it scans."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        open_dossier([folder], wait=False).close()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argument_parser(__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    arguments = parser.parse_args()
    with open_workspace(arguments) as workspace:
        print_table(
            (row for part in arguments.only for row in measure_growth(workspace, part)),
            markdown=arguments.markdown,
        )


if __name__ == "__main__":
    main()
