"""Use the reader at random for an hour: keys, pastes, mouse events and resizes in a real terminal.

It works on a copy of a made-up dossier in a home of its own, since the keys reach Review, the editor, and the
dialogs that add. Nothing may end it but the keys that quit; each step is answered within a quarter of a
second; and its memory does not grow once it is warm. The answer to a step is the first thing written after
it, or, where nothing changes, the moment at which the main thread waits again; and it is never busy for
longer at one go. Prints seed, counts, and the last steps before each fault. Linux only.

usage: random_session.py [--minutes N | --steps N] [--seed S] [--articles N] [--limit MS] [--corpora FOLDER]
       [--log FILE]
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple

from long_session import halves
from measures import dossier_of_size
from medway_tui import APP_NAME
from random_events import RandomUser, Step
from watched_reader import WatchedReader, make_home

LIMIT_SECONDS = 0.25
"""The most that an answer may take."""
_QUIET = 0.035
"""The seconds of waiting without output after which a step is over: two frames."""
_STEP_SECONDS = 1.0
"""A step that is not over by then, such as one that starts a clock on the screen, counts as over."""
_HANG_SECONDS = 20.0
_POLL = 0.002
_PRELOAD_SECONDS = 2.0
"""The seconds in which it makes the other views while it is idle."""
_GROWTH = 1.10
"""The most that memory may grow in the second half, as a factor."""
_WARM_SAMPLES = 60
"""In so many hundred steps every view and dialog has been open, and the caches are full by half-way."""
_LAST_STEPS = 25
"""How many steps before a fault are printed."""
_SLOWEST = 8
"""How many of the steps that took longest are listed."""
_COMPLAINTS = (b"Traceback", b"has stopped:", b"an error in the program")


class Answer(NamedTuple):
    """How long the reader took over a step."""

    seconds: float
    """Until it wrote something, or, where it wrote nothing, until it waited again."""
    busy: float
    """The longest time for which its main thread did not wait."""
    processor: float
    """Its processor seconds: on a busy machine an answer takes longer than it uses."""
    step: str
    """The step and where it was made."""


class Fault(NamedTuple):
    """What went wrong, after which steps."""

    what: str
    steps: tuple[str, ...]
    details: str = ""


class RandomSession:
    """The readers of one seed, one after the other when a key has quit."""

    def __init__(
        self, folder: Path, home: Path, seed: int, *, log: IO[str] | None = None, in_haste: bool = False
    ) -> None:
        """``folder`` is a dossier of its own, in which keys may change anything.

        A user ``in_haste`` does not wait until the other views are made.
        """
        self._preload_seconds = 0.0 if in_haste else _PRELOAD_SECONDS
        self._folder, self._home = folder, home
        self._env: Mapping[str, str] = make_home(home)
        write_saved_articles(home / "saved")
        self._user = RandomUser(seed)
        self._log = log
        self.counts: Counter[str] = Counter()
        self.answers: dict[str, list[Answer]] = {}
        self.memory: list[float] = []
        """The memory in MB of the current reader, every hundred steps."""
        self.longest_memory: list[float] = []
        """That of the reader that was open for the most steps."""
        self.faults: list[Fault] = []
        self._steps: deque[str] = deque(maxlen=_LAST_STEPS)
        self._limit = LIMIT_SECONDS
        self._reader = self._open()

    def _open(self) -> WatchedReader:
        reader = WatchedReader(["--content", self._folder], self._env, folder=self._home)
        reader.resize(self._user.columns, self._user.rows)
        reader.wait_for_paint()
        time.sleep(self._preload_seconds)
        self._steps.clear()
        self.memory = []
        return reader

    def run(self, *, seconds: float = 0, steps: int = 0, limit: float = LIMIT_SECONDS) -> None:
        """Go on for some seconds, or for some steps."""
        self._limit = limit
        end = time.monotonic() + seconds
        while time.monotonic() < end or self.counts["steps"] < steps:
            self._do(self._user.step())
        self._look_for_crashes()
        self._keep_memory()

    def close(self) -> None:
        """Kill the reader."""
        self._reader.close()

    def _do(self, step: Step) -> None:
        self._steps.append(step.describe())
        if self._log is not None:
            self._log.write(f"{self.counts['steps']} {step.describe()}\n")
        self.counts["steps"] += 1
        self.counts[step.kind] += step.events
        processor = self._reader.processor_seconds()
        began = time.perf_counter()
        if step.size is not None:
            self._reader.resize(*step.size)
        self._reader.send(step.data)
        if step.kind == "suspend":
            self._reader.process.send_signal(signal.SIGTSTP)
        answer = self._wait(began, processor)
        self.answers.setdefault(step.kind, []).append(answer)
        limit = self._limit * max(1, step.events) if answer.busy > answer.seconds else self._limit
        if max(answer.seconds, answer.busy) > limit:
            self._fault(
                f"answered after {answer.seconds * 1000:.0f} ms, busy for {answer.busy * 1000:.0f} ms"
                f" (processor {answer.processor * 1000:.0f} ms)"
            )
        if step.pause:
            time.sleep(step.pause)
        if self.counts["steps"] % 100 == 0:
            self.memory.append(self._reader.memory())
            self._look_for_crashes()
        self._follow_process()

    def _wait(self, began: float, processor: float) -> Answer:
        """Wait until the reader has done all that a step asks for."""
        reader = self._reader
        first_output = 0.0
        busy_since: float | None = began
        busy = waited_at = 0.0
        while True:
            now = time.perf_counter()
            written = reader.last_output
            if not first_output and written > began:
                first_output = written
            if reader.is_waiting():
                if busy_since is not None:
                    busy, busy_since, waited_at = max(busy, now - busy_since), None, now
                if now - max(waited_at, written) >= _QUIET or now - began > _STEP_SECONDS:
                    break
            elif busy_since is None:
                busy_since = now
            elif now - began > _HANG_SECONDS and not reader.is_stopped():
                self._fault("does not answer", reader.describe_hang())
                break
            if reader.process.poll() is not None or reader.is_stopped():
                break
            time.sleep(_POLL)
        seconds = (first_output or waited_at or time.perf_counter()) - began
        used = reader.processor_seconds() - processor
        return Answer(seconds, busy, used, f"{self.counts['steps']:,}: {self._steps[-1]}")

    def _follow_process(self) -> None:
        """Bring back a reader that was suspended, and open another where it has ended."""
        if self._reader.is_stopped():
            self.counts["suspended"] += 1
            self._reader.resume()
            time.sleep(0.1)
        status = self._reader.process.poll()
        if status is None:
            return
        if status:
            self._fault(f"ended with status {status}", self._reader.output()[-3000:].decode(errors="replace"))
        else:
            self.counts["quit"] += 1
        self._look_for_crashes()
        self._keep_memory()
        self._reader.close()
        self._reader = self._open()

    def _keep_memory(self) -> None:
        if len(self.memory) > len(self.longest_memory):
            self.longest_memory = self.memory

    def _look_for_crashes(self) -> None:
        output = self._reader.output()
        for complaint in _COMPLAINTS:
            if complaint in output:
                self._fault(f"wrote “{complaint.decode()}”", "\n".join(self._reader.screen()))
        for report in self._home.rglob(f"{APP_NAME}/**/crash-*.txt"):
            self._fault("wrote a report of a crash", report.read_text()[-3000:])
            report.unlink()

    def _fault(self, what: str, details: str = "") -> None:
        self.faults.append(Fault(what, tuple(self._steps), details))
        print(f"FAULT at step {self.counts['steps']:,}: {what}; the last steps:", flush=True)
        for step in self._steps:
            print(f"    {step}")
        if details:
            print(details, flush=True)

    def growth(self) -> float:
        """Return how much memory has grown from half-way to the end; 1.0 where it was not warm by then."""
        if len(self.longest_memory) < _WARM_SAMPLES:
            return 1.0
        half, end = halves(self.longest_memory)
        return end / half

    def print_summary(self) -> None:
        """Print the counts, the times of the answers by kind of step, and the memory."""
        print(", ".join(f"{number:,} {kind}" for kind, number in self.counts.items()))
        heads = f"{'steps':>7} {'p50':>6} {'p99':>6} {'longest':>8} {'busy':>6} {'processor':>10}"
        print(f"  {'answers, in ms':<16} {heads}")
        for kind, answers in sorted(self.answers.items()):
            times = sorted(each.seconds * 1000 for each in answers)
            high = times[min(len(times) - 1, int(len(times) * 0.99))]
            busy = max(each.busy for each in answers) * 1000
            processor = max(each.processor for each in answers) * 1000
            print(
                f"  {kind:<16} {len(times):7,} {statistics.median(times):6.0f} {high:6.0f} {times[-1]:8.0f}"
                f" {busy:6.0f} {processor:10.0f}"
            )
        print("steps that used most processor time:")
        everything = [answer for answers in self.answers.values() for answer in answers]
        for answer in sorted(everything, key=lambda each: -each.processor)[:_SLOWEST]:
            print(
                f"  {answer.processor * 1000:5.0f} ms, answered after {answer.seconds * 1000:.0f},"
                f" busy for {answer.busy * 1000:.0f}, at step {answer.step}"
            )
        if self.longest_memory:
            memory = self.longest_memory
            print(
                f"memory over {len(memory) * 100:,} steps: {memory[0]:.0f} MB at first,"
                f" {max(memory):.0f} at most, {memory[-1]:.0f} at the end;"
                f" in the second half × {self.growth():.2f}"
            )


def write_saved_articles(folder: Path) -> None:
    """Write some articles to import."""
    folder.mkdir(exist_ok=True)
    for number in range(4):
        (folder / f"{number}.txt").write_text(
            f"Repairs to pier {number} begin\n\nBy Ann Example\n\nPost, {number + 1} March 2021\n\n"
            "The pier is to be repaired, the council said after a long meeting.\n\n"
            f"Ada Quill, who leads the friends of the pier, said: “We have waited {number + 3} years.”\n"
        )


def main() -> None:
    """Run a session, print what happened; the status is 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS * 1000, help="milliseconds of an answer")
    parser.add_argument("--corpora", type=Path, help="folder with made-up dossiers, each named by its size")
    parser.add_argument("--log", type=Path, help="a file for every step")
    arguments = parser.parse_args()
    print(
        f"seed {arguments.seed}, {arguments.articles:,} articles, {arguments.minutes:g} minutes", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="random-session-") as temporary:
        top = Path(temporary)
        folder = top / "home" / "dossier"
        shutil.copytree(dossier_of_size(arguments.articles, arguments.corpora, top), folder)
        build = [sys.executable, "-m", "medway_tui", "articles", "--content", str(folder)]
        subprocess.run(build, env=make_home(top / "home"), check=True, stdout=subprocess.DEVNULL)
        with (arguments.log or Path("/dev/null")).open("w") as log:
            in_haste = bool(arguments.steps)
            session = RandomSession(folder, top / "home", arguments.seed, log=log, in_haste=in_haste)
            try:
                seconds = 0 if arguments.steps else arguments.minutes * 60
                session.run(seconds=seconds, steps=arguments.steps, limit=arguments.limit / 1000)
            finally:
                session.close()
        session.print_summary()
    grew = session.growth() > _GROWTH
    print(f"seed {arguments.seed}: {len(session.faults)} faults{', memory grew' if grew else ''}")
    sys.exit(bool(session.faults or grew))


if __name__ == "__main__":
    main()
