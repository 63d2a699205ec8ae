"""Help: all keys of a view, made from its commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.content import Content

from medway_tui.tui.commands import MOVEMENT_COMMANDS, Command, group_commands
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap

KEY_WIDTH = 16
"""The cells for the keys."""


class HelpDialog(Dialog[None]):
    """A dialog that lists the keys and has no answer."""

    HAS_INPUT = False
    HINT = "j k ↑ ↓ move · Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [("question_mark,q", "leave")]

    def __init__(self, view: str, commands: Sequence[Command]) -> None:
        """``view`` is the name of the view whose commands these are."""
        super().__init__()
        self._view = view
        self._commands = [*commands, *MOVEMENT_COMMANDS]
        self._width = 0

    def on_mount(self) -> None:
        self.query_one("Vertical").border_title = Content(f"Keys in {self._view}")
        self._list()

    def on_resize(self) -> None:
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        width = self.rows.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        rows: list[ListRow] = []
        for heading, commands in group_commands(self._commands).items():
            rows.append(heading_row(heading))
            rows += [_command_help_row(command, max(10, width - KEY_WIDTH - 3)) for command in commands]
        self.rows.show(rows)

    def action_choose(self) -> None:
        self.close_with(None)


def _command_help_row(command: Command, room: int) -> ListRow:
    description = command.description
    lines = wrap(description, room)

    def draw(_: int, colours: Palette) -> list[Text]:
        keys = " ".join(command.key_labels())
        drawn = []
        for number, (start, end) in enumerate(lines):
            text = Text("  ")
            text.append(f"{keys if number == 0 else '':<{KEY_WIDTH}}", colours.strong)
            text.append(description[start:end])
            drawn.append(text)
        return drawn

    return ListRow(command, draw, len(lines))
