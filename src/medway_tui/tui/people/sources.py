"""The way from a row of a page to its source, and what is copied of it."""

from __future__ import annotations

from medway_tui.export.citations import cite_article
from medway_tui.export.people import describe_event
from medway_tui.index.agent_page import find_agent, sourced_roles
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow, OutcomeRow, events_by_id, events_by_key
from medway_tui.index.people import roles_of_quote
from medway_tui.index.place_references import PlaceReference, refer_to_block
from medway_tui.index.query_compiler import find_publishers
from medway_tui.index.quotes import QuoteRow, quotes_by_key
from medway_tui.model.locations import FileLocation, Span
from medway_tui.model.roles import describe_period
from medway_tui.text import FOLDED_MARKS, plural
from medway_tui.tui.copy_forms import CopyForm, CopyItem, quote_forms, quote_item, text_forms
from medway_tui.tui.external import copy_quote, open_original
from medway_tui.tui.people.detail import find_name, place_of_name
from medway_tui.tui.people.page_items import PageData, PageItem
from medway_tui.tui.people.page_rows import describe_role
from medway_tui.tui.reader_protocol import (
    AgentPage,
    Passage,
    QuoteFilter,
    ReaderProtocol,
    SearchChoice,
    TimelineEntryChoice,
)


def open_item(reader: ReaderProtocol, data: PageData, item: PageItem) -> None:
    """Open the source of a row: a passage, an address, the quotations of a publisher, a page."""
    if item.kind == "quote":
        _open_quote(reader, _quote(reader.index, item))
    elif item.kind == "more":
        for event in events_by_key(reader.index, [item.number]).values():
            reader.open_target("timeline", TimelineEntryChoice(event.kind, event.id))
    elif item.kind in ("event", "outcome"):
        _open_event(reader, item)
    elif item.kind == "name":
        _open_name(reader, data, item)
    elif item.kind == "publisher":
        query = _query_quotations_in(reader.index, data.header.id, item.id)
        reader.open_target("quotes", QuoteFilter(query))
    elif item.kind == "agent":
        reader.open_target("people", AgentPage(item.id))
    elif item.kind in ("role", "source"):
        _open_source(reader, data, item)
    else:
        reader.say("No source is recorded")


def _query_quotations_in(index: Index, agent: str, publisher: str) -> str:
    """Return the query for an agent's quotations in a publisher's articles, and no other's."""
    others = [name for name in find_publishers(index, _quotable(publisher)) if name != publisher]
    parts = [
        f"speaker:{agent}",
        f'in:"{_quotable(publisher)}"',
        *(f'-in:"{_quotable(each)}"' for each in others),
    ]
    return " ".join(parts)


def _quotable(name: str) -> str:
    """Return a name without quotation marks, which would end a filter; names are compared by their words."""
    return " ".join(name.translate(FOLDED_MARKS).replace('"', " ").split())


def _quote(index: Index, item: PageItem) -> QuoteRow | None:
    return quotes_by_key(index, [item.number]).get(item.number) if item.kind == "quote" else None


def _open_quote(reader: ReaderProtocol, quote: QuoteRow | None) -> None:
    spans = [piece.span for piece in quote.pieces if piece.span is not None] if quote is not None else []
    if quote is not None and spans:
        reader.open_target("read", Passage(quote.article.id, spans, quote.key))
    else:
        reader.say_adrift()


def _open_event(reader: ReaderProtocol, item: PageItem) -> None:
    event = events_by_id(reader.index, [item.id]).get(item.id)
    if event is None:
        return
    record: EventRow | OutcomeRow = event
    if item.kind == "outcome" and event.outcome is not None:
        record = event.outcome
    for mention in record.mentions:
        if mention.start is not None and mention.end is not None:
            span = Span(mention.block, mention.start, mention.end)
            reader.open_target("read", Passage(mention.article.id, [span]))
            return
    address = next((source.url for source in record.sources if source.url), None)
    if address is not None:
        open_original(reader, address)
    else:
        reader.say("No source with an address is recorded")


def _open_name(reader: ReaderProtocol, data: PageData, item: PageItem) -> None:
    name, place = find_name(data, item), place_of_name(data, item)
    if place is not None:
        reader.open_target("read", Passage(place.article.id, [place.span]))
    elif name is not None and name.places:
        first = name.places[0]
        reader.open_target("read", SearchChoice(f'"{name.name}"', first.article.id, first.block, None))


def _open_source(reader: ReaderProtocol, data: PageData, item: PageItem) -> None:
    sources = data.roles[item.number].sources
    source = sources[item.part] if item.part < len(sources) else None
    if source is None:
        reader.say("No source is recorded for this role")
    elif source.url is None:
        reader.say(f"A source without an address: {source.describe()}")
    else:
        open_original(reader, source.url)


