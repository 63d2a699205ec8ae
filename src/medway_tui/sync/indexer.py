"""Taking files into the index: the one place where content and index meet.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from medway_tui.content import references
from medway_tui.content.files import find_article_files, find_core_files
from medway_tui.content.loader import ContentLoader, Core, SkippedContent, stray_quotes_finding
from medway_tui.index import indexed_files
from medway_tui.index.connection import Index
from medway_tui.index.writer import IndexWriter
from medway_tui.model.findings import Finding
from medway_tui.sync.last_good import files_to_keep
from medway_tui.sync.loaded_article import FileVersions, LoadedArticle, file_hash, file_row, load_article
from medway_tui.sync.locations import listing_error
from medway_tui.sync.scan import CORE_KINDS, ChangeSet


class Indexer:
    """Brings an index from what it knows to what the folders hold. Call inside its transactions."""

    def __init__(self, index: Index, roots: Sequence[Path], *, keep_last_good: bool = False) -> None:
        """Take from the folders ``roots``, the lowest first.

        With ``keep``, what is faulty now stays as it was in the index.
        """
        self.index = index
        self.roots = [str(root) for root in roots]
        self.changed = False
        """Whether anything was taken in that was not there before."""
        self._paths = list(roots)
        self._keep_last_good = keep_last_good
        self._writer = IndexWriter(index)
        self._core: tuple[ContentLoader, Core, set[str]] | None = None
        self._orphan_findings: list[Finding] = []
        self._touched: set[str] = set()

    # -- articles ------------------------------------------------------------------------------------

    def load(self, stem: str) -> LoadedArticle:
        """Read an article here and now."""
        return load_article(self.roots, stem, indexed_versions(self.index, [stem]).get(stem, {}))

    def update_articles(self, articles: Sequence[LoadedArticle]) -> None:
        """Put what was read of some articles in the place of what the index holds of them."""
        rows = []
        files: list[tuple[Any, ...]] = []
        removed: list[str] = []
        findings: list[Finding] = []
        touched: list[str] = []
        indexed = indexed_files.files_of_articles(self.index, [each.stem for each in articles])
        for each in articles:
            before = indexed.get(each.stem, {})
            if each.unchanged:
                files += each.files
                continue
            self.changed = True
            paths = {row[0]: row[1] for row in each.files}
            kept_paths = (
                files_to_keep(self.index, each.findings, paths)
                if self._keep_last_good and each.findings
                else set()
            )
            if kept_paths and indexed_files.has_article(self.index, each.stem):
                files += (
                    (*row[:-1], indexed_files.STALE_HASH) if row[0] in kept_paths else row
                    for row in each.files
                )
            else:
                files += each.files
                if before:
                    self._writer.remove_article(each.stem)
                if each.rows is not None:
                    rows.append(each.rows)
            removed += set(before) - set(paths)
            findings += each.findings
            self._orphan_findings += each.orphan_findings
            touched += {*before, *paths}
        self._writer.add_articles(rows)
        self._writer.set_findings(touched, findings)
        self._writer.set_files(files, removed)
        self._touched.update(touched)

    # -- everything else -----------------------------------------------------------------------------

    def update_core(self, changes: ChangeSet) -> None:
        """Take in everything but articles, where any of it changed, or rests on what did.

        To be called when the articles are in: evidence is placed by their texts.
        """
        before = indexed_files.files_of_kinds(self.index, CORE_KINDS) if changes.core else {}
        changed = [
            file
            for file in changes.core
            if (seen := before.get(file.path)) is None
            or seen.layer != file.layer
            or seen.hash != file_hash(file.path)
        ]
        if changed or changes.removed:
            self.changed = True
        elif not self.changed and self.index.is_complete:
            self._writer.set_files([file_row(file, {}) for file in changes.core])
            return
        elif self._is_independent(changes.stems):
            self._writer.set_files([file_row(file, {}) for file in changes.core])
            self._update_cross_file_findings(changes.stems)
            return
        self.rebuild_core(changes.removed)

    def rebuild_core(self, removed: Iterable[str] = ()) -> None:
        """Take in everything but articles, and what looks across files; of ``removed`` files, the paths."""
        if self._core is None:
            self._core = self._read_core()
            reading, core, kept = self._core
            if not kept:
                _write_core(self._writer, core)
            rows = [file_row(file, reading.hashes) for file in reading.files]
            self._writer.set_findings({*(row[0] for row in rows), *removed}, reading.findings)
            self._writer.set_files(
                [(*row[:-1], indexed_files.STALE_HASH) if row[0] in kept else row for row in rows], removed
            )
        reading, core, kept = self._core
        self._writer.set_cross_file_findings(
            _cross_file_findings(self.index, None if kept else self._writer, core, reading)
        )

    def _read_core(self) -> tuple[ContentLoader, Core, set[str]]:
        """All files but articles, what they hold, and those of which the index keeps what it had."""
        try:
            files = find_core_files(self._paths)
        except OSError as error:
            raise listing_error(error) from None
        reading = ContentLoader(files, _ArticleIds(self.roots))
        core = reading.load_core()
        kinds = {file.path: file.kind for file in files}
        kept = files_to_keep(self.index, reading.findings, kinds) if self._keep_last_good else set()
        return reading, core, kept

    def _is_independent(self, stems: Iterable[str]) -> bool:
        """Whether nothing but articles changed, and nothing that is told of other files depends on them.

        Where one of the other files is faulty, what may be said of an article depends on what is in it.
        """
        if not self.index.is_complete or indexed_files.has_errors(self.index, CORE_KINDS):
            return False
        return indexed_files.cited_articles(self.index).isdisjoint(stems)

    def _update_cross_file_findings(self, stems: Sequence[str]) -> None:
        strangers = references.locate_speakers(indexed_files.unknown_speakers(self.index, stems))
        found = references.check_speakers(strangers, SkippedContent(()))
        self._writer.set_cross_file_findings([*self._orphan_findings, *found], self._touched)


def indexed_versions(index: Index, stems: Sequence[str]) -> dict[str, FileVersions]:
    """How the files of articles were when they were taken in, by the articles' ids."""
    return {
        stem: {each.path: (each.layer, each.hash) for each in files.values()}
        for stem, files in indexed_files.files_of_articles(index, stems).items()
    }


