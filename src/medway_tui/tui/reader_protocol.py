"""What views, dialogs and helpers may use of the app, and what they ask it to open.

They depend on this module and never on ``app``, which imports all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType

from medway_tui.model.locations import Span
from medway_tui.tui.textual_patches import PatchedScreen

if TYPE_CHECKING:
    from medway_tui.index.agent_references import AgentReference
    from medway_tui.index.connection import Index
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.notes import Note
    from medway_tui.notes.places import NotePlace
    from medway_tui.sync.dossier import Dossier
    from medway_tui.tui.commands import Command
    from medway_tui.tui.reader_state import ReaderState
    from medway_tui.tui.reload_controller import ReloadController


class Passage(NamedTuple):
    """A passage of an article, or one of its quotations."""

    article_id: str
    spans: Sequence[Span]
    """Its pieces in order; a span of no length is a whole paragraph."""
    quote: int | None = None
    """The key of the quotation, where it is one."""


class SearchChoice(NamedTuple):
    """A search hit to open, with the query whose matches are marked."""

    query: str
    article_id: str
    block: int
    """The position of the block of the hit."""
    quote: int | None


class QuoteFilter(NamedTuple):
    """A query to filter the quotations by."""

    query: str


class AgentPage(NamedTuple):
    """A person or organisation, to open their page in People."""

    agent: str


class Speakers(NamedTuple):
    """The speakers of a search hit, to open the page of one of them."""

    agents: Sequence[AgentReference]


class TimelineEntryChoice(NamedTuple):
    """An entry of Timeline."""

    kind: str
    """``event``, ``deadline``, ``promise``, ``inspection``, ``article`` or ``quote``."""
    id: str


class DifferenceChoice(NamedTuple):
    """A point on which the sources differ, to open in Differences."""

    id: str


class ArticleComparison(NamedTuple):
    """An article to be set beside the one that has most in common with it."""

    article_id: str
    block: int
    """The position of the block to begin at."""


class InspectionChoice(NamedTuple):
    """An inspection to open in Ratings, at one of its judgements if ``area`` names one."""

    inspection: str
    area: str = ""


class ReviewBatch(NamedTuple):
    """The articles of one import, whose drafts are to be reviewed in this order."""

    article_ids: tuple[str, ...]


Target = (
    Passage
    | SearchChoice
    | QuoteFilter
    | AgentPage
    | TimelineEntryChoice
    | DifferenceChoice
    | ArticleComparison
    | InspectionChoice
    | ReviewBatch
)
"""What one view or dialog can ask another view to show."""


class NotesOnArticles(Protocol):
    """The bookmarks and notes of the user, as far as views know them."""

    def places_in(self, article_id: str, blocks: Sequence[tuple[str, str]]) -> Sequence[NotePlace]:
        """The notes on an article with their places; ``blocks`` are its texts and kinds."""
        ...

    def on_quote(self, quote: QuoteRow) -> Sequence[Note]:
        """The notes on a quotation."""
        ...

    async def open(self, note: Note) -> None:
        """Open the field for a note."""


class ReaderProtocol(Protocol):
    """The app, as far as views, dialogs and helpers know it."""

    @property
    def notes(self) -> NotesOnArticles:
        """The bookmarks and notes of the user."""
        ...

    dossier: Dossier
    live_reload: ReloadController
    state: ReaderState
    """What is kept between runs."""
    read_only: bool
    """Whether it serves someone in a browser: it writes nothing, and opens nothing on this machine."""
    is_first_run: bool
    """Whether Read opens with the hint of a first run."""

    @property
    def index(self) -> Index: ...

    @property
    def global_commands(self) -> Sequence[Command]:
        """The commands that work in every view."""
        ...

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address in the browser of the user, also where the reader itself is shown in one."""

    def say(self, message: str, *, problem: bool = False) -> None:
        """Show a toast."""

    def say_adrift(self) -> None:
        """Say that a quotation has no place in its article."""

    def findings_badge(self) -> str:
        """The number of findings for the header; empty when there are none."""
        ...

    def open_target(self, view: str, target: Target) -> None:
        """Open a view on a target; Backspace comes back."""

    def open_person(self, agents: Sequence[AgentReference]) -> None:
        """Open the page of a person or organisation; of several, the one that the user chooses."""

    def say_how_to_quit(self) -> None:
        """Say that nothing is selected, and with which key to quit."""

    def is_current_view(self, view: Screen[Any]) -> bool:
        """Whether a view is open, even under a dialog."""
        ...

    def copy(self, text: str, description: str) -> None:
        """Copy a text, and say by which way; ``description`` names it in the toast."""

    def suspend(self) -> AbstractContextManager[None]:
        """Hand the terminal to another program."""
        ...


class ReaderScreen(PatchedScreen[ScreenResultType]):
    """A screen of the reader: a view or a dialog."""

    # In place of Textual's own command for these keys.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,super+c", "app.copy_selection", show=False, id="copy_selection")
    ]

    @property
    def reader(self) -> ReaderProtocol:
        """The app, as far as a screen should know it."""
        return cast("ReaderProtocol", self.app)

    @property
    def is_open(self) -> bool:
        """Whether it is part of the running app."""
        return self.is_attached

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Call back after the next refresh, unless the screen has closed by then.

        With Textual's own method another screen calls back, when this one has no widgets any more.
        """
        return super().call_after_refresh(lambda: callback(*args, **kwargs) if self.is_open else None)

    def call_when_drawn(self, callback: Callable[[], object]) -> None:
        """Call back after the next refresh, unless the screen has closed by then."""
        self.call_after_refresh(callback)

    def action_copy_text(self) -> None:
        """Copy the selected text; without any, say how to quit."""
        text = self.get_selected_text()
        if text:
            self.reader.copy(text, "the selected text")
        else:
            self.reader.say_how_to_quit()

    def reload(self) -> None:
        """Query the index again after the files changed; what is typed or chosen stays."""

    def notes_changed(self) -> None:
        """Show the notes as they are now."""
