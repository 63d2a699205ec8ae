"""``medway-tui differences``: where the sources differ."""

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
    """Print the points on which the sources differ, side by side.

    Every side stands; settled says what a public source says, where it bears on the point.

    Exit status: 0 there are some, 1 there are none, 2 it could not run.

    \b
    Examples:
      To be read:
        medway-tui differences --format text | head -4
      The points alone:
        medway-tui differences --format csv | cut -d, -f1 | uniq | head -3
    """  # noqa: D301 - \b is click's mark for lines that are kept
    run_report((*group_roots, *roots), form, color, _differences_report)


def _differences_report(index: Index) -> Report:
    from medway_tui.export.events import differences_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.events import list_differences  # noqa: PLC0415

    return differences_report(list_differences(index))
