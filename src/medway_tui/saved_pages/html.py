"""The article in a saved page: trafilatura finds it, the page's own markup says what its blocks are.

The text nodes of the page are marked, trafilatura cuts the page down to its article, and a block
is kept where its marks are left. So blocks, their order and their words are those of the page.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import ParserError, iterwalk
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
"""The largest page that is read: from here on trafilatura's time grows with the square of the size."""

_MIN_LETTERS = 60
"""How many characters an article has at least."""
_MAX_ABOVE = 40
"""How many blocks, such as a byline, are between the first heading and the text at most."""
_MAX_SURROUNDINGS = 4
"""How many times as many blocks as the article its part of the page has at most."""

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
    "nav": "navigation",
    "aside": "beside the article",
    "footer": "navigation",
    "form": "a form",
    "button": "a button",
    "figcaption": "a caption",
    "figure": "a picture",
    "table": "a table",
    "dialog": "a form",
}
_KINDS: dict[str, SavedBlockKind] = {
    "h1": "headline",
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
}

_META_NAMES = (
    ("headline", ("og:title", "twitter:title", "dc.title")),
    ("publisher", ("og:site_name",)),
    (
        "published",
        ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "parsely-pub-date", "date"),
    ),
    ("url", ("og:url", "parsely-link")),
    ("author", ("author", "article:author", "parsely-author", "dc.creator", "byl")),
)
"""The names of meta elements, by the key of the article."""

_SCHEMA_TYPES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "blogposting",
)
"""The types of schema.org that are articles, in lower case."""

_FIRST_MARK, _LAST_MARK = 0xF0000, 0x10FFFD
_MARK = re.compile("[\U000f0000-\U0010ffff]")
"""Private-use characters that mark text nodes, one each."""
_NOT_MARKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000effff]")
"""Characters that a text node can't be given, and those that are marks."""


class PageArticle(NamedTuple):
    """The article's part of a page."""

    blocks: list[SavedBlock]
    """Its blocks in order; those outside the article say why."""
    outside_count: int
    """How many more blocks the page has."""
    is_paid: bool
    """Whether the page says that the article is for subscribers."""


class _TextNode(NamedTuple):
    element: HtmlElement
    is_tail: bool


class _Block(NamedTuple):
    text: str
    tags: tuple[str, ...]
    """The tags of the open block elements, from the outermost."""
    path: tuple[int, ...]
    """The numbers of these elements."""
    nodes: tuple[_TextNode, ...]

    @property
    def tag(self) -> str:
        """The innermost tag that says what kind of block it is."""
        names = [tag for tag in self.tags if tag not in ("div", "section", "center")]
        return names[-2] if names[-2:] == ["li", "p"] else names[-1]

    @property
    def drop_reason(self) -> str:
        """What the part of the page is that it belongs to; empty where the markup does not say."""
        return next((_DROP_REASONS[tag] for tag in reversed(self.tags) if tag in _DROP_REASONS), "")


def read_page(text: str, metadata: Metadata) -> PageArticle:
    """Find the article in a page of HTML; ``metadata`` gets what its head says.

    Raises UnreadableError where the page is too large, NoArticleError where it has no article.
    """
    root = _parse(text)
    blocks, times = _read_blocks(root)
    described = list(islice(_find_json_ld(root), 1))
    _read_metadata(root, described, metadata)
    kept, lines = _find_article(root, blocks, described)
    heading = _find_heading(blocks, kept)
    start, end = _find_part(blocks, kept, heading)
    for when, place in times:
        if place <= start + 8:
            metadata.set_default("published", when, "the page's time element")
    if heading is not None and blocks[heading].text.casefold() != (metadata["headline"] or "").casefold():
        # The head's title often has the site's name in it; the heading above the text does not.
        printed = Metadata()
        printed.set_default("headline", blocks[heading].text, "the page's first heading")
        metadata.override(printed)
    if kept:
        part = [_saved_block(n - start + 1, blocks[n], n in kept) for n in range(start, end)]
    else:
        texts = filter(None, map(normalise_text, lines))
        part = [SavedBlock(n, text) for n, text in enumerate(texts, 1)]
    is_paid = any(_is_false(each.get("isAccessibleForFree")) for each in described)
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


