"""A pane of styled text that scrolls."""

from __future__ import annotations

from rich.text import Text
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from medway_tui.tui.commands import MOVEMENT_BINDINGS, Movable


class TextPane(Movable, VerticalScroll, can_focus=True):
    """Text that wraps to the width of the pane."""

    DEFAULT_CSS = """
    TextPane { scrollbar-size-vertical: 1; }
    TextPane > Static { width: 100%; height: auto; }
    """

    BINDINGS = MOVEMENT_BINDINGS

    _text: Text | None = None

    def compose(self) -> list[Widget]:
        return [Static()]

    def set_text(self, text: Text) -> None:
        """Show a text from its beginning; an unchanged text keeps its place."""
        if text == self._text:
            return
        self._text = text
        self.query_one(Static).update(Content.from_rich_text(text))
        self.scroll_home(animate=False, immediate=True)

    def page(self) -> int:
        return max(1, self.size.height)

    def move_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def move_to_end(self, *, last: bool) -> None:
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False, immediate=True)
