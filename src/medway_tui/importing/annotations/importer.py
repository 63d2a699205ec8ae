"""Imports annotations of other programs as draft quotations of the articles that they are of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.authoring.entries import append_to_text
from medway_tui.authoring.ids import make_id, make_unique
from medway_tui.authoring.templates import entry_lines, file_text
from medway_tui.content.files import content_path, find_article_files
from medway_tui.content.loader import ContentLoader
from medway_tui.content.schema import validate_record
from medway_tui.importing import import_log
from medway_tui.importing.annotations.article_finder import ArticleFinder, FoundArticle
from medway_tui.importing.annotations.brat import read_brat_folder
from medway_tui.importing.annotations.drafts import AddedDraft, ArticleDrafts, KnownQuotation, make_note
from medway_tui.importing.annotations.foreign import AnnotationFile, AnnotationProblem, ForeignAnnotation
from medway_tui.importing.annotations.formats import read_annotations
from medway_tui.importing.import_log import ImportRecord, entry_digests, value_digest
from medway_tui.importing.plan import schemas_of
from medway_tui.importing.report import source_name
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.importing.write_lock import lock_for_writing
from medway_tui.index.names import known_names
from medway_tui.model.articles import Quote
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import UnreadableError
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import IMPORT_LOG_FOLDER, DossierError, user_folder
from medway_tui.sync.own_copies import is_shipped, note_digest
from medway_tui.sync.recovery import recover_folders
from medway_tui.text import plural
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.journal import FileChange, write_together
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document
from medway_tui.yaml_io.source_map import SourceMap

_NO_ARTICLE = "the dossier has no article of this address"
_NO_ADDRESS = "it names no article"
_NO_PASSAGE = "it is about the whole article, and selects no words"


@dataclass
class AnnotationImport:
    """What an import of annotations did, or would do."""

    source: str
    """The file."""
    format: str
    """Its format in words."""
    id: str = ""
    """The id of the import, for ``import --undo``; empty where nothing is written."""
    added: list[AddedDraft] = field(default_factory=list)
    known: list[KnownQuotation] = field(default_factory=list)
    """The annotations of words that are quotations already."""
    problems: list[AnnotationProblem] = field(default_factory=list)
    """What could not be read or placed."""
    remarks: list[str] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    """The new text of each quotes file."""
    written_paths: list[Path] = field(default_factory=list)
    shipped: dict[str, Path] = field(default_factory=dict)
    """The files that came with the program of which copies are written, by name."""

    @property
    def article_ids(self) -> list[str]:
        """The articles that have new drafts, in order."""
        return list(dict.fromkeys(each.article for each in self.added))

    @property
    def summary(self) -> str:
        """What became of the annotations, in a line."""
        drafts = sum("continues" not in each.keys for each in self.added)
        parts = [f"{plural(drafts, 'new draft', zero='no')} in {plural(len(self.article_ids), 'article')}"]
        parts += [f"{len(self.known)} there already"] if self.known else []
        parts += [f"{len(self.problems)} not placed"] if self.problems else []
        return ", ".join(parts)


class AnnotationImporter:
    """Imports files of annotations into a dossier, each completely or not at all."""

    def __init__(self, roots: Sequence[Path], progress: ProgressCallback | None = None) -> None:
        """Write to the last of ``roots``, or to the user's folder where there are none.

        ``progress`` is called while the index is built. Raises DossierError where it can't be opened.
        """
        recover_folders([root.absolute() for root in roots[:-1]])
        recover_folders([root.absolute() for root in roots[-1:]], sweep=True)
        self._dossier = open_dossier(roots, progress=progress)
        own = user_folder(self._dossier.id)
        if recover_folders([own], sweep=True):
            self._dossier.refresh()
        self._folder = roots[-1].absolute() if roots else own
        self._is_named = bool(roots)
        # What is above the folder that is written to is not read: it would hide what is written.
        self._layers = [each for each in self._dossier.roots if not roots or each != own or each in roots]
        if self._folder not in self._layers:
            self._layers.append(self._folder)

    def close(self) -> None:
        self._dossier.close()

    def import_file(self, source: str, data: bytes, *, dry_run: bool = False) -> AnnotationImport:
        """Import the bytes of a file, given its path.

        Raises UnreadableError where it is no file of annotations, and as ``import_annotations`` does.
        """
        file = read_annotations(Path(source), data, self._dossier)
        return self.import_annotations(source, hashlib.sha256(data).hexdigest(), file, dry_run=dry_run)

    def import_folder(self, folder: Path, *, dry_run: bool = False) -> AnnotationImport:
        """Import all files of brat in a folder, as one import.

        Raises UnreadableError where it has none, and as ``import_annotations`` does.
        """
        file = read_brat_folder(folder)
        if not (file.annotations or file.problems or file.whole_articles):
            raise UnreadableError("this folder has no .ann files", "name a folder of brat, or files")
        names = "\0".join(each.label for each in file.annotations)
        sha256 = hashlib.sha256(names.encode()).hexdigest()
        return self.import_annotations(str(folder), sha256, file, dry_run=dry_run)

    def import_annotations(
        self, source: str, sha256: str, file: AnnotationFile, *, dry_run: bool = False
    ) -> AnnotationImport:
        """Write the annotations of a file as drafts; ``source`` is its path, ``sha256`` its digest.

        What can't be placed is in ``problems``, and the rest is written. Raises DossierError where nothing
        can be written.
        """
        result, changes = self._prepare(source, file)
        if changes and not dry_run:
            with lock_for_writing(self._folder, dry_run=False):
                if not all(map(self._is_current, changes)):
                    # Another program wrote meanwhile: the drafts are placed again, beside what is there now.
                    result, changes = self._prepare(source, file)
                if changes:
                    self._write(result, sha256, changes)
        return result

    def _prepare(self, source: str, file: AnnotationFile) -> tuple[AnnotationImport, list[FileChange]]:
        """Place the annotations of a file, without the lock at first, as it takes long."""
        self._dossier.refresh()
        result = AnnotationImport(
            source, file.format, problems=list(file.problems), remarks=list(file.remarks)
        )
        return result, self._make_changes(file, result)

    def _is_current(self, change: FileChange) -> bool:
        """Whether a file is still as it was when its change was made."""
        path = self._folder / change.name
        if change.before is None:
            return not os.path.lexists(path)
        return os.path.lexists(path) and path.read_bytes() == change.before

    # -- placing -----------------------------------------------------------------------------------

    def _make_changes(self, file: AnnotationFile, result: AnnotationImport) -> list[FileChange]:
        """Place annotations, and return the changes of the quotes files."""
        finder = ArticleFinder(self._dossier.index, self._dossier.id)
        prefixes = tuple(f"{root}{os.sep}" for root in self._layers)
        names = SpeakerNames(
            each for each in known_names(self._dossier.index) if each.path.startswith(prefixes)
        )
        opener = _ArticleOpener(self._layers, names, self._dropped_words())
        groups: dict[str, list[tuple[ForeignAnnotation, FoundArticle]]] = {}
        for annotation in file.annotations:
            found = finder.find(annotation.article)
            if annotation.passages and found:
                chosen = found[0] if len(found) == 1 else _choose_article(annotation, found, opener)
                groups.setdefault(chosen.id, []).append((annotation, chosen))
            else:
                result.problems.append(self._explain_unplaced(annotation, found))
        changes = []
        # One article at a time, so that memory stays flat.
        for article_id, annotated in groups.items():
            drafts = opener.open(article_id)
            if drafts is None:
                reason = "the article can't be read: medway-tui check says why"
                result.problems += [
                    AnnotationProblem(each.label, reason, article_id) for each, _ in annotated
                ]
                continue
            for annotation, found_article in annotated:
                drafts.add(annotation, found_article.blocks)
            if article_id in file.whole_articles and drafts.not_annotated:
                result.remarks.append(f"{article_id}: not in the file: {', '.join(drafts.not_annotated)}")
            change = self._change_of(article_id, drafts, result)
            changes += [change] if change is not None else []
        return changes

    def _explain_unplaced(
        self, annotation: ForeignAnnotation, found: Sequence[FoundArticle]
    ) -> AnnotationProblem:
        label = annotation.article.label
        words = annotation.passages[0].exact if annotation.passages else ""
        note = make_note(annotation, "")
        if found:
            return AnnotationProblem(annotation.label, _NO_PASSAGE, found[0].id, words, note)
        is_named = bool(annotation.article.addresses or annotation.article.id)
        return AnnotationProblem(
            annotation.label, _NO_ARTICLE if is_named else _NO_ADDRESS, label, words, note
        )

    def _dropped_words(self) -> dict[str, set[str]]:
        """Return the digests of all words that earlier imports of annotations wrote, by article."""
        words: dict[str, set[str]] = {}
        for record in annotation_records(self._folder):
            for key, digest in record.words.items():
                words.setdefault(key.partition("#")[0], set()).add(digest)
        return words

    # -- files -------------------------------------------------------------------------------------

    def _change_of(
        self, article_id: str, drafts: ArticleDrafts, result: AnnotationImport
    ) -> FileChange | None:
        """Return the change that adds an article's drafts to its quotes file; None where there is none."""
        result.known += drafts.known
        result.problems += drafts.problems
        if not drafts.added:
            return None
        name = content_path("quotes", article_id)
        try:
            before, document = self._append(name, [entry_lines(each.keys) for each in drafts.added], result)
        except EditError as error:
            result.problems += [
                AnnotationProblem(article_id, f"{error}: {error.hint}", article_id, each.keys["exact"])
                for each in drafts.added
            ]
            return None
        _require_valid(document)
        result.added += drafts.added
        result.texts[self._folder / name] = document.text
        return FileChange(name, before, document.to_bytes())

    def _append(
        self, name: str, entries: Sequence[Sequence[str]], result: AnnotationImport
    ) -> tuple[bytes | None, YamlDocument]:
        """Return a quotes file before and with new entries: the own one, or a copy of one that it covers."""
        path = self._folder / name
        if not os.path.lexists(path):
            lower = covered_file(self._layers, self._folder, name)
            if lower is not None:
                _, document = append_to_text(lower, [], entries)
                if is_shipped(str(lower), is_named=self._is_named):
                    result.shipped[name] = lower
                return None, document
            remark = (
                f"Annotations of {source_name(result.source)}. Each entry with the key draft is a draft"
                " until it is confirmed: review them in the reader."
            )
            text = file_text("quotes", remark, [line for each in entries for line in each])
            return None, parse_document(str(path), text, b"")[0]
        return append_to_text(path, [], entries)

    def _write(self, result: AnnotationImport, sha256: str, changes: Sequence[FileChange]) -> None:
        """Write the files and the log of the import, all or none; the caller holds the lock."""
        taken = {path.stem for path in (self._folder / IMPORT_LOG_FOLDER).glob("*.json")}
        stem = make_id(Path(source_name(result.source)).stem, 32)
        name = make_unique("-".join(filter(None, (import_log.ANNOTATIONS, stem))), taken)
        record = ImportRecord(name, import_log.ANNOTATIONS, source_name(result.source), sha256)
        for change in changes:
            article_id = Path(change.name).stem
            value = parse_document("", (change.after or b"").decode(), b"")[0].value
            digests, words = entry_digests(value), import_log.word_digests(value)
            for each in result.added:
                if each.article == article_id:
                    key = f"{article_id}#{each.keys['id']}"
                    record.quotes[key] = digests[each.keys["id"]]
                    record.words[key] = words[each.keys["id"]]
        record.made = [each.name for each in changes if each.before is None]
        record.remarks = [str(each) for each in result.problems]
        changes = [*changes, import_log.record_change(self._folder, record)]
        for copied, shipped in result.shipped.items():
            note_digest(self._folder, copied, shipped.read_bytes())
        with schemas_of(self._folder, changes) as remarks:
            write_together(self._folder, f"the import of {record.source}", changes)
        import_log.note_change(self._folder)
        result.id = name
        result.remarks += remarks
        result.written_paths = list(result.texts)


