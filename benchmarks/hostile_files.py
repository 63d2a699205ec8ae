"""Measure the processor time and memory that each hostile file costs.

Each file is written into a small dossier and checked and indexed in a process of its own, which is stopped
after a minute or above 4 GB.

usage: hostile_files.py [NAME …]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMIT = 60
"""Seconds until a process is stopped."""
MEMORY = 4 * 2**30
"""The most bytes of address space."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", help="only the files whose names hold one of these")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if arguments.child is not None:
        print(json.dumps(_measured(arguments.child)))
        return
    from tests.hostile_inputs import CASES  # noqa: PLC0415 - the checkout is found only now

    print(f"{'':<66}{'check':>8}{'index':>9}{'peak':>8}   findings")
    for name in CASES:
        if not arguments.names or any(part in name for part in arguments.names):
            print(f"{name:<66}{_in_child(name)}", flush=True)


def _in_child(name: str) -> str:
    command = [sys.executable, __file__, "--child", name]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "XDG_DATA_HOME": f"{home}/data"}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=LIMIT, check=False, env=env
            )
        except subprocess.TimeoutExpired:
            return f"stopped after {LIMIT} s"
    if done.returncode:
        return f"ended with {done.returncode}: {done.stderr.strip().rpartition(chr(10))[2]}"
    result = json.loads(done.stdout)
    found = ", ".join(f"{code} ×{number}" for code, number in result["findings"].items())
    return f"{result['check']:6.2f} s{result['index']:7.2f} s{result['peak']:5.0f} MB   {found}"


def _measured(name: str) -> dict[str, object]:
    """Return the times in seconds, the peak memory in MB and the hostile file's findings by code."""
    from tests.fixtures_library import write_library  # noqa: PLC0415
    from tests.hostile_inputs import CASES  # noqa: PLC0415

    from medway_tui.sync.check import check_dossier  # noqa: PLC0415
    from medway_tui.sync.dossier import open_dossier  # noqa: PLC0415 - only the child needs them

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as top:
        folder = write_library(Path(top) / "dossier")
        check_dossier([folder.root])  # what is imported or made once
        CASES[name].write(folder)
        started = time.process_time()
        _, findings = check_dossier([folder.root])
        checked = time.process_time()
        open_dossier([folder.root]).close()
        opened = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = Counter(f.code for f in findings if f.path.endswith(CASES[name].file))
    return {"check": checked - started, "index": opened - checked, "peak": peak, "findings": codes}


if __name__ == "__main__":
    main()
