"""Imports saved articles, one file at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from medway_tui.authoring.scaffold import read_headline
from medway_tui.content.files import content_path
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountFinder, find_articles_by_url, normalise_url
from medway_tui.importing.draft import make_draft
from medway_tui.importing.options import ImportOptions, ImportResult
from medway_tui.importing.original import OriginalCopy, apply_original
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.importing.update import merge_import
from medway_tui.index.articles import get_article
from medway_tui.index.dump import evidence_words
from medway_tui.index.names import known_names
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import ReadOptions, SavedArticle, read_saved_article
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError, user_folder


class Importer:
    """Imports saved articles into a dossier. Where an error is raised, nothing was written."""

    def __init__(
        self,
        roots: Sequence[Path],
        ask: Callable[[str], str] | None = None,
        progress: ProgressCallback | None = None,
        confirm: Callable[[str], bool] | None = None,
    ) -> None:
        """Write to the last of ``roots``, or to the user's folder where there are none.

        ``ask`` asks the user for a missing key, such as the publisher; ``confirm`` a question of yes or no;
        ``progress`` is called while the index is built.
        """
        self._dossier = open_dossier(roots, progress=progress)
        user_target = user_folder(self._dossier.id)
        self._drafts_folder = roots[-1].absolute() if roots else user_target
        # An original is above its account: of a single folder that is named, in the user's.
        self._originals_folder = self._drafts_folder if len(roots) > 1 else user_target
        self._ask = ask
        index = self._dossier.index
        self._accounts = AccountFinder(index, self._dossier.roots, self._originals_folder)
        folders = [root for root in self._dossier.roots if not roots or root != user_target]
        prefixes = tuple(f"{root}{os.sep}" for root in folders)
        self._speaker_names = SpeakerNames(
            (each for each in known_names(index) if each.path.startswith(prefixes)), confirm
        )
        self._imported_by_url: dict[str, list[str]] = {}
        """The ids of the articles imported since the dossier was opened, by their addresses."""
        self._imported_sources = {
            folder: import_log.imported_sources(folder)
            for folder in {self._drafts_folder, self._originals_folder}
        }

    def close(self) -> None:
        self._dossier.close()

    def import_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Import one file, given its name and bytes.

        Raises UnreadableError where it has no readable article, DossierError where it can't be imported.
        """
        try:
            result = self._import_file(name, data, read_options, options)
        except BaseException:
            # Also for Ctrl+C: people of a file that was not written are not known to the next.
            self._speaker_names.drop_new()
            raise
        self._speaker_names.keep_new()
        return result

    def _import_file(
        self, name: str, data: bytes, read_options: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        sha256 = hashlib.sha256(data).hexdigest()
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(sha256)
            if earlier is not None:
                return earlier
        saved = read_saved_article(data, name, read_options)
        if "url" in options.metadata and saved.metadata.set_default("url", options.metadata["url"], "--url"):
            saved.metadata.derive_from_url()
        source = (name, sha256)
        match = None if options.as_new else self._accounts.find_account(saved, options.account_id)
        if options.account_id and match is None:
            raise DossierError(
                f"there is no account {options.account_id}", "medway-tui articles lists the articles"
            )
        if match is not None:
            evidence = evidence_words(self._dossier.index, match.account.article.id)
            copy = OriginalCopy(saved, match, source, self._accounts.lower_folders, evidence)
            result = apply_original(copy, self._originals_folder, self._speaker_names, update=options.update)
        else:
            result = self._make_draft(saved, options, source)
        return self._write(result, options, saved.metadata["url"])

    def _find_earlier_import(self, sha256: str) -> ImportResult | None:
        for folder, imported in self._imported_sources.items():
            article_id = imported.get(sha256)
            path = folder / content_path("article", article_id or "")
            if article_id is not None and os.path.lexists(path):
                lines = [f"it is {path}; --update reads it again"]
                return ImportResult(article_id, "imported already: nothing is changed", lines)
        return None

    def _make_draft(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str]
    ) -> ImportResult:
        folder = self._drafts_folder
        taken_ids = _TakenIds(self._dossier, folder)
        draft = make_draft(saved, options, source, folder, self._speaker_names, taken_ids, self._ask)
        existing_id = self._find_existing_article(saved, options, source, draft.result.id)
        if existing_id is not None and not options.article_id and not options.update:
            raise DossierError(
                f"this article is in the dossier already: {existing_id}",
                "--update merges what is new into it, --id imports it as another article",
            )
        if options.update and (existing_id or options.article_id):
            name = existing_id or options.article_id
            if os.path.lexists(folder / content_path("article", name)):
                return merge_import(draft, name, folder, import_log.load_record(folder, name))
        if options.article_id and get_article(self._dossier.index, options.article_id) is not None:
            raise DossierError(f"the id {options.article_id} is taken", "give another")
        draft.plan.load_trial([])
        return draft.result

    def _find_existing_article(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str], new_id: str
    ) -> str | None:
        """Return the id of the same article in the dossier: by its file, address or headline."""
        imported_id = self._imported_sources[self._drafts_folder].get(source[1])
        if imported_id and os.path.lexists(self._drafts_folder / content_path("article", imported_id)):
            return imported_id
        index = self._dossier.index
        url = saved.metadata["url"]
        if url is not None:
            imported_ids = self._imported_by_url.get(normalise_url(url), [])
            same_url = [*find_articles_by_url(index, url), *imported_ids]
            if same_url:
                return same_url[0]
        stem, _, number = new_id.rpartition("-")
        headline = options.metadata.get("headline") or saved.metadata["headline"]
        if not number.isdigit() or headline is None:
            return None
        # The new id has a number only if another article has the same publisher, day and headline.
        row = get_article(index, stem)
        path = self._drafts_folder / content_path("article", stem)
        return stem if headline == (row.headline if row else read_headline(path)) else None

    def _write(self, result: ImportResult, options: ImportOptions, url: str | None) -> ImportResult:
        plan = result.plan
        if plan is None or options.dry_run:
            return result
        result.lines += plan.write()
        result.written_paths = [path for path, _ in plan.output_files()]
        self._imported_sources[plan.folder][plan.record.sha256] = plan.record.id
        if url is not None and plan.record.kind == "draft":
            self._imported_by_url.setdefault(normalise_url(url), []).append(plan.record.id)
        return result


class _TakenIds:
    """The ids of articles in the dossier, and of those imported since it was opened."""

    def __init__(self, dossier: Dossier, target: Path) -> None:
        self._dossier = dossier
        self._target = target

    def __contains__(self, name: object) -> bool:
        text = str(name)
        paths = (self._target / content_path(kind, text) for kind in ("article", "quotes"))
        return get_article(self._dossier.index, text) is not None or any(map(os.path.lexists, paths))
