"""``medway-tui export``: a whole dossier as a folder of files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from medway_tui.cli.console import print_error, print_lines, print_progress
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
from medway_tui.export.dataset.output_folder import require_own_export
from medway_tui.export.dataset.registry import DATASET_FORMATS, choose_formats
from medway_tui.index.articles import count_contents
from medway_tui.index.quotes import count_drafts
from medway_tui.text import plural

_FORMATS = "\n".join(
    f"  {each.name + '*' * each.is_heavy:<15}{each.description}" for each in DATASET_FORMATS.values()
)
_HELP = f"""Write the whole dossier to a folder, for other programs.

The formats:

{_FORMATS}

Without --format, the folder has all of them. DIR/README.md describes the files.

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
    with_notes: bool,
) -> None:
    """Run ``medway-tui export``; ends the process with its exit status."""
    formats = choose_formats(names)
    if bom and "csv" not in (each.name for each in formats):
        raise UnknownNameError("--bom is for CSV, which is not among the formats", "add --format csv", None)
    request = _ExportRequest(Path(folder).expanduser(), formats, DatasetOptions(has_bom=bom))
    sys.exit(_export_dossier((*group_roots, *roots), request, no_scan=no_scan, with_notes=with_notes))


class _ExportRequest(NamedTuple):
    target: Path
    formats: tuple[DatasetFormat, ...]
    options: DatasetOptions


def _export_dossier(roots: Sequence[str], request: _ExportRequest, *, no_scan: bool, with_notes: bool) -> int:
    target = request.target
    try:
        require_own_export(target)
        dossier = open_for_query(roots, no_scan=no_scan)
        remarks = export_dataset(
            dossier.index,
            target,
            lambda done, total: print_progress(done, total, "Writing"),
            formats=request.formats,
            notes=load_notes(dossier.index) if with_notes else None,
            options=request.options,
        )
        counts, drafts = count_contents(dossier.index), count_drafts(dossier.index)
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
    print_lines([summary, *(f"  {remark}" for remark in remarks)])
    if findings:
        print_lines([f"  the files have {plural(findings, 'finding')}: run medway-tui check"])
    return 0
