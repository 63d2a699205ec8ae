"""Loading articles from their files, and writing what changed into the index.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content import references
from medway_tui.content.files import ContentFile, find_article_files, find_files
from medway_tui.content.incomplete import IncompleteArticle, describe_incomplete
from medway_tui.content.loader import ContentLoader, Core, SkippedContent, stray_quotes_finding
from medway_tui.index import indexed_files
from medway_tui.index.article_rows import ArticleRowSet, make_article_rows
from medway_tui.index.connection import Index
from medway_tui.index.writer import IndexWriter
from medway_tui.model.findings import Finding
from medway_tui.model.locations import block_places
from medway_tui.sync.locations import listing_error
from medway_tui.sync.scan import CORE_KINDS, ChangeSet
from medway_tui.yaml_io.reader import read_text

FileVersions = Mapping[str, tuple[int, str]]
"""The layer and hash of each file of an article at its last indexing, by path."""

FileRow = tuple[str, str, str, int, int, int, str]
"""A row of the table ``file``: path, kind, stem, layer, stamp, size, hash."""

ArticleBatch = tuple[Sequence[str], Sequence[str], Mapping[str, FileVersions]]
"""The dossier's folders, the ids of the articles to be loaded, and their files as indexed."""

_SINGLE_RECORD_KINDS = ("about", "article", "inspection")
"""The kinds of files that hold one record: one faulty value makes all of it unreadable."""

_NON_BLOCKING_CODES = ("S105",)
"""Errors after which the value is used all the same."""


# -- loading ---------------------------------------------------------------------------------------------


class LoadedArticle(NamedTuple):
    """An article with its quotations, ready for the index."""

    stem: str
    unchanged: bool
    """Whether its files have the same content as when they were indexed; then there are no rows."""
    rows: ArticleRowSet | None
    """None when the article can't be read, or has no file."""
    files: tuple[FileRow, ...]
    findings: tuple[Finding, ...] = ()
    orphan_findings: tuple[Finding, ...] = ()
    """Findings about quotations whose article has no file."""
    incomplete: IncompleteArticle | None = None
    """What is known of an article that can't be read."""


def load_batch(batch: ArticleBatch) -> list[LoadedArticle]:
    """Load articles, in whichever process."""
    roots, stems, versions = batch
    return [load_article(roots, stem, versions.get(stem, {})) for stem in stems]


def load_article(
    roots: Sequence[str], stem: str, indexed: FileVersions, *, with_originals: bool = True
) -> LoadedArticle:
    """Load an article with its quotations from the folders, lowest first, unless it is as ``indexed``.

    Without ``with_originals``, it is as others may see it: its account, or its quotations alone.
    """
    files = find_article_files(roots, stem)
    if len(indexed) == len(files) and indexed == _current_versions(files):
        same = tuple(_file_row(file, indexed[file.path][1]) for file in files)
        return LoadedArticle(stem, unchanged=True, rows=None, files=same)
    loader = ContentLoader(files, with_originals=with_originals)
    unit = loader.load_article(stem)
    rows = None
    if unit is not None:
        quotes = [(each.quote, each.location, each.span, each.attribution_fault) for each in unit.quotes]
        rows = make_article_rows(unit.article, unit.location, unit.text_locations, quotes)
    return LoadedArticle(
        stem,
        unchanged=False,
        rows=rows,
        files=tuple(_file_row(file, loader.hashes.get(file.path)) for file in files),
        findings=tuple(loader.findings),
        orphan_findings=tuple(loader.find_stray_quotes()),
        incomplete=describe_incomplete(stem, files, loader.findings) if unit is None else None,
    )


def indexed_versions(index: Index, stems: Sequence[str]) -> dict[str, FileVersions]:
    """Return the layers and hashes of articles' files at their last indexing, by the articles' ids."""
    return {
        stem: {each.path: (each.layer, each.hash) for each in files.values()}
        for stem, files in indexed_files.files_of_articles(index, stems).items()
    }


def _current_versions(files: Iterable[ContentFile]) -> FileVersions:
    return {file.path: (file.layer, file_hash(file.path)) for file in files}


def file_hash(path: str) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(read_text(path)[1]).hexdigest()


def _file_row(file: ContentFile, digest: str | None = None) -> FileRow:
    digest = digest or file_hash(file.path)
    return (file.path, file.kind, file.stem, file.layer, file.stamp, file.size, digest)


def _mark_stale(rows: Iterable[FileRow], stale: set[str]) -> list[FileRow]:
    """Note in the rows of ``stale`` files that the index holds their last good version."""
    return [(*row[:-1], indexed_files.STALE_HASH) if row[0] in stale else row for row in rows]


