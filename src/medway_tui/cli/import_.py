"""``medway-tui import``: import saved articles into a dossier."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from medway_tui.cli.console import INTERRUPTED, prepare_stdout, print_error, print_lines, print_progress
from medway_tui.cli.import_batch import (
    BatchSummary,
    ProgressDisplay,
    PublisherPrompt,
    StopRequest,
    describe_stop,
)
from medway_tui.cli.options import ExamplesCommand, color_option, content_option, is_colour_enabled
from medway_tui.errors import MedwayError
from medway_tui.importing import Importer, ImportOptions, ImportResult, undo_import
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.ratings_import import RECORD_ID, undo_ratings
from medway_tui.importing.report import explain_quotes
from medway_tui.importing.saved_files import MAX_FILE_BYTES, read_saved_file, require_readable_size
from medway_tui.importing.source_files import SourceFiles, find_source_files
from medway_tui.saved_pages import SOURCE_FORMATS, ReadOptions, UnreadableError
from medway_tui.text import escape_invisible

_MAX_DETAILED = 10
"""Of more files, each gets a line and its remarks; the parts left out are printed for few."""
_DIFF_COLOURS = (("---", None), ("+++", None), ("@@", "cyan"), ("-", "red"), ("+", "green"))
_METADATA_OPTIONS = ("headline", "publisher", "published", "url", "author")


def _parse_numbers(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Split the values of an option at commas; each is a number or ``all``."""
    numbers = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    for each in numbers:
        if each != "all" and not (each.isascii() and each.isdigit()):
            raise click.BadParameter(f"{each} is neither a number nor all")
    return numbers


@click.command(cls=ExamplesCommand)
@content_option
@color_option
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--headline", metavar="TEXT", help="The headline as printed.")
@click.option("--publisher", metavar="NAME", help="The publisher, such as BBC News.")
@click.option("--published", metavar="DATE", help="The day or month, such as 2019-08-27.")
@click.option("--url", metavar="ADDRESS", help="The address of the article.")
@click.option("--author", metavar="NAME", help="The author as printed.")
@click.option("--id", "requested_id", metavar="ID", default="", help="The id, instead of the proposed one.")
@click.option(
    "--original", metavar="ID", default="", help="The account of which it is the original; skip matching."
)
@click.option(
    "--new", "as_new", is_flag=True, help="Always create a new article; skip matching against accounts."
)
@click.option(
    "--keep",
    metavar="N",
    multiple=True,
    callback=_parse_numbers,
    help="Keep a part that the report lists as left out, or all of them.",
)
@click.option(
    "--drop", metavar="N", multiple=True, callback=_parse_numbers, help="Leave out this line or block."
)
@click.option("--form", type=click.Choice(list(SOURCE_FORMATS)), help="The format of the files.")
@click.option("--encoding", metavar="NAME", help="The encoding of the files, if it is not detected.")
@click.option("--no-people", is_flag=True, help="Do not add anyone to people.yaml and organisations.yaml.")
@click.option(
    "--update",
    is_flag=True,
    help="Merge into an earlier import, and show what changes; your edits are kept.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written.")
@click.option("--explain", is_flag=True, help="Explain how the speaker of each quotation was found.")
@click.option("--quiet", "-q", is_flag=True, help="Print one line for each file, without the parts left out.")
@click.option("--undo", metavar="ID", default="", help="Undo the import of this article.")
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], files: tuple[str, ...], **options: Any
) -> None:
    """Import saved articles: text, HTML or Markdown.

    Each FILE is one saved article; - reads one from stdin. A FOLDER is walked, with the folders in it.
    Ctrl+C stops after the file in hand; the same command again goes on from there.

    If the dossier has an account of the article, the text becomes its original, and all annotations are kept.
    Otherwise it becomes a draft: an article and its quotations with their speakers, to review in the reader.

    Files are written to your own folder, or to the folder named by --content. Your files are never
    overwritten.

    Exit status: 0 all imported, 1 a file could not be imported, 2 the command could not run.

    Examples:
      Preview the quotations and speakers that would be found:
        medway-tui import page.html --content bandstand --dry-run --quiet | tail -9
      Import all files in a folder, of one paper and day:
        medway-tui import saved --content bandstand --publisher Gazette --published 2024-04-30
      Import from a pipe:
        cat page.html | medway-tui import - --content bandstand --quiet
      Import again, and keep edits made since:
        medway-tui import page.html --content bandstand --update --quiet
      Undo an import:
        medway-tui import --undo example-gazette-2024-06-03 --content bandstand
    """
    prepare_stdout(utf_8=False)
    folders = [Path(root) for root in (*group_roots, *roots)]
    if options["undo"]:
        sys.exit(_undo_import(folders, files, options))
    if not files:
        raise MedwayError("which file should be imported?", "name files or a folder, or - for stdin")
    found = find_source_files(files)
    single_file_options = [f"--{name}" for name in ("headline", "url", "original") if options[name]]
    single_file_options += ["--id"] if options["requested_id"] else []
    number = len(found.files)
    if (number > 1 or found.has_folder) and single_file_options:
        raise MedwayError(f"{single_file_options[0]} is for one article, but {number} files were named")
    sys.exit(_ImportRun(folders, options, number).run(found))


