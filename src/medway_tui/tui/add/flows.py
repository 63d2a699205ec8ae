"""What follows what: from the command to the form, the preview, and the view of what was written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from medway_tui.authoring.saved_paths import find_saved_files
from medway_tui.sync.locations import DossierError
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.reader_protocol import AgentPage

if TYPE_CHECKING:
    from medway_tui.tui.reader_protocol import ReaderProtocol

OpenDialog = Callable[..., Awaitable[Any]]
"""Opens a dialog; its callback gets the answer."""


class ImportFlow:
    """One import, from the question for a file to what follows."""

    def __init__(self, reader: ReaderProtocol, open_dialog: OpenDialog) -> None:
        self._reader = reader
        self._open_dialog = open_dialog

    async def start(self, text: str = "") -> None:
        """Ask for the files; ``text`` is typed already."""
        await self._open_dialog(PathDialog(text), self._open_files)

    async def _open_files(self, texts: Sequence[str] | None) -> None:
        if texts is None:
            return
        try:
            paths = find_saved_files(texts)
        except DossierError:
            file, line = Path(written.location.path).name, written.location.line
            self._reader.say(f"Added {written.id} to {file}, at line {line}")
            self._reader.open_target("people", AgentPage(written.id))
