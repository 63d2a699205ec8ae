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
from medway_tui.tui.commands import (
    CLEAR_SEARCH,
    FIND_COMMAND,
    GO_BACK,
    HELP,
    MOVEMENT_COMMANDS,
    NEXT_QUOTE,
    OPEN_PASSAGE,
    QUIT,
    SEARCH,
)
from medway_tui.tui.theme import app_palette
from medway_tui.tui.view_commands import OPEN_DIFFERENCES, OPEN_PEOPLE, OPEN_RATINGS, OPEN_READ, OPEN_TIMELINE
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from textual.screen import Screen

_LOW = 16
"""The rows of a window below which the hint has one line: the story comes first."""


def _texts() -> list[tuple[str, str, str]]:
    """Return the hint for a wide, a middling and a narrow window, with the keys in force."""
    read, ratings, timeline = OPEN_READ.key, OPEN_RATINGS.key, OPEN_TIMELINE.key
    people, last = OPEN_PEOPLE.key, OPEN_DIFFERENCES.key
    search, next_quote, opens, back = SEARCH.key, NEXT_QUOTE.key, OPEN_PASSAGE.key, GO_BACK.key
    helps, commands, quits, closes = HELP.key, FIND_COMMAND.key, QUIT.key, CLEAR_SEARCH.key
    wide = (
        f"New here? Keys {read} to {last} or a click open the views above: {ratings} the ratings,"
        f" {timeline} what happened, {people} the people.",
        f"{search} searches words and speakers · {next_quote} goes to the next quotation · {opens} opens it"
        f" · {back} comes back.",
        f"{helps} lists all keys and signs · {commands} finds a command by its name · {quits} quits"
        f" · {closes} closes this hint.",
    )
    middle = (
        f"New here? {read} to {last} open the views above: {ratings} ratings, {timeline} events,"
        f" {people} people.",
        f"{search} searches · {next_quote} next quotation · {opens} opens · {back} comes back.",
        f"{helps} all keys and signs · {commands} commands · {quits} quits · {closes} closes this hint.",
    )
    narrow = (
        f"{read}–{last} open views: {ratings} ratings, {people} people.",
        f"{search} searches · {next_quote} goes to a quotation.",
        f"{helps} help · {quits} quits · {closes} closes this.",
    )
    return [wide, middle, narrow]


def ends_hint(key: str) -> bool:
    """Return whether a key uses the reader, rather than only moves in the text."""
    return not any(key in command.keys_in_force for command in MOVEMENT_COMMANDS)


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
        texts = _texts()
        lines: tuple[str, ...] = next((each for each in texts if max(map(len, each)) <= width), texts[-1])
        if self.content_size.height == 1:
            lines = lines[-1:]
        text = Text(no_wrap=True)
        for number, line in enumerate(lines):
            text.append("\n" if number else "")
            text.append(fit(line, width), colours.strong if number == 0 and len(lines) > 1 else colours.muted)
        return text
