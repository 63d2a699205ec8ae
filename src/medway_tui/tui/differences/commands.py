"""The commands of Differences."""

from __future__ import annotations

from medway_tui.tui.commands import PANE_COMMANDS, Command

# fmt: off
OPEN_DIFFERENCES = Command("open_view('differences')", "Differences", ("6",), "Views",
    "See where the sources differ, side by side.", is_global=True, has_priority=True, short_name="Diff")

COMMANDS: tuple[Command, ...] = (
    *PANE_COMMANDS,
)
