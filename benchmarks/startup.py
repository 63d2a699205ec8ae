"""Compare ``--version`` and ``--help`` with a program that only imports argparse.

usage: startup.py [--runs N]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measures import Measure, Workspace, paired_ratio, run_benchmark

ARGPARSE = (
    "import argparse; p = argparse.ArgumentParser(prog='bare');"
    " p.add_argument('--version', action='version', version='bare 1.0'); p.parse_args()"
)
BUDGET = 2.0


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the times of whole processes, interleaved."""
    program = str(Path(sys.executable).with_name("medway-tui"))
    commands = {
        "argparse": [sys.executable, "-c", ARGPARSE, "--version"],
        "--version": [program, "--version"],
        "--help": [program, "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(3 * workspace.runs + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if run:  # the first of each warms the disk
                times[name].append((time.perf_counter() - started) * 1000)
    floor = times.pop("argparse")
    for name, taken in times.items():
        yield Measure(
            f"medway-tui {name}",
            statistics.median(taken),
            "ms",
            baseline="argparse alone",
            baseline_figure=statistics.median(floor),
            ratio=paired_ratio(taken, floor),
            ratio_budget=BUDGET,
        )


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
