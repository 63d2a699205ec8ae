"""Export a whole dossier as a dataset in a folder, one article at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.export.dataset import datapackage
from medway_tui.export.dataset.dataset_format import (
    DEFAULT_OPTIONS,
    DatasetContext,
    DatasetFormat,
    DatasetOptions,
    FormatWriter,
    TableWriter,
)
from medway_tui.export.dataset.output_files import OutputFiles
from medway_tui.export.dataset.output_folder import DATAPACKAGE, replace_folder
from medway_tui.export.dataset.registry import choose_formats
from medway_tui.export.dataset.rows import Row, article_rows, core_rows, describe_dataset
from medway_tui.export.dataset.tables import CORE, NOTES, DatasetTable
from medway_tui.export.note_places import NoteLocator
from medway_tui.export.notes import note_values
from medway_tui.index.articles import count_contents
from medway_tui.index.dump import iter_articles

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.model.notes import Note

ExportProgress = Callable[[int, int], None]
"""Called with the number of articles written and the total."""


def export_dataset(
    index: Index,
    folder: Path,
    progress: ExportProgress | None = None,
    *,
    formats: Sequence[DatasetFormat] = (),
    notes: Sequence[Note] | None = None,
    options: DatasetOptions = DEFAULT_OPTIONS,
) -> list[str]:
    """Write the whole dossier into a folder, which replaces an earlier export once it is complete.

    Without ``formats``, all are written but the heavy ones. ``notes`` are the user's own, where they are
    asked for. Returns what a format could not hold, in sentences. Raises ExportError if the folder holds
    anything else, OSError if it can't be written.
    """
    chosen = formats or choose_formats()
    try:
        with replace_folder(folder) as new_folder, index.snapshot(), OutputFiles(new_folder) as files:
            context = DatasetContext(index, describe_dataset(index), files, notes, options)
            writers = [each.open(context) for each in chosen]
            _write_records(context, writers, progress)
            for writer in writers:
                writer.close()
            remarks = [remark for writer in writers for remark in writer.remarks]
            files.write(datapackage.README, datapackage.format_readme(context, chosen, remarks))
            files.complete()
            with (new_folder / DATAPACKAGE).open("w", encoding="utf-8", newline="\n") as package:
                package.writelines(datapackage.format_datapackage(context, chosen))
            return remarks
    except sqlite3.Error as error:
        raise OSError(f"the database can't be written: {error}") from error


def _write_records(
    context: DatasetContext, writers: Sequence[FormatWriter], progress: ExportProgress | None
) -> None:
    """Give the records to each writer, and the rows of the tables to those that have them."""
    index = context.index
    tabular = [writer for writer in writers if isinstance(writer, TableWriter)]
    for table in CORE if tabular else ():
        _write_rows(tabular, ((table, row) for row in core_rows(index, table)))
    for each in writers:
        each.write_core()
    total = count_contents(index).articles
    for done, record in enumerate(iter_articles(index), 1):
        context.begin_article(record)
        if tabular:
            _write_rows(tabular, article_rows(record, context.roles_of))
        for each in writers:
            each.write_article(record)
        if progress is not None:
            progress(done, total)
    locator = NoteLocator(index)
    for located in map(locator.locate, context.notes or ()):
        _write_rows(tabular, [(NOTES, note_values(located))])
        for each in writers:
            each.write_note(located)


def _write_rows(writers: Sequence[TableWriter], rows: Iterable[tuple[DatasetTable, Row]]) -> None:
    for table, row in rows:
        for writer in writers:
            writer.write_row(table, row)
