"""Reads the lines of a page of HTML, for the exports of news databases that are pages."""

from __future__ import annotations

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from medway_tui.saved_pages.page_blocks import BlockReader


def read_page_lines(text: str) -> str:
    """Return the text of each block of a page as a paragraph; empty where it has none."""
    try:
        root = document_fromstring(text.encode("utf-8", "surrogatepass"), parser=HTMLParser(encoding="utf-8"))
    except ParserError:
        return ""
    reader = BlockReader()
    reader.read(root)
    return "\n\n".join(block.text for block in reader.blocks)