class _ArticleIds:
    """The ids of all articles that have a file; whether one has is seen when it is asked."""

    def __init__(self, roots: Sequence[str]) -> None:
        self._roots = roots

    def __contains__(self, stem: object) -> bool:
        return any(file.kind == "article" for file in find_article_files(self._roots, str(stem)))


def _write_core(writer: IndexWriter, core: Core) -> None:
    memberships = writer.read_memberships()
    writer.clear_core()
    if core.about is not None:
        writer.set_meta("id", core.about.id)
        writer.set_meta("title", core.about.title)
        writer.set_meta("description", core.about.description or "")
    organisation_ids: set[str] = set()
    # Organisations come after people, so that no two share a place, by which each has its colour.
    for position, organisation in enumerate(core.organisations):
        organisation_ids.add(organisation.value.id)
        writer.add_organisation(organisation.value, organisation.location, len(core.people) + position)
    for position, person in enumerate(core.people):
        if person.value.id not in organisation_ids:
            writer.add_person(person.value, person.location, position)
    writer.refresh_facets(memberships)
    for framework in core.frameworks:
        writer.add_framework(framework.value)
    for inspection in core.inspections:
        places = [inspection.locate(("judgements", n)) for n in range(len(inspection.value.judgements))]
        writer.add_inspection(inspection.value, inspection.location, places)
    for event in core.events:
        writer.add_event(event.value, event.location)
    for position, difference in enumerate(core.differences):
        writer.add_difference(difference.value, difference.location, position)


def _cross_file_findings(
    index: Index, writer: IndexWriter | None, core: Core, reading: ContentLoader
) -> list[Finding]:
    """Place all evidence, unless without a ``writer``, and find what is named and not there."""
    named = {each.evidence.article for each in references.iter_evidence(core)}
    texts, missing = (
        indexed_files.article_texts(index, sorted(named)),
        indexed_files.missing_blocks(index, sorted(named)),
    )
    resting, findings = references.place_evidence(core, texts, reading.skipped, missing)
    if writer is not None:
        writer.clear_evidence()
        for position, each in enumerate(resting):
            what = (each.kind, each.owner, each.part)
            writer.add_evidence(position, what, each.evidence, each.location, each.span)
    strangers = references.locate_speakers(indexed_files.unknown_speakers(index))
    return [
        *findings,
        *references.check_core_references(core, reading.skipped),
        *references.check_speakers(strangers, reading.skipped),
        *(stray_quotes_finding(path, stem) for path, stem in indexed_files.quotes_without_article(index)),
    ]
