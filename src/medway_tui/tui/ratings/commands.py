"""The commands of Ratings."""

from __future__ import annotations

from medway_tui.tui.commands import VIEWS_GROUP, Command

OPEN_RATINGS = Command(
    "Ratings",
    ("3",),
    VIEWS_GROUP,
    "open_view('ratings')",
    "Compare the inspectors' judgements side by side.",
    is_global=True,
    has_priority=True,
)
SHOW_AS_REPORTED = Command(
    "As reported",
    ("r",),
    "Find",
    "show_as_reported",
    "Switch to each source's report of the judgements, and back.",
    in_footer=True,
)
COPY_JUDGEMENT = Command(
    "Copy", ("y",), "Copy and open", "copy_judgement", "Copy the judgement with its citation.", in_footer=True
)
OPEN_REPORT = Command(
    "Report",
    ("o",),
    "Copy and open",
    "open_report",
    "Open the inspection's report in the browser.",
    in_footer=True,
)
CELL_LEFT = Command("Left", ("h",), "Move", "cell_left", "Go to the previous inspection; ← does so too.")
CELL_RIGHT = Command("Right", ("l",), "Move", "cell_right", "Go to the next inspection; → does so too.")
