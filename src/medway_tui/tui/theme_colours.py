"""Themes made from named colours: those of high contrast, and those of the user's own files.

A theme is a theme of the reader with some colours replaced; ``SECTIONS`` has their names, which are those of
the keys in a theme file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from rich.style import Style
from textual.theme import Theme

from medway_tui.tui.contrast import Colour, contrast, is_grade_hue, luminance, parse_colour
from medway_tui.tui.theme import GradeFills, Palette

Colours = Mapping[str, Mapping[str, str | list[str]]]
"""Colours by section and key, as in a theme file; a list where ``SECTIONS`` says so."""


class ColourKey(NamedTuple):
    """A colour that a theme can set."""

    meaning: str
    """What it is for."""
    targets: tuple[str, ...]
    """The parts of Textual's theme and of the palette that have this colour."""
    is_list: bool = False


# fmt: off
SECTIONS: Mapping[str, Mapping[str, ColourKey]] = {
    "screen": {
        "background": ColourKey("behind the text", (
            "theme.background", "variable.scrollbar-background", "variable.scrollbar-background-hover",
            "variable.scrollbar-background-active", "variable.screen-selection-foreground",
            "variable.input-selection-foreground")),
        "surface": ColourKey("behind dialogs and filter lines",
            ("theme.surface", "variable.footer-background")),
        "panel": ColourKey("behind the first and the last line, and input lines in dialogs",
            ("theme.panel",)),
        "text": ColourKey("text", ("theme.foreground", "palette.draft.color")),
        "muted": ColourKey("less important text: numbers, dates, hints",
            ("palette.muted.color", "variable.text-muted")),
        "problem": ColourKey("words that say what is wrong", ("theme.error", "palette.problem.color")),
        "accent": ColourKey("the border of the focused pane; behind selected text", (
            "theme.primary", "theme.accent", "theme.success", "variable.scrollbar-active",
            "variable.screen-selection-background", "variable.input-selection-background",
            "palette.outline.color")),
        "border": ColourKey("other borders, and scrollbars",
            ("variable.border-blurred", "variable.scrollbar", "variable.scrollbar-hover")),
    },
    "marks": {
        "match": ColourKey("behind a match of a search", ("palette.match.bgcolor",)),
        "match_text": ColourKey("a match of a search", ("palette.match.color",)),
        "chosen": ColourKey("behind the chosen quotation", ("palette.chosen.bgcolor",)),
        "cursor": ColourKey("behind the row of the cursor", ("palette.cursor.bgcolor",)),
        "cursor_elsewhere": ColourKey("behind the row of the cursor in a pane without the focus",
            ("palette.cursor_dim.bgcolor",)),
    },
    "grades": {
        name: ColourKey(f"the word or sign of {which} grade", (f"palette.{name}.color",))
        for name, which in (("best", "the best"), ("good", "the second"), ("medium", "the third"),
            ("bad", "the worst"))
    },
    "cells": {
        "text": ColourKey("text in a filled cell",
            tuple(f"fill.{name}.color" for name in GradeFills._fields)),
        **{
            name: ColourKey(f"the fill of a cell with {which}", (f"fill.{name}.bgcolor",))
            for name, which in (("best", "the best grade"), ("good", "the second grade"),
                ("medium", "the third grade"), ("bad", "the worst grade"), ("unknown", "an unknown grade"))
        },
    },
    "speakers": {
        "colours": ColourKey("those who are quoted most, the first the most", ("palette.tints",),
            is_list=True),
        "others": ColourKey("all other speakers", ("palette.others.color",)),
    },
}
"""The colours of a theme, by section and key."""
# fmt: on


class NamedTheme(NamedTuple):
    """A theme, as Textual and the palette know it."""

    name: str
    """Its name for ``--theme`` and in the chooser."""
    theme: Theme
    palette: Palette


