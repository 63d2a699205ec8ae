"""The article in a saved page: trafilatura finds it, the page's own markup says what its blocks are.

The text nodes of the page are marked, trafilatura cuts the page down to its article, and a block
is kept where its marks are left. So blocks, their order and their words are those of the page.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter, deque
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import LxmlError, ParserError, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from medway_tui.saved_pages.blocks import (
    NOT_IN_ARTICLE,
    NoArticleError,
    SavedBlock,
    SavedBlockKind,
    UnreadableError,
    ends_sentence,
    normalise_text,
)
from medway_tui.saved_pages.metadata import Metadata

MAX_ELEMENTS = 30_000
"""The largest page that is read: beyond, trafilatura's time grows with the square of the size."""

_MIN_LETTERS = 60
"""The length of the shortest article, in characters."""
_MAX_ABOVE = 40
"""The most blocks, such as a byline, between the heading and the text."""
_MAX_SURROUNDINGS = 4
"""The most blocks that the part of the page has for each block of the article."""

_BLOCK_NAMES = """
address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th
thead tr ul
"""
_UNREAD_NAMES = """
audio canvas head iframe math noscript object script select style svg template textarea title video
"""
_BLOCK_TAGS = frozenset(_BLOCK_NAMES.split())
_UNREAD_TAGS = frozenset(_UNREAD_NAMES.split())
_DROP_REASONS = {
    **dict.fromkeys(("nav", "footer"), "navigation"),
    **dict.fromkeys(("form", "dialog"), "a form"),
    "aside": "beside the article",
    "button": "a button",
    "table": "a table",
    "figcaption": "a caption",
    "figure": "a picture",
}
_KINDS: dict[str, SavedBlockKind] = {
    "h1": "headline",
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
}

_META_KEYS = {
    **dict.fromkeys(("og:title", "twitter:title", "dc.title"), "headline"),
    "og:site_name": "publisher",
    **dict.fromkeys(("article:published_time", "datepublished", "dc.date.issued"), "published"),
    **dict.fromkeys(("dc.date", "parsely-pub-date", "date"), "published"),
    **dict.fromkeys(("og:url", "parsely-link"), "url"),
    **dict.fromkeys(("author", "article:author", "parsely-author", "dc.creator", "byl"), "author"),
}
"""The keys of the article, by the names of meta elements."""

_SCHEMA_TYPES = frozenset(
    f"{prefix}article" for prefix in ("", "news", "reportagenews", "analysisnews", "opinionnews")
) | {"blogposting"}
"""The types of schema.org that are articles, in lower case."""

_FIRST_MARK, _LAST_MARK = 0xF0000, 0x10FFFD
_MARK = re.compile("[\U000f0000-\U0010ffff]")
"""Private-use characters that mark text nodes, one each."""
_NOT_MARKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000effff]")
"""Characters that a text node can't be given, and those that are marks."""


class PageArticle(NamedTuple):
    """The part of a page that has its article."""

    blocks: list[SavedBlock]
    """Its blocks in order; those that are not part of the article have the reason."""
    outside_count: int
    """How many more blocks the page has."""
    is_paid: bool
    """Whether the page says that the article is for subscribers."""


class _PageBlock(NamedTuple):
    text: str
    path: tuple[HtmlElement, ...]
    """The block elements that it is in, from the outermost."""
    nodes: tuple[tuple[HtmlElement, str], ...]
    """Its text nodes: an element, and text or tail."""

    @property
    def tag(self) -> str:
        """The innermost tag that says what kind of block it is."""
        tags = [each.tag for each in self.path if each.tag not in ("div", "section", "center")]
        return str(tags[-2] if tags[-2:] == ["li", "p"] else tags[-1])

    @property
    def drop_reason(self) -> str:
        """The reason its markup gives for leaving it out; empty where there is none."""
        return next(
            (_DROP_REASONS[each.tag] for each in reversed(self.path) if each.tag in _DROP_REASONS), ""
        )


