"""The hint of a first run: three lines above the footer, closed for good by Esc or by use.

It is not modal: every key works, and those that only move leave it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from rich.text import Text
from textual.widget import Widget

from medway_tui import APP_NAME
from medway_tui.tui.commands import MOVEMENT_COMMANDS
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from textual.screen import Screen

_WIDE = (
    "New here? Keys 1 to 6 or a click open the views above: 3 the ratings, 4 what happened, 5 the people.",
    "/ searches words and speakers · n goes to the next quotation · Enter opens it · Backspace comes back.",
    "? lists all keys and signs · : finds a command by its name · q quits · Esc closes this hint.",
)
_MIDDLE = (
    "New here? 1 to 6 open the views above: 3 ratings, 4 events, 5 people.",
    "/ searches · n next quotation · Enter opens · Backspace comes back.",
    "? all keys and signs · : commands · q quits · Esc closes this hint.",
)
_NARROW = (
    "1–6 open views: 3 ratings, 5 people.",
    "/ searches · n goes to a quotation.",
    "? help · q quits · Esc closes this.",
)
_LOW = 16
"""The rows of a window below which the hint has one line: the story comes first."""

_MOVEMENTS = frozenset(key for command in MOVEMENT_COMMANDS for key in command.keys)


def ends_hint(key: str) -> bool:
    """Return whether a key uses the reader, rather than only moves in the text."""
    return key not in _MOVEMENTS


def is_first_run() -> bool:
    """Return whether the hint was never closed; False where that can't be recorded or read."""
    try:
        if _marker().exists():
            return False
        # Otherwise the hint would come back on every run.
        _marker().parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def close_hint(view: Screen[Any]) -> None:
    """Close the hint, and record that it was seen; a folder that can't be written is no trouble."""
    view.query(FirstRunHint).remove()
    with suppress(OSError):
        _marker().touch()


def _marker() -> Path:
    return Path(platformdirs.user_state_dir(APP_NAME, appauthor=False)) / "opened-before"


class FirstRunHint(Widget):
    """Three lines with what to press first; one in a low window."""

    DEFAULT_CSS = """
    FirstRunHint { height: 3; background: $surface; padding: 0 1; }
    .-low FirstRunHint { display: none; }
    """

    def on_mount(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self.styles.height = 1 if self.app.size.height < _LOW else 3

    def on_click(self) -> None:
        """Close the hint."""
        close_hint(self.screen)

    def render(self) -> Text:
        width, colours = self.content_size.width, app_palette(self.app)
        lines: tuple[str, ...] = next(
            (each for each in (_WIDE, _MIDDLE, _NARROW) if max(map(len, each)) <= width), _NARROW
        )
        if self.content_size.height == 1:
            lines = lines[-1:]
        text = Text(no_wrap=True)
        for number, line in enumerate(lines):
            text.append("\n" if number else "")
            text.append(fit(line, width), colours.strong if number == 0 and len(lines) > 1 else colours.muted)
        return text
