"""What a command says on stderr when it could not run."""

from __future__ import annotations

import sys

COULD_NOT_RUN = 2
"""The exit status of a command that could not run."""


def fail(message: str, hint: str = "") -> int:
    """Say on stderr why nothing could be done, and what to do; returns the exit status."""
    from medway_tui.text import visible  # noqa: PLC0415 - only a failure needs it

    lines = [f"medway-tui: {visible(message)}"]
    if hint:
        lines.append(f"  {visible(hint)}")
    sys.stderr.write("\n".join(lines) + "\n")
    return COULD_NOT_RUN
