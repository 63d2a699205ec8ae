"""The list of a view: on or off, and wider or narrower by keys or by dragging its border."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widget import Widget

from medway_tui.tui.commands import TOGGLE_LIST
from medway_tui.tui.reader_protocol import ReaderScreen
from medway_tui.tui.reader_state import ReaderState

HIDDEN_LIST = "-no-list"
"""The class of a view whose list is off."""
_STEP = 8
"""The cells by which a command changes the width."""
_MIN_WIDTH = 20


class ListPane:
    """The pane with the list of a view; its state is kept while the reader is open."""

    def __init__(
        self,
        view: ReaderScreen[None],
        pane: str,
        resizable_from: int,
        *,
        focus: Callable[[str], None],
        leave: Callable[[], None],
    ) -> None:
        """``focus`` focuses a pane, ``leave`` the one after this; ``resizable_from`` is in cells."""
        self._view = view
        self._pane = pane
        self._resizable_from = resizable_from
        self._focus = focus
        self._leave = leave
        self._width: int | None = None
        """The width chosen, in cells; None before one is."""
        self._is_dragged = False
        self._name = ""
        """The name of the view, under which the state of the list is kept."""

    def restore(self, name: str, state: ReaderState) -> None:
        """Give the list the state that an earlier run kept; call this before the view is mounted."""
        self._name = name
        self._width = (state.preferences.list_widths or {}).get(name)
        if (state.preferences.hidden_lists or {}).get(name):
            self._view.add_class(HIDDEN_LIST)

    def _keep(self) -> None:
        state = self._view.reader.state
        widths = dict(state.preferences.list_widths or {})
        if self._width is not None:
            widths[self._name] = self._width
        hidden = {**(state.preferences.hidden_lists or {}), self._name: self.is_hidden}
        state.change(list_widths=widths, hidden_lists={name: True for name, off in hidden.items() if off})

    @property
    def pane(self) -> Widget:
        return self._view.query_one(f"#{self._pane}")

    @property
    def is_hidden(self) -> bool:
        """Whether the list is off."""
        return self._view.has_class(HIDDEN_LIST)

    def toggle(self) -> None:
        """Hide the list and give its room to the other panes, or show and focus it."""
        view = self._view
        if not self.pane.display:
            view.remove_class(HIDDEN_LIST)
            self._focus(self._pane)
            self._keep()
            return
        if self.pane.has_focus:
            self._leave()
        view.add_class(HIDDEN_LIST)
        self._keep()
        view.reader.say(f"The list is off: {TOGGLE_LIST.key} shows it again")

    def change_width(self, steps: int) -> None:
        """Make the list wider, or narrower where ``steps`` is negative."""
        if not self._is_resizable():
            self._view.reader.say("The list has all the width of the window, or is off")
            return
        self._set_width(self.pane.outer_size.width + steps * _STEP)
        self._keep()

    def _set_width(self, width: int) -> None:
        self._width = max(_MIN_WIDTH, min(width, self._view.size.width * 3 // 5))
        self.fit()

    def fit(self) -> None:
        """Give the list its chosen width, where the panes are beside one another."""
        if self._width is None:
            return
        if self._view.size.width < self._resizable_from:
            self.pane.styles.clear_rule("width")
        else:
            self.pane.styles.width = min(self._width, self._view.size.width * 3 // 5)

    def _is_resizable(self) -> bool:
        return bool(self.pane.display) and self._view.size.width >= self._resizable_from

    # -- dragging the border -------------------------------------------------------------------------

    def press(self, event: events.MouseDown) -> None:
        """Take hold of the list's right border, if the button was pressed there."""
        region = self.pane.region
        on_border = event.screen_x == region.right - 1 and region.y <= event.screen_y < region.bottom
        if self._is_resizable() and on_border:
            self._is_dragged = True
            self.pane.capture_mouse()
            event.stop()

    def drag(self, event: events.MouseMove) -> None:
        """Move the border that is held to the mouse."""
        if self._is_dragged:
            self._set_width(event.screen_x + 1 - self.pane.region.x)

    def release(self) -> None:
        """Let go of the border."""
        if self._is_dragged:
            self._is_dragged = False
            self._keep()
            self.pane.release_mouse()
