"""Measure the time from a key to the screen that shows its effect, while queries run.

The reader runs in a pseudo-terminal of 120×40. Keys are typed at the pace of a quick typist (70 ms), whether
answers have arrived or not; movement keys are pressed once the screen has been at rest for 0.1 s. The time
ends with the first write after which the screen shows the letter or the movement. Prints p50, p99 and maximum
for each kind of key (budget: 50 ms), and the reader's memory before and after (Linux).

A round takes about a minute. Without ``--content`` the dossier is made up.

usage: key_latency.py [--content FOLDER | --articles N] [--rounds N] [--corpora FOLDER] [--cache FOLDER]
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measures import Measure, Workspace, argument_parser, open_workspace
from medway_tui.sync.dossier import open_dossier
from pseudo_terminal import Terminal

BUDGET = 0.050
MEMORY = 200.0
_TYPED = 0.070
_REST = 0.1
_TIMES = 20

QUERIES = {
    "one letter": "t",
    "rare words": "heartbroken sceptical",
    "common words": "the council said",
    "phrases": '"sea front',
    "prefixes": "insp* rep*",
    "speakers": "speaker:mehmet",
    "dates": "the after:2010",
    "slips": "speaker:mehmte",
}
"""The text typed, by kind."""


def main() -> None:
    """Measure and print."""
    parser = argument_parser(__doc__)
    parser.add_argument("--content", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    with open_workspace(arguments) as workspace:
        folder = arguments.content or workspace.dossier(arguments.articles)
        open_dossier([folder]).close()
        times, memory = measure_keys(reader_command(folder), arguments.rounds)
    print(f"from a key to the screen, {arguments.rounds} rounds, 120×40 (budget {BUDGET * 1000:.0f} ms)")
    print(f"  {'':<34} {'keys':>5} {'p50':>7} {'p99':>7} {'longest':>8}")
    for name, taken in [*sorted(times.items()), ("all", [each for some in times.values() for each in some])]:
        if taken:
            middle, most, longest = _ms(statistics.median(taken)), _ms(_p99(taken)), _ms(max(taken))
            print(f"  {name:<34} {len(taken):5} {middle:>7} {most:>7} {longest:>8}")
    before, after = (statistics.median(each) for each in zip(*memory, strict=True))
    print(f"memory of the reader: {before:.0f} MB when it was open, {after:.0f} MB after all these keys")


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the figures of one round."""
    [folder] = workspace.indexed(workspace.articles)
    times, memory = measure_keys(reader_command(folder), 1)
    taken = [each * 1000 for some in times.values() for each in some]
    name = f"from a key to the screen, {workspace.articles:,} articles"
    yield Measure(f"{name}, p50 of {len(taken)}", statistics.median(taken), "ms")
    yield Measure(f"{name}, p99", _p99(taken), "ms")
    yield Measure(f"{name}, longest", max(taken), "ms", budget=BUDGET * 1000)
    before, after = memory[0]
    name = f"memory of the open reader, {workspace.articles:,} articles"
    yield Measure(name, before, "MB", budget=MEMORY)
    yield Measure(f"{name}, after all these keys", after, "MB", budget=MEMORY)


def reader_command(folder: Path) -> list[str]:
    """Return the command that opens the reader on a folder."""
    return [sys.executable, "-m", "medway_tui", "--content", str(folder)]


def measure_keys(command: list[str], rounds: int) -> tuple[dict[str, list[float]], list[tuple[float, float]]]:
    """Return the seconds of each key by kind, and the memory in MB at the start and end of each round."""
    found: dict[str, list[float]] = {}
    memory = []
    for _ in range(rounds):
        terminal = Terminal(command)
        try:
            terminal.wait_until(lambda lines: any(line.strip() for line in lines[3:]))
            terminal.wait_for_quiet(1.0)
            before = terminal.memory()
            for name, times in _round(terminal):
                found.setdefault(name, []).extend(times)
            memory.append((before, terminal.memory()))
        finally:
            terminal.close()
    return found, memory


FIRST = {
    "search": ("/", "\x1b", "words, “a phrase”"),
    "choice of somebody": ("c", "\x1b", "a few letters of a name"),
    "Quotes": ("2", "1", "In its paragraph"),
    "Ratings": ("3", "1", ": judgements "),
    "Timeline": ("4", "1", "─ Evidence "),
    "People": ("5", "1", "f filters: any printed form"),
    "Differences": ("6", "1", "─ Where sources differ "),
    "help": ("?", "\x1b", "Keys in Read"),
}
"""What is opened: the key, the key that closes it, and words that show it."""


