"""Writing a whole dossier into a folder, an article at a time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from medway_tui.export.annotation import AnnotationPage, of_quote
from medway_tui.export.answer import JsonList, Value, csv_line, json_text
from medway_tui.export.bibtex import entry
from medway_tui.export.csl import item
from medway_tui.export.whole import package
from medway_tui.export.whole.database import Database, metadata
from medway_tui.export.whole.folder import PACKAGE, replaced
from medway_tui.export.whole.ftm import Entities
from medway_tui.export.whole.popolo import popolo
from medway_tui.export.whole.rows import rows_of_article, rows_of_core
from medway_tui.export.whole.tables import TABLES, Table
from medway_tui.export.works import Work
from medway_tui.index.articles import counts
from medway_tui.index.everything import each_article
from medway_tui.index.people import Standing, standing

if TYPE_CHECKING:
    from medway_tui.index.everything import Whole
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.index.store import Index

Progress = Callable[[int, int], None]
"""Told how many articles of how many were written."""

_KNOWN = 4096
"""For how many people and days it is remembered what they were."""


def export(index: Index, folder: Path, progress: Progress | None = None) -> None:
    """Write the whole dossier into a folder; what stood there stands until all is written.

    Raises ExportError where the folder holds something else, OSError where it can't be written.
    """
    try:
        with replaced(folder) as aside, index.snapshot():
            dossier = index.meta("id") or "dossier"
            title, description = index.meta("title") or dossier, index.meta("description") or ""
            measures: dict[str, package.Measure] = {}
            database = aside / package.DATABASE.path
            with _Files(aside, measures) as files, Database(database) as tables:
                files.write(package.README, package.readme(title, description))
                files.write(package.METADATA, metadata(title, description, database.stem))
                for piece in popolo(index):
                    files.write(package.POPOLO, piece)
                writer = _Writer(index, dossier, files, tables)
                writer.core()
                writer.articles(progress)
            measures[package.DATABASE.path] = _measured(database)
            text = package.datapackage(dossier, title, description, measures)
            (aside / PACKAGE).write_text(text, encoding="utf-8", newline="\n")
    except sqlite3.Error as error:
        raise OSError(f"the database can't be written: {error}") from error


class _Files:
    """The files of an export that are text, open to be written, and what has been written of each."""

    def __init__(self, folder: Path, measures: dict[str, package.Measure]) -> None:
        self._folder = folder
        self._measures = measures
        self._open = ExitStack()
        self._files: dict[str, tuple[IO[bytes], Any]] = {}

    def __enter__(self) -> _Files:
        # All of them, also those to which nothing will be written.
        for file in package.FILES:
            if file is not package.DATABASE:
                path = self._folder / file.path
                path.parent.mkdir(exist_ok=True)
                handle = self._open.enter_context(path.open("wb", buffering=1 << 16))
                self._files[file.path] = handle, hashlib.sha256()
        return self

    def __exit__(self, *raised: object) -> None:
        for path, (handle, held) in self._files.items():
            self._measures[path] = package.Measure(handle.tell(), held.hexdigest())
        self._open.close()

    def write(self, file: package.File, text: str) -> None:
        """Write a piece of text to a file."""
        handle, held = self._files[file.path]
        data = text.encode()
        held.update(data)
        handle.write(data)


class _Writer:
    """Writes a dossier into the files, piece by piece."""

    def __init__(self, index: Index, dossier: str, files: _Files, database: Database) -> None:
        self._index = index
        self._dossier = dossier
        self._files = files
        self._database = database
        self._entities = Entities(index, dossier)
        self._works = JsonList()
        self._page = AnnotationPage(dossier)
        self._known = lru_cache(maxsize=_KNOWN)(lambda agent, day: standing(index, agent, day))
        for table in TABLES:
            files.write(package.CSV[table.name], csv_line(table.header))

    def core(self) -> None:
        """Everything but articles."""
        for table, row in rows_of_core(self._index):
            self._row(table, row)
        for entity in self._entities.of_core():
            self._files.write(package.ENTITIES, json_text(entity) + "\n")

    def articles(self, progress: Progress | None) -> None:
        """The articles, and the ends of the files."""
        total = counts(self._index).articles
        for done, whole in enumerate(each_article(self._index), 1):
            self._article(whole, first=done == 1)
            if progress is not None:
                progress(done, total)
        self._files.write(package.CSL, self._works.end())
        self._files.write(package.ANNOTATIONS, self._page.end())

    def _article(self, whole: Whole, *, first: bool) -> None:
        for table, row in rows_of_article(whole, self._standing):
            self._row(table, row)
        work = Work(whole.article)
        self._files.write(package.CSL, self._works.record(item(work)))
        self._files.write(package.BIBTEX, ("" if first else "\n") + entry(work))
        for entity in self._entities.of_article(whole, self._standing):
            self._files.write(package.ENTITIES, json_text(entity) + "\n")
        texts = {each.number: each.text for each in whole.paragraphs}
        for quote in whole.quotes:
            for annotation in of_quote(
                self._dossier,
                quote,
                self._standing(quote),
                lambda _, number: texts.get(number, ""),
            ):
                self._files.write(package.ANNOTATIONS, self._page.annotation(annotation))

    def _row(self, table: Table, row: tuple[Value, ...]) -> None:
        self._files.write(package.CSV[table.name], csv_line(row))
        record = dict(zip(table.header, row, strict=True))
        self._files.write(package.LINES[table.name], json_text(record) + "\n")
        self._database.put(table, row)

    def _standing(self, quote: QuoteRow) -> Standing:
        return self._known(quote.speaker, quote.article.published)


def _measured(path: Path) -> package.Measure:
    with path.open("rb") as file:
        return package.Measure(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