# -- indexing --------------------------------------------------------------------------------------------


class Indexer:
    """Updates an index from the files that changed. To be used inside its transactions."""

    def __init__(self, index: Index, roots: Sequence[Path], *, keep_last_good: bool = False) -> None:
        """Read from the folders ``roots``, lowest first.

        With ``keep_last_good``, a file that has become unreadable stays in the index as it was.
        """
        self.index = index
        self.roots = [str(root) for root in roots]
        self.changed = False
        """Whether anything was written that was not in the index before."""
        self._paths = list(roots)
        self._keep_last_good = keep_last_good
        self._writer = IndexWriter(index)
        self._core: tuple[ContentLoader, Core, set[str]] | None = None
        self._orphan_findings: list[Finding] = []
        self._touched: set[str] = set()

    def load(self, stem: str) -> LoadedArticle:
        """Load an article in this process."""
        return load_article(self.roots, stem, indexed_versions(self.index, [stem]).get(stem, {}))

    def update_articles(self, articles: Sequence[LoadedArticle]) -> None:
        """Replace articles in the index by what was loaded."""
        rows: list[ArticleRowSet] = []
        files: list[FileRow] = []
        removed: list[str] = []
        findings: list[Finding] = []
        touched: list[str] = []
        incomplete: list[IncompleteArticle] = []
        indexed = indexed_files.files_of_articles(self.index, [each.stem for each in articles])
        for each in articles:
            if each.unchanged:
                files += each.files
                continue
            self.changed = True
            before = indexed.get(each.stem, {})
            kinds = {row[0]: row[1] for row in each.files}
            stale = self._files_to_keep(each.findings, kinds)
            if stale and indexed_files.has_article(self.index, each.stem):
                files += _mark_stale(each.files, stale)
            else:
                files += each.files
                if before:
                    self._writer.remove_article(each.stem)
                if each.rows is not None:
                    rows.append(each.rows)
                elif each.incomplete is not None:
                    incomplete.append(each.incomplete)
            removed += before.keys() - kinds.keys()
            findings += each.findings
            self._orphan_findings += each.orphan_findings
            touched += {*before, *kinds}
        changed = [each.stem for each in articles if not each.unchanged]
        self._writer.set_incomplete(map(_incomplete_row, incomplete), changed)
        self._writer.add_articles(rows)
        self._writer.set_findings(findings, touched)
        self._writer.set_files(files, removed)
        self._touched.update(touched)

    def update_core(self, changes: ChangeSet) -> None:
        """Index all files but articles again if one of them changed, or depends on an article that did.

        To be called after ``update_articles``: evidence is placed in the articles' text.
        """
        before = indexed_files.files_of_kinds(self.index, CORE_KINDS) if changes.core else {}
        is_changed = changes.removed or any(
            (indexed := before.get(file.path)) is None
            or (indexed.layer, indexed.hash) != (file.layer, file_hash(file.path))
            for file in changes.core
        )
        if is_changed:
            self.changed = True
        elif not self.changed and self.index.is_complete:
            self._writer.set_files([_file_row(file) for file in changes.core])
            return
        elif self._is_independent(changes.stems):
            self._writer.set_files([_file_row(file) for file in changes.core])
            self._update_cross_file_findings(changes.stems)
            return
        self.rebuild_core(changes.removed)

    def rebuild_core(self, removed: Iterable[str] = ()) -> None:
        """Index all files but articles again, and what depends on several files.

        ``removed`` are the paths of files that no longer exist.
        """
        if self._core is None:
            self._core = self._load_core()
            loader, core, stale = self._core
            if not stale:
                _write_core(self._writer, core)
            rows = [_file_row(file, loader.hashes.get(file.path)) for file in loader.files]
            self._writer.set_findings(loader.findings, {*(row[0] for row in rows), *removed})
            self._writer.set_files(_mark_stale(rows, stale), removed)
        loader, core, stale = self._core
        writer = None if stale else self._writer
        self._writer.set_findings(_cross_file_findings(self.index, writer, core, loader), across=True)

    def _load_core(self) -> tuple[ContentLoader, Core, set[str]]:
        """Load all files but articles; and the paths of those that stay in the index as they were."""
        try:
            files = find_files(self._paths, articles=False)
        except OSError as error:
            raise listing_error(error) from None
        loader = ContentLoader(files, _ArticleIds(self.roots))
        core = loader.load_core()
        return loader, core, self._files_to_keep(loader.findings, {file.path: file.kind for file in files})

    def _files_to_keep(self, findings: Sequence[Finding], kinds: Mapping[str, str]) -> set[str]:
        """Return the paths of files that are unreadable now and were good when they were indexed.

        A file that was faulty when it was indexed has no last good version, unless one was kept then.
        ``kinds`` are the kinds of the files by their paths.
        """
        unreadable = _unreadable_files(findings, kinds) if self._keep_last_good and findings else None
        if not unreadable:
            return set()
        return {
            file.path
            for file in indexed_files.files_at(self.index, sorted(unreadable))
            if file.hash == indexed_files.STALE_HASH
            or not _unreadable_files(indexed_files.findings_in_file(self.index, file.path), kinds)
        }

    def _is_independent(self, stems: Iterable[str]) -> bool:
        """Whether no finding about another file depends on these articles.

        While another file has errors, what it skips may matter to any article.
        """
        if not self.index.is_complete or indexed_files.has_errors(self.index, CORE_KINDS):
            return False
        return indexed_files.cited_articles(self.index).isdisjoint(stems)

    def _update_cross_file_findings(self, stems: Sequence[str]) -> None:
        speakers = references.locate_speakers(indexed_files.unknown_speakers(self.index, stems))
        findings = references.check_speakers(speakers, SkippedContent(()))
        self._writer.set_findings([*self._orphan_findings, *findings], self._touched, across=True)


