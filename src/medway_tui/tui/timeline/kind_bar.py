"""The kinds of entries in a line, each to be clicked; those that are listed are marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from medway_tui.index.timeline_query import ENTRY_KINDS, EntryKind
from medway_tui.tui.theme import app_palette


class KindGroup(NamedTuple):
    """Kinds that are chosen together."""

    name: str
    kinds: frozenset[EntryKind]

    @property
    def filter_text(self) -> str:
        """The filter that lists these kinds; empty for all."""
        if self.kinds == frozenset(ENTRY_KINDS):
            return ""
        return " ".join(f"kind:{kind}" for kind in ENTRY_KINDS if kind in self.kinds)


GROUPS = (
    KindGroup("all", frozenset(ENTRY_KINDS)),
    KindGroup("events", frozenset({"event"})),
    KindGroup("promises", frozenset({"deadline", "promise"})),
    KindGroup("inspections", frozenset({"inspection"})),
    KindGroup("articles", frozenset({"article"})),
    KindGroup("quotes", frozenset({"quote"})),
)
"""The groups that the line offers."""


class KindBar(Widget):
    """A line with groups of kinds."""

    DEFAULT_CSS = """
    KindBar { height: 1; width: auto; padding: 0 1; }
    """

    class Chosen(Message):
        """Posted when a group is clicked."""

        def __init__(self, group: KindGroup) -> None:
            super().__init__()
            self.group = group

    def __init__(self) -> None:
        super().__init__()
        self._kinds: frozenset[EntryKind] = frozenset(ENTRY_KINDS)

    def mark(self, kinds: Iterable[EntryKind]) -> None:
        """Mark the group of the kinds that are listed."""
        self._kinds = frozenset(kinds)
        self.refresh()

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002 - Textual's interface
        return sum(len(group.name) for group in GROUPS) + 3 * (len(GROUPS) - 1)

    def render(self) -> Text:
        colours = app_palette(self.app)
        text = Text(no_wrap=True, end="")
        for number, group in enumerate(GROUPS):
            if number:
                text.append(" · ", colours.muted)
            style = colours.cursor if group.kinds == self._kinds else colours.muted
            text.append(group.name, style)
        return text

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        start = 0
        for group in GROUPS:
            # The dots between two names belong to their neighbours.
            if offset is not None and start - 1 <= offset.x <= start + len(group.name):
                self.post_message(self.Chosen(group))
                return
            start += len(group.name) + 3
