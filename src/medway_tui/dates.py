"""Dates as sources give them: a year, a month, a day, or a range of any of these.

The written form is Extended Date/Time Format level 0 (ISO 8601-2:2019): ``2013``, ``2019-02``,
``2019-07-15``, ``2019-07-15/2019-07-26``. A date stays text from the YAML to the screen, so that it
never looks more precise than its source.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

ONE_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
"""The pattern of one date: a year, a month or a day."""

DATE_PATTERN = rf"^{ONE_DATE}(?:/{ONE_DATE})?$"
"""The pattern of a date or a range of two dates."""

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(name[:3] for name in MONTH_NAMES)

_SHAPE = re.compile(DATE_PATTERN)

_CACHE_SIZE = 1_000
"""For how many dates the days that they can mean are kept: in a dossier many share theirs."""


def check_date(date: str) -> str:
    """Return a date as it was given, when such a date exists.

    Raises ValueError, with a sentence for the person who wrote it, when it does not: the 31st of
    February, a 13th month, a range that ends before it starts.
    """
    if not _SHAPE.fullmatch(date):
        raise ValueError("is not a date: write 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26")
    first, last = first_day(date), last_day(date)
    if last < first:
        raise ValueError(f"ends ({_end(date)}) before it starts ({_start(date)})")
    return date


@lru_cache(maxsize=_CACHE_SIZE)
def first_day(date: str) -> datetime.date:
    """The first day that a date can mean. Raises ValueError when there is no such day."""
    year, month, day = _parts(_start(date))
    return _day(year, 1 if month is None else month, 1 if day is None else day, date)


@lru_cache(maxsize=_CACHE_SIZE)
def last_day(date: str) -> datetime.date:
    """The last day that a date can mean. Raises ValueError when there is no such day."""
    year, month, day = _parts(_end(date))
    month = 12 if month is None else month
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError(f"has no such month: {date}")
        day = 31 if month == 12 else (_day(year, month + 1, 1, date) - datetime.timedelta(1)).day
    return _day(year, month, day, date)


def format_date(date: str) -> str:
    """A date as a person reads it, at its own precision: ``27 Aug 2019``, ``15–26 Jul 2019``."""
    start, end = _parts(_start(date)), _parts(_end(date))
    if start == end:
        return _format_part(*start)
    if all((*start, *end)) and start[:2] == end[:2]:
        return f"{start[2]}–{_format_part(*end)}"
    if start[1] and end[1] and start[0] == end[0]:
        return f"{_format_part(*start).removesuffix(f' {start[0]}')} – {_format_part(*end)}"
    return f"{_format_part(*start)} – {_format_part(*end)}"


def format_date_long(date: str) -> str:
    """A date as it is read aloud: ``27 August 2019``, ``15 July 2019 to 26 July 2019``."""
    return " to ".join(_format_part_long(*_parts(each)) for each in dict.fromkeys((_start(date), _end(date))))


def _start(date: str) -> str:
    return date.partition("/")[0]


def _end(date: str) -> str:
    return date.rpartition("/")[2]


def _parts(date: str) -> tuple[int, int | None, int | None]:
    year, *rest = (int(part) for part in date.split("-"))
    return year, rest[0] if rest else None, rest[1] if len(rest) > 1 else None


def _day(year: int, month: int, day: int, date: str) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"is not a day that exists: {date}") from None


def _format_part_long(year: int, month: int | None, day: int | None) -> str:
    words = [str(day)] if day else []
    if month:
        words.append(MONTH_NAMES[month - 1])
    return " ".join([*words, str(year)])


def _format_part(year: int, month: int | None, day: int | None) -> str:
    words = [str(day)] if day else []
    if month:
        words.append(SHORT_MONTHS[month - 1])
    return " ".join([*words, str(year)])
