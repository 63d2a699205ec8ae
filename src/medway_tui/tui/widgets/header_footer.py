"""View bar and footer of every view, and the notice in a window that is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.widget import Widget

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import FIND_COMMAND, HELP, QUIT, Command
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.wrapping import fit

_LAST_IN_FOOTER = (FIND_COMMAND, HELP, QUIT)
_MIN_TITLE = 16
"""The fewest cells of the dossier's title that are worth showing."""


class BarItem(NamedTuple):
    """A command in a bar, with its key."""

    command: Command
    key: str
    label: str

    @property
    def gap(self) -> str:
        """The space between key and label; empty where one of them is missing."""
        return " " if self.key and self.label else ""

    @property
    def width(self) -> int:
        return cell_len(self.key) + cell_len(self.gap) + cell_len(self.label)


def bar_item(command: Command, label: str) -> BarItem:
    """Return a command in a bar with the first of its keys in force, if it has any."""
    return BarItem(command, next(iter(command.key_labels()), ""), label)


class CommandBar(Widget):
    """A line with commands that a click runs."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, Command]] = []
        """The cells of each command: the first, and the one after the last."""

    def _append_items(self, text: Text, items: Sequence[BarItem], opened: Command | None = None) -> None:
        colours = app_palette(self.app)
        for number, item in enumerate(items):
            text.append("  " if number else "")
            start = text.cell_len
            text.append(item.key, colours.strong)
            text.append(item.gap + item.label, colours.strong if item.command is opened else colours.muted)
            if item.command is opened:
                text.stylize(colours.cursor, len(text.plain) - len(item.key) - len(item.gap + item.label))
            self._places.append((start, text.cell_len, item.command))

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, end, command in self._places:
            # The gaps of two cells between commands belong to their neighbours: a figure is hard to hit.
            if offset is not None and start - 1 <= offset.x <= end:
                await self.screen.run_action(command.full_action)
                return


class ViewBar(CommandBar):
    """The dossier's title, the views with the open one marked, and counts."""

    DEFAULT_CSS = """
    ViewBar { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, opened: Command) -> None:
        super().__init__()
        self._opened = opened
        self._title = self._badge = self._position = ""
        self._counts: Sequence[str] = ()
        self._views: Sequence[tuple[Command, str]] = ()

    def set_text(
        self, title: str, views: Sequence[tuple[Command, str]], counts: Sequence[str], badge: str
    ) -> None:
        """Show these: the views each with what follows its name, counts the most important first."""
        self._title, self._badge = escape_invisible(title), badge
        self._views, self._counts = views, [escape_invisible(count) for count in counts]
        self.refresh()

    def set_position(self, position: str) -> None:
        """Show the position in the open pane in place of the counts, where the pane has no border for it."""
        if position != self._position:
            self._position = position
            self.refresh()

    def render(self) -> Text:
        width = self.content_size.width
        colours = app_palette(self.app)
        title, items, right = self._fit(width)
        self._places.clear()
        text = Text(title, colours.strong, no_wrap=True) if title else Text(no_wrap=True)
        text.append("   " if title else "")
        self._append_items(text, items, self._opened)
        right = fit(right, max(0, width - text.cell_len - 1))
        text.append(" " * max(0, width - text.cell_len - cell_len(right)))
        text.append(right, colours.muted)
        return text

    def _fit(self, width: int) -> tuple[str, list[BarItem], str]:
        """Return title, views and counts as far as there is room: counts go before the title, all but one."""
        full = self._items(lambda command: command.name)
        for number in range(len(self._counts), min(1, len(self._counts)) - 1, -1):
            space = width - _width(full) - cell_len(self._right(number)) - 5
            if space >= min(_MIN_TITLE, cell_len(self._title)):
                return fit(self._title, space), full, self._right(number)
        short = self._items(lambda command: command.short_name or command.name)
        for items in (full, short):
            for number in range(len(self._counts), -1, -1):
                right = self._right(number)
                if _width(items) + cell_len(right) + 2 <= width:
                    return "", items, right
        figures = self._items(lambda command: command.name if command is self._opened else "")
        # ¶12/40 30% where there is no room for ¶12 of 40 · 30%.
        short_position = self._position.replace(" of ", "/").replace(" · ", " ") + self._badge
        has_room = bool(self._position) and _width(figures) + cell_len(short_position) + 2 <= width
        return "", figures, short_position if has_room else self._right(0)

    def _items(self, name: Callable[[Command], str]) -> list[BarItem]:
        return [
            bar_item(command, name(command) + (suffix if name(command) else ""))
            for command, suffix in self._views
        ]

    def _right(self, counts: int) -> str:
        shown = [self._position] if self._position else self._counts
        return " · ".join(shown[:counts]) + self._badge


def _width(items: Sequence[BarItem]) -> int:
    return sum(item.width + 2 for item in items) - 2


class Footer(CommandBar):
    """The main keys of a view, as many as there is room for; last those for commands, help and the end."""

    DEFAULT_CSS = """
    Footer { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, commands: Sequence[Command], is_offered: Callable[[Command], bool]) -> None:
        super().__init__()
        self._is_offered = is_offered
        self._commands = [command for command in commands if command.in_footer]

    def render(self) -> Text:
        width = self.content_size.width
        last = [bar_item(command, command.name) for command in _LAST_IN_FOOTER]
        text = Text(no_wrap=True)
        self._places.clear()
        items = next(items for items in self._choices() if _width([*items, *last]) <= width or not items)
        self._append_items(text, [*items, *last])
        return text

    def _choices(self) -> Iterator[list[BarItem]]:
        """Yield the commands with long names, with short ones, then fewer and fewer."""
        offered = [command for command in self._commands if self._is_offered(command)]
        yield [bar_item(command, command.name) for command in offered]
        for number in range(len(offered), -1, -1):
            yield [bar_item(command, command.short_name or command.name) for command in offered[:number]]


MIN_WIDTH, MIN_HEIGHT = 40, 10
"""The smallest usable window, in columns and rows."""


class TooSmall(Widget):
    """A notice that covers the view while the window is too small for it."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; background: $background; display: none; }
    """

    def render(self) -> Text:
        size = self.app.size
        enough = f"Enlarge the window to {MIN_WIDTH}×{MIN_HEIGHT}; {QUIT.key} quits."
        return Text(f"Too small: {size.width}×{size.height}. {enough}")
