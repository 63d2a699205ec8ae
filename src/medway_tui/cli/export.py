"""``medway-tui export``: a whole dossier as a folder of files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from medway_tui.cli.console import ProgressLine, print_error, print_lines
from medway_tui.cli.options import (
    ExamplesCommand,
    SuggestingChoice,
    UnknownNameError,
    content_option,
    scan_option,
)
from medway_tui.cli.output import load_notes, open_for_query
from medway_tui.errors import os_error_text
from medway_tui.export.dataset.dataset_format import DatasetFormat, DatasetOptions
from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.export.dataset.output_folder import ExportError, require_own_export
from medway_tui.export.dataset.registry import DATASET_FORMATS, choose_formats
from medway_tui.export.note_places import withhold_notes
from medway_tui.index.articles import count_contents
from medway_tui.index.connection import Index, IndexAccessError, open_file
from medway_tui.index.indexed_files import list_originals
from medway_tui.index.quotes import count_drafts
from medway_tui.sync.dossier import Dossier
from medway_tui.sync.public_index import write_public_index
from medway_tui.text import plural

_FORMATS = "\n".join(
    f"  {each.name + '*' * each.is_heavy:<15}{each.description}" for each in DATASET_FORMATS.values()
)
_HELP = f"""Write the whole dossier to a folder, for other programs.

The formats:

{_FORMATS}

Without --format, the folder has all of them but those with a star. DIR/README.md describes the files.

An earlier export in DIR is replaced once the new one is complete, and is unchanged if the export fails.
A folder with any other files is left alone.

Exit status: 0 exported, 2 not exported.

Examples:
  Export the dossier that comes with the program:
    medway-tui export medway
  Export another dossier, as CSV for Excel:
    medway-tui --content bandstand export exported --format csv --bom
"""


@click.command(cls=ExamplesCommand, help=_HELP)
@content_option
@scan_option
@click.option(
    "--format",
    "names",
    multiple=True,
    type=SuggestingChoice(DATASET_FORMATS),
    metavar="NAME",
    help="Write this format, of those above. Repeat it to write several.",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, by which Excel knows UTF-8.")
@click.option(
    "--with-originals",
    is_flag=True,
    help="Add the text of originals, which is the newspapers' own, and which no export has otherwise.",
)
@click.option(
    "--with-notes",
    is_flag=True,
    help="Add your own bookmarks and notes, which no export has otherwise.",
)
@click.argument("folder", metavar="DIR", type=click.Path())
@click.pass_obj
def command(
    group_roots: tuple[str, ...],
    /,
    folder: str,
    roots: tuple[str, ...],
    names: tuple[str, ...],
    *,
    no_scan: bool,
    bom: bool,
    **private: bool,
) -> None:
    """Run ``medway-tui export``; ends the process with its exit status."""
    formats = choose_formats(names)
    if bom and "csv" not in (each.name for each in formats):
        raise UnknownNameError("--bom is for CSV, which is not among the formats", "add --format csv", None)
    target, options = Path(folder).expanduser(), DatasetOptions(has_bom=bom)
    request = _ExportRequest(target, formats, options, is_named=bool(names), **private)
    sys.exit(_export_dossier((*group_roots, *roots), request, no_scan=no_scan))


class _ExportRequest(NamedTuple):
    target: Path
    formats: tuple[DatasetFormat, ...]
    options: DatasetOptions
    is_named: bool
    """Whether the user named the formats."""
    with_originals: bool
    with_notes: bool


def _export_dossier(roots: Sequence[str], request: _ExportRequest, *, no_scan: bool) -> int:
    target = request.target
    try:
        require_own_export(target)
        dossier = open_for_query(roots, no_scan=no_scan)
        notes = load_notes(dossier.index) if request.with_notes else None
        with _open_index(dossier, with_originals=request.with_originals) as (index, withheld):
            remarks = export_dataset(
                index,
                target,
                ProgressLine("Writing"),
                formats=request.formats,
                notes=None if notes is None else withhold_notes(notes, index, withheld),
                options=request.options._replace(withheld=withheld),
            )
            counts, drafts = count_contents(index), count_drafts(index)
        findings = dossier.findings_count()
    except OSError as error:
        return print_error(
            f"the export can't be written to {target}: {os_error_text(error)}",
            "an earlier export is unchanged",
        )
    summary = (
        f"{plural(counts.articles, 'article')} and {plural(counts.quotes, 'quotation')} written to {target}"
    )
    if drafts:
        summary += f"; drafts not counted: {drafts}"
    if withheld:
        remarks = [
            f"the text of {plural(len(withheld), 'original')} is withheld: --with-originals adds it",
            *remarks,
        ]
    if not request.is_named:
        heavy = ", ".join(each.name for each in DATASET_FORMATS.values() if each.is_heavy)
        remarks = [*remarks, f"not written unless --format names them: {heavy}"]
    print_lines([summary, *(f"  {remark}" for remark in remarks)])
    if findings:
        print_lines([f"  the files have {plural(findings, 'finding')}: run medway-tui check"])
    return 0


@contextmanager
def _open_index(dossier: Dossier, *, with_originals: bool) -> Iterator[tuple[Index, frozenset[str]]]:
    """Yield the index to be exported, and the ids of the articles whose text it lacks."""
    if with_originals or not list_originals(dossier.index):
        yield dossier.index, frozenset()
        return
    with TemporaryDirectory(prefix="medway-tui-export-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "index.sqlite"
        try:
            withheld = write_public_index(dossier, path, progress=ProgressLine("Withholding"))
        except (OSError, IndexAccessError) as error:
            reason = os_error_text(error) if isinstance(error, OSError) else str(error)
            raise ExportError(
                f"the copy of the index without originals can't be written to {folder}: {reason}",
                "make room there, or name another folder for temporary files in TMPDIR",
            ) from error
        with closing(open_file(path)) as index:
            yield index, withheld
