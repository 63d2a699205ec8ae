"""The notes as the app and the views reach them: what reads and writes them is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.notes import Note
    from medway_tui.notes.places import NotePlace
    from medway_tui.sync.dossier import Dossier
    from medway_tui.tui.base_view import View
    from medway_tui.tui.notes.controller import NotesController
    from medway_tui.tui.reader_protocol import ReaderProtocol


class NotesAccess:
    """The bookmarks and notes of the open dossier."""

    def __init__(
        self,
        app: App[Any],
        reader: ReaderProtocol,
        dossier: Dossier,
        *,
        views: Callable[[], Iterable[View]],
        open_dialog: Callable[..., Awaitable[None]],
    ) -> None:
        """``views`` returns the views that are open."""
        self._app = app
        self._reader = reader
        self._dossier = dossier
        self._views = views
        self._open_dialog = open_dialog
        self._is_loaded = False

    @cached_property
    def controller(self) -> NotesController:
        """What reads and writes the notes."""
        from medway_tui.tui.notes.controller import NotesController  # noqa: PLC0415 - not before the first paint

        self._is_loaded = True
        return NotesController(
            self._app, self._reader, self._dossier, changed=self._show, open_dialog=self._open_dialog
        )

    def load(self) -> None:
        """Read the notes in a thread, where there are any, and load what their keys need.

        A reader that only reads is for others: it never has the notes of whose files it shows.
        """
        if self._reader.read_only:
            return
        for name in ("subjects", "note_dialog", "list_dialog"):
            import_module(f"medway_tui.tui.notes.{name}")
        if self._dossier.has_notes():
            self.controller.load_later()

    def _show(self) -> None:
        for view in self._views():
            if view.was_shown:
                view.notes_changed()

    # -- what views show -----------------------------------------------------------------------------

    def places_in(self, article_id: str, blocks: Sequence[tuple[str, str]]) -> Sequence[NotePlace]:
        """Return the notes on an article with their places, as far as they are read.

        ``blocks`` are the texts and kinds of its blocks.
        """
        return self.controller.places_in(article_id, blocks) if self._is_loaded else ()

    def on_quote(self, quote: QuoteRow) -> Sequence[Note]:
        """Return the notes on a quotation, as far as they are read."""
        return self.controller.on_quote(quote) if self._is_loaded else ()

    # -- commands ----------------------------------------------------------------------------------

    def toggle_bookmark(self, view: View) -> None:
        """Bookmark what a view has at its cursor, or remove the bookmark."""
        self.controller.toggle_bookmark(view.note_here())

    async def edit(self, view: View) -> None:
        """Open the field for a note on what a view has at its cursor."""
        await self.controller.edit_note(view.note_here())

    async def open(self, note: Note) -> None:
        """Open the field for a note."""
        await self.controller.open_field(note)

    async def show_list(self) -> None:
        """List all bookmarks and notes."""
        await self.controller.show_list()
