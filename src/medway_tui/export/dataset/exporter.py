"""Export a whole dossier as a dataset in a folder, one article at a time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from medway_tui.export.citations import CitedArticle, CitedQuote
from medway_tui.export.dataset import datapackage
from medway_tui.export.dataset.followthemoney import FtmEntityBuilder
from medway_tui.export.dataset.output_folder import DATAPACKAGE, replace_folder
from medway_tui.export.dataset.popolo import format_popolo
from medway_tui.export.dataset.rows import article_rows, core_rows, describe_dataset
from medway_tui.export.dataset.sqlite import SqliteWriter, datasette_metadata, write_database
from medway_tui.export.dataset.tables import CORE, NOTES, TABLES, DatasetTable
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.export.note_places import NoteLocator
from medway_tui.export.notes import describe_note, note_values
from medway_tui.export.report import Value, format_csv_row, format_json
from medway_tui.index.articles import count_contents
from medway_tui.index.dump import iter_articles
from medway_tui.index.people import RoleFinder
from medway_tui.notes.places import NoteLookup

if TYPE_CHECKING:
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord
    from medway_tui.model.notes import Note

ExportProgress = Callable[[int, int], None]
"""Called with the number of articles written and the total."""


def export_dataset(
    index: Index,
    folder: Path,
    progress: ExportProgress | None = None,
    *,
    notes: Sequence[Note] | None = None,
) -> None:
    """Write the whole dossier into a folder, which replaces an earlier export once it is complete.

    ``notes`` are the user's own, where they are asked for: they have a table, annotations and entities.
    Raises ExportError if the folder holds anything else, OSError if it can't be written.
    """
    try:
        with replace_folder(folder) as new_folder, index.snapshot():
            about = describe_dataset(index)
            measures: dict[str, datapackage.FileMeasure] = {}
            database = new_folder / datapackage.DATABASE.path
            tables = TABLES if notes is None else (*TABLES, NOTES)
            with (
                _OutputFiles(new_folder, measures, datapackage.list_files(tables)) as files,
                write_database(database, tables) as rows,
            ):
                files.write(datapackage.README, datapackage.format_readme(about, tables))
                files.write(datapackage.METADATA, datasette_metadata(about, database.stem, tables))
                for piece in format_popolo(index, about.dossier):
                    files.write(datapackage.POPOLO, piece)
                writer = _DatasetWriter(index, about.dossier, files, rows, notes)
                writer.write_core()
                writer.write_articles(progress)
            with database.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            measures[datapackage.DATABASE.path] = datapackage.FileMeasure(database.stat().st_size, sha256)
            text = datapackage.format_datapackage(about, measures, tables)
            (new_folder / DATAPACKAGE).write_text(text, encoding="utf-8", newline="\n")
    except sqlite3.Error as error:
        raise OSError(f"the database can't be written: {error}") from error


class _OutputFiles:
    """The open text files of a dataset, with a running hash of each."""

    def __init__(
        self,
        folder: Path,
        measures: dict[str, datapackage.FileMeasure],
        described: Sequence[datapackage.DatasetFile],
    ) -> None:
        self._folder = folder
        self._described = described
        self._measures = measures
        self._open = ExitStack()
        self._files: dict[str, tuple[IO[bytes], Any]] = {}

    def __enter__(self) -> _OutputFiles:
        # Every file exists, even if nothing is written to it.
        for file in self._described:
            if file is not datapackage.DATABASE:
                path = self._folder / file.path
                path.parent.mkdir(exist_ok=True)
                handle = self._open.enter_context(path.open("wb", buffering=1 << 16))
                self._files[file.path] = handle, hashlib.sha256()
        return self

    def __exit__(self, *raised: object) -> None:
        for path, (handle, file_hash) in self._files.items():
            self._measures[path] = datapackage.FileMeasure(handle.tell(), file_hash.hexdigest())
        self._open.close()

    def write(self, file: datapackage.DatasetFile, text: str) -> None:
        handle, file_hash = self._files[file.path]
        data = text.encode()
        file_hash.update(data)
        handle.write(data)


class _DatasetWriter:
    """Writes a dossier to the files and the database, record by record."""

    def __init__(
        self,
        index: Index,
        dossier: str,
        files: _OutputFiles,
        database: SqliteWriter,
        notes: Sequence[Note] | None,
    ) -> None:
        self._index = index
        self._dossier = dossier
        self._files = files
        self._database = database
        self._entities = FtmEntityBuilder(index, dossier)
        self._citations = {each: each.writer(dossier) for each in CITING_FORMATS.values()}
        self._roles = RoleFinder(index).roles_of
        self._notes = notes
        self._lookup = NoteLookup(notes or ())
        for table in TABLES if notes is None else (*TABLES, NOTES):
            files.write(datapackage.CSV[table.name], format_csv_row(table.header))

    def write_core(self) -> None:
        """Write everything but articles."""
        for table in CORE:
            for row in core_rows(self._index, table):
                self._write_row(table, row)
        for entity in self._entities.core_entities():
            self._files.write(datapackage.ENTITIES, format_json(entity) + "\n")

    def write_articles(self, progress: ExportProgress | None) -> None:
        """Write the articles, and the ends of the files."""
        total = count_contents(self._index).articles
        for done, record in enumerate(iter_articles(self._index), 1):
            self._write_article(record)
            self._write_citations(record)
            if progress is not None:
                progress(done, total)
        self._write_notes()
        for citing, writer in self._citations.items():
            self._files.write(datapackage.CITATIONS[citing.name], writer.close())

    def _write_notes(self) -> None:
        locator = NoteLocator(self._index)
        for note in self._notes or ():
            located = locator.locate(note)
            self._write_row(NOTES, note_values(located))
            self._files.write(datapackage.ENTITIES, format_json(self._entities.note_entity(note)) + "\n")
            for citing, writer in self._citations.items():
                self._files.write(datapackage.CITATIONS[citing.name], writer.add_note(located))

    def _write_article(self, record: ArticleRecord) -> None:
        for table, row in article_rows(record, self._roles):
            self._write_row(table, row)
        for entity in self._entities.article_entities(record, self._roles):
            self._files.write(datapackage.ENTITIES, format_json(entity) + "\n")

    def _write_citations(self, record: ArticleRecord) -> None:
        texts = {each.block: each.text for each in record.paragraphs}
        for citing, writer in self._citations.items():
            file = datapackage.CITATIONS[citing.name]
            if not citing.per_quote:
                self._files.write(file, writer.add_article(self._cite(record.article)))
                continue
            for quote in record.quotes:
                cited = CitedQuote(quote, self._roles(quote), lambda _, block: texts.get(block, ""))
                self._files.write(file, writer.add_quote(cited))

    def _cite(self, article: ArticleRow) -> CitedArticle:
        notes = self._lookup.on_record("article", article.id)
        return CitedArticle(article, notes=tuple(map(describe_note, notes)))

    def _write_row(self, table: DatasetTable, row: tuple[Value, ...]) -> None:
        self._files.write(datapackage.CSV[table.name], format_csv_row(row))
        record = dict(zip(table.header, row, strict=True))
        self._files.write(datapackage.JSON_LINES[table.name], format_json(record) + "\n")
        self._database.add_row(table, row)
