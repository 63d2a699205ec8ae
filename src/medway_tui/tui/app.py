"""The reader: which view is open, where to go back to, and what all views can ask for."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from textual.app import App
from textual.screen import Screen

from medway_tui.dossier import Dossier, DossierError
from medway_tui.index.quotes import QuoteRow
from medway_tui.index.store import Index, IndexDamagedError
from medway_tui.model.places import Span, Where
from medway_tui.text import visible
from medway_tui.tui import THEMES
from medway_tui.tui.commands import EVERYWHERE, bindings
from medway_tui.tui.palette import DARK, LIGHT, NAMES
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.view import View


class Visit(NamedTuple):
    """A place to go back to."""

    view: str
    place: Any


class Reader(App[None]):
    """The reader of one dossier."""

    TITLE = "medway-tui"
    DEFAULT_MODE = "read"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = bindings(EVERYWHERE)

    def __init__(self, dossier: Dossier, *, theme: str | None = None) -> None:
        super().__init__()
        self.dossier = dossier
        self._views: dict[str, View] = {}
        self._visits: list[Visit] = []
        self._makers: dict[str, Callable[[], View]] = {
            "read": ReadView,
            "quotes": _quotes_view,
            "ratings": _ratings_view,
        }
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Set before anything is styled: a change of theme styles everything a second time.
        self.set_reactive(Reader.theme, NAMES[theme or "dark"])
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
        for name in self._makers:
            self.add_mode(name, self._maker(name))
        # Whoever ends the program from outside gets the terminal back as it was.
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no such handlers; a thread that is not the main one can't have them.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._stopped_by, number)

    def _stopped_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _maker(self, name: str) -> Callable[[], Screen[Any]]:
        return lambda: self.view(name)

    # -- views -----------------------------------------------------------------------------------

    def view(self, name: str) -> View:
        """A view, made when it is first asked for."""
        if name not in self._views:
            self._views[name] = self._makers[name]()
        return self._views[name]

    def visit(self, name: str) -> None:
        """Note where the reader is, and change to a view."""
        self._note()
        self.switch_mode(name)

    def _note(self) -> None:
        current = self.screen
        if isinstance(current, View):
            visit = Visit(self.current_mode, current.place())
            if not self._visits or self._visits[-1] != visit:
                self._visits.append(visit)

    def go_to(self, article: str, span: Span, quote: int | None = None) -> None:
        """Open an article at a place; ``Backspace`` comes back."""
        self.visit("read")
        read = self.view("read")
        assert isinstance(read, ReadView)  # noqa: S101 - for the type checker
        read.go_to(article, span, quote)

    def show_quotes(self, asked: str) -> None:
        """Open the quotations that fit a query."""
        from medway_tui.tui.quotes.view import QuotesView  # noqa: PLC0415 - not on the first screen

        self._note()
        quotes = self.view("quotes")
        assert isinstance(quotes, QuotesView)  # noqa: S101 - for the type checker
        quotes.filter_by(asked)
        self.switch_mode("quotes")

    def action_read(self) -> None:
        """Change to Read."""
        self._change("read")

    def action_quotes(self) -> None:
        """Change to Quotes."""
        self._change("quotes")

    def action_ratings(self) -> None:
        """Change to Ratings."""
        self._change("ratings")

    def _change(self, name: str) -> None:
        if name != self.current_mode:
            self.visit(name)

    def action_go_back(self) -> None:
        """Go back to where the reader was."""
        if not self._visits:
            self.say("There is nowhere to go back to")
            return
        visit = self._visits.pop()
        self.switch_mode(visit.view)
        self.view(visit.view).return_to(visit.place)

    # -- dialogs ---------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Search, and go to what is chosen."""
        from medway_tui.tui.dialogs.search import Found, SearchDialog  # noqa: PLC0415

        def go(found: Found | None) -> None:
            if found is None:
                return
            self.visit("read")
            read = self.view("read")
            assert isinstance(read, ReadView)  # noqa: S101 - for the type checker
            read.search_for(found.asked, found.article, found.paragraph, found.quote)

        self.push_screen(SearchDialog(), go)

    def action_councillor(self) -> None:
        """Choose somebody, and see all that he or she said."""
        from medway_tui.tui.dialogs.picker import PickerDialog  # noqa: PLC0415

        def go(speaker: str | None) -> None:
            if speaker is not None:
                self.show_quotes(f"speaker:{speaker}")

        self.push_screen(PickerDialog(), go)

    def action_help(self) -> None:
        """Show all keys."""
        from medway_tui.tui.dialogs.help import HelpDialog  # noqa: PLC0415

        if isinstance(self.screen, View):
            self.push_screen(HelpDialog(self.screen))

    def action_palette(self) -> None:
        """Find a command by its name."""
        from medway_tui.tui.dialogs.palette import PaletteDialog  # noqa: PLC0415

        if isinstance(self.screen, View):
            self.push_screen(PaletteDialog(self.screen), self._run)

    async def _run(self, action: str | None) -> None:
        if action is not None:
            await self.screen.run_action(action)

    def action_findings(self) -> None:
        """Show what is wrong in the dossier's files."""
        from medway_tui.tui.dialogs.findings import FindingsDialog  # noqa: PLC0415

        self.push_screen(FindingsDialog(self.dossier.findings()), self.edit)

    def action_theme(self) -> None:
        """Change the colours."""
        names = [NAMES[name] for name in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        chosen = THEMES[(at + 1) % len(THEMES)]
        self.theme = NAMES[chosen]
        self.say(f"Colours: {chosen}")

    # -- what views ask for ------------------------------------------------------------------------

    def say(self, message: str, *, problem: bool = False) -> None:
        """Tell something in passing."""
        severity: Literal["warning", "information"] = "warning" if problem else "information"
        self.notify(visible(message), markup=False, severity=severity, timeout=4)

    def badge(self) -> str:
        """What the header says of the dossier's files: nothing while all is well."""
        number = len(self.dossier.findings())
        return f"  ⚠ {number} finding{'' if number == 1 else 's'} (!)" if number else ""

    def parties(self, quotes: Iterable[QuoteRow]) -> dict[str, str]:
        """The short names of the parties of those quoted, on the days of the articles."""
        from medway_tui.index.people import standing  # noqa: PLC0415

        found: dict[str, str] = {}
        for quote in quotes:
            if quote.speaker is not None and quote.group not in found:
                party = standing(self.index, quote.speaker, quote.article.published).party_short
                found[quote.group] = party or ""
        return found

    def copy(self, text: str, what: str) -> None:
        """Copy to the clipboard, and say how."""
        from medway_tui.tui.clipboard import put  # noqa: PLC0415

        self.say(f"Copied {what} ({put(self, text)})")

    def open_address(self, address: str | None) -> None:
        """Open an address in the browser, or say where it can be found."""
        from medway_tui.tui.outside import open_address  # noqa: PLC0415

        if address is None:
            self.say("No address is known for this", problem=True)
        elif open_address(address):
            self.say(f"Opened {address}")
        else:
            self.copy(address, f"the address, as there is no browser here: {address}")

    def edit(self, where: Where | None) -> None:
        """Open a file at a line in the person's editor, and take in what changed."""
        from medway_tui.tui.outside import editor_command, run_editor  # noqa: PLC0415

        if where is None:
            return
        command = editor_command(where)
        if command is None:
            place = f"{where.path}:{where.line}"
            self.say(f"Set EDITOR to the name of your editor. The place is {place}", problem=True)
            return
        problem = run_editor(self, command)
        if problem:
            self.say(problem, problem=True)
        self.refresh_dossier()

    def refresh_dossier(self) -> None:
        """Take in what changed in the files, and show it."""
        try:
            changed = self.dossier.refresh()
        except (DossierError, IndexDamagedError) as error:
            self.say(f"What changed could not be read: {error}", problem=True)
            return
        if changed:
            for name, view in self._views.items():
                if self._screen_stacks.get(name):
                    view.reload()


def _quotes_view() -> View:
    from medway_tui.tui.quotes.view import QuotesView  # noqa: PLC0415 - not on the first screen

    return QuotesView()


def _ratings_view() -> View:
    from medway_tui.tui.ratings.view import RatingsView  # noqa: PLC0415 - not on the first screen

    return RatingsView()
