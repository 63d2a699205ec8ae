"""Reads a Rich Text file (RTF): its paragraphs, headings, items and cells."""

from __future__ import annotations

from collections.abc import Iterator

from medway_tui.saved_pages.blocks import SavedBlockKind, UnreadableError
from medway_tui.saved_pages.formats.document_blocks import (
    BYLINE,
    BYLINE_STYLES,
    DocumentBlocks,
    DocumentProperties,
    make_document,
)
from medway_tui.saved_pages.formats.optional_libraries import explain_missing_library
from medway_tui.saved_pages.formats.rtf_text import RtfParagraph, read_rtf
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument

KIND = "a Rich Text file (RTF)"
MAX_BYTES = 64 * 2**20
"""The size of the largest file that is read: with pictures, which are passed over."""


def read_documents_in_rtf(data: bytes, _name: str, _options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the one document of a Rich Text file.

    Insertions are kept, and deletions, notes, comments, headers and footers left out. Raises UnreadableError
    where it is larger than MAX_BYTES, or has no text.
    """
    with explain_missing_library(KIND):
        import striprtf  # noqa: F401, PLC0415 - rtf_text needs it: a library of the extra “documents”
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"this is {KIND} of more than {MAX_BYTES // 2**20} MB",
            "save it as plain text (.txt) from the program that opens it, and import that",
        )
    read = read_rtf(data)
    blocks = DocumentBlocks()
    for paragraph in read.paragraphs:
        dropped = BYLINE if paragraph.style.casefold() in BYLINE_STYLES else ""
        kind = _find_kind(paragraph)
        blocks.add(paragraph.text, kind, size=paragraph.size, is_bold=paragraph.is_bold, dropped=dropped)
    properties = DocumentProperties(*(read.properties.get(key, "") for key in ("title", "author", "creatim")))
    yield make_document(blocks, properties, read.left_out, KIND)


def _find_kind(paragraph: RtfParagraph) -> SavedBlockKind:
    style = paragraph.style.casefold()
    if style == "title" or paragraph.level == 1:
        return "headline"
    if paragraph.level or style == "subtitle":
        return "subhead"
    if style == "caption":
        return "caption"
    return "item" if paragraph.is_item else "paragraph"
