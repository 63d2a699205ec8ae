"""``medway-tui import``: import saved articles into a dossier."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from medway_tui.cli.console import INTERRUPTED, prepare_stdout, print_error, print_lines, print_progress
from medway_tui.cli.import_annotations import print_import
from medway_tui.cli.import_batch import (
    BatchSummary,
    ProgressDisplay,
    PublisherPrompt,
    StopRequest,
    describe_stop,
)
from medway_tui.cli.import_documents import DocumentChoice, list_lines, parse_choice
from medway_tui.cli.options import ExamplesCommand, color_option, content_option, is_colour_enabled
from medway_tui.errors import MedwayError
from medway_tui.importing import Importer, ImportOptions, ImportResult, undo_import
from medway_tui.importing.annotations.formats import find_format
from medway_tui.importing.annotations.importer import AnnotationImporter
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.ratings_import import RECORD_ID, undo_ratings
from medway_tui.importing.report import explain_quotes
from medway_tui.importing.saved_files import (
    MAX_FILE_BYTES,
    SavedFile,
    read_saved_file,
    require_readable_size,
)
from medway_tui.importing.source_files import SourceFiles, find_source_files
from medway_tui.saved_pages import SOURCE_FORMATS, ReadOptions, SourceDocument
from medway_tui.text import escape_invisible, plural

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
@click.option(
    "--only",
    metavar="N",
    multiple=True,
    callback=parse_choice,
    help="Import only these documents of a file that has several, such as 3 or 3-7,12.",
)
@click.option("--list", "lists", is_flag=True, help="List the documents of the files; import nothing.")
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
    """Import saved articles: pages, mail, documents, exports.

    Each FILE is a saved article, or has several documents, as a mailbox does; - reads a file from stdin.
    A FOLDER is walked, with the folders in it. Ctrl+C stops after the article in hand; the same command again
    goes on from there.

    If the dossier has an account of the article, the text becomes its original, and all annotations are kept.
    Otherwise it becomes a draft: an article and its quotations with their speakers, to review in the reader.
    A file of annotations, or a REFI-QDA project (.qdpx) of a coding program, becomes draft quotations of the
    articles that are there.

    Files are written to your own folder, or to the folder named by --content. Your files are never
    overwritten.

    Exit status: 0 all imported, 1 a file or document could not be imported, 2 the command could not run.

    Examples:
      Preview the quotations and speakers that would be found:
        medway-tui import page.html --content bandstand --dry-run --quiet | tail -9
      Import all files in a folder, of one paper and day:
        medway-tui import saved --content bandstand --publisher Gazette --published 2024-04-30
      Import from a pipe:
        cat page.html | medway-tui import - --content bandstand --quiet
      See what is in a mailbox, and import some of it:
        medway-tui import post.mbox --content bandstand --list
        medway-tui import post.mbox --content bandstand --only 1 --quiet
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
    number = len(found.files)
    if number > 1 or found.has_folder:
        option = _one_article_option(options)
        if option:
            raise MedwayError(f"{option} is for one article, but {plural(number, 'file')} were named")
        if options["only"].ranges:
            raise MedwayError(f"--only is for one file, but {plural(number, 'file')} were named")
    sys.exit(_ImportRun(folders, options, number).run(found))


def _one_article_option(options: dict[str, Any]) -> str:
    """Return an option that is given and is for one article; empty where there is none."""
    names = {"headline": "headline", "url": "url", "original": "original", "requested_id": "id"}
    return next((f"--{name}" for key, name in names.items() if options[key]), "")


