"""Options of a command that are short for filters of the query language."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from typing import Any

from medway_tui import dates
from medway_tui.cli.console import print_error


def build_filters(arguments: Mapping[str, Any], filters: Mapping[str, str]) -> str:
    """Return the text of a query: the argument ``query``, and a filter for each option that is given.

    ``filters`` has the filter of each option but ``until``. Ends the process where a value is empty, or not a
    date.
    """
    parts = list(arguments["query"])
    if arguments.get("since") is not None:
        _check_date("since", arguments["since"])
    for option, name in filters.items():
        if arguments[option] is not None:
            parts.append(format_filter(option, name, arguments[option]))
    if arguments.get("until") is not None:
        last = dates.last_day(_check_date("until", arguments["until"]))
        # before: excludes its own day.
        next_day = last + datetime.timedelta(1) if last < datetime.date.max else last
        parts.append(format_filter("until", "before", str(next_day)))
    return " ".join(parts)


def format_filter(option: str, name: str, value: str) -> str:
    """Return the filter for an option's value; ends the process if the value is empty."""
    value = value.replace('"', " ").strip()
    if not value:
        sys.exit(print_error(f"--{option} is empty", f"leave out --{option}, or give it a value"))
    return f'{name}:"{value}"'


def _check_date(option: str, date: str) -> str:
    """Validate the date of an option; ends the process if it is invalid."""
    try:
        return dates.check_date(date)
    except ValueError:
        sys.exit(print_error(f"--{option} takes a date such as 2019, 2019-09 or 2019-09-04, not {date}"))
