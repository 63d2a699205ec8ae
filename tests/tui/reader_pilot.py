"""Open the reader in a test, press its keys and read its screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from rich.style import Style
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from medway_tui.config.loader import LoadedConfig
from medway_tui.index.quotes import QuoteRow, find_quotes
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.base_view import View
from medway_tui.tui.differences.view import DifferencesView
from medway_tui.tui.people.view import PeopleView
from medway_tui.tui.quotes.view import QuotesView
from medway_tui.tui.ratings.view import RatingsView
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.reader_state import ReaderState
from medway_tui.tui.reload_controller import RELOAD_GROUP
from medway_tui.tui.timeline.view import TimelineView
from medway_tui.tui.widgets.article_view import ArticleText
from medway_tui.tui.widgets.virtual_list import RowList

DEADLINE = 20.0
"""Seconds after which a wait fails."""

VIEWS: dict[str, type[View]] = {
    "1": ReadView,
    "2": QuotesView,
    "3": RatingsView,
    "4": TimelineView,
    "5": PeopleView,
    "6": DifferencesView,
}
"""The views by key."""

KEY_NAMES = {
    " ": "space",
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    "!": "exclamation_mark",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "-": "minus",
    "+": "plus",
    '"': "quotation_mark",
    "*": "asterisk",
    "@": "at",
    "=": "equals_sign",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    "|": "vertical_line",
    "\\": "backslash",
    ".": "full_stop",
    ",": "comma",
    "'": "apostrophe",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "’": "right_single_quotation_mark",
}
"""Textual's names of the keys that are not letters or digits."""


