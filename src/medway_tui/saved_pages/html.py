"""Reads the article in a saved page: its body, its captions, what is left out, and its facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from medway_tui.saved_pages.blocks import (
    HIDDEN_REASON,
    NOT_IN_ARTICLE,
    OUTSIDE_WORDS,
    NoArticleError,
    SavedBlock,
    UnreadableError,
    is_short,
    normalise_text,
)
from medway_tui.saved_pages.json_ld import body_lines
from medway_tui.saved_pages.metadata import Metadata
from medway_tui.saved_pages.not_articles import MIN_WORDS, refuse_notice
from medway_tui.saved_pages.page_blocks import CAPTION_REASON, BlockReader, PageBlock
from medway_tui.saved_pages.page_body import find_body
from medway_tui.saved_pages.page_facts import collect_bylines, read_facts
from medway_tui.saved_pages.page_head import PageHead
from medway_tui.saved_pages.page_quotes import (
    REPEATED_REASON,
    find_quotations,
    find_repeated_quotations,
    join_speakers,
)

MAX_ELEMENTS = 30_000
"""The largest page that is read: beyond, trafilatura's time grows with the square of the size."""
MAX_DEPTH = 2_000
"""How deep elements may be nested: lxml reads nothing that is deeper than 2,048."""

_TAG = re.compile(r"""<[a-zA-Z](?:[^=<>]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?""")
_TAG_NAME = re.compile(r"<[a-zA-Z][\w:-]{0,40}")
_ATTRIBUTE = re.compile(r"""[^\s"'=<>/]+(?:\s*=\s*(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?""")
_LONG_TAG = 8_000
_MAX_ATTRIBUTES = 1_000
_MAX_ABOVE = 40
"""The most blocks, such as a byline, between the heading and the text."""
_MAX_SURROUNDINGS = 4
"""The most blocks that the part of the page has for each block of the article."""
_LOW_SHARE = 0.5
_MIN_CAPTION_WORDS = 3
"""A caption with no more words is a credit or a label."""


class PageArticle(NamedTuple):
    """The part of a page that has its article."""

    blocks: list[SavedBlock]
    """Its blocks in order; those that are not part of the article have the reason."""
    is_paid: bool
    """Whether the page says that the article is for subscribers."""
    language: str
    """The language that the page says it is in; empty where it says none."""
    remarks: list[str]


def read_page(
    text: str, metadata: Metadata, *, require_complete: bool = True, addresses: Sequence[str] = ()
) -> PageArticle:
    """Find the article in a page of HTML; ``metadata`` gets what the page says of it.

    ``addresses`` are those that it was saved from, for where it does not say them itself.
    Raises UnreadableError where the page is too large, or a notice in the place of an article, unless
    ``require_complete`` is false; NoArticleError where it has no article.
    """
    root = parse_page(text)
    reader = BlockReader()
    reader.read(root)
    blocks, times = join_speakers(_show_hidden_article(reader.blocks), reader.times)
    head = PageHead(root, text, addresses)
    bylines = collect_bylines(root, blocks)
    remarks = []
    if reader.max_depth > MAX_DEPTH:
        remarks.append(f"elements are nested more than {MAX_DEPTH:,} deep: what comes after that is not read")
    try:
        body = find_body(root, blocks, body_lines(head.described))
    except NoArticleError:
        if reader.max_depth > MAX_DEPTH:
            raise UnreadableError(
                f"the page's elements are nested more than {MAX_DEPTH:,} deep",
                "copy the article's text into a text file, and import that",
            ) from None
        _refuse_notice(root, head, blocks, [block.text for block in blocks])
        raise
    if require_complete:
        _refuse_notice(root, head, blocks, body.lines or [blocks[n].text for n in sorted(body.kept)])
    kept = body.kept | find_quotations(blocks, body.kept)
    heading = read_facts(head, blocks, times, kept, metadata, bylines)
    start, end = _find_part(blocks, kept, heading)
    reasons = dict.fromkeys(find_repeated_quotations(blocks, kept), REPEATED_REASON)
    part = [SavedBlock(n, line) for n, line in enumerate(filter(None, map(normalise_text, body.lines)), 1)]
    captions = _find_captions(blocks, kept, start)
    for n in range(start, end):
        reason = reasons.get(n) or ("" if n in captions or n in kept else _drop_reason(blocks[n]))
        reason = CAPTION_REASON if blocks[n].is_caption and n not in captions else reason
        part.append(SavedBlock(n - start + 1, blocks[n].text, blocks[n].kind, n - start + 1, reason))
    remarks += _note_lines(blocks, kept, start)
    outside_count = len(blocks) - (end - start)
    if outside_count:
        remarks.append(f"the page has {outside_count} {OUTSIDE_WORDS}")
    if body.share < _LOW_SHARE:
        remarks.append(
            f"only {body.share:.0%} of the page's sentences were kept: compare them with the page, and bring"
            " back what is missing with --keep"
        )
    is_paid = str(head.described.get("isAccessibleForFree")).lower() == "false"
    return PageArticle(part, is_paid, head.language, remarks)


