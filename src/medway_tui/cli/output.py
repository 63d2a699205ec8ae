"""What all commands that answer have in common: their options, their output, their exit status."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from medway_tui.cli.console import did_you_mean, prepare_stdout, print_error, print_progress
from medway_tui.cli.main import SuggestingChoice, content_option
from medway_tui.cli.options import color_option, is_colour_enabled
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.export.formats import REPORT_FORMATS

if TYPE_CHECKING:
    from medway_tui.export.report import Report, TableStyle
    from medway_tui.index.connection import Index
    from medway_tui.index.query_language import Query


NOTHING_FOUND = 1
"""The exit status of a command that found nothing."""

DEFAULT_WIDTH = 100
"""How wide a table is drawn where no terminal says how much it shows."""


class NotFoundError(MedwayError):
    """Nothing in the dossier has the given name; the hint suggests others."""


def report_options(default_format: str = "table", more_formats: Iterable[str] = ()) -> Callable[[Any], Any]:
    """The options that every command that answers has.

    ``default_format`` is its format where none is named; ``more`` are its formats besides the common ones.
    """

    def decorate(function: Any) -> Any:
        for option in (
            content_option,
            color_option,
            click.option(
                "--format",
                "form",
                type=SuggestingChoice((*REPORT_FORMATS, *more_formats)),
                default=default_format,
                help=f"How the answer is written; {default_format} where none is named.",
            ),
        ):
            function = option(function)
        return function

    return decorate


def run_report(
    roots: Sequence[str], form: str, color: str, make_report: Callable[[Index], Report]
) -> NoReturn:
    """Open the dossier in these folders, ask, and write the answer; ends the process.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.
    """
    try:
        status = _print_report(roots, form, color, make_report)
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        status = print_error(f"the answer can't be written: {os_error_text(error)}")
    sys.exit(status)


def _print_report(roots: Sequence[str], form: str, color: str, make_report: Callable[[Index], Report]) -> int:
    from medway_tui.export.formats import is_machine_readable, render  # noqa: PLC0415
    from medway_tui.index.connection import IndexCorruptError  # noqa: PLC0415
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

    prepare_stdout(utf_8=is_machine_readable(form))
    asked: list[Index] = []

    def remembered(index: Index) -> Report:
        asked.append(index)
        return make_report(index)

    try:
        report = _make_report([Path(root) for root in roots], remembered)
        is_empty = next(iter(report.rows), None) is None
        if not is_empty or is_machine_readable(form):
            for piece in render(report, form, _table_style(color)):
                sys.stdout.write(piece)
    except DossierError as error:
        return print_error(str(error), error.hint)
    except IndexCorruptError as error:
        return print_error(
            f"the index can't be read: {error}", "run the command again: it is then built anew"
        )
    except NotFoundError as error:
        print_error(str(error), error.hint)
        return NOTHING_FOUND
    except (AttributeError, LookupError, TypeError, ValueError):
        # What a damaged index answers may be of a kind that nobody expects.
        from medway_tui.index.integrity import is_corrupt  # noqa: PLC0415

        if not any(map(is_corrupt, asked)):
            raise
        return print_error("the index is damaged", "run the command again: it is then built anew")
    if is_empty:
        print_error("nothing was found")
        return NOTHING_FOUND
    return 0


def _make_report(roots: Sequence[Path], make_report: Callable[[Index], Report]) -> Report:
    from medway_tui.index.connection import IndexCorruptError  # noqa: PLC0415
    from medway_tui.sync.scan_cache import open_cached  # noqa: PLC0415 - not on the way to --help

    opened = open_cached(roots, progress=print_progress)
    try:
        report = make_report(opened.to_ask)
        if opened.fully_scanned or next(iter(report.rows), None) is not None:
            return report
    except (NotFoundError, IndexCorruptError):
        if opened.fully_scanned:
            raise
    # Before anything is said not to be there, every file is looked at.
    return make_report(open_cached(roots, progress=print_progress, fully_scanned=True).to_ask)


def _table_style(color: str) -> TableStyle:
    from medway_tui.export.report import TableStyle  # noqa: PLC0415 - not on the way to --help

    # Colours that are asked for though nobody sees them here are for a pager: it gets what a terminal would.
    is_drawn = sys.stdout.isatty() or color == "always"
    return TableStyle(
        is_drawn, shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns, is_colour_enabled(color)
    )


def parse_query_or_exit(text: str) -> Query:
    """The query that a text is; ends the process where it can't be understood."""
    from medway_tui.index.query_language import parse_query  # noqa: PLC0415 - not on the way to --help

    query = parse_query(text)
    if query.problems:
        sys.exit(print_error(query.problems[0], "see medway-tui search --help"))
    return query


def require_results(index: Index, query: Query, problems: Sequence[str], *, has_results: bool) -> None:
    """Say what in a query names nothing that is here; raises NothingFoundError where it found nothing."""
    from medway_tui.index.suggestions import suggest_for_query  # noqa: PLC0415 - not on the way to --help

    if problems and not has_results:
        raise NotFoundError("; ".join(problems), did_you_mean(suggest_for_query(index, query)))
    for problem in problems:
        print_error(problem)
