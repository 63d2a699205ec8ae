"""The commands and their keys, for the pages and the schema of ``config.toml``, and its check."""

from __future__ import annotations

from medway_tui.config.loader import LoadedConfig
from medway_tui.config.reference import CommandReference
from medway_tui.tui.command_tables import command_scopes, list_commands
from medway_tui.tui.key_names import key_label
from medway_tui.tui.keymap import KEY_SETS, Keymap, resolve_keymap
from medway_tui.tui.view_commands import GLOBAL_COMMANDS


def list_references() -> list[CommandReference]:
    """Return all commands that keys can be given to, by the groups of the help."""
    return [
        CommandReference(
            command.id,
            command.name,
            command.group,
            command.description,
            tuple(_written(key) for key in command.keys),
            places,
        )
        for command, places in list_commands(GLOBAL_COMMANDS)
    ]


def load_keymap(config: LoadedConfig) -> Keymap:
    """Return the keys in force for some settings."""
    return resolve_keymap(config, command_scopes(GLOBAL_COMMANDS))


def labels_in_force(keymap: Keymap) -> dict[str, list[str]]:
    """Return the keys in force of each command by its id, as the screen shows them."""
    return {
        command.id: [key_label(key) for key in keymap.changed.get(command.id, command.keys)]
        for command, _ in list_commands(GLOBAL_COMMANDS)
    }


def set_labels(name: str) -> dict[str, list[str]]:
    """Return the keys of a set by the ids of the commands, as the screen shows them."""
    return {id_: [key_label(key) for key in keys] for id_, keys in KEY_SETS[name].items()}


def _written(key: str) -> str:
    """Return a key as people write it in the file."""
    return " ".join(map(key_label, key.split(" ")))
