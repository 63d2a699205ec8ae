"""How long the quickest commands take, against a program that only has argparse.

usage: command_line.py [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ARGPARSE = (
    "import argparse; p = argparse.ArgumentParser(prog='bare');"
    " p.add_argument('--version', action='version', version='bare 1.0'); p.parse_args()"
)
BUDGET = 2.0


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    program = Path(sys.executable).with_name("medway-tui")
    # As for anyone who runs the program twice: its modules are compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    commands = {
        "argparse --version": [sys.executable, "-c", ARGPARSE, "--version"],
        "medway-tui --version": [str(program), "--version"],
        "medway-tui --help": [str(program), "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if run:  # the first of each warms the disk
                times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    floor = medians["argparse --version"]
    print(f"whole process, median of {runs}, interleaved; budget {BUDGET}")
    for name, median in medians.items():
        print(f"  {name:<22}{median * 1000:6.0f} ms   ratio {median / floor:.2f}")


if __name__ == "__main__":
    main()
