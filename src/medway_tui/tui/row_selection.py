"""The rows of a list that ``v`` has selected, to be copied or exported together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from medway_tui.index.connection import Index
from medway_tui.index.quotes import find_quote_key
from medway_tui.text import plural
from medway_tui.tui.commands import CLEAR_FILTER, COPY_CITATION, EXPORT_LIST
from medway_tui.tui.copy_forms import CopyItem
from medway_tui.tui.widgets.virtual_list import RowList

LoadItem = Callable[[Any], CopyItem | None]
"""Returns what is copied of the row for a value; None where there is nothing to copy."""


class RowSelection:
    """The selected rows of a list; they stay selected while another filter hides them."""

    def __init__(self, rows: RowList, load: LoadItem, value_of_quote: Callable[[int], Any] = int) -> None:
        """``value_of_quote`` returns the value of the row for a quotation's key."""
        self._rows = rows
        self._load = load
        self._value_of_quote = value_of_quote
        self._items: dict[Any, CopyItem] = {}

    def __len__(self) -> int:
        return len(self._items)

    def toggle(self, value: Any) -> bool:
        """Select the row for a value, or leave it out again; return whether it can be selected."""
        if value in self._items:
            del self._items[value]
        else:
            item = self._load(value)
            if item is None:
                return False
            self._items[value] = item
        self._show()
        return True

    def clear(self) -> None:
        self._items.clear()
        self._show()

    def values(self) -> list[Any]:
        """Return the values of the selected rows."""
        return list(self._items)

    def quote_names(self) -> list[tuple[str, str]]:
        """Return the selected quotations by the ids of their articles and their own."""
        return [(each.quote.article.id, each.quote.id) for each in self._items.values() if each.quote]

    def items(self) -> list[CopyItem]:
        """Return the items in the order of the list, and after them those that the filter hides."""
        listed = [(self._rows.row_of(value), number, value) for number, value in enumerate(self._items)]
        listed.sort(key=lambda each: (each[0] is None, each[0] or 0, each[1]))
        return [self._load(value) or self._items[value] for _, _, value in listed]

    def reload(self, index: Index) -> None:
        """Find the selected quotations again after the files changed, as their keys may be others now."""
        items: dict[Any, CopyItem] = {}
        for value, item in self._items.items():
            if item.quote is None or not item.is_by_key:
                items[value] = item
                continue
            key = find_quote_key(index, item.quote.article.id, item.quote.id)
            if key is not None:
                items[self._value_of_quote(key)] = item
        self._items = items
        self._show()

    def _show(self) -> None:
        self._rows.show_selected(tuple(self._items), describe_keys(len(self)) if self._items else "")


def describe_keys(number: int) -> str:
    """Return the number of selected rows, with what can be done with them."""
    keys = f"{COPY_CITATION.key} copies · {EXPORT_LIST.key} exports · {CLEAR_FILTER.key} clears"
    return f"{number:,} selected · {keys}"


def describe_items(items: Sequence[CopyItem]) -> str:
    """Return the number of some items with their noun: ``3 quotations``."""
    if all(item.quote is not None for item in items):
        return plural(len(items), "quotation")
    if all(item.article is not None for item in items):
        return plural(len(items), "article")
    return "1 entry" if len(items) == 1 else f"{len(items):,} entries"
