"""The blocks of a page of HTML: its words by their elements, without what is hidden or struck."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from medway_tui.saved_pages.blocks import SavedBlockKind, normalise_text

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
_STRUCK_TAGS = frozenset(("s", "del", "strike"))
_WRAPPER_TAGS = frozenset(("div", "section", "center"))
_DROP_REASONS = {
    **dict.fromkeys(("nav", "footer"), "navigation"),
    **dict.fromkeys(("form", "dialog"), "a form"),
    "aside": "beside the article",
    "button": "a button",
    "table": "a table",
    "figure": "a picture",
    "figcaption": "a caption",
}
_KINDS: dict[str, SavedBlockKind] = {
    "h1": "headline",
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
}
CAPTION_REASON = "a caption"

_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRIKING_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_HIDING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only|s)?|a11y-(?:text|hidden)|offscreen"
    r"|accessib(?:ly|ility)-hidden|for-screen-?readers)(?:$|\s)",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:image|img|photo|picture|media|wp|figure)[_-]?)?caption(?:[_-]?text)?(?:$|\s)",
    re.IGNORECASE,
)
_QUOTE_CLASS = re.compile(r"(?:^|[\s_-])(?:pull-?quote|block-?quote|quote-?block)(?:$|\s)", re.IGNORECASE)
_BESIDE_TAGS = frozenset(("nav", "footer", "aside", "dialog", "button"))
_BESIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|replies|discussion|cookies?|consent|gdpr|newsletter|sign-?up"
    r"|subscri(?:be|ption)|promo|related|recirc\w*|recommend\w*|most-?(?:read|popular)|trending|taboola|outbrain"
    r"|advert\w*|sponsor\w*|share|social|breadcrumbs?|paywall|popup|modal|author-?(?:bio|info|box)|about-?author"
    r"|footer|copyright|masthead)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""The classes and ids of parts of a page beside its article, unless they are around all of it."""
_REFERENCE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:foot-?note-?(?:ref|reference|link|anchor)?|note-?ref|reference|cite-?ref|fn-?ref)(?:$|\s)",
    re.IGNORECASE,
)
_REFERENCE_TEXT = re.compile(
    r"\s*[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§#]{1,3}|note \d{1,3})\s*[\])]?\s*$", re.IGNORECASE
)
_NUMBER = re.compile(r"\s*\d{1,3}\s*$")
_BEFORE_REFERENCE = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?”’\"')\]])$")
_UNIT = re.compile(
    r"(?:^|[^\w])(?:k?m|[cm]m|ft|in|yds?|mi|miles?|met(?:re|er)s?|feet|inch(?:es)?)$", re.IGNORECASE
)
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SENTENCE_BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_MAX_ALT_LENGTH = 16
"""The length of the longest emoji, in code points."""

_MAX_REFERENCE = 12
"""The length of the longest mark of a footnote, in characters."""
_MAX_NOTE_LENGTH = 80
"""How much of a part that is left out is kept for the report, in characters."""


@lru_cache(maxsize=8_192)
def _has_name(pattern: re.Pattern[str], names: str) -> bool:
    """Return whether a class or id has a name in it; pages repeat the same few."""
    return pattern.search(names) is not None


class Scope:
    """A block element of a page, and what it says of the blocks in it."""

    __slots__ = (
        "depth",
        "element",
        "hidden_by",
        "is_beside",
        "parent",
        "quote",
        "reason",
        "signature",
        "tag",
    )

    def __init__(self, element: HtmlElement, parent: Scope | None) -> None:
        tag = str(element.tag)
        self.element = element
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.tag = self._find_tag(tag)
        """The innermost tag that says what kind of block it is."""
        self.reason: str = _DROP_REASONS.get(tag, parent.reason if parent else "")
        """The reason its markup gives for leaving it out; empty where there is none."""
        outer_quote = parent.quote if parent else None
        self.quote: HtmlElement | None = (
            element if outer_quote is None and _is_quotation(element) else outer_quote
        )
        """The block quote, pull quote or figure with a quotation that it is in."""
        hidden_by = parent.hidden_by if parent else None
        self.hidden_by: HtmlElement | None = (
            element if hidden_by is None and is_hidden(element) else hidden_by
        )
        """The element by which it is hidden."""
        self.signature: int = hash((parent.signature if parent else 0, tag, element.get("class")))
        """What is equal for elements whose own and outer elements have the same tags and classes."""
        if tag != "figcaption" and _is_caption(element):
            self.reason = CAPTION_REASON
        names, element_id = element.get("class"), element.get("id")
        self.is_beside: bool = (
            tag in _BESIDE_TAGS
            or (names is not None and _has_name(_BESIDE_NAMES, names))
            or (element_id is not None and _has_name(_BESIDE_NAMES, element_id))
        )
        """Whether its tag, class or id names it as a part of the page beside the article."""

    def _find_tag(self, tag: str) -> str:
        if self.parent is None or tag not in _WRAPPER_TAGS:
            is_item = tag == "p" and self.parent is not None and self.parent.tag == "li"
            return "li" if is_item and self.parent is not None and self.parent.element.tag == "li" else tag
        return self.parent.tag

    def find_ancestor(self, *tags: str) -> Scope | None:
        """Return the innermost scope with one of some tags, this one included."""
        scope: Scope | None = self
        while scope is not None and scope.element.tag not in tags:
            scope = scope.parent
        return scope

    def is_in(self, element: HtmlElement) -> bool:
        """Return whether it is an element or in it."""
        scope: Scope | None = self
        while scope is not None and scope.element is not element:
            scope = scope.parent
        return scope is not None


