"""The lines of a page of a PDF in reading order: column by column, each with its large first letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from statistics import median
from typing import NamedTuple

SAME_EDGE = 2.5
"""How far apart, in points, the left edges of the lines of a column may be."""
MIN_COLUMN_LINES = 4
ESTIMATE = 0.12
"""By what share of its width the end of a line may be estimated wrongly."""
_INITIAL = re.compile(r"[“‘\"']?[^\W\d_a-z]$")
"""A large first letter."""
_INITIAL_SIZE = 1.6
"""How many times the size of the text a large first letter has."""
_MAX_INITIALS = 20
"""How many single letters of a page are tried as the first of a line."""
_MAX_DIVISIONS = 8
"""How many times a page is divided into columns within columns."""
_MIN_COLUMN_WORDS = 3
_MAX_EDGES = 12
"""How many left edges of a page are tried as those of columns."""


class PdfLine(NamedTuple):
    """A line of a page."""

    text: str
    page: int
    """The number of its page, from 1."""
    left: float
    """Where it begins, in points from the left edge of the page."""
    right: float
    """Where it ends, as far as can be estimated."""
    top: float
    """Where its baseline is, as a share of the height of the page, from its top."""
    y: float
    """Where its baseline is, in points from the bottom of the page."""
    size: float
    """The size of its letters, in points."""
    is_bold: bool


def join_initials(lines: list[PdfLine]) -> list[PdfLine]:
    """Return the lines with a large first letter at the beginning of the highest line beside it."""
    joined = list(lines)
    initials = (line for line in lines if _INITIAL.match(line.text))
    for initial in islice(initials, _MAX_INITIALS):
        beside = [
            line
            for line in joined
            if initial.left < line.left < initial.left + 2 * initial.size
            and -0.3 * line.size < line.y - initial.y < 1.3 * initial.size
            and initial.size > _INITIAL_SIZE * line.size
        ]
        if beside:
            first = max(beside, key=lambda line: (line.text[:1].islower(), line.y))
            whole = first._replace(text=initial.text + first.text, left=initial.left)
            joined = [whole if line is first else line for line in joined if line is not initial]
    return joined


def order_lines(lines: Sequence[PdfLine], divisions: int = _MAX_DIVISIONS) -> list[PdfLine]:
    """Return the lines of a page in reading order: from the top, column by column between wide lines."""
    by_height = sorted(lines, key=lambda line: (-round(line.y), line.left))
    gutter = _find_gutter(by_height) if divisions else None
    if gutter is None:
        return by_height
    ordered: list[PdfLine] = []
    columns: tuple[list[PdfLine], list[PdfLine]] = ([], [])
    for line in by_height:
        side = _find_side(line, gutter)
        if side is None:
            ordered += order_lines(columns[0], divisions - 1) + order_lines(columns[1], divisions - 1)
            columns = ([], [])
            ordered.append(line)
        else:
            columns[side].append(line)
    # A side may have columns of its own.
    return ordered + order_lines(columns[0], divisions - 1) + order_lines(columns[1], divisions - 1)


def _find_side(line: PdfLine, gutter: float) -> int | None:
    """Return 0 for a line on the left of an edge, 1 on the right; None where it crosses it."""
    if line.left >= gutter - 0.5:
        return 1
    return 0 if line.right < gutter + ESTIMATE * (line.right - line.left) else None


def _find_gutter(lines: Sequence[PdfLine]) -> float | None:
    """Return where the right of two columns begins: an edge that few lines cross, with text on both sides."""
    edges = Counter(round(line.left / SAME_EDGE) for line in lines)
    common = [edge for edge, count in edges.most_common(_MAX_EDGES) if count * 2 >= MIN_COLUMN_LINES]
    for edge in sorted(common):
        gutter = min(line.left for line in lines if round(line.left / SAME_EDGE) == edge)
        sides = [_find_side(line, gutter) for line in lines]
        right = [line for line, side in zip(lines, sides, strict=True) if side == 1]
        low, high = min(line.y for line in right), max(line.y for line in right)
        beside = [(line, side) for line, side in zip(lines, sides, strict=True) if low <= line.y <= high]
        left = [line for line, side in beside if side == 0]
        crossing = sum(side is None for _, side in beside)
        if min(len(left), len(right)) < MIN_COLUMN_LINES or crossing * 6 > len(beside):
            continue
        # The cells of a table are short: these are read row by row.
        if all(
            median(len(line.text.split()) for line in side) >= _MIN_COLUMN_WORDS for side in (left, right)
        ):
            return gutter
    return None