class _ArticleOpener:
    """Loads the articles that annotations are of, each when it is needed."""

    def __init__(self, layers: Sequence[Path], names: SpeakerNames, dropped: Mapping[str, set[str]]) -> None:
        """``dropped`` are the digests of the words that earlier imports wrote, by article."""
        self._layers = layers
        self._names = names
        self._dropped = dropped

    def open(self, article_id: str) -> ArticleDrafts | None:
        """Return an article without any drafts yet; None where it can't be read."""
        loaded = ContentLoader(find_article_files(self._layers, article_id)).load_article(article_id)
        if loaded is None:
            return None
        present = {value_digest(each.quote.exact) for each in loaded.quotes}
        dropped = frozenset(self._dropped.get(article_id, set()) - present)
        return ArticleDrafts(article_id, loaded, self._names, dropped)


def _choose_article(
    annotation: ForeignAnnotation, found: Sequence[FoundArticle], opener: _ArticleOpener
) -> FoundArticle:
    """Return the first of several articles of one address that has the words; without one, the first."""
    for each in found:
        opened = opener.open(each.id)
        if opened is not None and opened.can_place(annotation, each.blocks):
            return each
    return found[0]


def annotation_records(folder: Path) -> list[ImportRecord]:
    """Return the logs of the imports of annotations into a folder."""
    paths = sorted((folder / IMPORT_LOG_FOLDER).glob(f"{import_log.ANNOTATIONS}*.json"))
    records = (import_log.load_record(folder, path.stem) for path in paths)
    return [each for each in records if each is not None and each.kind == import_log.ANNOTATIONS]


def covered_file(layers: Sequence[Path], folder: Path, name: str) -> Path | None:
    """Return the topmost readable file of a name in the folders below ``folder``; None where none is."""
    below = layers[: layers.index(folder)] if folder in layers else layers
    for root in reversed(below):
        path = root / name
        if os.path.lexists(path) and isinstance(read_document(str(path))[0].value, list):
            return path
    return None


def _require_valid(document: YamlDocument) -> None:
    """Raise DossierError where a new entry could not be read back."""
    entries = document.value if isinstance(document.value, list) else []
    for number, value in enumerate(entries):
        if isinstance(value, dict) and "draft" in value:
            findings = validate_record(Quote, value, SourceMap(document, (number,)))[1]
            if findings:
                raise DossierError(
                    f"{findings[0].location}: {findings[0].message}", "fix that first, or report this fault"
                )
