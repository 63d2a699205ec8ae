"""The documents of a saved file, before each is read as an article.

Most files are one document: a page, a text. A mailbox, a feed or the export of a news database has many. The
reader of a kind of file is a module of ``formats``; it turns bytes into documents and decides nothing of what
belongs to the article.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, Literal, NamedTuple

from medway_tui.saved_pages.blocks import RUNNING_HEAD, SavedBlock, UnreadableError, normalise_text
from medway_tui.saved_pages.decode import MAX_BYTES, decode
from medway_tui.saved_pages.file_kinds import find_export, find_readable_kind
from medway_tui.saved_pages.metadata import find_date
from medway_tui.saved_pages.text_repair import repair_mojibake
from medway_tui.text import shorten

DocumentFormat = Literal["html", "markdown", "text", "blocks"]

SOURCE_FORMATS = ("text", "html", "markdown")
"""The formats in which an article can be saved that a user may name."""

_READERS = {
    "compressed": "compressed:read_compressed",
    "docx": "docx_file:read_documents_in_docx",
    "epub": "epub_file:read_documents_in_epub",
    "feed": "feed:read_documents_in_feed",
    "json-feed": "json_feed:read_documents_in_json_feed",
    "mail": "mail:read_mail",
    "mailbox": "mailbox:read_mailbox",
    "mhtml": "mhtml:read_mhtml",
    "odt": "odt_file:read_documents_in_odt",
    "pdf": "pdf_file:read_documents_in_pdf",
    "rtf": "rtf_file:read_documents_in_rtf",
    "warc": "warc:read_documents_in_warc",
    "webarchive": "webarchive:read_webarchive",
    "zip": "zip_archive:read_zip_archive",
}
"""The module and function of ``formats`` that reads each kind of file: imported once it is needed."""

_EXPORT_READERS = {
    "factiva": "factiva:read_factiva_text",
    "nexis": "nexis:read_nexis_text",
    "nexis-uni": "nexis_uni:read_nexis_uni_text",
    "proquest": "proquest:read_proquest_text",
}
"""The module and function of ``formats`` that reads the text of each database's exports."""

_SUFFIXES: dict[str, DocumentFormat] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
}
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype html|html|head|body|article|main|meta|title|div|section|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_EXPORT_IN_PAGE = re.compile(
    r"end of document|\d documents?\b|load-date:|proquest document|>\s*do[ck]ument\w*\s", re.IGNORECASE
)
"""Words of which one is on each page that is the export of a news database."""
_NO_PAPER = re.compile(r"\d|edition|copyright|©|\bpage\b", re.IGNORECASE)
"""What a running head has that is not the name of a newspaper."""
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_PART = re.compile(r"(\d+) of (\d+)")
_MAX_TITLE_LENGTH = 100
"""The most characters of a title in the name of a document."""
MAX_EXPORT_BYTES = 256 * 2**20
"""The size of the largest export of a news database that is read."""
_EXPORT_HEAD_BYTES = 2**18
_MAX_DEPTH = 4
"""How deep a file may be in others: a page in a mail in a mailbox that is compressed."""


@dataclass(frozen=True)
class ReadOptions:
    """Options for reading a saved article."""

    source_format: str | None = None
    """One of SOURCE_FORMATS; None detects it by the name and beginning of the file."""
    encoding: str | None = None
    keep: frozenset[int] = field(default_factory=frozenset)
    """The numbers of blocks to keep, whatever a rule says."""
    keep_all: bool = False
    drop: frozenset[int] = field(default_factory=frozenset)
    """The numbers of blocks to leave out."""
    require_complete: bool = True
    """Whether to refuse an article of which the page shows only the beginning."""
    depth: int = 0
    """In how many other files the bytes were found."""


class DocumentFact(NamedTuple):
    """What a file says of a document beside its text."""

    key: str
    """One of ``metadata.METADATA_KEYS``."""
    value: str
    source: str
    """Where the file says it, in words: “the mail's subject”."""
    is_fallback: bool = False
    """Whether it counts only where the text says nothing. One of ``published_inferred`` counts only if the
    date of the same source does."""


