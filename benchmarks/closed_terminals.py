"""Close the reader's terminal, or send it a signal, at random moments: it ends, in time, and leaves nothing.

A closing is of the terminal's other end, with SIGHUP or, where the terminal controls no session, without any
signal. Within two seconds the process is gone, and all that it started; meanwhile it uses next to no
processor time. A signal leaves the terminal as it was, and the process dies of it. The moments: while it
starts, idle, after keys, in a dialog, while it scrolls, with drafts in Review, while saved articles are
previewed or imported, side by side, and during a first build with its worker processes. Prints seed, counts
and each fault. Linux only.

usage: closed_terminals.py [--closings N] [--signals N] [--seed S] [--articles N] [--corpora FOLDER]
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from measures import dossier_of_size
from medway_tui import APP_NAME
from random_events import RandomUser
from random_session import write_saved_articles
from watched_reader import WatchedReader, is_running, make_home

SECONDS_TO_END = 2.0
"""The most that the end may take."""
PROCESSOR_SECONDS = 1.0
"""The most processor time that the end may use: a preview that runs is finished, and the interpreter ends."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
_MODES = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?1003h", b"\x1b[?1003l"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
    (b"\x1b[?25l", b"\x1b[?25h"),
)
"""What switches each mode of the terminal on, and off."""


class End(NamedTuple):
    """An end of the reader."""

    moment: str
    how: str
    seconds: float
    processor: float
    helpers: int
    """How many processes it had started."""
    faults: tuple[str, ...]


