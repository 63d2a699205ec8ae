"""The palette: any command of a view by its name, made from the same classes as the keys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.text import fold
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.view import View
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import fit


class PaletteDialog(Dialog[str]):
    """Answers the action that was chosen."""

    TITLE_SAID = "Commands"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._commands = [command for command in view.KEYS if view.offers(command)]
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

    def catch_up(self) -> None:
        """List what fits what is typed."""
        if self.typed() != self._listed:
            self._list(self.typed())

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
        self.rows.show([_row(command) for command in fitting], empty="There is no such command.")

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        command: type[Command] = event.value
        self.answer(f"app.{command.action()}" if command.of_app else command.action())


def _row(command: type[Command]) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        keys = " ".join(command.shown_keys())
        text = Text("  ")
        text.append(f"{command.name:<18}", colours.strong)
        text.append(fit(command.description(), width - cell_len(keys) - 24), colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - cell_len(keys) - 1))
        text.append(keys, colours.strong)
        return [text]

    return Row(command, draw)
