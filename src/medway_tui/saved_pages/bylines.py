"""Bylines: who wrote an article, as pages print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.metadata import find_dates
from medway_tui.saved_pages.page_blocks import PageBlock

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|by-line|byl|writer|contributor|journalist|reporter|posted-?by|submitted-?by)"
    r"(?:[_-]{1,2}(?:name|names|link|text|title|wrapper|inner|content|info))*(?:$|\s)|[a-z](?:Author|Byline)(?:Name)?(?:$|[\s_-])"
)
_NOT_NAMED = re.compile(
    r"bio|avatar|image|photo|social|more|related|comment|follow|twitter|description|articles", re.IGNORECASE
)
_PREFIX = re.compile(
    r"^\W*(?:(?:exclusive|analysis|opinion|comment)\s+)?"
    r"(?:(?:written|words|posted|published|reported|story|reporting|article|text|contributed|submitted)\s+by|by|author|from)\b[\s:]*",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:\||·|•|\s[-–—]\s|\(|@|\b(?:updated|published|posted|last|follow|for the)\b|\bfor\s+[A-Z]"
    r"|\bin\s+[A-Z]|\bat\s+\d|\d).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(
    r"^(?:\w+\s+){0,4}(?:editor|reporter|correspondent|writer|columnist|journalist|contributor|producer|staff|critic"
    r"|md|ma|phd|photographer|news|team)(?:\s+\w+){0,3}$",
    re.IGNORECASE,
)
_TRAILING_ROLE = re.compile(
    r"\s+(?:(?:[A-Z][\w&-]+\s+){0,2})(?:Editor|Reporter|Correspondent|Writer|Columnist|Journalist|Contributor)s?(?:\s.*)?$"
)
_SPLIT = re.compile(r"\s*(?:[,;&]|\band\b)\s*", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_]|[’'.-])+(?:\s+(?:[^\W\d_]|[’'.-])+){1,4}")
_NO_NAME = re.compile(
    r"^(?:admin(?:istrator)?|username|user|guest|anonymous|unknown|none|null|editor|staff|webmaster|author|default"
    r"|sign (?:in|up)|log in|read more|more|share|view|all posts|contact.*|about.*|the author|get .*)$",
    re.IGNORECASE,
)
_MAX_BYLINE_LENGTH = 200


def find_bylines(root: HtmlElement, blocks: Sequence[PageBlock]) -> Iterator[tuple[int, str]]:
    """Yield the texts of elements that a page names as bylines, each with the number of its block."""
    places: dict[HtmlElement, int] = {}
    for n, block in enumerate(blocks):
        for element, attribute in block.nodes:
            if attribute == "text":
                places.setdefault(element, n)
    for element in root.iter(
        "a", "address", "div", "p", "span", "strong", "li", "em", "h2", "h3", "h4", "h5", "cite", "author"
    ):
        if not _is_byline(element):
            continue
        text = normalise_text(" ".join(part for part in element.itertext() if part.strip()))
        place = next((places[part] for part in element.iter() if part in places), None)
        if place is not None and 3 < len(text) <= _MAX_BYLINE_LENGTH:
            yield place, text
    for n, block in enumerate(blocks):
        if len(block.text) <= _MAX_BYLINE_LENGTH and re.match(
            r"(?:written |words )?by\s+[A-Z]", block.text, re.IGNORECASE
        ):
            yield n, block.text


def _is_byline(element: HtmlElement) -> bool:
    if "author" in (element.get("rel") or "") or "author" in (element.get("itemprop") or ""):
        return True
    names = " ".join(filter(None, map(element.get, ("class", "data-testid", "data-component"))))
    if not names:
        return False
    return _is_byline_name(names)


@lru_cache(maxsize=8_192)
def _is_byline_name(names: str) -> bool:
    return _NAMED.search(names) is not None and _NOT_NAMED.search(names) is None


def clean_author(text: str, *, is_named: bool = False) -> str | None:
    """Return the names in a byline without “By”, roles and dates; None where it has none.

    ``is_named`` is for what a page gives as an author's name alone, which may be any name.
    """
    text = normalise_text(text)
    if re.search(r"https?:|www\.|//", text) or len(text) > _MAX_BYLINE_LENGTH:
        return None
    text = _PREFIX.sub("", text)
    for start, _, _ in find_dates(text):
        text = text[:start]
        break
    text = _CUT.sub("", text)
    names = []
    for part in _SPLIT.split(text):
        printed = _PREFIX.sub("", part)
        name = _TRAILING_ROLE.sub("", printed).strip(" .,:-–—")
        if name != printed.strip(" .,:-–—") and " " not in name:
            # “Heritage Correspondent” is a role alone.
            continue
        if not name or _ROLE.match(name) or _NO_NAME.match(name) or name in names:
            continue
        if _looks_like_name(name) or (is_named and len(name) <= 60):
            names.append(name)
        elif not is_named:
            break
    return ", ".join(names) or None


def _looks_like_name(text: str) -> bool:
    """Return whether a text is two to five words of which most begin with a capital."""
    if not _NAME.fullmatch(text):
        return False
    words = text.split()
    return words[0][:1].isupper() and sum(word[:1].isupper() for word in words) * 2 > len(words)
