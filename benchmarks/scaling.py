"""How each figure grows with the number of articles: at 1,000, 10,000 and 100,000, and the exponent.

The exponent is the slope of a straight line through the logarithms of figures and numbers: 0 where a figure
stays the same, 1 where it grows as the dossier does. 100,000 are measured where ``--articles`` says so. All
figures are taken by the programs that measure them by themselves; of each the median, where it is quick.

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
"""Up to how many articles are measured whatever ``--articles`` says."""


class Figure(NamedTuple):
    """Something that is measured at each size."""

    name: str
    unit: str


def measures(ground: Workspace) -> Iterator[Measure]:
    """The exponent of each figure, beside the figure at each size."""
    for part in PARTS:
        yield from measure_growth(ground, part)


def measure_growth(ground: Workspace, part: str) -> Iterator[Measure]:
    """The same for the figures of one part."""
    found: dict[Figure, dict[int, float]] = {}
    for size in SIZES:
        if size <= max(ground.articles, _ALWAYS):
            for figure, value in PARTS[part](ground, size):
                found.setdefault(figure, {})[size] = value
    for figure, values in found.items():
        at = ", ".join(format_figure(value) for value in values.values())
        yield Measure(f"growth of {figure.name}: exponent", exponent(values), "", f"{at} {figure.unit}")


def exponent(values: Mapping[int, float]) -> float:
    """The slope of the straight line through the logarithms, by least squares."""
    found = statistics.linear_regression(
        [math.log(n) for n in values], [math.log(v) for v in values.values()]
    )
    return found.slope


def _measure_build(ground: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    took, peak = first_build.run_build(ground.dossier(size), ground.top)
    yield Figure("first build", "s"), took.clock
    yield Figure("its peak memory", "MB"), peak


def _measure_opening(ground: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    [folder] = ground.indexed(size)
    yield Figure("opening the index", "ms"), _median_opening(folder, ground.runs)
    _, painted = first_paint.measure_first_paint([folder], ground.top, ground.runs)
    yield Figure("first paint", "ms"), statistics.median(painted) * 1000


def _measure_queries(ground: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    dossier = open_dossier(ground.indexed(size))
    asked, *_ = query_latency.time_queries(dossier.index, 3 * ground.runs)
    dossier.close()
    for kind, times in asked.items():
        yield Figure(f"query, {kind}", "ms"), statistics.median(times)


def _measure_keys(ground: Workspace, size: int) -> Iterator[tuple[Figure, float]]:
    [folder] = ground.indexed(size)
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
"""Figures that are measured together, at one size."""


def _median_opening(folder: Path, runs: int) -> float:
    """The milliseconds in which a reader has an open index, before it looks at what may have changed."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        open_dossier([folder], wait=False).close()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure, and print."""
    parser = argument_parser(__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    with open_workspace(given) as ground:
        print_table(
            (row for part in given.only for row in measure_growth(ground, part)), markdown=given.markdown
        )


if __name__ == "__main__":
    main()
