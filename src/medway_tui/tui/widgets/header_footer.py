"""The line at the top and the line at the bottom of every view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

from medway_tui.text import escape_invisible
from medway_tui.tui.commands import Command, Help
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.wrapping import fit


class Header(Widget):
    """What is open, which view this is, and how much there is."""

    DEFAULT_CSS = """
    Header { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts = ("", "", "")

    def set_text(self, title: str, view: str, counts: str) -> None:
        """Say other things."""
        self._parts = (escape_invisible(title), escape_invisible(view), escape_invisible(counts))
        self.refresh()

    def render(self) -> Text:
        """The title on the left, the rest on the right as far as there is room."""
        title, view, counts = self._parts
        width = self.content_size.width
        colours = palette(self.app.theme, no_color=self.app.no_color)
        right = f"{view}  {counts}" if counts else view
        if cell_len(right) + 12 > width:
            right = view
        title = fit(title, max(0, width - cell_len(right) - 2))
        gap = max(0, width - cell_len(title) - cell_len(right))
        text = Text(no_wrap=True)
        text.append(title, colours.strong)
        text.append(" " * gap)
        text.append(fit(right, width), colours.muted)
        return text


class Footer(Widget):
    """The few keys that matter most here, as many as there is room for, and ``?`` for the rest."""

    DEFAULT_CSS = """
    Footer { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, commands: Sequence[type[Command]], offers: Callable[[type[Command]], bool]) -> None:
        super().__init__()
        self._is_offered = offers
        shown = [each for each in commands if each.in_footer and each is not Help]
        self._shown: list[type[Command]] = [*shown, Help]

    def render(self) -> Text:
        """The keys, and what they do."""
        width = self.content_size.width
        colours = palette(self.app.theme, no_color=self.app.no_color)
        entries = [(each.key_labels()[0], each.name) for each in self._shown if self._is_offered(each)]
        # Help always stands; others give way from the right.
        while len(entries) > 1 and sum(cell_len(k + n) + 3 for k, n in entries) - 2 > width:
            del entries[-2]
        text = Text(no_wrap=True)
        for number, (key, name) in enumerate(entries):
            text.append("  " if number else "")
            text.append(key, colours.strong)
            text.append(f" {name}", colours.muted)
        return text

    async def on_click(self) -> None:
        """A click on the footer shows all keys."""
        await self.run_action("app.help")


MIN_WIDTH, MIN_HEIGHT = 40, 10
"""The least columns and rows in which a view makes sense."""


class TooSmall(Widget):
    """Covers the view while the window is too small for it, and says so."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; background: $background; display: none; }
    """

    def render(self) -> Text:
        """The sentence."""
        size = self.app.size
        need = f"Make the window {MIN_WIDTH}×{MIN_HEIGHT} or more; q quits."
        return Text(f"Too small: {size.width}×{size.height}. {need}")
