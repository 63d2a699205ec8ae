"""The timeline: events, deadlines, promises, inspections, articles and quotations in one order.

A ``Timeline`` holds a number for each row and no more; ``load_rows`` reads the rows that are seen. Entries
are in the order of the first day that their dates can mean. Of one day, events and inspections come before
articles, those that end sooner first, then in the order of their files; the quotations of an article follow
it in reading order. Articles without a date come last.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from medway_tui import dates
from medway_tui.index.articles import ArticleRow, article_key, articles_by_key
from medway_tui.index.connection import Index
from medway_tui.index.differences import find_touching_differences
from medway_tui.index.events import EventRow, events_by_key
from medway_tui.index.inspections import GradedJudgement, InspectionRow, list_inspections, ratings_table
from medway_tui.index.listing import reading_position
from medway_tui.index.quotes import QuoteRow, find_quote_key, quotes_by_key
from medway_tui.index.schema import KEY_BITS, MAX_DAY, NUMBER_MASK
from medway_tui.index.timeline_query import EntryKind, TimelineQuery
from medway_tui.index.timeline_records import (
    EVENT_TAG,
    REPORT_TAG,
    VISIT_TAG,
    RecordKey,
    find_linked_events,
    find_records,
    quotation_sources,
)

InspectionPart = Literal["visit", "report"]
"""An inspection is listed twice: on the days of the visit, and on the day its report was published."""

BINS = 600
"""The parts into which the years of a timeline are divided to count the entries of each."""


class YearHeading(NamedTuple):
    """The heading of a year; of articles without a date where there is none."""

    year: int | None


class InspectionEntry(NamedTuple):
    """The days of an inspection, or the publication of its report."""

    inspection: InspectionRow
    part: InspectionPart
    overall: GradedJudgement | None
    """Its judgement of overall effectiveness, where there is one."""

    @property
    def date(self) -> str:
        """The days of the visit, or the day of the report."""
        if self.part == "report":
            return self.inspection.published
        start, end = self.inspection.start, self.inspection.end
        return start if start == end else f"{start}/{end}"


class EventEntry(NamedTuple):
    """An event, deadline or promise; ``inspection`` where it is the visit or the report of one."""

    event: EventRow
    inspection: InspectionEntry | None
    differences: tuple[str, ...]
    """The ids of the points on which sources differ about it, the gravest first."""


class ArticleEntry(NamedTuple):
    """An article with the numbers of its quotations and drafts."""

    article: ArticleRow
    quotes: int
    drafts: int


class QuoteEntry(NamedTuple):
    """A quotation; under its article unless articles are not listed."""

    quote: QuoteRow
    under_article: bool
    differences: tuple[str, ...]


TimelineEntry = EventEntry | InspectionEntry | ArticleEntry | QuoteEntry
TimelineRow = YearHeading | TimelineEntry


# The number of a row. Those of articles and quotations are negative, in the order of time and reading: four
# times the place (``reading_position``) of the quotation, or of the article before its first, plus 1 for a
# quotation. Other rows are eight times the key of a record, or the year of a heading, plus their tag.
_HEADING = REPORT_TAG + 1
_ARTICLE_CODE = f"-(a.key << {KEY_BITS + 2})"
_QUOTE_CODE = f"8 * (q.key & {NUMBER_MASK}) - 4 * q.key + 1"


class Timeline:
    """The rows of a timeline, as numbers, with the headings of years."""

    def __init__(self) -> None:
        self.codes = array("q")
        self.counts: Counter[EntryKind] = Counter()
        """The number of entries of each kind; an event that is part of an inspection counts as an event."""
        self.problems: tuple[str, ...] = ()
        self.years: tuple[int, int] | None = None
        """The first and the last year with an entry."""
        self.density: Sequence[int] = ()
        """The number of entries in each of the ``BINS`` equal parts of all years."""
        self._bin_rows: Sequence[int] = ()
        self._heading_rows: dict[int, int] = {}
        self.has_articles = True
        """Whether articles are listed, under which their quotations come."""

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def entries(self) -> int:
        """The number of rows without the headings of years."""
        return len(self.codes) - len(self._heading_rows)

    def bin_of(self, day: int) -> int:
        """Return the part of the time in which a day is; of the day 0, which is not known, the last."""
        if self.years is None:
            return 0
        first, days = _days_of_years(*self.years)
        return min(BINS - 1, max(0, (day - first) * BINS // days)) if day else BINS - 1

    def row_at(self, part: int) -> int:
        """Return the first row in a part of the time, or after it."""
        return self._bin_rows[part] if part < len(self._bin_rows) else 0

    def next_record(self, row: int, step: int) -> int | None:
        """Return the next row with an event or inspection; the one before where ``step`` is -1."""
        row += step
        while 0 <= row < len(self.codes):
            if self.codes[row] >= 0 and self.codes[row] & 7 != _HEADING:
                return row
            row += step
        return None

    def rows_of_year(self, year: int) -> tuple[int, int]:
        """Return the first row after a year's heading, and the row after its last; 0 is an unknown year."""
        start = self._heading_rows.get(year)
        if start is None:
            return 0, 0
        later = [row for row in self._heading_rows.values() if row > start]
        return start + 1, min(later, default=len(self.codes))

    def row_of(self, code: int, year: int) -> int | None:
        """Return the row of a number under a year's heading; None if it is not there."""
        start, end = self.rows_of_year(year)
        try:
            return self.codes.index(code, start, end)
        except ValueError:
            return None


