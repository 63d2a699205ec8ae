"""Measure how fast a large dossier is exported in one format, and the memory of the program while it is.

For each number of articles, a made-up dossier is indexed and exported by a process of its own. Printed are
the size of the export, megabytes a second by the clock and by the processor (one core; other programs slow
the clock only), and the largest resident size. Exits with 1 where the largest dossier is written slower than
``--least`` by the processor, or takes twice the memory of the smallest.

usage: export_rate.py [--articles N]... [--format NAME] [--least MB] [--folder DIR]

``--folder`` keeps the dossiers and their indexes for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
MEGABYTE = 1_000_000

EXPORT = """
import json, resource, sys, time
from pathlib import Path
from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.export.dataset.registry import choose_formats
from medway_tui.sync.dossier import open_dossier

index = open_dossier([Path(sys.argv[1])], scan=False).index
formats = choose_formats([sys.argv[3]])
clock, processor = time.perf_counter(), time.process_time()
export_dataset(index, Path(sys.argv[2]), lambda done, total: None, formats=formats)
print(json.dumps([
    time.perf_counter() - clock,
    time.process_time() - processor,
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
]))
"""


class Measured(NamedTuple):
    """What an export took."""

    megabytes: float
    seconds: float
    processor_seconds: float
    resident_megabytes: float

    @property
    def rate(self) -> float:
        """Megabytes a second of one core."""
        return self.megabytes / self.processor_seconds


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, action="append")
    parser.add_argument("--format", default="jsonl")
    parser.add_argument("--least", type=float, default=10)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
        measured = []
        for number in sorted(options.articles or (1_000, 10_000)):
            each = _measure(folder, number, options.format)
            measured.append(each)
            print(
                f"{number:>7,} articles: {each.megabytes:.1f} MB of {options.format} in {each.seconds:.1f} s"
                f" ({each.megabytes / each.seconds:.1f} MB/s), {each.processor_seconds:.1f} s of one core"
                f" ({each.rate:.1f} MB/s), {each.resident_megabytes:.0f} MB resident",
                flush=True,
            )
    is_slow = measured[-1].rate < options.least
    is_large = measured[-1].resident_megabytes > 2 * measured[0].resident_megabytes
    return int(is_slow or is_large)


def _measure(folder: Path, number: int, format_name: str) -> Measured:
    root = folder / f"of-{number}"
    if not root.exists():
        maker = [sys.executable, str(HERE / "make_dossier.py"), "--articles", str(number), str(root)]
        subprocess.run(maker, check=True, capture_output=True)
    program = str(Path(sys.executable).with_name("medway-tui"))
    subprocess.run(
        [program, "--content", str(root), "articles", "--format", "jsonl"], check=True, capture_output=True
    )
    target = folder / "export"
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, str(root), str(target), format_name],
        check=True,
        capture_output=True,
        text=True,
    )
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    written = sum(each["bytes"] for each in package["medway_tui"]["files"].values())
    return Measured(written / MEGABYTE, *json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
