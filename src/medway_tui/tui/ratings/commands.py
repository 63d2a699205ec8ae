"""The commands of Ratings."""

from __future__ import annotations

from medway_tui.tui.commands import EDIT_SOURCE, OPEN_PASSAGE, PANE_COMMANDS, Command

# fmt: off
OPEN_RATINGS = Command("open_view('ratings')", "Ratings", ("3",), "Views",
    "Compare the inspectors' judgements side by side.", is_global=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    Command("show_as_reported", "As reported", ("r",), "Find",
        "Switch to each source's report of the judgements, and back.", in_footer=True,
        short_name="Reported"),
    OPEN_PASSAGE,
    Command("open_report", "Report", ("o",), "Copy and open",
        "Open the inspection's report in the browser.", in_footer=True),
    Command("copy_judgement", "Copy", ("y",), "Copy and open",
        "Copy the judgement with its citation.", in_footer=True),
    Command("cell_left", "Left", ("h",), "Move", "Go to the previous inspection (also ←)."),
    Command("cell_right", "Right", ("l",), "Move", "Go to the next inspection (also →)."),
    EDIT_SOURCE, *PANE_COMMANDS,
)
