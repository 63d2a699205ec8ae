"""Measure opening and moving in articles of 5 KB, 500 KB and 5 MB.

The articles have either short paragraphs or five very long ones, with quotations throughout, and are read in
a pseudo-terminal of 120×40, one size after another. The time is from a key to the last write it causes:
opening the article from the one before it, ``G``, ``g``, a page down, ``n``, another window width; and from
the program's start until the headline is shown. Each is compared with 5 KB.

usage: long_articles.py [--runs N] [--markdown]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from data.prose import Prose
from measures import Measure, Workspace, paired_ratio, run_benchmark
from medway_tui.sync.dossier import open_dossier
from pseudo_terminal import COLUMNS, ROWS, Terminal

SIZES = {"5 KB": 5_000, "500 KB": 500_000, "5 MB": 5_000_000}
SHAPES = {"short": 200, "very long": 0}
"""The characters of a paragraph for each shape; 0 for five paragraphs in all."""

STEPS = {
    "start": None,
    "open": None,
    "to the end": 50,
    "to the beginning": 50,
    "a page down": 50,
    "next quotation": 50,
    "another width": None,
}
"""The steps, and the budget in ms of a key in the open article."""

_MOST_QUOTATIONS = 8_000
"""The most quotations of an article: a content file has at most 100,000 keys and values."""
_TIMES = 5
_QUIET = 0.12
_SPEAKERS = ("Ada Marlow", "Ben Tolhurst", "Cleo Vane")


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield each step's time in each article, compared with the shortest."""
    for shape in SHAPES:
        folders = {size: workspace.top / f"{shape} {size}" for size in SIZES}
        for size, folder in folders.items():
            make(folder, shape, size)
            open_dossier([folder]).close()
        # A warm-up run.
        list(measure_steps(folders["5 KB"]))
        times: dict[str, dict[str, list[float]]] = {size: {} for size in SIZES}
        for _ in range(max(1, workspace.runs // 3)):
            for size, folder in folders.items():
                for step, seconds in measure_steps(folder):
                    times[size].setdefault(step, []).append(seconds * 1000)
        shortest, *longer = SIZES
        for size in longer:
            for step, most in STEPS.items():
                ours, others = times[size][step], times[shortest][step]
                number = min(len(ours), len(others))
                yield Measure(
                    f"{size}, {shape} paragraphs: {step}",
                    statistics.median(ours),
                    "ms",
                    shortest,
                    statistics.median(others),
                    paired_ratio(ours[:number], others[:number]),
                    most,
                )


def measure_steps(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the steps and their seconds in one reader."""
    terminal = Terminal([sys.executable, "-m", "medway_tui", "--content", str(folder)])
    try:
        opened = terminal.wait_until(lambda lines: any("Headline of" in line for line in lines))
        yield "start", opened - terminal.started
        terminal.wait_for_quiet(1.0)
        for _ in range(_TIMES):
            yield from _time_key(terminal, "]", "open")
            list(_time_key(terminal, "[", ""))
        list(_time_key(terminal, "]", ""))
        for _ in range(_TIMES):
            yield from _time_key(terminal, "G", "to the end")
            yield from _time_key(terminal, "g", "to the beginning")
        for _ in range(_TIMES):
            yield from _time_key(terminal, " ", "a page down")
        for _ in range(_TIMES):
            yield from _time_key(terminal, "n", "next quotation")
        for columns in (100, COLUMNS) * 3:
            at = time.perf_counter()
            terminal.resize(columns, ROWS)
            yield from _time_last_write(terminal, at, "another width")
    finally:
        terminal.close()


def _time_key(terminal: Terminal, key: str, step: str) -> Iterator[tuple[str, float]]:
    """Yield the seconds from a key to the last write before the screen is at rest."""
    return _time_last_write(terminal, terminal.press(key), step)


def _time_last_write(terminal: Terminal, since: float, step: str) -> Iterator[tuple[str, float]]:
    patience = since + 2
    while terminal.chunks[-1][0] < since:
        if time.perf_counter() > patience:
            # At the end of a short text a page down has no effect.
            return
        time.sleep(0.001)
    terminal.wait_for_quiet(_QUIET)
    yield step, terminal.chunks[-1][0] - since


def make(folder: Path, shape: str, size: str) -> None:
    """Write a dossier with two articles of a size and shape."""
    (folder / "articles").mkdir(parents=True)
    (folder / "quotes").mkdir()
    _write(folder / "dossier.yaml", ["id: long-text", "title: Long text, made up", "language: en-GB"])
    people = [f"- id: {_id(name)}\n  name: {name}" for name in _SPEAKERS]
    _write(folder / "people.yaml", people)
    for name, day in (("first", 1), ("second", 2)):
        text, quotes = article(f"{shape} {name}", SHAPES[shape], SIZES[size])
        head = [f"headline: Headline of {name}", "publisher: The Long Read", f'published: "2020-01-0{day}"']
        _write(folder / "articles" / f"{name}.yaml", [*head, "kind: original", "paragraphs:", *text])
        _write(folder / "quotes" / f"{name}.yaml", quotes)


def article(seed: str, length: int, size: int) -> tuple[list[str], list[str]]:
    """Return the YAML lines of an article's paragraphs and of its quotations."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    prose = Prose(chance, _SPEAKERS)
    length = length or size // 5
    apart = max(1, size // 200 // _MOST_QUOTATIONS)
    paragraphs: list[str] = []
    quotes: list[str] = []
    written = sentences = 0
    while written < size:
        text: list[str] = []
        long = 0
        while long < length:
            sentences += 1
            if sentences % (3 * apart) == 0:
                words, speaker = f"{prose.spoken(1)[:-1]} {sentences}.", chance.choice(_SPEAKERS)
                text.append(f"{speaker} said: “{words}”")
                quotes += [
                    f"- id: q{sentences}",
                    f"  paragraph: {len(paragraphs) + 1}",
                    f"  exact: {_scalar(words)}",
                ]
                quotes += [f"  speaker: {_id(speaker)}", "  type: direct"]
            else:
                text.append(prose.sentence())
            long += len(text[-1]) + 1
        paragraphs.append(f"  - {_scalar(' '.join(text))}")
        written += long
    paragraphs.append("  - The very end of it.")
    return paragraphs, quotes


def _scalar(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
