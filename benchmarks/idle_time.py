"""Measure the processor time of an open, idle reader in a minute.

It begins once the first screen was there for some seconds, in which the other views are made and garbage is
collected. All threads and processes of the reader count. Linux only.

usage: idle_time.py [--articles N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from measures import Measure, Workspace, run_benchmark
from watched_reader import WatchedReader

BUDGET = 0.1
"""The processor seconds that a minute may take."""
_SECONDS = 60
_WARM_UP = 15


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the processor time of a minute."""
    folders = workspace.indexed(workspace.articles)
    arguments = [part for folder in folders for part in ("--content", folder)]
    reader = WatchedReader(arguments, {**os.environ, "PYTHONUTF8": "1"})
    try:
        if not reader.wait_for_paint():
            raise TimeoutError("\n".join(reader.screen()))
        time.sleep(_WARM_UP)
        before = reader.exact_processor_seconds()
        time.sleep(_SECONDS)
        used = reader.exact_processor_seconds() - before
    finally:
        reader.close()
    yield Measure(f"a minute idle, {workspace.articles:,} articles", used, "s", budget=BUDGET)


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
