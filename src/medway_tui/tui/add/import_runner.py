"""Runs imports off the screen's thread, through the same importer as the command line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.progress import Progress, ProgressTracker
from medway_tui.tui.add.open_file import OpenFile

if TYPE_CHECKING:
    from medway_tui.importing import Importer, ImportOptions, ImportResult
    from medway_tui.importing.options import ArticleDetails, DocumentSummary
    from medway_tui.importing.saved_files import SavedFile
    from medway_tui.saved_pages import ReadOptions, SourceDocument
    from medway_tui.tui.reader_protocol import ReaderScreen

_LIST_INTERVAL = 0.1
"""The shortest time between two parts of a list of documents that the screen gets, in seconds."""
_MAX_PARTS = 100
"""The most documents that the preview of one file of several names."""


class ImportItem(NamedTuple):
    """What is imported: a file with all its documents, or one document of a file."""

    path: Path
    number: int = 0
    """The number of the document, counted from 1, with each attachment of a mail; 0 for all."""

    @property
    def name(self) -> str:
        """The name of the file, and the document's number."""
        return f"{self.path.name}, {self.number}" if self.number else self.path.name


class ChosenDocuments(NamedTuple):
    """The documents of a file that a person has chosen."""

    numbers: tuple[int, ...]
    shown: int
    """The one whose preview is shown first."""
    writes: bool
    """Whether they are imported without a preview."""


class FileChoices(NamedTuple):
    """What a person has set for one article."""

    facts: tuple[tuple[str, str], ...] = ()
    """The keys and values that override the file's own."""
    keep: frozenset[int] = frozenset()
    drop: frozenset[int] = frozenset()
    """The numbers of the parts to keep or to leave out."""
    update: bool = False
    """Whether the article that is there already is changed."""


class ImportPreview(NamedTuple):
    """What the import of an article would write, or why it can't be imported."""

    result: ImportResult | None = None
    details: ArticleDetails | None = None
    """The article as it was read; None where it was not."""
    existing: str = ""
    """The id of the article where the dossier has it already; ``result`` is then that of an update."""
    missing: str = ""
    """The key of a fact that is neither in the file nor given."""
    problem: str = ""
    hint: str = ""
    parts: tuple[str, ...] = ()
    """The first documents of a file that has several, by their names; there is then no article to show."""
    total: int = 1
    """How many documents the file has."""


class DocumentList(NamedTuple):
    """Documents of a file, as they are found one after the other."""

    found: tuple[DocumentSummary, ...]
    """Those since the last list."""
    total: int
    """How many the file has."""
    is_complete: bool = False
    problem: str = ""
    """Why the file can't be read, or not further."""


class FileOutcome(NamedTuple):
    """How the import of a file or document ended."""

    path: Path
    part: str = ""
    """The name of the document in a file of several."""
    article_id: str = ""
    """The id of the article that was written; empty where none was."""
    written: tuple[Path, ...] = ()
    existing: str = ""
    """The id of the article where the dossier had it already, so that nothing was written."""
    problem: str = ""

    @property
    def name(self) -> str:
        """The name of the file, with that of the document."""
        return f"{self.path.name}, {self.part}" if self.part else self.path.name


class BatchOutcome(NamedTuple):
    """How an import of several articles ended."""

    files: tuple[FileOutcome, ...]
    stopped: bool

    @property
    def article_ids(self) -> list[str]:
        """The ids of the articles that were written, in order, each once."""
        return list(dict.fromkeys(each.article_id for each in self.files if each.article_id))


Job = Callable[["Importer"], None]


