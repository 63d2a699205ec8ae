"""The JSON-LD of a page: the description of its own article, not of others that it links to."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from medway_tui.saved_pages.text_repair import read_markup_lines

_ARTICLE = re.compile(r"^(?:\w*article|blogposting|liveblogposting|\w*newsarticle|report)$", re.IGNORECASE)
"""The types of schema.org that are articles."""
_LISTS = frozenset(("itemlist", "breadcrumblist", "collectionpage", "searchresultspage"))
"""Types that hold articles other than the page's own."""
_INNER_KEYS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_MAX_PARTS = 10_000
_WORD = re.compile(r"\w+")
_SIMILAR = 0.6


def find_described_article(
    root: HtmlElement, titles: Sequence[str], addresses: Sequence[str]
) -> dict[str, Any]:
    """Return the description of the page's own article in its JSON-LD; empty where there is none.

    It is the one whose headline is like one of the page's ``titles``, or whose address is one of its
    ``addresses``; a single one that has neither counts too.
    """
    found = [each for each in _find_articles(root) if not _is_of_other(each, titles, addresses)]
    own = [each for each in found if _is_own(each, titles, addresses)]
    if own:
        return max(own, key=len)
    unnamed = [each for each in found if not each.get("headline") and not each.get("name")]
    return unnamed[0] if len(found) == 1 and unnamed else {} if titles or addresses else next(iter(found), {})


def _find_articles(root: HtmlElement) -> list[dict[str, Any]]:
    articles = []
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        try:
            waiting: deque[Any] = deque([json.loads(_strip_wrapping(script.text or ""), strict=False)])
        except (ValueError, RecursionError):
            continue
        limit = _MAX_PARTS
        while waiting and limit:
            limit -= 1
            each = waiting.popleft()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                names = _type_names(each)
                if any(_ARTICLE.match(name) for name in names):
                    articles.append(each)
                waiting += [each[key] for key in _INNER_KEYS if isinstance(each.get(key), dict | list)]
    return articles


def _strip_wrapping(text: str) -> str:
    """Return JSON without the comment or CDATA section around it, and without what follows its end."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//").strip()
    return text.removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip("/;").strip()


def _type_names(value: dict[str, Any]) -> list[str]:
    types = value.get("@type")
    return [each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)]


def _is_own(article: dict[str, Any], titles: Sequence[str], addresses: Sequence[str]) -> bool:
    headline = first_text(article, "headline", "name", "alternativeHeadline")
    if headline and any(are_similar(headline, title) for title in titles):
        return True
    own = {path_of(address) for address in addresses} - {""}
    return any(path_of(address) in own for address in article_addresses(article))


def _is_of_other(article: dict[str, Any], titles: Sequence[str], addresses: Sequence[str]) -> bool:
    """Return whether an article has a headline and an address, and both are others."""
    headline = first_text(article, "headline", "name")
    own = {path_of(address) for address in addresses} - {""}
    theirs = {path_of(address) for address in article_addresses(article)} - {""}
    is_other_headline = bool(
        headline and titles and not any(are_similar(headline, title) for title in titles)
    )
    return is_other_headline and (not own or not theirs or not own & theirs)


def article_addresses(article: dict[str, Any]) -> list[str]:
    """Return the addresses that a description gives for its article."""
    found = []
    for key in ("mainEntityOfPage", "url", "@id"):
        value = article.get(key)
        value = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith("http"):
            found.append(value)
    return found


def first_text(article: dict[str, Any], *keys: str) -> str | None:
    """Return the first of some keys that has words."""
    for key in keys:
        value = article.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("@value") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return " ".join(filter(None, map(str.strip, read_markup_lines(value))))
    return None


def find_names(value: Any) -> list[str]:
    """Return the names of people or organisations, of which each may be a text or has a name."""
    if isinstance(value, list):
        return [name for each in value[:20] for name in find_names(each)]
    if isinstance(value, dict):
        return find_names(value.get("name") or value.get("@name"))
    if not isinstance(value, str) or not value.strip():
        return []
    return [" ".join(filter(None, map(str.strip, read_markup_lines(value))))]


def body_lines(article: dict[str, Any]) -> list[str]:
    """Return the lines of the article's text, with its markup decoded."""
    value = article.get("articleBody")
    return [line for line in read_markup_lines(value) if line.strip()] if isinstance(value, str) else []


def are_similar(one: str, other: str) -> bool:
    """Return whether two headlines are the same, or nearly: most words of the shorter are in the longer."""
    first, second = ({word.casefold() for word in _WORD.findall(text)} for text in (one, other))
    shorter = min(len(first), len(second))
    return (
        shorter > 0
        and len(first & second) >= _SIMILAR * shorter
        and (shorter > 2 or len(first & second) == shorter)
    )


def path_of(address: str) -> str:
    """Return the host and path of an address, by which two are compared; empty for a home page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    if not path and not parts.query:
        return ""
    return f"{(parts.hostname or '').removeprefix('www.').removeprefix('m.').removeprefix('amp.')}{path}"