def list_timeline(index: Index, query: TimelineQuery) -> Timeline:
    """List the entries that match a filter."""
    timeline = Timeline()
    articles, undated, problems = _article_codes(index, query)
    records = sorted(find_records(index, query))
    timeline.problems = tuple(dict.fromkeys((*query.problems, *problems)))
    timeline.has_articles = "article" in query.kinds
    quotes = sum(code & 3 for code in articles) + sum(code & 3 for code in undated)
    timeline.counts.update(record.kind for record in records)
    timeline.counts["quote"] = quotes
    timeline.counts["article"] = len(articles) + len(undated) - quotes
    _merge(timeline, articles, undated, records)
    return timeline


def _article_codes(index: Index, query: TimelineQuery) -> tuple[array[int], array[int], tuple[str, ...]]:
    """Return the numbers of dated and of undated articles and quotations, and the problems of the query."""
    source, values, problems = quotation_sources(index, query, _ARTICLE_CODE, _QUOTE_CODE)
    # One by one: to parse hundreds of thousands from one text would block the screen's thread.
    codes = array("q", (code for (code,) in index.iter_rows(source, values))) if source else array("q")
    dated = bisect_left(codes, _first_code(1))
    return codes[dated:], codes[:dated], problems


def _first_code(day: int) -> int:
    """Return the least number that an article or quotation of a day can have."""
    code: int = -((MAX_DAY - day << KEY_BITS | NUMBER_MASK) << KEY_BITS + 2)
    return code


def _day_of_code(code: int) -> int:
    """Return the first day of an article's or quotation's date; 0 where it is not known."""
    day: int = MAX_DAY - (NUMBER_MASK - (code >> 2) >> 2 * KEY_BITS)
    return day


def _merge(
    timeline: Timeline, articles: array[int], undated: array[int], records: Sequence[RecordKey]
) -> None:
    """Set the rows of a timeline: articles and quotations, with records and headings of years among them."""
    days = [record.first_day for record in records]
    years = list(_years_of(articles, days))
    # What is put among the articles, with its place there: a heading before the records of its year.
    inserted = [(bisect_left(articles, _first_code(_new_year(year))), year << 3 | _HEADING) for year in years]
    inserted += [
        (bisect_left(articles, _first_code(record.first_day)), record.key << 3 | record.tag)
        for record in records
    ]
    order = sorted(
        range(len(inserted)),
        key=lambda n: (_new_year(years[n]), 0) if n < len(years) else (days[n - len(years)], n),
    )
    codes, taken = timeline.codes, 0
    for number in order:
        place, code = inserted[number]
        codes.extend(articles[taken:place])
        taken = place
        if code & 7 == _HEADING:
            timeline._heading_rows[code >> 3] = len(codes)
        codes.append(code)
    codes.extend(articles[taken:])
    if years:
        timeline.years = years[0], years[-1]
        _count_in_bins(timeline, articles, days, years)
    if undated:
        timeline._heading_rows[0] = len(codes)
        codes.append(_HEADING)
        codes.extend(undated)


