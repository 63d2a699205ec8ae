"""Reads a web archive of Safari: a property list with the page, its address and its encoding."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from medway_tui.saved_pages.blocks import UnreadableError, normalise_text
from medway_tui.saved_pages.formats.mime import decode_as_said
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument

_TEXT_TYPES = ("text/", "application/xhtml")


def read_webarchive(data: bytes, _name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the page of a web archive: its main resource, and none of the frames in it.

    Raises UnreadableError where the file is damaged, or its page is no text.
    """
    try:
        archive: Any = plistlib.loads(data.lstrip())
    except (ValueError, ExpatError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        raise UnreadableError(
            "this Safari web archive is damaged or not complete", "save the page again"
        ) from None
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    content = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(content, bytes):
        raise UnreadableError("this Safari web archive has no page in it", "save the page again")
    kind = normalise_text(str(main.get("WebResourceMIMEType") or "text/html"))[:100]
    if not kind.startswith(_TEXT_TYPES):
        raise UnreadableError(f"this Safari web archive holds no page, but {kind}", "save that file itself")
    charset = str(main.get("WebResourceTextEncodingName") or "")
    text, remarks = decode_as_said(content, charset, options.encoding)
    address = str(main.get("WebResourceURL") or "")
    has_address = address.lower().startswith(("http://", "https://"))
    facts = (
        (DocumentFact("url", address, "the address that the browser noted", is_fallback=True),)
        if has_address
        else ()
    )
    yield SourceDocument(
        text, "text" if kind == "text/plain" else "html", facts=facts, remarks=tuple(remarks)
    )