class ImportRunner:
    """Runs one job at a time in a thread; a new preview replaces one that waits."""

    def __init__(self, screen: ReaderScreen[Any], roots: Sequence[Path]) -> None:
        """``screen`` gets the results on its own thread; ``roots`` are the folders to import into."""
        self._screen = screen
        self._roots = roots
        self._lock = threading.Lock()
        self._importer: Importer | None = None
        self._open_file: OpenFile | None = None
        self._waiting: tuple[int, Job] | None = None
        self._number = 0
        self._running = False
        self._stopping = False
        self._closed = False

    @property
    def is_running(self) -> bool:
        return self._running

    def stop(self) -> None:
        """End the running import after the article that is being written."""
        self._stopping = True

    def close(self) -> None:
        """Run nothing more; the importer is closed once the running job ends."""
        with self._lock:
            self._closed = self._stopping = True
            self._waiting = None
            if not self._running:
                self._close_importer()

    def preview(
        self, item: ImportItem, choices: FileChoices, fallback: str, callback: Callable[[ImportPreview], None]
    ) -> None:
        """Find what the import of an article would write.

        ``fallback`` is the publisher of a file that names none.
        """

        def run(importer: Importer) -> None:
            number = self._number
            try:
                file = self._open(item.path)
                preview = _preview_item(importer, file, item, choices, fallback)
            except MedwayError as error:
                preview = ImportPreview(problem=_describe_error(error), hint=error.hint)
            if number == self._number:
                self._post(callback, preview)

        self._submit(run)

    def list_documents(self, path: Path, callback: Callable[[DocumentList], None]) -> None:
        """Find the documents of a file, and what the dossier has of them; calls back as they are found."""

        def run(importer: Importer) -> None:
            from medway_tui.saved_pages import ReadOptions  # noqa: PLC0415 - loads the readers of pages

            waiting: list[DocumentSummary] = []
            total, problem, posted_at = 0, "", monotonic()
            try:
                file = self._open(path)
                for number, document in enumerate(file.documents(), 1):
                    if self._closed:
                        return
                    total = max(number, document.total)
                    summary = importer.describe_document(file.saved, document, ReadOptions())
                    waiting.append(summary._replace(number=number))
                    if monotonic() - posted_at > _LIST_INTERVAL:
                        self._post(callback, DocumentList(tuple(waiting), total))
                        waiting.clear()
                        posted_at = monotonic()
            except MedwayError as error:
                problem = _describe_error(error)
            self._post(callback, DocumentList(tuple(waiting), total, is_complete=True, problem=problem))

        self._submit(run)

    def write(
        self,
        items: Sequence[tuple[ImportItem, FileChoices]],
        fallback: str,
        on_progress: Callable[[tuple[Progress, str]], None],
        on_end: Callable[[BatchOutcome], None],
    ) -> None:
        """Import articles one after the other, each whole or not at all.

        ``on_progress`` gets what is done, and the name of what is being written.
        """

        def run(importer: Importer) -> None:
            tracker = ProgressTracker()
            outcomes: list[FileOutcome] = []
            files_done = 0
            for done, (item, choices) in enumerate(items):
                if self._stopping:
                    break
                progress = tracker.update(done, len(items))
                self._post(on_progress, (progress, item.name))
                for outcome in self._write_item(importer, item, choices, fallback):
                    outcomes.append(outcome)
                    if outcome.part and not item.number:
                        self._post(on_progress, (progress, outcome.name))
                files_done += not self._stopping or bool(item.number) or done + 1 < len(items)
            is_whole = all(outcome.article_id or outcome.existing for outcome in outcomes)
            if self._open_file is not None and is_whole and not self._stopping:
                importer.finish_file(self._open_file.saved, is_whole=True)
            self._post(on_end, BatchOutcome(tuple(outcomes), files_done < len(items)))

        self._stopping = False
        self._submit(run)

    def _write_item(
        self, importer: Importer, item: ImportItem, choices: FileChoices, fallback: str
    ) -> Iterator[FileOutcome]:
        """Import the documents of an item, until the import is stopped."""
        try:
            file = self._open(item.path)
            for document in file.documents() if not item.number else (file.find(item.number),):
                yield _write_document(importer, file.saved, document, choices, fallback)
                if self._stopping:
                    return
        except MedwayError as error:
            problem = f"{_describe_error(error)}: {error.hint}".removesuffix(": ")
            yield FileOutcome(item.path, problem=problem)

    def _open(self, path: Path) -> OpenFile:
        """Return a file with the documents that were read of it before, unless it has changed since.

        Raises UnreadableError where it can't be read.
        """
        if self._open_file is None or not self._open_file.is_of(path):
            self._open_file = None
            self._open_file = OpenFile(path)
        return self._open_file

    def _submit(self, job: Job) -> None:
        with self._lock:
            self._number += 1
            self._waiting = (self._number, job)
            if self._running or self._closed:
                return
            self._running = True
        self._screen.run_worker(self._run_thread, thread=True, group="import")

    def _run_thread(self) -> None:
        while True:
            with self._lock:
                waiting, self._waiting = self._waiting, None
                if waiting is None:
                    self._running = False
                    if self._closed:
                        self._close_importer()
                    return
            try:
                if self._importer is None:
                    from medway_tui.importing import Importer  # noqa: PLC0415 - yaml, pydantic

                    self._importer = Importer(self._roots)
                waiting[1](self._importer)
            except MedwayError as error:
                self._post(self._report_problem, error)

    def _report_problem(self, error: MedwayError) -> None:
        self._screen.reader.say(f"{error}: {error.hint}" if error.hint else str(error), problem=True)

    def _close_importer(self) -> None:
        if self._importer is not None:
            self._importer.close()
            self._importer = None

    def _post(self, callback: Callable[[Any], None], answer: Any) -> None:
        self._screen.call_later(self._deliver, callback, answer)

    def _deliver(self, callback: Callable[[Any], None], answer: Any) -> None:
        if self._screen.is_open and not self._closed:
            callback(answer)


