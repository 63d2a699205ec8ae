"""Runs imports off the screen's thread, through the same importer as the command line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.progress import Progress, ProgressTracker

if TYPE_CHECKING:
    from medway_tui.importing import Importer, ImportOptions, ImportResult
    from medway_tui.importing.options import ArticleDetails
    from medway_tui.saved_pages import ReadOptions
    from medway_tui.tui.reader_protocol import ReaderScreen


class FileChoices(NamedTuple):
    """What a person has set for one file."""

    facts: tuple[tuple[str, str], ...] = ()
    """The keys and values that override the file's own."""
    keep: frozenset[int] = frozenset()
    drop: frozenset[int] = frozenset()
    """The numbers of the parts to keep or to leave out."""
    update: bool = False
    """Whether the article that is there already is changed."""


class ImportPreview(NamedTuple):
    """What the import of a file would write, or why it can't be imported."""

    result: ImportResult | None = None
    details: ArticleDetails | None = None
    """The article as it was read; None where it was not."""
    existing: str = ""
    """The id of the article where the dossier has it already; ``result`` is then that of an update."""
    missing: str = ""
    """The key of a fact that is neither in the file nor given."""
    problem: str = ""
    hint: str = ""


class FileOutcome(NamedTuple):
    """How the import of a file ended."""

    path: Path
    article_id: str = ""
    """The id of the article that was written; empty where none was."""
    written: tuple[Path, ...] = ()
    existing: str = ""
    """The id of the article where the dossier had it already, so that nothing was written."""
    problem: str = ""


class BatchOutcome(NamedTuple):
    """How an import of several files ended."""

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
        self._waiting: tuple[int, Job] | None = None
        self._number = 0
        self._running = False
        self._stopping = False
        self._closed = False

    @property
    def is_running(self) -> bool:
        return self._running

    def stop(self) -> None:
        """End the running import after the file that is being written."""
        self._stopping = True

    def close(self) -> None:
        """Run nothing more; the importer is closed once the running job ends."""
        with self._lock:
            self._closed = self._stopping = True
            self._waiting = None
            if not self._running:
                self._close_importer()

    def preview(
        self, path: Path, choices: FileChoices, fallback: str, callback: Callable[[ImportPreview], None]
    ) -> None:
        """Find what the import of a file would write.

        ``fallback`` is the publisher of a file that names none.
        """

        def run(importer: Importer) -> None:
            number = self._number
            preview = _preview_file(importer, path, choices, fallback)
            if number == self._number:
                self._post(callback, preview)

        self._submit(run)

    def write(
        self,
        files: Sequence[tuple[Path, FileChoices]],
        fallback: str,
        on_progress: Callable[[Progress], None],
        on_end: Callable[[BatchOutcome], None],
    ) -> None:
        """Import files one after the other, each whole or not at all."""

        def run(importer: Importer) -> None:
            tracker = ProgressTracker()
            outcomes: list[FileOutcome] = []
            for done, (path, choices) in enumerate(files):
                if self._stopping:
                    break
                self._post(on_progress, tracker.update(done, len(files)))
                outcomes.append(_write_file(importer, path, choices, fallback))
            self._post(on_end, BatchOutcome(tuple(outcomes), len(outcomes) < len(files)))

        self._stopping = False
        self._submit(run)

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


def _preview_file(importer: Importer, path: Path, choices: FileChoices, fallback: str) -> ImportPreview:
    """Return what the import of a file would write; an error is a part of it."""
    from medway_tui.importing.options import ExistingArticleError, MissingFactError  # noqa: PLC0415 - yaml

    try:
        try:
            result = _import_file(importer, path, choices, fallback, dry_run=True)
        except ExistingArticleError as error:
            update = choices._replace(update=True)
            result = _import_file(importer, path, update, fallback, dry_run=True)
            return ImportPreview(result, result.details, existing=error.article_id)
    except MissingFactError as error:
        return ImportPreview(details=error.details, missing=error.key)
    except MedwayError as error:
        return ImportPreview(problem=_describe_error(error), hint=error.hint)
    return ImportPreview(result, result.details)


def _write_file(importer: Importer, path: Path, choices: FileChoices, fallback: str) -> FileOutcome:
    from medway_tui.importing.options import ExistingArticleError  # noqa: PLC0415 - yaml, pydantic

    try:
        result = _import_file(importer, path, choices, fallback, dry_run=False)
    except ExistingArticleError as error:
        return FileOutcome(path, existing=error.article_id)
    except MedwayError as error:
        return FileOutcome(path, problem=f"{_describe_error(error)}: {error.hint}".removesuffix(": "))
    if not result.written_paths:
        return FileOutcome(path, existing=result.id)
    return FileOutcome(path, result.id, tuple(result.written_paths))


def _describe_error(error: MedwayError) -> str:
    line, column = getattr(error, "line", 0), getattr(error, "column", 0)
    place = f"line {line}, column {column}: " if line and column else f"line {line}: " if line else ""
    return f"{place}{error}"


def _import_file(
    importer: Importer, path: Path, choices: FileChoices, fallback: str, *, dry_run: bool
) -> ImportResult:
    """Import one file, or find what its import would write.

    A file that names no publisher has the ``fallback``. Raises MedwayError where it can't be imported.
    """
    from medway_tui.importing.options import MissingFactError  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.importing.saved_files import read_saved_file  # noqa: PLC0415 - likewise

    data = read_saved_file(path)
    read_options, options = _make_options(choices)
    run = importer.preview_file if dry_run else importer.import_file
    try:
        return run(str(path), data, read_options, options)
    except MissingFactError as error:
        if error.key != "publisher" or not fallback:
            raise
        options.metadata[error.key] = fallback
        return run(str(path), data, read_options, options)


def _make_options(choices: FileChoices) -> tuple[ReadOptions, ImportOptions]:
    from medway_tui.importing import ImportOptions  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.saved_pages import ReadOptions  # noqa: PLC0415 - likewise

    read_options = ReadOptions(keep=choices.keep, drop=choices.drop)
    return read_options, ImportOptions(dict(choices.facts), update=choices.update)