def _years_of(articles: array[int], days: Sequence[int]) -> Iterator[int]:
    """Yield the years that have entries, in order."""
    article = record = 0
    while article < len(articles) or record < len(days):
        firsts = [_day_of_code(articles[article])] if article < len(articles) else []
        firsts += days[record : record + 1]
        year = date.fromordinal(min(firsts)).year
        yield year
        article = bisect_left(articles, _first_code(_new_year(year + 1)))
        record = bisect_left(days, _new_year(year + 1))


def _new_year(year: int) -> int:
    """Return the first day of a year; after the last year there is, the day after its last."""
    return date(year, 1, 1).toordinal() if year <= date.max.year else date.max.toordinal() + 1


def _days_of_years(first: int, last: int) -> tuple[int, int]:
    """Return the first day of some years, and their number of days."""
    start = _new_year(first)
    return start, _new_year(last + 1) - start


def _count_in_bins(
    timeline: Timeline, articles: array[int], days: Sequence[int], years: Sequence[int]
) -> None:
    start, length = _days_of_years(years[0], years[-1])
    new_years = [_new_year(year) for year in years]
    before = []
    rows = []
    for part in range(BINS + 1):
        # The least day in this part: the inverse of ``bin_of``.
        day = start + -(-part * length // BINS)
        entries = bisect_left(articles, _first_code(day)) + bisect_left(days, day)
        before.append(entries)
        rows.append(min(entries + bisect_left(new_years, day), len(timeline.codes) - 1))
    timeline.density = [after - earlier for earlier, after in pairwise(before)]
    timeline._bin_rows = rows


# -- rows ------------------------------------------------------------------------------------------


def load_rows(index: Index, timeline: Timeline, numbers: range) -> list[TimelineRow | None]:
    """Return the rows of some numbers; None for an entry deleted since the timeline was listed."""
    codes = timeline.codes[numbers.start : numbers.stop]
    keys: dict[int, list[int]] = {tag: [] for tag in (EVENT_TAG, VISIT_TAG, REPORT_TAG, _HEADING)}
    article_keys, quote_keys = [], []
    for code in codes:
        if code >= 0:
            keys[code & 7].append(code >> 3)
        elif code & 3:
            quote_keys.append(reading_position(code >> 2))
        else:
            article_keys.append(-code >> KEY_BITS + 2)
    rows: dict[int, TimelineRow] = {}
    rows.update(_load_events(index, keys[EVENT_TAG]))
    rows.update(_load_inspections(index, keys[VISIT_TAG], keys[REPORT_TAG]))
    rows.update(_load_articles(index, article_keys))
    rows.update(_load_quotes(index, quote_keys, under_article=timeline.has_articles))
    for year in keys[_HEADING]:
        rows[year << 3 | _HEADING] = YearHeading(year or None)
    return [rows.get(code) for code in codes]


def iter_entries(index: Index, timeline: Timeline, *, window: int = 256) -> Iterator[TimelineEntry]:
    """Yield all entries of a timeline, a window at a time."""
    for start in range(0, len(timeline), window):
        for row in load_rows(index, timeline, range(start, min(start + window, len(timeline)))):
            if row is not None and not isinstance(row, YearHeading):
                yield row


def find_row(index: Index, timeline: Timeline, kind: str, entry: str) -> int | None:
    """Return the row of an entry by its kind and id; None where it is not listed.

    The id of a quotation is that of its article, #, and its own.
    """
    if kind in ("article", "quote"):
        article_id, _, quote = entry.partition("#")
        key = find_quote_key(index, article_id, quote) if quote else article_key(index, article_id)
        if key is None:
            return None
        code = 4 * reading_position(key) + 1 if quote else -(key << KEY_BITS + 2)
        day = _day_of_code(code)
        return timeline.row_of(code, date.fromordinal(day).year if day else 0)
    if kind == "inspection":
        return _find_inspection_row(index, timeline, entry)
    rows = index.rows("SELECT rowid, first_day FROM event WHERE id = ?", (entry,))
    if not rows:
        return None
    key, day = rows[0]
    return timeline.row_of(key << 3 | EVENT_TAG, date.fromordinal(day).year)


def _find_inspection_row(index: Index, timeline: Timeline, entry: str) -> int | None:
    """Return the row of an inspection's report or visit, or of the event that is that part of it."""
    inspection, _, part = entry.partition("#")
    rows = index.rows("SELECT rowid, start, published FROM inspection WHERE id = ?", (inspection,))
    if not rows:
        return None
    key, start, published = rows[0]
    tag, day = (VISIT_TAG, start) if part == "visit" else (REPORT_TAG, published)
    year = dates.first_day(day).year
    linked = next((event for event, link in find_linked_events(index).items() if link == (key, tag)), None)
    found = timeline.row_of(key << 3 | tag, year)
    if found is None and linked is not None:
        found = timeline.row_of(linked << 3 | EVENT_TAG, year)
    return found


def _load_events(index: Index, keys: Sequence[int]) -> dict[int, EventEntry]:
    if not keys:
        return {}
    links = find_linked_events(index)
    linked = {links[key] for key in keys if key in links}
    parts = _load_parts(index, linked)
    events = events_by_key(index, keys)
    touching = find_touching_differences(index, "event", [event.id for event in events.values()])
    return {
        key << 3 | EVENT_TAG: EventEntry(
            event, parts.get(links[key]) if key in links else None, touching.get(event.id, ())
        )
        for key, event in events.items()
    }


def _load_inspections(
    index: Index, visits: Sequence[int], reports: Sequence[int]
) -> dict[int, InspectionEntry]:
    wanted = [(key, VISIT_TAG) for key in visits] + [(key, REPORT_TAG) for key in reports]
    return {key << 3 | tag: part for (key, tag), part in _load_parts(index, wanted).items()}


def _load_parts(index: Index, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], InspectionEntry]:
    """Return parts of inspections, by the inspection's key and the part's tag."""
    pairs = list(wanted)
    if not pairs:
        return {}
    inspections = index.cached("inspections by key", lambda: _inspections_by_key(index))
    overall = index.cached("overall judgements", lambda: overall_judgements(index))
    return {
        (key, tag): InspectionEntry(
            inspections[key], "visit" if tag == VISIT_TAG else "report", overall.get(inspections[key].id)
        )
        for key, tag in pairs
        if key in inspections
    }


