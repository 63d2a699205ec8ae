"""Scrolling before and after there is a scrollbar."""

from __future__ import annotations

from textual.scroll_view import ScrollView


def jump_to_line(view: ScrollView, line: int) -> None:
    """Scroll a line to the top of a view at once, as far as there are lines below it.

    Textual scrolls nothing that has no scrollbar yet, and a scrollbar that appears later begins at its top.
    """
    view.scroll_to(y=line, animate=False, immediate=True, force=True)
    if view.scroll_offset.y and not view.show_vertical_scrollbar:
        view.vertical_scrollbar.position = view.scroll_offset.y
