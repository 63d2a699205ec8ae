"""The settings of config.toml in the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from medway_tui.config.loader import LoadedConfig, load_config
from medway_tui.config.settings import KeySettings, ReaderSettings, Settings
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.theme import textual_name
from tests.tui.reader_pilot import open_reader


@pytest.mark.parametrize(("option", "expected"), [(None, "light"), ("terminal", "terminal")])
async def test_a_theme_on_the_command_line_comes_before_that_of_the_config(
    shipped: Dossier, option: str | None, expected: str
) -> None:
    config = LoadedConfig(Path("config.toml"), Settings(reader=ReaderSettings(theme="light")))
    async with open_reader(shipped, theme=option, config=config) as opened:
        assert opened.app.theme == textual_name(expected)


def keys_config(chosen: str | None = None, **keys: object) -> LoadedConfig:
    """Return settings with a set of keys, and keys of commands."""
    settings = Settings(keys=KeySettings(set=chosen, commands=keys))
    return LoadedConfig(Path("config.toml"), settings)


async def test_the_vim_set_has_sequences_and_its_other_keys(shipped: Dossier) -> None:
    async with open_reader(shipped, config=keys_config("vim")) as opened:
        assert opened.lines()[-1].rstrip().endswith(": Commands  ? Help  q Quit")
        await opened.press("2", "G")
        last = opened.rows().cursor
        await opened.press("g")
        # A key that may begin a sequence waits; another key brings it out, and counts itself.
        assert opened.rows().cursor == last
        await opened.press("k")
        assert opened.rows().cursor < last
        await opened.press("g", "g")
        assert opened.rows().cursor == 1
        await opened.press("ctrl+f")
        assert opened.rows().cursor > 1
        await opened.press("ctrl+b")
        assert opened.rows().cursor == 1
        await opened.press("G", "g", "escape", "g")
        assert opened.rows().cursor == last
        await opened.press("g", "ctrl+w", "w")
        assert opened.view.current_pane() == "context"
        # In an input line they are letters.
        await opened.press("f", *"ggZZ")
        assert opened.input_text() == "ggZZ"
        await opened.press("escape", "?")
        helped = opened.joined_text("RowList")
        assert "gg Home" in helped
        # Keys that do not fit into their column go on in the next line.
        assert "Tab Ctrl+w w Go to the next pane. Ctrl+w Ctrl+w Shift+Tab" in helped
        await opened.press("g", "g", "escape")
        opened.send("Z")
        opened.send("Z")
        await opened.wait_until(lambda: not opened.app.is_running)
    assert opened.app.return_code == 0


async def test_a_waiting_key_comes_out_after_its_time(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medway_tui.tui.key_sequences.TIMEOUT_SECONDS", 0.01)
    config = keys_config(open_ratings=["3 3"], open_quotes="3", open_timeline="4 4")
    async with open_reader(shipped, config=config) as opened:
        await opened.press("3")
        await opened.wait_until(lambda: opened.view.NAME == "Quotes")
        await opened.press("4", "tab")
        assert opened.view.current_pane() == "context"


async def test_footer_hints_help_and_palette_name_the_keys_in_force(shipped: Dossier) -> None:
    config = keys_config(
        filter_quotes="F2", clear_filter="F3", find_command="F4", help="F5", quit="ctrl+x", open_quotes="7"
    )
    async with open_reader(shipped, config=config) as opened:
        await opened.press("7")
        assert " 7 Quotes " in opened.lines()[0]
        assert "F2 filters: words" in opened.lines()[1]
        assert "F2 Filter" in opened.lines()[-1]
        assert opened.lines()[-1].rstrip().endswith("F4 Commands  F5 Help  Ctrl+x Quit")
        await opened.press("f2", *"zzz")
        assert "F3 clears the filter." in opened.text("#list")
        await opened.press("f3", "f4", *"filter")
        assert opened.lines("RowList")[0].rstrip().endswith("F2")
        await opened.press("escape", "f5")
        assert "F2 Filter by words" in opened.joined_text("RowList")
        # The key that opens the help closes it.
        await opened.press("f5")
        assert opened.view.NAME == "Quotes"
        await opened.press("2", "f", "q", "?")
        assert opened.view.NAME == "Quotes"


async def test_letters_given_to_commands_are_typed_in_an_input_line(shipped: Dossier) -> None:
    config = keys_config(next_pane="w", find_person="e", open_ratings="a", line_down="o", edit_source=[])
    async with open_reader(shipped, config=config) as opened:
        await opened.press("2", "f", *"weao")
        assert isinstance(opened.screen.focused, Input)
        assert opened.input_text() == "weao"
        await opened.press("escape", "w")
        assert opened.view.current_pane() == "context"


async def test_a_command_without_keys_can_be_given_one_and_others_lose_theirs(shipped: Dossier) -> None:
    config = keys_config(import_file="i", search=[], help="N")
    async with open_reader(shipped, config=config) as opened:
        assert "/ Search" not in opened.lines()[-1]
        before = opened.text()
        await opened.press("slash")
        assert opened.text() == before
        await opened.press("i")
        assert "Import" in opened.text()
        await opened.press("escape", "N")
        assert "Keys in Read" in opened.text()


async def test_words_of_vim_are_answered_in_the_palette(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        await opened.press(":", *"w", "enter")
        assert opened.view.NAME == "Read"
        assert opened.toast_messages() == ["Nothing to save: what you do here is written at once"]
        await opened.press(":", *"help", "enter")
        assert "Keys in Read" in opened.text()
        await opened.press("escape", ":", *"wq")
        opened.send("enter")
        await opened.wait_until(lambda: not opened.app.is_running)
    assert opened.app.return_code == 0


async def test_problems_of_the_config_are_one_toast(shipped: Dossier, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\nset = "emacs"\n[keys.commands]\nnext_quotes = "n"\nquit = "q"\n')
    async with open_reader(shipped, config=load_config(path), toasts=True, live=True) as opened:
        await opened.wait_until(lambda: opened.toast_messages() != [])
        (message,) = opened.toast_messages()
        assert message.startswith(f'{path}:2:7: keys.set: "emacs" is not one of "default" or "vim"')
        assert message.endswith("(and 1 more: medway-tui config)")
