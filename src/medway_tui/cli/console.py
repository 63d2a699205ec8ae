"""Messages and progress on stderr, the encoding of stdout, and exit statuses."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

from medway_tui.errors import os_error_text

if TYPE_CHECKING:
    from medway_tui.progress import ProgressTracker

NOTHING_FOUND = 1
"""The exit status of a command that found nothing."""
COULD_NOT_RUN = 2
"""The exit status of a command that could not run."""
INTERRUPTED = 130
"""The exit status of a command stopped with Ctrl+C, as shells report SIGINT."""
BROKEN_PIPE = 141
"""The exit status of a command whose output pipe was closed, as shells report SIGPIPE."""

MIN_ARTICLES_FOR_PROGRESS = 200
"""The smallest build for which progress is printed."""

_OUTPUT_ERRORS = (errno.EPIPE, errno.ENOSPC, errno.EFBIG, errno.EIO)
"""What writing to standard output raises: its reader has gone, or its disk is full or has failed."""

_INTERVAL_SECONDS = 0.1
"""The shortest time between two updates of the progress line."""


def print_error(message: str, hint: str = "") -> int:
    """Print what went wrong and what to do on stderr; return the exit status."""
    print_lines([f"medway-tui: {message}", *([f"  {hint}"] if hint else ())])
    return COULD_NOT_RUN


def print_notice(text: str) -> None:
    """Print a notice on stderr."""
    print_lines([f"medway-tui: {text}"])


def print_lines(lines: Iterable[str], *, stdout: bool = False) -> None:
    """Print lines on stderr, or on stdout, with invisible and control characters escaped."""
    from medway_tui.text import escape_invisible  # noqa: PLC0415 - not on the way to --help

    stream = sys.stdout if stdout else sys.stderr
    stream.write("".join(f"{escape_invisible(line)}\n" for line in lines))
    stream.flush()


def handle_output_error(error: OSError) -> int:
    """Discard the rest of the output, which can't be written; return the exit status.

    That the reader of a pipe has gone is not said. Raises an error that is none of the output's.
    """
    if error.errno not in _OUTPUT_ERRORS or error.filename is not None:
        raise error
    # At exit Python would try to flush what is left in the buffer, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return BROKEN_PIPE
    return print_error(f"the output can't be written: {os_error_text(error)}")


class ProgressLine:
    """Prints the progress of a large build in one line on stderr, if that is a terminal."""

    def __init__(self, activity: str = "Reading") -> None:
        self._activity = activity
        self._tracker: ProgressTracker | None = None
        self._printed_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Update the line, at most a few times a second."""
        if total < MIN_ARTICLES_FOR_PROGRESS or not sys.stderr.isatty():
            return
        from medway_tui.progress import ProgressTracker  # noqa: PLC0415 - not on the way to --help

        self._tracker = self._tracker or ProgressTracker()
        state = self._tracker.update(done, total)
        if monotonic() - self._printed_at < _INTERVAL_SECONDS and done < total:
            return
        self._printed_at = monotonic()
        is_estimated = state.eta_seconds is not None and done < total
        eta = f", {format_duration(state.eta_seconds or 0)} left" if is_estimated else ""
        rate = f" ({state.rate:,.0f} a second{eta})" if state.rate else ""
        line = f"{self._activity} {done:,} of {total:,} articles{rate} …"
        sys.stderr.write(f"\r{line:<78}" + ("\n" if done == total else ""))
        sys.stderr.flush()


print_progress = ProgressLine()
"""The progress line of every command that opens a dossier."""


def format_duration(seconds: float) -> str:
    """Return a duration in minutes and seconds: ``1 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def prepare_stdout(*, utf_8: bool) -> None:
    """Set stdout to UTF-8, or let it escape characters that the system's encoding lacks."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        if utf_8:
            reconfigure(encoding="utf-8")
        else:
            reconfigure(errors="backslashreplace")
