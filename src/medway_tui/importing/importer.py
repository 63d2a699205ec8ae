"""Importing files, one after another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from medway_tui.authoring.scaffold import read_headline
from medway_tui.content.files import content_path
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountFinder
from medway_tui.importing.draft import make_draft
from medway_tui.importing.index_queries import (
    find_articles_by_url,
    load_evidence_quotes,
    load_known_names,
    normalise_url,
)
from medway_tui.importing.options import ImportOptions, ImportResult
from medway_tui.importing.original import OriginalCopy, apply_original
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.importing.update import merge_import
from medway_tui.index.articles import get_article
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import ReadOptions, SavedArticle, read_saved_article
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError, user_folder

__all__ = ["ImportOptions", "ImportResult", "Importer"]


class Importer:
    """Imports saved articles into a dossier. What raises DossierError has written nothing."""

    def __init__(
        self,
        roots: Sequence[Path],
        ask: Callable[[str], str] | None = None,
        progress: ProgressCallback | None = None,
    ) -> None:
        """``roots`` are the folders named, the last to be written to; none means the user's own one.

        ``ask`` asks a person for what nobody can know, such as the publisher; ``progress`` is told how far
        the index has come where it has to be built.
        """
        self._dossier: Dossier = open_dossier(roots, progress=progress)
        user_target = user_folder(self._dossier.id)
        self._drafts_folder = roots[-1].absolute() if roots else user_target
        # What lies in the folder that is written to can't be laid over: an original goes into the user's.
        self._originals_folder = self._drafts_folder if len(roots) > 1 else user_target
        self._layers = [root for root in self._dossier.roots if not roots or root != user_target]
        self._ask = ask
        index = self._dossier.index
        self._accounts = AccountFinder(index, self._dossier.roots, self._originals_folder)
        within = tuple(f"{root}{os.sep}" for root in self._layers)
        self._speaker_names = SpeakerNames(
            each for each in load_known_names(index) if each.path.startswith(within)
        )
        self._imported_by_url: dict[str, list[str]] = {}
        """The articles that were imported since the dossier was opened, by their addresses."""
        self._imported_sources = {
            folder: import_log.imported_sources(folder)
            for folder in {self._drafts_folder, self._originals_folder}
        }

    def close(self) -> None:
        """Close the dossier."""
        self._dossier.close()

    def import_file(
        self, name: str, data: bytes, choices: ReadOptions, options: ImportOptions
    ) -> ImportResult:
        """Import one file: its ``name``, its bytes.

        Raises UnreadableError too, where it is no article that can be read.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not options.update and not options.dry_run:
            earlier = self._find_earlier_import(sha256)
            if earlier is not None:
                return earlier
        saved = read_saved_article(data, name, choices)
        if "url" in options.metadata and saved.metadata.set_default("url", options.metadata["url"], "--url"):
            saved.metadata.derive_from_url()
        source = (name, sha256)
        match = None if options.as_new else self._accounts.find_account(saved, options.account_id)
        if options.account_id and match is None:
            raise DossierError(
                f"there is no account {options.account_id} to lay it over",
                "medway-tui articles lists the articles",
            )
        if match is not None:
            evidence = load_evidence_quotes(self._dossier.index, match.account.article.id)
            copy = OriginalCopy(saved, match, source, self._accounts.lower_folders, evidence)
            result = apply_original(copy, self._originals_folder, self._speaker_names, update=options.update)
        else:
            result = self._make_draft(saved, options, source)
        return self._write(result, options, saved.metadata["url"])

    def _find_earlier_import(self, sha256: str) -> ImportResult | None:
        for folder, known in self._imported_sources.items():
            name = known.get(sha256)
            path = folder / content_path("article", name or "")
            if name is not None and os.path.lexists(path):
                return ImportResult(
                    name,
                    "imported already: nothing is changed",
                    [f"it is {path}; --update looks at it again"],
                )
        return None

    def _make_draft(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str]
    ) -> ImportResult:
        index = self._dossier.index
        result = make_draft(
            saved,
            options,
            source,
            self._drafts_folder,
            self._speaker_names,
            _TakenIds(self._dossier, self._drafts_folder),
            self._ask,
        )
        assert result.plan is not None  # noqa: S101 - for the type checker
        existing_id = self._find_existing_article(saved, options, source, result)
        if existing_id is not None and not options.article_id and not options.update:
            raise DossierError(
                f"this article is there already: {existing_id}",
                "--update merges what is new into it, --id imports it once more",
            )
        if options.update and (existing_id or options.article_id):
            name = existing_id or options.article_id
            if os.path.lexists(self._drafts_folder / content_path("article", name)):
                return merge_import(
                    result, name, self._drafts_folder, import_log.load_record(self._drafts_folder, name)
                )
        if options.article_id and get_article(index, options.article_id) is not None:
            raise DossierError(f"the id {options.article_id} is taken", "give another")
        result.plan.load_trial([])
        return result

    def _find_existing_article(
        self, saved: SavedArticle, options: ImportOptions, source: tuple[str, str], result: ImportResult
    ) -> str | None:
        """The id of the same article, where it is in the dossier."""
        known = self._imported_sources[self._drafts_folder].get(source[1])
        if known is not None and os.path.lexists(self._drafts_folder / content_path("article", known)):
            return known
        url = saved.metadata["url"]
        if url is not None:
            same: list[str] = [
                *find_articles_by_url(self._dossier.index, url),
                *self._imported_by_url.get(normalise_url(url), ()),
            ]
            if same:
                return same[0]
        stem, _, number = result.id.rpartition("-")
        headline = options.metadata.get("headline") or saved.metadata["headline"]
        if not number.isdigit() or headline is None:
            return None
        # The id would be free but for an article of the same publisher, day and headline.
        row = get_article(self._dossier.index, stem)
        there = row.headline if row else read_headline(self._drafts_folder / content_path("article", stem))
        return stem if there == headline else None

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
    """The ids that are taken: in the dossier, and by what was imported meanwhile."""

    def __init__(self, dossier: Dossier, target: Path) -> None:
        self._dossier = dossier
        self._target = target

    def __contains__(self, name: object) -> bool:
        text = str(name)
        paths = (self._target / content_path(kind, text) for kind in ("article", "quotes"))
        return get_article(self._dossier.index, text) is not None or any(map(os.path.lexists, paths))
