"""What follows what: from the command to the form, the preview, and the view of what was written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medway_tui.authoring.external_editor import editor_command
from medway_tui.index.incomplete import get_incomplete
from medway_tui.model.locations import Span
from medway_tui.sync.locations import roots_to_write
from medway_tui.tui.add.annotation_dialog import AnnotationDialog, are_annotations
from medway_tui.tui.add.documents_dialog import DocumentsDialog
from medway_tui.tui.add.import_dialog import ImportAnswer, ImportDialog
from medway_tui.tui.add.import_runner import ChosenDocuments
from medway_tui.tui.add.new_record import NewArticleDialog, NewPersonDialog, WrittenRecord
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.external import open_in_editor
from medway_tui.tui.reader_protocol import AgentPage, Passage, ReviewBatch

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
        roots = roots_to_write(self._reader.dossier.base_roots)

        async def go_on(answer: ImportAnswer | None) -> None:
            if answer is None:
                return
            if answer.file is not None:
                await self._choose_documents(answer.file, texts)
            elif answer.other_file:
                await self.start(texts[0] if len(texts) == 1 else "")
            else:
                self._open_written(answer)

        dialog = AnnotationDialog if are_annotations(texts) else ImportDialog
        await self._open_dialog(dialog(texts, roots), go_on)

    async def _choose_documents(
        self, path: Path, texts: Sequence[str], before: ChosenDocuments | None = None
    ) -> None:
        """Ask which documents of a file are imported."""
        roots = roots_to_write(self._reader.dossier.base_roots)

        async def import_chosen(chosen: ChosenDocuments | None) -> None:
            if chosen is None:
                return
            if not chosen.numbers:
                await self.start(texts[0] if len(texts) == 1 else "")
                return

            async def go_on(answer: ImportAnswer | None) -> None:
                if answer is not None and answer.other_file:
                    await self._choose_documents(path, texts, chosen)
                elif answer is not None:
                    self._open_written(answer)

            await self._open_dialog(ImportDialog([str(path)], roots, chosen), go_on)

        await self._open_dialog(DocumentsDialog(path, roots, before), import_chosen)

    def _open_written(self, answer: ImportAnswer) -> None:
        if answer.has_drafts:
            self._reader.open_target("review", ReviewBatch(answer.article_ids))
        elif answer.article_ids:
            self._reader.open_target("read", Passage(answer.article_ids[0], [Span(0, 0, 0)]))


class NewRecordFlow:
    """A new article or person, from the form to what follows."""

    def __init__(self, reader: ReaderProtocol, open_dialog: OpenDialog) -> None:
        self._reader = reader
        self._open_dialog = open_dialog
        self._roots = roots_to_write(reader.dossier.base_roots)

    async def add_article(self) -> None:
        """Ask for an article; open it in Read, and in the editor where something is to be filled in."""
        await self._open_dialog(NewArticleDialog(self._roots), self._open_article)

    async def add_person(self) -> None:
        """Ask for a person or an organisation, and open their page."""
        await self._open_dialog(NewPersonDialog(self._roots), self._open_person)

    def _open_article(self, written: WrittenRecord | None) -> None:
        if written is None:
            return
        self._reader.open_target("read", Passage(written.id, [Span(0, 0, 0)]))
        is_incomplete = get_incomplete(self._reader.index, written.id) is not None
        if is_incomplete and editor_command(written.location) is not None:
            open_in_editor(self._reader, written.location)

    def _open_person(self, written: WrittenRecord | None) -> None:
        if written is None:
            return
        file, line = Path(written.location.path).name, written.location.line
        self._reader.say(f"Added {written.id} to {file}, at line {line}")
        self._reader.open_target("people", AgentPage(written.id))
