"""Finds the article that an annotation is of: by its id, its address, or a URN of our own export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from medway_tui.export.stable_ids import stable_urn
from medway_tui.importing.annotations.foreign import ArticleReference
from medway_tui.importing.known_articles import address_keys
from medway_tui.index.articles import get_article, list_article_addresses, list_paragraphs
from medway_tui.index.connection import Index

_PROXIES = re.compile(
    r"https?://(?:via\.hypothes\.is/|via\d?\.hypothes\.is/(?:proxy/\w+/)?"
    r"|web\.archive\.org/web/[\w*]+/|archive\.(?:today|ph|is)/o/\w+/|docdrop\.org/.*?url=)(?P<url>https?:/.+)",
    re.IGNORECASE,
)
"""The addresses of pages through which another page is annotated."""


_MAX_KNOWN_URNS = 2_000
"""Of how many articles the URNs are kept: those of one article mostly follow one another."""


class FoundArticle(NamedTuple):
    """An article that an annotation may be of."""

    id: str
    blocks: Mapping[str, int] = {}
    """The blocks that its addresses name, by the URNs of our own exports."""


class ArticleFinder:
    """Finds articles of a dossier by what other programs say of them."""

    def __init__(self, index: Index, dossier_id: str) -> None:
        self._index = index
        self._dossier_id = dossier_id
        self._by_address: dict[str, list[str]] = {}
        self._known_urns: dict[str, dict[str, int]] = {}

    def find(self, reference: ArticleReference) -> list[FoundArticle]:
        """Return the articles that a reference can mean, the likeliest first; none where it knows none."""
        if reference.id and get_article(self._index, reference.id) is not None:
            return [FoundArticle(reference.id)]
        pages = [each for each in reference.addresses if not each.startswith("urn:")]
        urns = [each for each in reference.addresses if each.startswith("urn:uuid:")]
        found = list(dict.fromkeys(article for page in pages for article in self._find_page(page)))
        if not urns:
            return [FoundArticle(each) for each in found]
        candidates = [(each, self._urns_of(each)) for each in found or self._without_address]
        named = [(each, known) for each, known in candidates if not known.keys().isdisjoint(urns)]
        if named:
            return [
                FoundArticle(each, {urn: known[urn] for urn in urns if urn in known}) for each, known in named
            ]
        return [FoundArticle(each) for each in found]

    def _find_page(self, address: str) -> list[str]:
        """Return the articles of an address, however it was reached; the same one word for word first."""
        if address not in self._by_address:
            self._by_address[address] = self._look_up(address)
        return self._by_address[address]

    def _look_up(self, address: str) -> list[str]:
        url = real_address(address)
        keys = _keys_of(url)
        if not keys:
            return []
        exact = [article for article in self._known.get(keys[0], ()) if self._urls[article] == url]
        return list(dict.fromkeys([*exact, *self._known.get(keys[0], ())])) or self._known.get(keys[-1], [])

    @cached_property
    def _urls(self) -> dict[str, str | None]:
        """The address of each article, by its id."""
        return dict(list_article_addresses(self._index))

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """The articles by the forms of their addresses."""
        known: dict[str, list[str]] = {}
        for article, url in self._urls.items():
            for key in _keys_of(url or ""):
                known.setdefault(key, []).append(article)
        return known

    @cached_property
    def _without_address(self) -> list[str]:
        """The articles without an address: our own exports name them by URNs alone."""
        return [article for article, url in self._urls.items() if not url]

    def _urns_of(self, article: str) -> dict[str, int]:
        """Return the blocks of an article by their URNs, and its headline by its own."""
        if article not in self._known_urns:
            if len(self._known_urns) >= _MAX_KNOWN_URNS:
                self._known_urns.clear()
            known = {stable_urn(self._dossier_id, "article", article): 0}
            for row in list_paragraphs(self._index, article):
                known[stable_urn(self._dossier_id, row.place.kind, article, row.place.number)] = row.block
            self._known_urns[article] = known
        return self._known_urns[article]


def _keys_of(url: str) -> list[str]:
    try:
        return address_keys(url)
    except ValueError:
        # What can be no address, such as http://[.
        return []


def real_address(address: str) -> str:
    """Return the address of the page itself, without its fragment, and where it was shown through a proxy."""
    address = address.strip()
    match = _PROXIES.match(address)
    if match:
        # Some proxies shorten the slashes.
        address = re.sub(r"^(https?):/+", r"\1://", match["url"])
    return address.partition("#")[0]


def is_page_address(address: str) -> bool:
    """Whether an address is that of a web page."""
    try:
        return urlsplit(address.strip()).scheme in ("http", "https")
    except ValueError:
        return False