def _inspections_by_key(index: Index) -> dict[int, InspectionRow]:
    keys = dict(index.rows("SELECT id, rowid FROM inspection"))
    return {keys[each.id]: each for each in list_inspections(index) if each.id in keys}


def overall_judgements(index: Index) -> dict[str, GradedJudgement]:
    """Return the judgement of overall effectiveness of each inspection that has one, by its id."""
    table = ratings_table(index)
    return {
        each.id: cell.judgements[0]
        for each in table.inspections
        if (cell := table.cells.get(("overall", each.id))) is not None and cell.judgements
    }


def _load_quotes(index: Index, keys: Sequence[int], *, under_article: bool) -> dict[int, QuoteEntry]:
    if not keys:
        return {}
    touching = find_touching_differences(index, "quote", keys)
    return {
        4 * reading_position(key) + 1: QuoteEntry(quote, under_article, touching.get(key, ()))
        for key, quote in quotes_by_key(index, keys).items()
    }


def _load_articles(index: Index, keys: Sequence[int]) -> dict[int, ArticleEntry]:
    if not keys:
        return {}
    marks = ", ".join("?" * len(keys))
    rows = index.rows(
        "SELECT q.article, count(*), sum(EXISTS (SELECT 1 FROM quote d WHERE d.draft IS NOT NULL"
        " AND d.article = q.article AND coalesce(d.continues, d.key) = q.key)) FROM quote q"
        f" WHERE q.article IN ({marks}) AND q.type <> 'none' AND q.continues IS NULL AND q.repeats IS NULL"
        " GROUP BY q.article",
        tuple(keys),
    )
    counts = {article: (quotes - drafts, drafts) for article, quotes, drafts in rows}
    return {
        -(key << KEY_BITS + 2): ArticleEntry(article, *counts.get(key, (0, 0)))
        for key, article in articles_by_key(index, keys).items()
    }
