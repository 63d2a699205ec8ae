"""Reading width, paragraph numbers, focus mode and motion."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from medway_tui.config.loader import LoadedConfig
from medway_tui.config.settings import ReaderSettings, Settings
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.base_view import View
from medway_tui.tui.dialogs.command_palette import CommandPaletteDialog
from medway_tui.tui.reader_state import ReaderState
from tests.tui.reader_pilot import ReaderPilot, open_app, open_reader
from tests.tui.shipped_facts import BBC, texts


def widest_line(opened: ReaderPilot) -> int:
    """Return the cells of the widest line of the article, without its margin."""
    return max(line.end - line.start for line in opened.article._layout.lines)


async def test_plus_and_minus_change_the_width_of_the_text_and_keep_the_place(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 24)) as opened:
        assert 70 < widest_line(opened) <= 78
        await opened.press("space")
        place = opened.article.place()
        widths = []
        for key in ("+", "+", "+", "-", "-", "-", "-", "-", "-", "-"):
            await opened.press(key)
            widths.append(opened.app.text_setting.width)
            assert opened.article.place()[0] == place[0]
            assert widths[-1] - 12 < widest_line(opened) <= widths[-1]
        assert widths == [82, 86, 90, 86, 82, 78, 74, 70, 66, 62]
        assert opened.toast_messages()[-1] == "Reading width 62 cells"
        assert opened.app.state.preferences.reading_width == 62
        await opened.press(*"-" * 20)
        assert opened.toast_messages()[-1] == "Reading width 30 cells: this is the least"
        # The pane grows with the text, also where the key is held.
        opened.send(*["plus"] * 16)
        await opened.settle()
        await opened.wait_until(lambda: opened.app.text_setting.width == 94)
        await opened.press(*"-" * 16)
        # The text is in the middle of its pane.
        line = next(line for line in opened.lines("#text") if line.strip())
        assert line.startswith(" " * 20)


async def test_the_width_is_changed_from_what_is_seen(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 30)) as opened:
        await opened.press("+")
        assert opened.toast_messages() == [
            "The pane has room for 43 cells: \\ hides the list, z all but the text"
        ]
        await opened.press("-")
        assert opened.app.text_setting.width == 39
        assert widest_line(opened) <= 39


async def test_the_numbers_of_paragraphs_can_be_left_out(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:

        def numbers() -> list[str]:
            return [line[:3].strip() for line in opened.lines("#text") if line[:2].strip()]

        assert {"1", "2", "3", "c1"} <= {number.rstrip("≠") for number in numbers()}
        await opened.press(":", *"paragraph numbers", "enter")
        assert opened.toast_messages() == ["Paragraph numbers off"]
        assert not any(character.isdigit() for number in numbers() for character in number)
        assert "≠" in opened.text("#text")
        assert opened.app.state.preferences.paragraph_numbers is False
        # A place in the text is a click's as before.
        line = next(at for at, each in enumerate(opened.lines("#text")) if "“exceptionally" in each)
        await opened.click("#text", opened.lines("#text")[line].index("exceptionally"), line)
        assert opened.article.chosen is not None


async def test_what_was_chosen_holds_in_the_next_run_unless_the_config_says_otherwise(
    shipped: Dossier,
) -> None:
    state = ReaderState()
    state.change(reading_width=60, paragraph_numbers=False, focus_mode=True, theme="light")
    async with open_app(ReaderApp(shipped, state=state), size=(200, 30)) as opened:
        assert widest_line(opened) <= 60
        assert opened.article._digits == 0
        assert opened.app.comfort.themes.current == "light"
        assert "Articles" not in opened.text()
        assert opened.toast_messages() == ["Focus mode: z or Esc leaves it"]
    reader = ReaderSettings(reading_width=70, paragraph_numbers=True)
    config = LoadedConfig(Path("config.toml"), Settings(reader=reader))
    async with open_app(ReaderApp(shipped, state=state, config=config), size=(200, 30)) as opened:
        assert 60 < widest_line(opened) <= 70
        assert opened.article._digits == 2
        await opened.press("+")
        assert opened.toast_messages()[-1] == ("Reading width 74 cells until you quit: config.toml sets it")


@pytest.mark.parametrize("size", [(120, 20), (40, 12)])
async def test_focus_mode_shows_the_text_and_nothing_else(shipped: Dossier, size: tuple[int, int]) -> None:
    async with open_reader(shipped, size=size) as opened:
        await opened.press("space", "j")
        before = opened.text()
        place = opened.article.place()
        await opened.press("z")
        assert opened.region("#text").size == size
        assert opened.article.place()[0] == place[0]
        for words in ("Read", "Articles", "Who says", "Commands", "╭", "%"):
            assert words not in opened.text()
        assert opened.app.state.preferences.focus_mode is True
        # All that is read works: quotations, the search, the next article.
        await opened.press("n")
        assert opened.article.chosen is not None
        await opened.press("]", "[")
        await opened.search("quantum leap")
        assert opened.article.has_focus
        assert "Who says" not in opened.text()
        await opened.open(BBC)
        # Esc leaves focus mode first, and clears the search after that.
        await opened.press("escape")
        assert opened.app.state.preferences.focus_mode is False
        await opened.press("g", "escape", "space", "j")
        assert opened.text() == before


async def test_focus_mode_ends_with_z_with_tab_and_from_the_list(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = opened.text()
        await opened.press("z", "z")
        assert opened.text() == before
        await opened.press("z", "tab")
        assert opened.view.current_pane() == "quotes"
        assert "Who says" in opened.text()
        # The text is what remains, wherever the cursor was.
        await opened.press("z")
        assert opened.view.current_pane() == "text"
        assert texts(BBC)[0][:20] in opened.text()
        # Another view is as it is, and Read as it was left.
        await opened.press("2")
        assert "By speaker" in opened.text()
        await opened.press("1")
        assert "Who says" not in opened.text()


async def test_focus_mode_of_two_articles_leaves_both(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 30)) as opened:
        await opened.press("|", "z")
        assert "Commands" not in opened.text()
        assert opened.region("#first").width == opened.region("#second").width == 60
        await opened.press("escape")
        assert "Commands" in opened.text()
        await opened.press("escape")
        assert opened.view.NAME == "Read"


async def test_without_motion_nothing_is_animated_and_no_cursor_blinks(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "full")
    for motion, level in ((None, "full"), ("none", "none")):
        config = LoadedConfig(Path("config.toml"), Settings(reader=ReaderSettings(motion=motion)))
        async with open_reader(shipped, config=config) as opened:
            assert opened.app.animation_level == level
            await opened.press("/")
            assert opened.screen.query_one(Input).cursor_blink is (motion is None)


# -- the mouse -------------------------------------------------------------------------------------------


async def test_the_right_button_opens_the_commands_for_what_was_clicked(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        line = next(at for at, each in enumerate(opened.lines("#text")) if "“exceptionally" in each)
        at = opened.region("#text").offset + Offset(opened.lines("#text")[line].index("exceptionally"), line)
        await opened.pilot.click(offset=at, button=3)
        await opened.settle()
        assert isinstance(opened.screen, CommandPaletteDialog)
        row = next(at for at, each in enumerate(opened.lines("RowList")) if each[2:].startswith("Copy "))
        await opened.click("RowList", 4, row)
        assert "exceptionally high" in opened.clipboard
        await opened.press("2")
        # A row of a list is chosen by it, and nothing is opened.
        at = opened.region("#list").offset + Offset(4, 3)
        for _ in range(2):
            await opened.pilot.click(offset=at, button=3)
            await opened.settle()
            assert isinstance(opened.screen, CommandPaletteDialog)
            await opened.press("escape")
        assert opened.rows("#list").cursor == 3


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "6"])
async def test_every_command_is_found_by_the_mouse_alone(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped, size=(120, 90)) as opened:
        await opened.press(key)
        commands = opened.view.available_commands()
        footer = opened.lines("Footer")[0]
        await opened.click("Footer", footer.index(": Commands"), 0)
        assert isinstance(opened.screen, CommandPaletteDialog)
        rows = opened.lines("RowList")
        for command in commands:
            assert any(row[2:].startswith(command.name) for row in rows), command
        # A click on a row runs its command.
        await opened.click(
            "RowList", 4, next(at for at, row in enumerate(rows) if row[2:].startswith("Help"))
        )
        assert "Help" in opened.text()
        await opened.click("Dialog > Vertical", 0, 0)
        # Where the border says so, a click closes.
        lines = opened.lines()
        at = next(number for number, line in enumerate(lines) if "✕ close" in line)
        await opened.pilot.click(offset=(lines[at].index("close"), at))
        await opened.settle()
        await opened.wait_until(lambda: isinstance(opened.screen, View))
