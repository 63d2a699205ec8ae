"""The field for a note: its text in Markdown and its tags, or the text in the user's own editor."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from medway_tui.authoring.external_editor import editor_command
from medway_tui.errors import os_error_text
from medway_tui.model.locations import FileLocation
from medway_tui.model.notes import Note
from medway_tui.text import escape_invisible
from medway_tui.tui.add.form_widgets import DialogBar
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.base import CLOSE_LABEL, Dialog
from medway_tui.tui.external import run_editor
from medway_tui.tui.notes.notes_protocol import NotesProtocol, describe, with_text
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.text_field import TextField

_PLACEHOLDER = "A note, in Markdown. Without one, a bookmark is kept."
_TAGS_PLACEHOLDER = "tags: words, with spaces between them"

# fmt: off
KEEP = Command("keep", "Keep", ("ctrl+s",), "Note", "Write the note.", short_name="Keep")
EDITOR = Command("open_editor", "Your editor", ("ctrl+o",), "Note",
    "Write the text in your editor ($VISUAL or $EDITOR).", short_name="Editor")
NEXT = Command("next_field", "Tags", ("tab",), "Note", "Go to the tags, or back.", short_name="Tags")
CLOSE = Command("leave", "Close", ("escape",), "Note", "Close without writing.", short_name="Close")
# fmt: on


class NoteDialog(Dialog[None]):
    """A dialog that writes a note, and closes once it is written."""

    DEFAULT_CSS = """
    NoteDialog > Vertical { width: 80; max-width: 96%; height: 22; max-height: 95%; }
    NoteDialog .about { height: auto; max-height: 4; padding: 0 1; color: $text-muted; }
    NoteDialog TextArea { height: 1fr; min-height: 1; border: none; padding: 0 1; background: $panel; }
    NoteDialog TextArea:focus { border: none; }
    NoteDialog Input { margin-top: 1; }
    NoteDialog .problem { height: auto; max-height: 8; padding: 0 1; text-style: bold; }
    NoteDialog .-hidden { display: none; }
    """
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+o", "open_editor", show=False, priority=True),
        Binding("tab,shift+tab", "next_field", show=False, priority=True),
    ]

    def __init__(self, note: Note, notes: NotesProtocol) -> None:
        super().__init__()
        self._note = note
        self._notes = notes
        self._is_writing = False
        self._leaves_unwritten = False
        """Whether Esc was pressed once, with something typed that is not written."""

    def compose(self) -> Iterable[Widget]:
        note = self._note
        with Vertical() as box:
            box.border_title = Content("New note" if note.id == "new" else "Note")
            box.border_subtitle = CLOSE_LABEL
            yield Static(classes="about")
            yield TextField(note.text or "", placeholder=_PLACEHOLDER, show_line_numbers=False)
            yield InputLine(" ".join(note.tags), placeholder=_TAGS_PLACEHOLDER, select_on_focus=False)
            yield Static(classes="problem -hidden")
            yield DialogBar([KEEP, EDITOR, NEXT, CLOSE])

    def on_mount(self) -> None:
        colours = app_palette(self.app)
        about = Text()
        about.append(escape_invisible(describe(self._note)), colours.strong)
        if self._note.words:
            about.append(f"\n“{escape_invisible(self._note.words)}”", colours.muted)
        self.query_one(".about", Static).update(Content.from_rich_text(about))
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    @property
    def _fields(self) -> tuple[str, str]:
        return self.query_one(TextArea).text, self.query_one(Input).value

    @property
    def _is_changed(self) -> bool:
        return self._fields != (self._note.text or "", " ".join(self._note.tags))

    def list_matches(self, text: str) -> None:
        """Do nothing: this dialog has no list."""

    def take_focus(self) -> None:
        self.set_focus(self.query_one(TextArea), scroll_visible=False)

    def action_next_field(self) -> None:
        area, tags = self.query_one(TextArea), self.query_one(Input)
        self.set_focus(tags if self.focused is area else area)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _edited(self) -> None:
        self._leaves_unwritten = False

    def on_click(self) -> None:  # type: ignore[override]
        """Do not close on a click outside: what is typed would be lost."""

    def action_choose(self) -> None:
        self.action_keep()

    def action_move(self, rows: int) -> None:
        """Do nothing: this dialog has no list."""

    def action_page(self, pages: int) -> None:
        """Do nothing: this dialog has no list."""

    def action_leave(self) -> None:
        """Close; what is typed and not written is dropped by a second Esc alone."""
        if self._is_writing:
            return
        if self._is_changed and not self._leaves_unwritten:
            self._leaves_unwritten = True
            self.show_problem("Not kept yet: Ctrl+s keeps it, Esc again drops what you typed")
            return
        self.close_with(None)

    def show_problem(self, problem: str) -> None:
        """Show what is wrong below the fields."""
        line = self.query_one(".problem", Static)
        line.update(Content(escape_invisible(problem)))
        line.set_class(not problem, "-hidden")

    # -- writing -----------------------------------------------------------------------------------

    def action_keep(self) -> None:
        if self._is_writing:
            return
        if not self._is_changed and self._note.id != "new":
            self.close_with(None)
            return
        self._is_writing = True
        self._notes.save(self._note, with_text(self._note, *self._fields), self._written)

    def _written(self, problem: str) -> None:
        self._is_writing = False
        if not self.is_open:
            return
        if problem:
            self.show_problem(f"Not kept: {problem} Your text is still here: Ctrl+s tries again.")
        else:
            self.close_with(None)

    def action_open_editor(self) -> None:
        """Open the text in the user's editor, and keep it when the editor ends."""
        if self._is_writing:
            return
        text = self.query_one(TextArea).text
        try:
            path = _write_draft(text)
        except OSError as error:
            self.show_problem(f"The text can't be given to an editor: {os_error_text(error)}")
            return
        command = editor_command(FileLocation(str(path), 1, 1))
        if command is None:
            path.unlink()
            self.show_problem("Set EDITOR to the name of your editor; or write the note here")
            return
        problem = run_editor(self.reader, command)
        try:
            edited = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            problem, edited = problem or f"{path} can't be read: {os_error_text(error)}", text
        if problem:
            self.show_problem(f"{problem}. What the editor saved is in {path}")
            return
        with suppress(OSError):
            path.unlink()
        if edited.rstrip("\n") != text.rstrip("\n"):
            self.query_one(TextArea).load_text(edited.rstrip("\n"))
            self.action_keep()


def _write_draft(text: str) -> Path:
    """Write a text to a temporary file that only the user can read."""
    handle, name = tempfile.mkstemp(prefix="medway-tui-note-", suffix=".md")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{text}\n" if text else "")
    return Path(name)
