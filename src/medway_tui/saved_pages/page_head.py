"""The head of a page: what its meta elements, links, title and JSON-LD say of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.json_ld import (
    are_similar,
    article_addresses,
    find_described_article,
    first_text,
    path_of,
)

_TITLE_NAMES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "dc.title",
    "sailthru.title",
    "headline",
    "title",
)
_DATE_NAMES = (
    *("article:published_time", "datepublished", "og:article:published_time", "article:published"),
    *(
        "article.published",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "pubdate",
    ),
    *("publishdate", "publish-date", "publish_date", "publication_date", "published_time", "published-date"),
    *("bt:pubdate", "cxenseparse:recs:publishtime", "rnews:datepublished", "article_date_original"),
    *(
        "originalpublicationdate",
        "citation_publication_date",
        "dcterms.created",
        "dc.date",
        "dc.date.created",
    ),
    *("dcterms.date", "date"),
)
_AUTHOR_NAMES = (
    *(
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
    ),
    *("byline", "article:author_name", "citation_author", "rnews:author", "shareaholic:article_author_name"),
)
_SITE_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_APPLICATION_NAMES = (
    "application-name",
    "apple-mobile-web-app-title",
    "al:android:app_name",
    "twitter:app:name:iphone",
)
_SEPARATOR = re.compile(r"\s+[-|–—·»•‹›:]{1,2}\s+|\s*\|\s*|:\s*:")
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{1,2000})"
)
_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/web/\d+[a-z_]*|archive\.(?:today|ph|is|org))/(?=https?://)"
)
_MAX_SITE_WORDS = 6
_MAX_HEADINGS = 10
_MAX_TITLE = 1_000
"""How much of a title is read, in characters."""
_MIN_TITLE_WORDS = 2
"""A shorter title is no headline by which the page's own article could be told from others."""


class PageHead:
    """What a page says of itself outside its text."""

    def __init__(self, root: HtmlElement, source: str, saved_from: Sequence[str] = ()) -> None:
        """``saved_from`` are the addresses that the page was saved from, where it is known."""
        self.metas: dict[str, list[str]] = {}
        """The contents of meta elements by their names, in lower case."""
        for meta in root.iter("meta"):
            name = (
                meta.get("property")
                or meta.get("name")
                or meta.get("itemprop")
                or meta.get("http-equiv")
                or ""
            )
            content = (meta.get("content") or "").strip()
            if name and content:
                self.metas.setdefault(name.lower(), []).append(content)
        title = root.find(".//head/title")
        self.title = normalise_text("".join(title.itertext())[:_MAX_TITLE]) if title is not None else ""
        self.addresses = list(self._find_addresses(root, source, saved_from))
        self.titles = [normalise_text(each) for each in self.find(*_TITLE_NAMES)]
        headings = [normalise_text("".join(each.itertext())) for each in root.iter("h1")][:_MAX_HEADINGS]
        names = [*self.titles, *self.title_parts[:1], *headings]
        self.described: dict[str, Any] = find_described_article(
            root, [name for name in names if len(name.split()) >= _MIN_TITLE_WORDS], self.addresses
        )
        self.addresses += article_addresses(self.described)
        self.html_language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""

    def find(self, *names: str) -> Iterator[str]:
        """Yield the contents of the meta elements of some names, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())

    @property
    def dates(self) -> Iterator[tuple[str, str]]:
        """The dates of publication, each with its source."""
        value = first_text(self.described, "datePublished", "dateCreated")
        if value:
            yield value, "the page's JSON-LD"
        for name in _DATE_NAMES:
            for each in self.metas.get(name, ()):
                yield each, f"the page's {name}"

    @property
    def authors(self) -> Iterator[tuple[str, str]]:
        """The authors that meta elements name, each with its source."""
        for name in _AUTHOR_NAMES:
            values = self.metas.get(name, [])
            if values:
                yield ", ".join(dict.fromkeys(values)), f"the page's {name}"

    @property
    def site_names(self) -> Iterator[tuple[str, str]]:
        """The names of the publisher that the page gives."""
        for name in _SITE_NAMES:
            yield from ((each, f"the page's {name}") for each in self.metas.get(name, ()))

    @property
    def inferred_site_names(self) -> Iterator[tuple[str, str]]:
        """Names from which the publisher can be inferred: the end of the title, an application's name."""
        for part in reversed(self.title_parts[1:]):
            if 0 < len(part.split()) <= _MAX_SITE_WORDS:
                yield part, f"the end of the page's title, “{self.title}”"
        for name in _APPLICATION_NAMES:
            yield from ((each, f"the page's {name}") for each in self.metas.get(name, ()))

    @property
    def title_parts(self) -> list[str]:
        """The parts of the title, with the one that is the headline first."""
        parts = [part.strip() for part in _SEPARATOR.split(self.title) if part and part.strip()]
        if not parts:
            return []
        named = next((part for part in parts if any(are_similar(part, each) for each in self.titles)), None)
        headline = named or max(parts, key=lambda part: len(part.split()))
        rest = [part for part in parts if part != headline]
        return [headline, *rest]

    @property
    def language(self) -> str:
        """The language that the page says it is in, such as en-GB; empty where it says none."""
        found = self.html_language or next(self.find("content-language", "og:locale", "dc.language"), "")
        return found.replace("_", "-").split(",")[0].strip()

    @property
    def hosts(self) -> list[str]:
        """The hosts of the page's addresses."""
        return [urlsplit(each).hostname or "" for each in self.addresses]

    def _find_addresses(self, root: HtmlElement, source: str, saved_from: Sequence[str]) -> Iterator[str]:
        """Yield the page's own addresses, the one that it calls canonical first."""
        found = [
            link.get("href") or "" for link in root.iter("link") if "canonical" in link.get("rel", "").lower()
        ]
        found += self.find("og:url", "parsely-link", "twitter:url", "dc.identifier")
        comment = _SAVED_FROM.search(source[:20_000])
        found += [comment[1]] if comment else []
        found += saved_from
        addresses = [_ARCHIVE.sub("", each.strip()) for each in found]
        # A home page is not the article's address.
        own = [each for each in addresses if each.startswith(("http://", "https://")) and _has_path(each)]
        yield from dict.fromkeys(own)


def _has_path(address: str) -> bool:
    try:
        return bool(path_of(address)) and bool(urlsplit(address).hostname)
    except ValueError:
        return False
