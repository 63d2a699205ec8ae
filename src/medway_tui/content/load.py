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

from medway_tui.content.anchors import anchor
from medway_tui.content.codes import problem
from medway_tui.content.files import ContentFile
from medway_tui.content.located import Layout, Located, Location
from medway_tui.content.making import validate
from medway_tui.content.nodes import Document, open_document
from medway_tui.content.placing import place_findings
from medway_tui.model.about import About
from medway_tui.model.articles import Article, Quote
from medway_tui.model.constraints import ID
from medway_tui.model.events import Difference, Event
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.people import Organisation, Person
from medway_tui.model.places import Span, Where

Noun = TypeVar("Noun")
Entry = TypeVar("Entry", Person, Organisation, Framework, Event, Difference)

_ID = re.compile(ID.pattern)

_MOST_NEAR = 50
"""For how many quotations of an article that are not in it the closest passage is looked for."""


class Placed(NamedTuple):
    """A quotation, how it is written, and where it stands in its article."""

    quote: Quote
    layout: Layout
    span: Span | None

    @property
    def where(self) -> Where:
        """Where it is written."""
        return self.layout.at()


class Unit(NamedTuple):
    """An article with its quotations: what the index takes in at once."""

    article: Article
    layout: Layout
    quotes: tuple[Placed, ...]
    complete: bool = True
    """Whether every quotation that its files list could be read, and has its place."""

    @property
    def where(self) -> Where:
        """Where the article is written."""
        return self.layout.at()

    @property
    def paragraphs(self) -> list[Where]:
        """Where each paragraph is written; the headline first."""
        return [self.layout.at(("headline",)), *self.layout.items(("paragraphs",), "text")]

    @property
    def missing(self) -> frozenset[int]:
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
    people: tuple[Located[Person], ...]
    organisations: tuple[Located[Organisation], ...]
    frameworks: tuple[Located[Framework], ...]
    inspections: tuple[Located[Inspection], ...]
    events: tuple[Located[Event], ...]
    differences: tuple[Located[Difference], ...]


class Aside:
    """What was set aside: whatever is named in it may well exist, and is not reported as missing too."""

    def __init__(self, articles: Container[str]) -> None:
        self.files: set[str] = set()
        """The kinds of files of which one could not be read at all."""
        self.ids: set[str] = set()
        """The ids of entries that are faulty."""
        self._articles = articles

    def may_hold(self, kind: str, name: str) -> bool:
        """Whether something of this kind and id may stand in what was set aside."""
        if kind == "article":
            return name in self._articles
        return kind in self.files or name in self.ids


