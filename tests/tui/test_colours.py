"""Colours: the themes of the reader, and no information by colour alone."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from rich.color import Color
from rich.style import Style

from medway_tui import THEMES
from medway_tui.index.speaker_ranks import RankedSpeaker, most_quoted, rank_speakers
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.base_view import View
from medway_tui.tui.contrast import Colour, contrast, is_grade_hue, parse_colour
from medway_tui.tui.rows import mark_speakers
from medway_tui.tui.theme import palette, textual_name
from medway_tui.tui.theme_colours import NamedTheme, find_weak_colours
from medway_tui.tui.theme_files import BASES, built_in_theme
from tests.fixtures_library import Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import read_yaml


def attributes(style: Style) -> tuple[bool, ...]:
    """Return a style's attributes other than colour."""
    return tuple(map(bool, (style.bold, style.underline, style.reverse, style.dim, style.italic)))


def background(opened: ReaderPilot) -> object:
    """Return the article's background colour."""
    return opened.styles("failings", "#text")[0].bgcolor


def distance(first: Colour, second: Colour) -> float:
    """Return how different two colours look, as CIE76 of L*a*b*; about 2 can just be told apart."""
    return math.dist(lab(first), lab(second))


def lab(colour: Colour) -> tuple[float, float, float]:
    """Return a colour of sRGB in L*a*b*, under D65."""
    red, green, blue = ((c / 255) / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (cbrt(part) for part in (x, 0.2126 * red + 0.7152 * green + 0.0722 * blue, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def cbrt(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def rgb(colour: Color | None) -> Colour:
    """Return a colour of a style in three numbers."""
    assert colour is not None
    return tuple(colour.get_truecolor())  # type: ignore[return-value]


def themes_with_colours() -> list[NamedTheme]:
    """Return the themes of the reader whose colours are known."""
    return [built_in_theme(name) for name in BASES]


def pairs_in_use(opened: ReaderPilot) -> Iterator[tuple[str, Colour, Colour]]:
    """Yield each piece of text on the screen with its colour and its background; of a dialog, it alone."""
    region = opened.screen.region
    if not isinstance(opened.screen, View):
        # The text behind a dialog is dimmed on purpose.
        region = opened.screen.children[0].region
    for strip in opened.strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            if segment.style is not None and segment.text.strip():
                yield segment.text, rgb(segment.style.color), rgb(segment.style.bgcolor)


LINES = "│╭╮╰╯─┊┆╌┏┓┗┛━┃▐▌█▁▂▃▄▅▆▇▎▊▔╱╲·"
"""Characters that are lines and blocks, and no words."""

WALK = (
    ("n",), ("/", *"the"), ("down",), ("escape", "2", "n", "v"), ("f", *"in:x"), ("escape", "s"),
    ("3",), ("j", "h"), ("=", "h", "="), ("escape", "r", "l"), ("tab",), ("4", "j", "j"), ("tab",),
    ("5", "j"), ("tab", "j"), ("6", "j"), ("enter",), ("tab", "j"), ("c",), ("escape", "?"), ("escape", ":"),
    ("escape", "!"), ("escape", "t"), ("escape", ":", *"new person", "enter"), ("escape", "1", "y"),
)  # fmt: skip
"""Keys through every view and dialog, with a toast at the end."""


@pytest.mark.parametrize("theme", BASES)
async def test_every_colour_in_use_stands_out_from_its_background(shipped: Dossier, theme: str) -> None:
    own = built_in_theme(theme).palette
    least = 7 if theme.startswith("high-contrast") else 4.5
    grades = {rgb(style.color) for style in (own.best, own.good, own.medium, own.bad)}
    grades |= {rgb(fill.bgcolor) for fill in own.fills}
    async with open_reader(shipped, theme=theme, toasts=True) as opened:
        for keys in WALK:
            await opened.press(*keys)
            for text, ink, paper in pairs_in_use(opened):
                is_line = not text.strip(LINES + " ")
                assert contrast(ink, paper) >= (3 if is_line else least), (keys, text, ink, paper)
                for colour in (ink, paper):
                    assert not is_grade_hue(colour) or colour in grades, (keys, text, colour)


@pytest.mark.parametrize("theme", themes_with_colours(), ids=BASES)
def test_every_style_of_a_theme_stands_out_from_every_background(theme: NamedTheme) -> None:
    text = 7 if theme.name.startswith("high-contrast") else 4.5
    assert find_weak_colours(theme, text=text) == []
    variables, background = theme.theme.variables, theme.theme.background
    for name in ("scrollbar", "scrollbar-hover", "scrollbar-active"):
        paper = variables["scrollbar-background"]
        assert contrast(parse_colour(variables[name]), parse_colour(paper)) >= 3
    for kind in ("screen", "input"):
        pair = [parse_colour(variables[f"{kind}-selection-{part}"]) for part in ("foreground", "background")]
        assert contrast(*pair) >= text
    # A field of a form that has the focus: 15% of the accent over the panel.
    accent, panel = parse_colour(theme.theme.primary), parse_colour(theme.theme.panel or "")
    red, green, blue = (
        below + (above - below) * 15 // 100 for above, below in zip(accent, panel, strict=True)
    )
    for ink in (variables["text-muted"], theme.theme.foreground or ""):
        assert contrast(parse_colour(ink), (red, green, blue)) >= text
    assert background == variables["scrollbar-background"]


@pytest.mark.parametrize("theme", themes_with_colours(), ids=BASES)
def test_speakers_look_different_from_each_other_and_from_grades(theme: NamedTheme) -> None:
    own = theme.palette
    tints = [rgb(style.color) for style in (*own.tints, own.others)]
    grades = [rgb(style.color) for style in (own.best, own.good, own.medium, own.bad)]
    assert min(distance(*pair) for pair in combinations(tints, 2)) >= 12
    assert min(distance(tint, grade) for tint in tints for grade in grades) >= 30
    assert not any(map(is_grade_hue, tints))
    assert all(map(is_grade_hue, grades))


def test_the_terminals_own_green_amber_and_red_are_for_grades_alone() -> None:
    own = palette(textual_name("terminal"))
    names = [style.color.name for style in (*own.tints, own.others) if style.color is not None]
    assert len(set(names)) == len(names) == 6
    assert not any(word in name for name in names for word in ("green", "yellow", "red"))


async def test_each_speaker_of_the_shipped_dossier_has_a_colour_and_initials_of_their_own(
    shipped: Dossier,
) -> None:
    for theme in ("dark", "light"):
        async with open_reader(shipped, theme=theme) as opened:
            await opened.press("2")
            headings = [line for line in opened.lines("#list") if line[3:4] == "▌"]
            marks = [line[1:3] for line in headings]
            assert len(marks) == len(set(marks)) == 9
            assert len({opened.styles(f"{mark}▌", "#list")[0].color for mark in marks}) == 9


def test_the_most_quoted_are_ranked_the_same_however_the_index_was_written(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    first = most_quoted(dossier.index)
    counts = Counter(
        speaker
        for path in folder.root.glob("quotes/*.yaml")
        for entry in read_yaml(path)
        for speaker in entry.get("speakers", [entry.get("speaker")])
    )
    names = {
        each["id"]: each["name"]
        for name in ("people", "organisations")
        for each in read_yaml(folder.path(f"{name}.yaml"))
    }
    known = [number for speaker, number in counts.most_common() if speaker in names]
    by_name = {names[speaker]: number for speaker, number in counts.items() if speaker in names}
    assert [by_name[each.name] for each in first] == known
    assert json.loads(dossier.index.meta("most_quoted") or "") == json.loads(
        rank_speakers(dossier.index.rows)
    )
    dossier.close()
    again = open_dossier([folder.root])
    assert most_quoted(again.index) == first
    again.close()


def test_initials_differ_where_the_names_allow_it() -> None:
    names = ("Alan Jarrett", "Anna Jones", "Andrew James", "Bo", "Bo Bo", "Ofsted")
    marks = mark_speakers(RankedSpeaker(number, name) for number, name in enumerate(names))
    assert [mark.initials for mark in marks] == ["AJ", "Jo", "Ja", "Bo", "BB", "Of"]
    assert [mark.position for mark in marks] == list(range(6))


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
