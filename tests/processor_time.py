"""The processor time that some work takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_RUNS = 3


def least_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs, without the pauses of garbage collection, in seconds."""
    gc.disable()
    try:
        return min(_measure(work) for _ in range(_RUNS))
    finally:
        gc.enable()


def _measure(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
