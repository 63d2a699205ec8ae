"""Commands: each is one class, from which its keys, footer, help and palette entries are made.

The docstring is the description on the screen; ``action`` names the method that runs, ``action_<action>`` of
the view, or of the app where ``is_global`` is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

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


class Command:
    """Something a person can do with a key."""

    name: ClassVar[str]
    """Its name in the palette and the help, in a word or two."""
    keys: ClassVar[tuple[str, ...]]
    """Its keys, by Textual's names; the first is the one in the footer."""
    group: ClassVar[str]
    """Its heading in the help."""
    action: ClassVar[str]
    """The action that it runs, with parameters if it has any."""
    in_footer: ClassVar[bool] = False
    """Whether the footer shows it, where there is room."""
    is_global: ClassVar[bool] = False
    """Whether the app runs it, in every view."""
    has_priority: ClassVar[bool] = False
    """Whether its keys come before those of the focused widget.

    So for commands that change the view or open a dialog: what is typed next must go there. In an input
    line the keys are letters all the same; ``check_action`` sees to that.
    """

    @classmethod
    def is_available(cls, index: Index) -> bool:  # noqa: ARG003 - for subclasses
        """Whether footer, help and palette show it, as there is something to do with it."""
        return True

    @classmethod
    def full_action(cls) -> str:
        """Return the action as Textual runs it from a view."""
        return f"app.{cls.action}" if cls.is_global else cls.action

    @classmethod
    def description(cls) -> str:
        """Return what it does, in a sentence."""
        return " ".join((cls.__doc__ or "").split())

    @classmethod
    def key_labels(cls) -> list[str]:
        """Return its keys as they are shown."""
        return [key_label(key) for key in cls.keys]


class OpenView(Command):
    """A command that opens a view: one for each in the app's table of views."""

    group = "Views"
    is_global = True
    has_priority = True
    unavailable: ClassVar[str] = ""
    """The message where the view has nothing to show."""


def key_label(key: str) -> str:
    """Return a key as it is shown: ``/`` for slash, ``Ctrl+d`` for ctrl+d."""
    return _KEY_LABELS.get(key) or key.replace("ctrl+", "Ctrl+")


def make_bindings(commands: Iterable[type[Command]]) -> list[BindingType]:
    """Return the bindings of some commands."""
    return [
        Binding(
            ",".join(_binding_keys(key) for key in command.keys),
            command.full_action(),
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


def group_commands(commands: Iterable[type[Command]]) -> dict[str, list[type[Command]]]:
    """Return commands by their headings, in the order of the first of each."""
    groups: dict[str, list[type[Command]]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


class Search(Command):
    """Search the text and the quotations."""

    name = "Search"
    keys = ("slash",)
    group = "Find"
    action = "search"
    in_footer = True
    is_global = True
    has_priority = True


class FindPerson(Command):
    """Find a person or organisation, and list their quotations."""

    name = "Find person"
    keys = ("c",)
    group = "Find"
    action = "find_person"
    in_footer = True
    is_global = True
    has_priority = True


class GoBack(Command):
    """Go back to the previous place."""

    name = "Back"
    keys = ("backspace",)
    group = "Move"
    action = "go_back"
    is_global = True
    has_priority = True


class CycleTheme(Command):
    """Change the colours: dark, light, the terminal's own."""

    name = "Theme"
    keys = ("t",)
    group = "Program"
    action = "cycle_theme"
    is_global = True


class FindCommand(Command):
    """Find a command by name."""

    name = "Commands"
    keys = ("colon", "ctrl+p")
    group = "Program"
    action = "find_command"
    is_global = True
    has_priority = True


class Findings(Command):
    """List the problems in the dossier's files."""

    name = "Findings"
    keys = ("exclamation_mark",)
    group = "Program"
    action = "findings"
    is_global = True
    has_priority = True


class CloseReloadErrors(Command):
    """Close the panel of new findings; Findings still lists them."""

    name = "Close panel"
    keys = ("x",)
    group = "Program"
    action = "close_reload_errors"
    is_global = True


class Help(Command):
    """Show all keys and what they do."""

    name = "Help"
    keys = ("question_mark",)
    group = "Program"
    action = "help"
    in_footer = True
    is_global = True
    has_priority = True


class Quit(Command):
    """Quit the reader."""

    name = "Quit"
    keys = ("q", "ctrl+q")
    group = "Program"
    action = "quit"
    is_global = True


class NextPane(Command):
    """Go to the next pane."""

    name = "Next pane"
    keys = ("tab",)
    group = "Move"
    action = "next_pane"
    has_priority = True


class PreviousPane(Command):
    """Go to the previous pane."""

    name = "Previous pane"
    keys = ("shift+tab",)
    group = "Move"
    action = "previous_pane"
    has_priority = True


class OpenPassage(Command):
    """Show this passage in the article."""

    name = "Open"
    keys = ("enter",)
    group = "Move"
    action = "open_passage"
    in_footer = True


class CopyCitation(Command):
    """Copy the quotation with its citation."""

    name = "Copy"
    keys = ("y",)
    group = "Copy and open"
    action = "copy_citation"
    in_footer = True


class OpenOriginal(Command):
    """Open the original in the browser."""

    name = "Original"
    keys = ("o",)
    group = "Copy and open"
    action = "open_original"


class EditSource(Command):
    """Open the YAML behind this in your editor ($VISUAL or $EDITOR), at its line."""

    name = "Edit"
    keys = ("e",)
    group = "Copy and open"
    action = "edit_source"


class LineDown(Command):
    """Go down one line or row."""

    name = "Down"
    keys = ("j", "down")
    group = "Move"
    action = "line_down"


class LineUp(Command):
    """Go up one line or row."""

    name = "Up"
    keys = ("k", "up")
    group = "Move"
    action = "line_up"


class PageDown(Command):
    """Go down one screenful."""

    name = "Page down"
    keys = ("space", "pagedown")
    group = "Move"
    action = "page_down"


class PageUp(Command):
    """Go up one screenful."""

    name = "Page up"
    keys = ("b", "pageup")
    group = "Move"
    action = "page_up"


class HalfDown(Command):
    """Go down half a screenful."""

    name = "Half a page down"
    keys = ("ctrl+d",)
    group = "Move"
    action = "half_down"


class HalfUp(Command):
    """Go up half a screenful."""

    name = "Half a page up"
    keys = ("ctrl+u",)
    group = "Move"
    action = "half_up"


class Top(Command):
    """Go to the beginning."""

    name = "Beginning"
    keys = ("g", "home")
    group = "Move"
    action = "top"


class Bottom(Command):
    """Go to the end."""

    name = "End"
    keys = ("G", "end")
    group = "Move"
    action = "bottom"


MOVEMENT_COMMANDS: Sequence[type[Command]] = (
    LineDown, LineUp, PageDown, PageUp, HalfDown, HalfUp, Top, Bottom,
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
