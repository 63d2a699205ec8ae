"""A line of a file with a mark under one of its columns, as a terminal shows it."""

from __future__ import annotations

from itertools import accumulate

_CUT = "…"


def excerpt(line: str, column: int, room: int) -> tuple[str, int]:
    """What is shown of a line around a column, and how many cells stand before that column.

    ``column`` counts code points from 1. A line that needs more than ``room`` cells is cut on either
    side of it. Everything that a terminal would obey, or that nobody would see, is made visible.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - takes 30 ms, and only a finding needs it

    from medway_tui.text import visible  # noqa: PLC0415

    at = min(column - 1, len(line))
    # Nearly all characters take a cell or two: what lies farther away than the room is not looked at.
    first, last = max(0, at - room), at + room
    before, after = visible(line[first:at]), visible(line[at:last])
    left, right = cell_len(before), cell_len(after)
    cut_left, cut_right = first > 0, last < len(line)
    if cut_left or cut_right or left + right > room:
        # The words at the mark are read on from it, so a third of the room is kept for what follows.
        for_left = room - min(right, room // 3)
        if cut_left or left > for_left:
            before = _CUT + _fitting(before[::-1], for_left - 1)[::-1]
            left = cell_len(before)
        if cut_right or right > room - left:
            after = _fitting(after, room - left - 1) + _CUT
    return before + after, left


def _fitting(text: str, room: int) -> str:
    """As much of the beginning of a text as needs no more than ``room`` cells."""
    from rich.cells import cell_len  # noqa: PLC0415 - see above

    widths = accumulate(map(cell_len, text))
    return text[: next((number for number, cells in enumerate(widths) if cells > room), len(text))]
