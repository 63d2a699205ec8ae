"""Shared by all benchmarks: the rows of the table and the made-up dossiers.

A benchmark has a function ``measures`` that takes a ``Workspace`` and yields one ``Measure`` for each figure
that has a budget or is compared; its main program is ``run_benchmark(measures, __doc__)``. ``table.py`` runs
all of them and prints one table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from data.corpus import make
from medway_tui.sync.dossier import open_dossier

SHIPPED = 3
"""The number of articles in the shipped dossier."""

_COLUMNS = (("measure", 56), ("figure", 11), ("compared with", 34), ("ratio", 7), ("budget", 13), ("met", 4))


class Measure(NamedTuple):
    """One row of the table: a figure, its baseline and its budgets."""

    name: str
    """What is measured, and with how many articles."""
    figure: float
    """The program's figure: a median unless the name says otherwise."""
    unit: str
    """The unit, such as ``ms``, ``s`` or ``MB``; empty for a count."""
    baseline: str = ""
    """The name of the baseline, or why there is none."""
    baseline_figure: float | None = None
    """The baseline's figure, in the same unit."""
    ratio: float | None = None
    """The median ratio of the program to the baseline (``paired_ratio``)."""
    budget: float | None = None
    """The most that the figure may be; None without a budget."""
    ratio_budget: float | None = None
    """The most that the ratio may be; None without a budget."""

    @property
    def within_budget(self) -> bool | None:
        """Whether all budgets are met; None without budgets, or without the baseline that they need."""
        pairs = [(self.figure, self.budget), (self.ratio, self.ratio_budget)]
        met = [value <= most for value, most in pairs if value is not None and most is not None]
        return all(met) if met else None

    @property
    def cells(self) -> tuple[str, ...]:
        """The text of each column."""
        other = (
            f" {format_figure(self.baseline_figure)} {self.unit}" if self.baseline_figure is not None else ""
        )
        budgets = []
        if self.budget is not None:
            budgets.append(f"≤ {format_figure(self.budget)} {self.unit}".strip())
        if self.ratio_budget is not None:
            budgets.append(f"ratio ≤ {self.ratio_budget:g}")
        return (
            self.name,
            f"{format_figure(self.figure)} {self.unit}".strip(),
            f"{self.baseline}{other}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            ", ".join(budgets),
            {True: "yes", False: "no", None: ""}[self.within_budget],
        )


def format_figure(value: float) -> str:
    """Format a figure with two or three significant digits."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def paired_ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """Return the median ratio of runs made next to each other, since a shared machine is slow by turns."""
    return statistics.median(our / other for our, other in zip(ours, others, strict=True))


def dossier_of_size(number: int, corpora: Path | None, top: Path) -> Path:
    """Return the dossier with ``number`` articles from ``corpora``, or write it into ``top``."""
    if corpora is not None and (corpora / str(number) / "dossier.yaml").is_file():
        return corpora / str(number)
    folder = top / str(number)
    if not folder.exists():
        make(folder, number, seed=1)
    return folder


class Workspace:
    """Made-up dossiers of any size, written and indexed when first needed, in a home of their own."""

    def __init__(self, top: Path, *, articles: int, runs: int, corpora: Path | None = None) -> None:
        """Use dossiers from ``corpora``, named by their size; write others into ``top``."""
        self.top = top
        """The folder for temporary files."""
        self.articles = articles
        """The size of the large dossier."""
        self.runs = runs
        """How often a measurement of a second or more is repeated; shorter ones more often."""
        self._corpora = corpora
        self._built: set[int] = set()

    def dossier(self, number: int) -> Path:
        """Return the made-up dossier of this size; do not write into it."""
        return dossier_of_size(number, self._corpora, self.top)

    def indexed(self, number: int) -> list[Path]:
        """Return the content folders for this size, indexed; an empty list for the shipped dossier."""
        folders = [] if number <= SHIPPED else [self.dossier(number)]
        if number not in self._built:
            open_dossier(folders).close()
            self._built.add(number)
        return folders


@contextmanager
def open_workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """Open the workspace for a program's arguments, with a temporary home."""
    with tempfile.TemporaryDirectory() as top:
        # The data folder is one of the dossier's layers.
        home = arguments.cache or Path(top)
        os.environ.update(
            HOME=top,
            XDG_CACHE_HOME=str(home / "cache"),
            XDG_DATA_HOME=str(home / "data"),
            # Neither the user's own settings nor the place of the last run.
            XDG_CONFIG_HOME=str(Path(top) / "config"),
            XDG_STATE_HOME=str(Path(top) / "state"),
            TERM="xterm-256color",
        )
        # A user's second run has compiled modules.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yield Workspace(
            Path(top), articles=arguments.articles, runs=arguments.runs, corpora=arguments.corpora
        )


def argument_parser(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options of all benchmarks; the description is the first line of ``doc``."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--corpora", type=Path, help="folder with made-up dossiers, each named by its size")
    parser.add_argument(
        "--cache", type=Path, help="where their indexes are kept, so that they are built once"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    return parser


def run_benchmark(measures: Callable[[Workspace], Iterable[Measure]], doc: str | None) -> None:
    """Parse the arguments, run the measures and print the table."""
    arguments = argument_parser(doc).parse_args()
    with open_workspace(arguments) as workspace:
        print_table(measures(workspace), markdown=arguments.markdown)


def print_table(measures: Iterable[Measure], *, markdown: bool = False) -> list[Measure]:
    """Print each row as soon as it is measured; return all rows."""
    _line([name for name, _ in _COLUMNS], markdown=markdown)
    if markdown:
        _line(["---"] * len(_COLUMNS), markdown=True)
    rows = []
    for measure in measures:
        _line(measure.cells, markdown=markdown)
        rows.append(measure)
    return rows


def _line(cells: Sequence[str], *, markdown: bool) -> None:
    if markdown:
        print(f"| {' | '.join(cells)} |", flush=True)
        return
    padded = (f"{cell:<{width}}" for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
    print(" ".join(padded).rstrip(), flush=True)
