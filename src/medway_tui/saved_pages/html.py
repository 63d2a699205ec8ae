"""A page of HTML to a stream of its blocks, each with the elements that it stands in."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.boilerplate import CONTAINERS, REASONS

_BLOCK_NAMES = """
address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead title tr ul
"""
_VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
_UNREAD_NAMES = "script style noscript template svg math iframe object select textarea canvas audio video"

_BLOCKS = frozenset(_BLOCK_NAMES.split())
_VOID = frozenset(_VOID_NAMES.split())
_UNREAD = frozenset(_UNREAD_NAMES.split())
_NO_ARTICLE = {
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
_DEEPEST = 200
"""How deep elements are told apart; what is deeper counts as in the last of them."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


_REMARKS = re.compile(r"<!--|<!\[|<\?")


_UNENDED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""What begins a tag that another one begins in."""
_MOST_UNENDED = 500


def readable(text: str) -> str:
    """A page without its comments and declarations; what follows one that never ends is left out too.

    HTMLParser looks for the end of each, and of each tag, anew. That takes minutes where a hundred thousand
    never end; so where there are many such tags, what begins them counts as text.
    """
    text = _without_remarks(text)
    if sum(1 for _ in _UNENDED.finditer(text)) > _MOST_UNENDED:
        text = _UNENDED.sub("&lt;", text)
    return text


def _without_remarks(text: str) -> str:
    kept: list[str] = []
    at = 0
    for match in _REMARKS.finditer(text):
        if match.start() < at:
            continue
        kept.append(text[at : match.start()])
        ends = "-->" if match[0] == "<!--" else ">"
        end = text.find(ends, match.end())
        if end < 0:
            return "".join(kept)
        at = end + len(ends)
    return "".join((*kept, text[at:]))


class Element(NamedTuple):
    """An open element of the page."""

    tag: str
    number: int
    """Which of the page's elements it is, in order."""
    article: int
    """How surely it holds an article: 3 its body, 2 an article, 1 the main part; else 0."""
    dropped: str
    """Why what stands in it is no article; empty where it may be one."""


class PageBlock(NamedTuple):
    """A block of text in a page."""

    text: str
    within: tuple[Element, ...]
    linked: int
    """How many of its characters are links."""

    @property
    def dropped(self) -> str:
        """Why it is no part of an article; empty where it may be."""
        return next((each.dropped for each in reversed(self.within) if each.dropped), "")

    @property
    def tag(self) -> str:
        """The innermost element that says what kind of block it is."""
        return next(
            (e.tag for e in reversed(self.within) if e.tag in _BLOCKS and e.tag not in ("div", "section")), ""
        )


class Page(HTMLParser):
    """What a page holds: blocks of text, what its head says, and scripts with data."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[PageBlock] = []
        self.meta: list[tuple[str, str]] = []
        """Pairs of a name or property and its content, in order."""
        self.links: dict[str, str] = {}
        self.times: list[tuple[str, int]] = []
        """The machine-readable times, each with the number of blocks before it."""
        self.data: list[str] = []
        """The JSON-LD of the page."""
        self._open: list[Element] = []
        self._count = 0
        self._unread = 0
        self._held: list[str] = []
        self._linked = 0
        self._in_link = 0
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in attrs}
        if tag == "script":
            self._script = [] if given.get("type", "").strip().lower() == "application/ld+json" else None
        if tag in _UNREAD:
            self._unread += 1
            return
        self._noted(tag, given)
        if tag in ("p", "li", "tr", "dt", "dd"):
            self._close_implied(tag)
        if tag in _BLOCKS:
            self._end_block()
        if tag == "br":
            self._held.append("\n")
        elif tag == "q":
            self._held.append("“")
        elif tag == "a":
            self._in_link += 1
        if tag not in _VOID and tag in (*_BLOCKS, "button", "dialog") and len(self._open) < _DEEPEST:
            self._count += 1
            self._open.append(Element(tag, self._count, _surely(tag, given), _why(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
            if tag == "script" and self._script is not None:
                self.data.append("".join(self._script))
                self._script = None
            return
        if tag == "q":
            self._held.append("”")
        elif tag == "a":
            self._in_link = max(0, self._in_link - 1)
        if tag in _BLOCKS:
            self._end_block()
        if any(each.tag == tag for each in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._script is not None:
            self._script.append(data)
        elif not self._unread:
            self._held.append(re.sub(r"\s+", " ", data))
            if self._in_link:
                self._linked += len(data.strip())

    def close(self) -> None:
        """The page ends."""
        super().close()
        self._end_block()

    def _noted(self, tag: str, given: dict[str, str]) -> None:
        if tag == "meta" and given.get("content"):
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.meta.append((name.lower(), given["content"]))
        elif tag == "link" and given.get("href"):
            self.links.setdefault(given.get("rel", "").lower(), given["href"])
        elif tag == "time" and given.get("datetime"):
            self.times.append((given["datetime"], len(self.blocks)))

    def _close_implied(self, tag: str) -> None:
        """Close an element that another of its kind ends, as HTML lets authors leave the end out."""
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n].tag == tag:
                self._end_block()
                del self._open[n:]
                return
            if self._open[n].tag in ("ul", "ol", "table", "article", "section", "div", "blockquote", "dl"):
                return

    def _end_block(self) -> None:
        if not self._held:
            return
        text = "".join(self._held)
        within = tuple(self._open)
        for part in re.split(r"\n\s*\n\s*", text):
            words = normalise_text(part)
            if words:
                self.blocks.append(PageBlock(words, within, self._linked))
        self._held, self._linked = [], 0


def _surely(tag: str, given: dict[str, str]) -> int:
    if "articlebody" in given.get("itemprop", "").lower():
        return 3
    if tag == "article" or given.get("role") == "article":
        return 2
    return int(tag == "main" or given.get("role") == "main")


def _why(tag: str, given: dict[str, str]) -> str:
    if tag in _NO_ARTICLE:
        return _NO_ARTICLE[tag]
    if "hidden" in given or given.get("aria-hidden") == "true" or _HIDDEN.search(given.get("style", "")):
        return "hidden in the page"
    if given.get("role") in ("navigation", "complementary", "contentinfo", "dialog", "banner"):
        return "navigation"
    named = f"{given.get('class', '')} {given.get('id', '')}".strip()
    found = CONTAINERS.search(named) if named and tag not in ("html", "body", "main", "article") else None
    if found is None:
        return ""
    return next((why for part, why in REASONS if re.search(part, found[0], re.IGNORECASE)), "navigation")