class SourceDocument(NamedTuple):
    """A document of a saved file, before it is read as an article."""

    content: str | tuple[SavedBlock, ...]
    """Its text; or its blocks, where the file itself tells them apart."""
    source_format: DocumentFormat
    """How the content is read; ``blocks`` where it is a tuple of them."""
    part: str = ""
    """Its name in the file, unique there: ``2 of 50: Bridge shut``; empty where the file is one document."""
    facts: tuple[DocumentFact, ...] = ()
    """What the file says of it; it counts before what the text says, unless it is a fallback."""
    remarks: tuple[str, ...] = ()
    """Remarks for the report on how it was read."""
    error: UnreadableError | None = None
    """Why it can't be read, where other documents of the file can; its content is then empty."""

    @property
    def number(self) -> int:
        """Its number in the file, from 1: what ``--only`` names it by; 0 where the file is one document."""
        match = _PART.match(self.part)
        return int(match[1]) if match else 0

    @property
    def total(self) -> int:
        """How many documents the file has."""
        match = _PART.match(self.part)
        return int(match[2]) if match else 1

    @property
    def digest(self) -> str:
        """The SHA-256 of its content and facts, without fallbacks: the same in any file that has it."""
        content = self.content if isinstance(self.content, str) else [list(each) for each in self.content]
        facts = [[each.key, each.value] for each in self.facts if not each.is_fallback]
        text = json.dumps([self.source_format, content, facts], ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def name_part(number: int, total: int, title: str = "") -> str:
    """Return the name of a document of several: ``2 of 50: Bridge shut``."""
    title = shorten(normalise_text(title), _MAX_TITLE_LENGTH)
    return f"{number} of {total}: {title}" if title else f"{number} of {total}"


def place_in_file(
    document: SourceDocument,
    part: str,
    facts: Sequence[DocumentFact] = (),
    remarks: Sequence[str] = (),
) -> SourceDocument:
    """Return a document of a file that is itself in a file, under the name that it has there."""
    inner = document.part
    return document._replace(
        part=f"{part}, {inner}" if part and inner else part or inner,
        facts=(*document.facts, *facts),
        remarks=(*document.remarks, *remarks),
    )


DocumentReader = Callable[[bytes, str, ReadOptions], Iterator[SourceDocument]]
"""Yields the documents in the bytes of a file with a name. Raises UnreadableError where none can be read."""

ExportReader = Callable[[str], Iterator[SourceDocument]]
"""Yields the documents in the text of an export of a news database."""


def read_documents(
    data: bytes, name: str = "", options: ReadOptions | None = None
) -> Iterator[SourceDocument]:
    """Yield the documents of a saved file, from its bytes and its name.

    Raises UnreadableError where the file is empty, too large, no text, or of a kind that is not read. What is
    wrong with one document of several is in its ``error``.
    """
    options = options or ReadOptions()
    if not data.strip():
        raise UnreadableError("the file is empty")
    kind = find_readable_kind(data)
    if kind is not None:
        if options.depth >= _MAX_DEPTH:
            raise UnreadableError(
                f"the article is more than {_MAX_DEPTH} files deep", "unpack it, and import the files in it"
            )
        reader: DocumentReader = _load(_READERS[kind])
        for document in reader(data, name, replace(options, depth=options.depth + 1)):
            yield from _split_export(document)
        return
    text, remarks = decode(data, options.encoding, _find_max_bytes(data))
    source_format = options.source_format or detect_format(name, text)
    yield from _split_export(SourceDocument(text, _as_format(source_format), remarks=tuple(remarks)))


def _find_max_bytes(data: bytes) -> int:
    """Return the size up to which a text is read; an export of many articles may be larger than one."""
    if len(data) <= MAX_BYTES:
        return MAX_BYTES
    head = data[:_EXPORT_HEAD_BYTES]
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")
    return MAX_BYTES if find_export(text) is None else MAX_EXPORT_BYTES


def detect_format(name: str, text: str) -> DocumentFormat:
    """Return the format of a saved article, by how it begins or its file's suffix."""
    if _PAGE.match(text):
        return "html"
    lower = name.lower()
    by_name = next((each for suffix, each in _SUFFIXES.items() if lower.endswith(suffix)), "text")
    return "text" if by_name == "html" and _ANY_TAG.search(text) is None else _as_format(by_name)


def _as_format(name: str) -> DocumentFormat:
    return "html" if name == "html" else "markdown" if name == "markdown" else "text"


def _split_export(document: SourceDocument) -> Iterator[SourceDocument]:
    """Yield the documents of a news database's export, in whatever kind of file; else the document itself."""
    if document.part or document.error is not None:
        yield document
        return
    heads: list[str] = []
    if isinstance(document.content, str):
        text, _ = repair_mojibake(document.content)
        if document.source_format == "html":
            text = _read_page_lines(text) if _EXPORT_IN_PAGE.search(text) else ""
    else:
        heads = [block.text for block in document.content if block.dropped == RUNNING_HEAD]
        text = "\n\n".join(block.text for block in document.content if block.dropped != RUNNING_HEAD)
    database = find_export(text)
    if database is None:
        yield document
        return
    reader: ExportReader = _load(_EXPORT_READERS[database])
    facts = tuple(_read_running_heads(heads))
    for place, each in enumerate(reader(text)):
        remarks = each.remarks if place else (*document.remarks, *each.remarks)
        yield each._replace(facts=(*each.facts, *facts), remarks=remarks)


def _read_running_heads(heads: Sequence[str]) -> Iterator[DocumentFact]:
    """Yield the paper and the day that are at one place of each page, as where all are of one paper."""
    days = {day for head in heads if (day := find_date(head))}
    names = {head for head in heads if not find_date(head) and not _NO_PAPER.search(head)}
    for key, values in (("publisher", names), ("published", days)):
        if len(values) == 1:
            yield DocumentFact(key, values.pop(), "the top of each page", is_fallback=True)


def _read_page_lines(text: str) -> str:
    read_lines: Callable[[str], str] = _load("page_fragment:read_page_lines")
    return read_lines(text)


def _load(name: str) -> Any:
    """Return a function of ``formats``, by its module and its name."""
    module, _, function = name.partition(":")
    return getattr(import_module(f"medway_tui.saved_pages.formats.{module}"), function)
