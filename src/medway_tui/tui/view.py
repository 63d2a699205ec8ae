"""What all views have in common: the header, the footer, the panes, and a place to come back to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from medway_tui.tui.commands import EVERYWHERE, Command
from medway_tui.tui.widgets.bars import Footer, Header
from medway_tui.tui.widgets.notice import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from medway_tui.tui.app import Reader


class View(Screen[None]):
    """A view: one of the modes on the number keys."""

    KEYS: ClassVar[tuple[type[Command], ...]] = EVERYWHERE
    """What can be done here; keys, footer, help and palette are made from it."""
    NAME: ClassVar[str]
    """What the header calls it."""
    PANES: ClassVar[tuple[str, ...]] = ()
    """The ids of its panes, in the order in which Tab goes through them."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-tiny"),
        (LEAST_WIDTH, "-narrow"),
        (80, "-middle"),
        (120, "-wide"),
        (160, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LEAST_HEIGHT, "-high")]  # noqa: RUF012 - likewise
    DEFAULT_CSS = """
    View { layout: vertical; layers: base notice; }
    View.-tiny TooSmall, View.-low TooSmall { display: block; }
    """

    START: ClassVar[str] = ""
    """The pane that has the keys at first."""

    def __init__(self) -> None:
        # From the start, as every change of class styles the view anew.
        super().__init__(classes=f"-at-{self.START}")
        self._told_broken = False
        self.shown = False
        """Whether it was ever on the screen: one that was not may have been made ready."""
        self.stale = False
        """Whether the files changed before it was shown."""

    @property
    def reader(self) -> Reader:
        """The app, as what it is."""
        from medway_tui.tui.app import Reader  # noqa: PLC0415 - the app imports the views

        assert isinstance(self.app, Reader)  # noqa: S101 - for the type checker
        return self.app

    def compose(self) -> ComposeResult:
        """The header, the view's own panes, the footer."""
        yield Header()
        yield from self.compose_view()
        yield Footer(self.KEYS, self.offers)
        yield TooSmall()

    def compose_view(self) -> Iterable[Widget]:
        """The view's own widgets."""
        raise NotImplementedError

    def offers(self, command: type[Command]) -> bool:
        """Whether a command of this view is shown: whether there is something to do it with."""
        return command.offered(self.reader)

    def tell(self, counts: str) -> None:
        """Fill the header: the dossier's title, this view's name, and what it counts."""
        badge = self.reader.badge()
        self.query_one(Footer).refresh()  # what is offered depends on what there is
        # While many articles are taken in, how far that has come says more than how much there is yet.
        told = self.reader.changes.pace() or counts
        self.query_one(Header).tell(self.reader.dossier.title, self.NAME, f"{told}{badge}")

    def on_screen_resume(self) -> None:
        """Say what was broken while another view was open; one that was only made ready asks anew."""
        if not self.reader.over(self):
            return
        self.shown = True
        if self.stale:
            self.stale = False
            self.reload()
        self.tell_broken()

    def tell_broken(self) -> None:
        """Show the panel of what a save has broken, as it is now; none where nothing is."""
        broken = self.reader.changes.broken
        if broken is None and not self._told_broken:
            return
        from medway_tui.tui.widgets.broken import BrokenPanel  # noqa: PLC0415 - not on the first screen

        self._told_broken = broken is not None
        panel = next(iter(self.query(BrokenPanel)), None)
        if panel is not None:
            panel.display = broken is not None
            if broken is not None:
                panel.tell(broken)
        elif broken is not None:
            self.mount(BrokenPanel(broken), before=self.query_one(Footer))

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
        self._at(pane)
        self.set_focus(self.query_one(f"#{pane}"), scroll_visible=False)

    def pane(self) -> str:
        """The pane that has the keys."""
        focused = self.focused
        return next((p for p in self.PANES if focused is not None and focused.id == p), self.START)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._turn(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._turn(-1)

    def on_descendant_focus(self) -> None:
        """A click gives the keys to a pane too."""
        if self.PANES and self.focused is not None and self.focused.id in self.PANES:
            self._at(self.focused.id)

    def _at(self, pane: str) -> None:
        if not self.has_class(f"-at-{pane}"):
            self.update_classes({f"-at-{each}": each == pane for each in self.PANES})

    def _turn(self, step: int) -> None:
        at = self.PANES.index(self.pane())
        self.focus_pane(self.PANES[(at + step) % len(self.PANES)])
