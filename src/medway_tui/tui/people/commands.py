"""The commands of People."""

from __future__ import annotations

from medway_tui.tui.commands import PANE_COMMANDS, Command

# fmt: off
OPEN_PEOPLE = Command("open_view('people')", "People", ("5",), "Views",
    "See each person and organisation: names, roles and what they said.", is_global=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    *PANE_COMMANDS,
)
