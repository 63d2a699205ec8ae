"""The pages of the timeline: events, deadlines, promises, inspections and articles in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.events import event_title
from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import (
    NO_EVIDENCE,
    article_date,
    article_title,
    date_words,
    source_list,
)
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import Html, element, join_html, list_items
from medway_tui.export.site.ratings_page import change_words, grade_mark
from medway_tui.export.site.site import ENTRIES_PER_PAGE
from medway_tui.export.spoken import spoken_date, spoken_outcome
from medway_tui.export.timeline import describe_result
from medway_tui.index.timeline import (
    ArticleEntry,
    EventEntry,
    InspectionEntry,
    TimelineRow,
    YearHeading,
    load_rows,
)
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.events import EventRow, OutcomeRow

_SIGNS = {"event": "○", "deadline": "◇", "promise": "◇"}


def timeline_pages(site: Site) -> Iterator[layout.Page]:
    """Yield the pages of the timeline."""
    timeline = site.timeline
    pages = -(-len(timeline) // ENTRIES_PER_PAGE)
    year: YearHeading | None = None
    for page in range(1, pages + 1):
        start = (page - 1) * ENTRIES_PER_PAGE
        path = paths.list_path(paths.TIMELINE, page)
        links = PageLinks(path)
        rows = load_rows(site.index, timeline, range(start, min(start + ENTRIES_PER_PAGE, len(timeline))))
        parts: list[Html] = []
        if year is not None and rows and not isinstance(rows[0], YearHeading):
            parts.append(_year(year, is_continued=True))
        entries: list[Html] = []
        for row in rows:
            if isinstance(row, YearHeading):
                parts += _close_list(entries)
                parts.append(_year(row))
                year = row
            elif row is not None:
                entries.append(timeline_entry(site, links, row))
        parts += _close_list(entries)
        title = "Timeline" if page == 1 else f"Timeline, page {page}"
        lead = element(
            "p",
            f"{timeline.entries:,} entries in order of time. A date is as precise as its source; one that no"
            " source prints is marked as inferred, with the reason.",
            class_="lead",
        )
        listed = layout.between_pagers(parts, layout.TIMELINE.path, page, pages, links)
        content = join_html([element("h1", title), lead, _years(site, links), listed])
        yield layout.Page(path, title, content, layout.TIMELINE)


def _years(site: Site, links: PageLinks) -> Html:
    """Return a link to each year; nothing where there is one only."""
    timeline = site.timeline
    if timeline.years is None or timeline.years[0] == timeline.years[1]:
        return Html()
    items = []
    for year in range(timeline.years[0], timeline.years[1] + 1):
        start, end = timeline.rows_of_year(year)
        if end > start:
            page = paths.list_path(paths.TIMELINE, (start - 1) // ENTRIES_PER_PAGE + 1)
            items.append(element("a", str(year), href=links.to(page, paths.year_anchor(year))))
    return element("nav", list_items(items), class_="pager", aria_label="Years")


def _close_list(entries: list[Html]) -> list[Html]:
    if not entries:
        return []
    listed = element("ol", *entries, class_="timeline")
    entries.clear()
    return [listed]


def _year(row: YearHeading, *, is_continued: bool = False) -> Html:
    words = str(row.year) if row.year is not None else "Without a date"
    anchor = None if is_continued else paths.year_anchor(row.year)
    return element("h2", words, " (continued)" if is_continued else None, id=anchor)


def timeline_entry(site: Site, links: PageLinks, row: TimelineRow) -> Html:
    """Return an entry as an item of a list."""
    if isinstance(row, EventEntry):
        return _event(site, links, row)
    if isinstance(row, InspectionEntry):
        return _inspection(links, row)
    if isinstance(row, ArticleEntry):
        return _article(links, row)
    return Html()


def brief_entry(site: Site, links: PageLinks, row: TimelineRow) -> Html:
    """Return an event or report as an item of a list, without its evidence, which the timeline has."""
    if not isinstance(row, EventEntry):
        return timeline_entry(site, links, row)
    event, part = row.event, row.inspection
    words = element("a", event_words(event), href=site.pages.event(links, event.id))
    grade = element("p", _overall_words(part)) if part is not None and part.overall is not None else None
    outcome = None
    if event.kind != "event":
        said = spoken_outcome(event.outcome) if event.outcome is not None else describe_result(event)
        outcome = element("p", f"Outcome: {said}")
    return _item(event.kind, _SIGNS[event.kind], _event_date(event), element("p", words), grade, outcome)


def _item(kind: str, sign: str, date: Html, *parts: Html | None, anchor: str | None = None) -> Html:
    label = element("span", element("span", f"{sign} ", aria_hidden="true"), kind, class_="kind")
    return element("li", element("p", date, " ", label, class_="when"), *parts, id=anchor, class_=kind)


def _event(site: Site, links: PageLinks, entry: EventEntry) -> Html:
    event = entry.event
    parts = [element("p", linked_event_words(site, links, event), class_="title")]
    if entry.inspection is not None:
        parts.append(element("p", _inspection_link(links, entry.inspection)))
    parts += event_details(links, event)
    parts += (
        element("p", "≠ Sources differ: ", site.difference(links, each), class_="differing")
        for each in entry.differences
    )
    anchor = paths.record_anchor("event", event.id)
    return _item(event.kind, _SIGNS[event.kind], _event_date(event), *parts, anchor=anchor)


def _event_date(event: EventRow) -> Html:
    if event.date is None:
        return join_html(["due ", date_words(event.listed_date)])
    return date_words(event.date, inferred=event.date_inferred is not None)


def event_words(event: EventRow) -> Html:
    """Return what happened, was promised or was due."""
    return element("bdi", event_title(event, long=True))


def linked_event_words(site: Site, links: PageLinks, event: EventRow) -> Html:
    """Return what happened, was promised or was due, with those who are bound by it as links."""
    if not event.by:
        return event_words(event)
    names = join_html((site.person(links, each.id, each.name) for each in event.by), ", ")
    binding = " by " if event.kind == "promise" else " for "
    due = f", due {spoken_date(event.due)}" if event.due and event.date else None
    return join_html([event.kind.capitalize(), binding, names, ": ", element("bdi", event.title), due])


def event_details(links: PageLinks, event: EventRow) -> Iterator[Html]:
    """Yield the evidence of an event, why its date is inferred, and what became of it."""
    if event.date_inferred:
        yield element("p", "Why this date: ", element("bdi", event.date_inferred), class_="unsure")
    yield source_list(links, event.mentions, event.sources) or element("p", NO_EVIDENCE, class_="unsure")
    if event.outcome is not None:
        yield _outcome(links, event.outcome)
    elif event.kind != "event":
        yield element("p", element("b", "Outcome: "), "open; no outcome is recorded", class_="outcome unsure")
    if event.note:
        yield element("p", "Note: ", element("bdi", event.note), class_="note")


def _outcome(links: PageLinks, outcome: OutcomeRow) -> Html:
    result = element("b", f"Outcome: {outcome.result}" if outcome.result else "Outcome")
    date = join_html([" (", date_words(outcome.date), ")"]) if outcome.date else None
    return element(
        "div",
        element("p", result, ": ", element("bdi", outcome.says), date),
        source_list(links, outcome.mentions, outcome.sources),
        class_="outcome",
    )


def _inspection_link(links: PageLinks, entry: InspectionEntry) -> Html:
    inspection = entry.inspection
    words = "The inspection and its judgements" if entry.part == "visit" else "The report’s judgements"
    parts = [element("a", words, href=links.inspection(inspection.id))]
    if entry.part == "report" and entry.overall is not None:
        parts.append(join_html(["; ", _overall_words(entry)]))
    return join_html(parts)


def _overall_words(entry: InspectionEntry) -> Html:
    if entry.overall is None:
        return Html()
    return join_html(["overall effectiveness: ", grade_mark(entry.overall), " ", change_words(entry.overall)])


def _inspection(links: PageLinks, entry: InspectionEntry) -> Html:
    inspection = entry.inspection
    what = "Inspection of" if entry.part == "visit" else "Report on"
    title = element(
        "p", what, " ", inspection.provider, ": ", element("bdi", inspection.title), class_="title"
    )
    second_hand = None
    if inspection.second_hand:
        second_hand = element("p", "The report was not seen: ", inspection.second_hand, class_="unsure")
    link = element("p", _inspection_link(links, entry))
    return _item("inspection", "◆", date_words(entry.date), title, link, second_hand)


def _article(links: PageLinks, entry: ArticleEntry) -> Html:
    row = entry.article
    title = element(
        "p", element("bdi", row.publisher), ": ", element("a", article_title(row), href=links.row(row)),
        class_="title",
    )  # fmt: skip
    drafts = f" and {plural(entry.drafts, 'draft')}, not confirmed" if entry.drafts else ""
    counted = element("p", f"{plural(entry.quotes, 'quotation', zero='no')}{drafts}", class_="details")
    reason = None
    if row.published_inferred:
        reason = element("p", "Why this date: ", element("bdi", row.published_inferred), class_="unsure")
    return _item("article", "▤", article_date(row), title, counted, reason)
