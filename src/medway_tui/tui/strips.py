"""One thing of Textual's done otherwise: a line of the screen that is drawn whole does not hold itself.

``Strip.divide`` keeps what it gave. A strip that is needed whole keeps itself so, and then only the garbage
collector can free it: every line that was ever drawn, several thousand objects a screen. Without the circle
a line is freed as soon as another one is drawn in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.strip import Strip

_divide = Strip.divide


def free_lines() -> None:
    """Have lines that are drawn whole freed when they are no longer shown."""
    Strip.divide = divide  # type: ignore[method-assign]


def divide(self: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """The parts of a strip between cuts, as Textual makes them; of one that is not cut, itself."""
    length = self.cell_length
    within = [cut for cut in cuts if cut <= length]
    return [self] if within == [length] else _divide(self, within)
