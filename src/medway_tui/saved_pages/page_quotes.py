"""Block quotes and pull quotes of a page, with the speaker that a footer, cite or caption names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from lxml.html import HtmlElement

from medway_tui.saved_pages.page_blocks import PageBlock, PageTime, Scope
from medway_tui.text import fold_to_letters

REPEATED_REASON = "a pull quote: its words are in the text"

_ATTRIBUTION_TAGS = ("footer", "figcaption", "cite")
_ATTRIBUTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:attribution|author|source|speaker|cite|citation|name|credit|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DASH = re.compile(r"^\s*[-–—―~]{1,3}\s*")
_OPENING = ("“", "‘", '"', "'", "«", "„")
_CLOSING = ("”", "’", '"', "'", "»", "“")
_MAX_ATTRIBUTION_WORDS = 30
_MIN_REPEATED_LETTERS = 20


def join_speakers(
    blocks: Sequence[PageBlock], times: Sequence[PageTime]
) -> tuple[list[PageBlock], list[PageTime]]:
    """Return the blocks with each line that names the speaker of a quotation at the end of the quotation.

    A quotation with a speaker gets quotation marks where it has none, since it has them by the page's style.
    Also returns the times with the new numbers of their blocks.
    """
    joined: list[PageBlock] = []
    numbers: list[int] = []
    for quote, group in groupby(blocks, key=lambda block: block.scope.quote):
        together = list(group)
        new = _join_group(together) if quote is not None else together
        numbers += [len(joined) + min(n, len(new) - 1) for n in range(len(together))]
        joined += new
    numbers.append(len(joined))
    return joined, [each._replace(block=numbers[each.block]) for each in times]


def _join_group(blocks: list[PageBlock]) -> list[PageBlock]:
    names = [block for n, block in enumerate(blocks) if n and _is_attribution(block)]
    if not names:
        return blocks
    words = [block for block in blocks if block not in names]
    last = len(words) - 1
    has_marks = words[0].text.startswith(_OPENING)
    joined = []
    for n, block in enumerate(words):
        text = block.text if has_marks else f"“{block.text}{'”' if n == last else ''}"
        if n == last:
            speaker = ", ".join(_DASH.sub("", each.text) for each in names)
            text = f"{text} — {speaker}"
        nodes = [node for each in names for node in each.nodes] if n == last else []
        joined.append(block._replace(text=text, nodes=(*block.nodes, *nodes)))
    return joined


def _is_attribution(block: PageBlock) -> bool:
    """Return whether a block of a quotation names its speaker."""
    if len(block.text.split(None, _MAX_ATTRIBUTION_WORDS)) > _MAX_ATTRIBUTION_WORDS:
        return False
    if _DASH.match(block.text):
        return True
    scope = block.scope.find_ancestor(*_ATTRIBUTION_TAGS)
    if scope is not None and scope.quote is block.scope.quote:
        return True
    elements = {element for element, _ in block.nodes} | {block.scope.element}
    return all(_names_speaker(element, block.scope) for element, _ in block.nodes) or any(
        _ATTRIBUTION_NAMES.search(f" {element.get('class') or ''} ")
        for element in elements
        if element is not block.scope.quote
    )


def _names_speaker(element: HtmlElement, scope: Scope) -> bool:
    """Return whether an element is a cite, or in one, within its block."""
    part: HtmlElement | None = element
    while part is not None and part is not scope.element:
        if part.tag == "cite":
            return True
        part = part.getparent()
    return False


def find_quotations(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Return the blocks of quotations among those kept, or directly after them, that are not kept."""
    if not kept:
        return set()
    first, last = min(kept), max(kept)
    found = set()
    for n in range(first, len(blocks)):
        scope = blocks[n].scope
        if n in kept or scope.quote is None or scope.hidden_by is not None:
            if n > last and n not in kept:
                break
            continue
        if blocks[n].link_length * 2 <= len(blocks[n].text) and not _is_in_promotion(scope):
            found.add(n)
    return found


def _is_in_promotion(scope: Scope) -> bool:
    """Return whether a quotation is in a part of the page that is named as none of the article."""
    outer = scope
    while outer.parent is not None:
        if outer.is_beside and outer.element.tag not in ("aside", "footer"):
            return True
        outer = outer.parent
    return False


def find_repeated_quotations(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Return the quotations whose words are in the article's text too, as those of pull quotes often are."""
    quoted = [n for n in sorted(kept) if blocks[n].scope.quote is not None]
    if not quoted:
        return set()
    text = "\n".join(fold_to_letters(blocks[n].text) for n in sorted(kept) if blocks[n].scope.quote is None)
    found = set()
    for n in quoted:
        words = fold_to_letters(blocks[n].text.partition(" — ")[0])
        if len(words) >= _MIN_REPEATED_LETTERS and words in text:
            found.add(n)
    return found
