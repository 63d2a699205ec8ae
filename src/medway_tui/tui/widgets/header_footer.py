"""Header and footer of every view, and the notice in a window that is too small."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import HELP, Command
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.wrapping import fit


class Header(Widget):
    """The dossier's title, the name of the view, and counts."""

    DEFAULT_CSS = """
    Header { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts = ("", "", "")

    def set_text(self, title: str, view: str, counts: str) -> None:
        self._parts = (escape_invisible(title), escape_invisible(view), escape_invisible(counts))
        self.refresh()

    def render(self) -> Text:
        title, view, counts = self._parts
        width = self.content_size.width
        colours = palette(self.app.theme, no_color=self.app.no_color)
        right = f"{view}  {counts}" if counts else view
        if cell_len(right) + 12 > width:
            right = view
        title = fit(title, max(0, width - cell_len(right) - 2))
        gap = max(0, width - cell_len(title) - cell_len(right))
        right = fit(right, width)
        return Text.assemble((title, colours.strong), " " * gap, (right, colours.muted), no_wrap=True)


class Footer(Widget):
    """The main keys of a view, as many as there is room for, and ``?`` for the rest."""

    DEFAULT_CSS = """
    Footer { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, commands: Sequence[Command], is_offered: Callable[[Command], bool]) -> None:
        super().__init__()
        self._is_offered = is_offered
        # Help comes last, other views before it.
        shown = [command for command in commands if command.in_footer and command is not HELP]
        self._commands: list[Command] = [*sorted(shown, key=lambda command: command.group == "Views"), HELP]

    def render(self) -> Text:
        width = self.content_size.width
        colours = palette(self.app.theme, no_color=self.app.no_color)
        offered = [command for command in self._commands if self._is_offered(command)]
        entries = [(command.key_labels()[0], command.name) for command in offered]
        # Help is always shown; others are dropped from the right.
        while len(entries) > 1 and sum(cell_len(k + n) + 3 for k, n in entries) - 2 > width:
            del entries[-2]
        text = Text(no_wrap=True)
        for number, (key, name) in enumerate(entries):
            text.append("  " if number else "")
            text.append(key, colours.strong)
            text.append(f" {name}", colours.muted)
        return text

    async def on_click(self) -> None:
        await self.run_action("app.help")


MIN_WIDTH, MIN_HEIGHT = 40, 10
"""The smallest usable window, in columns and rows."""


class TooSmall(Widget):
    """A notice that covers the view while the window is too small for it."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; background: $background; display: none; }
    """

    def render(self) -> Text:
        size = self.app.size
        enough = f"Enlarge the window to {MIN_WIDTH}×{MIN_HEIGHT}; q quits."
        return Text(f"Too small: {size.width}×{size.height}. {enough}")
