"""How long a key takes until the screen shows what it did, while questions to the index run.

The reader runs in a pseudo-terminal of 120×40, and keys are pressed at the pace of a quick typist
(70 ms apart), or of a held key (33 ms), whether the answers have come or not. For each key the time is
taken from the press until the first write of the reader after which the screen shows it: the letter in
the line, or the list or text moved on. Prints p50, p99 and the longest for each kind; the budget is 50 ms.

usage: keys.py [--content FOLDER] [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from terminal import Terminal

BUDGET = 0.050
_TYPED = 0.070
_HELD = 0.033

QUERIES = {
    "one letter": ("t", "a", "s"),
    "rare words": ("bridleway", "magistrates"),
    "common words": ("the council", "said that"),
    "phrases": ('"the last straw"', '"what matters now'),
    "prefixes": ("coun*", "insp* rep*"),
    "speakers": ("speaker:county", "party:unity the"),
    "dates": ("the after:2010", "before:2001"),
    "slips": ("speaker:hadon", "speaker:olve"),
}
"""What is typed, by kind."""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--content")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    reader = [sys.executable, "-m", "medway_tui", *(("--content", given.content) if given.content else ())]
    print(f"from a key to the screen, {given.rounds} rounds, 120×40 (budget {BUDGET * 1000:.0f} ms)")
    print(f"  {'':<34} {'keys':>5} {'p50':>7} {'p99':>7} {'longest':>8}")
    for name, times in sorted(measured(reader, given.rounds).items()):
        if times:
            middle, most, longest = _ms(statistics.median(times)), _ms(_p99(times)), _ms(max(times))
            print(f"  {name:<34} {len(times):5} {middle:>7} {most:>7} {longest:>8}")


def measured(reader: list[str], rounds: int) -> dict[str, list[float]]:
    """The seconds that each key took, by kind."""
    found: dict[str, list[float]] = {}
    terminal = Terminal(reader)
    try:
        terminal.seen(lambda lines: any("Original" in line for line in lines))
        terminal.rest(1.0)
        for _ in range(rounds):
            for name, times in _round(terminal):
                found.setdefault(name, []).extend(times)
    finally:
        terminal.close()
    return found


def _round(terminal: Terminal) -> Iterator[tuple[str, list[float]]]:
    for kind, queries in QUERIES.items():
        for where, opens, leaves in (("search", "/", "\x1b"), ("filter", "2f", "\x1b1")):
            for query in queries:
                terminal.press(opens)
                terminal.rest()
                yield f"{where}: {kind}", _typed(terminal, query)
                terminal.press(leaves)
                terminal.rest(0.4)
    terminal.press("c")
    terminal.rest()
    yield "choice of somebody", _typed(terminal, "hadon")
    terminal.press("\x1b")
    terminal.rest()
    for name, opens, key in (
        ("text, line by line", "1", "j"),
        ("text, page by page", "1g", " "),
        ("articles, one by one", "1\t\tg", "j"),
        ("articles, to the end and back", "1", "Gg"),
        ("quotations, one by one", "2g", "j"),
        ("quotations, page by page", "2g", " "),
        ("quotations, to the end and back", "2", "Gg"),
        ("from article to article", "1\tgg", "]"),
        ("from quotation to quotation", "1", "n"),
    ):
        terminal.press(opens)
        terminal.rest(0.5)
        yield name, _held(terminal, key)
        terminal.rest()


def _typed(terminal: Terminal, text: str) -> list[float]:
    pressed = []
    for letter in text:
        pressed.append(terminal.press(letter))
        time.sleep(_TYPED)
    return [terminal.seen(_holds(text[:number])) - at for number, at in enumerate(pressed, start=1)]


def _holds(text: str) -> Callable[[list[str]], bool]:
    """Whether a line shows what was typed so far: the one that is typed in is among the topmost."""
    return lambda lines: any(text in line.split("│")[1 if "│" in line else 0] for line in lines[1:4])


def _held(terminal: Terminal, keys: str) -> list[float]:
    times = []
    for number in range(20):
        terminal.rest(_HELD)
        before = list(terminal.screen.display)
        at = terminal.press(keys[number % len(keys)])
        # A key that has nothing to do, as at the end of a text, is none to be measured.
        with suppress(TimeoutError):
            times.append(terminal.seen(_other_than(before), patience=1) - at)
    return times


def _other_than(before: list[str]) -> Callable[[list[str]], bool]:
    return lambda lines: lines != before


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:5.1f}"


if __name__ == "__main__":
    main()
