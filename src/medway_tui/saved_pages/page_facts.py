"""The facts of a page's article: headline, date of publication, author, publisher and address."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml.html import HtmlElement

from medway_tui.saved_pages.blocks import ends_sentence, normalise_text
from medway_tui.saved_pages.bylines import clean_author, find_bylines
from medway_tui.saved_pages.json_ld import are_similar, find_names, first_text
from medway_tui.saved_pages.metadata import (
    CHANGED,
    INFERRED,
    Metadata,
    find_date,
    find_printed_date,
    find_publisher,
)
from medway_tui.saved_pages.page_blocks import PageBlock, PageTime
from medway_tui.saved_pages.page_head import PageHead

_NEAR = 10
"""How close to the article's beginning or end its date and byline are, in blocks."""
_MAX_LINE_WORDS = 24
"""The length of the longest line about an article, such as its byline and date, in words."""
_MIN_HEADLINE_WORDS = 3

_HEADLINE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:headline|(?:article|entry|post|story)[_-]?(?:title|headline))(?:$|[\s_-])", re.IGNORECASE
)
_PUBLISHED = re.compile(r"publish|pub-?date|posted|issued|created|dateline", re.IGNORECASE)
_CHANGED_NAMES = re.compile(r"updat|modif|revis|expir|event", re.IGNORECASE)
_UTC = re.compile(
    r"^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::\d\d)?(?:[.,]\d+)?\s*(?:Z|[+-]00:?00|UTC|GMT)$", re.IGNORECASE
)
_DATELINE = re.compile(r"^[A-Z][A-Z .’'-]{2,30}(?:,\s*[A-Z][\w .]{1,20})?,?\s+(?=[A-Z\d])")
_DATELINE_END = re.compile(r"\s(?:[-–—]{1,2}|\([A-Z][\w ]{1,20}\))\s")

_ZONES = {
    "uk": "Europe/London",
    "gb": "Europe/London",
    "ie": "Europe/Dublin",
    "au": "Australia/Sydney",
    "nz": "Pacific/Auckland",
    "in": "Asia/Kolkata",
    "za": "Africa/Johannesburg",
    "ca": "America/Toronto",
}
"""The time zones of publishers, by the last part of their host or the region of their language."""
_HOME_ZONE = "Europe/London"


def read_facts(
    head: PageHead,
    blocks: Sequence[PageBlock],
    times: Sequence[PageTime],
    kept: set[int],
    metadata: Metadata,
    by_elements: Sequence[tuple[int, str]],
) -> int | None:
    """Give ``metadata`` what a page says of its article; return the number of its headline's block.

    ``by_elements`` are the texts of elements that are named as bylines, each with the number of its block.
    """
    heading = _find_heading(head, blocks, kept)
    if heading is not None:
        metadata.set_default("headline", blocks[heading].text, "the heading above the text")
    for value, source in _other_headlines(head):
        metadata.set_default("headline", value, source)
    for address in head.addresses:
        metadata.set_default("url", address, "the page's own address")
    start = min(kept, default=0) if heading is None else min(heading, min(kept, default=heading))
    near = _find_near(len(blocks), start, kept)
    visible = list(_visible_dates(blocks, near, kept))
    _read_date(head, blocks, times, near, visible, metadata)
    _read_author(head, near, by_elements, metadata)
    _read_publisher(head, metadata)
    return heading


def _find_near(count: int, start: int, kept: set[int]) -> list[int]:
    """Return the numbers of the blocks about the beginning and end of the article."""
    first, last = min(kept, default=start), max(kept, default=start)
    beginning = range(max(0, start - _NEAR), min(count, first + _NEAR))
    return [*beginning, *(n for n in range(max(0, last - 1), min(count, last + _NEAR)) if n not in beginning)]


def collect_bylines(root: HtmlElement, blocks: Sequence[PageBlock]) -> list[tuple[int, str]]:
    """Return the texts of elements that a page names as bylines, each with the number of its block."""
    return list(find_bylines(root, blocks))


