"""``medway-tui search``: the paragraphs and quotations in which something stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from medway_tui.cli.answering import answer_options, respond
from medway_tui.cli.asking import must_be_found, understood
from medway_tui.cli.completing import filters

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer, Format
    from medway_tui.index.store import Index


@click.command()
@answer_options()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...", shell_complete=filters)
@click.pass_obj
def command(
    given: tuple[str, ...],
    /,
    query: tuple[str, ...],
    roots: tuple[str, ...],
    form: Format,
    color: str,
    limit: int | None,
) -> None:
    """Print the paragraphs in which words stand, the newest first.

    QUERY is in the search language of the reader: words, "a phrase", -not, word*, in:, after:, before:.
    With speaker:, party:, role: or type:, quotations are searched instead of paragraphs. Before a word
    with a minus, put --; around a phrase, quotation marks within quotation marks.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.

    \b
    Examples:
      Where a name stands:
        medway-tui search domeney --format text
      What somebody said with a word in it:
        medway-tui search speaker:jarrett shock --format csv | cut -d, -f1,6,7
      How often a phrase stands in one paper:
        medway-tui search '"children in care"' in:bbc --format jsonl | wc -l
    """  # noqa: D301 - \b is click's mark for lines that are kept
    respond((*given, *roots), form, color, lambda index: _ask(index, " ".join(query), limit))


def _ask(index: Index, typed: str, limit: int | None) -> Answer:
    from medway_tui.export.search import search_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.search import hits, problems  # noqa: PLC0415

    query = understood(typed)
    found = hits(index, query, limit=limit or sys.maxsize)
    must_be_found(index, query, problems(index, query), any_found=bool(found))
    return search_answer(found, query.spans)
