"""What all measures share: the rows they are told in, and the made-up dossiers that they are taken on.

A program that measures has a function that takes a ``Workspace`` and gives ``Measure``s, one for each figure
that has a budget or is to be compared; its ``main`` is ``told(that function, __doc__)``. ``table.py`` runs
the functions of all programs and prints one table.
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
"""How many articles the dossier has that comes with the program."""

_COLUMNS = (("measure", 56), ("figure", 11), ("compared with", 34), ("ratio", 7), ("budget", 13), ("met", 4))


class Measure(NamedTuple):
    """One row of the table: a figure, what it is compared with, and what it may be at most."""

    name: str
    """What is measured, and of how many articles."""
    figure: float
    """The program's own figure: a median, where nothing else is said in the name."""
    unit: str
    """The figure's unit, such as ``ms``, ``s`` or ``MB``; empty for a number of things."""
    baseline: str = ""
    """What it is compared with, or why it is not."""
    baseline_figure: float | None = None
    """The figure of what it is compared with, in the same unit."""
    ratio: float | None = None
    """The median of our figure over the other's, of neighbours in time (``paired``)."""
    budget: float | None = None
    """What the figure may be at most; None where it has no budget of its own."""
    ratio_budget: float | None = None
    """What the ratio may be at most; None where it has no budget."""

    @property
    def within_budget(self) -> bool | None:
        """Whether all its budgets are met; None where it has none, or where what it needs is not here."""
        pairs = [(self.figure, self.budget), (self.ratio, self.ratio_budget)]
        met = [value <= most for value, most in pairs if value is not None and most is not None]
        return all(met) if met else None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text, by the columns of the table."""
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
    """A figure with as many digits as are worth reading."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def paired_ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """The median of ratios of neighbours in time, as a machine that others use is slow and quick by turns."""
    return statistics.median(our / other for our, other in zip(ours, others, strict=True))


def dossier_of_size(number: int, corpora: Path | None, top: Path) -> Path:
    """The made-up dossier of so many articles, made in ``top`` where it does not stand in ``corpora``."""
    if corpora is not None and (corpora / str(number) / "dossier.yaml").is_file():
        return corpora / str(number)
    folder = top / str(number)
    if not folder.exists():
        make(folder, number, seed=1)
    return folder


class Workspace:
    """On what is measured: made-up dossiers of any size, made, and their indexes built, when first asked for.

    The program's folders for cache and data are its own.
    """

    def __init__(self, top: Path, *, articles: int, runs: int, corpora: Path | None = None) -> None:
        """Dossiers that do not stand in ``corpora``, each named by its size, are made in ``top``."""
        self.top = top
        """A folder for whatever a measure writes."""
        self.articles = articles
        """Of how many articles the large dossier is."""
        self.runs = runs
        """How often what takes a second or more is measured; what takes less, in proportion."""
        self._corpora = corpora
        self._built: set[int] = set()

    def dossier(self, number: int) -> Path:
        """The made-up dossier of so many articles. Nothing may be written in it."""
        return dossier_of_size(number, self._corpora, self.top)

    def indexed(self, number: int) -> list[Path]:
        """The folders to be opened for so many articles, their index built: none for those shipped."""
        folders = [] if number <= SHIPPED else [self.dossier(number)]
        if number not in self._built:
            open_dossier(folders).close()
            self._built.add(number)
        return folders


@contextmanager
def open_workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The setting that the options of ``options`` ask for, with a home of its own while it lasts."""
    with tempfile.TemporaryDirectory() as top:
        # The folder of data is one of those that an index is made of.
        home = arguments.cache or Path(top)
        os.environ.update(
            HOME=top,
            XDG_CACHE_HOME=str(home / "cache"),
            XDG_DATA_HOME=str(home / "data"),
            TERM="xterm-256color",
        )
        # As for anyone who starts a program twice: its modules are compiled.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yield Workspace(
            Path(top), articles=arguments.articles, runs=arguments.runs, corpora=arguments.corpora
        )


def argument_parser(doc: str | None) -> argparse.ArgumentParser:
    """The options that all programs have, with the first line of a program's own description."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--corpora", type=Path, help="where made-up dossiers stand, each named by its size")
    parser.add_argument(
        "--cache", type=Path, help="where their indexes are kept, so that they are built once"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    return parser


def run_benchmark(measures: Callable[[Workspace], Iterable[Measure]], doc: str | None) -> None:
    """Be a program that takes these measures and prints them; ``doc`` describes it."""
    arguments = argument_parser(doc).parse_args()
    with open_workspace(arguments) as workspace:
        print_table(measures(workspace), markdown=arguments.markdown)


def print_table(measures: Iterable[Measure], *, markdown: bool = False) -> list[Measure]:
    """Print the table, each row as soon as it is known; the rows."""
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
