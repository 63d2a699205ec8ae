"""``medway-tui import annotations``: import the annotations of other programs as drafts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from medway_tui.cli.console import prepare_stdout, print_error, print_lines, print_progress
from medway_tui.cli.options import ExamplesCommand, content_option
from medway_tui.errors import MedwayError
from medway_tui.importing.annotations.importer import AnnotationImport, AnnotationImporter
from medway_tui.importing.annotations.report import describe_import, describe_problem
from medway_tui.importing.saved_files import read_saved_file

_MAX_SHOWN = 200


@click.command(cls=ExamplesCommand)
@content_option
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written.")
@click.option("--quiet", "-q", is_flag=True, help="Print a line for each file, and what could not be placed.")
@click.pass_obj
def command(
    group_roots: tuple[str, ...],
    /,
    roots: tuple[str, ...],
    files: tuple[str, ...],
    *,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Import annotations of others as draft quotations.

    FILE has W3C Web Annotations (JSON-LD), the JSON of Hypothesis, or a REFI-QDA project (.qdpx). Each
    annotation or coded passage becomes a draft of its article, where the words are found again. Its text and
    author become the draft's note. Review the drafts in the reader.

    A FOLDER has the .ann and .txt files of brat, as medway-tui export --format brat writes them and a second
    coder changes them. New quotations become drafts; changed speakers and removed quotations are listed.

    What can't be placed is listed with the reason. Words that are a quotation already are not added again.

    Files are written to your own folder, or to the folder named by --content. medway-tui import --undo takes
    an import back.

    Exit status: 0 all placed, 1 something could not be placed, 2 the command could not run.

    Examples:
      Preview the import of an invented export of Hypothesis:
        medway-tui import annotations hypothesis.json --content bandstand --dry-run
      Import it:
        medway-tui import annotations hypothesis.json --content bandstand
    """
    prepare_stdout(utf_8=False)
    folders = [Path(root) for root in (*group_roots, *roots)]
    sys.exit(import_files(folders, files, dry_run=dry_run, quiet=quiet))


def import_files(folders: Sequence[Path], files: Sequence[str], *, dry_run: bool, quiet: bool) -> int:
    """Import files of annotations; return the exit status."""
    importer = AnnotationImporter(folders, print_progress)
    status = 0
    try:
        for name in files:
            try:
                if Path(name).is_dir():
                    result = importer.import_folder(Path(name), dry_run=dry_run)
                else:
                    result = importer.import_file(name, read_saved_file(name), dry_run=dry_run)
            except MedwayError as error:
                line, column = getattr(error, "line", 0), getattr(error, "column", 0)
                place = f":{line}:{column}" if line else ""
                status = print_error(f"{name}{place}: {error}", error.hint)
                continue
            print_import(result, dry_run=dry_run, quiet=quiet)
            status = max(status, int(bool(result.problems)))
    finally:
        importer.close()
    return min(status, 1)


def print_import(result: AnnotationImport, *, dry_run: bool, quiet: bool) -> None:
    """Print what an import of annotations did, and on stderr what could not be placed."""
    print_lines([f"{result.source}: {result.summary}"], stdout=not dry_run)
    if not quiet:
        print_lines([f"  {line}" for line in describe_import(result)], stdout=not dry_run)
    shown = result.problems[:_MAX_SHOWN]
    for each in shown:
        print_error(f"{result.source}: {describe_problem(each)}")
    if len(result.problems) > len(shown):
        print_error(f"{result.source}: {len(result.problems) - len(shown):,} more could not be placed")
    if dry_run and not quiet:
        for path, text in result.texts.items():
            print_lines([f"# {path}", *text.splitlines()], stdout=True)
