"""``medway-tui ratings``, ``timeline`` and ``differences``: the public record and how sources report it."""

from __future__ import annotations

from typing import Any

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.options import SuggestingChoice, parse_date
from medway_tui.cli.output import report_command
from medway_tui.export.record_queries import (
    report_councils,
    report_differences,
    report_ratings,
    report_recovery,
    report_shares,
    report_timeline,
)
from medway_tui.export.report import Report
from medway_tui.index.connection import Index
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.filter_options import DIFFERENCE_FILTERS, TIMELINE_FILTERS, build_query
from medway_tui.index.timeline_query import ENTRY_KINDS


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
        return report_shares(index, shares)
    if recovery:
        return report_recovery(index)
    if names:
        return report_councils(index, names)
    return report_ratings(index, inspection)


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
    type=SuggestingChoice(ENTRY_KINDS),
    multiple=True,
    help="Only entries of this kind. Repeat it for several.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def timeline(index: Index, *, with_quotes: bool, **arguments: Any) -> Report:
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
    text = build_query(arguments["query"], arguments, TIMELINE_FILTERS)
    return report_timeline(index, text, with_quotes=with_quotes)


@report_command(cites_sources=True, notes_of="notes_on_differences")
@click.option(
    "--publisher",
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
    type=SuggestingChoice(tuple(KIND_LABELS.values())),
    multiple=True,
    help="Only of this kind. Repeat it for several.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def differences(index: Index, **arguments: Any) -> Report:
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
    text = build_query(arguments["query"], arguments, DIFFERENCE_FILTERS)
    return report_differences(index, text)
