"""What every command says on stderr, and how its output is prepared."""

from __future__ import annotations

import sys

COULD_NOT_RUN = 2
"""The exit status of a command that could not run."""

PROGRESS_FROM = 200
"""From how many articles on it is worth saying how far a build has come."""


def fail(message: str, hint: str = "") -> int:
    """Say on stderr why nothing could be done, and what to do; returns the exit status."""
    from medway_tui.text import visible  # noqa: PLC0415 - only a failure needs it

    lines = [f"medway-tui: {visible(message)}"]
    if hint:
        lines.append(f"  {visible(hint)}")
    sys.stderr.write("\n".join(lines) + "\n")
    return COULD_NOT_RUN


def progress(done: int, total: int) -> None:
    """Say on stderr how many articles of how many were read, where that takes a while."""
    if total >= PROGRESS_FROM and (done % 100 == 0 or done == total):
        sys.stderr.write(f"\rReading {done} of {total} articles … " + ("\n" if done == total else ""))
        sys.stderr.flush()


def prepare_stdout(*, utf_8: bool) -> None:
    """Let what is printed be UTF-8, or else let what the system's encoding has not be spelt out."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        if utf_8:
            reconfigure(encoding="utf-8")
        else:
            reconfigure(errors="backslashreplace")
