"""Queries of the public record and of how sources report it, for the commands and for Python alike.

Each raises InvalidQueryError where a query can't be understood, and NotFoundError where it names what the
dossier does not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from medway_tui.errors import InvalidQueryError, NotFoundError
from medway_tui.export.councils import councils_report, recovery_report, shares_report
from medway_tui.export.differences import differences_report
from medway_tui.export.inspections import ratings_report, reported_ratings_report
from medway_tui.export.report import Report
from medway_tui.export.report_queries import with_problems
from medway_tui.export.timeline import timeline_report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.connection import Index
from medway_tui.index.councils import (
    WHERE_TO_GET_IT,
    CouncilRow,
    council_reports,
    find_councils,
    list_councils,
    own_reports,
    table_source,
)
from medway_tui.index.difference_query import find_differences, parse_difference_query
from medway_tui.index.differences import iter_differences
from medway_tui.index.england import england_shares, recovery_times
from medway_tui.index.inspections import find_mentions, find_sources, inspection_reports, ratings_table
from medway_tui.index.names import suggest_names
from medway_tui.index.source_names import source_names
from medway_tui.index.timeline import iter_entries, list_timeline
from medway_tui.index.timeline_query import ENTRY_KINDS, parse_timeline_query
from medway_tui.text import fold

T = TypeVar("T")


def report_ratings(index: Index, inspection: str | None = None) -> Report:
    """Report the judgements of inspections side by side, or those of one inspection by its id."""
    report = ratings_report(
        ratings_table(index, all_providers=inspection is not None),
        lambda graded: find_mentions(index, "inspection", graded.inspection, graded.area),
        inspection,
    )
    if inspection is None:
        return report
    reports = inspection_reports(index, inspection)
    if reports is None:
        hint = did_you_mean(suggest_names(index, "inspection", inspection))
        raise NotFoundError(
            f"there is no inspection {inspection}", hint or "medway-tui ratings --format text prints the ids"
        )
    return reported_ratings_report(report, reports, find_sources(index, "inspection", inspection))


def report_councils(index: Index, names: Iterable[str]) -> Report:
    """Report the grades of councils over time, by name, region or ONS code."""
    source = _require_table(table_source(index))
    councils = list_councils(index)
    chosen: dict[str, CouncilRow] = {}
    for name in names:
        found = find_councils(councils, name)
        if not found:
            raise NotFoundError(
                f"there is no council {name} in the table", "name a council, region or ONS code"
            )
        exact = [each for each in found if fold(each.name) == fold(name)]
        chosen.update((each.id, each) for each in exact or found)
    reports = council_reports(index)
    return councils_report(
        [
            (each, own_reports(index, each.id) if each.is_own else reports.get(each.id, []))
            for each in chosen.values()
        ],
        source,
    )


def report_shares(index: Index, date: str) -> Report:
    """Report how many English councils had each grade on a date, and how many are not known."""
    return shares_report(_require_table(england_shares(index, date)))


def report_recovery(index: Index) -> Report:
    """Report how long English councils took from Inadequate to Good or better."""
    return recovery_report(_require_table(recovery_times(index)))


def _require_table(found: T | None) -> T:
    """Return what was found in the table; raise NotFoundError where no table is imported."""
    if found is None:
        message, _, hint = WHERE_TO_GET_IT.partition(": ")
        raise NotFoundError(message, hint)
    return found


def report_timeline(index: Index, text: str = "", *, with_quotes: bool = False) -> Report:
    """Report the entries that match a query, in order of time.

    Where the query names no kind they are of every kind but quotations, which ``with_quotes`` adds.
    """
    default = [kind for kind in ENTRY_KINDS if with_quotes or kind != "quote"]
    query = parse_timeline_query(text, default=default)
    if with_quotes:
        query = query._replace(kinds=query.kinds | {"quote"})
    if query.problems:
        raise InvalidQueryError(query.problems[0])
    listed = list_timeline(index, query)
    report = timeline_report(lambda: iter_entries(index, listed), source_names(index), listed.entries)
    return with_problems(report, index, query.query, listed.problems, has_results=bool(listed))


def report_differences(index: Index, text: str = "") -> Report:
    """Report the points on which sources differ that match a query, conflicts first."""
    query = parse_difference_query(text)
    if query.problems:
        raise InvalidQueryError(query.problems[0])
    listing = find_differences(index, query)
    report = differences_report(
        lambda: iter_differences(index, listing.positions), source_names(index), len(listing)
    )
    return with_problems(report, index, query.query, listing.problems, has_results=bool(len(listing)))
