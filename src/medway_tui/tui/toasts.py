"""The place of toasts: above or below the row of the cursor, never over it or over the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.css.query import NoMatches
from textual.widgets import Input
from textual.widgets._toast import ToastRack

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

TOAST_CSS = """
ToastRack { dock: top; align: right top; margin: 1 1 0 1; max-height: 4; }
ToastRack.-low { dock: bottom; align: right bottom; margin: 0 1 1 1; }
ToastHolder { display: none; }
ToastHolder:last-of-type { display: block; }
Toast { width: 60; max-width: 100%; margin: 0; padding: 0 1; }
"""
"""Small toasts at the right, below the view bar or above the footer; of several, the latest alone."""

_ENOUGH_ROWS = 3
"""The rows above the cursor in which a toast has room."""
_MAX_ROWS = 4
"""The most rows of a toast."""


@runtime_checkable
class HasCursor(Protocol):
    """A widget that knows where its cursor is."""

    def cursor_lines(self) -> tuple[int, int] | None:
        """Return the first and last line of the cursor's row in the content, or None without a cursor."""
        ...


def place_toasts(screen: Screen[Any]) -> None:
    """Put the toasts of a screen where they hide neither the cursor's row nor an input line."""
    try:
        rack = screen.get_child_by_type(ToastRack)
    except NoMatches:
        return
    rows = _busy_rows(screen)
    above = min(rows, default=screen.size.height) - 1
    below = screen.size.height - 2 - max(rows, default=0)
    is_low = above < _ENOUGH_ROWS and below > above
    rack.set_class(is_low, "-low")
    rack.styles.max_height = max(1, min(_MAX_ROWS, below if is_low else above))


def _busy_rows(screen: Screen[Any]) -> set[int]:
    """Return the rows of the screen that a toast must not hide."""
    focused = screen.focused
    rows: set[int] = set()
    for widget in ([focused] if focused is not None else []) + _beside_input(screen, focused):
        region = widget.content_region
        lines = (0, 0) if isinstance(widget, Input) else _cursor_lines(widget)
        if lines is not None:
            first, last = (max(0, min(line, region.height - 1)) for line in lines)
            rows.update(range(region.y + first, region.y + last + 1))
    return rows


def _beside_input(screen: Screen[Any], focused: Widget | None) -> list[Widget]:
    """Return the lists whose cursor moves while an input line has the focus."""
    return [*screen.query("RowList")] if isinstance(focused, Input) else []


def _cursor_lines(widget: Widget) -> tuple[int, int] | None:
    return cast("HasCursor", widget).cursor_lines() if isinstance(widget, HasCursor) else None
