"""What is said in the place of a view that has no room."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""The least columns and rows in which a view makes sense."""


class TooSmall(Widget):
    """Covers the view while the window is too small for it, and says so."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; background: $background; display: none; }
    """

    def render(self) -> Text:
        """The sentence."""
        size = self.app.size
        need = f"Make the window {LEAST_WIDTH}×{LEAST_HEIGHT} or more; q quits."
        return Text(f"Too small: {size.width}×{size.height}. {need}")
