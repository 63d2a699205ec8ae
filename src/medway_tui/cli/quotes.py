"""``medway-tui quotes`` and ``drafts``: quotations by speaker, party, article, date and words; drafts."""

from __future__ import annotations

from typing import Any

import click

from medway_tui.cli.completion import complete_filters, complete_names
from medway_tui.cli.output import report_command
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.export.report import Report
from medway_tui.export.report_queries import QUOTE_ORDERS, report_drafts, report_quotes
from medway_tui.index.connection import Index
from medway_tui.index.filter_options import QUOTE_FILTERS, build_query


@report_command(more_formats=CITING_FORMATS, notes_of="notes_on_quotes")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N quotations.")
@click.option(
    "--sort",
    type=click.Choice(QUOTE_ORDERS),
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
    text = build_query(arguments["query"], arguments, QUOTE_FILTERS)
    return report_quotes(index, text, sort=arguments["sort"], limit=arguments["limit"])


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
    return report_drafts(index, article)
