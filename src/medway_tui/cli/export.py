"""``medway-tui export``: a whole dossier as a folder of files for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from medway_tui.cli.program import content_option
from medway_tui.cli.saying import STOPPED, fail, progress


@click.command()
@content_option
@click.argument("folder", metavar="DIR", type=click.Path())
@click.pass_obj
def command(given: tuple[str, ...], /, folder: str, roots: tuple[str, ...]) -> None:
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
        status = _export((*given, *roots), folder)
    except KeyboardInterrupt:
        status = STOPPED
    sys.exit(status)


def _export(roots: tuple[str, ...], folder: str) -> int:
    from medway_tui.dossier import DossierError, open_dossier  # noqa: PLC0415 - not on the way to --help
    from medway_tui.export.whole.exporting import export  # noqa: PLC0415
    from medway_tui.export.whole.folder import ExportError, must_be_ours  # noqa: PLC0415
    from medway_tui.index.articles import counts  # noqa: PLC0415
    from medway_tui.index.drafts import number_of_drafts  # noqa: PLC0415
    from medway_tui.index.store import IndexDamagedError  # noqa: PLC0415

    target = Path(folder).expanduser()
    try:
        must_be_ours(target)
        dossier = open_dossier([Path(root) for root in roots], progress=progress)
        export(dossier.index, target, lambda done, total: progress(done, total, "Writing"))
        held, drafts = counts(dossier.index), number_of_drafts(dossier.index)
        findings = dossier.findings_count()
    except (DossierError, ExportError) as error:
        return fail(str(error), error.hint)
    except IndexDamagedError as error:
        return fail(f"the index can't be read: {error}", "run the command again: it is then built anew")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return fail(f"the export can't be written to {target}: {reason}", "what stood there is as it was")
    said = f"{held.articles} articles and {held.quotes} quotations written to {target}"
    if drafts:
        said += f"; drafts among the entries, which do not count: {drafts}"
    if findings:
        said += f"\n  not all is well in the files: medway-tui check has {findings} findings"
    _say(said)
    return 0


def _say(text: str) -> None:
    from medway_tui.text import visible  # noqa: PLC0415

    sys.stderr.write("".join(f"{visible(line)}\n" for line in text.split("\n")))