def original_of(index: Index, data: PageData, item: PageItem | None) -> str | None:
    """Return the address of the original behind a row; None where there is none."""
    if item is None:
        return next((source.url for source in data.header.sources if source.url), None)
    quote = _quote(index, item)
    if quote is not None:
        return quote.article.url
    place = place_of_name(data, item) if item.kind == "name" else None
    if place is not None:
        return place.article.url
    if item.kind in ("role", "source"):
        sources = data.roles[item.number].sources[item.part :]
        return next((source.url for source in sources if source.url), None)
    event = events_by_id(index, [item.id]).get(item.id) if item.kind in ("event", "outcome") else None
    if event is None:
        return None
    outcome = event.outcome if item.kind == "outcome" else None
    record = event if outcome is None else outcome
    addresses = [
        *(mention.article.url for mention in record.mentions),
        *(each.url for each in record.sources),
    ]
    return next((address for address in addresses if address), None)


def location_of(index: Index, data: PageData, item: PageItem | None) -> FileLocation | None:
    """Return the place in the YAML behind a row: of the quotation or event, else of the person."""
    quote = _quote(index, item) if item is not None else None
    if quote is not None:
        return quote.where
    if item is not None and item.kind in ("event", "outcome"):
        event = events_by_id(index, [item.id]).get(item.id)
        return event.where if event is not None else None
    return data.header.where


def copy_item(reader: ReaderProtocol, data: PageData, item: PageItem | None) -> None:
    """Copy a row with its citation; without a row, the name with the roles."""
    quote = _quote(reader.index, item) if item is not None else None
    if quote is not None:
        copy_quote(reader, quote, roles_of_quote(reader.index, quote))
    else:
        reader.copy(*_cite_item(reader.index, data, item))


def page_item(index: Index, data: PageData, item: PageItem) -> CopyItem | None:
    """Return a row to be copied with others; None where it has nothing of its own to copy."""
    quote = _quote(index, item)
    if quote is not None:
        return quote_item(quote, roles_of_quote(index, quote))
    if item.kind not in ("role", "source", "event", "outcome", "publisher", "name"):
        return None
    return CopyItem(_cite_item(index, data, item)[0], original_of(index, data, item))


def agent_item(index: Index, agent: str) -> CopyItem | None:
    """Return a person or organisation to be copied with others: the name, with roles and sources."""
    header = find_agent(index, agent)
    if header is None:
        return None
    data = PageData(header, tuple(sourced_roles(index, agent)))
    return CopyItem(_cite_item(index, data, None)[0], original_of(index, data, None))


def item_forms(index: Index, data: PageData, item: PageItem | None) -> list[CopyForm]:
    """Return the forms in which a row can be copied."""
    quote = _quote(index, item) if item is not None else None
    if quote is not None:
        return quote_forms(quote, roles_of_quote(index, quote))
    return text_forms(_cite_item(index, data, item)[0], original_of(index, data, item))


def reference_to(index: Index, data: PageData, item: PageItem) -> PlaceReference | None:
    """Return the place in an article that a row is about; None where it is about none."""
    quote = _quote(index, item)
    if quote is not None:
        return PlaceReference(quote.article.id, quote.id)
    place = place_of_name(data, item) if item.kind == "name" else None
    if place is not None:
        return refer_to_block(place.article.id, place.place)
    event = events_by_id(index, [item.id]).get(item.id) if item.kind in ("event", "outcome") else None
    if event is None:
        return None
    outcome = event.outcome.mentions if event.outcome else ()
    mentions = outcome if item.kind == "outcome" else event.mentions
    return refer_to_block(mentions[0].article.id, mentions[0].place) if mentions else None


def _cite_item(index: Index, data: PageData, item: PageItem | None) -> tuple[str, str]:
    """Return a row that is no quotation with its citation, and its description for the toast."""
    place = place_of_name(data, item) if item is not None and item.kind == "name" else None
    if item is not None and place is not None:
        words = f"“{item.id}”\n— {cite_article(place.article, [place.place])}"
        return words, f"the name “{item.id}” with its citation"
    if item is not None and item.kind in ("event", "outcome"):
        event = events_by_id(index, [item.id]).get(item.id)
        if event is not None:
            return "\n".join(describe_event(event)), "the event with its sources"
    elif item is not None and item.kind in ("role", "source"):
        return _cite_role(data, item.number), "the role with its sources"
    elif item is not None and item.kind == "publisher":
        count = next((each.quotes for each in data.publishers or () if each.publisher == item.id), 0)
        return f"{data.header.name}: {plural(count, 'quotation')} in {item.id}", "the number of quotations"
    roles = [_cite_role(data, number) for number in range(len(data.roles))]
    return "\n".join(roles) or data.header.name, f"{data.header.name}, with roles and sources"


def _cite_role(data: PageData, number: int) -> str:
    """Cite a role in a line for it and one for each of its sources."""
    role, sources = data.roles[number]
    period = describe_period(role.dates)
    period = period if period.startswith("[") else f"({period})"
    line = f"{data.header.name}: {describe_role(role)} {period}"
    return "\n".join([line, *(f"— {source.describe()}" for source in sources)])
