"""The commands of Timeline."""

from __future__ import annotations

from medway_tui.tui.commands import (
    CLEAR_FILTER,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PERSON,
    PANE_COMMANDS,
    SELECT_ROW,
    Command,
)

# fmt: off
FILTER_TIMELINE = Command("filter_timeline", "Filter", ("f",), "Find",
    "Filter by kind:promise, speaker:, in: a publisher, after:, before: and words.",
    in_footer=True, has_priority=True)
OPEN_ENTRY = Command("open_entry", "Open", ("enter",), "Move",
    "Go to the place in Read; from an inspection to Ratings.", in_footer=True)

COMMANDS: tuple[Command, ...] = (
    FILTER_TIMELINE, OPEN_ENTRY,
    Command("next_event", "Next event", ("n",), "Move",
        "Go to the next event, promise, deadline or inspection, past articles and quotations."),
    Command("previous_event", "Previous event", ("N",), "Move", "Go to the previous one."),
    Command("copy_entry", "Copy", ("y",), "Copy and open",
        "Copy the entry with its sources.", in_footer=True),
    CLEAR_FILTER,
    SELECT_ROW, OPEN_PERSON, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