class _OptionError(MedwayError):
    """An option that does not go with a file."""


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
        self._only: DocumentChoice = options["only"]
        self._progress = ProgressDisplay(number)
        self._stop = StopRequest()
        self._stop.has_one = number == 1
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
            with self._stop.handled():
                self._go_through(found.files, summary)
            is_stopped = self._stop.is_set
        except KeyboardInterrupt:
            is_stopped = True
        finally:
            self._progress.clear()
            self._importer.close()
        if self._options["lists"]:
            return int(bool(summary.failures or found.unreadable))
        if summary.total > 1 or found.has_folder or summary.has_parts:
            print_lines(summary.lines(found))
        if is_stopped and summary.files_done < summary.total:
            print_lines(describe_stop(summary))
            return INTERRUPTED
        if not found.files and not found.unreadable:
            print_error("there is no file to import", "name files, or a folder with saved articles")
            return 1
        if summary.written and not (self._options["quiet"] or self._options["dry_run"]):
            self._print_next_steps()
        return int(bool(summary.failures or found.unreadable))

    def _go_through(self, files: Sequence[str], summary: BatchSummary) -> None:
        act = self._list_file if self._options["lists"] else self._import_file
        for name in files:
            if self._stop.is_set:
                return
            place = "stdin" if name == "-" else name
            self._progress.show(summary.files_done, Path(place).name)
            try:
                act(name, place, summary)
            except _OptionError:
                raise
            except MedwayError as error:
                self._fail(summary, place, error)
            if not self._stop.is_set or summary.total > 1:
                summary.files_done += 1

    def _fail(self, summary: BatchSummary, place: str, error: MedwayError) -> None:
        self._progress.clear()
        print_error(f"{place}{_place(error)}: {error}", error.hint)
        summary.failures.append((f"{place}{_place(error)}", str(error)))

    def _import_file(self, name: str, place: str, summary: BatchSummary) -> None:
        """Import the documents of a file. Raises MedwayError where none of the others can be read."""
        reads_again = self._options["update"] or self._options["dry_run"] or bool(self._only.ranges)
        earlier = [] if reads_again or name == "-" else self._importer.find_imported(Path(name))
        if not earlier:
            file = SavedFile(name, _read_bytes(name))
            if find_format(Path(name), file.data) is not None:
                self._import_annotations(file, place, summary)
                return
            one = None if reads_again else self._importer.find_imported_bytes(file)
            earlier = [] if one is None else [one]
        for result in earlier:
            self._report(place, result, summary)
        summary.has_parts |= len(earlier) > 1
        if not earlier:
            self._import_documents(file, place, summary)

    def _import_annotations(self, file: SavedFile, place: str, summary: BatchSummary) -> None:
        """Import a file that has annotations of articles, and no article."""
        importer = AnnotationImporter(self._folders, print_progress)
        is_dry_run = self._options["dry_run"]
        try:
            result = importer.import_file(place, file.data, dry_run=is_dry_run)
        finally:
            importer.close()
        self._progress.clear()
        print_import(result, dry_run=is_dry_run, quiet=self._options["quiet"])
        if result.written_paths:
            summary.written += 1
        else:
            summary.unchanged += 1
        if result.problems:
            number = plural(len(result.problems), "annotation")
            summary.failures.append((place, f"{number} could not be placed"))

    def _import_documents(self, file: SavedFile, place: str, summary: BatchSummary) -> None:
        failed_before = len(summary.failures)
        for done, document in enumerate(self._choose_documents(file, place)):
            if self._stop.is_set:
                return
            name = f"{place}, {document.part}" if document.part else place
            count = self._only.count(document.total)
            if document.part and count > 1:
                summary.has_parts = True
                self._stop.has_one = False
                self._is_batch |= count > _MAX_DETAILED
                self._progress.show_document(summary.files_done, place, document.part, (done, count))
            try:
                result = self._importer.import_document(
                    file, document, self._read_options, self._import_options
                )
            except MedwayError as error:
                self._fail(summary, name, error)
            else:
                self._report(name, result, summary)
        self._importer.finish_file(file, is_whole=len(summary.failures) == failed_before)

    def _choose_documents(self, file: SavedFile, place: str) -> Iterator[SourceDocument]:
        """Yield the documents that are asked for. Raises _OptionError where an option is for one article."""
        is_first = True
        for document in file.documents(self._read_options):
            if is_first:
                self._require_options(document, place)
                is_first = False
            if self._only.includes(document.number or 1):
                yield document
            else:
                file.is_chosen_from = True

    def _require_options(self, document: SourceDocument, place: str) -> None:
        try:
            self._only.require_numbers(document, place)
        except MedwayError as error:
            raise _OptionError(str(error), error.hint) from None
        option = _one_article_option(self._options)
        if option and document.part and not self._only.is_one:
            raise _OptionError(
                f"{option} is for one article, but {place} has {document.total:,} documents",
                "choose one with --only; --list shows them with their numbers",
            )

    def _list_file(self, name: str, place: str, summary: BatchSummary) -> None:
        """Print the documents of a file, one a line."""
        file = SavedFile(name, _read_bytes(name))
        self._progress.clear()
        print_lines([place], stdout=True)
        for document in self._choose_documents(file, place):
            described = self._importer.describe_document(file, document, self._read_options)
            print_lines(list_lines([described]), stdout=True)
            if described.problem:
                summary.failures.append((document.part, described.problem))

    def _report(self, place: str, result: ImportResult, summary: BatchSummary) -> None:
        """Count and print the result for a document."""
        if result.written_paths:
            summary.written += 1
        else:
            summary.unchanged += 1
        if not self._is_batch or result.written_paths or self._options["dry_run"]:
            self._progress.clear()
            self._print_result(place, result)

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
