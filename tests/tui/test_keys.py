"""Keys: every command's key works, and no key without effect is shown."""

from __future__ import annotations

from pkgutil import resolve_name

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import MOVEMENT_COMMANDS, Command
from medway_tui.tui.view_commands import GLOBAL_COMMANDS, OPEN_REVIEW
from medway_tui.tui.view_commands import VIEWS as ENTRIES
from tests.tui.reader_pilot import VIEWS, ReaderPilot, open_reader

NEVER_BOUND = ("ctrl+i", "ctrl+m", "ctrl+h")
"""The keys that terminals report as Tab, Enter and Backspace."""


def commands_of(view: type[View]) -> tuple[Command, ...]:
    """All commands that work in a view."""
    return (*view.VIEW_COMMANDS, *GLOBAL_COMMANDS)


@pytest.mark.parametrize(
    ("key", "command"),
    [(key, command) for key, view in VIEWS.items() for command in commands_of(view)],
    ids=[f"{view.NAME}-{command.action}" for view in VIEWS.values() for command in commands_of(view)],
)
def test_every_command_has_its_action_and_says_what_it_does(key: str, command: Command) -> None:
    owner = ReaderApp if command.is_global else VIEWS[key]
    assert callable(getattr(owner, f"action_{command.action.partition('(')[0]}"))
    assert command.name
    assert command.description.endswith((".", "?"))
    assert all(command.key_labels())


def test_every_entry_of_the_table_of_views_has_its_view() -> None:
    for name, entry in ENTRIES.items():
        assert issubclass(resolve_name(entry.path), View)
        assert entry.command is None or entry.command.action == f"open_view('{name}')"


@pytest.mark.parametrize("name", ENTRIES)
def test_no_key_of_a_view_is_for_two_commands(name: str) -> None:
    view = resolve_name(ENTRIES[name].path)
    keys = [pressed for command in commands_of(view) for pressed in command.keys]
    assert [key for key in keys if keys.count(key) > 1] == []


def actions(opened: ReaderPilot) -> dict[str, str]:
    """Return the action of each key."""
    return {
        key: active.binding.action.removeprefix("app.")
        for key, active in opened.screen.active_bindings.items()
    }


@pytest.mark.parametrize("key", VIEWS)
async def test_every_key_that_the_help_lists_does_something_in_the_first_pane(
    shipped: Dossier, key: str
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(key)
        bound = actions(opened)
        dead = [
            f"{command.action}: {pressed}"
            for command in (*opened.view.commands, *MOVEMENT_COMMANDS)
            for pressed in command.keys
            if pressed not in bound
        ]
        assert dead == []


@pytest.mark.parametrize("key", VIEWS)
async def test_every_command_of_a_view_is_what_its_keys_do_in_every_pane(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(key)
        moves = {pressed for command in MOVEMENT_COMMANDS for pressed in command.keys}
        for _ in opened.view.PANES:
            bound = actions(opened)
            for command in opened.view.commands:
                for pressed in command.keys:
                    # A list that has the keys moves by its own j and k, and Enter chooses in a table.
                    if pressed in moves and bound[pressed] != command.action:
                        assert bound[pressed] in {move.action for move in MOVEMENT_COMMANDS}
                        continue
                    if (pressed, bound[pressed]) == ("enter", "select_cursor"):
                        continue
                    assert bound[pressed] == command.action, (opened.view.current_pane(), pressed)
            await opened.press("tab")


@pytest.mark.parametrize("key", VIEWS)
async def test_keys_that_terminals_report_as_others_do_nothing(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(key)
        for _ in opened.view.PANES:
            assert not {*NEVER_BOUND} & {*actions(opened)}
            before = opened.text()
            await opened.press(*NEVER_BOUND)
            assert opened.text() == before
            await opened.press("tab")


@pytest.mark.parametrize("key", VIEWS)
async def test_help_and_palette_list_every_command(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped, size=(160, 90)) as opened:
        await opened.press(key)
        # Without drafts the review command is hidden.
        commands = [command for command in opened.view.commands if command is not OPEN_REVIEW]
        await opened.press("?")
        helped = opened.joined_text("RowList")
        for command in [*commands, *MOVEMENT_COMMANDS]:
            assert f"{' '.join(command.key_labels())} {command.description}" in helped
        await opened.press("escape", ":")
        listed = opened.lines("RowList")
        for command in commands:
            keys = " ".join(command.key_labels())
            assert any(
                command.name in line and command.description[:30] in line and line.rstrip().endswith(keys)
                for line in listed
            ), command


async def test_the_digits_change_the_view_and_the_header_names_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for key, view in (("2", "Quotes"), ("3", "Ratings"), ("1", "Read"), ("1", "Read")):
            await opened.press(key)
            assert view == opened.view.NAME
            assert f" {view} " in opened.lines()[0]


async def test_ctrl_q_and_q_leave_the_reader(shipped: Dossier) -> None:
    for keys in (("q",), ("ctrl+q",), ("slash", "ctrl+q"), ("c", "ctrl+q"), ("2", "f", "ctrl+q")):
        async with open_reader(shipped) as opened:
            await opened.press(*keys[:-1])
            opened.send(keys[-1])
            await opened.wait_until(lambda opened=opened: not opened.app.is_running)  # type: ignore[misc]
        assert opened.app.return_code == 0
