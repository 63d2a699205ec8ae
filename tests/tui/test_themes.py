"""Themes: the chooser, the user's own files, and the theme at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui import THEMES
from medway_tui.config.folders import is_theme, themes_folder
from medway_tui.config.loader import LoadedConfig
from medway_tui.config.settings import ReaderSettings, Settings
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.base_view import View
from medway_tui.tui.contrast import parse_colour
from medway_tui.tui.dialogs.theme_chooser import ThemeChooserDialog
from medway_tui.tui.theme_colours import SECTIONS
from medway_tui.tui.theme_files import ThemeFileError, read_theme
from medway_tui.tui.visitor_app import VisitorApp
from tests.conftest import ROOT
from tests.tui.reader_pilot import ReaderPilot, open_app, open_reader


def write_theme(name: str, text: str) -> Path:
    """Write a theme file among the user's own."""
    themes_folder().mkdir(parents=True, exist_ok=True)
    path = themes_folder() / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def background(opened: ReaderPilot) -> str:
    """Return the article's background colour."""
    return str(opened.styles("failings", "#text")[0].bgcolor)


async def try_theme(opened: ReaderPilot, *keys: str) -> str:
    """Press keys in the chooser; return the theme on the screen once it is that of the cursor's row."""
    await opened.press(*keys)
    rows = opened.rows()
    await opened.wait_until(lambda: opened.app.comfort.themes.current == rows.value.name)
    await opened.settle()
    return opened.app.comfort.themes.current


async def test_t_opens_the_chooser_which_shows_each_theme_and_esc_restores(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = background(opened)
        await opened.press("t")
        assert isinstance(opened.screen, ThemeChooserDialog)
        seen = [await try_theme(opened, "j") for _ in THEMES[1:]]
        assert seen == list(THEMES[1:])
        # t goes on, from the last to the first.
        assert await try_theme(opened, "t") == "dark"
        assert await try_theme(opened, "t") == "light"
        await opened.press("escape")
        assert isinstance(opened.screen, View)
        assert background(opened) == before
        assert opened.app.state.preferences.theme is None
        assert opened.toast_messages() == []


async def test_enter_keeps_the_theme_at_once_and_between_runs(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        # Before the preview has been drawn.
        opened.send("t", "j", "enter")
        await opened.wait_until(lambda: isinstance(opened.screen, View) and bool(opened.toast_messages()))
        await opened.settle()
        assert opened.toast_messages() == ["Theme: light"]
        assert opened.app.comfort.themes.current == "light"
        assert opened.app.state.preferences.theme == "light"


async def test_a_click_chooses_a_theme(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("t")
        await opened.click("RowList", 4, 2)
        assert opened.toast_messages() == ["Theme: high-contrast"]
        assert background(opened).count("#000000")


async def test_a_theme_of_the_config_holds_again_after_the_end(shipped: Dossier) -> None:
    config = LoadedConfig(Path("config.toml"), Settings(reader=ReaderSettings(theme="light")))
    async with open_reader(shipped, config=config) as opened:
        await opened.press("t", "t", "enter")
        assert opened.toast_messages() == ["Theme: high-contrast until you quit: config.toml sets it"]


@pytest.mark.parametrize("theme", THEMES)
async def test_a_theme_can_be_asked_for_at_the_start(shipped: Dossier, theme: str) -> None:
    async with open_reader(shipped, theme=theme) as opened:
        assert opened.app.comfort.themes.current == theme
        await opened.press("t")
        assert "now" in next(line for line in opened.lines("RowList") if line.startswith("▸"))


async def test_own_themes_are_listed_and_a_broken_one_says_where_the_fault_is(shipped: Dossier) -> None:
    write_theme("paper", 'based_on = "light"\n[screen]\nbackground = "#fffdf5"\n')
    write_theme("faint", 'based_on = "light"\n\n[screen]\nmuted = "#aaa"\n')
    broken = write_theme("broken", "[screen]\nmuted = grey\n")
    async with open_reader(shipped, theme="paper") as opened:
        assert background(opened).count("#fffdf5")
        await opened.press("t", "k")
        assert "your own; 1 weak colour" in next(
            line for line in opened.lines("RowList") if line.startswith("▸")
        )
        remark = opened.joined_text("#remark").replace(" ", "")
        assert "faint.toml:4:9:screen.muted#aaaaaaonmarks.cursor#c7daf2hasacontrastof1.6:1" in remark
        await opened.press("k")
        remark = opened.joined_text("#remark").replace(" ", "")
        assert f"{broken}:2:9:thisisnotTOML" in remark
        # It can be neither shown nor chosen.
        await opened.press("enter")
        assert isinstance(opened.screen, ThemeChooserDialog)
        await opened.press("escape")
        assert background(opened).count("#fffdf5")


async def test_someone_in_a_browser_sees_no_theme_file_of_this_machine(shipped: Dossier) -> None:
    write_theme("paper", 'based_on = "light"\n')
    write_theme("dark", "")
    async with open_app(VisitorApp(shipped)) as opened:
        await opened.press("t")
        assert "high-contrast" in opened.text("RowList")
        assert "paper" not in opened.text("RowList")
        assert ".toml" not in opened.joined_text()


async def test_a_theme_that_can_not_be_used_at_the_start_leaves_the_default(shipped: Dossier) -> None:
    path = write_theme("broken", '[screen]\ntextt = "#fff"\n')
    async with open_reader(shipped, theme="broken") as opened:
        assert opened.app.comfort.themes.current == "dark"
        opened.app.comfort.show_problems()
        await opened.settle()
        assert opened.toast_messages() == [
            f"{path}:2:1: there is no colour textt in [screen]; did you mean text?;"
            " until then the colours are dark"
        ]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("[screen", "1:8", "this is not TOML"),
        ('based_on = "terminal"', "1:12", 'based_on: "terminal" is not one of dark, light, high-contrast'),
        ("based_on = 3", "1:12", "based_on: 3 is not one of"),
        ("[colours]\na = 1", "1:1", "there is no section colours; it can be: based_on, screen"),
        ("[screen]\n\ntext = 'white'", "3:8", '"white" is not a colour; write it as "#rrggbb"'),
        ("[screen]\ntext = '#12345g'", "2:8", "is not a colour"),
        ("[screen]\ntext = [1]", "2:8", "a list is not a colour"),
        ("grades = '#fff'", "1:10", 'grades is a section, not "#fff"; write [grades] above its colours'),
        ("[speakers]\ncolours = '#fff'", "2:11", "speakers.colours is a list of 1 to 12 colours"),
        ("[speakers]\ncolours = []", "2:11", "speakers.colours is a list of 1 to 12 colours"),
        ("[speakers]\ncolours = [\n  '#fff',\n  'x',\n]", "4:3", '"x" is not a colour'),
    ],
)
def test_a_fault_of_a_theme_file_has_its_place(text: str, place: str, words: str) -> None:
    path = write_theme("own", text)
    with pytest.raises(ThemeFileError) as caught:
        read_theme("own")
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[grades]\nbest = "#205030"\n',
            '2:8: grades.best #205030 on marks.chosen #2d3d52 has a contrast of 1.1:1; text needs 4.5:1',
        ),
        (
            '[cells]\nbad = "#300000"\n',
            "2:7: cells.bad #300000 on screen.background #14181d has a contrast of 1.0:1;"
            " a line or fill needs 3:1",
        ),
        (
            '[speakers]\ncolours = ["#80b0f8", "#60ff60"]\n',
            "2:23: speakers.colours, number 2 #60ff60 looks like a grade:"
            " green, amber and red are for grades alone",
        ),
        # The file sets the paper; the ink is that of the theme below.
        (
            '[marks]\nmatch = "#222222"\n',
            "2:9: marks.match_text #14181d on marks.match #222222 has a contrast of 1.1:1; text needs 4.5:1",
        ),
    ],
)  # fmt: skip
def test_a_weak_colour_is_named_with_its_line(text: str, sentence: str) -> None:
    path = write_theme("own", text)
    assert [str(problem) for problem in read_theme("own").weak] == [f"{path}:{sentence}"]


