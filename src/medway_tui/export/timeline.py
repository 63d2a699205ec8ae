"""The timeline in words: dates, titles, outcomes and sources of its entries; and its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.events import (
    describe_outcome,
    event_date,
    event_title,
    evidence_ids,
    licences,
    source_values,
)
from medway_tui.export.report import LazyRows, Report, Value, report_of
from medway_tui.export.spoken import (
    open_place,
    quote_remarks,
    spoken_article,
    spoken_count,
    spoken_date,
    spoken_event_date,
    spoken_mentions,
    spoken_outcome,
    spoken_title,
)
from medway_tui.index.events import EventRow, OutcomeRow
from medway_tui.index.inspections import SourceRow
from medway_tui.index.source_names import REPORT, SourceNames
from medway_tui.index.timeline import ArticleEntry, EventEntry, InspectionEntry, QuoteEntry, TimelineEntry
from medway_tui.text import plural

TIMELINE_COLUMNS = (
    "date", "date_inferred", "kind", "id", "title", "evidence", "sources", "note", "title_ours", "by",
    "by_names", "due", "outcome", "outcome_date", "outcome_evidence", "outcome_sources", "licences",
    "outcome_result", "inspection", "part", "grade", "quotes", "differs",
)  # fmt: skip

OPEN = "open"
"""The outcome of a promise or deadline of which none is recorded."""
NO_EVIDENCE = "no evidence"
NO_DUE_DATE = "no date is recorded"
DIFFERS = "≠"
"""Marks an event on which sources differ."""
_NOT_KNOWN = "not known"

_DATE_WIDTH = 15
"""The cells of ``14 Sep – 8 Oct``, with a bracket; the year comes below it."""
_MAX_EXPLAINED = 12
"""The most publishers whose short names are explained below a table."""
_MIN_TABLE_WIDTH = 56
"""The fewest cells in a line in which three columns can be read."""


# -- an entry in words --------------------------------------------------------------------------------


def entry_kind(entry: TimelineEntry) -> str:
    """Return the kind of an entry."""
    if isinstance(entry, EventEntry):
        return entry.event.kind
    if isinstance(entry, InspectionEntry):
        return "inspection"
    return "article" if isinstance(entry, ArticleEntry) else "quote"


def entry_id(entry: TimelineEntry) -> str:
    """Return the id of an entry, with which it is found again: ``2019-07-ilacs#visit``, ``bbc-2019#q7``."""
    if isinstance(entry, EventEntry):
        return entry.event.id
    if isinstance(entry, InspectionEntry):
        return f"{entry.inspection.id}#{entry.part}"
    if isinstance(entry, ArticleEntry):
        return entry.article.id
    return f"{entry.quote.article.id}#{entry.quote.id}"


def listed_date(entry: TimelineEntry) -> tuple[str | None, bool]:
    """Return the date under which an entry is listed, and whether it is inferred."""
    if isinstance(entry, EventEntry):
        return entry.event.listed_date, entry.event.date_inferred is not None
    if isinstance(entry, InspectionEntry):
        return entry.date, False
    article = entry.article if isinstance(entry, ArticleEntry) else entry.quote.article
    return article.published, article.published_inferred is not None


def display_date(entry: TimelineEntry) -> str:
    """Format the date of an entry, in square brackets if inferred; of a deadline alone, as ``due …``."""
    if isinstance(entry, EventEntry):
        return event_date(entry.event)
    date, is_inferred = listed_date(entry)
    words = dates.format_date(date) if date else _NOT_KNOWN
    return f"[{words}]" if is_inferred else words


def entry_title(entry: TimelineEntry) -> str:
    """Describe an entry in a line."""
    if isinstance(entry, EventEntry):
        return event_title(entry.event)
    if isinstance(entry, InspectionEntry):
        return _inspection_title(entry)
    if isinstance(entry, ArticleEntry):
        return f"{entry.article.publisher}: {citations.display_title(entry.article)}"
    quote = entry.quote
    return f"{quote.display_name}: {quote.quoted_text}{citations.quote_remarks(quote)}"