class PageBlock(NamedTuple):
    """A block of a page."""

    text: str
    scope: Scope
    nodes: tuple[tuple[HtmlElement, str], ...]
    """Its text nodes: an element, and text or tail."""
    link_length: int
    """How many of its characters are links."""
    notes: tuple[tuple[str, str], ...]
    """The parts of it that are left out: each with the reason and its words."""

    @property
    def kind(self) -> SavedBlockKind:
        return "caption" if self.is_caption else _KINDS.get(self.scope.tag, "paragraph")

    @property
    def is_caption(self) -> bool:
        return self.scope.reason == CAPTION_REASON and self.scope.quote is None


class PageTime(NamedTuple):
    """A time element: its machine-readable date, the number of the block that it is in, and its words."""

    date: str
    element: HtmlElement
    block: int
    text: str


def is_hidden(element: HtmlElement) -> bool:
    """Return whether a page does not show an element, or only to screen readers."""
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("hidden", "until-found") != "until-found" or attributes.get("aria-hidden") == "true":
        return True
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _HIDING_STYLE.search(style)) or (names and _has_name(_HIDING_CLASS, names)))


def _is_quotation(element: HtmlElement) -> bool:
    """Return whether an element is a block quote, a pull quote, or a figure with one."""
    if element.tag == "blockquote":
        return True
    if element.tag == "figure":
        return any(child.tag == "blockquote" for child in element)
    names = element.get("class")
    is_box = element.tag in ("div", "aside", "section", "p")
    return names is not None and is_box and _has_name(_QUOTE_CLASS, names)


def _is_caption(element: HtmlElement) -> bool:
    names = element.get("class")
    return (
        names is not None
        and _has_name(_CAPTION_CLASS, names)
        and element.tag in ("p", "div", "dd", "h6", "section")
    )


