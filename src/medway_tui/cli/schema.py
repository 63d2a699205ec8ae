"""``medway-tui schema``: the format of the files, for editors and other programs."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from medway_tui.cli.console import print_error, print_lines
from medway_tui.cli.options import ExamplesCommand
from medway_tui.content.files import KINDS_BY_NAME, PATH_TEMPLATES
from medway_tui.content.json_schema import schema_files, schema_text
from medway_tui.errors import os_error_text
from medway_tui.yaml_io.atomic_write import replace_file
from medway_tui.yaml_io.folder_lock import lock_folder


@click.command(cls=ExamplesCommand)
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice(list(KINDS_BY_NAME)))
@click.option(
    "--into",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write the schemas of all kinds to this folder, as KIND.json.",
)
def command(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of file.

    With KIND, its schema is printed (JSON Schema 2020-12). Without it, the kinds are listed, each with the
    path of its files.

    Examples:
      List the kinds of files:
        medway-tui schema
      Print the schema of an article:
        medway-tui schema article | head -3
      Write all schemas to files:
        medway-tui schema --into schemas
    """
    if folder is not None and kind is not None:
        sys.exit(print_error("--into writes the schemas of all kinds", "leave out KIND, or leave out --into"))
    if folder is not None:
        sys.exit(_write_schemas(folder))
    if kind is not None:
        click.echo(schema_text(kind), nl=False)
        return
    width = max(map(len, KINDS_BY_NAME))
    for name in KINDS_BY_NAME:
        click.echo(f"{name:{width}}  {PATH_TEMPLATES[name]}")


def _write_schemas(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        dossier = folder.absolute().parent
        with lock_folder(dossier) if (dossier / "dossier.yaml").exists() else nullcontext():
            for name, text in schema_files().items():
                replace_file(folder / name, text.encode())
    except OSError as error:
        return print_error(
            f"{error.filename or folder} can't be written: {os_error_text(error)}", "name another folder"
        )
    print_lines([f"written: {len(KINDS_BY_NAME)} schemas in {folder}"], stdout=True)
    return 0
