"""``medway-tui check``: every finding in a dossier's files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from medway_tui.cli.program import content_option
from medway_tui.cli.saying import fail


@click.command()
@content_option
@click.argument("paths", nargs=-1, type=click.Path())
@click.pass_obj
def command(given: tuple[str, ...], roots: tuple[str, ...], paths: tuple[str, ...]) -> None:
    """Find what is wrong in the files of a dossier.

    PATHS are its folders, the lowest first; without any, the dossier that comes with the program is
    checked, with your own folder over it. Each finding is a line: file:line:column: CODE message.

    Exit status: 0 no errors (there may be warnings), 1 errors, 2 it could not run.
    """
    from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help
    from medway_tui.dossier.checking import check_dossier  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.text import visible  # noqa: PLC0415

    try:
        count, findings = check_dossier([Path(folder) for folder in paths or (*given, *roots)])
    except DossierError as error:
        sys.exit(fail(str(error), error.hint))
    for finding in findings:
        click.echo(visible(f"{finding.where}: {finding.code} {finding.message}"))
        click.echo(visible(f"  help: {finding.hint}"))
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    click.echo(f"{count} files read: {_count(errors, 'error')}, {_count(warnings, 'warning')}", err=True)
    sys.exit(1 if errors else 0)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
