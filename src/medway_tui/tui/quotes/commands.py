"""The commands of Quotes."""

from __future__ import annotations

from medway_tui.tui.commands import Command, OpenView


class OpenQuotes(OpenView):
    """See all quotations, by speaker or by date."""

    name = "Quotes"
    keys = ("2",)
    action = "open_view('quotes')"


class SwitchOrder(Command):
    """List by speaker or by date."""

    name = "Order"
    keys = ("s",)
    group = "Find"
    action = "switch_order"
    in_footer = True


class FilterQuotes(Command):
    """Filter by words and by filters as in the search, such as party:con or after:2019-09."""

    name = "Filter"
    keys = ("f",)
    group = "Find"
    action = "filter_quotes"
    in_footer = True
    has_priority = True


class ClearFilter(Command):
    """Clear the filter."""

    name = "Clear filter"
    keys = ("escape",)
    group = "Find"
    action = "clear_filter"


class NextRow(Command):
    """Go to the next quotation."""

    name = "Next quote"
    keys = ("n",)
    group = "Move"
    action = "next_row"


class PreviousRow(Command):
    """Go to the previous quotation."""

    name = "Previous quote"
    keys = ("N",)
    group = "Move"
    action = "previous_row"