class ReaderPilot:
    """The open reader."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # -- pressing keys -----------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, by Textual's names or as characters, waiting after each until the reader is at rest."""
        for key in keys:
            self.send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text without waiting between the letters."""
        self.send(*text)
        await self.settle()

    def send(self, *keys: str) -> None:
        """Press keys without waiting, by Textual's names or as characters."""
        for key in keys:
            character = key if len(key) == 1 else {"space": " "}.get(key)
            self.app.post_message(events.Key(KEY_NAMES.get(key, key), character))

    async def settle(self) -> None:
        """Wait until the reader is at rest and drawn."""
        end = time.monotonic() + DEADLINE
        quiet = 0
        while quiet < 10:
            assert time.monotonic() < end, f"the reader does not come to rest:\n{self.text()}"
            await asyncio.sleep(0.001 if self._workers_running() else 0)
            quiet = 0 if self._is_busy() else quiet + 1
            if quiet > 4 and self._needs_drawing():
                # Drawing may cause more work.
                self.screen._on_timer_update()
                quiet = 0

    def _workers_running(self) -> bool:
        """Whether a worker is running."""
        return not all(worker.is_finished for worker in self.app.workers if worker.group != RELOAD_GROUP)

    def _is_busy(self) -> bool:
        """Whether messages or workers are pending."""
        pumps: list[MessagePump] = [self.app, *self.app.screen_stack, *self.screen.walk_children()]
        return self._workers_running() or any(
            pump.message_queue_size or pump._next_callbacks for pump in pumps
        )

    def _needs_drawing(self) -> bool:
        """Whether layout or drawing is pending."""
        screen = self.screen
        drawing = screen._layout_required or screen._scroll_required or screen._repaint_required
        return bool(drawing or screen._dirty_widgets or screen._callbacks)

    async def search(self, query: str) -> None:
        """Search and open the first hit."""
        await self.press("/")
        await self.type(query)
        await self.press("enter")
        await self.wait_until(lambda: isinstance(self.screen, View))

    async def click(self, selector: str, x: int, y: int, times: int = 1) -> None:
        """Click in a widget, at a position relative to its content."""
        widget = self.screen.query_one(selector)
        at = widget.content_region.offset - widget.region.offset + (x, y)
        await self.pilot.click(widget, offset=at, times=times)
        await self.settle()

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition; fail at the deadline."""
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"what was waited for did not come:\n{self.text()}"
            await self.pilot.pause(0.01)

    async def open(self, article: str) -> None:
        """Open an article in Read."""
        await self.press("1", *["["] * len(self.app.dossier.index.rows("SELECT 1 FROM article")))
        while self.open_article != article:
            before = self.open_article
            await self.press("]")
            assert self.open_article != before

    async def resize(self, width: int, height: int) -> None:
        """Resize the window."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    # -- reading the screen --------------------------------------------------------------------------

    @property
    def screen(self) -> Screen[object]:
        """The screen on top: a view or a dialog."""
        return self.app.screen

    def strips(self) -> list[Strip]:
        """Return the lines of the screen with their styles."""
        return self.screen._compositor.render_strips()

    def lines(self, selector: str | Widget | None = None) -> list[str]:
        """Return the lines of the screen or of a widget."""
        if selector is None:
            return [strip.text for strip in self.strips()]
        region = self.region(selector)
        strips = self.strips()[region.y : region.bottom]
        return [strip.crop(region.x, region.right).text for strip in strips]

    def region(self, selector: str | Widget) -> Region:
        """Return the region of a widget's content, without scrollbars."""
        widget = self.screen.query_one(selector) if isinstance(selector, str) else selector
        return Region(*widget.content_region.offset, *widget.scrollable_content_region.size)

    def text(self, selector: str | Widget | None = None) -> str:
        """Return the text of the screen or of a widget."""
        return "\n".join(self.lines(selector))

    def joined_text(self, selector: str | Widget | None = None) -> str:
        """Return a widget's text as one line."""
        return " ".join(self.text(selector).split())

    def styles(self, words: str, selector: str | None = None) -> list[Style]:
        """Return the style of each character of ``words`` at their first occurrence."""
        region = self.region(selector) if selector else self.screen.region
        for strip in self.strips()[region.y : region.bottom]:
            cropped = strip.crop(region.x, region.right)
            at = cropped.text.find(words)
            if at >= 0:
                each = [segment.style or Style() for segment in cropped for _ in segment.text]
                return each[at : at + len(words)]
        raise AssertionError(f"{words!r} stands on no line of:\n{self.text(selector)}")

    def toast_messages(self) -> list[str]:
        """Return the texts of the toasts, the latest last."""
        return [str(notification.message) for notification in self.app._notifications]

    # -- what is open ----------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """The view on the screen."""
        assert isinstance(self.screen, View)
        return self.screen

    @property
    def article(self) -> ArticleText:
        """The article's text pane."""
        return self.screen.query_one("#text", ArticleText)

    def rows(self, selector: str = "RowList") -> RowList:
        """Return a list on the screen."""
        return self.screen.query_one(selector, RowList)

    def quotes(self) -> list[QuoteRow]:
        """Return all quotations of the dossier."""
        return find_quotes(self.app.dossier.index)[0]

    def input_text(self) -> str:
        """Return the text of the input field; empty without one."""
        lines = self.screen.query(Input)
        return lines.first().value if lines else ""

    @property
    def open_article(self) -> str:
        """The id of the open article."""
        assert isinstance(self.screen, ReadView)
        value = self.rows("#articles").value
        assert isinstance(value, str)
        return value

    @property
    def clipboard(self) -> str:
        """The text last copied to the terminal's clipboard."""
        return self.app.clipboard


@asynccontextmanager
async def open_reader(  # noqa: PLR0913 - each has a default
    dossier: Dossier,
    size: tuple[int, int] = (120, 40),
    *,
    theme: str | None = None,
    config: LoadedConfig | None = None,
    toasts: bool = False,
    live: bool = False,
    settled: bool = True,
    state: ReaderState | None = None,
) -> AsyncIterator[ReaderPilot]:
    """Open the reader in a window of some size.

    It only follows the files with ``live``. Without a ``state`` it begins as if it was never opened before.
    The reader has come to rest when it is returned, unless a test blocks something: then ``settled`` must be
    False.
    """
    app = ReaderApp(dossier, theme=theme, config=config, live=live, state=state)
    async with open_app(app, size, toasts=toasts, settled=settled) as opened:
        yield opened


@asynccontextmanager
async def open_app(
    app: ReaderApp, size: tuple[int, int] = (120, 40), *, toasts: bool = False, settled: bool = True
) -> AsyncIterator[ReaderPilot]:
    """Open a reader that is made already, in a window of some size."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Compositor, "render_update", _skip_drawing)
        async with app.run_test(size=size, notifications=toasts) as pilot:
            opened = ReaderPilot(app, pilot)
            if settled:
                await opened.settle()
            yield opened


def _skip_drawing(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> None:
    """Replace Textual's drawing, whose result is discarded without a terminal.

    It took more than half of a test's time. What a test reads of the screen is drawn when it is read.
    """
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
