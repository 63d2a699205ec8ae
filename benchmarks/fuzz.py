"""Run the long fuzzing: for any file, the invariants of ``tests/fuzz_invariants.py`` hold.

Workers write one input after another into a small dossier, check it and build its index. Each is a process of
its own, so a library's crash is noticed; a worker without progress for ten seconds is stopped. An input that
breaks an invariant, or whose check takes over a second, is kept as a dossier: ``medway-tui check FOLDER``
shows the fault. Prints how many inputs of each kind were tried.

usage: fuzz.py [--minutes N] [--seed S] [--jobs J] [--folder DIR]
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

ROOT = Path(__file__).parent.parent
BATCH = 100
"""Inputs of one kind tried in a row."""
STILL = 10
"""Seconds without a new input after which a worker is stopped."""
SLOW = 1.0
"""Seconds that the invariants may take for one input."""
KEPT = 5
"""The most inputs kept for one invariant and line."""


def main() -> int:
    """Run the workers and print the results; return 1 if an invariant was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="where inputs that break a rule are kept")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder = (arguments.folder or Path(tempfile.mkdtemp(prefix="medway-fuzz-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.worker is not None:
        sys.path.insert(0, str(ROOT))
        _work(folder, arguments.worker, time.time() + 60 * arguments.minutes)
        return 0
    ends = time.time() + 60 * arguments.minutes
    workers = [
        _Worker(folder, arguments.seed * 1_000_000 + 10_000 * number) for number in range(arguments.jobs)
    ]
    while time.time() < ends:
        time.sleep(0.5)
        for worker in workers:
            worker.look(ends)
    for worker in workers:
        worker.stop()
    tried: Counter[str] = sum((worker.tried() for worker in workers), Counter())
    minutes, jobs, seed = arguments.minutes, arguments.jobs, arguments.seed
    print(f"{tried.total():,} inputs in {minutes:g} minutes by {jobs} workers, seed {seed}")
    for kind, number in tried.most_common():
        print(f"  {kind:<12}{number:>9,}")
    broken = sorted(path for path in folder.iterdir() if path.name.startswith("broken-"))
    print(f"{len(broken) or 'none'} broke a rule" + (f"; they are kept in {folder}" if broken else ""))
    for path in broken:
        print(f"  {path.name}: {(path / 'WHY').read_text(encoding='utf-8').splitlines()[-1][:150]}")
    return 1 if broken else 0


class _Worker:
    """A process that tries inputs, restarted when it ends or hangs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed = folder, seed
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
        command += ["--minutes", str(minutes), "--folder", str(self._folder)]
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


def _work(folder: Path, seed: int, ends: float) -> None:
    """Try inputs of each kind in turn until the deadline."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - only a worker needs it
    from hypothesis import seed as seeded  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415
    from tests.fixtures_additions import ALL_FILES as FILES  # noqa: PLC0415
    from tests.fixtures_additions import write_additions  # noqa: PLC0415
    from tests.fuzz_inputs import KINDS, Change  # noqa: PLC0415
    from tests.fuzz_invariants import assert_check_succeeds, assert_invariants  # noqa: PLC0415

    # Without a writable cache the index is built in memory, many times faster.
    os.environ.update(HOME=str(folder), XDG_CACHE_HOME="/dev/null", XDG_DATA_HOME=str(folder / "data"))
    dossier = write_additions(folder / f"dossier-{seed}")
    tried: Counter[str] = Counter()
    broken: Counter[str] = Counter()

    def keep(place: str, why: str) -> None:
        broken[place] += 1
        if broken[place] <= KEPT:
            kept = folder / f"broken-{seed}-{sum(broken.values())}"
            shutil.copytree(dossier.root, kept)
            (kept / "WHY").write_text(why, encoding="utf-8", errors="backslashreplace")

    def one(kind: str, change: Change) -> None:
        (folder / f"at-{seed}").touch()
        for name, data in change.items():
            dossier.write(name, data)
        started = time.process_time()
        try:
            assert_invariants(dossier.root)
            if not tried.total() % 20:
                assert_check_succeeds(dossier.root)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            keep(f"{type(error)} {traceback.extract_tb(error.__traceback__)[-1]}", traceback.format_exc())
        if time.process_time() - started > SLOW:
            keep(f"slow {sorted(change)}", f"took {time.process_time() - started:.1f} s")
        tried[kind] += 1
        for name in change:
            if name in FILES:
                dossier.write(name, FILES[name])
            else:
                dossier.remove(name)

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
        for kind, strategy in KINDS.items():
            seeded(seed * 1_000 + turn)(batch(given(st.just(kind), strategy)(one)))()
            (folder / f"tried-{seed}.json").write_text(json.dumps(tried), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
