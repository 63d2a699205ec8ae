"""``medway-tui quotes`` and ``drafts``: quotations by speaker, party, article, date and words; drafts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.output import NotFoundError, parse_query_or_exit, report_command, require_results
from medway_tui.cli.query_options import build_filters
from medway_tui.export.drafts import drafts_report
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.export.quotes import quotes_report
from medway_tui.export.report import Report
from medway_tui.index.articles import get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.people import RoleFinder
from medway_tui.index.quotes import QuoteRow, count_drafts, count_drafts_of, find_drafts, find_quotes

OPTION_FILTERS = {"speaker": "speaker", "party": "party", "article": "in", "since": "after", "type": "type"}
"""The filter of the query language for each option."""


@report_command(more_formats=CITING_FORMATS, notes_of="notes_on_quotes")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N quotations.")
@click.option(
    "--sort",
    type=click.Choice(("oldest", "newest", "speaker")),
    default="oldest",
    help="Sort by date of the article, oldest (the default) or newest first, or by speaker.",
)
@click.option("--type", type=click.Choice(("direct", "mixed", "indirect")), help="Only this type.")
@click.option("--until", metavar="DATE", help="Only from articles of this day, month or year or earlier.")
@click.option("--since", metavar="DATE", help="Only from articles of this day, month or year or later.")
@click.option(
    "--article",
    metavar="ID",
    shell_complete=complete_names("in"),
    help="Only from this article, or this publisher's articles.",
)
@click.option(
    "--party",
    metavar="NAME",
    shell_complete=complete_names("party"),
    help="Only by members of this party on the day of the article.",
)
@click.option(
    "--speaker",
    metavar="NAME",
    shell_complete=complete_names("speaker"),
    help="Only by this person or organisation, by any form of the name.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
def command(index: Index, **arguments: Any) -> Report:
    """List quotations with speaker and paragraph.

    QUERY is in the query language of the reader: words, "a phrase", -not, word*, speaker:, party:, role:,
    in:, from:, until:, type:. from:2019 includes that year and until:2020 does not; after: and before: are
    the same. Each option is short for a filter. Words are searched in the quotations only. Put -- before a
    word with a minus, and quote a phrase twice.

    Examples:
      List what a councillor said in one paper:
        medway-tui quotes --speaker jarrett --article bbc
      Find words in quotation marks, with citations to print:
        medway-tui quotes '"exceptionally high"' --format text
      List what a party said since a year, for a spreadsheet:
        medway-tui quotes --party con --since 2020 --format csv | head -2
      Exclude a word; -- precedes the minus:
        medway-tui quotes --sort newest --limit 2 -- huge -embarrassing
    """
    query = parse_query_or_exit(build_filters(arguments, OPTION_FILTERS))
    quotes, problems = find_quotes(index, query)
    require_results(index, query, problems, has_results=bool(quotes))

    return quotes_report(
        _sort_quotes(quotes, arguments["sort"])[: arguments["limit"]],
        RoleFinder(index).roles_of,
        index.meta("id") or "",
        partial(get_paragraph_text, index),
    )


def _sort_quotes(quotes: Sequence[QuoteRow], sort: str) -> Sequence[QuoteRow]:
    if sort == "newest":
        # The order of articles is reversed, not that within an article.
        return sorted(quotes, key=lambda quote: quote.key)
    if sort == "speaker":
        return sorted(
            quotes,
            key=lambda quote: (
                quote.speaker_position is None,
                quote.speaker_position or 0,
                quote.display_name,
            ),
        )
    return quotes


@report_command()
@click.argument("article", required=False, shell_complete=complete_names("article"))
def drafts(index: Index, article: str | None) -> Report:
    """List draft quotations that wait for review.

    An import writes drafts: quotations that the program found, with how sure it is. With ARTICLE, only those
    of this article. d in the reader reviews them; docs/review.md explains how.

    Examples:
      List the drafts of an import:
        medway-tui import page.html --content bandstand --quiet
        medway-tui drafts --content bandstand --plain
    """
    found = find_drafts(index, articles=None if article is None else [article])
    total = count_drafts(index) if article is None else count_drafts_of(index, article)
    if not found:
        raise NotFoundError("there are no drafts" + (f" in {article}" if article else ""))
    return drafts_report(found, total)
