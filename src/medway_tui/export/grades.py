"""Grades of inspections as signs, ★ ✓ ~ ✗, and arrows for better and worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medway_tui.index.inspections import GradedJudgement

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
