"""The position in an article or a list, in the pane's border beside its hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from medway_tui.text import escape_invisible
from medway_tui.tui.widgets.wrapping import fit

_CORNERS = 8
"""The cells of a border that are not for the subtitle, with a space at each end of it."""
_MIN_HINT = 16
"""The fewest cells of a hint that are worth showing."""

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


class PositionMixin(_Base):
    """Mixin of widgets that show their position: ``position_text`` is theirs to define."""

    _hint = _position_shown = ""
    _hint_first = False

    def position_text(self) -> str:
        """Return the position; empty where all is visible."""
        raise NotImplementedError

    def set_hint(self, hint: str, *, first: bool = False) -> None:
        """Show a hint in the border, before the position; one that was asked for comes ``first``."""
        self._hint, self._hint_first = escape_invisible(hint), first
        self.show_position()

    def show_position(self) -> None:
        """Show the position as it is now; without a border, in the view bar."""
        position = self.position_text()
        if self.styles.border_bottom[0] in ("", "none"):
            if self.display and (show := getattr(self.screen, "show_position", None)) is not None:
                show(position)
            return
        width = self.outer_size.width - _CORNERS
        text = join_hint(self._hint, position, width, hint_first=self._hint_first)
        if text != self._position_shown:
            self._position_shown = text
            self.border_subtitle = Content(text)


def join_hint(hint: str, position: str, width: int, *, hint_first: bool = False) -> str:
    """Return a hint and a position in a line of some cells.

    Of a hint with several parts the last ones are left out first; then it is cut, and last left out. With
    ``hint_first``, for one that was asked for, the position is left out where there is no room for both.
    """
    if not position:
        return hint
    room = width - cell_len(position) - 3
    if hint_first and room < cell_len(hint) and width >= _MIN_HINT:
        return fit(hint, width)
    parts = hint.split(" · ")
    while len(parts) > 1 and cell_len(" · ".join(parts)) > room:
        parts.pop()
    hint = " · ".join(parts)
    if not hint or (room < cell_len(hint) and room < _MIN_HINT):
        return position
    return f"{fit(hint, room)} · {position}"