def _inspection_title(entry: InspectionEntry) -> str:
    inspection = entry.inspection
    if entry.part == "visit":
        return f"Inspection of {inspection.provider}: {inspection.title}"
    grade = f"; overall effectiveness: {entry.overall.printed}" if entry.overall else ""
    return f"Report on {inspection.provider}: {inspection.title}{grade}"


def due_words(event: EventRow) -> str:
    """Return when a promise or deadline is due, where it is listed under another date and is still open."""
    if event.kind == "event" or event.outcome is not None or not event.due or not event.date:
        return ""
    return f"due {dates.format_date(event.due)}"


def result_words(event: EventRow) -> str:
    """Return what became of a promise or deadline in two or three words; empty for any other event.

    ``done 28 Nov 2019``, ``not done``, ``open``; ``outcome 2023`` where no source says whether it was done.
    """
    outcome = event.outcome
    if event.kind == "event":
        return ""
    if outcome is None:
        return OPEN
    words = outcome.result or "outcome"
    return f"{words} {dates.format_date(outcome.date)}" if outcome.date else words


def describe_result(event: EventRow) -> str:
    """Describe what became of a promise or deadline in a sentence; empty for any other event."""
    if event.kind == "event":
        return ""
    if event.outcome is None:
        return "open; no outcome is recorded"
    return describe_outcome(event.outcome)


def short_sources(entry: TimelineEntry, names: SourceNames) -> list[str]:
    """Return the sources of an entry by their short names: ``BBC ¶11``, ``KO ¶9``, ``report``."""
    if isinstance(entry, EventEntry):
        return _record_sources(entry.event, names) or [NO_EVIDENCE]
    if isinstance(entry, InspectionEntry):
        return [REPORT] if entry.inspection.url else ["second-hand"] if entry.inspection.second_hand else []
    if isinstance(entry, ArticleEntry):
        number = citations.format_quote_count(entry.quotes, entry.drafts)
        return [plural(entry.quotes, "quote") if not entry.drafts else f"{number} quotes"]
    article = entry.quote.article
    places = [place.short_label for place in entry.quote.places]
    where = "adrift" if entry.quote.is_adrift else " ".join(dict.fromkeys(places))
    return [where if entry.under_article else f"{names.publisher(article.publisher)} {where}"]


def _record_sources(record: EventRow | OutcomeRow, names: SourceNames) -> list[str]:
    return [*names.label_places(record.mentions), *names.label_sources(record.sources)]


def describe_source(source: SourceRow, names: SourceNames) -> str:
    """Describe a public source with its licence, by its note or short name and never by its address."""
    named = source.note or names.source(source)
    return f"{named} ({source.licence})" if source.licence else named


def cite_entry(entry: EventEntry | InspectionEntry | ArticleEntry) -> str:
    """Cite an event or inspection in two lines: date and title, then the sources with addresses."""
    if isinstance(entry, ArticleEntry):
        return citations.cite_article(entry.article)
    line = f"{display_date(entry)}: {_full_title(entry)}"
    if isinstance(entry, InspectionEntry):
        sources = [f"{REPORT}, {entry.inspection.url}"] if entry.inspection.url else []
    else:
        outcome = entry.event.outcome
        mentions = [*entry.event.mentions, *(outcome.mentions if outcome else ())]
        public = [*entry.event.sources, *(outcome.sources if outcome else ())]
        sources = [citations.cite_article(m.article, () if m.is_adrift else [m.place]) for m in mentions]
        sources += [text for source in public if (text := source.describe())]
    return "\n— ".join(filter(None, (line, "; ".join(dict.fromkeys(sources)))))


# -- the report -----------------------------------------------------------------------------------------


