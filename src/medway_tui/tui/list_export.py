"""The lists of the views as reports, to be written in any export format.

Each has the words for the dialog, and a function that makes the report from an index, in another thread: so
it has what the files say when it is written, in the order of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from medway_tui.export.agent_details import load_agent_details
from medway_tui.export.articles import articles_report
from medway_tui.export.councils import councils_report
from medway_tui.export.differences import differences_report
from medway_tui.export.inspections import ratings_report, reported_ratings_report
from medway_tui.export.people import people_report
from medway_tui.export.quotes import quotes_report
from medway_tui.export.report import Report
from medway_tui.export.timeline import entry_id, entry_kind, timeline_report
from medway_tui.index.agents import list_agents
from medway_tui.index.articles import article_sizes, get_paragraph_text, list_articles
from medway_tui.index.connection import Index
from medway_tui.index.councils import CouncilReport, CouncilRow, TableSource
from medway_tui.index.difference_query import find_differences, parse_difference_query
from medway_tui.index.differences import iter_differences
from medway_tui.index.inspections import find_mentions, find_sources, inspection_reports, ratings_table
from medway_tui.index.listing import reading_position
from medway_tui.index.people import RoleFinder
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import QuoteRow, article_quotes, find_quote_key, find_quotes, quotes_by_key
from medway_tui.index.source_names import source_names
from medway_tui.index.timeline import Timeline, TimelineEntry, iter_entries, list_timeline
from medway_tui.index.timeline_query import parse_timeline_query
from medway_tui.text import plural

QuoteName = tuple[str, str]
"""The ids of a quotation's article and of itself."""


class ListExport(NamedTuple):
    """A list of a view, to be exported."""

    subject: str
    """What it has, with the number: ``21 quotations``."""
    stem: str
    """The proposed name of the file, without its suffix."""
    report: Callable[[Index], Report]
    cites_articles: bool = False
    """Whether the formats that cite articles are offered too."""
    cites_sources: bool = False
    """Whether it repeats the dossier's attribution line, as it cites sources other than articles."""


def export_quotes(
    number: int, query: str, *, by_speaker: bool, chosen: Collection[QuoteName] = ()
) -> ListExport:
    """Return the quotations that match a query, or those ``chosen``, of which the query may find none."""

    def make_report(index: Index) -> Report:
        quotes = (
            _load_quotes(index, chosen) if chosen else find_quotes(index, parse_query(query, typing=True))[0]
        )
        return _quotes_report(index, _sort_quotes(quotes, by_speaker=by_speaker))

    return ListExport(_describe(number, "quotation", chosen), "quotations", make_report, cites_articles=True)


def export_article_quotes(number: int, article: str, chosen: Collection[QuoteName] = ()) -> ListExport:
    """Return the quotations of an article, or those ``chosen``."""

    def make_report(index: Index) -> Report:
        return _quotes_report(
            index, _load_quotes(index, chosen) if chosen else article_quotes(index, article)
        )

    return ListExport(_describe(number, "quotation", chosen), article, make_report, cites_articles=True)


def export_articles(number: int, chosen: Collection[str] = ()) -> ListExport:
    """Return all articles, or those ``chosen``."""

    def make_report(index: Index) -> Report:
        rows = [row for row in list_articles(index) if not chosen or row.id in chosen]
        return articles_report(rows, article_sizes(index), index.meta("id") or "")

    return ListExport(_describe(number, "article", chosen), "articles", make_report, cites_articles=True)


def export_timeline(number: int, query: str, chosen: Collection[tuple[str, str]] = ()) -> ListExport:
    """Return the entries that match a filter, or those ``chosen`` by their kinds and ids."""

    def make_report(index: Index) -> Report:
        timeline = list_timeline(index, parse_timeline_query("" if chosen else query, typing=True))

        found = partial(_iter_chosen, index, timeline, chosen)
        return timeline_report(found, source_names(index), len(chosen) or sum(timeline.counts.values()))

    number = len(chosen) or number
    subject = f"{number:,} {'entry' if number == 1 else 'entries'} of the timeline"
    return ListExport(subject, "timeline", make_report, cites_sources=True)


