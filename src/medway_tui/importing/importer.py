"""Imports saved articles, one file at a time."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from medway_tui.authoring.entries import explain_write_errors
from medway_tui.content.files import change_stamp, content_path
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountFinder
from medway_tui.importing.draft import Draft, make_draft
from medway_tui.importing.import_log import ImportedSources
from medway_tui.importing.known_articles import KnownArticles, Sameness
from medway_tui.importing.options import AskPublisher, ExistingArticleError, ImportOptions, ImportResult
from medway_tui.importing.original import OriginalCopy, apply_original
from medway_tui.importing.plan import ImportPlan, sweep_trial_folders
from medway_tui.importing.source_files import STDIN
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.importing.update import merge_import
from medway_tui.index.articles import get_article
from medway_tui.index.dump import evidence_words
from medway_tui.index.names import known_names
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import ReadOptions, SavedArticle, read_saved_article
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError, user_folder
from medway_tui.sync.recovery import recover_folders
from medway_tui.yaml_io.folder_lock import lock_folder

QuestionT = TypeVar("QuestionT", bound=Hashable)
AnswerT = TypeVar("AnswerT")


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
        self._questions = _Questions(ask, confirm)
        # Of a single folder that is named, the people in the user's own are not known to its readers.
        self._names_folders = [root for root in self._dossier.roots if not roots or root != user_target]
        self._folders = [*self._dossier.roots, self._drafts_folder, self._originals_folder]
        self._batch = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="milliseconds")
        self._state = self._read_state()
        self._speaker_names = self._load_names()
        self._accounts = self._make_account_finder()
        self._known = KnownArticles(self._dossier.index, self._drafts_folder)
        self._imported = self._load_imported()
        self._fingerprint = ""
        """The fingerprint of the file that is being imported."""

    def close(self) -> None:
        self._dossier.close()

    def find_imported(self, path: Path) -> ImportResult | None:
        """Return the earlier import of a file that has not changed since, without reading it."""
        try:
            fingerprint = import_log.file_fingerprint(path)
        except OSError:
            return None
        for folder, imported in self._imported.items():
            found = self._result_of_earlier(folder, imported.by_fingerprint.get(fingerprint))
            if found is not None:
                return found
        return None

    def import_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Import one file, given its name and bytes.

        Raises UnreadableError where it has no readable article, DossierError where it can't be imported.
        """
        self._fingerprint = ""
        with suppress(OSError):
            if name != STDIN and Path(name).stat().st_size == len(data):
                self._fingerprint = import_log.file_fingerprint(Path(name))
        try:
            result = self._import_file(name, data, read_options, options)
        except BaseException:
            # Also for Ctrl+C: people of a file that was not written are not known to the next.
            self._speaker_names.drop_new()
            raise
        self._speaker_names.keep_new()
        return result

    def preview_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Return what the import of a file would write; the people it would add stay unknown.

        Raises as ``import_file`` does.
        """
        try:
            return self._import_file(name, data, read_options, replace(options, dry_run=True))
        finally:
            self._speaker_names.drop_new()

    def _import_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        sha256 = hashlib.sha256(data).hexdigest()
        self._follow_other_programs()
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(sha256)
            if earlier is not None:
                return earlier
        saved = read_saved_article(data, name, read_options)
        if "url" in options.metadata and saved.metadata.set_default("url", options.metadata["url"], "--url"):
            saved.metadata.derive_from_url()
        return self._prepare_and_write(saved, options, (name, sha256))

    def _prepare_and_write(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str]
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
                    except _QuestionForbiddenError:
                        continue
                if result.plan is None:
                    return result
                if result.plan.folder == folder:
                    return self._write(result, result.plan)

    def _prepare(self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str]) -> ImportResult:
        """Return what an import would write."""
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(source[1])
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

    # -- one file ----------------------------------------------------------------------------------

    def _find_earlier_import(self, sha256: str) -> ImportResult | None:
        for folder, imported in self._imported.items():
            found = self._result_of_earlier(folder, imported.by_digest.get(sha256))
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

    def _make_draft(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str]
    ) -> ImportResult:
        folder = self._drafts_folder
        taken_ids = _TakenIds(self._dossier, folder)
        draft = make_draft(
            saved, options, source, folder, self._speaker_names, taken_ids, self._questions.ask
        )
        existing = self._find_existing_article(draft, source[1])
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

    def _find_existing_article(self, draft: Draft, sha256: str) -> Sameness | None:
        """Return the same article in the dossier: by its file, address, headline or text."""
        imported_id = self._imported[self._drafts_folder].by_digest.get(sha256)
        if imported_id and os.path.lexists(self._drafts_folder / content_path("article", imported_id)):
            return Sameness(imported_id, "its file")
        # The new id has a number only if another article has the same publisher, day and headline.
        stem, _, number = draft.result.id.rpartition("-")
        return self._known.find(draft.article, [stem] if number.isdigit() else [])

    def _write(self, result: ImportResult, plan: ImportPlan) -> ImportResult:
        """Write the files; the caller holds the lock of their folder."""
        plan.record.batch = self._batch
        plan.record.fingerprint = self._fingerprint
        result.lines += plan.write()
        self._state = self._read_state()
        result.written_paths = [path for path, _ in plan.output_files()]
        imported = self._imported[plan.folder]
        imported.by_digest[plan.record.sha256] = plan.record.id
        if plan.record.fingerprint:
            imported.by_fingerprint[plan.record.fingerprint] = plan.record.id
        if result.article is not None:
            self._known.add(result.id, result.article)
        return result


class _QuestionForbiddenError(Exception):
    """A question arises while a lock is held."""


class _Questions:
    """The questions to the user, each asked once."""

    def __init__(self, ask: AskPublisher | None, confirm: Callable[[str], bool] | None) -> None:
        self._answers: dict[Hashable, Any] = {}
        self._is_forbidden = False
        self.ask = None if ask is None else self._ask_once(ask)
        self.confirm = None if confirm is None else self._ask_once(confirm)

    @contextmanager
    def forbidden(self) -> Iterator[None]:
        """Raise _QuestionForbiddenError instead of asking a new question."""
        self._is_forbidden = True
        try:
            yield
        finally:
            self._is_forbidden = False

    def _ask_once(self, ask: Callable[[QuestionT], AnswerT]) -> Callable[[QuestionT], AnswerT]:
        def answer(question: QuestionT) -> AnswerT:
            if question not in self._answers:
                if self._is_forbidden:
                    raise _QuestionForbiddenError
                self._answers[question] = ask(question)
            known: AnswerT = self._answers[question]
            return known

        return answer


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
