"""``medway-tui articles``: the articles of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import CITING, answer_options, respond

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options(more=CITING)
@click.pass_obj
def command(given: tuple[str, ...], /, roots: tuple[str, ...], form: Format, color: str) -> None:
    """Print the list of articles, the oldest first.

    Exit status: 0 there are articles, 1 there are none, 2 it could not run.

    \b
    Examples:
      All of them:
        medway-tui articles
      Their ids alone, for a script:
        medway-tui articles --format csv | cut -d, -f1
      A bibliography of them, for LaTeX:
        medway-tui articles --format bibtex
    """  # noqa: D301 - \b is click's mark for lines that are kept
    respond((*given, *roots), form, color, _ask)


def _ask(index: Index) -> Answer:
    from medway_tui.export.articles import articles_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import articles, sizes  # noqa: PLC0415

    return articles_answer(articles(index), sizes(index), index.meta("id") or "")
