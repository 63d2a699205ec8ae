"""The commands of Differences."""

from __future__ import annotations

from medway_tui.tui.commands import (
    CLEAR_FILTER,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)

# fmt: off
OPEN_PLACE = Command("open_place", "Open", ("enter",), "Move",
    "On a heading: unfold or fold it. On a point: go to its sides. On a side: open its place in Read.",
    in_footer=True)
FILTER_DIFFERENCES = Command("filter_differences", "Filter", ("f",), "Find",
    "Filter by words, and by kind:conflict, in:bbc or speaker:iles; in:bbc in:kent lists the points on"
    " which both print different things.", in_footer=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    OPEN_PLACE, FILTER_DIFFERENCES,
    Command("copy_difference", "Copy", ("y",), "Copy and open",
        "Copy the side's printed words with their citation, or from the list the whole point.",
        in_footer=True),
    CLEAR_FILTER,
    Command("next_row", "Next point", ("n",), "Move", "Go to the next point."),
    Command("previous_row", "Previous point", ("N",), "Move", "Go to the previous point."),
    OPEN_PERSON, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
