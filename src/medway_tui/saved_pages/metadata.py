"""The metadata of a saved article, each value with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from medway_tui import dates
from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.text_repair import decode_entities

METADATA_KEYS = ("headline", "publisher", "published", "published_inferred", "url", "author", "accessed")
"""The keys of an article that a saved page or text may give."""

PUBLISHER_REMARK = "the publisher, "
"""The beginning of the remark on a publisher that is inferred."""
INFERRED = "inferred"
"""The beginning of the source of a value that the page does not give by its name."""

PUBLISHERS = {
    "bbc.co.uk": "BBC News",
    "bbc.com": "BBC News",
    "dailymail.co.uk": "Daily Mail",
    "ft.com": "Financial Times",
    "heart.co.uk": "Heart",
    "independent.co.uk": "The Independent",
    "inews.co.uk": "The i Paper",
    "itv.com": "ITV News",
    "kentonline.co.uk": "KentOnline",
    "kentlive.news": "KentLive",
    "metro.co.uk": "Metro",
    "mirror.co.uk": "Daily Mirror",
    "news.sky.com": "Sky News",
    "standard.co.uk": "The Standard",
    "telegraph.co.uk": "The Telegraph",
    "theguardian.com": "The Guardian",
    "thetimes.com": "The Times",
    "thetimes.co.uk": "The Times",
}
"""The names of publishers, by the host of their pages."""

_URL = re.compile(r"^https?://[^\s/@\\]+\.[^\s/@\\]+(/\S*)?$")
_MONTHS = "|".join(f"{month}[a-z]*" for month in dates.SHORT_MONTHS)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ .]({_MONTHS})\.?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTHS})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"^\s*({_MONTHS})\.? (\d{{4}})\s*$", re.IGNORECASE)
_ISO = re.compile(r"(?<![\d/-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_SLASHED = re.compile(r"(?<![\d/])(\d{4})/(\d{2})/(\d{2})(?![\d/])")
_COMPACT = re.compile(r"^\s*((?:19|20)\d{2})([01]\d)([0-3]\d)(?:T?\d{4,6}Z?)?\s*$")
_DAY_ABOVE_12 = re.compile(r"(?<![\d/.])(1[3-9]|2\d|3[01])[/.](0?[1-9]|1[0-2])[/.]((?:19|20)\d{2})(?![\d/])")
_DATE_FORMS = (
    (_ISO, (1, 2, 3)),
    (_SLASHED, (1, 2, 3)),
    (_COMPACT, (1, 2, 3)),
    (_DAY_FIRST, (3, 2, 1)),
    (_MONTH_FIRST, (3, 1, 2)),
    (_MONTH_ONLY, (2, 1)),
    (_DAY_ABOVE_12, (3, 2, 1)),
)
"""How dates are written, and the numbers of the groups of year, month and day."""
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")
_BY = re.compile(r"^by\s+", re.IGNORECASE)


CHANGED = re.compile(
    r"(?:updat|modif|revis|edit|correct|last|accessed|expire|event)\w*[\s:]*(?:(?:on|at)\s*)?$", re.IGNORECASE
)
"""The words before a date of change, and not of publication."""


class MetadataValue(NamedTuple):
    """A value and where it was found."""

    value: str
    source: str
    """Where it was found, in words: “line 1”, “the page's JSON-LD”."""


class Metadata:
    """The metadata of an article. The first value of a key counts."""

    def __init__(self) -> None:
        self._values: dict[str, MetadataValue] = {}

    def __getitem__(self, key: str) -> str | None:
        found = self._values.get(key)
        return found.value if found else None

    def get(self, key: str) -> MetadataValue | None:
        """Return a value with its source."""
        return self._values.get(key)

    def __iter__(self) -> Iterator[tuple[str, MetadataValue]]:
        return iter([(key, self._values[key]) for key in METADATA_KEYS if key in self._values])

    def set_default(self, key: str, value: object, source: str) -> bool:
        """Set a key that has no value yet; return whether the value was valid and is set."""
        return key not in self._values and self.set(key, value, source)

    def set(self, key: str, value: object, source: str) -> bool:
        """Set a key; return whether the value was valid and is set."""
        normalised = _NORMALISERS[key](decode_entities(value)) if isinstance(value, str) else None
        if normalised is not None:
            self._values[key] = MetadataValue(normalised, source)
        return normalised is not None

    def derive_from_url(self) -> None:
        """Set the publisher by the host of the address, and the date where the address has one in it."""
        url = self._values.get("url")
        if url is None:
            return
        host = (urlsplit(url.value).hostname or "").removeprefix("www.")
        self.set_default("publisher", find_publisher(host), f"the address, {host}")
        dated = _IN_ADDRESS.search(url.value)
        if dated and self.set_default(
            "published", "-".join(f"{int(part):02}" for part in dated.groups()), "the address"
        ):
            self.set_default(
                "published_inferred", f"The address of the article has the date {dated[0].strip('/-')}.", ""
            )


def find_publisher(host: str) -> str | None:
    """Return the name of the publisher of a host that is known."""
    host = host.removeprefix("www.")
    names = (host.split(".", n)[-1] for n in range(host.count(".")))
    return next((PUBLISHERS[name] for name in names if name in PUBLISHERS), None)


def find_date(text: str) -> str | None:
    """Return the first unambiguous date in a text; 03/04/2019 is not, as countries read it differently."""
    return next((day for _, _, day in find_dates(text)), None)


def find_dates(text: str) -> list[tuple[int, int, str]]:
    """Return the unambiguous dates in a text in order: where each begins and ends, and the date."""
    found = []
    for pattern, order in _DATE_FORMS:
        for match in pattern.finditer(text):
            parts = [_number(match[number]) for number in order if match[number]]
            with suppress(ValueError):
                found.append((match.start(), match.end(), dates.check_date("-".join(parts))))
    return sorted(found)


def find_printed_date(text: str) -> str | None:
    """Return the date of a line that says when an article was published, and not when it was changed."""
    for start, end, day in find_dates(text):
        before, after = text[:start], text[end:]
        words = len(re.findall(r"[^\W\d_]{2,}", before + after))
        if CHANGED.search(re.sub(r"[^\W\d_]+day,?\s*$", "", before.rstrip(" ,|·•-–—"))) or words > 14:
            continue
        return day
    return None


def _number(part: str) -> str:
    number = int(part) if part.isdigit() else dates.SHORT_MONTHS.index(part[:3].capitalize()) + 1
    return f"{number:02}"


def _non_empty(value: str) -> str | None:
    value = normalise_text(value)
    return value if re.search(r"[^\s…]", value) else None


def _author(value: str) -> str | None:
    value = _BY.sub("", normalise_text(value))
    return value if value and not value.startswith("http") and len(value) <= 200 else None


def _url(value: str) -> str | None:
    value = value.strip()
    return value if _URL.match(value) and normalise_text(value) == value else None


_NORMALISERS = {
    "headline": _non_empty,
    "publisher": _non_empty,
    "published": find_date,
    "published_inferred": _non_empty,
    "url": _url,
    "author": _author,
    "accessed": find_date,
}