def build_theme(name: str, base: NamedTheme, colours: Colours) -> NamedTheme:
    """Return a theme with the colours of another one, but for those that are given."""
    fields: dict[str, str] = {}
    variables: dict[str, str] = {}
    styles: dict[str, Any] = {}
    fills = dict(zip(GradeFills._fields, base.palette.fills, strict=True))
    for section, keys in colours.items():
        for key, value in keys.items():
            for target in SECTIONS[section][key].targets:
                kind, _, part = target.partition(".")
                part, _, attribute = part.partition(".")
                if isinstance(value, list):
                    styles[part] = tuple(Style(color=each) for each in value)
                elif kind == "theme":
                    fields[part] = value
                elif kind == "variable":
                    variables[part] = value
                elif kind == "fill":
                    fills[part] = fills[part] + Style(**{attribute: value})  # type: ignore[arg-type]
                else:
                    style = styles.get(part, getattr(base.palette, part))
                    styles[part] = style + Style(**{attribute: value})  # type: ignore[arg-type]
    background = fields.get("background") or base.theme.background or ""
    theme = replace(
        base.theme,
        name=f"medway-{name}",
        dark=luminance(parse_colour(background)) < 0.18,
        variables={**base.theme.variables, **variables},
        **fields,  # type: ignore[arg-type]
    )
    return NamedTheme(name, theme, base.palette._replace(**styles, fills=GradeFills(**fills)))


# -- what can be read ------------------------------------------------------------------------------


class Pair(NamedTuple):
    """Two colours that must be distinct."""

    name: str
    """The key of the first: the ink or the line."""
    ink: Colour
    paper_name: str
    paper: Colour
    is_text: bool
    """Whether the first is text, not a line or a fill."""


def colour_pairs(theme: NamedTheme) -> Iterator[Pair]:
    """Yield each colour of text, line and fill with each background that it may have."""
    own, textual = theme.palette, theme.theme
    screen = {
        name: parse_colour(value or "")
        for name, value in (
            ("screen.background", textual.background),
            ("screen.surface", textual.surface),
            ("screen.panel", textual.panel),
        )
    }
    marks = {
        f"marks.{name}": _triplet(style, paper=True)
        for name, style in (
            ("chosen", own.chosen),
            ("cursor", own.cursor),
            ("cursor_elsewhere", own.cursor_dim),
        )
    }
    inks = {
        "screen.text": parse_colour(textual.foreground or ""),
        "screen.muted": _triplet(own.muted),
        "screen.problem": _triplet(own.problem),
        **{f"grades.{name}": _triplet(getattr(own, name)) for name in SECTIONS["grades"]},
        **dict(_speaker_colours(theme)),
    }
    for name, ink in inks.items():
        for paper_name, paper in (*screen.items(), *marks.items()):
            yield Pair(name, ink, paper_name, paper, is_text=True)
    background, accent = screen["screen.background"], parse_colour(textual.primary)
    yield Pair("screen.background", background, "screen.accent", accent, is_text=True)
    match = _triplet(own.match, paper=True)
    yield Pair("marks.match_text", _triplet(own.match), "marks.match", match, is_text=True)
    for name, fill in zip(GradeFills._fields, own.fills, strict=True):
        paper = _triplet(fill, paper=True)
        yield Pair("cells.text", _triplet(fill), f"cells.{name}", paper, is_text=True)
        yield Pair(f"cells.{name}", paper, "screen.background", background, is_text=False)
    border = parse_colour(textual.variables["border-blurred"])
    for name, line in (("screen.border", border), ("screen.accent", accent)):
        for paper_name in ("screen.background", "screen.surface"):
            yield Pair(name, line, paper_name, screen[paper_name], is_text=False)


class WeakColour(NamedTuple):
    """A colour that can hardly be read, or is mistaken for a grade."""

    name: str
    """Its section and key."""
    paper_name: str
    """Those of the colour behind it."""
    sentence: str


