"""The list of bookmarks and notes, with a search in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from medway_tui.model.locations import FileLocation
from medway_tui.model.notes import Note
from medway_tui.text import escape_invisible, fold, plural
from medway_tui.tui.add.form_widgets import DialogBar, make_dialog_bindings
from medway_tui.tui.commands import BOOKMARK, EDIT_NOTE, Command
from medway_tui.tui.dialogs.base import CLOSE_LABEL, Dialog
from medway_tui.tui.notes.notes_protocol import NotesProtocol
from medway_tui.tui.notes.subjects import NoteFinder, NoteStatus, anchored_again
from medway_tui.tui.rows import note_sign
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

# fmt: off
GO_THERE = Command("choose", "Go there", ("enter",), "Notes", "Open what the note is on.", short_name="Go")
TO_LIST = Command("change_focus", "Keys of the list", ("tab",), "Notes", "Go to the list.", short_name="List")
TO_SEARCH = Command("change_focus", "Search", ("tab",), "Notes", "Go to the search.", short_name="Search")
EDIT = Command("edit", "Edit", ("a",), "Notes", "Open the note.", short_name="Edit")
REMOVE = Command("remove", "Remove", ("delete",), "Notes", "Remove it.", short_name="Remove")
UNDO = Command("undo", "Undo", ("u",), "Notes", "Bring back what was removed last.", short_name="Undo")
ANCHOR_AGAIN = Command("anchor_again", "Re-anchor", ("r",), "Notes",
    "Put a note that is adrift on the closest passage.", short_name="Anchor")
OPEN_FILE = Command("open_file", "The file", ("e",), "Notes",
    "Open the file in your editor.", short_name="File")
CLOSE = Command("leave", "Close", ("escape",), "Notes", "Close the list.", short_name="Close")
# fmt: on

_ROW_HEIGHT = 2
_EMPTY = "No bookmarks or notes yet: {} bookmarks what is at the cursor, {} writes a note on it. Esc closes."
_NO_MATCH = "No matching notes. Delete some letters, or Esc closes."


class NotesListDialog(Dialog["Note | FileLocation"]):
    """A dialog that returns the note to go to, or the file to open in the editor."""

    DIALOG_TITLE = "Bookmarks and notes"
    PLACEHOLDER = "words, #tag"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "change_focus", show=False, priority=True),
        *make_dialog_bindings([EDIT, REMOVE, UNDO, ANCHOR_AGAIN, OPEN_FILE]),
    ]

    def __init__(self, notes: NotesProtocol) -> None:
        super().__init__()
        self._notes = notes
        self._finder: NoteFinder | None = None
        self._removed: list[Note] = []
        self._shown: Sequence[Note] = ()
        self._statuses: dict[Note, NoteStatus] = {}
        """Where the notes of the rows are, which takes a millisecond each."""
        self._folded: dict[Note, str] = {}
        """What the search looks at."""

    @property
    def finder(self) -> NoteFinder:
        """The places of the notes; articles are read once while the list is open."""
        if self._finder is None:
            self._finder = NoteFinder(self.reader.index)
        return self._finder

    def compose(self) -> Iterable[Widget]:
        with Vertical() as box:
            box.border_title = Content(self.DIALOG_TITLE)
            box.border_subtitle = CLOSE_LABEL
            yield self.make_input()
            yield RowList(click_chooses=True)
            yield DialogBar([GO_THERE, TO_LIST, CLOSE])

    def on_descendant_focus(self) -> None:
        """Show the commands of the list while it has the focus: in the input line they are letters."""
        in_list = self.focused is self.rows
        more = [EDIT, REMOVE, UNDO, ANCHOR_AGAIN, OPEN_FILE, TO_SEARCH] if in_list else [TO_LIST]
        self.query_one(DialogBar).set_commands([GO_THERE, *more, CLOSE])

    def reload(self) -> None:
        self._finder = None
        self._statuses.clear()
        self.list_matches(self.typed_text())

    def notes_changed(self) -> None:
        """List them again, as one was written or removed."""
        self.list_matches(self.typed_text())

    def list_matches(self, text: str) -> None:
        """List the notes that have all the words, the last changed first."""
        words = fold(text).split()
        notes = sorted(self._notes.lookup.notes, key=lambda note: note.changed or "", reverse=True)
        self._shown = [note for note in notes if not words or self._matches(note, words)]
        current = self.rows.value if self.listed_text == text else None
        self.listed_text = text
        rows = WindowedRows(len(self._shown), self._make_rows, self._find_row, height=_ROW_HEIGHT)
        self.rows.replace(
            rows, value=current, empty=_NO_MATCH if words else _EMPTY.format(BOOKMARK.key, EDIT_NOTE.key)
        )
        bookmarks = sum(not note.text for note in notes)
        counts = (("note", len(notes) - bookmarks), ("bookmark", bookmarks))
        count = " and ".join(plural(number, name) for name, number in counts if number) or "none"
        if words:
            count = f"{len(self._shown):,} of {len(notes):,}"
        self.query_one(Vertical).border_title = Content(f"{self.DIALOG_TITLE} · {count}")

    def _matches(self, note: Note, words: Sequence[str]) -> bool:
        if note not in self._folded:
            tags = " ".join(f"#{tag}" for tag in note.tags)
            texts = (note.title, note.text, note.words, note.subject, tags)
            self._folded[note] = fold(" ".join(filter(None, texts)))
        return all(word in self._folded[note] for word in words)

    def _make_rows(self, numbers: range) -> Sequence[ListRow]:
        return [self._make_row(self._shown[number]) for number in numbers]

    def _make_row(self, note: Note) -> ListRow:
        if note not in self._statuses:
            self._statuses[note] = self.finder.find(note)
        return note_row(note, self._statuses[note])

    def _find_row(self, note: Note) -> int | None:
        return next((n for n, each in enumerate(self._shown) if each.id == note.id), None)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        note: Note = event.value
        self.close_with(note)

    # -- commands ----------------------------------------------------------------------------------

    def action_change_focus(self) -> None:
        line = self.query_one("Input")
        self.set_focus(self.rows if self.focused is line else line)

    async def action_edit(self) -> None:
        if self.rows.value is not None:
            await self._notes.open_field(self.rows.value)

    def action_remove(self) -> None:
        note: Note | None = self.rows.value
        if note is not None:

            def removed(_problem: str) -> None:
                # A second press, before the list was shown again, removes nothing more.
                if note not in self._removed:
                    self._removed.append(note)

            self._notes.remove(note, removed)

    def action_undo(self) -> None:
        if not self._removed:
            self.reader.say("Nothing was removed here")
            return
        # Taken at once: a second press before it is written brings back another one.
        note = self._removed.pop()

        def restored(problem: str) -> None:
            if problem:
                self._removed.append(note)
                self.reader.say(problem, problem=True)

        self._notes.save(replace(note, id="new"), note, restored)

    def action_anchor_again(self) -> None:
        """Put a note that is adrift on the closest passage."""
        note: Note | None = self.rows.value
        article = self.finder.texts(note.article) if note is not None and note.article is not None else None
        moved = anchored_again(note, article) if note is not None and article is not None else None
        if note is None or moved is None:
            self.reader.say("This is not adrift, or no passage is like it")
            return
        self._notes.save(
            note, moved, lambda problem: self.reader.say(problem, problem=True) if problem else None
        )

    def action_open_file(self) -> None:
        """Open the notes file in the user's editor."""
        if self._notes.path is not None and self._notes.path.exists():
            self.close_with(FileLocation(str(self._notes.path), 1, 1))
        else:
            self.reader.say("There is no file of notes yet")


def note_row(note: Note, status: NoteStatus) -> ListRow:
    """Return a note in two lines: what it is on with its tags, then its text or the words that it is on."""

    def draw(width: int, colours: Palette) -> list[Text]:
        tags = fit(escape_invisible(" ".join(f"#{tag}" for tag in note.tags)), width // 3)
        first = Text(f" {note_sign([note])} ", colours.strong)
        place = f" {status.place}" if status.place else ""
        room = width - cell_len(place) - cell_len(tags) - 6
        first.append(fit(escape_invisible(note.title or note.subject), room), colours.strong)
        first.append(place, colours.muted)
        first.append(" " * max(1, width - cell_len(first.plain) - cell_len(tags) - 1))
        first.append(tags, colours.muted)
        second = Text("   ")
        if status.remark:
            second.append(f"{fit(escape_invisible(status.remark), width // 2)}  ", colours.problem)
        words = note.text or (f"“{status.words}”" if status.words else note.subject)
        line = escape_invisible(" ".join(words.split()))
        style = "" if note.text else colours.muted
        second.append(fit(line, max(1, width - cell_len(second.plain) - 1)), style)
        return [first, second]

    return ListRow(note, draw, _ROW_HEIGHT)
