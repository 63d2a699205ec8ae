"""The commands of People."""

from __future__ import annotations

from medway_tui.tui.commands import (
    CLEAR_FILTER,
    COPY_CITATION,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PERSON,
    PANE_COMMANDS,
    SELECT_ROW,
    Command,
)
from medway_tui.tui.quotes.commands import ROW_COMMANDS

# fmt: off
OPEN_SOURCE = Command("open_source", "Open", ("enter",), "Move",
    "Go to the source of the line: a passage, an address, the quotations of a publisher, a page.",
    in_footer=True)
FILTER_PEOPLE = Command("filter_people", "Filter", ("f",), "Find",
    "Filter the list by any printed form of a name.", in_footer=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    OPEN_SOURCE, FILTER_PEOPLE,
    Command("list_quotations", "Quotations", ("L",), "Find",
        "List this person’s quotations in Quotes.", in_footer=True, short_name="Quotes"),
    *ROW_COMMANDS,
    CLEAR_FILTER,
    OPEN_PERSON, COPY_CITATION, SELECT_ROW, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
