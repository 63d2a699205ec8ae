"""The colour themes dark and light, and a palette of styles for each theme.

Colour is never the only sign: a symbol, a word, or bold, underlined or reversed type says the same, so that
the screen can be read under NO_COLOR.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rich.style import Style
from textual.app import App
from textual.theme import Theme

_TERMINAL_THEME = "ansi-dark"
"""Textual's theme of the terminal's own colours, light or dark."""


def textual_name(theme: str) -> str:
    """Return Textual's name of a theme."""
    return _TERMINAL_THEME if theme == "terminal" else f"medway-{theme}"


def theme_name(textual: str) -> str:
    """Return the name of a theme by Textual's name for it."""
    return "terminal" if textual == _TERMINAL_THEME else textual.removeprefix("medway-")


DARK = Theme(
    name="medway-dark",
    primary="#6fa8dc",
    secondary="#8fa9c9",
    accent="#6fa8dc",
    foreground="#d8dee4",
    background="#14181d",
    surface="#1a1f26",
    panel="#222932",
    success="#6fa8dc",
    warning="#c3cedb",
    error="#ffffff",
    dark=True,
    variables={
        "border-blurred": "#66727f",
        "footer-background": "#1a1f26",
        "scrollbar": "#66727f",
        "scrollbar-hover": "#8792a0",
        "scrollbar-active": "#6fa8dc",
        "scrollbar-background": "#14181d",
        "scrollbar-background-hover": "#14181d",
        "scrollbar-background-active": "#14181d",
        "text-muted": "#a3adb8",
        "screen-selection-background": "#6fa8dc",
        "screen-selection-foreground": "#14181d",
        "input-selection-background": "#6fa8dc",
        "input-selection-foreground": "#14181d",
    },
)
LIGHT = Theme(
    name="medway-light",
    primary="#1f5fa8",
    secondary="#45566b",
    accent="#1f5fa8",
    foreground="#1d2329",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3dc",
    success="#1f5fa8",
    warning="#51575e",
    error="#000000",
    dark=False,
    variables={
        "border-blurred": "#86827a",
        "footer-background": "#f3f1ec",
        "scrollbar": "#86827a",
        "scrollbar-hover": "#6b6861",
        "scrollbar-active": "#1f5fa8",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "text-muted": "#51575e",
        "screen-selection-background": "#1f5fa8",
        "screen-selection-foreground": "#fbfaf7",
        "input-selection-background": "#1f5fa8",
        "input-selection-foreground": "#fbfaf7",
    },
)


class GradeFills(NamedTuple):
    """The styles of cells that are filled with the colour of a grade; empty where colours are off."""

    best: Style
    good: Style
    medium: Style
    bad: Style
    unknown: Style
    """For a grade outside the scale of its framework."""


class SpeakerMark(NamedTuple):
    """One of the speakers who are quoted most."""

    position: int
    """The place in the order of the dossier's people and organisations."""
    initials: str
    """Two cells that no other of them has."""


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
    problem: Style
    """Words that say what is wrong."""
    draft: Style
    """Words on a draft: it is not confirmed."""
    tints: tuple[Style, ...]
    """A colour for each of the speakers who are quoted most."""
    others: Style
    """The colour that all other speakers share."""
    ranks: Mapping[int, int] = {}
    """The rank from 0 of the speakers who are quoted most, by their position among the dossier's agents."""
    marks: Mapping[int, str] = {}
    """Their initials, which differ."""

    def tint(self, position: int | None) -> Style:
        """Return a speaker's colour; plain for a speaker who is not in the dossier's files."""
        if position is None:
            return Style()
        # Without ranks, as while an index is built, the order of the files decides.
        rank = self.ranks.get(position, len(self.tints)) if self.ranks else position
        return self.tints[rank] if rank < len(self.tints) else self.others

    def initials(self, position: int | None, usual: str) -> str:
        """Return a speaker's initials, which are the usual ones but for some of those quoted most."""
        return usual if position is None else self.marks.get(position, usual)


def _tints(colours: str) -> tuple[Style, ...]:
    return tuple(Style(color=colour) for colour in colours.split())


