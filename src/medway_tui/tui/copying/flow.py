"""Copying and saving from the open reader: the screen never waits, and a toast reports the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS, render
from medway_tui.export.report import TableStyle
from medway_tui.text import plural
from medway_tui.tui.commands import COPY_CITATION, SAVE_COPIED
from medway_tui.tui.copying.clipboard import ClipboardEnvironment, ClipboardWriter, CopyOutcome
from medway_tui.tui.copying.save_dialog import (
    SaveDialog,
    SavedList,
    SaveFormat,
    SaveJob,
    Stopped,
    saving_folder,
)

if TYPE_CHECKING:
    from medway_tui.tui.list_export import ListExport
    from medway_tui.tui.reader_protocol import ReaderProtocol
    from medway_tui.tui.textual_patches import PatchedApp

_TEXT_FORMAT = SaveFormat("text", ".txt", "as it was copied")

_FILE_STYLE = TableStyle(is_drawn=False, width=100, colour=False)

OpenDialog = Callable[..., Awaitable[None]]


class CopyFlow:
    """Copies one text after another; of several that wait, only the last."""

    def __init__(self, app: PatchedApp[None], open_dialog: OpenDialog) -> None:
        self._app = app
        self._reader = cast("ReaderProtocol", app)
        self._open_dialog = open_dialog
        self._lock = asyncio.Lock()
        self._number = 0
        self._last_text = ""
        """The text last copied, or meant to be."""

    # -- copying -------------------------------------------------------------------------------------

    def copy(self, text: str, description: str) -> None:
        """Copy a text, and show by which way; ``description`` names it."""
        self._last_text = text
        self._app.keep_for_paste(text)
        self._number += 1
        is_read_only = self._reader.read_only
        writer = ClipboardWriter(
            ClipboardEnvironment.current(), self._app.write_to_terminal, is_read_only=is_read_only
        )
        if not writer.runs_programs:
            self._report(writer.ask_terminal(text), description)
            return
        number = self._number

        async def copy_in_turn() -> None:
            async with self._lock:
                if number == self._number:
                    self._report(await writer.copy(text), description)

        self._app.run_worker(copy_in_turn(), group="copy")

    def _report(self, outcome: CopyOutcome, description: str) -> None:
        if outcome.status == "failed":
            reason = f" ({outcome.way})" if outcome.way else ""
            self._reader.say(f"Not copied: no clipboard is known to work here{reason}", problem=True)
            if not self._reader.read_only:
                self._app.call_next(self.save_copied)
        elif outcome.status == "asked" and not self._reader.read_only:
            self._reader.say(f"Copied {description} ({outcome.way}; {SAVE_COPIED.key} writes a file)")
        else:
            self._reader.say(f"Copied {description} ({outcome.way})")

    async def save_copied(self) -> None:
        """Save the text last copied to a file that the user names."""
        text = self._last_text
        if not text:
            self._reader.say(f"Nothing was copied yet: {COPY_CITATION.key} copies")
            return

        def write(_format: SaveFormat, _stopped: Stopped) -> Iterator[str]:
            yield f"{text}\n"

        lines = plural(text.count("\n") + 1, "line")
        job = SaveJob(f"Save the copied text: {lines}", lines, "medway-copied", (_TEXT_FORMAT,), write)
        await self.save(job)

    async def export_list(self, listed: ListExport | None) -> None:
        """Save a list in the format that the user chooses."""
        if listed is None:
            self._reader.say("There is no list to export here")
            return
        index = self._reader.index

        def write(chosen: SaveFormat, stopped: Stopped) -> Iterator[str]:
            own = index.clone()
            own.interrupt_when(stopped)
            try:
                report = listed.report(own)
                if listed.cites_sources:
                    report = report._replace(attribution=own.meta("attribution") or "")
                yield from render(report, chosen.name, _FILE_STYLE)
            finally:
                own.close()

        formats = list_formats(cites_articles=listed.cites_articles)
        stem = f"{self._reader.dossier.index.meta('id') or 'dossier'}-{listed.stem}"
        await self.save(SaveJob(f"Export {listed.subject}", listed.subject, stem, formats, write))

    # -- saving --------------------------------------------------------------------------------------

    async def save(self, job: SaveJob) -> None:
        """Open the dialog that saves, and report the file."""

        def report(saved: SavedList | None) -> Any:
            if saved is not None:
                self._reader.say(f"Saved {job.subject}: {saved.path} ({saved.size:,} bytes)")

        await self._open_dialog(SaveDialog(job, saving_folder()), report)


def list_formats(*, cites_articles: bool) -> list[SaveFormat]:
    """Return the formats of a list, the one of spreadsheets first."""
    formats = [SaveFormat(name, each.suffix, each.description) for name, each in REPORT_FORMATS.items()]
    formats.sort(key=lambda each: each.name != "csv")
    citing = CITING_FORMATS.values() if cites_articles else ()
    return formats + [SaveFormat(each.name, Path(each.path).suffix, each.description) for each in citing]