class BlockReader:
    """Collects the text nodes of a page as blocks."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self.times: list[PageTime] = []
        self.max_depth = 0
        self._scope: Scope | None = None
        self._words: list[str] = []
        self._nodes: list[tuple[HtmlElement, str]] = []
        self._notes: list[tuple[str, str]] = []
        self._link_length = 0
        self._links = 0
        self._quote_marks: list[str] = []
        """The closing mark of each q element that is open; empty where the page prints its own."""

    def read(self, root: HtmlElement) -> None:
        """Collect the blocks of a page."""
        walk = iterwalk(root, events=("start", "end"))
        depth = 0
        skipped: HtmlElement | None = None
        for event, element in walk:
            tag = element.tag
            is_block = tag in _BLOCK_TAGS
            if event == "start":
                depth += 1
                self.max_depth = max(self.max_depth, depth)
                if tag in _UNREAD_TAGS or (not is_block and self._leaves_out(element)):
                    walk.skip_subtree()
                    skipped = element
                    continue
                if is_block:
                    self._end_block()
                    self._scope = Scope(element, self._scope)
                else:
                    self._read_inline(element, is_start=True)
                if text := element.text:
                    self._add_node(element, "text", text)
                continue
            depth -= 1
            if is_block:
                self._end_block()
                if self._scope is not None:
                    self._scope = self._scope.parent
            elif element is not skipped:
                self._read_inline(element, is_start=False)
            if text := element.tail:
                self._add_node(element, "tail", text)
        self._end_block()

    def _leaves_out(self, element: HtmlElement) -> bool:
        """Return whether an inline element is left out of its block, and note its words."""
        tag = element.tag
        reason = ""
        if tag in _STRUCK_TAGS or (tag == "span" and _STRIKING_STYLE.search(element.get("style") or "")):
            reason = "struck out"
        elif is_hidden(element) and not self._is_initial(element):
            reason = "hidden"
        elif tag in ("sup", "a") and self._is_reference(element):
            reason = "reference mark"
        if not reason:
            return False
        words = normalise_text("".join(element.itertext()))
        if (
            reason == "hidden"
            and len(words) > _MAX_NOTE_LENGTH
            and any(part.tag in _BLOCK_TAGS for part in element.iterdescendants())
        ):
            # An element of no known name may be around the whole article.
            return False
        if words:
            self._notes.append((reason, words[:_MAX_NOTE_LENGTH]))
        return True

    def _is_initial(self, element: HtmlElement) -> bool:
        """Return whether an element that is hidden from screen readers is the first letter of a word."""
        text, tail = "".join(element.itertext()).strip(), element.tail or ""
        return (
            element.get("aria-hidden") == "true" and len(text) == 1 and text.isalpha() and tail[:1].islower()
        )

    def _is_reference(self, element: HtmlElement) -> bool:
        """Return whether an element is the mark of a footnote."""
        if len(element) > 3 or len(element.text or "") > _MAX_REFERENCE:
            return False
        text = "".join(element.itertext())
        if not _REFERENCE_TEXT.match(text):
            return False
        link = element if element.tag == "a" else element.find("a")
        if link is not None and (link.get("href", "").startswith("#") or "#" in link.get("href", "")[-24:]):
            return element.tag == "sup" or not _NUMBER.match(text) or bool(self._words)
        marked = f"{element.get('class') or ''} {element.get('role') or ''}"
        if _REFERENCE_CLASS.search(marked) or "noteref" in marked:
            return True
        before = "".join(self._words[-3:])
        if element.tag != "sup" or _UNIT.search(before):
            return False
        return bool(_BEFORE_REFERENCE.search(before)) and not re.match(r"\s*[a-z]", text, re.IGNORECASE)

    def _read_inline(self, element: HtmlElement, *, is_start: bool) -> None:
        tag = element.tag
        if tag == "a":
            self._links += 1 if is_start else -1
        elif tag == "q":
            self._read_quotation(element, is_start=is_start)
        elif tag == "br" and is_start:
            # Two line breaks in a row end a paragraph, and so does one after a sentence.
            if self._words and (self._words[-1] == "\n" or self._ends_sentence()):
                self._end_block()
            else:
                self._words.append("\n")
        elif tag == "time" and is_start and element.get("datetime"):
            self.times.append(
                PageTime(element.get("datetime"), element, len(self.blocks), _words_of(element))
            )
        elif tag == "img" and is_start:
            alt = (element.get("alt") or "").strip()
            if alt and len(alt) <= _MAX_ALT_LENGTH and _is_emoji(alt) and not is_hidden(element):
                self._words.append(alt)

    def _ends_sentence(self) -> bool:
        return len(self._nodes) > 0 and _SENTENCE_BREAK.search("".join(self._words[-2:])) is not None

    def _read_quotation(self, element: HtmlElement, *, is_start: bool) -> None:
        """Add the marks of a q element, which alternate, unless the page prints its own."""
        if is_start:
            has_marks = (element.text or "").lstrip()[:1] in tuple("“‘\"'«„")
            opening, closing = ("“", "”") if len(self._quote_marks) % 2 == 0 else ("‘", "’")
            self._quote_marks.append("" if has_marks else closing)
            self._words.append("" if has_marks else opening)
        elif self._quote_marks:
            self._words.append(self._quote_marks.pop())

    def _add_node(self, element: HtmlElement, attribute: str, text: str) -> None:
        if not text.isspace():
            if attribute == "text" and element.tag == "sup":
                text = text.translate(_SUPERSCRIPTS) if _NUMBER.match(text) else text
            self._words.append(text)
            self._nodes.append((element, attribute))
            self._link_length += len(text) if self._links else 0
        elif self._words and self._words[-1] != "\n":
            self._words.append(" ")

    def _end_block(self) -> None:
        if not self._words:
            return
        text = normalise_text("".join(self._words)) if self._nodes else ""
        if text and self._scope is not None:
            self.blocks.append(
                PageBlock(text, self._scope, tuple(self._nodes), self._link_length, tuple(self._notes))
            )
            self._notes = []
        self._words, self._nodes = [], []
        self._link_length = 0


def _words_of(element: HtmlElement) -> str:
    return normalise_text("".join(element.itertext()))


def _is_emoji(text: str) -> bool:
    categories = {unicodedata.category(c) for c in text}
    return "So" in categories and categories <= {"So", "Sk", "Cf", "Mn", "Me", "Cn"}
