"""Commands: each is one value, from which its keys, footer, help and palette entries are made.

Its ``action`` names the method that runs: ``action_<action>`` of the view, or of the app where ``is_global``
is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from medway_tui.index.connection import Index

_KEY_LABELS = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "colon": ":",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "shift+left": "Shift+←",
    "shift+right": "Shift+→",
    "delete": "Del",
    "backspace": "Backspace",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


@dataclass(frozen=True)
class Command:
    """Something a person can do with a key."""

    name: str
    """Its name in the palette and the help, in a word or two."""
    keys: tuple[str, ...]
    """Its keys, by Textual's names; the first is the one in the footer."""
    group: str
    """Its heading in the help."""
    action: str
    """The action that it runs, with parameters if it has any."""
    description: str
    """What it does, in a sentence."""
    in_footer: bool = False
    """Whether the footer shows it, where there is room."""
    is_global: bool = False
    """Whether the app runs it, in every view."""
    has_priority: bool = False
    """Whether its keys come before those of the focused widget.

    So for commands that change the view or open a dialog: what is typed next must go there. In an input
    line the keys are letters all the same; ``check_action`` sees to that.
    """
    is_available: Callable[[Index], bool] = lambda index: True  # noqa: ARG005 - most always are
    """Whether footer, help and palette show it, as there is something to do with it."""
    unavailable: str = ""
    """The message where it is not available."""

    @property
    def full_action(self) -> str:
        """The action as Textual runs it from a view."""
        return f"app.{self.action}" if self.is_global else self.action

    def key_labels(self) -> list[str]:
        """Its keys as they are shown."""
        return [key_label(key) for key in self.keys]


VIEWS_GROUP = "Views"
"""The heading of the commands that open views: one for each in the app's table of views."""


def key_label(key: str) -> str:
    """Return a key as it is shown: ``/`` for slash, ``Ctrl+d`` for ctrl+d."""
    return _KEY_LABELS.get(key) or key.replace("ctrl+", "Ctrl+")


def make_bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return the bindings of some commands."""
    return [
        Binding(
            ",".join(_binding_keys(key) for key in command.keys),
            command.full_action,
            command.name,
            show=False,
            priority=command.has_priority,
            id=command.action,
        )
        for command in commands
    ]


def _binding_keys(key: str) -> str:
    # Terminals report a capital as itself or as shift and the letter.
    return f"{key},shift+{key.lower()}" if len(key) == 1 and key.isupper() else key


def group_commands(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """Return commands by their headings, in the order of the first of each."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


SEARCH = Command(
    "Search",
    ("slash",),
    "Find",
    "search",
    "Search the text and the quotations.",
    in_footer=True,
    is_global=True,
    has_priority=True,
)
FIND_PERSON = Command(
    "Find person",
    ("c",),
    "Find",
    "find_person",
    "Find a person or organisation, and list their quotations.",
    in_footer=True,
    is_global=True,
    has_priority=True,
)
GO_BACK = Command(
    "Back",
    ("backspace",),
    "Move",
    "go_back",
    "Go back to the previous place.",
    is_global=True,
    has_priority=True,
)
CYCLE_THEME = Command(
    "Theme",
    ("t",),
    "Program",
    "cycle_theme",
    "Change the colours: dark, light, the terminal's own.",
    is_global=True,
)
FIND_COMMAND = Command(
    "Commands",
    ("colon", "ctrl+p"),
    "Program",
    "find_command",
    "Find a command by name.",
    is_global=True,
    has_priority=True,
)
FINDINGS = Command(
    "Findings",
    ("exclamation_mark",),
    "Program",
    "findings",
    "List the problems in the dossier's files.",
    is_global=True,
    has_priority=True,
)
CLOSE_RELOAD_ERRORS = Command(
    "Close panel",
    ("x",),
    "Program",
    "close_reload_errors",
    "Close the panel of new findings; Findings still lists them.",
    is_global=True,
)
HELP = Command(
    "Help",
    ("question_mark",),
    "Program",
    "help",
    "Show all keys and what they do.",
    in_footer=True,
    is_global=True,
    has_priority=True,
)
QUIT = Command("Quit", ("q", "ctrl+q"), "Program", "quit", "Quit the reader.", is_global=True)
NEXT_PANE = Command("Next pane", ("tab",), "Move", "next_pane", "Go to the next pane.", has_priority=True)
PREVIOUS_PANE = Command(
    "Previous pane", ("shift+tab",), "Move", "previous_pane", "Go to the previous pane.", has_priority=True
)
OPEN_PASSAGE = Command(
    "Open", ("enter",), "Move", "open_passage", "Show this passage in the article.", in_footer=True
)
COPY_CITATION = Command(
    "Copy", ("y",), "Copy and open", "copy_citation", "Copy the quotation with its citation.", in_footer=True
)
OPEN_ORIGINAL = Command(
    "Original", ("o",), "Copy and open", "open_original", "Open the original in the browser."
)
EDIT_SOURCE = Command(
    "Edit",
    ("e",),
    "Copy and open",
    "edit_source",
    "Open the YAML behind this in your editor ($VISUAL or $EDITOR), at its line.",
)
LINE_DOWN = Command("Down", ("j", "down"), "Move", "line_down", "Go down one line or row.")
LINE_UP = Command("Up", ("k", "up"), "Move", "line_up", "Go up one line or row.")
PAGE_DOWN = Command("Page down", ("space", "pagedown"), "Move", "page_down", "Go down one screenful.")
PAGE_UP = Command("Page up", ("b", "pageup"), "Move", "page_up", "Go up one screenful.")
HALF_DOWN = Command("Half a page down", ("ctrl+d",), "Move", "half_down", "Go down half a screenful.")
HALF_UP = Command("Half a page up", ("ctrl+u",), "Move", "half_up", "Go up half a screenful.")
TOP = Command("Beginning", ("g", "home"), "Move", "top", "Go to the beginning.")
BOTTOM = Command("End", ("G", "end"), "Move", "bottom", "Go to the end.")


MOVEMENT_COMMANDS: Sequence[Command] = (
    LINE_DOWN, LINE_UP, PAGE_DOWN, PAGE_UP, HALF_DOWN, HALF_UP, TOP, BOTTOM,
)  # fmt: skip

MOVEMENT_BINDINGS = make_bindings(MOVEMENT_COMMANDS)


class Movable:
    """Mixin of widgets that move by lines: ``move_by`` and ``move_to_end`` are theirs to define.

    Textual takes bindings from widgets alone, so a class that mixes this in names ``MOVEMENT_BINDINGS``.
    """

    def page(self) -> int:
        """Return how many lines or rows a screenful is."""
        raise NotImplementedError

    def move_by(self, lines: int) -> None:
        """Go down so many lines or rows; up when negative."""
        raise NotImplementedError

    def move_to_end(self, *, last: bool) -> None:
        """Go to the beginning, or the end."""
        raise NotImplementedError

    def action_line_down(self) -> None:
        self.move_by(1)

    def action_line_up(self) -> None:
        self.move_by(-1)

    def action_page_down(self) -> None:
        # One line of the screenful before stays visible.
        self.move_by(max(1, self.page() - 1))

    def action_page_up(self) -> None:
        self.move_by(-max(1, self.page() - 1))

    def action_half_down(self) -> None:
        self.move_by(max(1, self.page() // 2))

    def action_half_up(self) -> None:
        self.move_by(-max(1, self.page() // 2))

    def action_top(self) -> None:
        self.move_to_end(last=False)

    def action_bottom(self) -> None:
        self.move_to_end(last=True)