def _incomplete_row(article: IncompleteArticle) -> tuple[str | int, ...]:
    lists = json.dumps(article.missing), json.dumps(article.texts)
    return (*article[:4], *lists, article.path, article.line)


class _ArticleIds:
    """The ids of all articles that have a file; each is looked up when it is asked for."""

    def __init__(self, roots: Sequence[str]) -> None:
        self._roots = roots

    def __contains__(self, stem: object) -> bool:
        return any(file.kind == "article" for file in find_article_files(self._roots, str(stem)))


def _unreadable_files(findings: Iterable[Finding], kinds: Mapping[str, str]) -> set[str]:
    return {finding.path for finding in findings if _makes_unreadable(finding, kinds.get(finding.path))}


def _makes_unreadable(finding: Finding, kind: str | None) -> bool:
    """Whether a finding leaves nothing of its file to be read, and not only skips one entry of a list."""
    if kind is None or finding.severity != "error" or finding.code in _NON_BLOCKING_CODES:
        return False
    if finding.code.startswith("Y") or finding.code == "S104":
        return True
    return finding.code.startswith(("S", "T")) and kind in _SINGLE_RECORD_KINDS


def _write_core(writer: IndexWriter, core: Core) -> None:
    memberships = writer.read_memberships()
    writer.clear_core()
    if core.about is not None:
        about = core.about.value
        writer.set_meta("id", about.id)
        writer.set_meta("title", about.title)
        writer.set_meta("description", about.description or "")
        writer.set_meta("attribution", about.attribution or "")
        writer.set_meta("council", about.council or "")
    organisation_ids: set[str] = set()
    # Organisations follow the people, so that no two share a position, which gives each its colour.
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
    if core.council_table is not None:
        writer.add_council_table(core.council_table.value, core.council_table.location)
    for council in core.councils:
        numbers = range(len(council.value.inspections))
        places = [council.locate(("inspections", number)) for number in numbers]
        writer.add_council(council.value, council.location, places)
    for event in core.events:
        writer.add_event(event.value, event.location)
    for position, difference in enumerate(core.differences):
        writer.add_difference(difference.value, difference.location, position)


def _cross_file_findings(
    index: Index, writer: IndexWriter | None, core: Core, loader: ContentLoader
) -> list[Finding]:
    """Find references to what does not exist; with a ``writer``, also write the places of all evidence."""
    cited = sorted({each.evidence.article for each in references.iter_evidence(core)})
    blocks = indexed_files.article_blocks(index, cited)
    placed, findings = references.place_evidence(core, blocks, loader.skipped)
    if writer is not None:
        writer.clear_evidence()
        for position, each in enumerate(placed):
            owner, place = (each.kind, each.owner, each.part), each.evidence.place
            if each.span is not None:
                kinds = [kind for _, kind in blocks[each.evidence.article]]
                place = block_places(kinds[1:])[each.span.block]
            writer.add_evidence(position, owner, each.evidence, each.location, each.span, place)
    speakers = references.locate_speakers(indexed_files.unknown_speakers(index))
    return [
        *findings,
        *references.check_core_references(core, loader.skipped),
        *references.check_speakers(speakers, loader.skipped),
        *(stray_quotes_finding(path, stem) for path, stem in indexed_files.quotes_without_article(index)),
    ]
