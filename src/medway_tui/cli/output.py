"""The commands that query a dossier: their options, their report and their exit status."""

from __future__ import annotations

import errno
import inspect
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import update_wrapper
from pathlib import Path
from time import time
from typing import Any

import click

from medway_tui.cli.console import NOTHING_FOUND, prepare_stdout, print_error, print_lines, print_progress
from medway_tui.cli.options import (
    DEFAULT_WIDTH,
    ExamplesCommand,
    SuggestingChoice,
    color_option,
    content_option,
    is_colour_enabled,
    is_plain_wanted,
    scan_option,
)
from medway_tui.errors import InvalidQueryError, NotFoundError, os_error_text
from medway_tui.export.formats import REPORT_FORMATS, is_machine_readable, render
from medway_tui.export.report import Report, TableStyle
from medway_tui.index.connection import Index
from medway_tui.index.integrity import detect_corruption
from medway_tui.model.notes import Note
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import user_folder
from medway_tui.sync.recovery import recover_folders
from medway_tui.text import plural


class ReportCommand(ExamplesCommand):
    """A command that queries the index for a report and prints it."""

    query: Callable[..., Report]
    """The function that makes the report of an index and the command's arguments."""
    cites_sources: bool
    """Whether the report repeats the dossier's attribution line."""

    def make_report(self, index: Index, arguments: Mapping[str, Any]) -> Report:
        """Query an index for the report; prints what its query names and the dossier does not have."""
        own = {name: value for name, value in arguments.items() if name not in _COMMON_OPTIONS}
        report = self.query(index, **own)
        for problem in report.problems:
            print_error(problem.message, problem.hint)
        if self.cites_sources:
            report = report._replace(attribution=index.meta("attribution") or "")
        return report


_COMMON_OPTIONS = frozenset(("roots", "form", "color", "no_scan", "plain", "with_notes"))
"""The names of the options of every such command."""

_EXIT_STATUS = """

Exit status: 0 something was found, 1 nothing was found, 2 the command could not run."""


def report_command(
    default_format: str = "table",
    more_formats: Iterable[str] = (),
    *,
    cites_sources: bool = False,
    format_of_one: str | None = None,
    notes_of: str | None = None,
) -> Callable[[Callable[..., Report]], ReportCommand]:
    """Make a command of a function that queries an index for a report, which the command prints.

    ``more_formats`` are formats of this command in addition to those of every report. A report that
    ``cites_sources`` other than articles repeats the dossier's attribution line. ``format_of_one`` is the
    default format where an argument names what to report. ``notes_of`` is the function of ``export.notes``
    that finds the user's notes on a row, for --with-notes.
    """
    named = f", {format_of_one} with a name" if format_of_one else ""

    def decorate(query: Callable[..., Report]) -> ReportCommand:
        @click.pass_obj
        def run(
            group_roots: tuple[str, ...],
            /,
            roots: tuple[str, ...],
            form: str | None,
            color: str,
            *,
            no_scan: bool,
            plain: bool,
            with_notes: bool = False,
            **arguments: Any,
        ) -> None:
            form = form or ("plain" if plain or is_plain_wanted() else None)
            form = form or (format_of_one if arguments.get("name") else None) or default_format
            prepare_stdout(utf_8=is_machine_readable(form))
            try:
                dossier = open_for_query((*group_roots, *roots), no_scan=no_scan)
                with detect_corruption(dossier.index):
                    report = command.make_report(dossier.index, arguments)
                    if with_notes and notes_of is not None:
                        report = _add_notes(report, dossier.index, notes_of)
                    _print_report(report, form, color)
                sys.stdout.flush()
            except InvalidQueryError as error:
                hint = error.hint or f"see {click.get_current_context().command_path} --help"
                sys.exit(print_error(str(error), hint))
            except NotFoundError as error:
                print_error(str(error), error.hint)
                sys.exit(NOTHING_FOUND)
            except OSError as error:
                if error.errno == errno.EPIPE:
                    raise
                sys.exit(print_error(f"the output can't be written: {os_error_text(error)}"))

        function = update_wrapper(run, query)
        for option in (
            content_option,
            scan_option,
            color_option,
            click.option(
                "--plain",
                is_flag=True,
                help="The same as --format plain: words in one line after another, for a screen reader.",
            ),
            click.option(
                "--format",
                "form",
                type=SuggestingChoice((*REPORT_FORMATS, *more_formats)),
                help=f"Output format; {default_format} by default{named}.",
            ),
        ):
            function = option(function)
        if notes_of is not None:
            function = click.option(
                "--with-notes",
                is_flag=True,
                help="Add your own bookmarks and notes, which are in no output otherwise.",
            )(function)
        text, examples, lines = inspect.cleandoc(query.__doc__ or "").partition("\n\nExamples:")
        command = click.command(cls=ReportCommand, help=text + _EXIT_STATUS + examples + lines)(function)
        command.query = query
        command.cites_sources = cites_sources
        return command

    return decorate


def load_notes(index: Index) -> tuple[Note, ...]:
    """Return the user's notes on a dossier; what can't be read is named on standard error."""
    from medway_tui.notes.store import NotesFile  # noqa: PLC0415 - yaml, where notes are asked for

    dossier = index.meta("id")
    if not dossier:
        return ()
    content = NotesFile(user_folder(dossier)).load()
    for finding in content.findings:
        print_error(f"{finding.location}: {finding.message}", finding.hint)
    return content.notes


def _add_notes(report: Report, index: Index, notes_of: str) -> Report:
    from medway_tui.export import notes  # noqa: PLC0415 - likewise

    return notes.add_notes(report, load_notes(index), getattr(notes, notes_of), index)


def _print_report(report: Report, form: str, color: str) -> None:
    is_empty = next(iter(report.rows), None) is None
    if not is_empty or is_machine_readable(form):
        # Colours forced on a pipe are for a pager, which gets what a terminal would.
        is_drawn = sys.stdout.isatty() or color == "always"
        width = shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns
        for piece in render(report, form, TableStyle(is_drawn, width, is_colour_enabled(color))):
            sys.stdout.write(piece)
    if is_empty:
        raise NotFoundError("nothing was found")


def open_for_query(roots: Sequence[str], *, no_scan: bool) -> Dossier:
    """Open a dossier; with ``no_scan``, trust its index and print the index's age."""
    dossier = open_dossier([Path(root) for root in roots], progress=print_progress, scan=not no_scan)
    dossier.index.notify = print_error
    if not no_scan and recover_folders(dossier.roots):
        dossier.refresh()
    if no_scan:
        scanned_at = dossier.scanned_at
        age = "at an unknown time" if scanned_at is None else format_age(time() - scanned_at)
        print_lines([f"index last scanned {age}"])
    return dossier


def format_age(seconds: float) -> str:
    """Format an age in one unit: ``3 minutes ago``."""
    for unit, length, limit in (("second", 1, 120), ("minute", 60, 120), ("hour", 3600, 48)):
        if seconds < length * limit:
            return f"{plural(max(0, int(seconds // length)), unit)} ago"
    return f"{plural(int(seconds // 86_400), 'day')} ago"
