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

_CACHE_SIZE = 1_000
"""Dates whose first and last day are cached: many records share a date."""


def check_date(date: str) -> str:
    """Return a date unchanged.

    Raises ValueError, with a sentence for the person who wrote it, if there is no such date (a 31st of
    February, a 13th month) or a range ends before it starts.
    """
    if not re.fullmatch(DATE_PATTERN, date):
        raise ValueError(f"“{date}” is not a date: write 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26")
    if last_day(date) < first_day(date):
        raise ValueError(f"“{date}” ends before it starts")
    return date


@lru_cache(maxsize=_CACHE_SIZE)
def first_day(date: str) -> datetime.date:
    """Return the first day that a date can mean. Raises ValueError if there is no such day."""
    start = date.partition("/")[0]
    year, month, day = _split_date(start)
    return _make_day(year, 1 if month is None else month, 1 if day is None else day, start)


@lru_cache(maxsize=_CACHE_SIZE)
def last_day(date: str) -> datetime.date:
    """Return the last day that a date can mean. Raises ValueError if there is no such day."""
    end = date.rpartition("/")[2]
    year, month, day = _split_date(end)
    month = 12 if month is None else month
    if day is None:
        day = _days_in_month(year, month) if 1 <= month <= 12 else 1
    return _make_day(year, month, day, end)


@lru_cache(maxsize=1024)
def format_date(date: str) -> str:
    """Return a date for the screen, at its own precision: ``27 Aug 2019``, ``15–26 Jul 2019``."""
    start, end = (_split_date(part) for part in (date.partition("/")[0], date.rpartition("/")[2]))
    if start == end:
        return _format_part(*start)
    if all((*start, *end)) and start[:2] == end[:2]:
        return f"{start[2]}–{_format_part(*end)}"
    if start[1] and end[1] and start[0] == end[0]:
        return f"{_format_part(*start).removesuffix(f' {start[0]}')} – {_format_part(*end)}"
    return f"{_format_part(*start)} – {_format_part(*end)}"


def format_date_long(date: str) -> str:
    """Return a date in full words: ``27 August 2019``, ``15 to 26 July 2019``, ``28 June to 3 July 2019``."""
    start, end = (_split_date(part) for part in (date.partition("/")[0], date.rpartition("/")[2]))
    last = _format_part(*end, MONTH_NAMES)
    if start == end:
        return last
    if all((*start, *end)) and start[:2] == end[:2]:
        return f"{start[2]} to {last}"
    first = _format_part(*start, MONTH_NAMES)
    is_one_year = start[1] and end[1] and start[0] == end[0]
    return f"{first.removesuffix(f' {start[0]}') if is_one_year else first} to {last}"


def _split_date(date: str) -> tuple[int, int | None, int | None]:
    year, *rest = (int(part) for part in date.split("-"))
    return year, rest[0] if rest else None, rest[1] if len(rest) > 1 else None


def _days_in_month(year: int, month: int) -> int:
    if month == 12 or not year:
        return 31
    return (datetime.date(year, month + 1, 1) - datetime.timedelta(1)).day


def _make_day(year: int, month: int, day: int, written: str) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"“{written}” is not a date: {_explain(year, month)}") from None


def _explain(year: int, month: int) -> str:
    if not year:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return "months are 01 to 12"
    in_year = f" in {year}" if month == 2 else ""
    return f"{MONTH_NAMES[month - 1]} has {_days_in_month(year, month)} days{in_year}"


def _format_part(year: int, month: int | None, day: int | None, names: tuple[str, ...] = SHORT_MONTHS) -> str:
    words = [str(day)] if day else []
    if month:
        words.append(names[month - 1])
    return " ".join([*words, str(year)])
