"""A page to the pieces of its article, and what its head says of it."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from medway_tui.saved_pages.blocks import SavedBlock, SavedBlockKind, ends_sentence, normalise_text
from medway_tui.saved_pages.html import Page, PageBlock, readable
from medway_tui.saved_pages.metadata import Metadata

_LEAST = {0: 400, 1: 200, 2: 60, 3: 60}
"""How many characters of paragraphs the part of a page has that can be its article, by how surely it is."""

_META = (
    ("headline", ("og:title", "twitter:title", "dc.title")),
    ("publisher", ("og:site_name",)),
    (
        "published",
        ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "parsely-pub-date", "date"),
    ),
    ("url", ("og:url", "parsely-link")),
    ("author", ("author", "article:author", "parsely-author", "dc.creator", "byl")),
)
"""The names of what a page's head says, by the key of the article."""

_ARTICLES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "blogposting",
)
"""The types of schema.org that are articles, in lower case."""

_KINDS: dict[str, SavedBlockKind] = {
    "h1": "headline",
    "li": "item",
    "dt": "item",
    "dd": "item",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
}


class PageArticle:
    """What was found in a page."""

    def __init__(self, text: str, facts: Metadata) -> None:
        """``text`` is the page's HTML; what its head says is learnt as ``facts``."""
        page = Page()
        page.feed(readable(text))
        page.close()
        described = list(islice(_described(page.data), 1))
        self.paid = any(_untrue(each.get("isAccessibleForFree")) for each in described)
        """Whether the page says that its article is for those who pay."""
        for each in described:
            _learn_described(each, facts)
        for key, names in _META:
            for name, content in page.meta:
                if name in names:
                    facts.set_default(key, content, f"the page's {name}")
        facts.set_default("url", page.links.get("canonical"), "the page's canonical address")
        start, blocks = _body(page.blocks)
        for when, place in page.times:
            if place <= start + 8:
                facts.set_default("published", when, "the page's time element")
        h1 = next((block.text for block in page.blocks if block.tag == "h1" and not block.dropped), None)
        if h1 is not None and not _alike(facts["headline"], h1):
            # The head's title often carries the site's name; what is printed above the text does not.
            printed = Metadata()
            printed.set_default("headline", h1, "the page's first heading")
            facts.override(printed)
        self.pieces = [_piece(number, block) for number, block in enumerate(blocks, 1)]
        """The pieces of the article's part of the page, in order; empty where none was found."""
        self.outside = len(page.blocks) - len(blocks)
        """How many blocks of the page stand outside of it."""
        if not self.pieces:
            bodies = (each.get("articleBody") for each in described)
            body = next((each for each in bodies if isinstance(each, str) and each.strip()), "")
            lines = [normalise_text(line) for line in body.splitlines()]
            self.pieces = [SavedBlock(n, line) for n, line in enumerate(filter(None, lines), 1)]


def _piece(number: int, block: PageBlock) -> SavedBlock:
    kind = _KINDS.get(block.tag, "paragraph")
    dropped = block.dropped
    if not dropped and block.linked * 5 >= len(block.text) * 4 and not ends_sentence(block.text):
        dropped = "links"
    return SavedBlock(number, block.text, kind, number, dropped)


def _body(blocks: Sequence[PageBlock]) -> tuple[int, list[PageBlock]]:
    """The blocks of the part of a page that holds its article, and how many come before it."""
    weights: Counter[int] = Counter()
    surely: dict[int, int] = {}
    for block in blocks:
        if block.dropped or not _is_text(block):
            continue
        for depth, element in enumerate(reversed(block.within)):
            surely[element.number] = element.article
            # As in Readability: a paragraph speaks for what holds it, and less for what holds that.
            weights[element.number] += (
                len(block.text) if element.article else len(block.text) // max(1, depth)
            )
    best = max(
        (number for number in weights if weights[number] >= _LEAST[surely[number]]),
        key=lambda number: (bool(surely[number]), surely[number] == 3, weights[number]),
        default=None,
    )
    if best is None:
        return 0, []
    inside = [n for n, block in enumerate(blocks) if any(each.number == best for each in block.within)]
    return inside[0], [blocks[n] for n in inside]


def _is_text(block: PageBlock) -> bool:
    return block.linked * 2 < len(block.text) and (
        block.tag in ("p", "blockquote", "li") or ends_sentence(block.text)
    )


def _alike(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


def _described(scripts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What JSON-LD says of articles."""
    for script in scripts:
        try:
            waiting: deque[Any] = deque([json.loads(script)])
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
                if any(isinstance(name, str) and name.lower() in _ARTICLES for name in names):
                    yield each
                waiting += [each[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in each]


def _learn_described(each: dict[str, Any], facts: Metadata) -> None:
    whence = "the page's JSON-LD"
    facts.set_default("headline", each.get("headline") or each.get("name"), whence)
    facts.set_default("publisher", _name(each.get("publisher")), whence)
    facts.set_default("published", each.get("datePublished"), whence)
    facts.set_default("author", _name(each.get("author")), whence)
    for key in ("url", "mainEntityOfPage"):
        value = each.get(key)
        facts.set_default("url", value.get("@id") if isinstance(value, dict) else value, whence)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name, value[:20]) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def _untrue(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.lower() == "false")