def _read_blocks(root: HtmlElement) -> tuple[list[_Block], list[tuple[str, int]]]:
    """Return the blocks of text, and the machine-readable times, each with the blocks before it."""
    reader = _BlockReader()
    times: list[tuple[str, int]] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _UNREAD_TAGS:
                walk.skip_subtree()
                continue
            if element.tag == "time" and element.get("datetime"):
                times.append((element.get("datetime"), len(reader.blocks)))
            reader.start(element)
        else:
            reader.end(element)
    reader.end_block()
    return reader.blocks, times


class _BlockReader:
    """Collects the text nodes of a page as blocks."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._tags: list[str] = []
        self._path: list[int] = []
        self._count = 0
        self._words: list[str] = []
        self._nodes: list[_TextNode] = []

    def start(self, element: HtmlElement) -> None:
        if element.tag in _BLOCK_TAGS:
            self.end_block()
            self._count += 1
            self._tags.append(element.tag)
            self._path.append(self._count)
        elif element.tag == "br":
            # Two line breaks in a row end a paragraph.
            if self._words and self._words[-1] == "\n":
                self.end_block()
            else:
                self._words.append("\n")
        elif element.tag == "q":
            self._words.append("“")
        self._add(element.text, _TextNode(element, is_tail=False))

    def end(self, element: HtmlElement) -> None:
        if element.tag in _BLOCK_TAGS:
            self.end_block()
            self._tags.pop()
            self._path.pop()
        elif element.tag == "q":
            self._words.append("”")
        self._add(element.tail, _TextNode(element, is_tail=True))

    def end_block(self) -> None:
        text = normalise_text("".join(self._words)) if self._nodes else ""
        if text:
            self.blocks.append(_Block(text, tuple(self._tags), tuple(self._path), tuple(self._nodes)))
        self._words, self._nodes = [], []

    def _add(self, text: str | None, node: _TextNode) -> None:
        if text and not text.isspace():
            self._words.append(text)
            self._nodes.append(node)
        elif text and self._words and self._words[-1] != "\n":
            self._words.append(" ")


def _find_article(
    root: HtmlElement, blocks: Sequence[_Block], described: Sequence[dict[str, Any]]
) -> tuple[set[int], list[str]]:
    """Return the places of the article's blocks, or lines of text that are no block of the page.

    Raises NoArticleError.
    """
    nodes = _mark_nodes(blocks)
    lengths: Counter[int] = Counter()
    for n, length in nodes.values():
        lengths[n] += length
    bodies = [each["articleBody"].splitlines() for each in described if _has_body(each)]
    for fast in (True, False):
        body = _cut_down(root, fast=fast)
        if body is None:
            continue
        found: Counter[int] = Counter()
        for mark in set(_MARK.findall("".join(body.itertext()))) & nodes.keys():
            n, length = nodes[mark]
            found[n] += length
        kept = {n for n, length in found.items() if length * 2 >= lengths[n]}
        lines = [] if kept else (bodies[0] if bodies else ["".join(each.itertext()) for each in body])
        texts = [blocks[n].text for n in kept] or lines
        has_paragraph = any(ends_sentence(text) or (kept and len(text) >= _MIN_LETTERS) for text in texts)
        if has_paragraph and sum(map(len, texts)) >= _MIN_LETTERS:
            return kept, lines
    raise NoArticleError


def _mark_nodes(blocks: Sequence[_Block]) -> dict[str, tuple[int, int]]:
    """Mark each text node of the page; returns the place of its block and its length, by the mark."""
    marks = map(chr, range(_FIRST_MARK, _LAST_MARK + 1))
    marked = {}
    for n, block in enumerate(blocks):
        for (element, is_tail), mark in zip(block.nodes, marks, strict=False):
            text = (element.tail if is_tail else element.text) or ""
            space = len(text) - len(text.lstrip())
            text = _NOT_MARKABLE.sub("", text[:space]) + mark + _NOT_MARKABLE.sub("", text[space:])
            if is_tail:
                element.tail = text
            else:
                element.text = text
            marked[mark] = (n, len(text))
    return marked


def _cut_down(root: HtmlElement, *, fast: bool) -> Any:
    """Return the article as a tree of trafilatura's; None where it finds none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            root, fast=fast, include_comments=False, include_tables=True, output_format="xml"
        )
    except Exception as error:  # noqa: BLE001 - whatever a hostile page makes another's code do
        raise UnreadableError(
            f"trafilatura can't read the page ({type(error).__name__})",
            "copy the article's text into a text file, and import that",
        ) from None
    return getattr(document, "body", None)


