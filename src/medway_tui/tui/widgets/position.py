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

    def position_text(self) -> str:
        """Return the position; empty where all is visible."""
        raise NotImplementedError

    def set_hint(self, hint: str) -> None:
        """Show a hint in the border, before the position."""
        self._hint = escape_invisible(hint)
        self.show_position()

    def show_position(self) -> None:
        """Show the position as it is now; without a border, in the view bar."""
        position = self.position_text()
        if self.styles.border_bottom[0] in ("", "none"):
            if self.display and (show := getattr(self.screen, "show_position", None)) is not None:
                show(position)
            return
        text = join_hint(self._hint, position, self.outer_size.width - _CORNERS)
        if text != self._position_shown:
            self._position_shown = text
            self.border_subtitle = Content(text)


def join_hint(hint: str, position: str, width: int) -> str:
    """Return a hint and a position in a line of some cells.

    Of a hint with several parts the last ones are left out first. The first part was asked for: where it has
    no room beside the position, that is left out, unless hardly anything of the hint could be read.
    """
    if not position:
        return hint
    room = width - cell_len(position) - 3
    parts = hint.split(" · ")
    while len(parts) > 1 and cell_len(" · ".join(parts)) > room:
        parts.pop()
    hint = " · ".join(parts)
    if hint and cell_len(hint) <= room:
        return f"{hint} · {position}"
    return fit(hint, width) if hint and width >= _MIN_HINT else position