def _find_heading(head: PageHead, blocks: Sequence[PageBlock], kept: set[int]) -> int | None:
    """Return the number of the heading that is the article's: like the page's title, and nearest its text."""
    first = min(kept, default=len(blocks))
    names = [
        each
        for each in (first_text(head.described, "headline", "name"), *head.titles, *head.title_parts[:1])
        if each
    ]
    headings = [n for n, block in enumerate(blocks) if _is_heading(block)]
    if any(blocks[n].scope.tag == "h1" and not _is_in_masthead(blocks[n]) for n in headings):
        headings = [n for n in headings if not _is_in_masthead(blocks[n])]
    similar = [n for n in headings if any(_matches(blocks[n].text, name) for name in names)]
    if similar:
        main = [n for n in similar if blocks[n].scope.tag == "h1"] or similar
        above = [n for n in main if n <= first]
        return above[-1] if above else main[0]
    own = [first_text(head.described, "headline", "name"), *head.titles]
    if any(name and len(name.split()) >= _MIN_HEADLINE_WORDS for name in own):
        return None
    firsts = [n for n in headings if blocks[n].scope.tag == "h1" and not blocks[n].scope.reason]
    above = [n for n in firsts if n <= first]
    return above[-1] if above else next(iter(firsts), None)


def _is_in_masthead(block: PageBlock) -> bool:
    """Return whether a heading is in the page's header, and not in that of its article."""
    scope = block.scope.find_ancestor("header")
    return scope is not None and scope.find_ancestor("article", "main") is None


def _is_heading(block: PageBlock) -> bool:
    if (
        block.scope.reason in ("navigation", "a caption", "beside the article", "a picture")
        or len(block.text) > 300
    ):
        return False
    if block.scope.tag in ("h1", "h2", "h3"):
        return True
    element = block.scope.element
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return len(names) > 1 and _HEADLINE_NAMES.search(names) is not None


def _matches(heading: str, name: str) -> bool:
    """Return whether a heading is a page's headline, whole or nearly, and no name of a section."""
    one, other = len(heading.split()), len(name.split())
    return are_similar(heading, name) and min(one, other) >= 0.4 * max(one, other)


def _other_headlines(head: PageHead) -> Iterator[tuple[str, str]]:
    described = first_text(head.described, "headline", "name")
    if described:
        yield described, "the page's JSON-LD"
    for title in head.titles:
        yield title, "the page's own title for others (og:title or the like)"
    for part in head.title_parts[:1]:
        yield part, "the page's title"


def _read_date(
    head: PageHead,
    blocks: Sequence[PageBlock],
    times: Sequence[PageTime],
    near: Sequence[int],
    visible: Sequence[tuple[str, str]],
    metadata: Metadata,
) -> None:
    for value, source in (*head.dates, *_time_elements(blocks, times, near)):
        day = find_date(value)
        note = ""
        if day is not None and len(day) == 10 and _UTC.match(value.strip()):
            day, note = _publisher_day(value.strip(), day, head, visible)
        if metadata.set_default("published", day, source + note):
            return
    for day, source in visible:
        if metadata.set_default("published", day, source):
            return


def _publisher_day(
    value: str, day: str, head: PageHead, visible: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """Return the day of a time in UTC where the publisher is, and a note where it is another.

    It is the one printed on the page, or that of the country of the page's host or language.
    """
    utc = datetime.date.fromisoformat(day)
    days = {each for each, _ in visible}
    if day in days:
        return day, ""
    for each in days:
        if len(each) == 10 and abs((datetime.date.fromisoformat(each) - utc).days) == 1:
            return each, f", {value}, printed as {each} on the page"
    return find_local_day(value, day, head.hosts, head.language)


def find_local_day(value: str, day: str, hosts: Sequence[str], language: str) -> tuple[str, str]:
    """Return the day of a time in UTC by the country of a publisher's host or language, and a note.

    The note is empty where it is the day in UTC, ``day``, or where the time is no time in UTC.
    """
    regions = [host.rpartition(".")[2] for host in hosts] + [language.rpartition("-")[2].lower()]
    name = next((_ZONES[region] for region in regions if region in _ZONES), _HOME_ZONE)
    match = _UTC.match(value)
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return day, ""
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return day, ""
    moment = datetime.datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}+00:00")
    local = moment.astimezone(zone).date().isoformat()
    return local, "" if local == day else f", {value} in the time of {name}"


