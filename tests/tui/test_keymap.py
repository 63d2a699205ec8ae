"""The keys in force: sets, the user's own keys, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.config import settings
from medway_tui.config.loader import LoadedConfig, load_config
from medway_tui.tui.command_tables import VIEW_TABLES, command_scopes
from medway_tui.tui.commands import Command
from medway_tui.tui.keymap import KEY_SETS, Keymap, resolve_keymap
from medway_tui.tui.view_commands import GLOBAL_COMMANDS, VIEWS

SCOPES = command_scopes(GLOBAL_COMMANDS)
COMMANDS = {command.id: command for commands in SCOPES.values() for command in commands}


def load(path: Path, text: str) -> LoadedConfig:
    """Write a config.toml and load it."""
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def resolve(tmp_path: Path, keys: str, *, chosen: str = "default") -> Keymap:
    """Return the keymap of a config.toml with these lines of keys, the first in line 4."""
    text = f'[keys]\nset = "{chosen}"\n[keys.commands]\n{keys}'
    return resolve_keymap(load(tmp_path / "config.toml", text), SCOPES)


def problems(tmp_path: Path, keys: str) -> list[str]:
    """Return the problems of these lines, without the folder."""
    return [str(each).replace(f"{tmp_path}/", "") for each in resolve(tmp_path, keys).problems]


def test_the_tables_are_those_of_the_views() -> None:
    assert VIEW_TABLES.keys() == VIEWS.keys()
    for name, entry in VIEWS.items():
        view = resolve_name(entry.path)
        assert VIEW_TABLES[name] == (view.NAME, view.VIEW_COMMANDS)


def test_commands_with_one_id_have_one_set_of_keys() -> None:
    for commands in SCOPES.values():
        for command in commands:
            assert command.keys == COMMANDS[command.id].keys
            assert command.id.replace("_", "a").isalnum()


def test_the_sets_name_commands_that_exist_and_have_no_clash() -> None:
    assert tuple(KEY_SETS) == settings.KEY_SETS
    for keys in KEY_SETS.values():
        assert keys.keys() <= COMMANDS.keys()
        assert clashes(keys) == []


def clashes(changed: Any) -> list[tuple[str, str, str]]:
    """Return the keys that two commands of one view have."""
    found = []
    for view, commands in SCOPES.items():
        owners: dict[str, str] = {}
        for command in {each.id: each for each in commands}.values():
            for key in changed.get(command.id, command.keys):
                if key in owners:
                    found.append((view, key, f"{owners[key]} {command.id}"))
                owners[key] = command.id
    return found


def test_the_users_keys_take_the_place_of_the_default_ones(tmp_path: Path) -> None:
    keymap = resolve(tmp_path, 'next_quote = "ctrl+n"\nimport_file = ["i i", "F3"]\nopen_original = []\n')
    assert keymap.problems == ()
    assert keymap.changed == {"next_quote": ("ctrl+n",), "import_file": ("i i", "f3"), "open_original": ()}
    assert keymap.sequences == ["i i"]


def test_a_set_comes_below_the_users_keys(tmp_path: Path) -> None:
    keymap = resolve(tmp_path, 'top = "t t"\n', chosen="vim")
    assert keymap.problems == ()
    assert keymap.changed["top"] == ("t t",)
    assert keymap.changed["quit"] == KEY_SETS["vim"]["quit"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('next_qoute = "n"', "config.toml:4:1: there is no command next_qoute; did you mean next_quote"),
        ('Open-Read = "1"', "config.toml:4:1: there is no command Open-Read; did you mean open_read?"),
        ('zzz = "1"', "config.toml:4:1: there is no command zzz; medway-tui config keys lists all commands"),
        ('next_quote = "spcae"', "config.toml:4:14: “spcae” is no key: did you mean Space?"),
        ('next_quote = ["n", "ctrl+m"]', "config.toml:4:20: “ctrl+m” is the same key as Enter in a terminal"),
        (
            "next_quote = 7",
            'config.toml:4:14: 7 is no key; write a key as "n", or several as ["n", "Ctrl+n"]',
        ),
        ("next_quote = [7]", 'config.toml:4:15: 7 is no key; write it in quotation marks, as "7"'),
        (
            '\nnext_quote = ["ctrl+n", "x"]',
            "config.toml:5:25: x was the key of close_reload_errors (Close panel), which now has none;"
            " set the keys of close_reload_errors too",
        ),
        (
            'line_down = "space"',
            "config.toml:4:13: Space was the key of page_down (Page down), which now has PgDn;"
            " set the keys of page_down too",
        ),
        (
            'next_quote = "ctrl+n"\nsearch = "ctrl+n"',
            "config.toml:5:10: Ctrl+n is the key of next_quote already, in line 4; search is not given it;"
            " both are commands of Read: choose another key for one of them",
        ),
        ("quit = []", "config.toml:4:8: quit needs a key; it keeps Ctrl+q"),
    ],
)
def test_a_problem_is_reported_with_its_place(tmp_path: Path, keys: str, expected: str) -> None:
    (problem,) = problems(tmp_path, keys)
    assert problem.startswith(expected)


def test_what_is_right_counts_beside_a_problem(tmp_path: Path) -> None:
    keymap = resolve(tmp_path, 'next_quote = ["bad", "ctrl+n"]\nsearch = "ctrl+n"\nnone = "n"\nhelp = "F1"\n')
    assert len(keymap.problems) == 3
    assert keymap.changed == {"next_quote": ("ctrl+n",), "search": (), "help": ("f1",)}


def test_commands_of_different_views_may_have_one_key(tmp_path: Path) -> None:
    keymap = resolve(tmp_path, 'next_quote = "ctrl+n"\nnext_event = "ctrl+n"\nnext_row = "ctrl+n"\n')
    assert keymap.problems == ()


def test_two_commands_can_swap_their_keys(tmp_path: Path) -> None:
    keymap = resolve(tmp_path, 'next_quote = "N"\nprevious_quote = "n"\n')
    assert keymap.problems == ()
    assert clashes(keymap.changed) == []


def test_a_table_that_is_none_is_reported(tmp_path: Path) -> None:
    loaded = load(tmp_path / "config.toml", '[keys]\ncommands = "n"\n')
    (problem,) = loaded.problems
    assert str(problem).endswith(
        'config.toml:2:12: keys.commands: "n" is no table: write [keys.commands] above the commands'
    )


_IDS = st.sampled_from([*COMMANDS, "nothing", "next-quote"])
_WORDS = st.sampled_from(["n", "N", "g", "gg", "x", "q", "ctrl+q", "space", "Ctrl+F", "bad key", "", "1"])
_VALUES = st.one_of(_WORDS, st.lists(_WORDS | st.integers(), max_size=3), st.integers(), st.booleans())


@given(st.dictionaries(_IDS, _VALUES, max_size=6), st.sampled_from(settings.KEY_SETS))
def test_any_keys_leave_a_program_that_can_be_quit_and_no_clash(table: dict[str, Any], chosen: str) -> None:
    keys = settings.KeySettings(set=chosen, commands=table)
    config = LoadedConfig(Path("config.toml"), settings.Settings(keys=keys))
    keymap = resolve_keymap(config, SCOPES)
    assert clashes(keymap.changed) == []
    assert keymap.changed.get("quit", COMMANDS["quit"].keys)
    for problem in keymap.problems:
        assert str(problem).isprintable()


def test_a_command_without_a_key_is_found_by_its_name() -> None:
    command = Command("import_file", "Import a file…", (), "Add", "Import.")
    assert command.key == ": Import a file"