def export_people(number: int, typed: str, chosen: Collection[str] = ()) -> ListExport:
    """Return the people and organisations that match a name, or those ``chosen``."""

    def make_report(index: Index) -> Report:
        agents = list_agents(index, "" if chosen else typed)
        agents = [agent for agent in agents if not chosen or agent.id in chosen]
        return people_report(agents, lambda agent: load_agent_details(index, agent.id), None)

    number = len(chosen) or number
    subject = "1 person or organisation" if number == 1 else f"{number:,} people and organisations"
    return ListExport(subject, "people", make_report, cites_sources=True)


def export_differences(number: int, query: str) -> ListExport:
    """Return the differences that match a filter."""

    def make_report(index: Index) -> Report:
        listing = find_differences(index, parse_difference_query(query, typing=True))
        found = partial(iter_differences, index, listing.positions)
        return differences_report(found, source_names(index), len(listing))

    return ListExport(plural(number, "difference"), "differences", make_report, cites_sources=True)


def export_ratings(number: int, inspection: str | None = None) -> ListExport:
    """Return the judgements of all inspections, or of one as each source reports it."""

    def make_report(index: Index) -> Report:
        report = ratings_report(
            ratings_table(index, all_providers=inspection is not None),
            lambda graded: find_mentions(index, "inspection", graded.inspection, graded.area),
            inspection,
        )
        reports = inspection_reports(index, inspection) if inspection is not None else None
        if inspection is None or reports is None:
            return report
        return reported_ratings_report(report, reports, find_sources(index, "inspection", inspection))

    subject = f"the judgements of {plural(number, 'inspection')}"
    return ListExport(subject, inspection or "ratings", make_report, cites_sources=True)


def export_councils(
    reports: Sequence[tuple[CouncilRow, Sequence[CouncilReport]]], source: TableSource
) -> ListExport:
    """Return the grades of the included councils over time."""
    subject = f"the grades of {plural(len(reports), 'council')}"
    return ListExport(subject, "councils", lambda _: councils_report(reports, source), cites_sources=True)


def _iter_chosen(
    index: Index, timeline: Timeline, chosen: Collection[tuple[str, str]]
) -> Iterator[TimelineEntry]:
    """Yield the chosen entries of a timeline; all where none is."""
    for entry in iter_entries(index, timeline):
        if not chosen or (entry_kind(entry), entry_id(entry)) in chosen:
            yield entry


def _quotes_report(index: Index, quotes: Sequence[QuoteRow]) -> Report:
    text = partial(get_paragraph_text, index)
    return quotes_report(quotes, RoleFinder(index).roles_of, index.meta("id") or "", text)


def _load_quotes(index: Index, chosen: Collection[QuoteName]) -> Sequence[QuoteRow]:
    """Return the chosen quotations that there still are, in order of time and of reading."""
    keys = [key for each in chosen if (key := find_quote_key(index, *each)) is not None]
    quotes = quotes_by_key(index, keys)
    return [quotes[key] for key in sorted(keys, key=reading_position) if key in quotes]


def _sort_quotes(quotes: Sequence[QuoteRow], *, by_speaker: bool) -> Sequence[QuoteRow]:
    """Return quotations in order of time; or by speaker, in the order in which these first speak."""
    if not by_speaker:
        return quotes
    first: dict[Any, int] = {}
    for quote in quotes:
        first.setdefault(_speaker_of(quote), len(first))
    return sorted(quotes, key=lambda quote: first[_speaker_of(quote)])


def _speaker_of(quote: QuoteRow) -> str:
    return next(iter(quote.speakers), "") or f"“{quote.attribution}”"


def _describe(number: int, noun: str, chosen: Collection[Any]) -> str:
    return plural(len(chosen), f"selected {noun}") if chosen else plural(number, noun)