_ANSI_GRADES = ("green", "green", "yellow", "red", None)


def _fills(ink: str, papers: str) -> GradeFills:
    return GradeFills(*(Style(color=ink, bgcolor=paper) for paper in papers.split()))


_DARK = Palette(
    muted=Style(color="#a3adb8"),
    strong=Style(bold=True),
    match=Style(color="#14181d", bgcolor="#b9a6f2", underline=True),
    chosen=Style(bgcolor="#2d3d52", bold=True, underline=True),
    cursor=Style(bgcolor="#24384f", bold=True),
    cursor_dim=Style(bgcolor="#262e38"),
    outline=Style(color="#6fa8dc", bold=True),
    best=Style(color="#5fd08f"),
    good=Style(color="#8fd08f"),
    medium=Style(color="#e0b050"),
    bad=Style(color="#f08d7d"),
    fills=_fills("#f2f5f2", "#0f7a48 #357a3a #8a6200 #b5402f #5f6b78"),
    problem=Style(color="#ffffff", bold=True),
    draft=Style(color="#d8dee4", italic=True),
    tints=_tints("#80b0f8 #f088c0 #00f0f8 #d8d0f8 #80b8b8 #c0a0f0 #f0c0d8 #08b8e0 #a0e0f8"),
    others=Style(color="#b4bdc7"),
)
_LIGHT = Palette(
    muted=Style(color="#51575e"),
    strong=Style(bold=True),
    match=Style(color="#1d2329", bgcolor="#d3c2fb", underline=True),
    chosen=Style(bgcolor="#d6e4f5", bold=True, underline=True),
    cursor=Style(bgcolor="#c7daf2", bold=True),
    cursor_dim=Style(bgcolor="#e6e3dc"),
    outline=Style(color="#1f5fa8", bold=True),
    best=Style(color="#1c6b45"),
    good=Style(color="#2a692e"),
    medium=Style(color="#825400"),
    bad=Style(color="#a63628"),
    fills=_fills("#ffffff", "#1c6b45 #2f7335 #825400 #a63628 #51575e"),
    problem=Style(color="#000000", bold=True),
    draft=Style(color="#1d2329", italic=True),
    tints=_tints("#0858a8 #b00070 #005058 #7838a8 #603048 #505070 #303898 #804878 #503068"),
    others=Style(color="#474d54"),
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
    problem=Style(bold=True),
    draft=Style(italic=True),
    tints=_tints("blue magenta cyan bright_blue bright_magenta bright_cyan"),
    others=Style(),
)
# Without colour, a background can't mark a row or a match.
_PLAIN = _TERMINAL._replace(
    best=Style(),
    good=Style(),
    medium=Style(),
    bad=Style(),
    fills=GradeFills(*[Style()] * 5),
    tints=(),
)
_PALETTES = {"medway-dark": _DARK, "medway-light": _LIGHT}


def add_palette(theme: str, colours: Palette) -> None:
    """Add the palette of another theme, by Textual's name for it, or replace it."""
    _PALETTES[theme] = colours
    _ranked_palette.cache_clear()


def palette(theme: str, *, no_color: bool = False, speakers: tuple[SpeakerMark, ...] = ()) -> Palette:
    """Return the palette of a theme, by Textual's name for it.

    ``speakers`` are those who are quoted most, the first the most: they get colours of their own.
    """
    return _ranked_palette(theme, no_color, speakers)


@lru_cache(maxsize=8)
def _ranked_palette(theme: str, no_color: bool, speakers: tuple[SpeakerMark, ...]) -> Palette:  # noqa: FBT001 - a cache takes no keywords
    colours = _PLAIN if no_color else _PALETTES.get(theme, _TERMINAL)
    return colours._replace(
        ranks={speaker.position: rank for rank, speaker in enumerate(speakers)},
        marks={speaker.position: speaker.initials for speaker in speakers},
    )


def app_palette(app: App[Any]) -> Palette:
    """Return the palette of an app as it is now."""
    # An app of a test, with a single widget, has no dossier and no speakers.
    return palette(app.theme, no_color=app.no_color, speakers=getattr(app, "speakers", ()))
