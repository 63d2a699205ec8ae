"""Whether output has colours: one rule for every command."""

from __future__ import annotations

import os
import sys
from typing import Any

import click


def color_option(function: Any) -> Any:
    """The option by which a person decides; the same for every command that has colours."""
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="Whether there are colours; auto: where a terminal shows them. NO_COLOR and FORCE_COLOR count.",
    )(function)


def is_colour_enabled(color: str) -> bool:
    """Whether standard output gets colours, for a value of the option.

    What the option says counts first; then NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org),
    each where it is not empty; then whether a terminal is there that shows them.
    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
