"""The input line of searches, filters, dialogs and forms."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.widgets import Input


class InputLine(Input):
    """An input line that takes a paste of several lines whole, joined by spaces."""

    def on_mount(self) -> None:
        if self.app.animation_level == "none":
            self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's own takes the first line and drops the others.
        super()._on_paste(events.Paste(join_lines(event.text)))
        event.stop()
        event.prevent_default()


def join_lines(text: str) -> str:
    """Return a text as one line, with a space for each line break and control character."""
    lines = text.splitlines()
    joined = " ".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else "".join(lines)
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in joined)
