"""A step chart of grades over the inspections, in characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

POINT = "●"


class Level(NamedTuple):
    """A level of the chart: all grades with one sign."""

    sign: str
    label: str


class Chart(NamedTuple):
    """The grades of one subject, a point an inspection."""

    levels: Sequence[Level]
    """All levels, the best first."""
    points: Sequence[int | None]
    """The level of each inspection; None where it has none."""

    def used_levels(self) -> range:
        """Return the levels from the best to the worst that occurs."""
        used = [point for point in self.points if point is not None]
        return range(min(used), max(used) + 1) if used else range(0)


def draw_chart(
    chart: Chart, levels: range, pitch: int, column_width: int, changes: Sequence[bool]
) -> list[str]:
    """Return the lines of a chart, ``column_width`` cells for each point.

    ``pitch`` is the number of lines from one level to the next. Between points the line goes up or down
    where the column of the later one begins; it is dashed where ``changes`` says that the framework differs
    from the one before, and leaves the column's first cell free.
    """
    height = (len(levels) - 1) * pitch + 1 if levels else 0
    canvas = [[" "] * (column_width * len(chart.points)) for _ in range(height)]
    before: tuple[int, int] | None = None
    for number, level in enumerate(chart.points):
        if level is None or level not in levels:
            before = None
            continue
        x, y = number * column_width + column_width // 2, (level - levels.start) * pitch
        if before is not None:
            changed = changes[number]
            _connect(canvas, before, (x, y), turn=number * column_width + changed, dashed=changed)
            if changed:
                for line in canvas:
                    line[number * column_width] = " "
        canvas[y][x] = POINT
        before = x, y
    return ["".join(line) for line in canvas]


def _connect(
    canvas: list[list[str]], start: tuple[int, int], end: tuple[int, int], *, turn: int, dashed: bool
) -> None:
    (x1, y1), (x2, y2) = start, end
    along, down = ("╌", "┆") if dashed else ("─", "│")
    for x in range(x1 + 1, turn):
        canvas[y1][x] = along
    for x in range(turn + 1, x2):
        canvas[y2][x] = along
    if y1 == y2:
        canvas[y1][turn] = along
        return
    for y in range(min(y1, y2) + 1, max(y1, y2)):
        canvas[y][turn] = down
    canvas[y1][turn] = "╯" if y2 < y1 else "╮"
    canvas[y2][turn] = "╭" if y2 < y1 else "╰"
