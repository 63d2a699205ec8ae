"""What all commands that answer have in common: their options, their output, their exit status."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from medway_tui.cli.colours import color_option, coloured
from medway_tui.cli.program import OneOf, content_option
from medway_tui.cli.saying import fail, prepare_stdout, progress

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format, Page
    from medway_tui.index.store import Index

NOTHING = 1
"""The exit status of a command that found nothing."""

FORMATS: tuple[Format, ...] = ("table", "text", "json", "jsonl", "csv", "markdown")
"""The formats, as the options name them; held equal to those of ``export`` by a test."""
CITING: tuple[Format, ...] = ("csl-json", "bibtex", "webannotation")
"""The formats that quotations and articles have besides; likewise."""

_WIDTH = 100
"""How wide a table is drawn where no terminal says how much it shows."""


class NothingFoundError(Exception):
    """Nothing here is what was named; the message says what, ``hint`` what may have been meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def answer_options(usual: Format = "table", more: Sequence[Format] = ()) -> Callable[[Any], Any]:
    """The options that every command that answers has.

    ``usual`` is its format where none is named, ``more`` are those that it has besides the common ones.
    """

    def decorate(function: Any) -> Any:
        for option in (
            content_option,
            color_option,
            click.option(
                "--format",
                "form",
                type=OneOf((*FORMATS, *more)),
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
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        status = fail(f"the answer can't be written: {(error.strerror or str(error)).lower()}")
    sys.exit(status)


def _respond(roots: Sequence[str], form: Format, color: str, ask: Callable[[Index], Answer]) -> int:
    from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help
    from medway_tui.export.answer import FOR_PROGRAMS, written  # noqa: PLC0415
    from medway_tui.index.store import IndexDamagedError  # noqa: PLC0415

    prepare_stdout(utf_8=form in FOR_PROGRAMS)
    asked: list[Index] = []

    def remembered(index: Index) -> Answer:
        asked.append(index)
        return ask(index)

    try:
        answer = _answer([Path(root) for root in roots], remembered)
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
    except (AttributeError, LookupError, TypeError, ValueError):
        # What a damaged index answers may be of a kind that nobody expects.
        from medway_tui.index.doubting import ruined  # noqa: PLC0415

        if not any(map(ruined, asked)):
            raise
        return fail("the index is damaged", "run the command again: it is then built anew")
    if empty:
        fail("nothing was found")
        return NOTHING
    return 0


def _answer(roots: Sequence[Path], ask: Callable[[Index], Answer]) -> Answer:
    from medway_tui.dossier.lately import open_lately  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.store import IndexDamagedError  # noqa: PLC0415

    opened = open_lately(roots, progress=progress)
    try:
        answer = ask(opened.to_ask)
        if opened.sure or next(iter(answer.rows), None) is not None:
            return answer
    except (NothingFoundError, IndexDamagedError):
        if opened.sure:
            raise
    # Before anything is said not to be there, every file is looked at.
    return ask(open_lately(roots, progress=progress, sure=True).to_ask)


def _page(color: str) -> Page:
    from medway_tui.export.answer import Page  # noqa: PLC0415 - not on the way to --help

    # Colours that are asked for though nobody sees them here are for a pager: it gets what a terminal would.
    drawn = sys.stdout.isatty() or color == "always"
    return Page(drawn, shutil.get_terminal_size((_WIDTH, 24)).columns, coloured(color))
