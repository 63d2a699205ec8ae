"""``medway-tui ratings``: the inspectors' judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import NothingFoundError, answer_options, respond
from medway_tui.cli.completing import names
from medway_tui.cli.saying import did_you_mean

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options()
@click.option(
    "--inspection",
    metavar="ID",
    shell_complete=names("inspection"),
    help="Only this inspection, and what the articles say of it.",
)
@click.pass_obj
def command(
    given: tuple[str, ...], /, inspection: str | None, roots: tuple[str, ...], form: Format, color: str
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
    respond((*given, *roots), form, color, lambda index: _ask(index, inspection))


def _ask(index: Index, inspection: str | None) -> Answer:
    from medway_tui.export.ratings import ratings_answer, reported_answer  # noqa: PLC0415 - not for --help
    from medway_tui.index.ratings import mentions_of, reported, sources_of, table  # noqa: PLC0415
    from medway_tui.index.suggestions import meant  # noqa: PLC0415

    answer = ratings_answer(
        table(index),
        lambda graded: mentions_of(index, "inspection", graded.inspection, graded.area),
        inspection,
    )
    if inspection is None:
        return answer
    one = reported(index, inspection)
    if one is None:
        hint = did_you_mean(meant(index, "inspection", inspection))
        raise NothingFoundError(
            f"there is no inspection {inspection}", hint or "medway-tui ratings --format text names them"
        )
    return reported_answer(answer, one, sources_of(index, "inspection", inspection))
