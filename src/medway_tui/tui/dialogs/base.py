"""What the dialogs have in common: a line to type in, and a list of what fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.text import escape_invisible
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.tui.app import ReaderApp

Answer = TypeVar("Answer")


class HintLine(Widget):
    """A line of muted words."""

    DEFAULT_CSS = """
    Said { height: 1; padding: 0 1; }
    """

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._text = words

    def set_text(self, words: str) -> None:
        """Say something else."""
        self._text = escape_invisible(words)
        self.refresh()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def render(self) -> Text:
        """The words, cut with a sign where there is no room."""
        colours = palette(self.app.theme, no_color=self.app.no_color)
        return Text(self._text, colours.muted, no_wrap=True, overflow="ellipsis")


class Dialog(ModalScreen[Answer | None]):
    """A dialog that answers what was chosen, or None when it was left with Esc."""

    DIALOG_TITLE: ClassVar[str] = ""
    HINT: ClassVar[str] = "↑ ↓ move · Enter chooses · Esc leaves"

    AUTO_FOCUS = "Input, RowList"
    DEFAULT_CSS = """
    Dialog { align: center top; }
    Dialog > Vertical {
        width: 90%; max-width: 110; height: 90%; margin-top: 1; background: $surface;
        border: round $primary; border-title-color: $foreground;
    }
    Dialog Input, Dialog Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    """
    BINDINGS = [  # noqa: RUF012 - as Textual has it
        Binding("escape", "leave", show=False),
        Binding("enter", "choose", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    _dismissed = False
    choose_when_ready = False
    """Whether Enter was pressed before the answer to what is typed was there."""

    @property
    def reader(self) -> ReaderApp:
        """The app, as what it is."""
        from medway_tui.tui.app import ReaderApp  # noqa: PLC0415 - the app imports the dialogs

        assert isinstance(self.app, ReaderApp)  # noqa: S101 - for the type checker
        return self.app

    @property
    def rows(self) -> RowList:
        """The list of what fits."""
        return self.query_one(RowList)

    def compose(self) -> Iterable[Widget]:
        """The line, the list, and what is said under it."""
        with Vertical() as box:
            box.border_title = Content(self.DIALOG_TITLE)
            yield from self.compose_head()
            yield RowList(click_chooses=True)
            yield HintLine(self.HINT)

    def compose_head(self) -> Iterable[Widget]:
        """What stands above the list."""
        yield Input(placeholder=self.placeholder())

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return ""

    def set_hint(self, words: str) -> None:
        """Say something under the list."""
        self.query_one(HintLine).set_text(words)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.close_with(None)

    def close_with(self, value: Answer | None) -> None:
        """Leave with an answer; whatever is chosen after that comes too late."""
        if self.is_current and not self._dismissed:
            self._dismissed = True
            self.dismiss(value)

    def take_focus(self) -> None:
        """Have the keys at once: nobody who types waits for a dialog to open."""
        self.set_focus(self.query("Input, RowList").first(), scroll_visible=False)

    def typed_text(self) -> str:
        """What stands in the line."""
        return self.query_one(Input).value if self.query(Input) else ""

    def action_choose(self) -> None:
        """Choose the row with the cursor, of those that fit what is typed."""
        self.update_list()
        self.choose_when_ready = self.is_pending()
        if not self.choose_when_ready:
            self.rows.choose()

    def reload(self) -> None:
        """Ask anew, after the files changed, and keep what was typed and the cursor's row."""

    def is_pending(self) -> bool:
        """Whether what is listed is not yet the answer to what is typed: Enter waits for it then."""
        return False

    def update_list(self) -> None:
        """List what fits, where the list does not follow the line yet."""

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_choose()

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list, while the line keeps the keys."""
        self.rows.move_by(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor a screenful."""
        self.rows.move_by(pages * max(1, self.rows.page() - 1))
