"""The dialog that asks for the files to import: a path that is typed, completed, pasted or dropped."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from medway_tui.authoring.saved_paths import is_saved_file, parse_paths
from medway_tui.dates import SHORT_MONTHS
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.input_line import InputLine
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_MAX_LISTED = 500
"""The most files and folders that are listed."""


class PathEntry(NamedTuple):
    """A file or folder that a typed path can be completed to."""

    path: str
    is_folder: bool
    modified: float


class PathChoice(NamedTuple):
    """The paths of one row."""

    paths: tuple[str, ...]
    is_folder: bool = False
    """Whether choosing the row lists what is in the folder."""


def list_entries(text: str) -> list[PathEntry]:
    """Return what a path can be completed to: saved files, the newest first, then folders by name."""
    path = os.path.expanduser(text)  # noqa: PTH111 - a path as text, which may end in a separator
    folder, begin = os.path.split(path)
    wanted = begin.casefold()
    files: list[PathEntry] = []
    folders: list[PathEntry] = []
    for entry in _scan(folder or "."):
        name = entry.name
        if not name.casefold().startswith(wanted) or (name.startswith(".") and not begin.startswith(".")):
            continue
        try:
            is_folder, modified = entry.is_dir(), entry.stat().st_mtime
        except OSError:
            continue
        shown = os.path.join(os.path.dirname(text), name)  # noqa: PTH118, PTH120 - as it was typed, with ~
        if is_folder:
            folders.append(PathEntry(shown + os.sep, is_folder, modified))
        elif is_saved_file(name) or name == begin:
            files.append(PathEntry(shown, is_folder, modified))
    files.sort(key=lambda entry: -entry.modified)
    folders.sort(key=lambda entry: entry.path.casefold())
    return [*files, *folders]


def _scan(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


def start_folder() -> str:
    """Return the folder that is listed first: that of downloads, else the current one."""
    downloads = f"~{os.sep}Downloads{os.sep}"
    return downloads if Path(downloads).expanduser().is_dir() else f".{os.sep}"


class PathDialog(Dialog[tuple[str, ...]]):
    """A dialog that returns the paths of the files to import."""

    DIALOG_TITLE = "Import: which file?"
    PLACEHOLDER = "a path, several, a folder or a pattern such as ~/saved/*.html; or drop a file here"
    HINT = "Tab completes · Enter opens · Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    def __init__(self, text: str = "") -> None:
        """``text`` is typed already."""
        super().__init__()
        self._first_text = text or start_folder()

    def make_input(self) -> Input:
        return InputLine(self._first_text, placeholder=self.PLACEHOLDER, select_on_focus=False)

    def on_mount(self) -> None:
        self.call_when_drawn(lambda: self.list_matches(self.typed_text()))
        # Meanwhile a file is chosen, which takes longer.
        self.run_worker(_load_importer, thread=True, group="import")

    def list_matches(self, text: str) -> None:
        """List the files and folders that the text can mean."""
        typed = text.removeprefix(self._first_text)
        if typed != text and self._first_text.endswith(os.sep) and typed.startswith((os.sep, "~")):
            # A whole path was typed behind the folder that is listed first.
            self._set_text(typed)
            return
        self.listed_text = text
        paths = parse_paths(text)
        if len(paths) > 1 or (paths and not os.path.lexists(paths[0]) and any(c in paths[0] for c in "*?[")):
            rows = [_choice_row(PathChoice(tuple(paths)), "Import all of these", "")]
        else:
            typed = text.strip() if text.strip() and os.path.lexists(text.strip()) else (paths or [""])[0]
            typed = text if text.startswith("~") else typed
            if text.endswith(os.sep) and not typed.endswith(os.sep) and typed:
                typed += os.sep
            entries = list_entries(typed)
            rows = [_entry_row(entry) for entry in entries[:_MAX_LISTED]]
            if typed.endswith(os.sep) and entries:
                rows.append(_choice_row(PathChoice((typed,)), "Import everything in this folder", ""))
        place = paths[0] if paths else text
        self.rows.show(rows, empty=f"No saved article here: {escape_invisible(place)}")

    def action_complete(self) -> None:
        """Complete the typed path to the row of the cursor."""
        choice: PathChoice | None = self.rows.value
        if choice is not None and len(choice.paths) == 1:
            self._set_text(choice.paths[0])

    def _set_text(self, text: str) -> None:
        line = self.query_one(Input)
        line.value = text
        line.cursor_position = len(text)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        choice: PathChoice = event.value
        if choice.is_folder:
            self._set_text(choice.paths[0])
        else:
            self.close_with(choice.paths)


def _load_importer() -> None:
    """Load what an import needs: yaml, pydantic and the reader of pages."""
    for name in ("importing", "saved_pages.html", "importing.saved_files"):
        import_module(f"medway_tui.{name}")


def _entry_row(entry: PathEntry) -> ListRow:
    name = os.path.basename(entry.path.rstrip(os.sep))  # noqa: PTH119 - a path as text
    words = f"{name}{os.sep}" if entry.is_folder else name
    return _choice_row(PathChoice((entry.path,), entry.is_folder), words, _describe_time(entry.modified))


def _choice_row(choice: PathChoice, words: str, right: str) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("   ")
        name = fit(escape_invisible(words), width - len(right) - 6)
        text.append(name, colours.muted if choice.is_folder else colours.strong)
        text.append(" " * max(1, width - cell_len(text.plain) - len(right) - 1))
        text.append(right, colours.muted)
        return [text]

    return ListRow(choice, draw)


def _describe_time(modified: float) -> str:
    """Return when a file was saved: the time where it was today, else the day."""
    at, now = time.localtime(modified), time.localtime()
    if at[:3] == now[:3]:
        return f"today {at.tm_hour:02}:{at.tm_min:02}"
    return f"{at.tm_mday} {SHORT_MONTHS[at.tm_mon - 1]} {at.tm_year}"
