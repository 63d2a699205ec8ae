"""The pages of people and organisations: roles with sources, and everything said, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.agent_details import load_agent_details
from medway_tui.export.site import layout, paths
from medway_tui.export.site.evidence import date_words, quote_entry, source_item
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import (
    Html,
    definitions,
    element,
    join_html,
    list_items,
)
from medway_tui.export.site.site import ENTRIES_PER_PAGE
from medway_tui.export.site.timeline_pages import event_details, linked_event_words
from medway_tui.export.spoken import spoken_article, spoken_count
from medway_tui.index.agent_history import AgentHistory, load_history
from medway_tui.index.agent_page import AgentHeader, find_agent, sourced_roles
from medway_tui.index.events import events_by_key
from medway_tui.index.people_listing import summarise_people
from medway_tui.index.quotes import quotes_by_key
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.export.people import AgentDetails
    from medway_tui.export.site.site import Site
    from medway_tui.index.agent_page import PrintedName, SourcedRole
    from medway_tui.index.events import EventRow


def people_pages(site: Site) -> Iterator[layout.Page]:
    """Yield the pages of the list, and those of everyone on it."""
    pages = -(-len(site.people) // ENTRIES_PER_PAGE)
    for page in range(1, pages + 1):
        start = (page - 1) * ENTRIES_PER_PAGE
        rows = list(site.people.rows(range(start, min(start + ENTRIES_PER_PAGE, len(site.people)))))
        yield _list_page(site, rows, page, pages)
        for _, agent, quotes, drafts in rows:
            header = find_agent(site.index, agent) if agent is not None else None
            if header is not None:
                yield from _person_pages(site, header, quotes, drafts)


def _list_page(
    site: Site, rows: list[tuple[str, str | None, int, int]], page: int, pages: int
) -> layout.Page:
    path = paths.list_path(paths.PEOPLE, page)
    links = PageLinks(path)
    summaries = summarise_people(site.index, [agent for _, agent, *_ in rows if agent])
    parts: list[Html] = []
    items: list[Html] = []
    shown = ""
    for heading, agent, quotes, drafts in rows:
        if heading != shown:
            parts += _close_group(items)
            parts.append(element("h2", heading, None if agent is None else " (continued)"))
            shown = heading
        if agent is not None:
            summary = summaries[agent]
            details = ", ".join(filter(None, (summary.label, spoken_count(quotes, drafts))))
            link = element("a", element("bdi", summary.name), href=links.person(agent))
            items.append(join_html([link, element("span", details, class_="details")], " "))
    parts += _close_group(items)
    title = "People" if page == 1 else f"People, page {page}"
    lead = element(
        "p", "Who is quoted or named, each with all that they said. Those who are quoted come first.",
        class_="lead",
    )  # fmt: skip
    listed = layout.between_pagers(parts, layout.PEOPLE.path, page, pages, links)
    content = join_html([element("h1", title), lead, listed])
    return layout.Page(path, title, content, layout.PEOPLE)


def _close_group(items: list[Html]) -> list[Html]:
    listed = list_items(items, class_="listed people")
    items.clear()
    return [listed]


def _person_pages(site: Site, header: AgentHeader, quotes: int, drafts: int) -> Iterator[layout.Page]:
    history = load_history(site.index, header.id)
    pages = max(1, -(-len(history) // ENTRIES_PER_PAGE))
    first = paths.person_path(header.id)
    for page in range(1, pages + 1):
        path = paths.numbered(first, page)
        links = PageLinks(path)
        title = header.name if page == 1 else f"{header.name}, page {page}"
        parts = [element("h1", element("bdi", header.name), None if page == 1 else f", page {page}")]
        details = load_agent_details(site.index, header.id) if page == 1 else None
        if details is not None:
            parts += _description(site, links, header, details, (quotes, drafts))
        parts.append(element("h2", "What they said, and what happened", id="said"))
        if not history.quotes:
            parts.append(element("p", "No quotation is recorded."))
        start = (page - 1) * ENTRIES_PER_PAGE
        rows = range(start, min(start + ENTRIES_PER_PAGE, len(history)))
        said = _history(site, links, history, rows)
        parts.append(layout.between_pagers(said, first, page, pages, links))
        if details is not None:
            parts += _company(site, links, details)
        yield layout.Page(path, title, join_html(parts), layout.PEOPLE)


def _description(
    site: Site, links: PageLinks, header: AgentHeader, details: AgentDetails, counts: tuple[int, int]
) -> Iterator[Html]:
    if header.kind is None:
        yield element("p", "No file of the dossier describes this speaker.", class_="notice")
    yield definitions(
        [
            ("Kind", header.classification),
            ("Codes", ", ".join(code.replace(":", " ", 1) for code in header.identifiers)),
            ("Quoted", element("a", spoken_count(*counts), href="#said")),
            ("Note", header.note),
            ("Sources", list_items((source_item(each) for each in header.sources), class_="sources")),
        ],
        class_="about",
    )
    roles = sourced_roles(site.index, header.id)
    if roles:
        yield element("h2", "Roles")
        yield list_items((_role(each) for each in roles), class_="roles")
    if details.promises:
        yield element("h2", "Promises and deadlines")
        yield element("ol", *(_promise(site, links, each) for each in details.promises), class_="timeline")


def _role(sourced: SourcedRole) -> Html:
    role = sourced.role
    sources = list_items((source_item(each) for each in sourced.sources), class_="sources")
    return join_html(
        [
            element("p", element("bdi", role.describe(with_party=True))),
            element("p", "Why these dates: ", role.dates_inferred, class_="unsure")
            if role.dates_inferred
            else None,
            element("p", "Note: ", role.note, class_="note") if role.note else None,
            sources or element("p", "No source is recorded.", class_="unsure"),
        ]
    )


def _promise(site: Site, links: PageLinks, event: EventRow) -> Html:
    inferred = event.date_inferred is not None
    date = date_words(event.listed_date, inferred=inferred)
    due = "due " if event.date is None else None
    return element(
        "li",
        element("p", due, date, class_="when"),
        element("p", linked_event_words(site, links, event), class_="title"),
        *event_details(links, event),
        class_=event.kind,
    )


def _printed_name(links: PageLinks, name: PrintedName) -> Html:
    places = [
        element(
            "a", spoken_article(place.article, [place.place]),
            href=links.article(place.article.id, place.place),
        )
        for place in name.places
    ]  # fmt: skip
    if name.has_more:
        places.append(Html("and elsewhere"))
    where = join_html(places, "; ") or Html("in no article here")
    note = f" ({name.note})" if name.note and not name.places else None
    return join_html(["“", element("bdi", name.name), "”: ", where, note])


def _company(site: Site, links: PageLinks, details: AgentDetails) -> Iterator[Html]:
    if details.names:
        yield element("h2", "Names as printed")
        yield list_items(_printed_name(links, name) for name in details.names)
    counted = [each for each in details.publishers if each.quotes or each.drafts]
    if counted:
        yield element("h2", "Quoted by")
        yield list_items(f"{each.publisher}: {spoken_count(each.quotes, each.drafts)}" for each in counted)
    if details.co_speakers:
        yield element("h2", "Also speaking in these articles")
        yield list_items(
            join_html([site.person(links, each.id, each.name), f": {plural(each.articles, 'article')}"])
            for each in details.co_speakers
        )


def _history(site: Site, links: PageLinks, history: AgentHistory, rows: range) -> Iterator[Html]:
    items = list(history.items(rows))
    quotes = quotes_by_key(site.index, [each.quote for each in items if each.kind == "quote"])
    events = events_by_key(site.index, [each.event for each in items if each.event])
    for item in items:
        if item.kind == "quote" and item.quote in quotes:
            yield quote_entry(site, links, quotes[item.quote])
        elif item.kind == "event" and item.event in events:
            yield _between(site, links, events[item.event])
        elif item.kind == "more":
            yield element("p", f"{plural(item.number, 'more event')} in the timeline.", class_="between")


def _between(site: Site, links: PageLinks, event: EventRow) -> Html:
    date = date_words(event.listed_date, inferred=event.date_inferred is not None)
    due = "due " if event.date is None else None
    link = element("a", event.title, href=site.pages.event(links, event.id))
    return element("p", due, date, ": ", link, class_="between")