def read_page(text: str, metadata: Metadata) -> PageArticle:
    """Find the article in a page of HTML; ``metadata`` gets what its head says.

    Raises UnreadableError where the page is too large, NoArticleError where it has no article.
    """
    root = _parse(text)
    reader = _BlockReader()
    reader.read(root)
    blocks = reader.blocks
    described = _find_json_ld(root)
    _read_metadata(root, described, metadata)
    json_body = described.get("articleBody")
    kept, lines = _find_article(root, blocks, json_body.splitlines() if isinstance(json_body, str) else [])
    heading = _find_heading(blocks, kept)
    start, end = _find_part(blocks, kept, heading)
    for when, place in reader.times:
        if place <= start + 8:
            metadata.set_default("published", when, "the page's time element")
    if heading is not None and blocks[heading].text.casefold() != (metadata["headline"] or "").casefold():
        # The head's title often has the site's name in it; the heading above the text does not.
        metadata.set("headline", blocks[heading].text, "the page's first heading")
    part = [SavedBlock(n, line) for n, line in enumerate(filter(None, map(normalise_text, lines)), 1)]
    for number, block in enumerate(blocks[start:end], 1):
        reason = block.drop_reason
        is_kept = start + number - 1 in kept and reason != "a caption"
        dropped = "" if is_kept else reason or NOT_IN_ARTICLE
        part.append(SavedBlock(number, block.text, _KINDS.get(block.tag, "paragraph"), number, dropped))
    is_paid = str(described.get("isAccessibleForFree")).lower() == "false"
    return PageArticle(part, len(blocks) - (end - start), is_paid)


def _parse(text: str) -> HtmlElement:
    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except ParserError:
        raise NoArticleError from None
    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise UnreadableError(
            f"the page has more than {MAX_ELEMENTS:,} elements",
            "copy the article's text into a text file, and import that",
        )
    return root


class _BlockReader:
    """Collects the text nodes of a page as blocks."""

    def __init__(self) -> None:
        self.blocks: list[_PageBlock] = []
        self.times: list[tuple[str, int]] = []
        """The machine-readable times, each with the number of blocks before it."""
        self._path: list[HtmlElement] = []
        self._words: list[str] = []
        self._nodes: list[tuple[HtmlElement, str]] = []

    def read(self, root: HtmlElement) -> None:
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            is_start = event == "start"
            if is_start and element.tag in _UNREAD_TAGS:
                walk.skip_subtree()
                continue
            if element.tag in _BLOCK_TAGS:
                self._end_block()
                self._path.append(element) if is_start else self._path.pop()
            elif element.tag == "q":
                self._words.append("“" if is_start else "”")
            elif element.tag == "br" and is_start:
                # Two line breaks in a row end a paragraph.
                if self._words and self._words[-1] == "\n":
                    self._end_block()
                else:
                    self._words.append("\n")
            elif element.tag == "time" and is_start and element.get("datetime"):
                self.times.append((element.get("datetime"), len(self.blocks)))
            self._add_node(element, "text" if is_start else "tail")
        self._end_block()

    def _add_node(self, element: HtmlElement, attribute: str) -> None:
        text = getattr(element, attribute) or ""
        if text.strip():
            self._words.append(text)
            self._nodes.append((element, attribute))
        elif text and self._words and self._words[-1] != "\n":
            self._words.append(" ")

    def _end_block(self) -> None:
        text = normalise_text("".join(self._words)) if self._nodes else ""
        if text:
            self.blocks.append(_PageBlock(text, tuple(self._path), tuple(self._nodes)))
        self._words, self._nodes = [], []


def _find_article(
    root: HtmlElement, blocks: Sequence[_PageBlock], json_lines: list[str]
) -> tuple[set[int], list[str]]:
    """Return the numbers of the article's blocks, or its lines where it is not in the page's text.

    Raises NoArticleError.
    """
    nodes = _mark_nodes(blocks)
    lengths: Counter[int] = Counter()
    for n, length in nodes.values():
        lengths[n] += length
    for fast in (True, False):
        body = _run_trafilatura(root, fast=fast)
        if body is None:
            continue
        found: Counter[int] = Counter()
        for mark in set(_MARK.findall("".join(body.itertext()))) & nodes.keys():
            n, length = nodes[mark]
            found[n] += length
        kept = {n for n, length in found.items() if length * 2 >= lengths[n]}
        lines = [] if kept else json_lines or ["".join(each.itertext()) for each in body]
        texts = [blocks[n].text for n in kept] or lines
        has_paragraph = any(ends_sentence(text) or (kept and len(text) >= _MIN_LETTERS) for text in texts)
        if has_paragraph and sum(map(len, texts)) >= _MIN_LETTERS:
            return kept, lines
    raise NoArticleError


