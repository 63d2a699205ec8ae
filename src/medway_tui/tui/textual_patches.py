"""Two things of Textual's done otherwise, so that the lines of the screen are freed when they are not shown.

``Strip.divide`` keeps what it gave. A strip that is needed whole keeps itself so, and then only the garbage
collector can free it: every line that was ever drawn, several thousand objects a screen. Without the circle
a line is freed as soon as another one is drawn in its place.

``StylesCache.get_inner_outer`` remembers its answers for a widget's own cache of lines, on which they do not
depend, and so holds the lines of the last thousand widgets, most of them of dialogs that were closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.strip import Strip
from textual.style import Style

_original_divide = Strip.divide
_original_get_inner_outer: Callable[[object, Color, Color], tuple[Style, Style]] = (
    StylesCache.get_inner_outer.__wrapped__
)


def apply_patches() -> None:
    """Have lines freed when they are no longer shown."""
    Strip.divide = divide_without_cycle  # type: ignore[method-assign]
    StylesCache.get_inner_outer = get_inner_outer  # type: ignore[assignment]


def divide_without_cycle(self: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """The parts of a strip between cuts, as Textual makes them; of one that is not cut, itself."""
    length = self.cell_length
    within = [cut for cut in cuts if cut <= length]
    return [self] if within == [length] else _original_divide(self, within)


def get_inner_outer(self: StylesCache, beneath: Color, background: Color) -> tuple[Style, Style]:  # noqa: ARG001
    """The styles of a widget's inside and outside, as Textual makes them; of no widget in particular."""
    return _cached_inner_outer(beneath, background)


@lru_cache(1024)
def _cached_inner_outer(beneath: Color, background: Color) -> tuple[Style, Style]:
    return _original_get_inner_outer(None, beneath, background)
