"""Run the long fuzzing of each target: the dossier's files, import, alignment, review, search and exports.

For any files the invariants of ``tests/fuzz_invariants.py`` hold, for the other targets those of
``tests/fuzz_targets.py``. Workers try one input after another on a small dossier. Each is a process of its
own, so a library's crash is noticed; a worker without progress for ten seconds is stopped. An input that
breaks an invariant, or that takes over a second or two, is kept with its dossier and a file WHY. Prints how
many inputs of each kind were tried.

usage: fuzz.py [--target NAME] [--minutes N] [--seed S] [--jobs J] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BATCH = 100
"""Inputs of one kind tried in a row."""
STILL = 10
"""Seconds without a new input after which a worker is stopped."""
SLOW = {"files": 1.0}
"""Seconds of processor time that one input of a target may take."""
SLOW_ELSE = 2.0
"""The same for the other targets, which build several indexes."""
TARGET_NAMES = ("files", "import", "alignment", "review", "search", "exports")
KEPT = 5
"""The most inputs kept for one invariant and line."""


def main() -> int:
    """Run the workers and print the results; return 1 if an invariant was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--target", choices=TARGET_NAMES, help="only this one; all by default")
    parser.add_argument("--minutes", type=float, default=10, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="where inputs that break a rule are kept")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder = (arguments.folder or Path(tempfile.mkdtemp(prefix="medway-fuzz-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.worker is not None:
        sys.path.insert(0, str(ROOT))
        _work(folder, arguments.worker, time.time() + 60 * arguments.minutes, arguments.target)
        return 0
    targets = [arguments.target] if arguments.target else TARGET_NAMES
    for target in targets:
        _run_target(target, folder / target, arguments)
    broken = sorted(folder.glob("*/broken-*"))
    print(f"{len(broken) or 'none'} broke a rule" + (f"; they are kept in {folder}" if broken else ""))
    for path in broken:
        lines = (path / "WHY").read_text(encoding="utf-8").splitlines()
        print(f"  {path.parent.name}/{path.name}: {lines[-1][:150]}")
    return 1 if broken else 0


def _run_target(target: str, folder: Path, arguments: argparse.Namespace) -> None:
    """Run the workers of one target, and print how many inputs they tried."""
    folder.mkdir(exist_ok=True)
    ends = time.time() + 60 * arguments.minutes
    seeds = [arguments.seed * 1_000_000 + 10_000 * number for number in range(arguments.jobs)]
    workers = [_Worker(folder, target, seed) for seed in seeds]
    while time.time() < ends:
        time.sleep(0.5)
        for worker in workers:
            worker.look(ends)
    for worker in workers:
        worker.stop()
    tried: Counter[str] = sum((worker.tried() for worker in workers), Counter())
    minutes, jobs, seed = arguments.minutes, arguments.jobs, arguments.seed
    print(f"{target}: {tried.total():,} inputs in {minutes:g} minutes by {jobs} workers, seed {seed}")
    for kind, number in tried.most_common() if len(tried) > 1 else ():
        print(f"  {kind:<12}{number:>9,}", flush=True)


class _Worker:
    """A process that tries inputs, restarted when it ends or hangs."""

    def __init__(self, folder: Path, target: str, seed: int) -> None:
        self._folder, self._target, self._seed = folder, target, seed
        self._process: subprocess.Popen[bytes] | None = None

    def look(self, ends: float) -> None:
        """Restart the process if it has ended or hangs."""
        if self._process is not None:
            status = self._process.poll()
            still = time.time() - self._pulse().stat().st_mtime if self._pulse().exists() else 0
            if status is None and still < STILL:
                return
            if status is None:
                self.stop()
                self._keep(f"stood still for {STILL} s")
            elif status:
                self._keep(f"the process ended with {status}")
            self._seed += 1
        minutes = (ends - time.time()) / 60
        command = [sys.executable, __file__, "--worker", str(self._seed)]
        command += ["--minutes", str(minutes), "--folder", str(self._folder), "--target", self._target]
        self._process = subprocess.Popen(command)

    def stop(self) -> None:
        """Kill the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def tried(self) -> Counter[str]:
        """Return how many inputs of each kind this worker's processes have tried."""
        first = self._seed - self._seed % 10_000
        files = (self._folder / f"tried-{seed}.json" for seed in range(first, self._seed + 1))
        counts = (json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists())
        return sum((Counter(count) for count in counts), Counter())

    def _pulse(self) -> Path:
        return self._folder / f"at-{self._seed}"

    def _keep(self, why: str) -> None:
        kept = self._folder / f"broken-{self._seed}-last"
        shutil.copytree(self._folder / f"dossier-{self._seed}", kept, dirs_exist_ok=True)
        (kept / "WHY").write_text(why, encoding="utf-8")


def _work(folder: Path, seed: int, ends: float, target: str) -> None:
    """Try inputs of each kind of a target in turn until the deadline."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - only a worker needs it
    from hypothesis import seed as seeded  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415
    from tests.fixtures_additions import write_additions  # noqa: PLC0415
    from tests.fuzz_inputs import KINDS  # noqa: PLC0415
    from tests.fuzz_invariants import assert_files_hold  # noqa: PLC0415
    from tests.fuzz_targets import TARGETS, read_files, restore_files  # noqa: PLC0415

    # Without a writable cache the index is built in memory, many times faster.
    os.environ.update(HOME=str(folder), XDG_CACHE_HOME="/dev/null", XDG_DATA_HOME=str(folder / "data"))
    dossier = write_additions(folder / f"dossier-{seed}")
    original = read_files(dossier)
    tried: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    is_files = target == "files"
    kinds = KINDS if is_files else {target: TARGETS[target].strategy}

    def keep(place: str, why: str, value: object) -> None:
        broken[place] += 1
        if broken[place] <= KEPT:
            kept = folder / f"broken-{seed}-{sum(broken.values())}"
            shutil.copytree(dossier.root, kept)
            text = f"{value!r}\n\n{why}"
            (kept / "WHY").write_text(text, encoding="utf-8", errors="backslashreplace")

    def one(kind: str, value: Any) -> None:
        (folder / f"at-{seed}").touch()
        started = time.process_time()
        try:
            if is_files:
                assert_files_hold(dossier, value, with_command=not tried.total() % 20)
            else:
                TARGETS[target].assert_holds(dossier, value)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            place = f"{type(error)} {traceback.extract_tb(error.__traceback__)[-1]}"
            keep(place, traceback.format_exc(), value)
        took = time.process_time() - started
        if took > SLOW.get(target, SLOW_ELSE):
            keep(f"slow {kind}", f"took {took:.1f} s", value)
        tried[kind] += 1
        restore_files(dossier, original)
        if not tried.total() % 10:
            (folder / f"tried-{seed}.json").write_text(json.dumps(tried), encoding="utf-8")

    batch = settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    turn = 0
    while time.time() < ends:
        turn += 1
        for kind, strategy in kinds.items():
            seeded(seed * 1_000 + turn)(batch(given(st.just(kind), strategy)(one)))()


if __name__ == "__main__":
    sys.exit(main())