def _mark_nodes(blocks: Sequence[_PageBlock]) -> dict[str, tuple[int, int]]:
    marks = map(chr, range(_FIRST_MARK, _LAST_MARK + 1))
    nodes = {}
    for n, block in enumerate(blocks):
        for (element, attribute), mark in zip(block.nodes, marks, strict=False):
            text = getattr(element, attribute)
            space = " " if text[0].isspace() else ""
            setattr(element, attribute, space + mark + _NOT_MARKABLE.sub("", text.lstrip()))
            nodes[mark] = (n, len(text))
    return nodes


def _run_trafilatura(root: HtmlElement, *, fast: bool) -> Any:
    """Return the article as a tree of trafilatura's own; None where it finds none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            root, fast=fast, include_comments=False, include_tables=True, output_format="xml"
        )
    except (AttributeError, LookupError, LxmlError, RuntimeError, TypeError, ValueError) as error:
        raise UnreadableError(
            f"trafilatura can't read the page ({type(error).__name__})",
            "copy the article's text into a text file, and import that",
        ) from None
    return getattr(document, "body", None)


def _find_heading(blocks: Sequence[_PageBlock], kept: set[int]) -> int | None:
    """Return the number of the first-level heading above the article, or of the page's first one."""
    headings = [n for n, block in enumerate(blocks) if block.tag == "h1" and not block.drop_reason]
    above = [n for n in headings if kept and n <= min(kept)]
    return above[-1] if above else next(iter(headings), None)


def _find_part(blocks: Sequence[_PageBlock], kept: set[int], heading: int | None) -> tuple[int, int]:
    """Return where the part of the page with the article and its heading starts and ends."""
    if not kept:
        return 0, 0
    first, last = min(kept), max(kept)
    start, end = first, last + 1
    ancestors = [a for a, b in zip(blocks[first].path, blocks[last].path, strict=False) if a is b]
    inside = [n for n, block in enumerate(blocks) if ancestors[-1] in block.path]
    if len(inside) <= _MAX_SURROUNDINGS * len(kept):
        start, end = inside[0], inside[-1] + 1
    if heading is not None and start - _MAX_ABOVE <= heading < start:
        start = heading
    return start, end


def _read_metadata(root: HtmlElement, described: dict[str, Any], metadata: Metadata) -> None:
    for key, value in (
        ("headline", described.get("headline") or described.get("name")),
        ("publisher", _name_of(described.get("publisher"))),
        ("published", described.get("datePublished")),
        ("author", _name_of(described.get("author"))),
        ("url", described.get("url")),
        ("url", described.get("mainEntityOfPage")),
    ):
        address = value.get("@id") if isinstance(value, dict) else value
        metadata.set_default(key, address, "the page's JSON-LD")
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _META_KEYS:
            metadata.set_default(_META_KEYS[name], meta.get("content"), f"the page's {name}")
    for link in root.iter("link"):
        if link.get("rel", "").lower() == "canonical":
            metadata.set_default("url", link.get("href"), "the page's canonical address")


def _find_json_ld(root: HtmlElement) -> dict[str, Any]:
    """Return the first description of an article in the page's JSON-LD; empty where there is none."""
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting: deque[Any] = deque([json.loads(script.text or "")])
        except (ValueError, RecursionError):
            continue
        limit = 10_000
        while waiting and limit:
            limit -= 1
            each = waiting.popleft()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                types = each.get("@type")
                names = types if isinstance(types, list) else [types]
                if any(isinstance(name, str) and name.lower() in _SCHEMA_TYPES for name in names):
                    return each
                waiting += [each[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in each]
    return {}


def _name_of(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_of, value[:20]))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None
