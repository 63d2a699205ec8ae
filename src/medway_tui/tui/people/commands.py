"""The commands of People."""

from __future__ import annotations

from medway_tui.tui.commands import (
    COPY_CITATION,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)
from medway_tui.tui.quotes.commands import ROW_COMMANDS

# fmt: off
OPEN_PEOPLE = Command("open_view('people')", "People", ("5",), "Views",
    "See each person and organisation: names, roles and what they said.", is_global=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    Command("open_source", "Open", ("enter",), "Move",
        "Go to the source of the line: a passage, an address, the quotations of a publisher, a page.",
        in_footer=True),
    Command("filter_people", "Filter", ("f",), "Find",
        "Filter the list by any printed form of a name.", in_footer=True, has_priority=True),
    Command("list_quotations", "Quotations", ("L",), "Find",
        "List this person’s quotations in Quotes.", in_footer=True, short_name="Quotes"),
    *ROW_COMMANDS,
    Command("clear_filter", "Clear filter", ("escape",), "Find", "Clear the filter."),
    OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
