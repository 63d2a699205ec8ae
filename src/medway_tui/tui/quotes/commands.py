"""What can be done in Quotes, besides what can be done everywhere."""

from __future__ import annotations

from medway_tui.tui.commands import Command


class SwitchOrder(Command):
    """Group by speaker, or list in order of date."""

    name = "Order"
    keys = ("s",)
    group = "Find"
    in_footer = True


class FilterQuotes(Command):
    """Filter: words and filters as in the search, such as party:con or after:2019-09."""

    name = "Filter"
    keys = ("f",)
    group = "Find"
    in_footer = True
    early = True


class ClearFilter(Command):
    """Take the filter away."""

    name = "Clear filter"
    keys = ("escape",)
    group = "Find"


class NextRow(Command):
    """Go to the next quotation."""

    name = "Next quote"
    keys = ("n",)
    group = "Move"


class PreviousRow(Command):
    """Go to the quotation before."""

    name = "Previous quote"
    keys = ("N",)
    group = "Move"
