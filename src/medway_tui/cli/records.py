"""``medway-tui ratings``, ``timeline`` and ``differences``: the public record and how sources report it."""

from __future__ import annotations

import click

from medway_tui.cli.completion import complete_names
from medway_tui.cli.output import NotFoundError, report_command
from medway_tui.export.events import differences_report, timeline_report
from medway_tui.export.inspections import ratings_report, reported_ratings_report
from medway_tui.export.report import Report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.connection import Index
from medway_tui.index.differences import list_differences
from medway_tui.index.events import list_timeline
from medway_tui.index.inspections import find_mentions, find_sources, inspection_reports, ratings_table
from medway_tui.index.names import suggest_names


@report_command(cites_sources=True)
@click.option(
    "--inspection",
    metavar="ID",
    shell_complete=complete_names("inspection"),
    help="Only this inspection, with what the articles say about it.",
)
def ratings(index: Index, inspection: str | None) -> Report:
    """Compare the judgements of inspections.

    Grades are as printed in the reports. With --inspection, table and text show what each article says
    about each judgement. --format text and json print the ids of inspections.

    Examples:
      Compare all inspections:
        medway-tui ratings
      Show one inspection, and what each article says about it:
        medway-tui ratings --inspection 2019-07-ilacs --format text | head -6
      Count the judgements that improved by one grade:
        medway-tui ratings --format jsonl | grep -c '"step": 1'
    """
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


@report_command(cites_sources=True)
def timeline(index: Index) -> Report:
    """List events and articles in order of time.

    A date is as precise as its source. An inferred date is in square brackets.

    Examples:
      Show the first events:
        medway-tui timeline --format text | head -5
      Print the dates for a program:
        medway-tui timeline --format csv | cut -d, -f1,3,4 | head -4
    """
    return timeline_report(list_timeline(index))


@report_command(cites_sources=True)
def differences(index: Index) -> Report:
    """List the points on which sources differ.

    All sides are listed. A point is settled if a public source decides it.

    Examples:
      Read the first of them:
        medway-tui differences --format text | head -4
      List only the points:
        medway-tui differences --format csv | cut -d, -f1 | uniq | head -3
    """
    return differences_report(list_differences(index))
