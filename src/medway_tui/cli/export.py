"""``medway-tui export``: a whole dossier as a folder of files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from medway_tui.cli.console import print_error, print_lines, print_progress
from medway_tui.cli.options import ExamplesCommand, content_option, scan_option
from medway_tui.cli.output import load_notes, open_for_query
from medway_tui.errors import os_error_text
from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.export.dataset.output_folder import require_own_export
from medway_tui.index.articles import count_contents
from medway_tui.index.quotes import count_drafts
from medway_tui.text import plural


@click.command(cls=ExamplesCommand)
@content_option
@scan_option
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
    *,
    no_scan: bool,
    with_notes: bool,
) -> None:
    """Write the whole dossier to a folder, for other programs.

    The folder contains CSV with a Frictionless datapackage.json, JSON Lines, a SQLite database for Datasette
    or sqlite3, CSL-JSON and BibTeX, Web Annotations, Popolo, and FollowTheMoney entities for Aleph.
    DIR/README.md describes the files.

    An earlier export in DIR is replaced once the new one is complete, and is unchanged if the export fails.
    A folder with any other files is left alone.

    Exit status: 0 exported, 2 not exported.

    Examples:
      Export the dossier that comes with the program:
        medway-tui export medway
      Export another dossier:
        medway-tui --content bandstand export exported
    """
    target = Path(folder).expanduser()
    sys.exit(_export_dossier((*group_roots, *roots), target, no_scan=no_scan, with_notes=with_notes))


def _export_dossier(roots: Sequence[str], target: Path, *, no_scan: bool, with_notes: bool) -> int:
    try:
        require_own_export(target)
        dossier = open_for_query(roots, no_scan=no_scan)
        export_dataset(
            dossier.index,
            target,
            lambda done, total: print_progress(done, total, "Writing"),
            notes=load_notes(dossier.index) if with_notes else None,
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
    print_lines([summary])
    if findings:
        print_lines([f"  the files have {plural(findings, 'finding')}: run medway-tui check"])
    return 0
