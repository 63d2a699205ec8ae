"""The dialog that saves to a file: a copied text, or a list in one of the export formats."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.content import Content
from textual.widgets import Input

from medway_tui.errors import MedwayError, os_error_text
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit
from medway_tui.yaml_io.atomic_write import create_file, error_path, replace_file

_NAME_WIDTH = 16
"""The cells of a format's name."""
_MAX_FOLDER = 30
"""The characters of a folder in the hint."""
_LONGEST_NAME = 255
"""The bytes of the longest name of a file."""

Stopped = Callable[[], bool]
"""Whether the user has stopped the writing."""


class SaveFormat(NamedTuple):
    """A format in which something can be saved."""

    name: str
    suffix: str
    """The end of the file's name, with its dot."""
    description: str


class SaveJob(NamedTuple):
    """What is to be saved."""

    title: str
    """The dialog's title, with the number of what is saved."""
    subject: str
    """What is saved, for the toast."""
    stem: str
    """The proposed name of the file, without its suffix."""
    formats: Sequence[SaveFormat]
    write: Callable[[SaveFormat, Stopped], Iterator[str]]
    """Yields the text in a format, in another thread."""


class SavedList(NamedTuple):
    """A file that was written."""

    path: Path
    size: int
    """In bytes."""


class _Replacement(NamedTuple):
    """The answer to whether an existing file is to be replaced."""

    is_wanted: bool


class SaveError(MedwayError):
    """The named file can't be written."""


class _StoppedError(Exception):
    """The user has stopped the writing."""


