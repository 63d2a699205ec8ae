"""The command palette: finds a command by its name or description."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import on

from medway_tui.text import fold
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_VIM_WORDS = {
    **dict.fromkeys(("q", "q!", "qa", "qa!", "wq", "wq!", "wqa", "x!", "xa", "exit"), "quit"),
    **dict.fromkeys(("h", "help"), "help"),
    **dict.fromkeys(("e", "edit"), "edit_source"),
    **dict.fromkeys(("noh", "nohl", "nohlsearch"), "clear_search"),
    **dict.fromkeys(("u", "undo"), "undo_decision"),
}
"""Words of vim's command line, and the ids of the commands that they mean."""
_SAVE_WORDS = ("w", "w!", "wa", "write", "up", "update")
"""Words with which vim writes a file."""
_NOTHING_TO_SAVE = "Nothing to save: what you do here is written at once"


class CommandPaletteDialog(Dialog[str]):
    """A dialog that returns the action of the chosen command."""

    DIALOG_TITLE = "Commands"
    PLACEHOLDER = "a key, or part of a command's name or description"

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def list_matches(self, text: str) -> None:
        self.listed_text = text
        words = fold(text).split()
        matching = [
            command
            for command in self._commands
            if text.strip() in command.key_labels()
            or _VIM_WORDS.get(text.strip()) == command.id
            or all(word in fold(f"{command.name} {command.description}") for word in words)
        ]
        matching.sort(key=lambda command: _rank(command, text))
        rows = [_command_row(command) for command in matching]
        if text.strip() in _SAVE_WORDS:
            # Below the command of the key w, where there is one.
            keyed = sum(text.strip() in command.key_labels() for command in matching)
            rows.insert(keyed, _answer_row(_NOTHING_TO_SAVE))
        self.rows.show(
            rows,
            empty="No matching command. Fewer letters find more; Esc closes.",
        )

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        chosen: Command | str = event.value
        if isinstance(chosen, str):
            self.reader.say(chosen)
            self.close_with(None)
        else:
            self.close_with(chosen.full_action)


def _rank(command: Command, typed: str) -> int:
    """Return the place of a match: its vim word, key, name, the beginning of that, in it, or in the rest."""
    name, text = fold(command.name), fold(typed).strip()
    ranks = [
        _VIM_WORDS.get(typed.strip()) == command.id,
        typed.strip() in command.key_labels(),
        name == text,
        name.startswith(text),
        all(word in name for word in text.split()),
    ]
    return ranks.index(True) if True in ranks else len(ranks)


_NAME_WIDTH = 20


def _command_row(command: Command) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("  ")
        text.append(f"{command.name:<{_NAME_WIDTH}}", colours.strong)
        labels = command.key_labels()
        # Of several keys, the first ones.
        while len(labels) > 1 and text.cell_len + cell_len(" ".join(labels)) + 2 > width:
            labels.pop()
        keys = " ".join(labels)
        text.append(fit(command.description, width - cell_len(keys) - _NAME_WIDTH - 6), colours.muted)
        text.append(" " * max(1, width - cell_len(text.plain) - cell_len(keys) - 1))
        text.append(keys, colours.strong)
        return [text]

    return ListRow(command, draw)


def _answer_row(answer: str) -> ListRow:
    return ListRow(answer, lambda _, __: [Text(f"  {answer}")])
