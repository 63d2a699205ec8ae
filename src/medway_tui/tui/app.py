"""The reader: which view is open, where to go back to, and what all views can ask for."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from textual import events, on
from textual.app import App
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Input
from textual.worker import Worker

from medway_tui import THEMES
from medway_tui.index.connection import Index, IndexAccessError, IndexCorruptError
from medway_tui.model.locations import Span
from medway_tui.sync.dossier import Dossier
from medway_tui.text import escape_invisible, plural
from medway_tui.tui import idle
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import GLOBAL_COMMANDS, Drafts, make_bindings
from medway_tui.tui.external import open_in_editor
from medway_tui.tui.idle import IdleScheduler
from medway_tui.tui.live_reload import ReloadController
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.textual_patches import apply_patches
from medway_tui.tui.theme import DARK, LIGHT, THEME_NAMES

if TYPE_CHECKING:
    from medway_tui.tui.dialogs.base import Dialog

_EARLY_ACTIONS = frozenset(command.action() for command in GLOBAL_COMMANDS if command.has_priority)

Answer = TypeVar("Answer")


_LIVE_RELOAD_DELAY = 0.2
"""The seconds after the first paint when it begins: its libraries take a tenth of one to load."""


_PRELOADED_VIEWS = ("quotes", "ratings")
"""The views that are made ready before anybody asks for them."""
_VIEW_CHANGE_DELAY = 0.01
"""The seconds for which nothing is drawn when the view changes."""


class Visit(NamedTuple):
    """A place to go back to."""

    view: str
    place: Any


class ReaderApp(App[None]):
    """The reader of one dossier."""

    TITLE = "medway-tui"
    DEFAULT_MODE = "read"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = make_bindings(GLOBAL_COMMANDS)
    # At the top right a toast hides no text that is being gone to, and no border that says how much.
    CSS = "ToastRack { dock: top; align: right top; margin-top: 1; margin-bottom: 0; }"

    def __init__(self, dossier: Dossier, *, theme: str | None = None, live: bool = False) -> None:
        """Make the reader; ``live`` has it follow the files while it is open."""
        # How colours are drawn is decided here, before there is a theme that could say it.
        super().__init__(ansi_color=True if theme == "terminal" else None)
        apply_patches()
        self.set_reactive(ReaderApp.ansi_color, None)
        self.dossier = dossier
        self._live = live
        self.live_reload = ReloadController(self, live=live)
        self._idle = IdleScheduler(self)
        self._views: dict[str, View] = {}
        self._visits: list[Visit] = []
        self._view_factories: dict[str, Callable[[], View]] = {
            "read": ReadView,
            "quotes": _quotes_view,
            "ratings": _ratings_view,
            "review": _review_view,
        }
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Set before anything is styled: a change of theme styles everything a second time.
        self.set_reactive(ReaderApp.theme, THEME_NAMES[theme or "dark"])
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def index(self) -> Index:
        """What views ask."""
        return self.dossier.index

    def get_default_screen(self) -> Screen[Any]:
        """Read is the first screen. As a mode it would be styled twice before the first paint."""
        return self.view("read")

    def on_mount(self) -> None:
        """Make the views modes, now that the first one stands."""
        for name in self._view_factories:
            self.add_mode(name, self._maker(name))
        # Whoever ends the program from outside gets the terminal back as it was.
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no such handlers; a thread that is not the main one can't have them.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._exit_on_signal, number)

        if self._live:
            # Only when the first screen stands, which nobody should wait for.
            self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Begin with what the first paint did not wait for."""
        idle.resume_gc()
        self.set_timer(_LIVE_RELOAD_DELAY, self.live_reload.start)
        steps = (partial(step, name) for name in _PRELOADED_VIEWS for step in (self.preload, self.lay_out))
        self._idle.schedule(*steps, _load_dialogs)

    def delay_update(self, delay: float = _VIEW_CHANGE_DELAY) -> None:
        """Draw nothing for so many seconds, while another view is laid out; Textual's own time is longer."""
        super().delay_update(delay)

    async def on_event(self, event: events.Event) -> None:
        """Note each key, so that what can wait does not come between two of them."""
        if isinstance(event, events.InputEvent):
            self._idle.note_activity()
        await super().on_event(event)

    def on_unmount(self) -> None:
        """End the following: the program ends when its thread does."""
        self.live_reload.stop()

    def _exit_on_signal(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """End with a sentence where a damaged index led to an error, whatever it is; else as all apps do."""
        from rich.text import Text  # noqa: PLC0415 - only where something went wrong

        from medway_tui.index.integrity import is_corrupt  # noqa: PLC0415

        if not isinstance(error, IndexAccessError) and is_corrupt(self.index):
            error = IndexCorruptError()
        if isinstance(error, IndexAccessError):
            self.exit(return_code=2, message=Text(f"medway-tui: {error}\n  {error.hint}"))
        else:
            super()._handle_exception(error)

    def _maker(self, name: str) -> Callable[[], Screen[Any]]:
        return lambda: self.view(name)

    # -- views -----------------------------------------------------------------------------------

    def view(self, name: str) -> View:
        """A view, made when it is first asked for."""
        if name not in self._views:
            self._views[name] = view = self._view_factories[name]()
            # Textual would read all rules anew, three times, and apply them to what stands on the screen.
            for path in view.css_path:
                self.stylesheet.read(path)
                self.stylesheet.parse()
            view._css_update_count = self._css_update_count
        return self._views[name]

    def preload(self, name: str) -> None:
        """Have a view stand before anybody asks for it, so that the first change to it takes little more."""
        if name not in self._screen_stacks:
            self._init_mode(name)
            self.view(name).post_message(events.ScreenSuspend())

    def lay_out(self, name: str) -> None:
        """Lay out a view that was made ready."""
        if not self.view(name).was_shown:
            self.view(name)._refresh_layout(self.size)

    def open_view(self, name: str) -> AwaitMount:
        """Note where the reader is, and change to a view."""
        self._record_visit()
        return self.switch_mode(name)

    def _record_visit(self) -> None:
        current = self.screen
        if isinstance(current, View):
            visit = Visit(self.current_mode, current.place())
            if not self._visits or self._visits[-1] != visit:
                self._visits.append(visit)

    def go_to(self, article: str, spans: Sequence[Span], quote: int | None = None) -> None:
        """Open an article at a place; ``Backspace`` comes back."""
        self.open_view("read")
        read = self.view("read")
        assert isinstance(read, ReadView)  # noqa: S101 - for the type checker
        read.go_to(article, spans, quote)

    def show_quotes(self, query: str) -> None:
        """Open the quotations that fit a query."""
        from medway_tui.tui.quotes.view import QuotesView  # noqa: PLC0415 - not on the first screen

        self._record_visit()
        quotes = self.view("quotes")
        assert isinstance(quotes, QuotesView)  # noqa: S101 - for the type checker
        quotes.filter_by(query)
        self.switch_mode("quotes")

    async def action_read(self) -> None:
        """Change to Read."""
        await self._change_view("read")

    async def action_quotes(self) -> None:
        """Change to Quotes."""
        await self._change_view("quotes")

    async def action_ratings(self) -> None:
        """Change to Ratings."""
        await self._change_view("ratings")

    async def action_drafts(self) -> None:
        """Change to the review of drafts."""
        if self.current_mode != "review" and not Drafts.is_available(self):
            self.say("There are no drafts: every quotation is confirmed")
            return
        await self._change_view("review")

    async def _change_view(self, name: str) -> None:
        if name != self.current_mode:
            await self.open_view(name)
            view = self.view(name)
            if view.focused is None:
                view.focus_pane(view.FIRST_PANE)

    def action_go_back(self) -> None:
        """Go back to where the reader was."""
        if not self._visits:
            self.say("There is nowhere to go back to")
            return
        visit = self._visits.pop()
        self.switch_mode(visit.view)
        self.view(visit.view).return_to(visit.place)

    def is_current_view(self, view: View) -> bool:
        """Whether a dialog stands over a view, which is still the one that is open."""
        return self.screen_stack[0] is view

    # -- dialogs ---------------------------------------------------------------------------------

    async def open_dialog(
        self, dialog: Dialog[Answer], callback: Callable[[Answer | None], Any] | None = None
    ) -> None:
        """Open a dialog, and give it the keys before the next one is read."""
        await self.push_screen(dialog, callback)
        dialog.take_focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command can run now: those that come early leave a line its letters."""
        if action in _EARLY_ACTIONS and (
            isinstance(self.focused, Input) or not isinstance(self.screen, View)
        ):
            return False
        return super().check_action(action, parameters)

    async def action_search(self) -> None:
        """Search, and go to what is chosen."""
        from medway_tui.tui.dialogs.search import SearchChoice, SearchDialog  # noqa: PLC0415

        def go(found: SearchChoice | None) -> None:
            if found is None:
                return
            self.open_view("read")
            read = self.view("read")
            assert isinstance(read, ReadView)  # noqa: S101 - for the type checker
            read.search_for(found.query, found.article, found.paragraph, found.quote)

        await self.open_dialog(SearchDialog(), go)

    async def action_find_person(self) -> None:
        """Choose somebody, and see all that he or she said."""
        from medway_tui.tui.dialogs.person_picker import PersonPickerDialog  # noqa: PLC0415

        def go(speaker: str | None) -> None:
            if speaker is not None:
                self.show_quotes(f"speaker:{speaker}")

        await self.open_dialog(PersonPickerDialog(), go)

    async def action_help(self) -> None:
        """Show all keys."""
        from medway_tui.tui.dialogs.help import HelpDialog  # noqa: PLC0415

        if isinstance(self.screen, View):
            await self.open_dialog(HelpDialog(self.screen))

    async def action_find_command(self) -> None:
        """Find a command by its name."""
        from medway_tui.tui.dialogs.command_palette import CommandPaletteDialog  # noqa: PLC0415

        if isinstance(self.screen, View):
            await self.open_dialog(CommandPaletteDialog(self.screen), self._run_command)

    async def _run_command(self, action: str | None) -> None:
        if action is not None:
            await self.screen.run_action(action)

    async def action_findings(self) -> None:
        """Show what is wrong in the dossier's files, with the cursor on what was broken first."""
        from medway_tui.tui.dialogs.findings import FindingsDialog  # noqa: PLC0415

        dialog = FindingsDialog(self.dossier.findings(), self.live_reload.first_error)
        await self.open_dialog(dialog, partial(open_in_editor, self))

    def action_cycle_theme(self) -> None:
        """Change the colours."""
        names = [THEME_NAMES[name] for name in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        chosen = THEMES[(at + 1) % len(THEMES)]
        self.theme = THEME_NAMES[chosen]
        self.say(f"Colours: {chosen}")

    # -- what views ask for ------------------------------------------------------------------------

    def say(self, message: str, *, problem: bool = False) -> None:
        """Tell something in passing."""
        severity: Literal["warning", "information"] = "warning" if problem else "information"
        self.notify(escape_invisible(message), markup=False, severity=severity, timeout=4)

    def say_adrift(self) -> None:
        """Tell why nothing is gone to: what has no place is never put in one by its number alone."""
        self.say("Adrift: these words are not in the article as it stands", problem=True)

    def findings_badge(self) -> str:
        """What the header says of the dossier's files: nothing while all is well."""
        number = self.dossier.findings_count()
        return f"  ⚠ {plural(number, 'finding')} (!)" if number else ""

    # -- what changes in the files -----------------------------------------------------------------

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        self.live_reload.worker_ended(event.worker, event.state)

    def reload(self) -> None:
        """Have what stands on the screen ask the index anew; what is typed or chosen stays."""
        for view in self._open_views():
            if view.was_shown:
                view.reload()
                view.update_reload_errors()
            else:
                # Made ready, and not looked at yet: it asks when it is.
                view.needs_reload = True
        if not isinstance(self.screen, View):
            from medway_tui.tui.dialogs.base import Dialog  # noqa: PLC0415 - not on the first screen

            if isinstance(self.screen, Dialog):
                self.screen.reload()

    def _open_views(self) -> list[View]:
        """The views that were opened."""
        return [view for name, view in self._views.items() if self._screen_stacks.get(name)]

    def action_close_reload_errors(self) -> None:
        """Close the panel of what was broken."""
        if self.live_reload.errors is None:
            self.say("No panel is open: nothing was broken since the reader was opened")
            return
        self.live_reload.dismiss_errors()
        for view in self._open_views():
            view.update_reload_errors()


def _load_dialogs() -> None:
    """Load what the dialogs are made of, which takes as long as all else when one is first opened."""
    from medway_tui.tui.dialogs import (  # noqa: F401, PLC0415
        command_palette,
        help,  # noqa: A004
        person_picker,
        search,
    )


def _quotes_view() -> View:
    from medway_tui.tui.quotes.view import QuotesView  # noqa: PLC0415 - not on the first screen

    return QuotesView()


def _ratings_view() -> View:
    from medway_tui.tui.ratings.view import RatingsView  # noqa: PLC0415 - not on the first screen

    return RatingsView()


def _review_view() -> View:
    from medway_tui.tui.review.view import ReviewView  # noqa: PLC0415 - not on the first screen

    return ReviewView()