def _round(terminal: Terminal) -> Iterator[tuple[str, list[float]]]:
    for name, (key, back, shows) in FIRST.items():
        opened = [_time_opening(terminal, key, shows)]
        _press(terminal, back)
        yield f"first opening: {name}", opened
    for name, (key, back, shows) in FIRST.items():
        times = []
        for _ in range(_TIMES // 4):
            times.append(_time_opening(terminal, key, shows))
            _press(terminal, back)
        yield f"opening again: {name}", times
    for kind, query in QUERIES.items():
        for where, opens in (("search", "/"), ("filter", "2f")):
            _press(terminal, opens)
            yield f"{where}: {kind}", _time_typing(terminal, query)
            # Esc followed at once by a key would be read as Alt and that key.
            _press(terminal, "\x1b")
            _press(terminal, "1")
    _press(terminal, "c")
    yield "choice of somebody", _time_typing(terminal, "mehmet")
    _press(terminal, "\x1b")
    for name, opens, keys in (
        ("text, line by line", "1", "j"),
        ("text, page by page", "1g", " b"),
        ("articles, one by one", "1\t\tg", "j"),
        ("articles, to the end and back", "1", "Gg"),
        ("quotations, one by one", "2g", "j"),
        ("quotations, page by page", "2g", " "),
        ("quotations, to the end and back", "2", "Gg"),
        ("timeline, one by one", "4g", "j"),
        ("timeline, page by page", "4g", " "),
        ("timeline, to the end and back", "4", "Gg"),
        ("people, one by one", "5g", "j"),
        ("people, to the end and back", "5", "Gg"),
        ("differences, one by one", "6g", "j"),
        ("differences, to the end and back", "6", "Gg"),
        ("from article to article", "1", "]"),
        ("from quotation to quotation", "1", "n"),
    ):
        _press(terminal, opens)
        yield name, _time_movement(terminal, keys)


def _press(terminal: Terminal, keys: str) -> None:
    """Press keys without measuring, and wait until the screen is at rest."""
    for key in keys:
        terminal.press(key)
        # After Esc the reader waits 0.1 s for the rest of an escape sequence.
        terminal.wait_for_quiet(0.3 if key == "\x1b" else 0.15)


def _time_opening(terminal: Terminal, key: str, shows: str) -> float:
    """Return the seconds until a key has opened something."""
    at = terminal.press(key)
    seconds = terminal.wait_until(lambda lines: any(shows in line for line in lines), patience=20) - at
    terminal.wait_for_quiet(0.3)
    return seconds


def _time_typing(terminal: Terminal, text: str) -> list[float]:
    """Return the seconds of each letter, typed without waiting; one screen may show several."""
    pressed = []
    for letter in text:
        pressed.append(terminal.press(letter))
        time.sleep(_TYPED)
    times: list[float] = []
    while len(times) < len(text):
        at = terminal.wait_until(_shows_more(text, len(times)), patience=20)
        now = _letters_shown(terminal.screen.display, text)
        times += [at - before for before in pressed[len(times) : now]]
    # A space is only visible once a letter follows it.
    return [each for each, letter in zip(times, text, strict=True) if letter != " "]


def _letters_shown(lines: list[str], text: str) -> int:
    """Return how many letters of ``text`` the input field, one of the top lines, shows."""
    top = lines[1:4]
    for number in range(len(text), 0, -1):
        typed = re.compile(rf"(?:│|^) {re.escape(text[:number])} {{3,}}")
        if any(typed.search(line) for line in top):
            return number
    return 0


def _shows_more(text: str, number: int) -> Callable[[list[str]], bool]:
    return lambda lines: _letters_shown(lines, text) > number


def _time_movement(terminal: Terminal, keys: str) -> list[float]:
    """Return the seconds of keys, each pressed when the screen was at rest."""
    times: list[float] = []
    for number in range(_TIMES):
        terminal.wait_for_quiet(_REST)
        at = terminal.press(keys[number % len(keys)])
        terminal.read_until(at)
        before = list(terminal.screen.display)
        try:
            times.append(terminal.wait_until(_differs_from(before), patience=2) - at)
        except TimeoutError:
            # At the end of a text or list, this key and the next ones have no effect.
            break
    return times


def _differs_from(before: list[str]) -> Callable[[list[str]], bool]:
    return lambda lines: lines != before


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:5.1f}"


if __name__ == "__main__":
    main()
