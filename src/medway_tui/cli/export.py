"""``medway-tui export``: a whole dossier as a folder of files for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from medway_tui.cli.console import INTERRUPTED, print_error, print_progress
from medway_tui.cli.main import content_option
from medway_tui.errors import os_error_text


@click.command()
@content_option
@click.argument("folder", metavar="DIR", type=click.Path())
@click.pass_obj
def command(group_roots: tuple[str, ...], /, folder: str, roots: tuple[str, ...]) -> None:
    """Write the whole dossier into a folder, for other programs.

    CSV with a Frictionless datapackage.json, JSON Lines, a SQLite database for Datasette or sqlite3,
    CSL-JSON and BibTeX, Web Annotations, Popolo, and FollowTheMoney entities for Aleph. DIR/README.md says
    what each file is.

    An earlier export in DIR is replaced once the new one is whole; where that fails, it stays. A folder
    that holds anything else is left alone.

    Exit status: 0 it was written, 2 it was not.

    \b
    Examples:
      The dossier that comes with the program, into a folder:
        medway-tui export medway
      Another:
        medway-tui --content bandstand export exported
    """  # noqa: D301 - \b is click's mark for lines that are kept
    try:
        status = _export_dossier((*group_roots, *roots), folder)
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)


def _export_dossier(roots: tuple[str, ...], folder: str) -> int:
    from medway_tui.export.dataset.exporter import export_dataset  # noqa: PLC0415
    from medway_tui.export.dataset.output_folder import ExportError, require_own_export  # noqa: PLC0415
    from medway_tui.index.articles import count_contents  # noqa: PLC0415
    from medway_tui.index.connection import IndexCorruptError  # noqa: PLC0415
    from medway_tui.index.quotes import count_drafts  # noqa: PLC0415
    from medway_tui.sync.dossier import open_dossier  # noqa: PLC0415 - not on the way to --help
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415

    target = Path(folder).expanduser()
    try:
        require_own_export(target)
        dossier = open_dossier([Path(root) for root in roots], progress=print_progress)
        export_dataset(dossier.index, target, lambda done, total: print_progress(done, total, "Writing"))
        article_counts, drafts = count_contents(dossier.index), count_drafts(dossier.index)
        findings = dossier.findings_count()
    except (DossierError, ExportError) as error:
        return print_error(str(error), error.hint)
    except IndexCorruptError as error:
        return print_error(
            f"the index can't be read: {error}", "run the command again: it is then built anew"
        )
    except OSError as error:
        reason = os_error_text(error)
        return print_error(
            f"the export can't be written to {target}: {reason}", "what stood there is as it was"
        )
    summary = f"{article_counts.articles} articles and {article_counts.quotes} quotations written to {target}"
    if drafts:
        summary += f"; drafts among the entries, which do not count: {drafts}"
    if findings:
        summary += f"\n  not all is well in the files: medway-tui check has {findings} findings"
    _print_lines(summary)
    return 0


def _print_lines(text: str) -> None:
    from medway_tui.text import escape_invisible  # noqa: PLC0415

    sys.stderr.write("".join(f"{escape_invisible(line)}\n" for line in text.split("\n")))