def test_a_theme_file_sets_every_colour() -> None:
    example = ROOT / "docs" / "examples" / "solar.toml"
    text = example.read_text(encoding="utf-8")
    write_theme("solar", text)
    theme, weak = read_theme("solar")
    assert weak == ()
    for section, keys in SECTIONS.items():
        for key in keys:
            assert f"{key} = " in text.partition(f"[{section}]")[2].partition("\n[")[0]
    assert theme.theme.background == "#fdf6e3"
    assert not theme.theme.dark
    # No colour is left of the theme below.
    assert "medway-light" not in repr(theme)


@pytest.mark.parametrize("name", ["../config", "", "/etc/passwd", "missing", "a\x1b[31mb"])
def test_a_name_that_is_no_theme_file_is_none(name: str) -> None:
    write_theme("own", "")
    (themes_folder().parent / "config.toml").touch()
    assert not is_theme(name)
    with pytest.raises(ThemeFileError, match="there is no such theme file; themes are dark, light") as error:
        read_theme(name)
    assert "\x1b" not in str(error.value)


def test_a_file_with_the_name_of_a_theme_of_the_reader_is_not_used() -> None:
    write_theme("dark", '[screen]\nbackground = "#300000"\n')
    from medway_tui.config.folders import own_theme_names  # noqa: PLC0415
    from medway_tui.tui.theme_files import shadowed_files  # noqa: PLC0415

    assert own_theme_names() == []
    assert [problem.message for problem in shadowed_files()] == ["the reader has a theme of this name"]


@pytest.mark.parametrize("text", ["", "#", "fff", "#ffff", "#gggggg", "#１１１", "#12 456", "red"])
def test_only_hexadecimal_colours_are_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_colour(text)
