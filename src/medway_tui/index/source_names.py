"""Short names of publishers and of public sources: ``BBC``, ``KO``, ``report``; never an address.

Each is derived from the name or the address, and two publishers of a dossier never share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from medway_tui.index.connection import Index
from medway_tui.index.inspections import EvidenceMention, SourceRow
from medway_tui.index.query_compiler import list_publishers

REPORT = "report"
"""The short name of an inspection's report."""

_SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})
_SECOND_LEVELS = frozenset(
    {"ac", "co", "com", "edu", "gov", "ltd", "me", "net", "nhs", "org", "plc", "police", "sch"}
)
"""The labels that, before a country's, are a suffix of the site's name: ``co.uk``."""
_MAX_WORDS = 3
"""The words of a source without address that its short name has."""
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_END_OF_NAME = re.compile(r"[,;:(]|['’]s\b|\s[–—-]\s")


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return a short name for each publisher, none twice: an acronym, initials, or a short word.

    Where two would share one, both get a longer one, at last their own name.
    """
    shortened: dict[str, str] = {}
    remaining = list(dict.fromkeys(names))
    for shorten in (_shortest_form, _syllables, str):
        forms = {name: shorten(name) for name in remaining}
        shared = Counter(each.casefold() for each in (*forms.values(), *shortened.values()))
        shortened.update((name, form) for name, form in forms.items() if shared[form.casefold()] == 1)
        remaining = [name for name in remaining if name not in shortened]
    return shortened | {name: name for name in remaining}


def _shortest_form(name: str) -> str:
    """Return an acronym in the name, its capitals or initials, or its only word."""
    words = _significant_words(name)
    acronym = next((word for word in words if len(word) > 1 and word.isupper()), None)
    if acronym is not None:
        return acronym
    if len(words) == 1:
        capitals = [char for char in words[0] if char.isupper()]
        return "".join(capitals) if len(capitals) > 1 else words[0]
    return "".join(word[0].upper() for word in words) or name


def _syllables(name: str) -> str:
    """Return the first letters of each word, ``KeMe`` of Kent Messenger; a name with an acronym as it is."""
    words = _significant_words(name)
    if any(len(word) > 1 and word.isupper() for word in words):
        return name
    if len(words) == 1:
        words = re.findall(r"[A-Z]?[^A-Z]+|[A-Z]", words[0])
    return "".join(word[:2].capitalize() for word in words) or name


def _significant_words(name: str) -> list[str]:
    words: list[str] = _WORD.findall(name)
    return [word for word in words if word.lower() not in _SMALL_WORDS] or words


class SourceNames:
    """The short names of a dossier's sources."""

    def __init__(self, addresses: Mapping[str, str | None], reports: Iterable[str]) -> None:
        """``addresses`` has an address of an article of each publisher, ``reports`` those of inspections."""
        self.publishers = short_names(addresses)
        """The short name of each publisher."""
        self._reports = frozenset(reports)
        self._publisher_of_host: dict[str, str] = {}
        for name, url in addresses.items():
            if url:
                self._publisher_of_host.setdefault(_host_name(url), name)

    def publisher(self, name: str) -> str:
        """Return the short name of a publisher."""
        return self.publishers.get(name) or _shortest_form(name)

    def publisher_of(self, source: SourceRow) -> str | None:
        """Return the publisher of a source, where the dossier has articles of its site or of its name."""
        if source.url:
            return self._publisher_of_host.get(_host_name(source.url))
        note = (source.note or "").casefold()
        return next((name for name in self.publishers if note.startswith(name.casefold())), None)

    def source(self, source: SourceRow) -> str:
        """Return the short name of a public source; empty where nothing is known of it."""
        if source.url in self._reports:
            return REPORT
        publisher = self.publisher_of(source)
        if publisher is not None:
            return self.publisher(publisher)
        named = _END_OF_NAME.split(source.note or "", maxsplit=1)[0].strip()
        if not source.url:
            return " ".join(named.split()[:_MAX_WORDS])
        label = _site_name(source.url).partition(".")[0]
        letters = re.sub(r"[\W_]+", "", named).lower()
        return named if letters == label.replace("-", "") else label.capitalize()

    def label_places(self, mentions: Sequence[EvidenceMention]) -> list[str]:
        """Return passages by article, with their paragraphs: ``BBC ¶4 ¶5``, ``KO adrift``."""
        places: dict[str, list[EvidenceMention]] = {}
        for mention in mentions:
            places.setdefault(mention.article.id, []).append(mention)
        return [
            " ".join((self.publisher(each[0].article.publisher), *_place_labels(each)))
            for each in places.values()
        ]

    def label_sources(self, sources: Iterable[SourceRow]) -> list[str]:
        """Return the short names of public sources, each once."""
        return list(dict.fromkeys(filter(None, map(self.source, sources))))


def _place_labels(mentions: Sequence[EvidenceMention]) -> list[str]:
    ordered = sorted(mentions, key=lambda each: (each.is_adrift, each.block))
    return list(dict.fromkeys("adrift" if each.is_adrift else each.place.short_label for each in ordered))


def source_names(index: Index) -> SourceNames:
    """Return the short names of the dossier's sources."""
    return index.cached("source names", lambda: _load_names(index))


def _load_names(index: Index) -> SourceNames:
    def find_address(publisher: str) -> str | None:
        # By the index on publishers: to group a hundred thousand articles takes longer than a key may.
        found: str | None = index.value(
            "SELECT url FROM article WHERE publisher = ? AND url IS NOT NULL LIMIT 1", (publisher,)
        )
        return found

    reports = index.rows("SELECT url FROM inspection WHERE url IS NOT NULL")
    addresses = {name: find_address(name) for name in list_publishers(index)}
    return SourceNames(addresses, (url for (url,) in reports))


def _site_name(url: str) -> str:
    """Return the registered name of an address's site: ``bbc.co.uk`` of ``https://news.bbc.co.uk/1``."""
    labels = _host_name(url).split(".")
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
    return ".".join(labels[-size:])


def _host_name(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")
