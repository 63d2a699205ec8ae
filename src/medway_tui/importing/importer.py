"""Imports saved articles, one document at a time."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from medway_tui.authoring.entries import explain_write_errors
from medway_tui.content.files import change_stamp, content_path
from medway_tui.errors import MedwayError
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountFinder
from medway_tui.importing.draft import make_draft
from medway_tui.importing.import_log import ImportedSources
from medway_tui.importing.known_articles import ComparedText, KnownArticles, Sameness, article_text
from medway_tui.importing.options import (
    AskPublisher,
    DocumentSummary,
    ExistingArticleError,
    ImportOptions,
    ImportResult,
)
from medway_tui.importing.original import OriginalCopy, apply_original
from medway_tui.importing.plan import ImportPlan, sweep_trial_folders
from medway_tui.importing.questions import QuestionForbiddenError, Questions
from medway_tui.importing.saved_files import ImportSource, SavedFile
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.importing.update import merge_import
from medway_tui.index.articles import get_article
from medway_tui.index.dump import evidence_words
from medway_tui.index.names import known_names
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import ReadOptions, SavedArticle, SourceDocument, UnreadableError, read_article
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError, user_folder
from medway_tui.sync.recovery import recover_folders
from medway_tui.yaml_io.folder_lock import lock_folder


class Importer:
    """Imports saved articles into a dossier. Where an error is raised, nothing was written."""

    def __init__(
        self,
        roots: Sequence[Path],
        ask: AskPublisher | None = None,
        progress: ProgressCallback | None = None,
        confirm: Callable[[str], bool] | None = None,
    ) -> None:
        """Write to the last of ``roots``, or to the user's folder where there are none.

        ``ask`` asks the user for a publisher that a file does not name; ``confirm`` a question of yes or no;
        ``progress`` is called while the index is built.
        """
        sweep_trial_folders()
        recover_folders([root.absolute() for root in roots[:-1]])
        recover_folders([root.absolute() for root in roots[-1:]], sweep=True)
        self._dossier = open_dossier(roots, progress=progress)
        user_target = user_folder(self._dossier.id)
        self._drafts_folder = roots[-1].absolute() if roots else user_target
        # An original is above its account: of a single folder that is named, in the user's.
        self._originals_folder = self._drafts_folder if len(roots) > 1 else user_target
        if recover_folders([user_target], sweep=True):
            self._dossier.refresh()
        self._questions = Questions(ask, confirm)
        # Of a single folder that is named, the people in the user's own are not known to its readers.
        self._names_folders = [root for root in self._dossier.roots if not roots or root != user_target]
        self._folders = [*self._dossier.roots, self._drafts_folder, self._originals_folder]
        self._batch = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="milliseconds")
        self._state = self._read_state()
        self._speaker_names = self._load_names()
        self._accounts = self._make_account_finder()
        self._known = KnownArticles(self._dossier.index, self._drafts_folder)
        self._imported = self._load_imported()

    def close(self) -> None:
        self._dossier.close()

    def find_imported(self, path: Path) -> list[ImportResult]:
        """Return the earlier imports of a file's documents, without reading it.

        Empty where the file has changed since, or one of its documents is not imported.
        """
        try:
            fingerprint = import_log.file_fingerprint(path)
        except OSError:
            return []
        for folder, imported in self._imported.items():
            found = self._result_of_earlier(folder, imported.by_fingerprint.get(fingerprint))
            if found is not None:
                return [found]
        digests = import_log.load_file_documents(self._drafts_folder, fingerprint)
        results = [self._find_earlier_import(ImportSource(str(path), "", "1", each)) for each in digests]
        known = [each for each in results if each is not None]
        return known if len(known) == len(results) else []

    def find_imported_bytes(self, file: SavedFile) -> ImportResult | None:
        """Return the earlier import of a file of one document, by its bytes."""
        self._follow_other_programs()
        return self._find_earlier_import(ImportSource(file.name, file.sha256))

    def import_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Import a file of one document, given its name and bytes.

        Raises UnreadableError where it has no readable article or several, DossierError where it can't be
        imported.
        """
        file = SavedFile(name, data)
        if not options.update and not options.dry_run:
            earlier = self.find_imported_bytes(file)
            if earlier is not None:
                return earlier
        return self.import_document(file, _only_document(file, read_options), read_options, options)

    def import_document(
        self, file: SavedFile, document: SourceDocument, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Import a document of a file.

        Raises UnreadableError where it has no readable article, DossierError where it can't be imported.
        """
        try:
            result = self._import_document(file, document, read_options, options)
        except BaseException:
            # Also for Ctrl+C: people of a document that was not written are not known to the next.
            self._speaker_names.drop_new()
            raise
        self._speaker_names.keep_new()
        if not options.dry_run:
            file.known_digests.append(document.digest)
        return result

    def finish_file(self, file: SavedFile, *, is_whole: bool) -> None:
        """Note that all documents of a file are imported, where they are; ``is_whole``: none has failed."""
        is_whole = is_whole and file.is_complete and not file.is_chosen_from
        if is_whole and file.fingerprint and len(file.known_digests) > 1:
            import_log.save_file_documents(self._drafts_folder, file.fingerprint, file.known_digests)

    def preview_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Return what the import of a file of one document would write; raises as ``import_file`` does."""
        file = SavedFile(name, data)
        return self.preview_document(file, _only_document(file, read_options), read_options, options)

    def preview_document(
        self, file: SavedFile, document: SourceDocument, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Return what the import of a document would write; the people it would add stay unknown.

        Raises as ``import_document`` does.
        """
        try:
            return self._import_document(file, document, read_options, replace(options, dry_run=True))
        finally:
            self._speaker_names.drop_new()

    def describe_document(
        self, file: SavedFile, document: SourceDocument, read_options: ReadOptions
    ) -> DocumentSummary:
        """Return what a document is, and whether the dossier has it; an error is a part of it."""
        self._follow_other_programs()
        source = file.source_of(document)
        summary = DocumentSummary(document.number, document.part, document.part.partition(": ")[2])
        try:
            saved = read_article(document, read_options)
        except MedwayError as error:
            return summary._replace(problem=str(error))
        keys = {key: value.value for key, value in saved.metadata}
        summary = summary._replace(
            headline=keys.get("headline", "") or saved.body[0].text,
            publisher=keys.get("publisher", ""),
            published=keys.get("published", ""),
        )
        earlier = self._find_earlier_import(source)
        if earlier is not None:
            return summary._replace(existing=earlier.id)
        match = self._accounts.find_account(saved)
        if match is not None:
            return summary._replace(account=match.account.article.id)
        article = article_text(keys, [block.text for block in saved.printed_blocks])
        known = self._find_existing_article(article, source)
        return summary if known is None else summary._replace(existing=known.article_id)

    def _import_document(
        self, file: SavedFile, document: SourceDocument, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        self._follow_other_programs()
        source = file.source_of(document)
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(source)
            if earlier is not None:
                return earlier
        saved = read_article(document, read_options)
        if "url" in options.metadata and saved.metadata.set_default("url", options.metadata["url"], "--url"):
            saved.metadata.derive_from_url()
        return self._prepare_and_write(saved, options, source, file.fingerprint)

    def _prepare_and_write(
        self, saved: SavedArticle, options: ImportOptions, source: ImportSource, fingerprint: str
    ) -> ImportResult:
        """Prepare the files without the lock, as this takes long; write them if no other program wrote.

        If one did, they are prepared again under the lock, where no question can be asked.
        """
        while True:
            self._follow_other_programs()
            result = self._prepare(saved, options, source)
            if result.plan is None or options.dry_run:
                return result
            folder = result.plan.folder
            with _lock(folder):
                if self._follow_other_programs():
                    self._speaker_names.drop_new()
                    try:
                        with self._questions.forbidden():
                            result = self._prepare(saved, options, source)
                    except QuestionForbiddenError:
                        continue
                if result.plan is None:
                    return result
                if result.plan.folder == folder:
                    return self._write(result, result.plan, fingerprint)

    def _prepare(self, saved: SavedArticle, options: ImportOptions, source: ImportSource) -> ImportResult:
        """Return what an import would write."""
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(source)
            if earlier is not None:
                return earlier
        match = None if options.as_new else self._accounts.find_account(saved, options.account_id)
        if options.account_id and match is None:
            raise DossierError(
                f"there is no account {options.account_id}", "medway-tui articles lists the articles"
            )
        if match is None:
            return self._make_draft(saved, options, source)
        evidence = evidence_words(self._dossier.index, match.account.article.id)
        copy = OriginalCopy(saved, match, source, self._accounts.lower_folders, evidence)
        return apply_original(copy, self._originals_folder, self._speaker_names, update=options.update)

    # -- what other programs write -----------------------------------------------------------------

    def _follow_other_programs(self) -> bool:
        """Read again what another program has written since the last call; return whether one has."""
        state = self._read_state()
        if state == self._state:
            return False
        self._dossier.refresh()
        self._state = state
        self._speaker_names = self._load_names()
        self._accounts = self._make_account_finder()
        self._imported = self._load_imported()
        self._known = KnownArticles(self._dossier.index, self._drafts_folder)
        return True

    def _read_state(self) -> list[object]:
        """Return what differs after another import, and after a change of people or organisations."""
        state: list[object] = []
        for folder in dict.fromkeys(self._folders):
            stamps = [_file_stamp(folder / content_path(kind)) for kind in ("people", "organisations")]
            state += [import_log.last_change(folder), *stamps]
        return state

    def _load_names(self) -> SpeakerNames:
        prefixes = tuple(f"{root}{os.sep}" for root in self._names_folders)
        known = (each for each in known_names(self._dossier.index) if each.path.startswith(prefixes))
        return SpeakerNames(known, self._questions.confirm)

    def _make_account_finder(self) -> AccountFinder:
        return AccountFinder(self._dossier.index, self._dossier.roots, self._originals_folder)

    def _load_imported(self) -> dict[Path, ImportedSources]:
        folders = {self._drafts_folder, self._originals_folder}
        return {folder: import_log.imported_sources(folder) for folder in folders}

    # -- one document ------------------------------------------------------------------------------

    def _find_earlier_import(self, source: ImportSource) -> ImportResult | None:
        for folder, imported in self._imported.items():
            found = self._result_of_earlier(folder, _earlier_id(imported, source))
            if found is not None:
                return found
        return None

    def _result_of_earlier(self, folder: Path, article_id: str | None) -> ImportResult | None:
        if article_id is None:
            return None
        path = folder / content_path("article", article_id)
        if not os.path.lexists(path):
            return None
        lines = [f"it is {path}; --update reads it again"]
        return ImportResult(article_id, "imported already: nothing is changed", lines)

    def _make_draft(self, saved: SavedArticle, options: ImportOptions, source: ImportSource) -> ImportResult:
        folder = self._drafts_folder
        taken_ids = _TakenIds(self._dossier, folder)
        draft = make_draft(
            saved, options, source, folder, self._speaker_names, taken_ids, self._questions.ask
        )
        # The new id has a number only if another article has the same publisher, day and headline.
        stem, _, number = draft.result.id.rpartition("-")
        existing = self._find_existing_article(draft.article, source, [stem] if number.isdigit() else [])
        if existing is not None and not options.article_id and not options.update:
            raise ExistingArticleError(existing.article_id, existing.reason)
        if options.update and (existing or options.article_id):
            name = existing.article_id if existing else options.article_id
            if os.path.lexists(folder / content_path("article", name)):
                result = merge_import(draft, name, folder, import_log.load_record(folder, name))
                result.lines[:0] = [f"the same by {existing.reason}"] if existing else []
                return result
            if existing:
                raise ExistingArticleError(name, existing.reason, is_elsewhere=True)
        if options.article_id and get_article(self._dossier.index, options.article_id) is not None:
            raise DossierError(f"the id {options.article_id} is taken", "give another")
        draft.plan.load_trial([])
        draft.result.article = draft.article
        return draft.result

    def _find_existing_article(
        self, article: ComparedText, source: ImportSource, likely_ids: Sequence[str] = ()
    ) -> Sameness | None:
        """Return the same article in the dossier: by its file, address, headline or text."""
        imported_id = _earlier_id(self._imported[self._drafts_folder], source)
        if imported_id and os.path.lexists(self._drafts_folder / content_path("article", imported_id)):
            return Sameness(imported_id, "its content" if source.part else "its file")
        return self._known.find(article, likely_ids)

    def _write(self, result: ImportResult, plan: ImportPlan, fingerprint: str) -> ImportResult:
        """Write the files; the caller holds the lock of their folder."""
        plan.record.batch = self._batch
        plan.record.fingerprint = fingerprint
        result.lines += plan.write()
        self._state = self._read_state()
        result.written_paths = [path for path, _ in plan.output_files()]
        self._imported[plan.folder].add(plan.record)
        if result.article is not None:
            self._known.add(result.id, result.article)
        return result


def _only_document(file: SavedFile, options: ReadOptions) -> SourceDocument:
    """Return the document of a file that has one; raises UnreadableError where it has several, or none."""
    documents = file.documents(options)
    document = next(documents, None)
    if document is None or next(documents, None) is not None:
        raise UnreadableError(f"the file has {'several articles' if document else 'no article'}")
    return document


def _earlier_id(imported: ImportedSources, source: ImportSource) -> str | None:
    """Return the id of the article that a document was imported as."""
    by_file = None if source.part else imported.by_digest.get(source.sha256)
    return by_file or imported.by_content.get(source.content_sha256)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; raises DossierError where that is impossible."""
    with explain_write_errors(folder, "nothing was written: name another --content"), lock_folder(folder):
        yield


def _file_stamp(path: Path) -> tuple[int, ...]:
    """Return numbers that differ after each replacement of a file."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_ino, status.st_size, change_stamp(status))


class _TakenIds:
    """The ids of articles in the dossier, and of those imported since it was opened."""

    def __init__(self, dossier: Dossier, target: Path) -> None:
        self._dossier = dossier
        self._target = target

    def __contains__(self, name: object) -> bool:
        text = str(name)
        paths = (self._target / content_path(kind, text) for kind in ("article", "quotes"))
        return get_article(self._dossier.index, text) is not None or any(map(os.path.lexists, paths))
