"""Loads a dossier's files as records: layered folders merged, faulty parts skipped, everything located.

An article is merged key by key across its folders; a quotes file or inspection is read whole from the topmost
folder in which it is readable; people, organisations, frameworks, events and differences are merged entry by
entry, by id. A faulty part is left out with a finding, and the rest is loaded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, takewhile
from typing import Any, NamedTuple, TypeVar

from medway_tui.content.anchor_findings import (
    as_suggestion,
    explain_anchor,
    explain_attribution,
    explain_doubtful_move,
    is_long,
)
from medway_tui.content.anchors import AnchorResult, find_anchor
from medway_tui.content.attribution import AttributionChecker, PlacedWords
from medway_tui.content.files import ContentFile
from medway_tui.content.loaded_article import ArticleWithQuotes, PlacedQuote
from medway_tui.content.schema import validate_record
from medway_tui.content.withheld import withhold_overlays, withhold_text
from medway_tui.model.articles import Article, Quote
from medway_tui.model.constraints import ID
from medway_tui.model.councils import Council, CouncilTable
from medway_tui.model.dossier import About
from medway_tui.model.events import Difference, Event
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.locations import NO_BLOCK, BlockPlace, FileLocation, find_block
from medway_tui.model.people import Organisation, Person
from medway_tui.yaml_io.nodes import YamlDocument, read_document
from medway_tui.yaml_io.source_map import Sourced, SourceMap

RecordT = TypeVar("RecordT")
EntryT = TypeVar("EntryT", Person, Organisation, Framework, Event, Difference)

_ID = re.compile(ID.pattern)

_MAX_CLOSEST_SEARCHES = 50
"""For how many missing quotations of an article the closest passage is searched for."""


class Core(NamedTuple):
    """Everything in a dossier but articles and quotations: small, and always loaded whole."""

    about: Sourced[About] | None
    people: tuple[Sourced[Person], ...]
    organisations: tuple[Sourced[Organisation], ...]
    frameworks: tuple[Sourced[Framework], ...]
    inspections: tuple[Sourced[Inspection], ...]
    events: tuple[Sourced[Event], ...]
    differences: tuple[Sourced[Difference], ...]
    council_table: Sourced[CouncilTable] | None
    """The table of other councils without its councils."""
    councils: tuple[Sourced[Council], ...]


class SkippedContent:
    """The faulty parts that were skipped: ids that may be in them are not reported as unknown."""

    def __init__(self, articles: Container[str]) -> None:
        self.kinds: set[str] = set()
        """The kinds of files of which one could not be read at all."""
        self.ids: set[str] = set()
        """The ids of faulty entries."""
        self._articles = articles

    def may_contain(self, kind: str, record_id: str) -> bool:
        """Return whether a record of this kind and id may be among what was skipped."""
        if kind == "article":
            return record_id in self._articles
        return kind in self.kinds or record_id in self.ids


class ContentLoader:
    """Loads a dossier's files once, and collects the findings and the hash of each file."""

    def __init__(
        self,
        files: Iterable[ContentFile],
        articles: Container[str] | None = None,
        *,
        with_originals: bool = True,
    ) -> None:
        """``articles`` are the ids of all articles with a file, if these are not all the files.

        Without ``with_originals``, an article is as others may see it: its account, or its quotations alone.
        """
        self._with_originals = with_originals
        self.files = list(files)
        self.findings: list[Finding] = []
        self.hashes: dict[str, str] = {}
        self.names: dict[str, list[str]] = {}
        """The names of people and organisations by their ids, once the core is loaded."""
        self._articles = _group_by_stem(self.files, "article")
        self._quotes = _group_by_stem(self.files, "quotes")
        self.skipped = SkippedContent(self._articles if articles is None else articles)

    @property
    def article_ids(self) -> list[str]:
        """The id of every article that has a file, or quotations, in order."""
        return sorted({*self._articles, *self._quotes})

    def load_about(self) -> About | None:
        """Load dossier.yaml; None if it can't be read."""
        about = self._load_about()
        return about.value if about else None

    def _load_about(self) -> Sourced[About] | None:
        documents = self._read_documents([f for f in self.files if f.kind == "about"])
        return self._merge_documents(documents, About, None)

    def load_core(self) -> Core:
        """Load everything but the articles and their quotations."""
        people = self._merge_entries("people", Person)
        organisations = self._merge_entries("organisations", Organisation)
        agents: list[Person | Organisation] = [each.value for each in people]
        agents += (each.value for each in organisations)
        for agent in agents:
            self.names[agent.id] = [agent.name, *(other.name for other in agent.other_names)]
        by_stem = _group_by_stem(self.files, "inspection")
        inspections = (self._load_topmost(files, Inspection) for files in by_stem.values())
        table, councils = self._load_council_table()
        return Core(
            self._load_about(),
            people,
            organisations,
            _with_frameworks_of(table, self._merge_entries("frameworks", Framework)),
            tuple(inspection for inspection in inspections if inspection),
            self._merge_entries("events", Event),
            self._merge_entries("differences", Difference),
            table,
            councils,
        )

    def _load_council_table(self) -> tuple[Sourced[CouncilTable] | None, tuple[Sourced[Council], ...]]:
        """Load the topmost readable table, and its councils one by one; a faulty council is skipped."""
        for file in reversed([each for each in self.files if each.kind == "councils"]):
            for document in self._read_documents([file]):
                entries = document.value.get("councils") if isinstance(document.value, dict) else None
                if isinstance(document.value, dict) and isinstance(entries, list):
                    document.value["councils"] = []
                table = self._merge_documents([document], CouncilTable, None)
                if table is not None:
                    return table, tuple(self._load_councils(document, entries))
        return None, ()

    def _load_councils(self, document: YamlDocument, entries: Any) -> Iterable[Sourced[Council]]:
        first: dict[str, Sourced[Council]] = {}
        for number, value in enumerate(entries):
            source_map = SourceMap(document, ("councils", number))
            record, findings = validate_record(Council, value, source_map)
            self.findings += findings
            if record is None:
                continue
            each = Sourced(record, source_map)
            if record.id in first:
                self._report_duplicate(record.id, each.location, first[record.id].location)
            else:
                first[record.id] = each
        return first.values()

    def load_article(self, article_id: str) -> ArticleWithQuotes | None:
        """Load an article with its quotations; None if the article itself can't be read."""
        documents = self._read_documents(self._articles.get(article_id, []))
        if not self._with_originals:
            withhold_overlays(documents)
        article = self._merge_documents(documents, Article, article_id)
        findings_before = len(self.findings)
        quotes = self._load_quotes(article_id)
        if article is None:
            return None
        loaded = ArticleWithQuotes(article.value, article.source_map, ())
        placed = self._place_quotes(loaded, quotes)
        has_error = any(finding.severity == "error" for finding in self.findings[findings_before:])
        complete = not has_error and all(each.span for each in placed)
        loaded = loaded._replace(quotes=tuple(placed), complete=complete)
        is_withheld = loaded.article.kind == "original" and not self._with_originals
        return withhold_text(loaded) if is_withheld else loaded

    def find_stray_quotes(self) -> list[Finding]:
        """Return a finding for each quotes file whose article has no file."""
        return [
            stray_quotes_finding(file.path, stem)
            for stem, files in self._quotes.items()
            if stem not in self._articles
            for file in files
        ]

    def _place_quotes(self, loaded: ArticleWithQuotes, quotes: list[Sourced[Quote]]) -> list[PlacedQuote]:
        """Find each quotation in the article's text."""
        texts, places = loaded.texts, loaded.places
        missing_blocks = loaded.missing_blocks
        searches_left = _MAX_CLOSEST_SEARCHES
        results: list[AnchorResult] = []
        for quote, _ in quotes:
            block = find_block(places, quote.place)
            block = NO_BLOCK if block is None else block
            results.append(find_anchor(texts, block, quote.exact, quote.prefix, quote.suffix))
        found = [PlacedWords(each.value, result.span) for each, result in zip(quotes, results, strict=True)]
        checker = AttributionChecker(texts, [kind for _, kind in loaded.blocks], found, self.names)
        placed = []
        for (quote, source_map), result in zip(quotes, results, strict=True):
            doubt = _find_doubtful_move(source_map, quote, result, checker, places)
            if doubt is not None:
                self.findings.append(doubt)
                placed.append(PlacedQuote(quote, source_map, None))
                continue
            searches_left -= result.status == "adrift"
            findings = explain_anchor(
                source_map,
                result,
                quote,
                texts if searches_left >= 0 else (),
                places=places,
                missing=find_block(places, quote.place) in missing_blocks,
            )
            if result.status == "moved" and result.span is not None:
                is_certain = checker.is_certain_place(quote, result.span.block)
                findings = findings if is_certain else list(map(as_suggestion, findings))
            self.findings += findings
            fault = checker.find_fault(PlacedWords(quote, result.span))
            if fault is not None and result.span is not None:
                place = places[result.span.block]
                self.findings.append(explain_attribution(source_map, quote, fault, place))
            placed.append(PlacedQuote(quote, source_map, result.span, fault))
        return placed

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

    def _load_topmost(self, files: Sequence[ContentFile], model: type[RecordT]) -> Sourced[RecordT] | None:
        candidates = (
            self._merge_documents(self._read_documents([file]), model, file.stem) for file in reversed(files)
        )
        return next((each for each in candidates if each), None)

    def _merge_documents(
        self, documents: list[YamlDocument], model: type[RecordT], stem: str | None
    ) -> Sourced[RecordT] | None:
        """Merge mappings key by key, later ones over earlier ones, and validate the result.

        If that is faulty, use only the documents below the first faulty one.
        """
        merged: dict[str, Any] = {}
        owners: dict[str, YamlDocument] = {}
        for document in list(documents):
            if not isinstance(document.value, dict):
                self._add_finding("S104", document.locate(), "keys with values are expected in this file")
                documents.remove(document)
                continue
            if stem is not None and "id" in document.value:
                self._add_finding("S105", document.locate_key(("id",)), "the key id does not belong here")
                document.value.pop("id")
            merged.update(document.value)
            owners.update(dict.fromkeys(document.value, document))
        if not documents:
            return None
        top = documents[-1]
        if stem is not None:
            if not _ID.fullmatch(stem):
                message = f"the file's name, {stem}, is not a valid id: {ID.hint}"
                self._add_finding("S106", top.locate(), message)
                return None
            merged["id"] = stem
        source_map = SourceMap(top, (), owners)
        record, findings = validate_record(model, merged, source_map)
        self.findings += findings
        if record is None:
            faulty_paths = {finding.path for finding in findings}
            valid_documents = list(takewhile(lambda document: document.path not in faulty_paths, documents))
            return self._merge_documents(valid_documents, model, stem) if valid_documents else None
        return Sourced(record, source_map)

    def _merge_entries(self, kind: str, model: type[EntryT]) -> tuple[Sourced[EntryT], ...]:
        entries: dict[str, Sourced[EntryT]] = {}
        for document in self._read_documents([f for f in self.files if f.kind == kind]):
            layer: dict[str, Sourced[EntryT]] = {}
            for each in self._load_entries(document, model):
                first = layer.setdefault(each.value.id, each)
                if first is not each:
                    self._report_duplicate(each.value.id, each.location, first.location)
            entries.update(layer)
        return tuple(entries.values())

    def _load_entries(self, document: YamlDocument, model: type[RecordT]) -> list[Sourced[RecordT]]:
        """Load the entries of a list file; a faulty entry is skipped by itself."""
        if not isinstance(document.value, list):
            self._add_finding("S104", document.locate(), "a list is expected in this file")
            return []
        entries = []
        for number, value in enumerate(document.value):
            source_map = SourceMap(document, (number,))
            record, findings = validate_record(model, value, source_map)
            self.findings += findings
            if record is not None:
                entries.append(Sourced(record, source_map))
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
                    self._report_duplicate(quote.id, each.location, quotes[quote.id].location)
                elif quote.continues is not None and quote.continues not in quotes:
                    message = f"there is no quotation {quote.continues} before this one"
                    self._add_finding("R202", each.locate(("continues",)), message)
                else:
                    quotes[quote.id] = each
        return [self._without_stray_repeat(each, quotes) for each in quotes.values()]

    def _without_stray_repeat(
        self, each: Sourced[Quote], quotes: Mapping[str, Sourced[Quote]]
    ) -> Sourced[Quote]:
        """Return a quotation without its ``repeats`` where that names no quotation that it can repeat."""
        repeated = each.value.repeats
        if repeated is None:
            return each
        other = quotes.get(repeated)
        if repeated == each.value.id:
            message = "a quotation can't repeat itself"
        elif other is None:
            message = f"there is no quotation {repeated} in this article"
        elif other.value.repeats is not None:
            message = f"{repeated} is itself a repetition: name the quotation that it repeats"
        else:
            return each
        self._add_finding("R202", each.locate(("repeats",)), message)
        return each._replace(value=replace(each.value, repeats=None))

    def _report_duplicate(self, record_id: str, location: FileLocation, first: FileLocation) -> None:
        message = f"duplicate id {record_id}, first used on line {first.line}"
        self._add_finding("R203", location, message)

    def _add_finding(self, code: str, location: FileLocation, message: str) -> None:
        self.findings.append(make_finding(code, location, message))


