"""Options of a command, and arguments in Python, that are short for filters of the query language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from medway_tui import dates
from medway_tui.errors import InvalidQueryError

QUOTE_FILTERS = {"speaker": "speaker", "party": "party", "article": "in", "since": "after", "type": "type"}
"""The filter of the query language for each option of a list of quotations, besides ``until``."""
TIMELINE_FILTERS = {"person": "speaker", "publisher": "in", "since": "after", "kind": "kind"}
"""The filter for each option of the timeline, besides ``until``."""
DIFFERENCE_FILTERS = {"person": "speaker", "publisher": "in", "kind": "kind"}
"""The filter for each option of the differences."""

OptionValue = str | Sequence[str] | None
"""A value of an option, or several of one that may be repeated."""


def build_query(
    words: Iterable[str], values: Mapping[str, OptionValue], filters: Mapping[str, str], *, dashes: str = "--"
) -> str:
    """Return the text of a query: its words, and a filter for each value of an option.

    ``values`` has the options by name, ``filters`` the filter of each but ``until``. ``dashes`` comes before
    the name of an option in a message. Raises InvalidQueryError where a value is empty, or not a date.
    """
    parts = list(words)
    for option, name in filters.items():
        value = values.get(option)
        for each in (value,) if isinstance(value, str) else value or ():
            parts.append(_format_filter(f"{dashes}{option}", name, each))
    until = values.get("until")
    if isinstance(until, str):
        last = dates.last_day(_check_date(f"{dashes}until", until))
        # before: excludes its own day.
        next_day = last + datetime.timedelta(1) if last < datetime.date.max else last
        parts.append(f'before:"{next_day}"')
    return " ".join(parts)


def _format_filter(option: str, name: str, value: str) -> str:
    if name == "after":
        _check_date(option, value)
    value = value.replace('"', " ").strip()
    if not value:
        raise InvalidQueryError(f"{option} is empty", f"leave out {option}, or give it a value")
    return f'{name}:"{value}"'


def _check_date(option: str, date: str) -> str:
    """Validate the date of an option."""
    try:
        return dates.check_date(date)
    except ValueError:
        raise InvalidQueryError(
            f"{option} takes a date such as 2019, 2019-09 or 2019-09-04, not {date}"
        ) from None
