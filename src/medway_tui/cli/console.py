"""What every command says on stderr, how its output is prepared, and the statuses it ends with."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medway_tui.progress import ProgressTracker

COULD_NOT_RUN = 2
"""The exit status of a command that could not run."""

BROKEN_PIPE = 141
"""The exit status of a command whose output nobody reads any more, as shells give it for SIGPIPE."""
INTERRUPTED = 130
"""The exit status of a command that was stopped with Ctrl+C, as shells give it for SIGINT."""

MIN_ARTICLES_FOR_PROGRESS = 200
"""From how many articles on it is worth saying how far a build has come."""

_INTERVAL_SECONDS = 0.1
"""The seconds between two lines of progress."""


def print_error(message: str, hint: str = "") -> int:
    """Say on stderr why nothing could be done, and what to do; returns the exit status."""
    from medway_tui.text import escape_invisible  # noqa: PLC0415 - only a failure needs it

    lines = [f"medway-tui: {escape_invisible(message)}"]
    if hint:
        lines.append(f"  {escape_invisible(hint)}")
    sys.stderr.write("\n".join(lines) + "\n")
    return COULD_NOT_RUN


def did_you_mean(names: Sequence[str]) -> str:
    """A question that offers what may have been meant; empty when there is nothing to offer."""
    if not names:
        return ""
    *first, last = names
    return f"did you mean {', '.join(first)} or {last}?" if first else f"did you mean {last}?"


def suggest(typed: str, known: Sequence[str]) -> str:
    """A question that offers, of what is known, what is most like the typed; empty where nothing is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    return did_you_mean(get_close_matches(typed, known, n=2, cutoff=0.6))


def handle_broken_pipe() -> int:
    """Forget what is still to be printed, as nobody reads it any more; returns the exit status."""
    # Python would try once more to write what is left in the buffer, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


class ProgressLine:
    """Says on stderr how far a taking in of many articles has come, where a person sees it."""

    def __init__(self) -> None:
        self._tracker: ProgressTracker | None = None
        self._printed_at = 0.0

    def __call__(self, done: int, total: int, activity: str = "Reading") -> None:
        """Say that so many of so many are in; a few times a second, and at the end."""
        if total < MIN_ARTICLES_FOR_PROGRESS or not sys.stderr.isatty():
            return
        from time import monotonic  # noqa: PLC0415 - only a long taking in needs it

        from medway_tui.progress import ProgressTracker  # noqa: PLC0415 - likewise

        self._tracker = self._tracker or ProgressTracker()
        state = self._tracker.update(done, total)
        if monotonic() - self._printed_at < _INTERVAL_SECONDS and done < total:
            return
        self._printed_at = monotonic()
        eta = (
            ""
            if state.eta_seconds is None or done >= total
            else f", {_format_duration(state.eta_seconds)} left"
        )
        rate = f" ({state.rate:,.0f} a second{eta})" if state.rate else ""
        line = f"{activity} {done:,} of {total:,} articles{rate} …"
        sys.stderr.write(f"\r{line:<78}" + ("\n" if done == total else ""))
        sys.stderr.flush()


print_progress = ProgressLine()
"""What every command that opens a dossier says of its progress."""


def _format_duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def prepare_stdout(*, utf_8: bool) -> None:
    """Let what is printed be UTF-8, or else let what the system's encoding has not be spelt out."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        if utf_8:
            reconfigure(encoding="utf-8")
        else:
            reconfigure(errors="backslashreplace")
