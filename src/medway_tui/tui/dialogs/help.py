"""Help: all keys of a view, made from its commands."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.widget import Widget

from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.rows import heading_row
from medway_tui.tui.view import View
from medway_tui.tui.widgets.moving import MOVES
from medway_tui.tui.widgets.rows import Row
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
        rows: list[Row] = []
        offered = [each for each in self._view.KEYS if self._view.offers(each)]
        for heading, commands in by_group([*offered, *MOVES]).items():
            rows.append(heading_row(heading))
            rows += [_row(command, max(10, width - KEY_WIDTH - 3)) for command in commands]
        self.rows.show(rows)

    def action_choose(self) -> None:
        """Enter leaves."""
        self.answer(None)


def by_group(commands: Iterable[type[Command]]) -> dict[str, list[type[Command]]]:
    """Commands under their headings, in the order of the first of each."""
    groups: dict[str, list[type[Command]]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


def _row(command: type[Command], room: int) -> Row:
    description = command.description()
    lines = wrap(description, room)

    def draw(_: int, colours: Palette) -> list[Text]:
        keys = " ".join(command.shown_keys())
        drawn = []
        for number, (start, end) in enumerate(lines):
            text = Text("  ")
            text.append(f"{keys if number == 0 else '':<{KEY_WIDTH}}", colours.strong)
            text.append(description[start:end])
            drawn.append(text)
        return drawn

    return Row(command, draw, len(lines))
