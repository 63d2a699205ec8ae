"""``medway-tui ratings``: the inspectors' judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.completion_answers import complete_names
from medway_tui.cli.console import did_you_mean
from medway_tui.cli.output import NotFoundError, report_options, run_report

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


@click.command()
@report_options()
@click.option(
    "--inspection",
    metavar="ID",
    shell_complete=complete_names("inspection"),
    help="Only this inspection, and what the articles say of it.",
)
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, inspection: str | None, roots: tuple[str, ...], form: str, color: str
) -> None:
    """Print the inspectors' judgements, inspections side by side.

    Grades are as the reports print them. With --inspection, a table and text have what each article
    says of each judgement. --format text and json name the ids of inspections.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.

    \b
    Examples:
      Side by side:
        medway-tui ratings
      One inspection, and what each article says of it:
        medway-tui ratings --inspection 2019-07-ilacs --format text | head -6
      What got better:
        medway-tui ratings --format jsonl | grep -c '"step": 1'
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report((*group_roots, *roots), form, color, lambda index: _ratings_report(index, inspection))


def _ratings_report(index: Index, inspection: str | None) -> Report:
    from medway_tui.export.inspections import (  # noqa: PLC0415 - not for --help
        ratings_report,
        reported_ratings_report,
    )
    from medway_tui.index.inspections import find_mentions, find_sources, inspection_reports, ratings_table  # noqa: PLC0415
    from medway_tui.index.suggestions import suggest_names  # noqa: PLC0415

    report = ratings_report(
        ratings_table(index),
        lambda graded: find_mentions(index, "inspection", graded.inspection, graded.area),
        inspection,
    )
    if inspection is None:
        return report
    reported_inspection = inspection_reports(index, inspection)
    if reported_inspection is None:
        hint = did_you_mean(suggest_names(index, "inspection", inspection))
        raise NotFoundError(
            f"there is no inspection {inspection}", hint or "medway-tui ratings --format text names them"
        )
    return reported_ratings_report(report, reported_inspection, find_sources(index, "inspection", inspection))
