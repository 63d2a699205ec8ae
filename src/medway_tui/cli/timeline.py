"""``medway-tui timeline``: what happened, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.output import report_options, run_report

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index


@click.command()
@report_options()
@click.pass_obj
def command(group_roots: tuple[str, ...], /, roots: tuple[str, ...], form: str, color: str) -> None:
    """Print what happened in order, with the articles set among it.

    A date is as precise as its source; an inferred one stands in square brackets.

    Exit status: 0 something happened, 1 nothing did, 2 it could not run.

    \b
    Examples:
      What happened first:
        medway-tui timeline --format text | head -5
      The dates, for a program:
        medway-tui timeline --format csv | cut -d, -f1,3,4 | head -4
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report((*group_roots, *roots), form, color, _timeline_report)


def _timeline_report(index: Index) -> Report:
    from medway_tui.export.events import timeline_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.events import list_timeline  # noqa: PLC0415

    return timeline_report(list_timeline(index))
