"""Base class of dialogs: an input line above a list of what matches it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.text import escape_invisible
from medway_tui.tui.reader_protocol import ReaderScreen
from medway_tui.tui.textual_patches import PatchedModal
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.virtual_list import RowList

Answer = TypeVar("Answer")


CLOSE_LABEL = Content.from_markup("[@click=screen.leave]✕ close[/]")
"""The label in the border of a dialog that closes it by a click."""


class HintLine(Widget):
    """A line of muted text below a dialog's list."""

    DEFAULT_CSS = """
    HintLine { height: 1; padding: 0 1; }
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def set_text(self, text: str) -> None:
        self.text = escape_invisible(text)
        self.refresh()

    def render(self) -> Text:
        colours = app_palette(self.app)
        return Text(self.text, colours.muted, no_wrap=True, overflow="ellipsis")


class Dialog(PatchedModal[Answer | None], ReaderScreen[Answer | None]):
    """A dialog that returns the choice made in it; None when it was closed with Esc."""

    DIALOG_TITLE: ClassVar[str] = ""
    PLACEHOLDER: ClassVar[str] = ""
    """The text in the empty input line."""
    HAS_INPUT: ClassVar[bool] = True
    HINT: ClassVar[str] = "↑ ↓ move · Enter chooses · Esc closes"

    AUTO_FOCUS = "Input, RowList"
    DEFAULT_CSS = """
    Dialog { align: center top; }
    Dialog > Vertical {
        width: 90%; max-width: 110; height: 90%; margin-top: 1; background: $surface;
        border: round $primary; border-title-color: $foreground; border-subtitle-color: $foreground;
    }
    Dialog { link-style: none; link-color: $foreground; link-background: initial; }
    Dialog > Vertical { border-subtitle-color: $foreground; link-style: none; }
    Dialog Input, Dialog Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "choose", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    listed_text: str | None = ""
    """The typed text that the list matches; None while a query runs."""
    _dismissed = False
    choose_when_ready = False
    """Whether Enter was pressed before the list matched the text typed."""

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def is_open(self) -> bool:
        # The widgets of a dialog that is being removed go before the dialog does.
        return super().is_open and self in self.app.screen_stack

    def compose(self) -> Iterable[Widget]:
        with Vertical() as box:
            box.border_title = Content(self.DIALOG_TITLE)
            box.border_subtitle = CLOSE_LABEL
            if self.HAS_INPUT:
                yield self.make_input()
            yield RowList(click_chooses=True)
            yield HintLine(self.HINT)

    def make_input(self) -> Input:
        """Return the input line."""
        return InputLine(placeholder=self.PLACEHOLDER)

    def list_matches(self, text: str) -> None:
        """List what matches the typed text, at once or later, and note it as ``listed_text``."""

    def on_mount(self) -> None:
        # Textual calls it after the subclass's own.
        self.list_matches("")

    def set_hint(self, text: str) -> None:
        self.query_one(HintLine).set_text(text)

    def on_click(self, event: events.Click) -> None:
        """Close the dialog on a click outside it."""
        box = self.query("Vertical").first()
        if event.widget is self and not box.region.contains(event.screen_x, event.screen_y):
            self.action_leave()

    def action_leave(self) -> None:
        self.close_with(None)

    def close_with(self, answer: Answer | None) -> None:
        """Close the dialog with an answer; further answers are ignored."""
        if self.is_current and not self._dismissed:
            self._dismissed = True
            self.dismiss(answer)

    def take_focus(self) -> None:
        """Focus the input line or the list now: the next key may come before the first paint."""
        self.set_focus(self.query("Input, RowList").first(), scroll_visible=False)

    def typed_text(self) -> str:
        return self.query_one(Input).value if self.HAS_INPUT else ""

    def action_choose(self) -> None:
        if not self.is_pending() and self.listed_text != self.typed_text():
            self.list_matches(self.typed_text())
        self.choose_when_ready = self.is_pending()
        if not self.choose_when_ready:
            self.rows.choose()

    def is_pending(self) -> bool:
        """Return whether a running query will update the list; Enter then waits for it."""
        return False

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.choose_when_ready = False
        self.list_matches(event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_choose()

    def action_move(self, rows: int) -> None:
        self.rows.move_by(rows)

    def action_page(self, pages: int) -> None:
        self.rows.move_by(pages * max(1, self.rows.page() - 1))
