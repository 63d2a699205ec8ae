"""Help: all keys of a view, made from its commands."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.widget import Widget

from medway_tui.tui.base_view import View
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.movement import MOVEMENT_COMMANDS
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap

KEY_WIDTH = 16
"""The cells that keys are given."""


class HelpDialog(Dialog[None]):
    """Shows the keys; answers nothing."""

    HINT = "j k ↑ ↓ move · Esc leaves"
    BINDINGS = [("question_mark,q", "leave")]  # noqa: RUF012

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._width = 0

    def compose_head(self) -> Iterable[Widget]:
        """Nothing stands above the keys."""
        return ()

    def on_mount(self) -> None:
        """List the keys."""
        self.query_one("Vertical").border_title = f"Keys in {self._view.NAME}"
        self._list()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        width = self.rows.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        rows: list[ListRow] = []
        offered = [each for each in self._view.VIEW_COMMANDS if self._view.is_offered(each)]
        for heading, commands in by_group([*offered, *MOVEMENT_COMMANDS]).items():
            rows.append(heading_row(heading))
            rows += [_command_help_row(command, max(10, width - KEY_WIDTH - 3)) for command in commands]
        self.rows.show(rows)

    def action_choose(self) -> None:
        """Enter leaves."""
        self.close_with(None)


def by_group(commands: Iterable[type[Command]]) -> dict[str, list[type[Command]]]:
    """Commands under their headings, in the order of the first of each."""
    groups: dict[str, list[type[Command]]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


def _command_help_row(command: type[Command], room: int) -> ListRow:
    description = command.description()
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
