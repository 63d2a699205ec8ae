"""Three colour themes, and a palette of styles for each.

Colour is never the only sign: a symbol, a word, or bold, underlined or reversed type says the same, so that
the screen can be read under NO_COLOR.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual.theme import Theme

THEME_NAMES = {"dark": "medway-dark", "light": "medway-light", "terminal": "ansi-dark"}
"""Textual's names of the themes; ``ansi-dark`` uses the terminal's own colours, light or dark."""

DARK = Theme(
    name="medway-dark",
    primary="#6fa8dc",
    secondary="#8fb996",
    accent="#e0b050",
    foreground="#d8dee4",
    background="#14181d",
    surface="#1a1f26",
    panel="#222932",
    success="#7fbf7f",
    warning="#e0b050",
    error="#e07a6a",
    dark=True,
    variables={"border-blurred": "#3a4450", "footer-background": "#1a1f26"},
)
LIGHT = Theme(
    name="medway-light",
    primary="#1f5fa8",
    secondary="#3a6b45",
    accent="#8a5a00",
    foreground="#1d2329",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3dc",
    success="#2f7a35",
    warning="#8a5a00",
    error="#b03a2a",
    dark=False,
    variables={"border-blurred": "#c4c0b6", "footer-background": "#f3f1ec"},
)


class GradeFills(NamedTuple):
    """The styles of cells that are filled with the colour of a grade; empty where colours are off."""

    best: Style
    good: Style
    medium: Style
    bad: Style
    unknown: Style
    """For a grade outside the scale of its framework."""


class Palette(NamedTuple):
    """The styles of one theme. Green, amber and red are for grades alone."""

    muted: Style
    """Less important text: paragraph numbers, dates, hints."""
    strong: Style
    """More important text: headlines, names."""
    match: Style
    """A match of a search."""
    chosen: Style
    """The chosen quotation, or the words of an evidence."""
    cursor: Style
    """The row of the cursor in the focused list."""
    cursor_dim: Style
    """The row of the cursor in another list."""
    outline: Style
    """The outline of the chosen cell."""
    best: Style
    """The best grade as a word or sign; the others follow."""
    good: Style
    medium: Style
    bad: Style
    fills: GradeFills
    """Grades as filled cells."""
    tints: tuple[Style, ...]
    """A colour for each speaker, in the order of the dossier's people and organisations."""

    def tint(self, number: int | None) -> Style:
        """Return a speaker's colour; plain for a speaker who is not in the dossier's files."""
        return Style() if number is None else self.tints[number % len(self.tints)]


def _tints(colours: str) -> tuple[Style, ...]:
    return tuple(Style(color=colour) for colour in colours.split())


_ANSI_GRADES = ("green", "green", "yellow", "red", None)


def _fills(ink: str, papers: str) -> GradeFills:
    return GradeFills(*(Style(color=ink, bgcolor=paper) for paper in papers.split()))


_DARK = Palette(
    muted=Style(color="#9aa5b1"),
    strong=Style(bold=True),
    match=Style(color="#14181d", bgcolor="#e0b050", underline=True),
    chosen=Style(bgcolor="#2d3d52", bold=True, underline=True),
    cursor=Style(bgcolor="#24384f", bold=True),
    cursor_dim=Style(bgcolor="#262e38"),
    outline=Style(color="#6fa8dc", bold=True),
    best=Style(color="#5fd08f"),
    good=Style(color="#8fd08f"),
    medium=Style(color="#e0b050"),
    bad=Style(color="#f08d7d"),
    fills=_fills("#f2f5f2", "#0d6b3f #2f6f33 #7a5600 #9a3326 #4a5560"),
    tints=_tints(
        "#7db8f0 #f0a35e #8fd08f #e58fc0 #e0cf6a #a99af0 #f08d7d #5fcfc8 #c9a27a #b3d46a #d59cf0 #9ab0c4"
    ),
)
_LIGHT = Palette(
    muted=Style(color="#51575e"),
    strong=Style(bold=True),
    match=Style(color="#1d2329", bgcolor="#ffd75f", underline=True),
    chosen=Style(bgcolor="#d6e4f5", bold=True, underline=True),
    cursor=Style(bgcolor="#c7daf2", bold=True),
    cursor_dim=Style(bgcolor="#e6e3dc"),
    outline=Style(color="#1f5fa8", bold=True),
    best=Style(color="#1c6b45"),
    good=Style(color="#2a692e"),
    medium=Style(color="#825400"),
    bad=Style(color="#a63628"),
    fills=_fills("#ffffff", "#1c6b45 #2f7335 #825400 #a63628 #51575e"),
    tints=_tints(
        "#1e5ca3 #90480c #2a692e #a32e74 #6e5d00 #5b46b8 #a63628 #0b6864 #7a5230 #4c6400 #8a35a8 #4a6075"
    ),
)
_TERMINAL = Palette(
    muted=Style(dim=True),
    strong=Style(bold=True),
    match=Style(reverse=True, underline=True),
    chosen=Style(bold=True, underline=True),
    cursor=Style(reverse=True, bold=True),
    cursor_dim=Style(bold=True),
    outline=Style(bold=True),
    best=Style(color="green"),
    good=Style(color="green"),
    medium=Style(color="yellow"),
    bad=Style(color="red"),
    fills=GradeFills(*(Style(color=name, reverse=True) for name in _ANSI_GRADES)),
    tints=_tints(
        "blue yellow green magenta cyan red bright_blue bright_yellow bright_green"
        " bright_magenta bright_cyan bright_red"
    ),
)
# Without colour, a background can't mark a row or a match.
_PLAIN = _TERMINAL._replace(
    best=Style(),
    good=Style(),
    medium=Style(),
    bad=Style(),
    fills=GradeFills(*[Style()] * 5),
    tints=(Style(),),
)
_PALETTES = {"medway-dark": _DARK, "medway-light": _LIGHT}


def palette(theme: str, *, no_color: bool = False) -> Palette:
    """Return the palette of a theme, by Textual's name for it."""
    return _PLAIN if no_color else _PALETTES.get(theme, _TERMINAL)
