"""Kill imports at random moments, and run two at once: nothing is half done, lost or doubled.

Each import of some invented articles runs in a process of its own and is killed (kill -9) while it reads or
prepares a file, or while its journal is there. So are updates, undoing, and ``check --fix``. Then the next
command runs, and the dossier must be whole: each article with its quotations, its log and everyone who is
named, no one twice, no temporary file, no journal. ``--pairs`` are imports at once whose files overlap.

usage: killed_imports.py [--kills N] [--pairs N] [--seed S]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from medway_tui.cli.main import cli
from medway_tui.importing import undo_import
from medway_tui.sync.check import check_dossier
from medway_tui.yaml_io.folder_lock import LOCK_NAME
from medway_tui.yaml_io.journal_file import has_journal
from medway_tui.yaml_io.nodes import read_document

ACTIONS = ("import", "import", "import", "update", "undo", "fix")
MOMENTS = ("anywhere", "anywhere", "journal")
_FILES = 6
_SPEAKERS = ("Ada Quill", "Bram Oakes", "Ida Penhale", "Noor Hadley", "Perdita Lowe", "Tom Ashdown")
_PLACES = ("pier", "lido", "mill", "bridge", "market", "harbour", "library", "bandstand")


class Kill(NamedTuple):
    """A kill, and what it left."""

    action: str
    has_journal: bool
    """Whether files were being written."""
    faults: list[str]


class ImportBench:
    """A dossier, articles to import into it, and the processes that do it."""

    def __init__(self, top: Path, chance: random.Random) -> None:
        self._chance = chance
        self._saved = top / "saved"
        self._saved.mkdir()
        self._empty = top / "empty"
        self._empty.mkdir()
        (self._empty / "dossier.yaml").write_text("id: kills\ntitle: Kills\nlanguage: en-GB\n")
        self.root = top / "dossier"
        for number in range(_FILES):
            self.write_article(number, "")
        self._durations: dict[str, float] = {}

    def write_article(self, number: int, more: str) -> None:
        """Write an article in which two people speak."""
        first, second = (_SPEAKERS[(number + step) % len(_SPEAKERS)] for step in (0, 1))
        place = _PLACES[number % len(_PLACES)]
        text = (
            f"Repairs to the {place} begin, number {number}\n\nBy Ann Example\n\n"
            f"The {place} in Wrenmouth is to be repaired, the council said after a long meeting.\n\n"
            f"{first}, who leads the friends of the {place}, said: “We have waited {number + 3} years.”\n\n"
            f"Councillor {second} said: “The money for the {place} is there, and it will be spent.”\n{more}"
        )
        (self._saved / f"{number}.txt").write_text(text)

    def reset(self) -> None:
        """Make the dossier empty again."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._empty, self.root)

    def files(self) -> list[str]:
        """Return the paths of the articles."""
        return sorted(map(str, self._saved.iterdir()))

    def arguments(self, files: Sequence[str], *more: str) -> list[str]:
        """Return the arguments of an import."""
        return ["import", "--content", str(self.root), "--publisher", "Post", "--quiet", *more, *files]

    def start(self, arguments: Sequence[str]) -> int:
        """Run the program in a forked process; return its number."""
        child = os.fork()
        if child:
            return child
        status = 99
        try:
            sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
            cli.main(list(arguments))
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        finally:
            os._exit(status)

    def run(self, arguments: Sequence[str]) -> int:
        """Run the program to its end; return its exit status."""
        return os.waitstatus_to_exitcode(os.waitpid(self.start(arguments), 0)[1])

    def prepare(self, action: str) -> list[str]:
        """Make the dossier what an action needs; return its arguments."""
        self.reset()
        if action == "import":
            return self.arguments(self.files())
        for number in range(_FILES):
            self.write_article(number, "")
        self.run(self.arguments(self.files()))
        if action == "update":
            for number in range(_FILES):
                self.write_article(number, "\nNoor Hadley said: “It was about time, and we are glad.”\n")
            return self.arguments(self.files(), "--update")
        if action == "undo":
            article_id = self._chance.choice(self.ids("articles"))
            return ["import", "--content", str(self.root), "--undo", article_id]
        for path in self.root.rglob("*.yaml"):
            path.write_text(path.read_text().replace("\n", "  \n", 1))
        return ["check", "--fix", str(self.root)]

    def kill(self, action: str, moment: str) -> Kill:
        """Kill an action at a random moment of a kind, then run another command and look for faults."""
        arguments = self.prepare(action)
        if action not in self._durations:
            began = time.perf_counter()
            self.run(arguments)
            self._durations[action] = time.perf_counter() - began
            arguments = self.prepare(action)
        child = self.start(arguments)
        if moment == "journal" and action != "fix":
            self._wait_for_journal(child)
            time.sleep(self._chance.uniform(0, 0.008))
        else:
            time.sleep(self._chance.uniform(0, self._durations[action]))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        was_writing = has_journal(self.root)
        before = f"{action}: " if not was_writing else f"{action} with a journal: "
        following = self._chance.choice((self.arguments(self.files()), ["check", "--fix", str(self.root)]))
        status = self.run(following)
        faults = [f"{before}{each}" for each in self.faults()]
        # A changed file without --update, and findings that are left, are reported with 1.
        if status and (status != 1 or action not in ("update", "fix")):
            faults.append(f"{before}{following[0]} ended with {status}")
        faults += [f"{before}{each}" for each in self._undo_all()]
        return Kill(action, was_writing, faults)

    def _wait_for_journal(self, child: int) -> None:
        """Wait for the journal of one of the files; for none if the process ends before."""
        skipped = self._chance.randrange(3)
        while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if has_journal(self.root):
                if not skipped:
                    return
                skipped -= 1
                while has_journal(self.root):
                    time.sleep(0.0002)
            time.sleep(0.0002)

    def ids(self, kind: str) -> list[str]:
        """Return the ids of the articles that have a file of this kind."""
        return sorted(path.stem for path in (self.root / kind).glob("*.yaml"))

    def faults(self) -> list[str]:
        """Return what is half done, lost, doubled or left over."""
        findings = check_dossier([self.root])[1]
        faults = [f"{each.path}: {each.message}" for each in findings if each.severity == "error"]
        logs = sorted(path.stem for path in (self.root / ".imports").glob("*.json"))
        if not self.ids("articles") == self.ids("quotes") == logs:
            faults.append(f"articles {self.ids('articles')}, quotes {self.ids('quotes')}, logs {logs}")
        value = read_document(str(self.root / "people.yaml"))[0].value
        entries = value if isinstance(value, list) else []
        names = Counter(str(each["id"]) for each in entries if isinstance(each, dict))
        faults += [f"{name} is there {number} times" for name, number in names.items() if number > 1]
        # A lock file of a killed program is locked by no one, and the next writer removes it.
        ours = [path for path in self.root.rglob(".*") if "medway-tui" in path.name]
        return faults + [f"{path} is left" for path in ours if path.name != LOCK_NAME]

    def _undo_all(self) -> list[str]:
        """Undo every import; return what remains of them."""
        if any("  \n" in path.read_text() for path in self.root.rglob("*.yaml")):
            return []
        for article_id in reversed(self.ids("articles")):
            undo_import([self.root], article_id)
        folders = [self.root / name for name in ("articles", "quotes", ".imports")]
        return [f"{path} remains after undoing" for path in folders if path.exists()]

    def run_pair(self) -> list[str]:
        """Import overlapping halves at once; return the faults."""
        self.reset()
        files = self.files()
        shared = self._chance.randrange(len(files))
        halves = [[*files[: _FILES // 2], files[shared]], [files[shared], *files[_FILES // 2 :]]]
        children = [self.start(self.arguments(list(dict.fromkeys(half)))) for half in halves]
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        faults = [f"ended with {status}" for status in statuses if status]
        if len(self.ids("articles")) != _FILES:
            faults.append(f"{len(self.ids('articles'))} articles of {_FILES}")
        return faults + self.faults()


def measure(kills: int, pairs: int, seed: int, report: Callable[[str], None] = print) -> int:
    """Kill and run pairs, and report; return the number of faults."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        os.environ.update({"XDG_CACHE_HOME": str(top / "cache"), "XDG_DATA_HOME": str(top / "data")})
        bench = ImportBench(top, chance)
        done = [bench.kill(chance.choice(ACTIONS), chance.choice(MOMENTS)) for _ in range(kills)]
        for number in range(_FILES):
            bench.write_article(number, "")
        pair_faults = [bench.run_pair() for _ in range(pairs)]
    faults = [fault for kill in done for fault in kill.faults] + [
        each for some in pair_faults for each in some
    ]
    by_action = Counter(kill.action for kill in done)
    with_journal = Counter(kill.action for kill in done if kill.has_journal)
    report(f"seed {seed}: {kills} kills, {sum(with_journal.values())} of them while files were being written")
    for action, number in sorted(by_action.items()):
        report(f"  {action:7} {number:4} killed, {with_journal[action]:4} with a journal")
    report(f"{pairs} pairs of imports at once: {sum(map(bool, pair_faults))} with faults")
    for fault in faults:
        report(f"  FAULT {fault}")
    report(f"{len(faults)} faults")
    return len(faults)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    arguments = parser.parse_args()
    sys.exit(bool(measure(arguments.kills, arguments.pairs, arguments.seed)))


if __name__ == "__main__":
    main()
