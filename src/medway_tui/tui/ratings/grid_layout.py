"""The layout of the grid of judgements: how wide its columns are, and which of its parts fit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

EDGES = 4
"""The cells of a column around its text: the line between frameworks, two edges, and the arrow."""
_MIN_LABEL, _MAX_LABEL = 13, 24
_SIGN_COLUMN = EDGES + 1
"""The cells of a column with a sign alone."""
_TIGHT_WIDTH = 60
"""The width below which a column may have a sign alone."""


class ColumnLayout(NamedTuple):
    """The columns of a grid, in cells."""

    label: int
    """The cells of the labels."""
    width: int
    """The cells of each other column."""
    shown: int
    """The number of columns that fit whole."""

    @property
    def text(self) -> int:
        """The cells of the text of a column."""
        return self.width - EDGES


def lay_out_columns(width: int, columns: int, labels: int, least: int, most: int) -> ColumnLayout:
    """Lay out columns in a width.

    ``labels`` are the cells of the longest label, ``least`` and ``most`` those of a column's text. Where not
    all columns fit into a small window, their texts shrink to a sign.
    """
    columns = max(1, columns)
    label = max(_MIN_LABEL, min(labels, _MAX_LABEL)) + 2
    if width - label < columns * (least + EDGES):
        label = min(label, max(_MIN_LABEL, width // 4) + 2)
    room = max(_SIGN_COLUMN, width - label)
    if room < columns * (least + EDGES) and width < _TIGHT_WIDTH and room >= columns * _SIGN_COLUMN:
        return ColumnLayout(label, room // columns, columns)
    each = min(room, most + EDGES, max(least + EDGES, room // columns))
    shown = min(columns, max(1, room // each))
    # What is left over goes to the labels.
    return ColumnLayout(label + max(0, min(room - shown * each, labels + 2 - label)), each, shown)


class LineLayout(NamedTuple):
    """The lines of a grid from the top: headings, chart, rows, status."""

    headings: int
    levels: range
    """The levels of the chart that are shown."""
    pitch: int
    """The lines from one level of the chart to the next."""
    gap: int
    """The lines between two rows."""
    tops: Sequence[int]
    """The first line of each row's block below the chart, its gap included; last the end of all."""

    @property
    def chart(self) -> int:
        """The lines of the chart."""
        return (len(self.levels) - 1) * self.pitch + 1 if self.levels else 0

    @property
    def fixed(self) -> int:
        """The lines above the rows."""
        return self.headings + self.chart

    @property
    def height(self) -> int:
        """All lines, with one for the status."""
        return self.fixed + self.tops[-1] + 1

    def row_at(self, line: int) -> int:
        """Return the row on a line below the chart; -1 above the first, the number of rows below the last."""
        return bisect_right(self.tops, line) - 1


def lay_out_lines(
    available: int, heights: Sequence[int], headings: int, levels: int, used: range
) -> LineLayout:
    """Return the roomiest layout that fits into so many lines.

    ``heights`` are the lines of the rows. The chart of ``used`` levels comes first, then more headings, all
    ``levels`` of the chart, gaps between the rows, and twice the space in the chart.
    """
    # Without a chart the second heading is worth more than a row.
    best = _lines(heights, 1 if used else headings, range(0), 1, 0)
    every = range(levels) if used else used
    for choice in (
        _lines(heights, 1, used, 1, 0),
        _lines(heights, headings, used, 1, 0),
        _lines(heights, headings, every, 1, 0),
        _lines(heights, headings, used, 1, 1),
        _lines(heights, headings, every, 1, 1),
        _lines(heights, headings, every, 2, 1),
    ):
        if choice.height <= available:
            best = choice
    return best


def _lines(heights: Sequence[int], headings: int, levels: range, pitch: int, gap: int) -> LineLayout:
    tops = list(accumulate((height + gap for height in heights), initial=0))
    tops[-1] += gap
    return LineLayout(headings, levels, pitch, gap, tops)