def _find_heading(blocks: Sequence[_Block], kept: set[int]) -> int | None:
    """Return the place of the first-level heading above the article, or of the page's first one."""
    headings = [n for n, block in enumerate(blocks) if block.tag == "h1" and not block.drop_reason]
    above = [n for n in headings if kept and n <= min(kept)]
    return above[-1] if above else next(iter(headings), None)


def _find_part(blocks: Sequence[_Block], kept: set[int], heading: int | None) -> tuple[int, int]:
    """Return the part of the page that holds the article, its heading included."""
    if not kept:
        return 0, 0
    first, last = min(kept), max(kept)
    start, end = first, last + 1
    shared = [a for a, b in zip(blocks[first].path, blocks[last].path, strict=False) if a == b]
    if shared:
        depth = len(shared) - 1
        inside = [n for n, block in enumerate(blocks) if block.path[depth : depth + 1] == (shared[-1],)]
        if len(inside) <= _MAX_SURROUNDINGS * len(kept):
            start, end = inside[0], inside[-1] + 1
    if heading is not None and start - _MAX_ABOVE <= heading < start:
        start = heading
    return start, end


def _saved_block(number: int, block: _Block, is_kept: bool) -> SavedBlock:  # noqa: FBT001
    reason = block.drop_reason
    dropped = ("a caption" if reason == "a caption" else "") if is_kept else reason or NOT_IN_ARTICLE
    return SavedBlock(number, block.text, _KINDS.get(block.tag, "paragraph"), number, dropped)


def _read_metadata(root: HtmlElement, described: Sequence[dict[str, Any]], metadata: Metadata) -> None:
    for each in described:
        _read_json_ld(each, metadata)
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        for key, names in _META_NAMES:
            if name in names:
                metadata.set_default(key, meta.get("content"), f"the page's {name}")
    for link in root.iter("link"):
        if link.get("rel", "").lower() == "canonical":
            metadata.set_default("url", link.get("href"), "the page's canonical address")


def _find_json_ld(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the descriptions of articles in the page's JSON-LD."""
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting: deque[Any] = deque([json.loads(script.text or "")])
        except (ValueError, RecursionError):
            continue
        for _ in range(10_000):
            if not waiting:
                break
            each = waiting.popleft()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                types = each.get("@type")
                names = types if isinstance(types, list) else [types]
                if any(isinstance(name, str) and name.lower() in _SCHEMA_TYPES for name in names):
                    yield each
                waiting += [each[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in each]


def _read_json_ld(described: dict[str, Any], metadata: Metadata) -> None:
    source = "the page's JSON-LD"
    metadata.set_default("headline", described.get("headline") or described.get("name"), source)
    metadata.set_default("publisher", _name_of(described.get("publisher")), source)
    metadata.set_default("published", described.get("datePublished"), source)
    metadata.set_default("author", _name_of(described.get("author")), source)
    for key in ("url", "mainEntityOfPage"):
        value = described.get(key)
        metadata.set_default("url", value.get("@id") if isinstance(value, dict) else value, source)


def _has_body(described: dict[str, Any]) -> bool:
    body = described.get("articleBody")
    return isinstance(body, str) and bool(body.strip())


def _name_of(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name_of, value[:20]) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def _is_false(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.lower() == "false")
