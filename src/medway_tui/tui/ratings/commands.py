"""The commands of Ratings."""

from __future__ import annotations

from medway_tui.tui.commands import EDIT_SOURCE, OPEN_PASSAGE, OPEN_PERSON, PANE_COMMANDS, Command

# fmt: off
COMPARE = Command("compare", "Compare", ("equals_sign",), "Find",
    "Mark an inspection, then compare another with it; a third time shows all again.", in_footer=True)
OPEN_REPORT = Command("open_report", "Report", ("o",), "Copy and open",
    "Open the inspection's report in the browser.", in_footer=True)
SHOW_ALL_INSPECTIONS = Command("show_all_inspections", "All inspections", ("escape",), "Find",
    "Show all inspections again, after Compare or As reported.")

COMMANDS: tuple[Command, ...] = (
    Command("show_as_reported", "As reported", ("r",), "Find",
        "Switch to each source's report of the chosen inspection, and back.", in_footer=True,
        short_name="Reported"),
    COMPARE,
    Command("include_council", "Include a council", ("i",), "Find",
        "Set another council beside this one, by name, region or ONS code; again to remove it.",
        in_footer=True, has_priority=True, short_name="Include"),
    OPEN_PASSAGE,
    OPEN_REPORT,
    Command("select_row", "Select", ("v",), "Copy and open",
        "Select the judgement, to copy it with others; again to leave it out."),
    Command("copy_judgement", "Copy", ("y",), "Copy and open",
        "Copy the judgement with its citation.", in_footer=True),
    Command("cell_left", "Left", ("h",), "Move", "Go to the previous inspection (also ←)."),
    Command("cell_right", "Right", ("l",), "Move", "Go to the next inspection (also →)."),
    Command("first_column", "Oldest", ("H",), "Move", "Go to the oldest inspection."),
    Command("last_column", "Newest", ("L",), "Move", "Go to the newest inspection."),
    SHOW_ALL_INSPECTIONS,
    OPEN_PERSON, EDIT_SOURCE, *PANE_COMMANDS,
)
"""The commands of Ratings alone."""