class _ImportRun:
    def __init__(self, folders: Sequence[Path], options: dict[str, Any], number: int) -> None:
        self._options = options
        self._folders = folders
        self._read_options = ReadOptions(
            options["form"],
            options["encoding"],
            frozenset(int(each) for each in options["keep"] if each != "all"),
            "all" in options["keep"],
            frozenset(int(each) for each in options["drop"] if each != "all"),
            require_complete="all" not in options["keep"],
        )
        self._import_options = ImportOptions(
            {key: options[key] for key in _METADATA_OPTIONS if options[key]},
            options["requested_id"],
            options["original"],
            options["as_new"],
            options["update"],
            options["dry_run"],
            not options["no_people"],
            options["explain"],
        )
        self._progress = ProgressDisplay(number)
        self._stop = StopRequest()
        self._is_batch = number > _MAX_DETAILED
        prompt = PublisherPrompt(self._progress, self._stop)
        if sys.stdin.isatty() and not options["dry_run"]:
            self._importer = Importer(folders, prompt, print_progress, prompt.confirm)
        else:
            self._importer = Importer(folders, None, print_progress)

    def run(self, found: SourceFiles) -> int:
        """Import the files; return the exit status."""
        summary = BatchSummary(len(found.files))
        for name, reason in found.unreadable:
            print_error(f"{name}: {reason}")
        is_stopped = False
        try:
            # A single file is stopped at once: nothing of it is written yet, or all.
            with self._stop.handled() if summary.total > 1 else nullcontext():
                self._import_files(found.files, summary)
            is_stopped = self._stop.is_set
        except KeyboardInterrupt:
            is_stopped = True
        finally:
            self._progress.clear()
            self._importer.close()
        if summary.total > 1 or found.has_folder:
            print_lines(summary.lines(found))
        if is_stopped and summary.done < summary.total:
            print_lines(describe_stop(summary.total, summary.done))
            return INTERRUPTED
        if not found.files and not found.unreadable:
            print_error("there is no file to import", "name files, or a folder with saved articles")
            return 1
        if summary.written and not (self._options["quiet"] or self._options["dry_run"]):
            self._print_next_steps()
        return int(bool(summary.failures or found.unreadable))

    def _import_files(self, files: Sequence[str], summary: BatchSummary) -> None:
        for done, name in enumerate(files):
            if self._stop.is_set:
                return
            source = "stdin" if name == "-" else name
            self._progress.show(done, source)
            try:
                result = self._import_file(name)
            except (UnreadableError, MedwayError) as error:
                self._fail(summary, f"{source}{_place(error)}", str(error), error.hint)
                continue
            if result.written_paths:
                summary.written += 1
            else:
                summary.unchanged += 1
            if not self._is_batch or result.written_paths or self._options["dry_run"]:
                self._progress.clear()
                self._print_result(source, result)

    def _fail(self, summary: BatchSummary, source: str, reason: str, hint: str) -> None:
        self._progress.clear()
        print_error(f"{source}: {reason}", hint)
        summary.failures.append((source, reason))

    def _import_file(self, name: str) -> ImportResult:
        reads_again = self._options["update"] or self._options["dry_run"]
        earlier = None if reads_again or name == "-" else self._importer.find_imported(Path(name))
        if earlier is not None:
            return earlier
        data = _read_bytes(name)
        return self._importer.import_file(name, data, self._read_options, self._import_options)

    def _print_result(self, source: str, result: ImportResult) -> None:
        """Print the result for a file; with --dry-run on stderr, since the new files go to stdout."""
        is_dry_run = self._options["dry_run"]
        lines = [f"{source} → {result.id}: {result.summary}"]
        is_brief = self._options["quiet"] or self._is_batch
        if not is_brief:
            lines += [f"  {line}" for line in result.lines]
        elif not self._options["quiet"]:
            lines += [f"  {line}" for line in result.remarks]
        if self._options["explain"]:
            lines += [f"  {line}" for line in explain_quotes(result.draft_quotes)]
        if not is_brief:
            lines += [f"  written: {path}" for path in result.written_paths]
        print_lines(lines, stdout=not is_dry_run)
        if result.plan is not None and (is_dry_run or not self._options["quiet"]):
            self._print_changes(result.plan)

    def _print_changes(self, plan: ImportPlan) -> None:
        """Print what an update changes as a diff; with --dry-run, the new files too."""
        has_colour = is_colour_enabled(self._options["color"])
        for line in plan.diff_lines():
            colour = next((colour for start, colour in _DIFF_COLOURS if line.startswith(start)), None)
            click.echo(click.style(escape_invisible(line), fg=colour), color=has_colour)
        for path, text in plan.output_files() if self._options["dry_run"] else ():
            if plan.is_new(path):
                print_lines([f"# {path}", *text.splitlines()], stdout=True)

    def _print_next_steps(self) -> None:
        named = [part for folder in self._folders for part in ("--content", str(folder))]
        check = [str(folder) for folder in self._folders]
        print_lines(
            [
                "next:",
                f"  {shlex.join(['medway-tui', *named])}    to read and review it",
                f"  {shlex.join(['medway-tui', 'check', *check])}",
            ],
            stdout=True,
        )


def _undo_import(folders: Sequence[Path], files: Sequence[str], options: dict[str, Any]) -> int:
    if files:
        return print_error("--undo takes the id of an article, and no files", "medway-tui import --undo ID")
    if options["undo"] == RECORD_ID:
        print_lines(undo_ratings(folders, dry_run=options["dry_run"]), stdout=True)
        return 0
    result = undo_import(folders, options["undo"], dry_run=options["dry_run"])
    print_lines([f"{result.id}: {result.summary}", *(f"  {line}" for line in result.lines)], stdout=True)
    return 0


def _read_bytes(name: str) -> bytes:
    """Read a file or stdin; raises UnreadableError."""
    if name != "-":
        return read_saved_file(name)
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    require_readable_size(data)
    return data


def _place(error: MedwayError) -> str:
    """Return the place of an error in its file: ``:3:14``, or nothing where it has none."""
    line, column = getattr(error, "line", 0), getattr(error, "column", 0)
    return f":{line}:{column}" if line and column else f":{line}" if line else ""
