"""``medway-tui quotes``: who said what."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.answering import CITING, answer_options, respond
from medway_tui.cli.asking import must_be_found, understood
from medway_tui.cli.completing import filters, names
from medway_tui.cli.saying import fail

if TYPE_CHECKING:
    from medway_tui.export.answer import Answer
    from medway_tui.index.people import Standing
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.index.store import Index

_FILTERS = {"speaker": "speaker", "party": "party", "article": "in", "since": "after", "type": "type"}
"""The filter of the search language that an option stands for."""


@click.command()
@answer_options(more=CITING)
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
    "--article", metavar="ID", shell_complete=names("in"), help="From this article, or this publisher's."
)
@click.option(
    "--party",
    metavar="NAME",
    shell_complete=names("party"),
    help="Of whom this party stood for on the day of the article.",
)
@click.option(
    "--speaker",
    metavar="NAME",
    shell_complete=names("speaker"),
    help="Of this person or organisation, by any form of the name.",
)
@click.argument("query", nargs=-1, metavar="[QUERY]...", shell_complete=filters)
@click.pass_obj
def command(given: tuple[str, ...], /, **options: Any) -> None:
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
    roots = (*given, *options["roots"])
    respond(roots, options["form"], options["color"], lambda index: _ask(index, options))


def _ask(index: Index, options: dict[str, Any]) -> Answer:
    from medway_tui.export.quotes import quotes_answer  # noqa: PLC0415 - not on the way to --help
    from medway_tui.index.articles import paragraph_text  # noqa: PLC0415
    from medway_tui.index.people import standing  # noqa: PLC0415
    from medway_tui.index.quotes import quotes  # noqa: PLC0415

    query = understood(_query(options))
    found, problems = quotes(index, query)
    must_be_found(index, query, problems, any_found=bool(found))

    @cache
    def known(agent: str | None, day: str | None) -> Standing:
        return standing(index, agent, day)

    ordered = _ordered(found, options["sort"])[: options["limit"]]
    return quotes_answer(
        ordered,
        lambda quote: known(quote.speaker, quote.article.published),
        index.meta("id") or "",
        partial(paragraph_text, index),
    )


def _ordered(found: Sequence[QuoteRow], sort: str) -> Sequence[QuoteRow]:
    if sort == "newest":
        # The articles turn round, not the words within one.
        return sorted(found, key=lambda quote: quote.key)
    if sort == "speaker":
        return sorted(
            found,
            key=lambda quote: (quote.speaker_position is None, quote.speaker_position or 0, quote.called),
        )
    return found


def _query(options: dict[str, Any]) -> str:
    """The options and words as one query."""
    parts = list(options["query"])
    if options["since"] is not None:
        _dated("since", options["since"])
    for option, name in _FILTERS.items():
        if options[option] is not None:
            parts.append(_filter(option, name, options[option]))
    if options["until"] is not None:
        parts.append(_filter("until", "before", _day_after(_dated("until", options["until"]))))
    return " ".join(parts)


def _filter(option: str, name: str, value: str) -> str:
    value = value.replace('"', " ").strip()
    if not value:
        sys.exit(fail(f"--{option} is empty", f"leave out --{option}, or say what to look for"))
    return f'{name}:"{value}"'


def _dated(option: str, date: str) -> str:
    """A date that an option gives; ends the process where it is none."""
    from medway_tui import dates  # noqa: PLC0415 - not on the way to --help

    try:
        return dates.check(date)
    except ValueError:
        sys.exit(fail(f"--{option} wants a date such as 2019, 2019-09 or 2019-09-04, not {date}"))


def _day_after(date: str) -> str:
    """The day after the last that a date can mean: ``before:`` ends before its day."""
    from medway_tui import dates  # noqa: PLC0415 - not on the way to --help

    last = dates.last_day(date)
    return str(last + datetime.timedelta(1) if last < datetime.date.max else last)
