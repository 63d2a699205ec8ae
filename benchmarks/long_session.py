"""What an hour of reading does to the reader's memory: thousands of keys at full speed, and samples between.

The reader runs in a pseudo-terminal of 120×40. It is scrolled, searched, filtered, its views changed,
articles opened and left, by chance but the same for the same seed. A key is pressed when the last one has
shown something; after some dozen of them, when one thing has been done, half a second is read. An hour is
taken as 6,000 keys: more than one every second. The budget is 200 MB at any time, and that the second half
does not grow; what is kept for quickness fills in the first. Takes about five minutes. Linux only.

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
"""The seconds after which a key is taken to have nothing to show."""
_READ = 0.5
"""The seconds that are read after one thing was done."""
_ESCAPE = 0.15
"""The seconds after Esc in which another key would be a part of it."""
_GROWTH = 1.05
"""How many times as much memory there may be at the end as half way."""
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


def measures(ground: Workspace) -> Iterator[Measure]:
    """The memory at the beginning, half way and at the end."""
    [folder] = ground.indexed(ground.articles)
    samples = measure_memory(folder, KEYS)
    name = f"memory of the reader, {ground.articles:,} articles"
    yield Measure(f"{name}, when it is open", samples[0], "MB", budget=MEMORY)
    yield Measure(f"{name}, at most, {KEYS:,} keys", max(samples), "MB", budget=MEMORY)
    half, end = halves(samples)
    yield Measure(f"{name}, at the end", end, "MB", "half way", half, end / half, ratio_budget=_GROWTH)


def halves(samples: list[float]) -> tuple[float, float]:
    """The megabytes half way and at the end, each the median of some samples."""
    some = max(1, len(samples) // 8)
    middle = len(samples) // 2
    return statistics.median(samples[middle - some : middle + 1]), statistics.median(samples[-some:])


def measure_memory(folder: Path, number: int) -> list[float]:
    """The megabytes after each of some equal parts of so many keys, and before them."""
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
    """Keys without an end; an empty one where something has been done."""
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
    """Some words, cut at any letter, and now and then with one more."""
    word = chance.choice(words)
    return word[: chance.randrange(1, len(word) + 1)] + chance.choice(("", "", chance.choice("aeiou")))


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