def find_weak_colours(theme: NamedTheme, *, text: float = 4.5, lines: float = 3) -> list[WeakColour]:
    """Return the colours with too little contrast, each on its worst background, and those like a grade's."""
    worst: dict[str, tuple[float, WeakColour]] = {}
    for pair in colour_pairs(theme):
        least = text if pair.is_text else lines
        found = contrast(pair.ink, pair.paper)
        if found < least and (pair.name not in worst or found < worst[pair.name][0]):
            sentence = (
                f"{pair.name} {_hex(pair.ink)} on {pair.paper_name} {_hex(pair.paper)} has a contrast of"
                f" {int(found * 10) / 10}:1; {'text' if pair.is_text else 'a line or fill'} needs {least:g}:1"
            )
            worst[pair.name] = found, WeakColour(pair.name, pair.paper_name, sentence)
    weak = [each for _, each in worst.values()]
    for name, colour in _speaker_colours(theme):
        if is_grade_hue(colour):
            sentence = f"{name} {_hex(colour)} looks like a grade: green, amber and red are for grades alone"
            weak.append(WeakColour(name, name, sentence))
    return weak


def _speaker_colours(theme: NamedTheme) -> Iterator[tuple[str, Colour]]:
    for at, tint in enumerate(theme.palette.tints, 1):
        yield f"speakers.colours, number {at}", _triplet(tint)
    yield "speakers.others", _triplet(theme.palette.others)


def _triplet(style: Style, *, paper: bool = False) -> Colour:
    colour = style.bgcolor if paper else style.color
    assert colour is not None, "a theme with colours sets each"  # noqa: S101 - never one of the terminal's own
    return colour.get_truecolor()


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()


# -- high contrast -----------------------------------------------------------------------------------

HIGH_CONTRAST: Mapping[str, Colours] = {
    "high-contrast": {
        "screen": {
            "background": "#000000",
            "surface": "#0a0a0a",
            "panel": "#161616",
            "text": "#ffffff",
            "muted": "#d0d0d0",
            "problem": "#ffffff",
            "accent": "#5cc8ff",
            "border": "#b0b0b0",
        },
        "marks": {
            "match": "#ffffff",
            "match_text": "#000000",
            "chosen": "#002444",
            "cursor": "#00264d",
            "cursor_elsewhere": "#1c1c1c",
        },
        "grades": {"best": "#66ffaa", "good": "#a0f57a", "medium": "#ffcc55", "bad": "#ffa898"},
        "cells": {
            "text": "#000000",
            "best": "#66ffaa",
            "good": "#a0f57a",
            "medium": "#ffcc55",
            "bad": "#ffa898",
            "unknown": "#c0c0c0",
        },
        "speakers": {
            "colours": [
                "#90b0ff",
                "#ff80ff",
                "#10d0e0",
                "#e0d0ff",
                "#00d0b0",
                "#d0a0ff",
                "#f0a0d0",
                "#00c0ff",
                "#a0fff0",
            ],
            "others": "#dddddd",
        },
    },
    "high-contrast-light": {
        "screen": {
            "background": "#ffffff",
            "surface": "#f7f7f7",
            "panel": "#eeeeee",
            "text": "#000000",
            "muted": "#383838",
            "problem": "#000000",
            "accent": "#003a8c",
            "border": "#505050",
        },
        "marks": {
            "match": "#000000",
            "match_text": "#ffffff",
            "chosen": "#d9e6f7",
            "cursor": "#cfe3ff",
            "cursor_elsewhere": "#e6e6e6",
        },
        "grades": {"best": "#004d26", "good": "#1f4d00", "medium": "#5c3a00", "bad": "#7a1200"},
        "cells": {
            "text": "#ffffff",
            "best": "#004d26",
            "good": "#1f4d00",
            "medium": "#5c3a00",
            "bad": "#7a1200",
            "unknown": "#404040",
        },
        "speakers": {
            "colours": [
                "#0030a0",
                "#900040",
                "#004070",
                "#7000a0",
                "#400020",
                "#0000f0",
                "#801070",
                "#201050",
                "#000020",
            ],
            "others": "#333333",
        },
    },
}
"""The colours of the themes of high contrast: 7:1 for text (WCAG AAA)."""
