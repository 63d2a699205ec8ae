"""``medway-tui schema``: the format of the files, for editors and other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from medway_tui.cli.console import print_error
from medway_tui.content.files import KINDS_BY_NAME, PATH_TEMPLATES
from medway_tui.errors import os_error_text


@click.command()
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice(list(KINDS_BY_NAME)))
@click.option(
    "--into",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write the schemas of all kinds into this folder, as KIND.json.",
)
def command(kind: str | None, folder: Path | None) -> None:
    """Print the format of a kind of file as JSON Schema.

    With KIND, its schema is printed (JSON Schema 2020-12). Without, the kinds are listed, each with
    the file that it describes.

    \b
    Examples:
      The kinds of files:
        medway-tui schema
      The format of an article:
        medway-tui schema article | head -3
      All of them, as files:
        medway-tui schema --into schemas
    """  # noqa: D301 - \b is click's mark for lines that are kept
    if folder is not None and kind is not None:
        sys.exit(print_error("--into writes the schemas of all kinds", "leave out KIND, or leave out --into"))
    if folder is not None:
        sys.exit(_write_schemas(folder))
    if kind is None:
        width = max(map(len, KINDS_BY_NAME))
        for name in KINDS_BY_NAME:
            click.echo(f"{name:{width}}  {PATH_TEMPLATES[name]}")
        return
    from medway_tui.content.json_schema import schema_text  # noqa: PLC0415 - pydantic

    click.echo(schema_text(kind), nl=False)


def _write_schemas(folder: Path) -> int:
    from medway_tui.content.json_schema import schema_files  # noqa: PLC0415 - pydantic
    from medway_tui.text import escape_invisible  # noqa: PLC0415
    from medway_tui.yaml_io.atomic_write import replace_file  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files().items():
            replace_file(folder / name, text.encode())
    except OSError as error:
        reason = os_error_text(error)
        return print_error(f"{error.filename or folder} can't be written: {reason}", "name another folder")
    click.echo(escape_invisible(f"written: {len(KINDS_BY_NAME)} schemas in {folder}"))
    return 0
