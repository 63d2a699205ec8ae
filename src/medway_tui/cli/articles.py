"""``medway-tui articles``: the articles of a dossier."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import CITING, answer_options, respond
from medway_tui.cli.asking import must_be_found, understood
from medway_tui.cli.completing import filters

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options(more=CITING)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=filters)
@click.pass_obj
def command(
    given: tuple[str, ...], /, query: tuple[str, ...], roots: tuple[str, ...], form: Format, color: str
) -> None:
    """Print the list of articles, the oldest first.

    With a QUERY in the search language, those in which medway-tui search finds something.

    Exit status: 0 there are articles, 1 there are none, 2 it could not run.

    \b
    Examples:
      All of them:
        medway-tui articles
      Those in which somebody is quoted:
        medway-tui articles speaker:brazil
      Their ids alone, for a script:
        medway-tui articles --format csv | cut -d, -f1
      A bibliography of them, for LaTeX:
        medway-tui articles --format bibtex
    """  # noqa: D301 - \b is click's mark for lines that are kept
    respond((*given, *roots), form, color, lambda index: _ask(index, " ".join(query)))


def _ask(index: Index, typed: str) -> Answer:
    from medway_tui.export.articles import articles_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import articles, sizes  # noqa: PLC0415
    from medway_tui.index.search import hits, problems  # noqa: PLC0415

    found = articles(index)
    query = understood(typed)
    if query:
        within = {hit.article.id for hit in hits(index, query, limit=sys.maxsize)}
        found = [row for row in found if row.id in within]
        must_be_found(index, query, problems(index, query), any_found=bool(found))
    return articles_answer(found, sizes(index), index.meta("id") or "")
