"""Reads a web page that a browser saved as one file: MHTML (RFC 2557), as Chrome, Edge, Firefox and Internet
Explorer write it.
"""

from __future__ import annotations

from collections.abc import Iterator

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.formats.mime import MimePart, parse_message
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument

_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))


def read_mhtml(data: bytes, _name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the page of an MHTML file: its root, and none of the frames in it.

    Raises UnreadableError where there is no page in it.
    """
    message = parse_message(data.lstrip())
    root = _find_root(message)
    if root is None or not root.payload.strip():
        raise UnreadableError(
            "this web page saved as one file (MHTML) has no page in it, or is not complete",
            "save the page again",
        )
    text, remarks = root.decode_text(options.encoding)
    address = _find_address(message, root)
    facts = (
        (DocumentFact("url", address, "the address that the browser noted", is_fallback=True),)
        if address
        else ()
    )
    yield SourceDocument(text, "html", facts=facts, remarks=tuple(remarks))


def _find_root(message: MimePart) -> MimePart | None:
    """Return the part that is the page: the one that the message names, else the first page."""
    if message.content_type in _PAGE_TYPES:
        return message
    start = message.parameter("start").strip("<> ")
    address = message.find("Snapshot-Content-Location")
    pages: list[MimePart] = []
    for part in message.parts():
        # A page may itself be one of several forms, or have parts.
        page = _find_root(part) if part.content_type.startswith("multipart/") else part
        if page is None or page.content_type not in _PAGE_TYPES:
            continue
        if (start and page.content_id == start) or (address and page.find("Content-Location") == address):
            return page
        pages.append(page)
    return pages[0] if pages else None


def _find_address(message: MimePart, root: MimePart) -> str:
    """Return the address that a page was saved from; empty where none is noted."""
    found = (
        message.find("Snapshot-Content-Location"),
        root.find("Content-Location"),
        root.find("Content-Base"),
        message.find("Content-Location"),
    )
    return next((each for each in found if each.lower().startswith(("http://", "https://"))), "")