class TerminalBench:
    """An indexed dossier, one that is not, and the readers that are opened on them."""

    def __init__(self, top: Path, corpus: Path, chance: random.Random) -> None:
        self._top, self._chance = top, chance
        self._home = top / "home"
        self._env: Mapping[str, str] = make_home(self._home)
        write_saved_articles(self._home / "saved")
        self._folder = self._home / "dossier"
        shutil.copytree(corpus, self._folder)
        command = [sys.executable, "-m", "medway_tui", "articles", "--content", str(self._folder)]
        subprocess.run(command, env=self._env, check=True, stdout=subprocess.DEVNULL)
        self._moments: Mapping[str, Callable[[WatchedReader], None]] = {
            "start": self._start,
            "idle": self._idle,
            "keys": self._keys,
            "dialog": self._dialog,
            "scrolling": self._scroll,
            "review": self._review,
            "preview": self._preview,
            "import": self._import,
            "side by side": self._side_by_side,
            "first build": self._build,
        }
        self.moments = tuple(self._moments)

    def close_terminal(self, moment: str) -> End:
        """Open the reader, and close its terminal at a moment."""
        controlling = self._chance.random() < 0.5
        with_output = self._chance.random() < 0.8
        reader = self._open(moment, controlling=controlling)
        try:
            self._moments[moment](reader)
            helpers, used = reader.helpers(), reader.processor_seconds()
            if not with_output:
                reader.stop_reading()
                reader.send(b"jjjjGg2313")
            reader.hang_up()
            how = "with SIGHUP" if controlling else "without a signal"
            return self._wait(reader, End(moment, how, 0, used, len(helpers), ()), helpers)
        finally:
            reader.close()

    def send_signal(self, moment: str) -> End:
        """Open the reader, and send it a signal at a moment."""
        number = self._chance.choice(SIGNALS)
        reader = self._open(moment, controlling=True)
        try:
            before = reader.modes()
            self._moments[moment](reader)
            helpers, used = reader.helpers(), reader.processor_seconds()
            reader.process.send_signal(number)
            end = self._wait(reader, End(moment, number.name, 0, used, len(helpers), ()), helpers)
            time.sleep(0.1)
            output, faults = reader.output(), [*end.faults]
            if reader.process.returncode not in (-number, 128 + number):
                faults.append(f"ended with {reader.process.returncode}")
            if reader.modes() != before:
                faults.append("the terminal's flags are not as they were")
            faults += [
                f"the mode {on!r} is still on" for on, off in _MODES if output.rfind(on) > output.rfind(off)
            ]
            if b"Traceback" in output:
                faults.append(output[-2000:].decode(errors="replace"))
            return end._replace(faults=tuple(faults))
        finally:
            reader.close()

    def _open(self, moment: str, *, controlling: bool) -> WatchedReader:
        env = dict(self._env)
        if moment == "first build":
            # Each has a cache of its own.
            cache = self._home / "new"
            shutil.rmtree(cache, ignore_errors=True)
            env["XDG_CACHE_HOME"] = str(cache)
        return WatchedReader(["--content", self._folder], env, folder=self._home, controlling=controlling)

    def _wait(self, reader: WatchedReader, end: End, helpers: list[int]) -> End:
        """Wait for the end of the reader and all that it started; ``end`` has what it had used before."""
        began = time.perf_counter()
        deadline = began + 3 * SECONDS_TO_END
        faults = []
        used = 0.0
        while time.perf_counter() < deadline and (
            reader.process.poll() is None or any(map(is_running, helpers))
        ):
            used = max(used, reader.processor_seconds() - end.processor)
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        if reader.process.poll() is None:
            faults.append("it is still there")
        left = [pid for pid in helpers if is_running(pid)]
        if left:
            faults.append(f"{len(left)} of its {len(helpers)} processes are still there")
        if seconds > SECONDS_TO_END:
            faults.append(f"its end took {seconds:.1f} s")
        if used > PROCESSOR_SECONDS:
            faults.append(f"its end used {used:.1f} s of processor time")
        for report in self._home.rglob(f"{APP_NAME}/**/crash-*.txt"):
            faults.append(report.read_text()[-2000:])
            report.unlink()
        return end._replace(seconds=seconds, processor=used, faults=tuple(faults))

    # -- moments -----------------------------------------------------------------------------------

    def _sleep(self, least: float, most: float) -> None:
        time.sleep(self._chance.uniform(least, most))

    def _start(self, _reader: WatchedReader) -> None:
        self._sleep(0, 1.2)

    def _idle(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        self._sleep(0, 3)

    def _keys(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        user = RandomUser(self._chance.randrange(1_000_000))
        for _ in range(self._chance.randrange(1, 25)):
            step = user.step()
            # A suspended process ends when it is brought back.
            if step.size is None and not set(step.data) & set(b"q\x11\x1a"):
                reader.send(step.data)
                self._sleep(0, 0.1)

    def _dialog(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        reader.send(
            self._chance.choice((b"/the cou", b"cye", b":th", b"?", b"!", b"Y", b":imp\r", b":new a\r"))
        )
        self._sleep(0, 0.5)

    def _scroll(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        reader.send(self._chance.choice((b"1", b"2", b"4", b"5")))
        for _ in range(self._chance.randrange(1, 40)):
            reader.send(self._chance.choice((b"j", b" ", b"b", b"\x1b[<65;60;20M")) * 3)
            self._sleep(0, 0.03)

    def _review(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        for key in (b"d", b"j", b"w"):
            reader.send(key)
            self._sleep(0, 0.3)

    def _preview(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        for keys in (b":", b"import a", b"\r", b"\x15", b"saved/*.txt", b"\r"):
            reader.send(keys)
            time.sleep(0.25)
        self._sleep(0, 1.5)

    def _import(self, reader: WatchedReader) -> None:
        self._preview(reader)
        reader.send(b"\r")
        self._sleep(0, 1)

    def _side_by_side(self, reader: WatchedReader) -> None:
        reader.wait_for_paint()
        for key in (b"|", b"j", b"\t", b"]"):
            reader.send(key)
            self._sleep(0, 0.4)

    def _build(self, reader: WatchedReader) -> None:
        if self._chance.random() < 0.7:
            # The rest of the index is built by other processes.
            reader.wait_for_paint()
        self._sleep(0.1, 4)


def main() -> None:
    """Close and signal, and print what happened; the status is 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--closings", type=int, default=200)
    parser.add_argument("--signals", type=int, default=80)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--corpora", type=Path, help="folder with made-up dossiers, each named by its size")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.articles:,} articles", flush=True)
    ends: list[End] = []
    with tempfile.TemporaryDirectory(prefix="closed-terminals-") as top:
        corpus = dossier_of_size(arguments.articles, arguments.corpora, Path(top))
        chance = random.Random(arguments.seed)  # noqa: S311 - chance that can be had again
        bench = TerminalBench(Path(top), corpus, chance)
        for number in range(arguments.closings + arguments.signals):
            moment = bench.moments[number % len(bench.moments)]
            end = (bench.close_terminal if number < arguments.closings else bench.send_signal)(moment)
            ends.append(end)
            for fault in end.faults:
                print(f"FAULT {number}: {end.moment}, {end.how}: {fault}", flush=True)
    print_ends(ends)
    faults = sum(bool(end.faults) for end in ends)
    print(f"seed {arguments.seed}: {len(ends)} ends, {faults} with faults")
    sys.exit(bool(faults))


def print_ends(ends: list[End]) -> None:
    """Print the number, time and processes of the ends at each moment, and how they ended."""
    print(
        f"{'moment':<14} {'ends':>5} {'median':>8} {'longest':>8} {'processor':>10} {'helpers':>8}  seconds"
    )
    for moment in dict.fromkeys(end.moment for end in ends):
        some = [end for end in ends if end.moment == moment]
        times = [end.seconds for end in some]
        print(
            f"{moment:<14} {len(some):5} {statistics.median(times):8.2f} {max(times):8.2f}"
            f" {max(end.processor for end in some):10.2f} {max(end.helpers for end in some):8}"
        )
    print(", ".join(f"{number} {how}" for how, number in Counter(end.how for end in ends).items()))


if __name__ == "__main__":
    main()
