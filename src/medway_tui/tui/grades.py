"""Grades of inspections as signs: ★ ✓ ~ ✗, their colours, and arrows for better and worse."""

from __future__ import annotations

from rich.style import Style

from medway_tui.index.inspections import GradedJudgement
from medway_tui.tui.theme import Palette

SIGNS = "★✓~✗"
"""The signs of grades, the best first."""


def grade_sign(graded: GradedJudgement) -> str:
    """Return the sign of a grade: ★ for the best of its scale, ✓, ~, ✗ for the worst; ? outside it."""
    return "?" if graded.rank is None else sign_of_rank(graded.rank, graded.scale)


def sign_of_rank(rank: int, scale: int) -> str:
    """Return the sign of a rank in a scale of so many grades; 0 is the best."""
    if rank == 0:
        return "★"
    if rank >= scale - 1:
        return "✗"
    return "✓" if rank == 1 else "~"


def arrow(step: int | None) -> str:
    """Return the sign of a comparison: ↑ better, ↓ worse, = the same; empty where nothing compares."""
    if step is None:
        return ""
    return "↑" if step > 0 else "↓" if step else "="


def grade_style(sign: str, colours: Palette) -> Style:
    """Return the colour of a sign."""
    styles = {"★": colours.best, "✓": colours.good, "~": colours.medium, "✗": colours.bad}
    return styles.get(sign, colours.muted)


def grade_fill(sign: str, colours: Palette) -> Style:
    """Return the style of a cell that is filled with the colour of a sign."""
    fills = colours.fills
    return {"★": fills.best, "✓": fills.good, "~": fills.medium, "✗": fills.bad}.get(sign, fills.unknown)
