"""Files to the model: layers laid over one another, faulty parts set aside, everything located.

An article is merged field by field; a quotes file or inspection is taken whole from the topmost
folder in which it can be read; people, organisations, frameworks, events and differences are merged entry by
entry, by id. What is faulty is left out with a finding, and the rest is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Sequence
from itertools import chain, islice, takewhile
from typing import Any, NamedTuple, TypeVar

from medway_tui.content.anchor_findings import anchor_findings
from medway_tui.content.anchors import find_anchor
from medway_tui.content.files import ContentFile
from medway_tui.content.schema import validate_record
from medway_tui.model.articles import Article, Quote
from medway_tui.model.constraints import ID
from medway_tui.model.dossier import About
from medway_tui.model.events import Difference, Event
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.locations import FileLocation, Span
from medway_tui.model.people import Organisation, Person
from medway_tui.yaml_io.nodes import YamlDocument, read_document
from medway_tui.yaml_io.source_map import Sourced, SourceMap, ValuePath

RecordT = TypeVar("RecordT")
EntryRecord = TypeVar("EntryRecord", Person, Organisation, Framework, Event, Difference)

_ID = re.compile(ID.pattern)

_MAX_CLOSEST_SEARCHES = 50
"""For how many quotations of an article that are not in it the closest passage is looked for."""


class PlacedQuote(NamedTuple):
    """A quotation, how it is written, and where it stands in its article."""

    quote: Quote
    source_map: SourceMap
    span: Span | None

    @property
    def location(self) -> FileLocation:
        """Where it is written."""
        return self.source_map.locate()


class ArticleWithQuotes(NamedTuple):
    """An article with its quotations: what the index takes in at once."""

    article: Article
    source_map: SourceMap
    quotes: tuple[PlacedQuote, ...]
    complete: bool = True
    """Whether every quotation that its files list could be read, and has its place."""

    @property
    def location(self) -> FileLocation:
        """Where the article is written."""
        return self.source_map.locate()

    @property
    def text_locations(self) -> list[FileLocation]:
        """Where each paragraph is written; the headline first."""
        return [self.source_map.locate(("headline",)), *self.source_map.locate_items(("paragraphs",), "text")]

    @property
    def missing_blocks(self) -> frozenset[int]:
        """The numbers of the blocks that the copy of the original lacks."""
        blocks = enumerate(self.article.paragraphs, 1)
        return frozenset(number for number, block in blocks if block.kind == "missing")

    @property
    def texts(self) -> list[str]:
        """The text of each paragraph; the headline first."""
        return [self.article.headline, *(each.text for each in self.article.paragraphs)]


class Core(NamedTuple):
    """Everything of a dossier but its articles and their quotations: small, and read whole."""

    about: About | None
    people: tuple[Sourced[Person], ...]
    organisations: tuple[Sourced[Organisation], ...]
    frameworks: tuple[Sourced[Framework], ...]
    inspections: tuple[Sourced[Inspection], ...]
    events: tuple[Sourced[Event], ...]
    differences: tuple[Sourced[Difference], ...]


class SkippedContent:
    """What was set aside: whatever is named in it may well exist, and is not reported as missing too."""

    def __init__(self, articles: Container[str]) -> None:
        self.kinds: set[str] = set()
        """The kinds of files of which one could not be read at all."""
        self.ids: set[str] = set()
        """The ids of entries that are faulty."""
        self._articles = articles

    def may_contain(self, kind: str, record_id: str) -> bool:
        """Whether something of this kind and id may stand in what was set aside."""
        if kind == "article":
            return record_id in self._articles
        return kind in self.kinds or record_id in self.ids


class ContentLoader:
    """One reading of a dossier's files. It keeps what was found wrong, and the hash of each file."""

    def __init__(self, files: Iterable[ContentFile], articles: Container[str] | None = None) -> None:
        """Read these files; ``articles`` are the ids of all that have one, where these are not all files."""
        self.files = list(files)
        self.findings: list[Finding] = []
        self.hashes: dict[str, str] = {}
        self._articles = _group_by_stem(self.files, "article")
        self._quotes = _group_by_stem(self.files, "quotes")
        self.skipped = SkippedContent(self._articles if articles is None else articles)

    @property
    def article_ids(self) -> list[str]:
        """The id of every article that has a file, or quotations, in order."""
        return sorted({*self._articles, *self._quotes})

    def load_about(self) -> About | None:
        """Read what the dossier is; None when that can't be read."""
        about = self._load_file([f for f in self.files if f.kind == "about"], About, stem_is_id=False)
        return about.value if about else None

    def load_core(self) -> Core:
        """Read everything but the articles and their quotations."""
        inspections = [
            self._load_topmost(files, Inspection)
            for files in _group_by_stem(self.files, "inspection").values()
        ]
        return Core(
            self.load_about(),
            self._merge_entries("people", Person),
            self._merge_entries("organisations", Organisation),
            self._merge_entries("frameworks", Framework),
            tuple(found for found in inspections if found),
            self._merge_entries("events", Event),
            self._merge_entries("differences", Difference),
        )

    def load_article(self, article_id: str) -> ArticleWithQuotes | None:
        """Read an article with its quotations; None when the article itself can't be read."""
        documents = self._read_documents(self._articles.get(article_id, []))
        article = self._merge_documents(documents, Article, article_id)
        findings_before = len(self.findings)
        quotes = self._load_quotes(article_id)
        if article is None:
            return None
        unit = ArticleWithQuotes(article.value, article.source_map, ())
        texts = unit.texts
        missing = unit.missing_blocks
        searches_left = _MAX_CLOSEST_SEARCHES
        placed = []
        for each in quotes:
            quote = each.value
            span, status = find_anchor(texts, quote.paragraph, quote.exact, quote.prefix, quote.suffix)
            searches_left -= status == "adrift"
            is_missing = quote.paragraph in missing
            self.findings += anchor_findings(
                each.source_map, status, span, quote, texts if searches_left >= 0 else (), missing=is_missing
            )
            placed.append(PlacedQuote(quote, each.source_map, span))
        faulty = any(finding.severity == "error" for finding in self.findings[findings_before:])
        return unit._replace(quotes=tuple(placed), complete=not faulty and all(each.span for each in placed))

    def find_stray_quotes(self) -> list[Finding]:
        """A finding for each quotes file whose article has no file."""
        return [
            stray_quotes_finding(file.path, stem)
            for stem, files in self._quotes.items()
            if stem not in self._articles
            for file in files
        ]

    # -- reading ---------------------------------------------------------------------------------

    def _read_documents(self, files: Sequence[ContentFile]) -> list[YamlDocument]:
        documents = []
        for file in files:
            document, findings = read_document(file.path)
            self.findings += findings
            self.hashes[file.path] = hashlib.sha256(document.data).hexdigest()
            if document.value is None:
                self.skipped.kinds.add(file.kind)
            else:
                documents.append(document)
        return documents

    def _load_file(
        self, files: Sequence[ContentFile], model: type[RecordT], *, stem_is_id: bool = True
    ) -> Sourced[RecordT] | None:
        documents = self._read_documents(files)
        return self._merge_documents(documents, model, files[-1].stem if stem_is_id and files else None)

    def _load_topmost(self, files: Sequence[ContentFile], model: type[RecordT]) -> Sourced[RecordT] | None:
        """The noun of the topmost file that can be read."""
        candidates = (self._load_file([file], model) for file in reversed(files))
        return next((each for each in candidates if each), None)

    def _merge_documents(
        self, documents: list[YamlDocument], model: type[RecordT], stem: str | None
    ) -> Sourced[RecordT] | None:
        """Lay mappings over one another, field by field, and validate what comes of it.

        Where that is faulty, what lies below the first file with a fault is taken.
        """
        merged: dict[str, Any] = {}
        owners: dict[str, YamlDocument] = {}
        for document in list(documents):
            if not isinstance(document.value, dict):
                self._add_finding("S104", document, (), "keys with values are wanted in this file")
                documents.remove(document)
                continue
            if stem is not None and "id" in document.value:
                key_at = document.key_position(("id",))
                self.findings.append(make_finding("S105", document.path, *key_at, "the key id stands here"))
                document.value.pop("id")
            merged.update(document.value)
            owners.update(dict.fromkeys(document.value, document))
        if not documents:
            return None
        top = documents[-1]
        if stem is not None:
            if not _ID.fullmatch(stem):
                self._add_finding("S106", top, (), f"the file's name, {stem}, is not an id: {ID.hint}")
                return None
            merged["id"] = stem

        layout = SourceMap(top, (), owners)
        value, findings = validate_record(model, merged, layout.resolve)
        self.findings += findings
        if value is None:
            faulty_paths = {finding.path for finding in findings}
            valid_documents = list(takewhile(lambda document: document.path not in faulty_paths, documents))
            return self._merge_documents(valid_documents, model, stem) if valid_documents else None
        return Sourced(value, layout)

    def _merge_entries(self, kind: str, model: type[EntryRecord]) -> tuple[Sourced[EntryRecord], ...]:
        entries: dict[str, Sourced[EntryRecord]] = {}
        for document in self._read_documents([f for f in self.files if f.kind == kind]):
            layer: dict[str, Sourced[EntryRecord]] = {}
            for each in self._load_entries(document, model):
                first = layer.setdefault(each.value.id, each)
                if first is not each:
                    message = f"the id {each.value.id} stands twice, first on line {first.location.line}"
                    self.findings.append(make_finding("R203", *each.location, message))
            entries.update(layer)
        return tuple(entries.values())

    def _load_entries(self, document: YamlDocument, model: type[RecordT]) -> list[Sourced[RecordT]]:
        """The entries of a file that is a list; a faulty one is set aside by itself."""
        if not isinstance(document.value, list):
            self._add_finding("S104", document, (), "a list is wanted in this file")
            return []
        entries = []
        for number, value in enumerate(document.value):
            layout = SourceMap(document, (number,))
            each, findings = validate_record(model, value, layout.resolve)
            self.findings += findings
            if each is not None:
                entries.append(Sourced(each, layout))
            elif isinstance(value, dict):
                self.skipped.ids.add(str(value.get("id")))
        return entries

    def _load_quotes(self, stem: str) -> list[Sourced[Quote]]:
        quotes: dict[str, Sourced[Quote]] = {}
        files = reversed(self._quotes.get(stem, []))
        for document in islice(chain.from_iterable(self._read_documents([file]) for file in files), 1):
            for each in self._load_entries(document, Quote):
                quote = each.value
                if quote.id in quotes:
                    message = (
                        f"the id {quote.id} stands twice, first on line {quotes[quote.id].location.line}"
                    )
                    self.findings.append(make_finding("R203", *each.location, message))
                    continue
                if quote.continues is not None and quote.continues not in quotes:
                    message = f"no quotation {quote.continues} stands before this one"
                    self.findings.append(make_finding("R202", *each.locate(("continues",)), message))
                    continue
                quotes[quote.id] = each
        return list(quotes.values())

    def _add_finding(self, code: str, document: YamlDocument, location: ValuePath, message: str) -> None:
        self.findings.append(make_finding(code, document.path, *document.position_of(location), message))


def stray_quotes_finding(path: str, stem: str) -> Finding:
    """The finding for a quotes file of an article that has none."""
    return make_finding("R204", path, 0, 0, f"there is no article {stem} for these quotations")


def _group_by_stem(files: Iterable[ContentFile], kind: str) -> dict[str, list[ContentFile]]:
    groups: dict[str, list[ContentFile]] = {}
    for file in files:
        if file.kind == kind:
            groups.setdefault(file.stem, []).append(file)
    return groups
