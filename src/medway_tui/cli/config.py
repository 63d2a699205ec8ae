"""``medway-tui config``: the user's settings, config.toml."""

from __future__ import annotations

import os
import sys

import click

from medway_tui.cli.console import NOTHING_FOUND, print_error, print_lines
from medway_tui.cli.options import SuggestingGroup
from medway_tui.config.loader import load_config
from medway_tui.config.reference import SCHEMA_NAME, schema_text, template_text
from medway_tui.errors import os_error_text
from medway_tui.text import plural


@click.group(cls=SuggestingGroup, invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Show where your settings are, and check them.

    The settings are in config.toml: theme, reading width, keys and more. Without that file, all have their
    defaults. A problem is printed with its line; the exit status is then 1. The reader starts all the same,
    with the default in the place of what is wrong.

    Examples:
      Show where the settings are, and check them:
        medway-tui config
    """
    if context.invoked_subcommand is None:
        sys.exit(_check())


def _check() -> int:
    from medway_tui.tui.key_reference import load_keymap  # noqa: PLC0415 - the tables of commands

    loaded = load_config()
    problems = sorted((*loaded.problems, *load_keymap(loaded).problems), key=lambda each: each[1:3])
    is_there = loaded.path.exists()
    state = plural(len(problems), "problem") if problems else "no problems" if is_there else "not there yet"
    print_lines([f"{loaded.path}: {state}"], stdout=True)
    if not is_there:
        print_lines(["  all settings have their defaults; medway-tui config init writes the file"])
    print_lines(map(str, problems))
    return NOTHING_FOUND if problems else 0


@command.command()
def init() -> None:
    """Write config.toml with every setting as a comment.

    The file has each setting and each command with its default. The JSON Schema is written beside it, for
    editors that complete and explain TOML. A config.toml that is there already is not written over.

    Examples:
        medway-tui config init
    """
    from medway_tui.tui.key_reference import list_references  # noqa: PLC0415 - the tables of commands
    from medway_tui.yaml_io.atomic_write import create_file, replace_file  # noqa: PLC0415 - to write

    path = load_config().path
    commands = list_references()
    if os.path.lexists(path):
        hint = "edit it, or compare it with: medway-tui config template"
        sys.exit(print_error(f"{path} is there already", hint))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, template_text(commands).encode())
        replace_file(path.with_name(SCHEMA_NAME), schema_text(commands).encode())
    except OSError as error:
        place = error.filename or path
        sys.exit(print_error(f"{place} can't be written: {os_error_text(error)}", "nothing was changed"))
    print_lines([f"written: {path}", f"written: {path.with_name(SCHEMA_NAME)}"], stdout=True)


@command.command()
def template() -> None:
    """Print a config.toml with every setting as a comment.

    Examples:
      Print the settings of the reader:
        medway-tui config template | head -16
    """
    from medway_tui.tui.key_reference import list_references  # noqa: PLC0415 - the tables of commands

    click.echo(template_text(list_references()), nl=False)


@command.command()
def schema() -> None:
    """Print the JSON Schema of config.toml.

    Examples:
        medway-tui config schema | head -8
    """
    from medway_tui.tui.key_reference import list_references  # noqa: PLC0415 - the tables of commands

    click.echo(schema_text(list_references()), nl=False)


@command.command()
def keys() -> None:
    """List all commands of the reader by their ids, with the keys in force.

    Examples:
      Show the key that clears a filter:
        medway-tui config keys | grep clear_filter
    """
    from medway_tui.tui.key_reference import (  # noqa: PLC0415 - the tables of commands
        labels_in_force,
        list_references,
        load_keymap,
    )

    labels = labels_in_force(load_keymap(load_config()))
    print_lines(
        (
            f"{each.id:<24}  {' '.join(labels[each.id]):<18}  {each.name} ({each.places})"
            for each in list_references()
        ),
        stdout=True,
    )
