"""``medway-tui timeline``: what happened, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import answer_options, respond

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options()
@click.pass_obj
def command(given: tuple[str, ...], /, roots: tuple[str, ...], form: Format, color: str) -> None:
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
    respond((*given, *roots), form, color, _ask)


def _ask(index: Index) -> Answer:
    from medway_tui.export.events import timeline_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.events import timeline  # noqa: PLC0415

    return timeline_answer(timeline(index))
