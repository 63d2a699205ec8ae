"""The palette: any command of a view by its name, made from the same classes as the keys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.text import fold
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit


class CommandPaletteDialog(Dialog[str]):
    """Answers the action that was chosen."""

    TITLE_SAID = "Commands"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._commands = [command for command in view.VIEW_COMMANDS if view.is_offered(command)]
        self._listed = ""

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "what do you want to do?"

    def on_mount(self) -> None:
        """List all commands."""
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def update_list(self) -> None:
        """List what fits what is typed."""
        if self.typed_text() != self._listed:
            self._list(self.typed_text())

    def _list(self, typed: str) -> None:
        self._listed = typed
        wanted = fold(typed).split()
        fitting = [
            command
            for command in self._commands
            if all(word in fold(f"{command.name} {command.description()}") for word in wanted)
        ]
        # What is called so comes before what is only described so.
        fitting.sort(key=lambda command: not all(word in fold(command.name) for word in wanted))
        self.rows.show([_command_row(command) for command in fitting], empty="There is no such command.")

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        command: type[Command] = event.value
        self.close_with(f"app.{command.action()}" if command.is_global else command.action())


def _command_row(command: type[Command]) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        keys = " ".join(command.key_labels())
        text = Text("  ")
        text.append(f"{command.name:<18}", colours.strong)
        text.append(fit(command.description(), width - cell_len(keys) - 24), colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - cell_len(keys) - 1))
        text.append(keys, colours.strong)
        return [text]

    return ListRow(command, draw)
