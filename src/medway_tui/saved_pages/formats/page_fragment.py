"""Reads HTML of which all is text: the articles in feeds, and exports of databases that are pages."""

from __future__ import annotations

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from medway_tui.saved_pages.blocks import HIDDEN_REASON, SavedBlock
from medway_tui.saved_pages.page_blocks import BlockReader, PageBlock
from medway_tui.saved_pages.page_quotes import REPEATED_REASON, find_repeated_quotations, join_speakers
from medway_tui.saved_pages.text_repair import replace_impossible_entities


def read_page_lines(text: str) -> str:
    """Return the text of each block of a page as a paragraph; empty where it has none."""
    return "\n\n".join(block.text for block in _read_blocks(text))


def read_fragment(text: str) -> list[SavedBlock]:
    """Return the blocks of the HTML of an article, without a page around it.

    What it hides, and what its markup says is beside the article, has the reason why it is left out.
    """
    blocks = _read_blocks(text)
    repeated = set(find_repeated_quotations(blocks, set(range(len(blocks)))))
    found = []
    for n, block in enumerate(blocks):
        reason = "" if block.is_caption else block.scope.reason
        if block.scope.hidden_by is not None:
            reason = HIDDEN_REASON
        elif n in repeated:
            reason = REPEATED_REASON
        found.append(SavedBlock(n + 1, block.text, block.kind, n, reason))
    return found


def _read_blocks(text: str) -> list[PageBlock]:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(
            replace_impossible_entities(text).encode("utf-8", "surrogatepass"), parser=parser
        )
    except ParserError:
        return []
    reader = BlockReader()
    reader.read(root)
    return join_speakers(reader.blocks, reader.times)[0]
