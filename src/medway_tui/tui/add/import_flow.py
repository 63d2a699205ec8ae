"""The way of an import through the reader: which file, the preview, then Review or the article."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from medway_tui.authoring.saved_paths import find_saved_files
from medway_tui.model.locations import Span
from medway_tui.sync.locations import DossierError, roots_to_write
from medway_tui.tui.add.import_dialog import ImportAnswer, ImportDialog
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.reader_protocol import Passage, ReviewBatch

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
        except DossierError as error:
            self._reader.say(f"{error}: {error.hint}", problem=True)
            await self.start(" ".join(texts))
            return
        roots = roots_to_write(self._reader.dossier.base_roots)

        async def go_on(answer: ImportAnswer | None) -> None:
            if answer is not None and answer.other_file:
                await self.start(texts[0] if len(texts) == 1 else "")
            elif answer is not None:
                self._open_written(answer)

        await self._open_dialog(ImportDialog(paths, roots), go_on)

    def _open_written(self, answer: ImportAnswer) -> None:
        if answer.has_drafts:
            self._reader.open_target("review", ReviewBatch(answer.article_ids))
        elif answer.article_ids:
            self._reader.open_target("read", Passage(answer.article_ids[0], [Span(0, 0, 0)]))
