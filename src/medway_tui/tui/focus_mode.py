"""Focus mode: the text of a view fills the window, and nothing else is shown."""

from __future__ import annotations

from textual.dom import DOMNode

from medway_tui.tui.base_view import View
from medway_tui.tui.commands import CLEAR_SEARCH, FOCUS_MODE

_ON, _TEXT, _HIDDEN = "-focus-mode", "-in-focus", "-out-of-focus"
FOCUS_MODE_CSS = f"""
.{_ON} > ViewBar, .{_ON} > Footer, .{_ON} > FirstRunHint, .{_ON} > ReloadErrorsPanel,
.{_ON} .{_HIDDEN} {{ display: none !important; }}
.{_ON} .{_TEXT}, .{_ON} .{_TEXT}:focus {{
    display: block !important; border: none !important; width: 1fr !important; height: 1fr !important;
    scrollbar-size-vertical: 0 !important;
}}
"""
"""The rules of the app, which come before those of the views."""


class FocusMode:
    """The focus mode of a view: on or off, kept between runs."""

    def __init__(self, view: View, text: str, container: str) -> None:
        """``text`` is the id of the pane of the ``container`` that remains; empty where all do."""
        self._view = view
        self._text = text
        self._container = container

    @property
    def is_on(self) -> bool:
        return self._view.has_class(_ON)

    def toggle(self) -> None:
        """Switch it on or off."""
        if not self.leave():
            self.enter()
            self._view.reader.state.change(focus_mode=True)

    def enter(self) -> None:
        """Switch it on, and say how to leave."""
        self._view.add_class(_ON)
        for pane in self._panes():
            pane.add_class(_TEXT if not self._text or pane.id == self._text else _HIDDEN)
        self._view.reader.say(f"Focus mode: {FOCUS_MODE.key} or {CLEAR_SEARCH.key} leaves it")

    def leave(self) -> bool:
        """Switch it off; return whether it was on."""
        if not self.is_on:
            return False
        self._view.remove_class(_ON)
        for pane in self._panes():
            pane.remove_class(_TEXT, _HIDDEN)
        # The panes have a border for it again.
        self._view.show_position("")
        self._view.reader.state.change(focus_mode=False)
        return True

    def _panes(self) -> list[DOMNode]:
        return [*self._view.query_one(f"#{self._container}").children]