def _time_elements(
    blocks: Sequence[PageBlock], times: Sequence[PageTime], near: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """Yield the dates of time elements that say when the article was published."""
    places = set(near)
    found: list[tuple[bool, int, str]] = []
    for date, element, place, shown in times:
        text = blocks[place].text if place < len(blocks) else ""
        names = " ".join(filter(None, map(element.get, ("class", "itemprop", "pubdate", "id"))))
        is_named = bool(_PUBLISHED.search(names)) or element.get("pubdate") is not None
        before = text.partition(shown)[0] if shown else text
        if (
            _is_running_text(text)
            or (_CHANGED_NAMES.search(names) and not is_named)
            or CHANGED.search(before)
        ):
            continue
        is_labelled = bool(_PUBLISHED.search(before[-40:]))
        if place in places or is_named:
            found.append((not (is_named or is_labelled), len(found), date))
    for _, _, date in sorted(found):
        yield date, "the page's time element"


def _is_running_text(text: str) -> bool:
    """Return whether a block is text of an article, and not a line about it."""
    count = len(text.split())
    return count > _MAX_LINE_WORDS or (count > _MAX_LINE_WORDS / 2 and ends_sentence(text))


def _visible_dates(
    blocks: Sequence[PageBlock], near: Sequence[int], kept: set[int]
) -> Iterator[tuple[str, str]]:
    """Yield the dates that are printed as lines of their own near the article's beginning or end."""
    for n in near:
        text = blocks[n].text
        if not _is_running_text(text) and blocks[n].scope.hidden_by is None:
            day = find_printed_date(text)
            if day is not None:
                yield day, f"the line “{text[:60]}”"
    for n in sorted(kept)[:2]:
        day = find_dateline(blocks[n].text)
        if day is not None:
            yield day, "the dateline"


def find_dateline(text: str) -> str | None:
    """Return the date of a dateline such as “SALLOW POINT, 6 March 2024 —”, if it has a year."""
    place = _DATELINE.match(text[:60])
    end = _DATELINE_END.search(text, place.end(), place.end() + 60) if place else None
    return find_date(text[place.end() : end.start()]) if place and end else None


def _read_author(
    head: PageHead, near: Sequence[int], by_elements: Sequence[tuple[int, str]], metadata: Metadata
) -> None:
    described = ", ".join(
        dict.fromkeys(find_names(head.described.get("author") or head.described.get("creator")))
    )
    for value, source in ((described, "the page's JSON-LD"), *head.authors):
        author = clean_author(value, is_named=True)
        if author and metadata.set_default("author", author, source):
            return
    places = set(near)
    for n, text in by_elements:
        author = clean_author(text) if n in places else None
        if author and metadata.set_default("author", author, "the page's byline"):
            return


def _read_publisher(head: PageHead, metadata: Metadata) -> None:
    names = find_names(head.described.get("publisher"))
    for value, source in (*((name, "the page's JSON-LD") for name in names), *head.site_names):
        if _is_name(value) and metadata.set_default("publisher", value, source):
            return
    for host in head.hosts:
        known = find_publisher(host)
        if known is not None and metadata.set_default("publisher", known, f"the address, {host}"):
            return
    for value, source in head.inferred_site_names:
        if _is_name(value) and metadata.set_default("publisher", value, f"{INFERRED} from {source}"):
            return
    for host in head.hosts:
        name = host.removeprefix("www.")
        if metadata.set_default("publisher", name, f"{INFERRED} from the address, {host}"):
            return


def _is_name(value: str) -> bool:
    value = normalise_text(value)
    return 1 < len(value) <= 80 and not re.match(
        r"https?:|@|\W*$|home$|undefined$|null$|index$", value, re.IGNORECASE
    )