class Reading:
    """One reading of a dossier's files. It keeps what was found wrong, and the hash of each file."""

    def __init__(self, files: Iterable[ContentFile], articles: Container[str] | None = None) -> None:
        """Read these files; ``articles`` are the ids of all that have one, where these are not all files."""
        self.files = list(files)
        self.findings: list[Finding] = []
        self.hashes: dict[str, str] = {}
        self._articles = _by_stem(self.files, "article")
        self._quotes = _by_stem(self.files, "quotes")
        self.aside = Aside(self._articles if articles is None else articles)

    @property
    def stems(self) -> list[str]:
        """The id of every article that has a file, or quotations, in order."""
        return sorted({*self._articles, *self._quotes})

    def about(self) -> About | None:
        """Read what the dossier is; None when that can't be read."""
        about = self._whole([f for f in self.files if f.kind == "about"], About, stem_is_id=False)
        return about.noun if about else None

    def core(self) -> Core:
        """Read everything but the articles and their quotations."""
        inspections = [
            self._topmost(files, Inspection) for files in _by_stem(self.files, "inspection").values()
        ]
        return Core(
            self.about(),
            self._entries("people", Person),
            self._entries("organisations", Organisation),
            self._entries("frameworks", Framework),
            tuple(found for found in inspections if found),
            self._entries("events", Event),
            self._entries("differences", Difference),
        )

    def unit(self, stem: str) -> Unit | None:
        """Read an article with its quotations; None when the article itself can't be read."""
        documents = self._documents(self._articles.get(stem, []))
        article = self._merged(documents, Article, stem)
        before = len(self.findings)
        quotes = self._quote_file(stem)
        if article is None:
            return None
        unit = Unit(article.noun, article.layout, ())
        texts = unit.texts
        missing = unit.missing
        near = _MOST_NEAR
        placed = []
        for each in quotes:
            quote = each.noun
            span, how = anchor(texts, quote.paragraph, quote.exact, quote.prefix, quote.suffix)
            near -= how == "adrift"
            lacking = quote.paragraph in missing
            self.findings += place_findings(
                each.layout, how, span, quote, texts if near >= 0 else (), missing=lacking
            )
            placed.append(Placed(quote, each.layout, span))
        faulty = any(finding.severity == "error" for finding in self.findings[before:])
        return unit._replace(quotes=tuple(placed), complete=not faulty and all(each.span for each in placed))

    def strays(self) -> list[Finding]:
        """A finding for each quotes file whose article has no file."""
        return [
            stray(file.path, stem)
            for stem, files in self._quotes.items()
            if stem not in self._articles
            for file in files
        ]

    # -- reading ---------------------------------------------------------------------------------

    def _documents(self, files: Sequence[ContentFile]) -> list[Document]:
        documents = []
        for file in files:
            document, findings = open_document(file.path)
            self.findings += findings
            self.hashes[file.path] = hashlib.sha256(document.data).hexdigest()
            if document.value is None:
                self.aside.files.add(file.kind)
            else:
                documents.append(document)
        return documents

    def _whole(
        self, files: Sequence[ContentFile], noun: type[Noun], *, stem_is_id: bool = True
    ) -> Located[Noun] | None:
        documents = self._documents(files)
        return self._merged(documents, noun, files[-1].stem if stem_is_id and files else None)

    def _topmost(self, files: Sequence[ContentFile], noun: type[Noun]) -> Located[Noun] | None:
        """The noun of the topmost file that can be read."""
        found = (self._whole([file], noun) for file in reversed(files))
        return next((each for each in found if each), None)

    def _merged(self, documents: list[Document], noun: type[Noun], stem: str | None) -> Located[Noun] | None:
        """Lay mappings over one another, field by field, and validate what comes of it.

        Where that is faulty, what lies below the first file with a fault is taken.
        """
        merged: dict[str, Any] = {}
        owner: dict[str, Document] = {}
        for document in list(documents):
            if not isinstance(document.value, dict):
                self._note("S104", document, (), "keys with values are wanted in this file")
                documents.remove(document)
                continue
            if stem is not None and "id" in document.value:
                key_at = document.key(("id",))
                self.findings.append(problem("S105", document.path, *key_at, "the key id stands here"))
                document.value.pop("id")
            merged.update(document.value)
            owner.update(dict.fromkeys(document.value, document))
        if not documents:
            return None
        top = documents[-1]
        if stem is not None:
            if not _ID.fullmatch(stem):
                self._note("S106", top, (), f"the file's name, {stem}, is not an id: {ID.asks}")
                return None
            merged["id"] = stem

        layout = Layout(top, (), owner)
        value, findings = validate(noun, merged, layout.place)
        self.findings += findings
        if value is None:
            faulty = {finding.path for finding in findings}
            sound = list(takewhile(lambda document: document.path not in faulty, documents))
            return self._merged(sound, noun, stem) if sound else None
        return Located(value, layout)

    def _entries(self, kind: str, noun: type[Entry]) -> tuple[Located[Entry], ...]:
        entries: dict[str, Located[Entry]] = {}
        for document in self._documents([f for f in self.files if f.kind == kind]):
            layer: dict[str, Located[Entry]] = {}
            for each in self._list(document, noun):
                first = layer.setdefault(each.noun.id, each)
                if first is not each:
                    message = f"the id {each.noun.id} stands twice, first on line {first.where.line}"
                    self.findings.append(problem("R203", *each.where, message))
            entries.update(layer)
        return tuple(entries.values())

    def _list(self, document: Document, noun: type[Noun]) -> list[Located[Noun]]:
        """The entries of a file that is a list; a faulty one is set aside by itself."""
        if not isinstance(document.value, list):
            self._note("S104", document, (), "a list is wanted in this file")
            return []
        found = []
        for number, value in enumerate(document.value):
            layout = Layout(document, (number,))
            each, findings = validate(noun, value, layout.place)
            self.findings += findings
            if each is not None:
                found.append(Located(each, layout))
            elif isinstance(value, dict):
                self.aside.ids.add(str(value.get("id")))
        return found

    def _quote_file(self, stem: str) -> list[Located[Quote]]:
        quotes: dict[str, Located[Quote]] = {}
        files = reversed(self._quotes.get(stem, []))
        for document in islice(chain.from_iterable(self._documents([file]) for file in files), 1):
            for each in self._list(document, Quote):
                quote = each.noun
                if quote.id in quotes:
                    message = f"the id {quote.id} stands twice, first on line {quotes[quote.id].where.line}"
                    self.findings.append(problem("R203", *each.where, message))
                    continue
                if quote.continues is not None and quote.continues not in quotes:
                    message = f"no quotation {quote.continues} stands before this one"
                    self.findings.append(problem("R202", *each.at(("continues",)), message))
                    continue
                quotes[quote.id] = each
        return list(quotes.values())

    def _note(self, code: str, document: Document, location: Location, message: str) -> None:
        self.findings.append(problem(code, document.path, *document.where(location), message))


def stray(path: str, stem: str) -> Finding:
    """The finding for a quotes file of an article that has none."""
    return problem("R204", path, 0, 0, f"there is no article {stem} for these quotations")


def _by_stem(files: Iterable[ContentFile], kind: str) -> dict[str, list[ContentFile]]:
    found: dict[str, list[ContentFile]] = {}
    for file in files:
        if file.kind == kind:
            found.setdefault(file.stem, []).append(file)
    return found
