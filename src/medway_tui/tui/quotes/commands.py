"""The commands of Quotes."""

from __future__ import annotations

from medway_tui.tui.commands import (
    CLEAR_FILTER,
    COPY_CITATION,
    EDIT_SOURCE,
    LIST_COMMANDS,
    OPEN_ORIGINAL,
    OPEN_PASSAGE,
    OPEN_PERSON,
    PANE_COMMANDS,
    SELECT_ROW,
    Command,
)

# fmt: off
ROW_COMMANDS: tuple[Command, ...] = (
    Command("next_row", "Next quote", ("n",), "Move", "Go to the next quotation."),
    Command("previous_row", "Previous quote", ("N",), "Move", "Go to the previous quotation."),
)
FILTER_QUOTES = Command("filter_quotes", "Filter", ("f",), "Find",
    "Filter by words and by filters as in the search, such as party:con or from:2019-09.",
    in_footer=True, has_priority=True)
COMMANDS: tuple[Command, ...] = (
    Command("switch_order", "Order", ("s",), "Find", "List by speaker or by date.", in_footer=True),
    FILTER_QUOTES,
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, SELECT_ROW,
    CLEAR_FILTER,
    *ROW_COMMANDS, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS, *LIST_COMMANDS,
)
