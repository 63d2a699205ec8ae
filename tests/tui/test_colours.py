"""Colours: three themes, and no information by colour alone."""

from __future__ import annotations

import pytest
from rich.style import Style

from medway_tui import THEMES
from medway_tui.sync.dossier import Dossier
from tests.tui.reader_pilot import ReaderPilot, open_reader


def attributes(style: Style) -> tuple[bool, ...]:
    """Return a style's attributes other than colour."""
    return tuple(map(bool, (style.bold, style.underline, style.reverse, style.dim, style.italic)))


def background(opened: ReaderPilot) -> object:
    """Return the article's background colour."""
    return opened.styles("failings", "#text")[0].bgcolor


async def test_t_goes_through_all_themes_and_says_which(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        seen = [background(opened)]
        for _ in THEMES:
            await opened.press("t")
            seen.append(background(opened))
        assert opened.toast_messages() == ["Colours: light", "Colours: terminal", "Colours: dark"]
        assert seen[0] == seen[3]
        assert len(set(map(str, seen))) == 3


@pytest.mark.parametrize("theme", THEMES)
async def test_a_theme_can_be_asked_for_at_the_start(shipped: Dossier, theme: str) -> None:
    async with open_reader(shipped, theme=theme) as opened:
        started = background(opened)
        for _ in THEMES:
            await opened.press("t")
        assert opened.toast_messages()[-1] == f"Colours: {theme}"
        assert background(opened) == started


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [(c / 255) / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def low_contrast_words(opened: ReaderPilot) -> set[tuple[str, str, str]]:
    """Return the words with too little contrast, with their two colours."""
    # The text behind a dialog is dimmed on purpose, and so is a field's placeholder.
    region = opened.region("RowList") if opened.app.screen_stack[1:] else opened.screen.region
    found = set()
    for strip in opened.strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            style = segment.style
            if style is None or not segment.text.strip(" │╭╮╰╯─▁▂▃▄▅▆▇█▎▊▐▌"):
                continue
            assert style.color is not None
            assert style.bgcolor is not None
            ink, paper = style.color.get_truecolor(), style.bgcolor.get_truecolor()
            light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
            if (light + 0.05) / (dark + 0.05) < 4.5 and not segment.text.startswith("f filters"):
                found.add((segment.text, ink.hex, paper.hex))
    return found


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_all_words_stand_out_from_their_background(shipped: Dossier, theme: str) -> None:
    async with open_reader(shipped, theme=theme) as opened:
        for keys in (("n",), ("2", "n"), ("3",), ("r",), ("c",), ("escape", "?"), ("escape", "/", *"the")):
            await opened.press(*keys)
            assert low_contrast_words(opened) == set(), keys


@pytest.fixture
def no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("no_colours")
@pytest.mark.parametrize("theme", THEMES)
async def test_without_colours_what_is_found_and_chosen_still_stands_out(
    shipped: Dossier, theme: str
) -> None:
    async with open_reader(shipped, theme=theme) as opened:
        await opened.search("quantum leap")
        plain = attributes(opened.styles("He later added", "#text")[0])
        assert attributes(opened.styles("quantum", "#text")[0]) != plain
        assert attributes(opened.styles("leap", "#text")[0]) != plain
        await opened.press("escape", "n", "N", "N")
        chosen = attributes(opened.styles("no stone left", "#text")[0])
        assert chosen != attributes(opened.styles("retorted", "#text")[0])
        await opened.press("tab")
        line = next(line for line in opened.lines("#quotes") if line.startswith("▸"))
        other = next(line for line in opened.lines("#quotes") if "“top" in line)
        assert attributes(opened.styles(line[4:14], "#quotes")[0]) != attributes(
            opened.styles(other[4:14], "#quotes")[0]
        )


@pytest.mark.usefixtures("no_colours")
async def test_without_colours_the_chosen_cell_stands_out(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        assert "┃✓ Good" in opened.text("#table")
        await opened.press("j")
        for chosen, other in (("Impact of leaders", "Care leavers"), ("Jul 2023", "Jul 2019")):
            styles = [attributes(opened.styles(words, "#table")[0]) for words in (chosen, other)]
            assert styles[0] != styles[1]


@pytest.mark.usefixtures("no_colours")
async def test_without_colours_none_is_drawn(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("n")
        for strip in opened.strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if colour is not None and colour.triplet is not None:
                        assert len({*colour.triplet}) == 1
