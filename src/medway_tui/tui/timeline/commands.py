"""The commands of Timeline."""

from __future__ import annotations

from medway_tui.tui.commands import PANE_COMMANDS, Command

# fmt: off
OPEN_TIMELINE = Command("open_view('timeline')", "Timeline", ("4",), "Views",
    "See events, inspections, articles and quotations in order of time.",
    is_global=True, has_priority=True, short_name="Time")

COMMANDS: tuple[Command, ...] = (
    *PANE_COMMANDS,
)
