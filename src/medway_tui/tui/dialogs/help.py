"""Help: the keys of a view, by group."""

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
from medway_tui.tui.widgets.wrapping import wrap_lines

_KEY_WIDTH = 16


class HelpDialog(Dialog[None]):
    """A dialog that lists the keys and has no answer."""

    HAS_INPUT = False
    HINT = "j k ↑ ↓ move · Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [("question_mark,q", "leave")]

    def __init__(self, view: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self._view = view
        self._commands = [*commands, *MOVEMENT_COMMANDS]
        self._width = 0

    def on_mount(self) -> None:
        self.query_one("Vertical").border_title = Content(f"Keys in {self._view}")
        self._list()

    def on_resize(self) -> None:
        self.call_when_drawn(self._list)

    def _list(self) -> None:
        width = self.rows.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        rows: list[ListRow] = []
        for heading, commands in group_commands(self._commands).items():
            rows.append(heading_row(heading))
            rows += [_command_help_row(command, max(10, width - _KEY_WIDTH - 3)) for command in commands]
        self.rows.show(rows)

    def action_choose(self) -> None:
        self.close_with(None)


def _command_help_row(command: Command, room: int) -> ListRow:
    lines = wrap_lines(command.description, room)

    def draw(_: int, colours: Palette) -> list[Text]:
        keys = [" ".join(command.key_labels()), *[""] * (len(lines) - 1)]
        return [
            Text.assemble("  ", (f"{key:<{_KEY_WIDTH}}", colours.strong), line)
            for key, line in zip(keys, lines, strict=True)
        ]

    return ListRow(command, draw, len(lines))
