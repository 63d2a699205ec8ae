"""The commands of Quotes."""

from __future__ import annotations

from medway_tui.tui.commands import VIEWS_GROUP, Command

OPEN_QUOTES = Command(
    "Quotes",
    ("2",),
    VIEWS_GROUP,
    "open_view('quotes')",
    "See all quotations, by speaker or by date.",
    is_global=True,
    has_priority=True,
)
SWITCH_ORDER = Command("Order", ("s",), "Find", "switch_order", "List by speaker or by date.", in_footer=True)
FILTER_QUOTES = Command(
    "Filter",
    ("f",),
    "Find",
    "filter_quotes",
    "Filter by words and by filters as in the search, such as party:con or after:2019-09.",
    in_footer=True,
    has_priority=True,
)
CLEAR_FILTER = Command("Clear filter", ("escape",), "Find", "clear_filter", "Clear the filter.")
NEXT_ROW = Command("Next quote", ("n",), "Move", "next_row", "Go to the next quotation.")
PREVIOUS_ROW = Command("Previous quote", ("N",), "Move", "previous_row", "Go to the previous quotation.")
