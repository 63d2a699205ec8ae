"""The colours of the signs of grades."""

from __future__ import annotations

from rich.style import Style

from medway_tui.tui.theme import Palette


def grade_style(sign: str, colours: Palette) -> Style:
    """Return the colour of a sign."""
    styles = {"★": colours.best, "✓": colours.good, "~": colours.medium, "✗": colours.bad}
    return styles.get(sign, colours.muted)


def grade_fill(sign: str, colours: Palette) -> Style:
    """Return the style of a cell that is filled with the colour of a sign."""
    fills = colours.fills
    return {"★": fills.best, "✓": fills.good, "~": fills.medium, "✗": fills.bad}.get(sign, fills.unknown)
