"""What all commands that answer have in common: their options, their output, their exit status."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from medway_tui.cli.program import content_option
from medway_tui.cli.saying import fail, prepare_stdout, progress

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format, Page
    from medway_tui.index.store import Index

NOTHING = 1
"""The exit status of a command that found nothing."""
GONE = 141
"""The exit status of a command whose reader has gone."""
STOPPED = 130
"""The exit status of a command that was stopped with Ctrl+C."""

FORMATS: tuple[Format, ...] = ("table", "text", "json", "jsonl", "csv", "markdown")
"""The formats, as the options name them; held equal to those of ``export`` by a test."""

_WIDTH = 100
"""How wide a table is drawn where no terminal says how much it shows."""


class NothingFoundError(Exception):
    """Nothing here is what was named; the message says what, ``hint`` what may have been meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def answer_options(usual: Format = "table") -> Callable[[Any], Any]:
    """The options that every command that answers has; ``usual`` is its format where none is named."""

    def decorate(function: Any) -> Any:
        for option in (
            content_option,
            click.option(
                "--color",
                type=click.Choice(("auto", "always", "never")),
                default="auto",
                help="Whether a table has colours; auto: where a terminal shows it and NO_COLOR is not set.",
            ),
            click.option(
                "--format",
                "form",
                type=click.Choice(FORMATS),
                default=usual,
                help=f"How the answer is written; {usual} where none is named.",
            ),
        ):
            function = option(function)
        return function

    return decorate


def respond(roots: Sequence[str], form: Format, color: str, ask: Callable[[Index], Answer]) -> NoReturn:
    """Open the dossier in these folders, ask, and write the answer; ends the process.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.
    """
    try:
        status = _respond(roots, form, color, ask)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = STOPPED
    except OSError as error:
        if error.errno == errno.EPIPE:
            # Whoever read our output has gone; what is left in the buffer must not be tried again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = GONE
        else:
            status = fail(f"the answer can't be written: {(error.strerror or str(error)).lower()}")
    sys.exit(status)


def did_you_mean(names: Sequence[str]) -> str:
    """A question that offers what may have been meant; empty when there is nothing to offer."""
    if not names:
        return ""
    *first, last = names
    return f"did you mean {', '.join(first)} or {last}?" if first else f"did you mean {last}?"


def _respond(roots: Sequence[str], form: Format, color: str, ask: Callable[[Index], Answer]) -> int:
    from medway_tui.dossier import DossierError, open_dossier  # noqa: PLC0415 - not on the way to --help
    from medway_tui.export.answer import FOR_PROGRAMS, written  # noqa: PLC0415
    from medway_tui.index.store import IndexDamagedError  # noqa: PLC0415

    prepare_stdout(utf_8=form in FOR_PROGRAMS)
    try:
        dossier = open_dossier([Path(root) for root in roots], progress=progress)
        answer = ask(dossier.index)
        empty = next(iter(answer.rows), None) is None
        if not empty or form in FOR_PROGRAMS:
            for piece in written(answer, form, _page(color)):
                sys.stdout.write(piece)
    except DossierError as error:
        return fail(str(error), error.hint)
    except IndexDamagedError as error:
        return fail(f"the index can't be read: {error}", "run the command again: it is then built anew")
    except NothingFoundError as error:
        fail(str(error), error.hint)
        return NOTHING
    if empty:
        fail("nothing was found")
        return NOTHING
    return 0


def _page(color: str) -> Page:
    from medway_tui.export.answer import Page  # noqa: PLC0415 - not on the way to --help

    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colour = color == "always" or (color == "auto" and terminal and not plain)
    # Colours that are asked for though nobody sees them here are for a pager: it gets what a terminal would.
    return Page(terminal or color == "always", shutil.get_terminal_size((_WIDTH, 24)).columns, colour)
