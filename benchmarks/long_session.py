"""Measure the reader's memory over an hour's keys, at full speed.

The reader runs in a pseudo-terminal of 120×40. A random but repeatable user scrolls, searches, filters,
changes views and opens articles. A key is pressed when the last one has shown something; after each activity
of some dozen keys there is a pause of half a second. An hour counts as 6,000 keys. The budget is 200 MB at
any time and no growth in the second half; caches fill in the first. Takes about five minutes. Linux only.

usage: long_session.py [--articles N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from key_latency import MEMORY, QUERIES, reader_command
from measures import Measure, Workspace, run_benchmark
from pseudo_terminal import Terminal

KEYS = 6_000
_SAMPLES = 40
_PATIENCE = 0.06
"""Seconds after which a key counts as having no effect."""
_READ = 0.5
"""Seconds of reading after an activity."""
_ESCAPE = 0.15
"""Seconds after Esc in which another key would be part of it."""
_GROWTH = 1.05
"""The most that memory may grow from half-way to the end, as a factor."""
_WORDS = (
    *QUERIES.values(),
    "school",
    "harbour wall",
    "speaker:yeo the",
    "party:uni",
    "in:courier",
    "coun",
    "a",
)
_NAMES = ("mehmet", "ye", "ol", "kella", "ada")


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the memory at the start, half-way and at the end."""
    [folder] = workspace.indexed(workspace.articles)
    samples = measure_memory(folder, KEYS)
    name = f"memory of the reader, {workspace.articles:,} articles"
    yield Measure(f"{name}, when it is open", samples[0], "MB", budget=MEMORY)
    yield Measure(f"{name}, at most, {KEYS:,} keys", max(samples), "MB", budget=MEMORY)
    half, end = halves(samples)
    yield Measure(f"{name}, at the end", end, "MB", "half way", half, end / half, ratio_budget=_GROWTH)


def halves(samples: list[float]) -> tuple[float, float]:
    """Return the memory in MB half-way and at the end, each the median of several samples."""
    some = max(1, len(samples) // 8)
    middle = len(samples) // 2
    return statistics.median(samples[middle - some : middle + 1]), statistics.median(samples[-some:])


def measure_memory(folder: Path, number: int) -> list[float]:
    """Return memory samples in MB: one before, and one after each equal part of the keys."""
    terminal = Terminal(reader_command(folder))
    try:
        terminal.wait_until(lambda lines: any(line.strip() for line in lines[3:]))
        terminal.wait_for_quiet(2.0)
        samples = [terminal.memory()]
        for at, key in enumerate(_random_keys(random.Random(1))):  # noqa: S311 - chance that can be had again
            if at == number:
                break
            _press(terminal, key)
            if at % (number // _SAMPLES) == number // _SAMPLES - 1:
                samples.append(terminal.memory())
                sys.stderr.write(f"{at + 1:7,} keys {samples[-1]:7.1f} MB\n")
        return samples
    finally:
        terminal.close()


def _press(terminal: Terminal, key: str) -> None:
    terminal.clear()
    if not key:
        time.sleep(_READ)
        return
    terminal.press(key)
    if key == "\x1b":
        time.sleep(_ESCAPE)
    end = time.perf_counter() + _PATIENCE
    while not terminal.chunks and time.perf_counter() < end:
        time.sleep(0.001)


def _random_keys(chance: random.Random) -> Iterator[str]:
    """Yield keys without end; an empty string is a pause."""
    while True:
        yield from chance.choice((_read_keys, _search_keys, _filter_keys, _person_keys, _ratings_keys))(
            chance
        )
        yield ""


def _read_keys(chance: random.Random) -> Iterator[str]:
    yield from "1"
    for keys in chance.choices(("jjjjjj", "  b", "]]", "[", "nnn", "N", "Gg", "\tjjjj\t", "?\x1b"), k=6):
        yield from keys


def _search_keys(chance: random.Random) -> Iterator[str]:
    yield from "/"
    yield from _typed(chance, _WORDS)
    for _ in range(chance.randrange(60)):
        yield "\x0e"  # down, while the line keeps the keys
    yield from ("\r", "n", "n", "\x1b")


def _filter_keys(chance: random.Random) -> Iterator[str]:
    yield from "2f"
    yield from _typed(chance, _WORDS)
    yield from ("\r", *chance.choice(("jjjjj", "   b", "Gg", "sjjs", "jj\r\x7f")))
    yield "\x1b"


def _person_keys(chance: random.Random) -> Iterator[str]:
    yield from "c"
    yield from _typed(chance, _NAMES)
    yield from ("\r", *"jjj", "\x1b")


def _ratings_keys(chance: random.Random) -> Iterator[str]:
    yield from "3"
    yield from chance.choice(("jjkk", "r", "llhh"))


def _typed(chance: random.Random, words: tuple[str, ...]) -> str:
    """Return a random query, cut anywhere, sometimes with a slip."""
    word = chance.choice(words)
    return word[: chance.randrange(1, len(word) + 1)] + chance.choice(("", "", chance.choice("aeiou")))


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
