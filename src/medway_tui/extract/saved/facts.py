"""What is known of an article besides its text, and how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from medway_tui import dates
from medway_tui.extract.saved.pieces import tidy

KEYS = ("headline", "publisher", "published", "published_inferred", "url", "author")
"""The keys of an article that can be known from a saved one."""

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
"""Publishers by the host of their pages, as they call themselves."""

_URL = re.compile(r"^https?://[^\s/@\\]+\.[^\s/@\\]+(/\S*)?$")
_MONTHS = "|".join(f"{month}[a-z]*" for month in dates.MONTHS)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ .]({_MONTHS})\.?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTHS})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"^({_MONTHS})\.? (\d{{4}})$", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")
_BY = re.compile(r"^by\s+", re.IGNORECASE)


class Fact(NamedTuple):
    """Something that is known of an article."""

    value: str
    whence: str
    """Where it was found, in words: "line 1", "the page's JSON-LD"."""


class Facts:
    """What is known of an article. What was found first stands."""

    def __init__(self) -> None:
        self._known: dict[str, Fact] = {}

    def __getitem__(self, key: str) -> str | None:
        fact = self._known.get(key)
        return fact.value if fact else None

    def __iter__(self) -> Iterator[tuple[str, Fact]]:
        return iter([(key, self._known[key]) for key in KEYS if key in self._known])

    def learn(self, key: str, value: object, whence: str) -> bool:
        """Take in what was found, where it is nothing known already and fits; whether it was taken in."""
        if key in self._known or not isinstance(value, str):
            return False
        fitted = _FITTED[key](value)
        if fitted is None:
            return False
        self._known[key] = Fact(fitted, whence)
        return True

    def prefer(self, other: Facts) -> None:
        """Let what others know stand in the place of what is known."""
        self._known.update(other._known)

    def conclude(self) -> None:
        """What follows from the address: the publisher by its host, and a date that stands in it."""
        url = self._known.get("url")
        if url is None:
            return
        host = (urlsplit(url.value).hostname or "").removeprefix("www.")
        names = (host.split(".", n)[-1] for n in range(host.count(".")))
        known = next((PUBLISHERS[name] for name in names if name in PUBLISHERS), None)
        self.learn("publisher", known, f"the address, {host}")
        dated = _IN_ADDRESS.search(url.value)
        if dated and self.learn(
            "published", "-".join(f"{int(part):02}" for part in dated.groups()), "the address"
        ):
            self.learn(
                "published_inferred", f"The address of the article holds the date {dated[0].strip('/-')}.", ""
            )


def date_in(text: str) -> str | None:
    """The first date in a text that leaves no doubt; 03/04/2019 does, as countries read it differently."""
    found = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        match = pattern.search(text)
        if match:
            found.append((match.start(), [match[number] for number in order if match[number]]))
    only = _MONTH_ONLY.match(text.strip())
    if only:
        found.append((0, [only[2], only[1]]))
    if not found:
        return None
    date = "-".join(_number(part) for part in min(found)[1])
    try:
        return dates.check(date)
    except ValueError:
        return None


def _number(part: str) -> str:
    if part.isdigit():
        return f"{int(part):02}"
    return f"{next(n for n, month in enumerate(dates.MONTHS, 1) if part[:3].lower() == month.lower()):02}"


def _words(value: str) -> str | None:
    value = tidy(value)
    return value if re.search(r"[^\s…]", value) else None


def _author(value: str) -> str | None:
    value = _BY.sub("", tidy(value))
    return value if value and not value.startswith("http") and len(value) <= 200 else None


def _url(value: str) -> str | None:
    value = value.strip()
    return value if _URL.match(value) and tidy(value) == value else None


_FITTED = {
    "headline": _words,
    "publisher": _words,
    "published": date_in,
    "published_inferred": _words,
    "url": _url,
    "author": _author,
}
