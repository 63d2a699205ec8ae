"""What all views have in common: the header, the footer, the panes, and a place to come back to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from medway_tui.tui.commands import GLOBAL_COMMANDS, Command
from medway_tui.tui.widgets.header_footer import MIN_HEIGHT, MIN_WIDTH, Footer, Header, TooSmall

if TYPE_CHECKING:
    from medway_tui.tui.app import ReaderApp


class View(Screen[None]):
    """A view: one of the modes on the number keys."""

    VIEW_COMMANDS: ClassVar[tuple[type[Command], ...]] = GLOBAL_COMMANDS
    """What can be done here; keys, footer, help and palette are made from it."""
    NAME: ClassVar[str]
    """What the header calls it."""
    PANES: ClassVar[tuple[str, ...]] = ()
    """The ids of its panes, in the order in which Tab goes through them."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-tiny"),
        (MIN_WIDTH, "-narrow"),
        (80, "-middle"),
        (120, "-wide"),
        (160, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (MIN_HEIGHT, "-high")]  # noqa: RUF012 - likewise
    DEFAULT_CSS = """
    View { layout: vertical; layers: base notice; }
    View.-tiny TooSmall, View.-low TooSmall { display: block; }
    """

    FIRST_PANE: ClassVar[str] = ""
    """The pane that has the keys at first."""

    def __init__(self) -> None:
        # From the start, as every change of class styles the view anew.
        super().__init__(classes=f"-at-{self.FIRST_PANE}")
        self._showing_reload_errors = False
        self.was_shown = False
        """Whether it was ever on the screen: one that was not may have been made ready."""
        self.needs_reload = False
        """Whether the files changed before it was shown."""

    @property
    def reader(self) -> ReaderApp:
        """The app, as what it is."""
        from medway_tui.tui.app import ReaderApp  # noqa: PLC0415 - the app imports the views

        assert isinstance(self.app, ReaderApp)  # noqa: S101 - for the type checker
        return self.app

    def compose(self) -> ComposeResult:
        """The header, the view's own panes, the footer."""
        yield Header()
        yield from self.compose_view()
        yield Footer(self.VIEW_COMMANDS, self.is_offered)
        yield TooSmall()

    def compose_view(self) -> Iterable[Widget]:
        """The view's own widgets."""
        raise NotImplementedError

    def is_offered(self, command: type[Command]) -> bool:
        """Whether a command of this view is shown: whether there is something to do it with."""
        return command.is_available(self.reader)

    def set_counts(self, counts: str) -> None:
        """Fill the header: the dossier's title, this view's name, and what it counts."""
        badge = self.reader.findings_badge()
        self.query_one(Footer).refresh()  # what is offered depends on what there is
        # While many articles are taken in, how far that has come says more than how much there is yet.
        text = self.reader.live_reload.progress_text() or counts
        self.query_one(Header).set_text(self.reader.dossier.title, self.NAME, f"{text}{badge}")

    def on_screen_resume(self) -> None:
        """Say what was broken while another view was open; one that was only made ready asks anew."""
        if not self.reader.is_current_view(self):
            return
        self.was_shown = True
        if self.needs_reload:
            self.needs_reload = False
            self.reload()
        self.update_reload_errors()

    def update_reload_errors(self) -> None:
        """Show the panel of what a save has broken, as it is now; none where nothing is."""
        errors = self.reader.live_reload.errors
        if errors is None and not self._showing_reload_errors:
            return
        from medway_tui.tui.widgets.reload_errors import (  # noqa: PLC0415 - not on the first screen
            ReloadErrorsPanel,
        )

        self._showing_reload_errors = errors is not None
        panel = next(iter(self.query(ReloadErrorsPanel)), None)
        if panel is not None:
            panel.display = errors is not None
            if errors is not None:
                panel.set_errors(errors)
        elif errors is not None:
            self.mount(ReloadErrorsPanel(errors), before=self.query_one(Footer))

    # -- what the app asks of a view ---------------------------------------------------------------

    def place(self) -> Any:
        """Where the reader is in this view, for ``return_to``."""
        return None

    def return_to(self, place: Any) -> None:
        """Go back to a place that ``place`` gave."""

    def reload(self) -> None:
        """Ask the index anew, after the files changed, and keep the place."""

    # -- panes -------------------------------------------------------------------------------------

    def focus_pane(self, pane: str) -> None:
        """Give the keys to a pane, and show it where there is not room for all."""
        self._mark_pane(pane)
        self.set_focus(self.query_one(f"#{pane}"), scroll_visible=False)

    def current_pane(self) -> str:
        """The pane that has the keys."""
        focused = self.focused
        return next((p for p in self.PANES if focused is not None and focused.id == p), self.FIRST_PANE)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._focus_neighbour(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._focus_neighbour(-1)

    def on_descendant_focus(self) -> None:
        """A click gives the keys to a pane too."""
        if self.PANES and self.focused is not None and self.focused.id in self.PANES:
            self._mark_pane(self.focused.id)

    def _mark_pane(self, pane: str) -> None:
        if not self.has_class(f"-at-{pane}"):
            self.update_classes({f"-at-{each}": each == pane for each in self.PANES})

    def _focus_neighbour(self, step: int) -> None:
        at = self.PANES.index(self.current_pane())
        self.focus_pane(self.PANES[(at + step) % len(self.PANES)])
