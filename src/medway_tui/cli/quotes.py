"""``medway-tui quotes``: who said what."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.completion_answers import complete_filters, complete_names
from medway_tui.cli.console import print_error
from medway_tui.cli.output import (
    parse_query_or_exit,
    report_options,
    require_results,
    run_report,
)
from medway_tui.export.formats import CITING_FORMATS

if TYPE_CHECKING:
    from medway_tui.export.report import Report
    from medway_tui.index.connection import Index
    from medway_tui.index.people import RolesOnDate
    from medway_tui.index.quotes import QuoteRow

OPTION_FILTERS = {"speaker": "speaker", "party": "party", "article": "in", "since": "after", "type": "type"}
"""The filter of the search language that an option stands for."""


@click.command()
@report_options(more_formats=CITING_FORMATS)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many quotations.")
@click.option(
    "--sort",
    type=click.Choice(("oldest", "newest", "speaker")),
    default="oldest",
    help="By the date of the article, the oldest first (the usual way) or the newest; or by speaker.",
)
@click.option("--type", type=click.Choice(("direct", "mixed", "indirect")), help="Only of this type.")
@click.option("--until", metavar="DATE", help="From articles of this day, month or year, or before.")
@click.option("--since", metavar="DATE", help="From articles of this day, month or year, or after.")
@click.option(
    "--article",
    metavar="ID",
    shell_complete=complete_names("in"),
    help="From this article, or this publisher's.",
)
@click.option(
    "--party",
    metavar="NAME",
    shell_complete=complete_names("party"),
    help="Of whom this party stood for on the day of the article.",
)
@click.option(
    "--speaker",
    metavar="NAME",
    shell_complete=complete_names("speaker"),
    help="Of this person or organisation, by any form of the name.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=complete_filters)
@click.pass_obj
def command(group_roots: tuple[str, ...], /, **options: Any) -> None:
    """Print who said what, with where it stands.

    QUERY is in the search language of the reader: words, "a phrase", -not, word*, speaker:, party:,
    role:, in:, after:, before:, type:. An option stands for its filter. A quotation is found by its
    own words. Before a word with a minus, put --; around a phrase, quotation marks within quotation marks.

    Exit status: 0 something was found, 1 nothing was, 2 it could not run.

    \b
    Examples:
      What a councillor said, in one paper:
        medway-tui quotes --speaker jarrett --article bbc
      Words in quotation marks, with citations to print:
        medway-tui quotes '"exceptionally high"' --format text
      What a party said from a month on, for a spreadsheet:
        medway-tui quotes --party con --since 2020 --format csv | head -2
      Without a word: -- before a minus:
        medway-tui quotes --sort newest --limit 2 -- huge -embarrassing
    """  # noqa: D301 - \b is click's mark for lines that are kept
    roots = (*group_roots, *options["roots"])
    run_report(roots, options["form"], options["color"], lambda index: _quotes_report(index, options))


def _quotes_report(index: Index, options: dict[str, Any]) -> Report:
    from medway_tui.export.quotes import quotes_report  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import get_paragraph_text  # noqa: PLC0415
    from medway_tui.index.people import roles_on  # noqa: PLC0415
    from medway_tui.index.quotes import find_quotes  # noqa: PLC0415

    query = parse_query_or_exit(_build_query(options))
    found, problems = find_quotes(index, query)
    require_results(index, query, problems, has_results=bool(found))

    @cache
    def roles_on_day(agent: str | None, day: str | None) -> RolesOnDate:
        return roles_on(index, agent, day)

    ordered = _sort_quotes(found, options["sort"])[: options["limit"]]
    return quotes_report(
        ordered,
        lambda quote: roles_on_day(quote.speaker, quote.article.published),
        index.meta("id") or "",
        partial(get_paragraph_text, index),
    )


def _sort_quotes(found: Sequence[QuoteRow], sort: str) -> Sequence[QuoteRow]:
    if sort == "newest":
        # The articles turn round, not the words within one.
        return sorted(found, key=lambda quote: quote.key)
    if sort == "speaker":
        return sorted(
            found,
            key=lambda quote: (
                quote.speaker_position is None,
                quote.speaker_position or 0,
                quote.display_name,
            ),
        )
    return found


def _build_query(options: dict[str, Any]) -> str:
    """The options and words as one query."""
    parts = list(options["query"])
    if options["since"] is not None:
        _check_date("since", options["since"])
    for option, name in OPTION_FILTERS.items():
        if options[option] is not None:
            parts.append(_format_filter(option, name, options[option]))
    if options["until"] is not None:
        parts.append(_format_filter("until", "before", _next_day(_check_date("until", options["until"]))))
    return " ".join(parts)


def _format_filter(option: str, name: str, value: str) -> str:
    value = value.replace('"', " ").strip()
    if not value:
        sys.exit(print_error(f"--{option} is empty", f"leave out --{option}, or say what to look for"))
    return f'{name}:"{value}"'


def _check_date(option: str, date: str) -> str:
    """A date that an option gives; ends the process where it is none."""
    from medway_tui import dates  # noqa: PLC0415 - not on the way to --help

    try:
        return dates.check_date(date)
    except ValueError:
        sys.exit(print_error(f"--{option} wants a date such as 2019, 2019-09 or 2019-09-04, not {date}"))


def _next_day(date: str) -> str:
    """The day after the last that a date can mean: ``before:`` ends before its day."""
    from medway_tui import dates  # noqa: PLC0415 - not on the way to --help

    last = dates.last_day(date)
    return str(last + datetime.timedelta(1) if last < datetime.date.max else last)
