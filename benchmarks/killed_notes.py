"""Kill programs that write notes at random moments: no note that was confirmed is lost.

A process adds, changes and removes notes of one file, and reports each through a pipe once it is written. It
is killed (kill -9) at a random moment. The file must then be valid, with everything that was confirmed, and
the next write must work and leave no temporary file. ``--pairs`` are two processes that write at once.

usage: killed_notes.py [--kills N] [--pairs N] [--seed S]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from medway_tui.model.notes import Note
from medway_tui.notes.store import NotesFile
from medway_tui.yaml_io.folder_lock import LOCK_NAME

_LONGEST = 0.25
"""The seconds after the first confirmation within which a process is killed."""
_PAIR_NOTES = 10
_WORDS = "the roof is a promise, they said: and *nobody* asked #why\n\n- twice"


class Confirmed(NamedTuple):
    """A note that was written, or removed where it has no text; before that, what is about to be done."""

    id: str
    """Empty for a note that is about to be added."""
    text: str | None = None
    is_begun: bool = False
    """Whether this is only about to be done."""


def write_notes(file: NotesFile, confirm: Callable[[Confirmed], object], chance: random.Random) -> None:
    """Add, change and remove notes until the process is killed."""
    mine: list[Note] = []
    while True:
        action = chance.choice(("add", "add", "change", "remove")) if mine else "add"
        text = f"{_WORDS} {chance.random()}"
        if action == "add":
            confirm(Confirmed("", is_begun=True))
            written = file.add(Note(id="new", article="herald-2021-05", text=text)).note
            mine.append(written)
            confirm(Confirmed(written.id, text))
        elif action == "change":
            number = chance.randrange(len(mine))
            confirm(Confirmed(mine[number].id, is_begun=True))
            new = Note(id="new", article="herald-2021-05", text=text, tags=("again",))
            mine[number] = file.change(mine[number], new).note
            confirm(Confirmed(mine[number].id, text))
        else:
            gone = mine.pop(chance.randrange(len(mine)))
            confirm(Confirmed(gone.id, is_begun=True))
            file.remove(gone)
            confirm(Confirmed(gone.id, None))


class NotesBench:
    """A notes file, and the processes that write into it."""

    def __init__(self, top: Path, chance: random.Random) -> None:
        self._chance = chance
        self._folder = top / "dossier"
        self.file = NotesFile(self._folder)

    def _start(self, job: Callable[[Callable[[Confirmed], object]], None]) -> tuple[int, int]:
        """Run a job in a forked process; return its number and the end of the pipe with its confirmations."""
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return child, reading
        try:
            with os.fdopen(writing, "wb", buffering=0) as pipe:
                job(lambda done: pipe.write((json.dumps(done) + "\n").encode()))
        finally:
            os._exit(0)

    @staticmethod
    def _read_confirmed(reading: int) -> list[Confirmed]:
        with os.fdopen(reading, "rb") as pipe:
            lines = pipe.read().split(b"\n")
        # What follows the last line break was being reported as the process was killed.
        return [Confirmed(*json.loads(line)) for line in lines[:-1]]

    def kill(self) -> tuple[int, list[str]]:
        """Kill a writer; return how many notes it had confirmed, and the faults."""
        shutil.rmtree(self._folder, ignore_errors=True)
        chance = random.Random(self._chance.random())  # noqa: S311 - no secret
        child, reading = self._start(lambda confirm: write_notes(self.file, confirm, chance))
        end = time.monotonic() + 10
        while not self.file.path.exists() and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(self._chance.uniform(0, _LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        confirmed = self._read_confirmed(reading)
        return sum(not each.is_begun for each in confirmed), self._faults(confirmed)

    def _faults(self, reported: list[Confirmed]) -> list[str]:
        """Compare the file with what was confirmed; what had only begun may be done or not."""
        content = self.file.load()
        faults = [f"{each.location}: {each.message}" for each in content.findings]
        confirmed = {each.id: each.text for each in reported if not each.is_begun}
        wanted = {each: text for each, text in confirmed.items() if text is not None}
        found = {note.id: note.text for note in content.notes}
        differing = {each for each in {*wanted, *found} if wanted.get(each) != found.get(each)}
        if reported and reported[-1].is_begun:
            begun = reported[-1].id
            differing -= {begun} if begun else set([each for each in differing if each not in confirmed][:1])
        if differing:
            faults.append(f"{len(differing)} notes are not as they were confirmed: {sorted(differing)}")
        written = self.file.add(Note(id="new", person="zoe-laine"))
        if not any(note.id == written.note.id for note in self.file.load().notes):
            faults.append("the next note was not written")
        return faults + self._left_over()

    def _left_over(self) -> list[str]:
        names = {path.name for path in self._folder.iterdir()} - {self.file.path.name, LOCK_NAME}
        return [f"{name} is left" for name in sorted(names)]

    def run_pair(self) -> list[str]:
        """Have two processes add notes at once; return the faults."""
        shutil.rmtree(self._folder, ignore_errors=True)

        def add_some(confirm: Callable[[Confirmed], object]) -> None:
            for _ in range(_PAIR_NOTES):
                written = self.file.add(Note(id="new", event="first-survey", text=_WORDS)).note
                confirm(Confirmed(written.id, _WORDS))

        started = [self._start(add_some) for _ in range(2)]
        confirmed: list[Confirmed] = []
        for child, reading in started:
            confirmed += self._read_confirmed(reading)
            os.waitpid(child, 0)
        content = self.file.load()
        faults = [f"{each.location}: {each.message}" for each in content.findings]
        lost = {each.id for each in confirmed} - {note.id for note in content.notes}
        if lost or len(confirmed) != 2 * _PAIR_NOTES:
            faults.append(f"{len(confirmed)} notes confirmed, {len(lost)} of them lost")
        return faults + self._left_over()


def measure(kills: int, pairs: int, seed: int, report: Callable[[str], None] = print) -> int:
    """Kill and run pairs, and report; return the number of faults."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        bench = NotesBench(Path(folder), chance)
        # Everything is loaded once, so that no process spends its time on that.
        bench.file.add(Note(id="new", person="zoe-laine"))
        done = [bench.kill() for _ in range(kills)]
        pair_faults = [bench.run_pair() for _ in range(pairs)]
    faults = [fault for _, some in done for fault in some] + [each for some in pair_faults for each in some]
    confirmed = sum(number for number, _ in done)
    report(f"seed {seed}: {kills} kills after {confirmed} confirmed writes")
    report(f"{pairs} pairs of programs at once: {sum(map(bool, pair_faults))} with faults")
    for fault in faults:
        report(f"  FAULT {fault}")
    report(f"{len(faults)} faults")
    return len(faults)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    arguments = parser.parse_args()
    sys.exit(bool(measure(arguments.kills, arguments.pairs, arguments.seed)))


if __name__ == "__main__":
    main()
