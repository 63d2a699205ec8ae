"""The field of a dialog for a text of several lines."""

from __future__ import annotations

from textual.widgets import TextArea


class TextField(TextArea):
    """A field of several lines, whose cursor blinks where motion is wanted."""

    def on_mount(self) -> None:
        if self.app.animation_level == "none":
            self.cursor_blink = False
