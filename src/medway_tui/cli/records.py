"""``medway-tui ratings``, ``timeline`` and ``differences``: the public record and how sources report it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, TypeVar

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.console import print_error
from medway_tui.cli.options import SuggestingChoice, parse_date
from medway_tui.cli.output import NotFoundError, report_command, require_results
from medway_tui.cli.query_options import build_filters, format_filter
from medway_tui.export.councils import councils_report, recovery_report, shares_report
from medway_tui.export.differences import differences_report
from medway_tui.export.inspections import ratings_report, reported_ratings_report
from medway_tui.export.report import Report
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
from medway_tui.index.difference_query import KIND_LABELS, find_differences, parse_difference_query
from medway_tui.index.differences import iter_differences
from medway_tui.index.england import england_shares, recovery_times
from medway_tui.index.inspections import find_mentions, find_sources, inspection_reports, ratings_table
from medway_tui.index.names import suggest_names
from medway_tui.index.source_names import source_names
from medway_tui.index.timeline import iter_entries, list_timeline
from medway_tui.index.timeline_query import ENTRY_KINDS, EntryKind, parse_timeline_query
from medway_tui.text import fold

T = TypeVar("T")


@report_command(cites_sources=True, notes_of="notes_on_judgements")
@click.option(
    "--inspection",
    metavar="ID",
    shell_complete=complete_names("inspection"),
    help="Only this inspection, with what the articles say about it.",
)
@click.option(
    "--council",
    "names",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_names("council"),
    help="The grades of this council over time: its name, region or ONS code. May be repeated.",
)
@click.option(
    "--shares",
    metavar="DATE",
    callback=parse_date,
    help="How many English councils had each grade on this date, and how many are not known.",
)
@click.option(
    "--recovery",
    is_flag=True,
    help="How long English councils took from Inadequate to Good or better.",
)
def ratings(
    index: Index, inspection: str | None, names: tuple[str, ...], shares: str | None, *, recovery: bool
) -> Report:
    """Compare the judgements of inspections.

    Grades are as printed in the reports. With --inspection, table and text show what each article says
    about each judgement. --format text and json print the ids of inspections.

    --council, --shares and --recovery are about other councils. They need the public table of inspections:
    medway-tui import ratings --help says where it is.

    Examples:
      Compare all inspections:
        medway-tui ratings
      Show one inspection, and what each article says about it:
        medway-tui ratings --inspection 2019-07-ilacs --format text | head -6
      Count the judgements that improved by one grade:
        medway-tui ratings --format jsonl | grep -c '"step": 1'
      Import an invented table of councils, and compare two of them:
        medway-tui import ratings inspections.csv --content bandstand --quiet
        medway-tui ratings --content bandstand --council thrushford --council northmarsh
      Count the grades of a day, with those that are not known:
        medway-tui ratings --content bandstand --shares 2020-01-01
      List the times from Inadequate to Good or better:
        medway-tui ratings --content bandstand --recovery
    """
    chosen = [option for option in (inspection, names, shares, recovery) if option]
    if len(chosen) > 1:
        raise click.UsageError("--inspection, --council, --shares and --recovery exclude each other")
    if shares:
        return shares_report(_require_table(england_shares(index, shares)))
    if recovery:
        return recovery_report(_require_table(recovery_times(index)))
    if names:
        return _councils_report(index, names)
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


def _councils_report(index: Index, names: Sequence[str]) -> Report:
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


def _require_table(found: T | None) -> T:
    """Return what was found in the table; raise NotFoundError where no table is imported."""
    if found is None:
        message, _, hint = WHERE_TO_GET_IT.partition(": ")
        raise NotFoundError(message, hint)
    return found


@report_command(cites_sources=True, notes_of="notes_on_timeline")
@click.option("--quotes", "with_quotes", is_flag=True, help="List quotations too.")
@click.option("--until", metavar="DATE", help="Only of this day, month or year or earlier.")
@click.option("--since", metavar="DATE", help="Only of this day, month or year or later.")
@click.option(
    "--publisher",
    metavar="NAME",
    shell_complete=complete_names("in"),
    help="Only what this publisher, or the article of this id, is a source of.",
)
@click.option(
    "--person",
    metavar="NAME",
    shell_complete=complete_names("speaker"),
    help="Only what this person or organisation promised, is bound by or said, and events that name them.",
)
@click.option(
    "--kind",
    "kinds",
    type=SuggestingChoice(ENTRY_KINDS),
    multiple=True,
    help="Only entries of this kind. Repeat it for several.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def timeline(index: Index, *, with_quotes: bool, kinds: tuple[EntryKind, ...], **arguments: Any) -> Report:
    """List events, inspections and articles in order of time.

    Deadlines and promises have who is bound, when it is due, and the outcome. A date is as precise as its
    source; an inferred date is in square brackets. ≠ marks events on which sources differ. Sources have
    short names; the data formats have addresses too.

    QUERY is in the query language of the reader, with kind: in addition. Each option is short for a filter.

    Examples:
      Show the first events:
        medway-tui timeline --kind event --format text | head -5
      List what a person promised, and what came of it:
        medway-tui timeline --kind promise --person iles --format text
      Print the dates for a program:
        medway-tui timeline --format csv | cut -d, -f1,3,4 | head -4
    """
    text = build_filters(arguments, {"person": "speaker", "publisher": "in", "since": "after"})
    text = " ".join([text, *(f"kind:{kind}" for kind in kinds)])
    default = [kind for kind in ENTRY_KINDS if with_quotes or kind != "quote"]
    query = parse_timeline_query(text, default=default)
    if with_quotes and kinds:
        query = query._replace(kinds=query.kinds | {"quote"})
    if query.problems:
        sys.exit(print_error(query.problems[0], "see medway-tui timeline --help"))
    listed = list_timeline(index, query)
    require_results(index, query.query, listed.problems, has_results=bool(listed))
    return timeline_report(lambda: iter_entries(index, listed), source_names(index), listed.entries)


@report_command(cites_sources=True, notes_of="notes_on_differences")
@click.option(
    "--publisher",
    "publishers",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_names("in"),
    help="Only with this publisher, or the article of this id, on a side. Repeat it for two that differ.",
)
@click.option(
    "--person",
    metavar="NAME",
    shell_complete=complete_names("speaker"),
    help="Only those that name this person or organisation, or are about their words.",
)
@click.option(
    "--kind",
    "kinds",
    type=SuggestingChoice(tuple(KIND_LABELS.values())),
    multiple=True,
    help="Only of this kind. Repeat it for several.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def differences(
    index: Index, *, kinds: tuple[str, ...], publishers: tuple[str, ...], **arguments: Any
) -> Report:
    """List the points on which sources differ.

    All sides are listed, with the words that each source prints: conflicts first, then tensions, what is
    compatible, and wording. A point is settled if a public source decides it; ✓ marks the sides that it
    supports. Sources have short names; text and the data formats have addresses.

    QUERY is words, "a phrase", -not, word*, and the filters kind:, speaker: and in:. Each option is short for
    a filter.

    Examples:
      Read the first of them:
        medway-tui differences --kind conflict --format text | head -8
      List where two papers differ, and which one a report supports:
        medway-tui differences --publisher bbc --publisher kentonline --kind conflict
      List only the points:
        medway-tui differences --format csv | cut -d, -f1 | uniq | head -3
    """
    text = build_filters(arguments, {"person": "speaker"})
    text = " ".join(
        [
            text,
            *(f"kind:{kind}" for kind in kinds),
            *(format_filter("publisher", "in", each) for each in publishers),
        ]
    )
    query = parse_difference_query(text)
    if query.problems:
        sys.exit(print_error(query.problems[0], "see medway-tui differences --help"))
    listing = find_differences(index, query)
    require_results(index, query.query, listing.problems, has_results=bool(len(listing)))
    return differences_report(
        lambda: iter_differences(index, listing.positions), source_names(index), len(listing)
    )