def timeline_report(
    entries: Callable[[], Iterable[TimelineEntry]], names: SourceNames, number: int
) -> Report:
    """Report so many entries in order of time; ``entries`` queries them whenever a format iterates."""
    report = report_of(
        LazyRows(entries),
        TIMELINE_COLUMNS,
        _values,
        ("Date", "Event", "Sources"),
        lambda entry: (display_date(entry), _full_title(entry), _sources_cell(entry, names)),
        lambda entry: "\n".join(_lines(entry, names)),
    )
    return report._replace(
        column_widths=_column_widths,
        legend=_legend(names),
        heading=f"{number:,} {'entry' if number == 1 else 'entries'} in order of time",
        opens=LazyRows(lambda: map(_open_entry, entries())),
    )


def _legend(names: SourceNames) -> str:
    """Return what the short names of the publishers mean, unless there are many."""
    publishers = {short: name for name, short in names.publishers.items() if short != name}
    if not 0 < len(publishers) <= _MAX_EXPLAINED:
        return ""
    explained = [f"{short} is {name}" for short, name in publishers.items()]
    return f"{', '.join(explained)}; report is an inspection’s report; {DIFFERS} marks where sources differ."


def _column_widths(width: int) -> tuple[int, ...] | None:
    """Return the widths of the columns without the gaps of two cells between them; None in a narrow line."""
    if width < _MIN_TABLE_WIDTH:
        return None
    sources = max(16, width // 4)
    return _DATE_WIDTH, width - 4 - _DATE_WIDTH - sources, sources


def _full_title(entry: TimelineEntry) -> str:
    title = entry_title(entry)
    if isinstance(entry, EventEntry):
        result = describe_result(entry.event)
        return f"{title} → {result}" if result else title
    return title


def _sources_cell(entry: TimelineEntry, names: SourceNames) -> str:
    """Return the short names of all sources, after ≠ where they differ."""
    differs = isinstance(entry, (EventEntry, QuoteEntry)) and entry.differences
    return f"{DIFFERS} " * bool(differs) + " · ".join(_all_sources(entry, names))


def _all_sources(entry: TimelineEntry, names: SourceNames) -> list[str]:
    if isinstance(entry, QuoteEntry):
        # The article that it follows may be a screen away.
        entry = entry._replace(under_article=False)
    sources = short_sources(entry, names)
    if not isinstance(entry, EventEntry):
        return sources
    if entry.event.outcome is not None:
        sources += _record_sources(entry.event.outcome, names)
    return list(dict.fromkeys(sources))


def _lines(entry: TimelineEntry, names: SourceNames) -> Iterator[str]:
    yield f"{_spoken_date(entry)}: {_spoken_title(entry)}"
    if isinstance(entry, EventEntry):
        yield from _event_lines(entry, names)
    elif isinstance(entry, InspectionEntry):
        if entry.inspection.second_hand:
            yield f"   Second-hand: {entry.inspection.second_hand}"
    elif isinstance(entry, ArticleEntry):
        if entry.quotes or entry.drafts:
            yield f"   {spoken_count(entry.quotes, entry.drafts).capitalize()}"
    else:
        yield f"   Said in: {spoken_article(entry.quote.article, entry.quote.places)}"
        yield from (f"   {remark}" for remark in quote_remarks(entry.quote))


def _spoken_date(entry: TimelineEntry) -> str:
    if isinstance(entry, EventEntry):
        return spoken_event_date(entry.event)
    date, is_inferred = listed_date(entry)
    return spoken_date(date, inferred=is_inferred)


def _spoken_title(entry: TimelineEntry) -> str:
    if isinstance(entry, EventEntry):
        return event_title(entry.event, long=True)
    if isinstance(entry, ArticleEntry):
        return f"Article: {entry.article.publisher}: {spoken_title(entry.article)}"
    if isinstance(entry, InspectionEntry):
        return entry_title(entry)
    return f"Quotation: {entry.quote.display_name}: {entry.quote.quoted_text}"


def _open_entry(entry: TimelineEntry) -> str:
    """Return the command line that shows where an entry comes from."""
    if isinstance(entry, EventEntry):
        mentions = entry.event.mentions
        return open_place(mentions[0].article.id, mentions[0].place) if mentions else ""
    if isinstance(entry, InspectionEntry):
        return f"ratings --inspection {entry.inspection.id}"
    if isinstance(entry, ArticleEntry):
        return f"read {entry.article.id}"
    return open_place(entry.quote.article.id, entry.quote.place)


def _event_lines(entry: EventEntry, names: SourceNames) -> Iterator[str]:
    event = entry.event
    if event.date_inferred:
        yield f"   Date inferred: {event.date_inferred}"
    if event.kind == "promise" and not event.due:
        yield f"   Due: {NO_DUE_DATE}"
    said_in = list(_source_lines("Said in", event, names))
    yield from said_in or ["   No evidence is recorded"]
    if entry.differences:
        yield "   Sources differ (medway-tui differences)"
    if event.kind != "event":
        outcome = event.outcome
        yield f"   Outcome: {spoken_outcome(outcome) if outcome else 'open; no outcome is recorded'}"
    if event.outcome is not None:
        yield from _source_lines("Outcome said in", event.outcome, names)
    if event.note:
        yield f"   Note: {event.note}"


def _source_lines(label: str, record: EventRow | OutcomeRow, names: SourceNames) -> Iterator[str]:
    described = [describe_source(source, names) for source in record.sources]
    yield from (
        f"   {label}: {text}" for text in (*spoken_mentions(record.mentions), *filter(None, described))
    )


def _values(entry: TimelineEntry) -> tuple[Value, ...]:
    """Return the values of an entry for programs."""
    if isinstance(entry, EventEntry):
        return _event_values(entry)
    if isinstance(entry, InspectionEntry):
        inspection = entry.inspection
        return (
            entry.date, None, "inspection", inspection.id, _inspection_title(entry), (),
            (inspection.url,) if inspection.url else (), inspection.note, False, (), (), None, None, None, (),
            (), (), None, *_inspection_values(entry), None, None,
        )  # fmt: skip
    if isinstance(entry, ArticleEntry):
        article = entry.article
        return (
            article.published, article.published_inferred, "article", article.id, article.headline, (),
            (article.url,) if article.url else (), None, bool(article.title_ours), (), (), None, None, None,
            (), (), (), None, None, None, None, entry.quotes, None,
        )  # fmt: skip
    quote, article = entry.quote, entry.quote.article
    return (
        article.published, article.published_inferred, "quote", entry_id(entry), quote.exact,
        _quote_places(entry), (article.url,) if article.url else (), quote.note, False, quote.speakers,
        quote.speaker_names, None, None, None, (), (), (), None, None, None, None, None,
        bool(entry.differences),
    )  # fmt: skip


def _event_values(entry: EventEntry) -> tuple[Value, ...]:
    event, outcome = entry.event, entry.event.outcome
    sources = [*event.sources, *(outcome.sources if outcome else ())]
    return (
        event.date, event.date_inferred, event.kind, event.id, event.title, evidence_ids(event.mentions),
        source_values(event.sources), event.note, False, tuple(each.id for each in event.by),
        tuple(each.name for each in event.by), event.due, outcome and outcome.says,
        outcome and outcome.date, evidence_ids(outcome.mentions if outcome else ()),
        source_values(outcome.sources if outcome else ()), licences(sources), outcome and outcome.result,
        *_inspection_values(entry.inspection), None, bool(entry.differences),
    )  # fmt: skip


def _inspection_values(entry: InspectionEntry | None) -> tuple[Value, Value, Value]:
    """Return an inspection's id, its part, and the grade that its report gives overall."""
    if entry is None:
        return None, None, None
    grade = entry.overall.grade if entry.overall and entry.part == "report" else None
    return entry.inspection.id, entry.part, grade


def _quote_places(entry: QuoteEntry) -> tuple[str, ...]:
    article = entry.quote.article.id
    if entry.quote.is_adrift:
        return (article,)
    labels = (
        str(place.number) if place.kind == "paragraph" else f"caption-{place.number}"
        for place in entry.quote.places
    )
    return tuple(dict.fromkeys(f"{article}:{label}" for label in labels))
