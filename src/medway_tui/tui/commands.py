"""Commands: each is one class, from which its keys, footer, help and palette entries are made.

The docstring says what it does; the class's name says which action runs: ``NextQuote`` runs the
method ``action_next_quote`` of the view, or of the app where ``of_app`` is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from medway_tui.index.quotes import has_drafts

if TYPE_CHECKING:
    from medway_tui.tui.app import ReaderApp

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
    """What the palette and the help call it, in a word or two."""
    keys: ClassVar[tuple[str, ...]]
    """Its keys, by Textual's names; the first is the one shown."""
    group: ClassVar[str]
    """Under which heading the help has it."""
    in_footer: ClassVar[bool] = False
    """Whether the footer shows it, where there is room."""
    is_global: ClassVar[bool] = False
    """Whether the app runs it, in whichever view."""
    has_priority: ClassVar[bool] = False
    """Whether its keys come before those of the widget that has the focus.

    What changes the view or opens a dialog does, so that what is typed right after it goes there. While
    somebody types into a line, the keys are the line's all the same: the app sees to that.
    """

    @classmethod
    def is_available(cls, reader: ReaderApp) -> bool:  # noqa: ARG003 - most are offered whatever is open
        """Whether it is shown in footer, help and palette, as there is something to do it with."""
        return True

    @classmethod
    def action(cls) -> str:
        """The action that runs, by its name within the view or the app."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def description(cls) -> str:
        """What it does, in a sentence."""
        return " ".join((cls.__doc__ or "").split())

    @classmethod
    def key_labels(cls) -> list[str]:
        """Its keys as a person reads them."""
        return [key_label(key) for key in cls.keys]


def key_label(key: str) -> str:
    """A key as a person reads it: ``/`` for slash, ``Ctrl+d`` for ctrl+d."""
    if key in _KEY_LABELS:
        return _KEY_LABELS[key]
    return key.replace("ctrl+", "Ctrl+")


def make_bindings(commands: Iterable[type[Command]]) -> list[BindingType]:
    """The bindings of some commands."""
    return [
        Binding(
            ",".join(_binding_keys(key) for key in each.keys),
            f"app.{each.action()}" if each.is_global else each.action(),
            each.name,
            show=False,
            priority=each.has_priority,
            id=each.action(),
        )
        for each in commands
    ]


def _binding_keys(key: str) -> str:
    # Terminals report a capital as itself or as shift and the letter.
    return f"{key},shift+{key.lower()}" if len(key) == 1 and key.isupper() else key


class Read(Command):
    """Read the articles, with who says what beside the text."""

    name = "Read"
    keys = ("1",)
    group = "Views"
    of_app = True
    early = True


class Quotes(Command):
    """See all quotations, by speaker or in order of date."""

    name = "Quotes"
    keys = ("2",)
    group = "Views"
    of_app = True
    early = True


class Ratings(Command):
    """Compare the inspectors' judgements side by side."""

    name = "Ratings"
    keys = ("3",)
    group = "Views"
    of_app = True
    early = True


class Drafts(Command):
    """Review the drafts: quotations that a program found and nobody has confirmed."""

    name = "Drafts"
    keys = ("d",)
    group = "Views"
    in_footer = True
    of_app = True
    early = True

    @classmethod
    def is_available(cls, reader: ReaderApp) -> bool:
        """Only where there are drafts."""
        return has_drafts(reader.index)


class Search(Command):
    """Search the text and the quotations."""

    name = "Search"
    keys = ("slash",)
    group = "Find"
    in_footer = True
    of_app = True
    early = True


class FindPerson(Command):
    """Choose a councillor, or anyone quoted, and see all that he or she said."""

    name = "Councillor"
    keys = ("c",)
    group = "Find"
    in_footer = True
    of_app = True
    early = True


class GoBack(Command):
    """Go back to where you were."""

    name = "Back"
    keys = ("backspace",)
    group = "Move"
    of_app = True
    early = True


class CycleTheme(Command):
    """Change the colours: dark, light, the terminal's own."""

    name = "Theme"
    keys = ("t",)
    group = "Program"
    of_app = True


class FindCommand(Command):
    """Find any command by its name."""

    name = "Palette"
    keys = ("colon", "ctrl+p")
    group = "Program"
    of_app = True
    early = True


class Findings(Command):
    """See what is wrong in the dossier's files."""

    name = "Findings"
    keys = ("exclamation_mark",)
    group = "Program"
    of_app = True
    early = True


class CloseReloadErrors(Command):
    """Close the panel that says what a save has broken; Findings goes on listing it."""

    name = "Close panel"
    keys = ("x",)
    group = "Program"
    of_app = True


class Help(Command):
    """Show all keys and what they do."""

    name = "Help"
    keys = ("question_mark",)
    group = "Program"
    in_footer = True
    of_app = True
    early = True


class Quit(Command):
    """Leave the reader."""

    name = "Quit"
    keys = ("q", "ctrl+q")
    group = "Program"
    of_app = True


GLOBAL_COMMANDS: tuple[type[Command], ...] = (
    Read, Quotes, Ratings, Search, FindPerson, Drafts, GoBack, CycleTheme, FindCommand,
    Findings, CloseReloadErrors, Help,
    Quit,
)  # fmt: skip
"""The commands that every view has."""


class NextPane(Command):
    """Go to the next pane."""

    name = "Next pane"
    keys = ("tab",)
    group = "Move"
    early = True


class PreviousPane(Command):
    """Go to the pane before."""

    name = "Previous pane"
    keys = ("shift+tab",)
    group = "Move"
    early = True


class OpenPassage(Command):
    """Go to the place in the article."""

    name = "Go there"
    keys = ("enter",)
    group = "Move"
    in_footer = True


class CopyCitation(Command):
    """Copy the quotation with its citation."""

    name = "Copy"
    keys = ("y",)
    group = "Take away"
    in_footer = True


class OpenOriginal(Command):
    """Open the original in the browser."""

    name = "Original"
    keys = ("o",)
    group = "Take away"


class EditSource(Command):
    """Open the YAML behind this in your editor ($VISUAL or $EDITOR), at its line."""

    name = "Edit"
    keys = ("e",)
    group = "Take away"