def _find_doubtful_move(
    source_map: SourceMap,
    quote: Quote,
    result: AnchorResult,
    checker: AttributionChecker,
    places: Sequence[BlockPlace],
) -> Finding | None:
    """Return the finding for words that are in another block only, and may not be the speaker's there."""
    span = result.span
    if span is None or quote.type == "none" or places[span.block] == quote.place:
        return None
    is_short = not is_long(quote)
    if not is_short and checker.is_possible_place(quote, span):
        return None
    return explain_doubtful_move(source_map, quote, places[span.block], short=is_short)


def _with_frameworks_of(
    table: Sourced[CouncilTable] | None, frameworks: tuple[Sourced[Framework], ...]
) -> tuple[Sourced[Framework], ...]:
    """Return the frameworks with those of a table whose ids are not among them."""
    if table is None:
        return frameworks
    known = {each.value.id for each in frameworks}
    return (
        *frameworks,
        *(
            Sourced(each, table.source_map.within(("frameworks", number)))
            for number, each in enumerate(table.value.frameworks)
            if each.id not in known
        ),
    )


def stray_quotes_finding(path: str, stem: str) -> Finding:
    """Return the finding for a quotes file without an article."""
    message = f"there is no article {stem} for these quotations"
    return make_finding("R204", FileLocation(path, 0, 0), message)


def _group_by_stem(files: Iterable[ContentFile], kind: str) -> dict[str, list[ContentFile]]:
    groups: dict[str, list[ContentFile]] = {}
    for file in files:
        if file.kind == kind:
            groups.setdefault(file.stem, []).append(file)
    return groups
