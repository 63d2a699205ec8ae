"""``medway-tui differences``: where the sources differ."""

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
    respond((*given, *roots), form, color, _ask)


def _ask(index: Index) -> Answer:
    from medway_tui.export.events import differences_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.events import differences  # noqa: PLC0415

    return differences_answer(differences(index))
