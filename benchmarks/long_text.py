"""How long an article of any length takes to open and to move in.

Makes articles of 5 KB, 500 KB and 5 MB in two shapes, in short paragraphs and in five that are very long,
with quotations all the way through, and reads them in a pseudo-terminal of 120×40. From a key to the last
write that it brings about: opening the article from the one before it, ``G``, ``g``, a page down, ``n``,
another size of the window, and the start of the program on that article. Prints medians, and the ratio of
5 MB to 5 KB.

usage: long_text.py [--rounds N]
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from prose import Prose
from terminal import COLUMNS, ROWS, Terminal

from medway_tui.dossier import open_dossier

SIZES = {"5 KB": 5_000, "500 KB": 500_000, "5 MB": 5_000_000}
SHAPES = {"short": 200, "long": 0}
"""Shapes of text by name, and how many characters a paragraph has; 0 for five paragraphs in all."""

STEPS = ("start", "open", "end", "beginning", "page down", "next quotation", "resize")
_MOST_QUOTATIONS = 8_000
"""How many quotations an article has at most: a content file holds no more than 100,000 keys and values."""
_TIMES = 5
_QUIET = 0.12
_SPEAKERS = ("Ada Marlow", "Ben Tolhurst", "Cleo Vane")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        os.environ.update(HOME=top, XDG_CACHE_HOME=f"{top}/cache", XDG_DATA_HOME=f"{top}/data")
        dossiers = {}
        for shape in SHAPES:
            for size in SIZES:
                folder = Path(top) / f"{shape} {size}"
                make(folder, shape, size)
                open_dossier([folder]).close()
                dossiers[shape, size] = folder
        times: dict[tuple[str, str], dict[str, list[float]]] = {}
        for _ in range(given.rounds):
            for name, folder in dossiers.items():
                found = times.setdefault(name, {step: [] for step in STEPS})
                for step, seconds in measured(folder):
                    found[step].append(seconds)
    print(f"from a key to the last write it brings about, in ms, median, 120×40, {given.rounds} rounds")
    for shape in SHAPES:
        print(f"  {f'{shape} paragraphs':<18}" + "".join(f"{size:>9}" for size in SIZES) + "   5 MB : 5 KB")
        for step in STEPS:
            middle = [statistics.median(times[shape, size][step]) for size in SIZES]
            print(
                f"    {step:<16}"
                + "".join(f"{each * 1000:9.1f}" for each in middle)
                + f"{middle[-1] / middle[0]:14.2f}"
            )


def measured(folder: Path) -> Iterator[tuple[str, float]]:
    """What each step took in the reader, in seconds."""
    terminal = Terminal([sys.executable, "-m", "medway_tui", "--content", str(folder)])
    try:
        yield (
            "start",
            terminal.seen(lambda lines: any("Headline of" in line for line in lines)) - terminal.started,
        )
        terminal.rest(1.0)
        for _ in range(_TIMES):
            yield "open", _pressed(terminal, "]")
            _pressed(terminal, "[")
        _pressed(terminal, "]")
        for _ in range(_TIMES):
            yield "end", _pressed(terminal, "G")
            yield "beginning", _pressed(terminal, "g")
        for _ in range(_TIMES):
            yield "page down", _pressed(terminal, " ")
        for _ in range(_TIMES):
            yield "next quotation", _pressed(terminal, "n")
        for columns in (100, COLUMNS) * 3:
            yield "resize", _resized(terminal, columns)
    finally:
        terminal.close()


def _pressed(terminal: Terminal, key: str) -> float:
    """The seconds from a key to the last write before the screen is at rest."""
    at = terminal.press(key)
    return _last_write(terminal, at)


def _resized(terminal: Terminal, columns: int) -> float:
    """The seconds from a change of the window's width to the last write before it is at rest."""
    at = time.perf_counter()
    terminal.resize(columns, ROWS)
    return _last_write(terminal, at)


def _last_write(terminal: Terminal, since: float) -> float:
    patience = since + 5
    while time.perf_counter() < patience and not (terminal.chunks and terminal.chunks[-1][0] > since):
        time.sleep(0.001)
    terminal.rest(_QUIET)
    return max(0.0, terminal.chunks[-1][0] - since)


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
    """The lines of an article's paragraphs, so many characters in all, and those of its quotations."""
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
    main()