class SaveDialog(Dialog[SavedList]):
    """A dialog that writes a file and returns it: a name above the formats."""

    PLACEHOLDER = "the name of the file"
    DEFAULT_CSS = """
    SaveDialog > Vertical { height: auto; max-height: 90%; }
    SaveDialog RowList { height: auto; }
    """

    def __init__(self, job: SaveJob, folder: Path) -> None:
        """``folder`` is where a name without a folder is saved."""
        super().__init__()
        self._job = job
        self._folder = folder
        self._replacing: Path | None = None
        """The existing file of which the user is asked whether to replace it."""
        self._is_writing = False
        self._stop = threading.Event()

    def make_input(self) -> Input:
        """Return the line with the proposed name."""
        name = f"{self._job.stem}{self._job.formats[0].suffix}"
        return InputLine(name, placeholder=self.PLACEHOLDER, select_on_focus=False)

    def on_mount(self) -> None:
        self.query("Vertical").first().border_title = Content(escape_invisible(self._job.title))
        self._list_formats(self._job.formats[0])

    def on_unmount(self) -> None:
        # The end of the program stops the writing too.
        self._stop.set()

    # -- the name and the format ---------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The named file."""
        typed = self.typed_text().strip()
        return self._folder / Path(typed).expanduser()

    def list_matches(self, text: str) -> None:
        """Show where the typed name would be saved, and go back from the question to the formats."""
        self.listed_text = text
        if self._replacing is not None and self.is_mounted:
            self._replacing = None
            self._list_formats(self._job.formats[0])
        self._show_place()

    def _list_formats(self, chosen: SaveFormat) -> None:
        self.rows.show([_format_row(each) for each in self._job.formats], value=chosen)

    def _show_place(self) -> None:
        if self._is_writing:
            self.set_hint("Writing … · Esc stops, and leaves no file")
            return
        several = "↑ ↓ format · " if len(self._job.formats) > 1 else ""
        try:
            is_there, folder = self.path.is_file(), _short_path(self.path.parent)
        except (OSError, RuntimeError, ValueError):
            is_there, folder = False, ""
        enter = "Enter asks, as the file exists" if is_there else "Enter saves"
        self.set_hint(f"{several}{enter} · Esc closes" + (f" · folder {folder}" if folder else ""))

    def action_move(self, rows: int) -> None:
        super().action_move(rows)
        self._fit_suffix()

    def action_page(self, pages: int) -> None:
        super().action_page(pages)
        self._fit_suffix()

    @on(RowList.Highlighted)
    def _fit_suffix(self) -> None:
        """Give the name the suffix of the chosen format, if it has that of another."""
        chosen = self.rows.value
        line = self.query_one(Input)
        suffixes = {each.suffix for each in self._job.formats}
        stem, old = os.path.splitext(line.value)  # noqa: PTH122 - what is typed, perhaps no path
        if isinstance(chosen, SaveFormat) and old in suffixes and old != chosen.suffix:
            line.value = f"{stem}{chosen.suffix}"
            line.cursor_position = len(line.value)

    @on(RowList.Chosen)
    def _row_chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.value, SaveFormat):
            self._fit_suffix()
            self._save(event.value)
        elif isinstance(event.value, tuple):
            answer, chosen = event.value
            self._list_formats(chosen)
            self._replacing = None
            if answer.is_wanted:
                self._start(self.path, chosen, is_replacing=True)
            else:
                self._show_place()

    # -- saving --------------------------------------------------------------------------------------

    def _save(self, chosen: SaveFormat) -> None:
        """Save under the typed name; ask first where there is a file of that name."""
        if self._is_writing:
            return
        try:
            path = self._check_name()
        except SaveError as fault:
            self._show_fault(fault)
            return
        if path.exists():
            self._ask(path, chosen)
        else:
            self._start(path, chosen, is_replacing=False)

    def _check_name(self) -> Path:
        """Return the named file. Raises SaveError where there can't be one of that name."""
        typed = self.typed_text().strip()
        if not typed or typed.endswith(os.sep):
            raise SaveError("Type a name for the file")
        try:
            path = self.path
            if not path.parent.is_dir():
                raise SaveError(f"There is no folder {_short_path(path.parent)}")
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                raise SaveError(f"{path.name} is a folder or a device: type another name")
        except (OSError, RuntimeError, ValueError) as error:
            # No such user after ~, or a name with a null character, or one too long.
            reason = os_error_text(error) if isinstance(error, OSError) else str(error)
            raise SaveError(f"Not a name for a file: {reason}") from error
        if len(os.fsencode(path.name)) > _LONGEST_NAME - len(".-12345678.medway-tui-new"):
            raise SaveError("The name is too long: type a shorter one")
        return path

    def _ask(self, path: Path, chosen: SaveFormat) -> None:
        self._replacing = path
        size = f"{path.stat().st_size:,} bytes"
        answers = (
            (_Replacement(is_wanted=False), "Keep it", "and type another name"),
            (_Replacement(is_wanted=True), "Replace it", f"the {size} of {path.name} are lost"),
        )
        rows = [_answer_row((answer, chosen), name, words) for answer, name, words in answers]
        self.rows.show(rows)
        self.set_hint(f"{path.name} exists · ↑ ↓ move · Enter chooses · Esc keeps it")

    def _start(self, path: Path, chosen: SaveFormat, *, is_replacing: bool) -> None:
        self._is_writing = True
        self._show_place()
        write = partial(self._write, path, chosen, is_replacing=is_replacing)
        self.run_worker(write, thread=True, group="save")

    def _write(self, path: Path, chosen: SaveFormat, *, is_replacing: bool) -> None:
        """Write the file, in another thread."""
        size = 0

        def encode() -> Iterator[bytes]:
            nonlocal size
            for piece in self._job.write(chosen, self._stop.is_set):
                if self._stop.is_set():
                    raise _StoppedError
                data = piece.encode("utf-8", "backslashreplace")
                size += len(data)
                yield data

        fault: SaveError | None = None
        try:
            (replace_file if is_replacing else create_file)(path, encode())
        except (_StoppedError, InterruptedError):
            self.call_later(self._stopped)
            return
        except FileExistsError:
            # Made by another program since the user was asked.
            self.call_later(self._found_existing, chosen)
            return
        except OSError as error:
            where = error_path(error, path).name
            fault = SaveError(f"{where} can't be written: {os_error_text(error)}. No file was changed")
        except MedwayError as error:
            fault = SaveError(f"Not written: {error}", error.hint)
        self.call_later(self._written, SavedList(path, size), fault)

    def _written(self, saved: SavedList, fault: SaveError | None) -> None:
        self._is_writing = False
        if fault is None:
            self.close_with(saved)
        else:
            self._show_fault(fault)

    def _stopped(self) -> None:
        self._is_writing = False
        self.reader.say("Stopped: no file was written")
        self.close_with(None)

    def _found_existing(self, chosen: SaveFormat) -> None:
        self._is_writing = False
        self._save(chosen)

    def _show_fault(self, fault: SaveError) -> None:
        self._show_place()
        self.set_hint(str(fault))
        self.reader.say(f"{fault}. {fault.hint}" if fault.hint else str(fault), problem=True)

    def action_leave(self) -> None:
        if self._is_writing:
            self._stop.set()
            self.set_hint("Stopping …")
        elif self._replacing is not None:
            self.list_matches(self.typed_text())
        else:
            super().action_leave()


def saving_folder() -> Path:
    """Return the folder of the shell, or the home folder where that can't be written."""
    try:
        here = Path.cwd()
    except OSError:
        return Path.home()
    return here if os.access(here, os.W_OK) else Path.home()


def _short_path(path: Path) -> str:
    """Return a folder as people write it, with ~ for their home; of a long one the end."""
    try:
        text = f"~/{path.relative_to(Path.home())}".removesuffix("/.")
    except (ValueError, RuntimeError):
        text = str(path)
    return text if len(text) <= _MAX_FOLDER else f"…{text[1 - _MAX_FOLDER :]}"


def _format_row(chosen: SaveFormat) -> ListRow:
    return _answer_row(chosen, chosen.name, chosen.description)


def _answer_row(value: object, name: str, words: str) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text().append(f"  {name:<{_NAME_WIDTH}} ", colours.strong)
        room = max(1, width - cell_len(text.plain) - 1)
        text.append(fit(escape_invisible(words), room), colours.muted)
        return [text]

    return ListRow(value, draw)