def _preview_item(
    importer: Importer, file: OpenFile, item: ImportItem, choices: FileChoices, fallback: str
) -> ImportPreview:
    """Return what the import of an item would write; raises MedwayError where it can't be imported."""
    from medway_tui.importing.options import ExistingArticleError, MissingFactError  # noqa: PLC0415 - yaml
    from medway_tui.saved_pages import UnreadableError  # noqa: PLC0415 - loads the readers of pages

    document = file.find(item.number) if item.number else next(file.documents(), None)
    if document is None:
        raise UnreadableError("the file has no article")
    if document.part and not item.number:
        parts = tuple(each.part for each in islice(file.documents(), _MAX_PARTS))
        return ImportPreview(parts=parts, total=document.total)
    try:
        try:
            result = _import_document(importer, file.saved, document, choices, fallback, dry_run=True)
        except ExistingArticleError as error:
            update = choices._replace(update=True)
            result = _import_document(importer, file.saved, document, update, fallback, dry_run=True)
            return ImportPreview(result, result.details, existing=error.article_id)
    except MissingFactError as error:
        return ImportPreview(details=error.details, missing=error.key)
    return ImportPreview(result, result.details)


def _write_document(
    importer: Importer, file: SavedFile, document: SourceDocument, choices: FileChoices, fallback: str
) -> FileOutcome:
    from medway_tui.importing.options import ExistingArticleError  # noqa: PLC0415 - yaml, pydantic

    outcome = FileOutcome(Path(file.name), document.part)
    try:
        result = _import_document(importer, file, document, choices, fallback, dry_run=False)
    except ExistingArticleError as error:
        return outcome._replace(existing=error.article_id)
    except MedwayError as error:
        return outcome._replace(problem=f"{_describe_error(error)}: {error.hint}".removesuffix(": "))
    if not result.written_paths:
        return outcome._replace(existing=result.id)
    return outcome._replace(article_id=result.id, written=tuple(result.written_paths))


def _describe_error(error: MedwayError) -> str:
    line, column = getattr(error, "line", 0), getattr(error, "column", 0)
    place = f"line {line}, column {column}: " if line and column else f"line {line}: " if line else ""
    return f"{place}{error}"


def _import_document(
    importer: Importer,
    file: SavedFile,
    document: SourceDocument,
    choices: FileChoices,
    fallback: str,
    *,
    dry_run: bool,
) -> ImportResult:
    """Import a document, or find what its import would write.

    One that names no publisher has the ``fallback``. Raises MedwayError where it can't be imported.
    """
    from medway_tui.importing.options import MissingFactError  # noqa: PLC0415 - yaml, pydantic

    read_options, options = _make_options(choices)
    run = importer.preview_document if dry_run else importer.import_document
    try:
        return run(file, document, read_options, options)
    except MissingFactError as error:
        if error.key != "publisher" or not fallback:
            raise
        options.metadata[error.key] = fallback
        return run(file, document, read_options, options)


def _make_options(choices: FileChoices) -> tuple[ReadOptions, ImportOptions]:
    from medway_tui.importing import ImportOptions  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.saved_pages import ReadOptions  # noqa: PLC0415 - likewise

    read_options = ReadOptions(keep=choices.keep, drop=choices.drop)
    return read_options, ImportOptions(dict(choices.facts), update=choices.update)
