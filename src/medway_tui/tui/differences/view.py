"""Differences: where the sources differ."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from medway_tui.tui.base_view import View
from medway_tui.tui.commands import make_bindings
from medway_tui.tui.differences.commands import COMMANDS, OPEN_DIFFERENCES
from medway_tui.tui.reader_protocol import Target
from medway_tui.tui.widgets.virtual_list import RowList


class DifferencesView(View):
    """Where the sources differ."""

    NAME = "Differences"
    OPEN_COMMAND = OPEN_DIFFERENCES
    PANES = ("list",)
    FIRST_PANE = "list"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def compose_view(self) -> Iterable[Widget]:
        yield RowList(id="list", empty="Nothing to show.")

    def on_mount(self) -> None:
        self.query_one("#list", RowList).border_title = Content("Differences")
        self.set_counts()
        self.focus_pane("list")

    def show_target(self, target: Target) -> None:
        """Show an entry that another view or a dialog asks for."""

    def reload(self) -> None:
        """Query the index again; the chosen row stays."""
