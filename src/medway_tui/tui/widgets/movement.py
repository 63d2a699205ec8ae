"""The keys that move through a list or a text, the same everywhere."""

from __future__ import annotations

from medway_tui.tui.commands import Command, make_bindings


class LineDown(Command):
    """Go a line or a row down."""

    name = "Down"
    keys = ("j", "down")
    group = "Move"


class LineUp(Command):
    """Go a line or a row up."""

    name = "Up"
    keys = ("k", "up")
    group = "Move"


class PageDown(Command):
    """Go a screenful down."""

    name = "Page down"
    keys = ("space", "pagedown")
    group = "Move"


class PageUp(Command):
    """Go a screenful up."""

    name = "Page up"
    keys = ("b", "pageup")
    group = "Move"


class HalfDown(Command):
    """Go half a screenful down."""

    name = "Half a page down"
    keys = ("ctrl+d",)
    group = "Move"


class HalfUp(Command):
    """Go half a screenful up."""

    name = "Half a page up"
    keys = ("ctrl+u",)
    group = "Move"


class Top(Command):
    """Go to the beginning."""

    name = "Beginning"
    keys = ("g", "home")
    group = "Move"


class Bottom(Command):
    """Go to the end."""

    name = "End"
    keys = ("G", "end")
    group = "Move"


MOVEMENT_COMMANDS: tuple[type[Command], ...] = (
    LineDown,
    LineUp,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    Top,
    Bottom,
)


MOVEMENT_BINDINGS = make_bindings(MOVEMENT_COMMANDS)
"""The bindings of what moves."""


class Movable:
    """What a widget has that moves by lines: it says how by ``move_by`` and ``move_to_end``.

    Textual reads bindings from widgets alone, so a class with this mixin names ``MOVEMENT_BINDINGS`` itself.
    """

    def page(self) -> int:
        """How many lines or rows a screenful is."""
        raise NotImplementedError

    def move_by(self, lines: int) -> None:
        """Go so many lines or rows down; up when negative."""
        raise NotImplementedError

    def move_to_end(self, *, last: bool) -> None:
        """Go to the beginning, or the end."""
        raise NotImplementedError

    def action_line_down(self) -> None:
        """Go a line down."""
        self.move_by(1)

    def action_line_up(self) -> None:
        """Go a line up."""
        self.move_by(-1)

    def action_page_down(self) -> None:
        """Go a screenful down, with one line kept in sight."""
        self.move_by(max(1, self.page() - 1))

    def action_page_up(self) -> None:
        """Go a screenful up, with one line kept in sight."""
        self.move_by(-max(1, self.page() - 1))

    def action_half_down(self) -> None:
        """Go half a screenful down."""
        self.move_by(max(1, self.page() // 2))

    def action_half_up(self) -> None:
        """Go half a screenful up."""
        self.move_by(-max(1, self.page() // 2))

    def action_top(self) -> None:
        """Go to the beginning."""
        self.move_to_end(last=False)

    def action_bottom(self) -> None:
        """Go to the end."""
        self.move_to_end(last=True)
