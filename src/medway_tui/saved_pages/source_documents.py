"""The documents of a saved file, before each is read as an article.

Most files are one document: a page, a text. A mailbox, a feed or the export of a news database has many. The
reader of a kind of file is a module of ``formats``; it turns bytes into documents and decides nothing of what
belongs to the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Literal, NamedTuple

from medway_tui.saved_pages.blocks import SavedBlock, UnreadableError
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.file_kinds import find_readable_kind, refuse_database_export

DocumentFormat = Literal["html", "markdown", "text", "blocks"]

SOURCE_FORMATS = ("text", "html", "markdown")
"""The formats in which an article can be saved that a user may name."""

_READERS = {
    "docx": "docx_file:read_documents_in_docx",
    "epub": "epub_file:read_documents_in_epub",
    "gzip": "gzip_file:read_documents_in_gzip",
    "odt": "odt_file:read_documents_in_odt",
}
"""The module and function of ``formats`` that reads each kind of file: imported once it is needed."""

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
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
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


DocumentReader = Callable[[bytes, str, ReadOptions], Iterator[SourceDocument]]
"""Yields the documents in the bytes of a file with a name. Raises UnreadableError where none can be read."""


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
        yield from _load_reader(kind)(data, name, replace(options, depth=options.depth + 1))
        return
    text, remarks = decode(data, options.encoding)
    source_format = options.source_format or detect_format(name, text)
    if source_format == "text":
        refuse_database_export(text)
    yield SourceDocument(text, _as_format(source_format), remarks=tuple(remarks))


def detect_format(name: str, text: str) -> DocumentFormat:
    """Return the format of a saved article, by how it begins or its file's suffix."""
    if _PAGE.match(text):
        return "html"
    lower = name.lower()
    by_name = next((each for suffix, each in _SUFFIXES.items() if lower.endswith(suffix)), "text")
    return "text" if by_name == "html" and _ANY_TAG.search(text) is None else _as_format(by_name)


def _as_format(name: str) -> DocumentFormat:
    return "html" if name == "html" else "markdown" if name == "markdown" else "text"


def _load_reader(kind: str) -> DocumentReader:
    module, _, function = _READERS[kind].partition(":")
    reader: DocumentReader = getattr(import_module(f"medway_tui.saved_pages.formats.{module}"), function)
    return reader
