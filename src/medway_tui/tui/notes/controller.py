"""The notes of the open dossier: read in a thread, written one after another, and shown by the views."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.app import App

from medway_tui.errors import MedwayError
from medway_tui.model.locations import FileLocation
from medway_tui.model.notes import Note
from medway_tui.notes.location import file_stamp, notes_path
from medway_tui.notes.places import ArticleTexts, NoteLookup, NotePlace, locate_note, make_texts
from medway_tui.sync.locations import user_folder
from medway_tui.tui.commands import EDIT_NOTE, LIST_NOTES
from medway_tui.tui.notes.notes_protocol import describe
from medway_tui.tui.reader_protocol import ReaderScreen

if TYPE_CHECKING:
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.notes.store import NotesContent, NotesFile
    from medway_tui.sync.dossier import Dossier
    from medway_tui.tui.reader_protocol import ReaderProtocol

_GROUP = "notes"


class NotesController:
    """Holds the notes as last read; every write reads them again."""

    def __init__(
        self,
        app: App[Any],
        reader: ReaderProtocol,
        dossier: Dossier,
        *,
        changed: Callable[[], None],
        open_dialog: Callable[..., Awaitable[None]],
    ) -> None:
        """``changed`` has the views show the notes again."""
        self._app = app
        self._reader = reader
        self._dossier = dossier
        self._changed = changed
        self._open_dialog = open_dialog
        self._lock = Lock()
        self._stamp: object = None
        self._reported_in: object = None
        """The state of the file whose faults were reported: each state is reported once."""
        self.lookup = NoteLookup()

    # -- reading -----------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file, which may not exist; None where the dossier has no id that could name its folder."""
        return notes_path(self._dossier.id) if self._dossier.id else None

    @property
    def _store(self) -> NotesFile:
        """The file, to be read or written; yaml and pydantic are loaded for it."""
        from medway_tui.notes.store import NotesFile  # noqa: PLC0415 - when there is need

        return NotesFile(user_folder(self._dossier.id))

    def load_later(self) -> None:
        """Read the notes in a thread."""
        self._run(lambda: self._app.call_later(self._apply, self._read()))

    def load_if_changed(self) -> None:
        """Read the notes now if the file has changed since they were read."""
        stamp = file_stamp(self.path) if self.path is not None else None
        if stamp is not None and stamp != self._stamp:
            self._apply(self._read())
        elif stamp is None and self._stamp is not None:
            # Someone has removed the file.
            self._stamp, self.lookup = None, NoteLookup()
            self._changed()

    def _read(self) -> NotesContent:
        with self._lock:
            return self._store.load()

    def _apply(self, content: NotesContent) -> None:
        self._stamp = content.stamp
        self.lookup = NoteLookup(content.notes)
        if content.findings and self._reported_in != content.stamp:
            self._reported_in = content.stamp
            first = content.findings[0]
            self._reader.say(
                f"{first.location}: {first.message}. The notes file is left as it is: {first.hint}",
                problem=True,
            )
        self._changed()

    # -- what views show -----------------------------------------------------------------------------

    def places_in(self, article_id: str, blocks: Sequence[tuple[str, str]]) -> list[NotePlace]:
        """Return the notes on an article with their places; ``blocks`` are its texts and kinds."""
        notes = self.lookup.on_record("article", article_id)
        if not notes:
            return []
        article = make_texts(blocks)
        return [locate_note(note, article) for note in notes]

    def on_quote(self, quote: QuoteRow) -> Sequence[Note]:
        """Return the notes on a quotation."""
        return self.lookup.on_quote(quote.article.id, quote.id, quote.pieces[0].exact)

    # -- commands ----------------------------------------------------------------------------------

    def toggle_bookmark(self, note: Note | None) -> None:
        """Bookmark what a view has at its cursor; remove a bookmark that is there."""
        texts = self._texts_for(note)
        if note is not None and self._has_file():
            self._run(partial(self._toggle, note, texts))

    async def edit_note(self, note: Note | None) -> None:
        """Open the field for the note on what a view has at its cursor."""
        if note is None or not self._has_file():
            self._texts_for(note)
            return
        self.load_if_changed()
        texts = self._texts_for(note)
        existing = self.lookup.with_same_place(note, lambda _: texts)
        await self.open_field(existing or note)

    async def open_field(self, note: Note) -> None:
        """Open the field for a note."""
        from medway_tui.tui.notes.note_dialog import NoteDialog  # noqa: PLC0415 - when it is opened

        await self._open_dialog(NoteDialog(note, self))

    async def show_list(self) -> None:
        """List all bookmarks and notes."""
        from medway_tui.tui.notes.list_dialog import NotesListDialog  # noqa: PLC0415 - likewise

        if not self._has_file():
            return
        self.load_if_changed()
        await self._open_dialog(NotesListDialog(self), self._list_closed)

    def _list_closed(self, answer: Note | FileLocation | None) -> None:
        from medway_tui.tui.external import open_in_editor  # noqa: PLC0415 - likewise

        if isinstance(answer, FileLocation):
            open_in_editor(self._reader, answer)
            self.load_if_changed()
        elif answer is not None:
            self.go_to(answer)

    def go_to(self, note: Note) -> None:
        """Open what a note is on; the closest passage of one that is adrift."""
        from medway_tui.tui.notes.subjects import NoteFinder  # noqa: PLC0415 - likewise

        status = NoteFinder(self._reader.index).find(note)
        if status.target is not None:
            self._reader.open_target(*status.target)
        if status.remark:
            self._reader.say(f"{note.title or note.subject.capitalize()}: {status.remark}", problem=True)

    def _texts_for(self, note: Note | None) -> ArticleTexts | None:
        """Return the texts of the article of a note; say so where there is nothing to put one on."""
        if note is None:
            self._reader.say("Nothing here to bookmark")
            return None
        if note.article is None:
            return None
        from medway_tui.index.articles import paragraph_texts  # noqa: PLC0415 - likewise

        return make_texts(paragraph_texts(self._reader.index, note.article))

    def _has_file(self) -> bool:
        if self.path is None:
            self._reader.say("Notes need the dossier’s id: dossier.yaml has none", problem=True)
        return self.path is not None

    # -- writing -----------------------------------------------------------------------------------

    def save(self, old: Note, new: Note, done: Callable[[str], None]) -> None:
        """Write a note, in a thread; ``done`` gets the problem, empty once it is written."""
        self._run(partial(self._save, old, new, done))

    def remove(self, note: Note, done: Callable[[str], None] | None = None) -> None:
        """Remove a note, in a thread."""
        self._run(partial(self._remove, note, done))

    def _run(self, job: Callable[[], object]) -> None:
        self._app.run_worker(job, group=_GROUP, thread=True, exit_on_error=False)

    def _toggle(self, note: Note, texts: ArticleTexts | None) -> None:
        try:
            with self._lock:
                file = self._store
                content = file.load()
                existing = NoteLookup(content.notes).with_same_place(note, lambda _: texts)
                if existing is None:
                    content, said = file.add(note).content, f"Bookmarked {describe(note)}"
                elif existing.is_bookmark:
                    content, said = file.remove(existing), f"Bookmark removed: {describe(note)}"
                else:
                    said = f"A note is here: {EDIT_NOTE.key} opens it, {LIST_NOTES.key} lists and removes it"
        except MedwayError as error:
            self._app.call_later(self._say_error, error, "The bookmark was not kept")
        else:
            self._app.call_later(self._show_written, content, said)

    def _save(self, old: Note, new: Note, done: Callable[[str], None]) -> None:
        try:
            with self._lock:
                file = self._store
                written = file.add(new) if old.id == "new" else file.change(old, new)
        except (MedwayError, ValueError) as error:
            # A field that waits for ever could not be closed: what no one foresaw in a text is a problem too.
            self._app.call_later(done, describe_problem(error))
            return
        said = "Note kept" if new.text or new.tags else "Bookmark kept"
        if written.is_second:
            said = "This note was changed by another program meanwhile: both are kept"
        self._app.call_later(self._show_written, written.content, f"{said}: {describe(new)}")
        self._app.call_later(done, "")

    def _remove(self, note: Note, done: Callable[[str], None] | None) -> None:
        try:
            with self._lock:
                file = self._store
                content = file.remove(note)
        except MedwayError as error:
            self._app.call_later(self._say_error, error, "Nothing was removed")
            return
        self._app.call_later(self._show_written, content, f"Removed: {describe(note)}")
        if done is not None:
            self._app.call_later(done, "")

    def _show_written(self, content: NotesContent, said: str) -> None:
        self._apply(content)
        self._reader.say(said)
        screen = self._app.screen
        if isinstance(screen, ReaderScreen):
            screen.notes_changed()

    def _say_error(self, error: MedwayError, outcome: str) -> None:
        self._reader.say(f"{outcome}: {describe_problem(error)}", problem=True)


def describe_problem(error: Exception) -> str:
    """Return an error with what to do about it."""
    hint = error.hint if isinstance(error, MedwayError) else ""
    return f"{error}. {hint[:1].upper()}{hint[1:]}." if hint else f"{error}."
