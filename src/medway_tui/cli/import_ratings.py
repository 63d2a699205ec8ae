"""``medway-tui import ratings``: import the public table of English inspections."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from medway_tui.cli.console import MIN_ARTICLES_FOR_PROGRESS, prepare_stdout, print_error, print_lines
from medway_tui.cli.options import ExamplesCommand, content_option, parse_date
from medway_tui.importing.csv_rows import MAX_BYTES, TableProblem
from medway_tui.importing.ratings_import import RatingsImport, TableOrigin, import_ratings, undo_ratings
from medway_tui.model.constraints import URL
from medway_tui.saved_pages import UnreadableError
from medway_tui.text import plural
from medway_tui.yaml_io.reader import describe_os_error, read_bytes

_MAX_SHOWN_PROBLEMS = 200


def _parse_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.match(URL.pattern, value):
        raise click.BadParameter(URL.hint)
    return value


@click.command(cls=ExamplesCommand)
@content_option
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--url", metavar="ADDRESS", callback=_parse_url, help="The address that the table is from.")
@click.option(
    "--date",
    metavar="DATE",
    callback=parse_date,
    help="The date of the table; without it, that of its newest report.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be imported.")
@click.option("--quiet", "-q", is_flag=True, help="Print one line, without what was left out.")
@click.option("--undo", is_flag=True, help="Remove the imported table.")
@click.pass_obj
def command(
    group_roots: tuple[str, ...],
    /,
    roots: tuple[str, ...],
    file: str | None,
    **options: Any,
) -> None:
    """Import the public table of English inspections.

    FILE is a table of Ofsted's inspections of children's services, a row for each report; - reads it from
    stdin. It is published as CSV with the software at github.com/data-to-insight/ofsted-ilacs-scrape-tool.

    The councils are written into councils.yaml in your own folder, or in the folder named by --content.
    Ratings then compares them with the dossier's own. Importing another table replaces the earlier one.

    Rows that can't be read are reported with line and column, and the rest is imported. An inspection that
    the dossier has is not imported again.

    Exit status: 0 imported, 1 rows were left out, 2 the command could not run.

    Examples:
      Preview the import of an invented table:
        medway-tui import ratings inspections.csv --content bandstand --dry-run
      Import it, with the address that it is from:
        medway-tui import ratings inspections.csv --content bandstand --url https://example.org/table.csv
      Remove it:
        medway-tui import ratings --content bandstand --undo
    """
    prepare_stdout(utf_8=False)
    folders = [Path(root) for root in (*group_roots, *roots)]
    dry_run, quiet = options["dry_run"], options["quiet"]
    if options["undo"]:
        if file is not None:
            sys.exit(print_error("--undo needs no file", "medway-tui import ratings --undo"))
        print_lines(undo_ratings(folders, dry_run=dry_run), stdout=True)
        return
    if file is None:
        raise UnreadableError("which table should be imported?", "name a CSV file, or - for stdin")
    source = "stdin" if file == "-" else file
    progress = _RowProgress() if sys.stderr.isatty() else None
    try:
        result = import_ratings(
            folders,
            Path(source).name,
            _read_table_bytes(file),
            origin=TableOrigin(options["url"], options["date"]),
            dry_run=dry_run,
            progress=progress,
        )
    except UnreadableError as error:
        place = f":{error.line}:{error.column}" if error.line else ""
        sys.exit(print_error(f"{source}{place}: {error}", error.hint))
    finally:
        if progress is not None:
            progress.clear()
    _print_result(source, result, folders, quiet=quiet)
    sys.exit(1 if result.omitted else 0)


def _print_result(source: str, result: RatingsImport, folders: list[Path], *, quiet: bool) -> None:
    lines = [f"{source}: {result.summary}"]
    if not quiet:
        lines += [f"  {line}" for line in result.lines]
        lines += [f"  written: {result.path}"] if result.written else []
    print_lines(lines, stdout=True)
    if result.problems:
        shown = () if quiet else result.problems[:_MAX_SHOWN_PROBLEMS]
        more = len(result.problems) - len(shown)
        rest = [f"medway-tui: {more:,} more of these" if shown else f"medway-tui: {_count(result.problems)}"]
        print_lines([*(f"{source}:{each.line}:{each.column}: {each.message}" for each in shown)])
        print_lines(rest if more else ())
    if result.written and not quiet:
        named = [part for folder in folders for part in ("--content", str(folder))]
        print_lines(
            [
                "next:",
                f"  {shlex.join(['medway-tui', *named, 'ratings', '--council', result.example])}",
                f"  {shlex.join(['medway-tui', *named, 'ratings', '--shares', '2019-08-28'])}",
                f"  {shlex.join(['medway-tui', *named, 'ratings', '--recovery'])}",
                f"  {shlex.join(['medway-tui', *named])}    and i in Ratings",
            ],
            stdout=True,
        )


def _count(problems: list[TableProblem]) -> str:
    return f"{plural(len(problems), 'remark')} on rows; without --quiet they are printed"


def _read_table_bytes(name: str) -> bytes:
    """Read a file or stdin; raises UnreadableError."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        return read_bytes(name, MAX_BYTES)
    except OSError as error:
        raise UnreadableError(describe_os_error(error)) from None


class _RowProgress:
    """Prints the progress of a large table in one line on stderr."""

    def __init__(self) -> None:
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Update the line."""
        if total >= MIN_ARTICLES_FOR_PROGRESS:
            self._is_shown = True
            sys.stderr.write(f"\rReading row {done:,} of {total:,} …")
            sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