def _refuse_notice(
    root: HtmlElement, head: PageHead, blocks: Sequence[PageBlock], texts: Sequence[str]
) -> None:
    """Raise UnreadableError where what was found is short, and a notice in the place of an article."""
    if sum(len(text.split()) for text in texts) >= MIN_WORDS:
        return
    headings = [block.text for block in blocks if block.scope.tag in ("h1", "h2")][:4]
    has_password = any(each.get("type") == "password" for each in root.iter("input"))
    refuse_notice([head.title, *headings], texts, has_password=has_password)
    if len(texts) == 0 and next(root.iter("script"), None) is not None:
        raise UnreadableError(
            "the page has no text: its scripts would load it",
            "save it from the browser as a complete page once the article is shown",
        )


def _drop_attributes(text: str) -> str:
    """Drop the attributes of tags that have thousands, which libxml2 compares with each other."""
    parts, start = [], 0
    for tag in _TAG.finditer(text):
        if len(tag[0]) > _LONG_TAG and len(_ATTRIBUTE.findall(tag[0])) > _MAX_ATTRIBUTES:
            name = _TAG_NAME.match(tag[0])
            parts += [text[start : tag.start()], f"{name[0] if name else '<p'}>"]
            start = tag.end()
    return "".join([*parts, text[start:]]) if parts else text


def parse_page(text: str) -> HtmlElement:
    """Return the root element of a page.

    Raises UnreadableError where it has too many elements, NoArticleError where it has none.
    """
    text = _drop_attributes(text)
    parser = HTMLParser(
        collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except ParserError:
        raise NoArticleError from None
    if root.xpath("count(//*)") > MAX_ELEMENTS:
        raise UnreadableError(
            f"the page has more than {MAX_ELEMENTS:,} elements",
            "copy the article's text into a text file, and import that",
        )
    return root


def _show_hidden_article(blocks: list[PageBlock]) -> list[PageBlock]:
    """Return the blocks, with those shown that are hidden by an element around most of the page."""
    hidden: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.scope.hidden_by is not None:
            hidden[block.scope.hidden_by] = hidden.get(block.scope.hidden_by, 0) + len(block.text)
    total = sum(len(block.text) for block in blocks)
    wrappers = {element for element, length in hidden.items() if length * 2 > total}
    for block in blocks if wrappers else ():
        if block.scope.hidden_by in wrappers:
            block.scope.hidden_by = None
    return blocks


def _drop_reason(block: PageBlock) -> str:
    return HIDDEN_REASON if block.scope.hidden_by is not None else block.scope.reason or NOT_IN_ARTICLE


def _find_captions(blocks: Sequence[PageBlock], kept: set[int], start: int) -> set[int]:
    """Return the captions of the article's pictures: those above its last paragraph, each once."""
    texts: set[str] = set()
    found = set()
    for n in range(start, max(kept, default=-1) + 1):
        block = blocks[n]
        is_own = (
            block.is_caption
            and block.scope.hidden_by is None
            and not is_short(block.text, _MIN_CAPTION_WORDS)
        )
        if is_own and block.text not in texts and block.link_length * 2 <= len(block.text):
            found.add(n)
            texts.add(block.text)
    return found


def _note_lines(blocks: Sequence[PageBlock], kept: set[int], start: int) -> list[str]:
    """Return remarks on the parts of blocks that are left out: struck out, hidden, marks of footnotes."""
    lines = []
    for n in sorted(kept):
        for reason, words in blocks[n].notes:
            lines.append(f"left out in block {n - start + 1}: {words} ({reason})")
    return lines


def _find_part(blocks: Sequence[PageBlock], kept: set[int], heading: int | None) -> tuple[int, int]:
    """Return where the part of the page with the article and its heading starts and ends."""
    if not kept:
        return 0, 0
    first, last = min(kept), max(kept)
    start, end = first, last + 1
    scope = blocks[first].scope
    while not blocks[last].scope.is_in(scope.element) and scope.parent is not None:
        scope = scope.parent
    inside = [n for n, block in enumerate(blocks) if block.scope.is_in(scope.element)]
    if len(inside) <= _MAX_SURROUNDINGS * len(kept):
        start, end = min(first, inside[0]), max(last, inside[-1]) + 1
    if heading is not None and start - _MAX_ABOVE <= heading < start:
        start = heading
    return start, end
