"""Report on people and organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export import citations
from medway_tui.export.events import event_title, licences
from medway_tui.export.report import LazyRows, Report, report_of
from medway_tui.export.spoken import (
    spoken_article,
    spoken_count,
    spoken_event_date,
    spoken_mentions,
    spoken_outcome,
    spoken_quote,
)
from medway_tui.model.roles import describe_last_day
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.index.agent_page import NamePlace, PrintedName, PublisherCount
    from medway_tui.index.agents import AgentRow
    from medway_tui.index.events import EventRow, OutcomeRow
    from medway_tui.index.inspections import SourceRow
    from medway_tui.index.people import QuoteRoles, Role
    from medway_tui.index.quotes import QuoteRow

PEOPLE_COLUMNS = (
    "id", "kind", "name", "other_names", "classification", "roles", "quotes", "note", "role_sources",
    "sources", "licences", "identifiers", "role_statuses", "role_dates_inferred", "names_printed",
    "publishers", "co_speakers", "promises",
)  # fmt: skip

DescribeQuote = Callable[["QuoteRow", "QuoteRoles"], str]
"""Describes a quotation of somebody's history: its citation, or its words for listening."""


class NamedCoSpeaker(NamedTuple):
    """A speaker in the same articles, with a name."""

    id: str
    name: str
    articles: int


class AgentDetails(NamedTuple):
    """The names as printed, quotations by publisher, speakers in the same articles, and promises."""

    names: Sequence[PrintedName]
    publishers: Sequence[PublisherCount]
    co_speakers: Sequence[NamedCoSpeaker]
    promises: Sequence[EventRow]
    """Promises, and deadlines that bind the person or organisation."""


def people_report(
    agents: Sequence[AgentRow],
    details_of: Callable[[AgentRow], AgentDetails],
    history_of: Callable[[AgentRow, DescribeQuote], Iterable[str]] | None,
) -> Report:
    """Report people and organisations; ``history_of`` yields the paragraphs of one's history, if wanted."""

    def describe(each: AgentRow, describe_quote: DescribeQuote) -> str:
        history = history_of(each, describe_quote) if history_of else ()
        return _person_block(each, details_of(each), history)

    report = report_of(
        agents,
        PEOPLE_COLUMNS,
        lambda each: (
            each.id, each.kind, each.name, each.other_names, each.classification, _format_roles(each),
            each.quotes, each.note, tuple(map(_format_sources, each.role_sources)),
            tuple(source.describe() for source in each.sources),
            licences([*each.sources, *chain.from_iterable(each.role_sources)]), each.identifiers,
            tuple(describe_last_day(role.dates) for role in each.roles.roles),
            tuple(role.dates_inferred or "" for role in each.roles.roles),
            *_detail_values(details_of(each)),
        ),
        ("Name", "Roles", "Quotations"),
        lambda each: (
            each.name, "; ".join(_format_roles(each)) or each.classification or "",
            citations.format_quote_count(each.quotes, each.drafts),
        ),
        lambda each: describe(each, citations.cite_quotation),
    )  # fmt: skip
    return report._replace(
        heading="1 person or organisation"
        if len(agents) == 1
        else f"{len(agents):,} people and organisations",
        spoken=LazyRows(
            lambda: (describe(each, spoken_quote) if history_of else _spoken_line(each) for each in agents)
        ),
        opens=LazyRows(lambda: (f"people {each.id}" for each in agents)),
    )


def _spoken_line(agent: AgentRow) -> str:
    described = "; ".join(_format_roles(agent)) or agent.classification or ""
    count = spoken_count(agent.quotes, agent.drafts).capitalize()
    return f"{': '.join(filter(None, (agent.name, described)))}. {count}. Id {agent.id}"


def _detail_values(details: AgentDetails) -> tuple[tuple[str, ...], ...]:
    return (
        tuple(
            " | ".join([name.name, *(f"{place.article.id}:{_place_id(place)}" for place in name.places)])
            for name in details.names
        ),
        tuple(f"{each.publisher}: {each.quotes}" for each in details.publishers if each.quotes),
        tuple(f"{each.id}: {each.articles}" for each in details.co_speakers),
        tuple(each.id for each in details.promises),
    )


def _place_id(place: NamePlace) -> str:
    return f"caption-{place.caption}" if place.caption is not None else str(place.paragraph)


def _format_roles(agent: AgentRow) -> tuple[str, ...]:
    return tuple(role.describe(with_party=True) for role in agent.roles.roles)


def _format_sources(sources: Sequence[SourceRow]) -> str:
    return " | ".join(source.describe() for source in sources)


def _person_block(agent: AgentRow, details: AgentDetails, history: Iterable[str]) -> str:
    lines = [agent.name]
    if agent.other_names:
        lines.append(f"Also printed as: {'; '.join(agent.other_names)}")
    if agent.classification:
        lines.append(f"Kind: {agent.classification}")
    lines += [f"Code: {code.replace(':', ' ', 1)}" for code in agent.identifiers]
    for role, sources in zip(agent.roles.roles, agent.role_sources, strict=True):
        lines += _role_lines(role, sources)
    if agent.note:
        lines.append(f"Note: {agent.note}")
    lines += [f"Printed “{name.name}”: {describe_name_places(name)}" for name in details.names]
    for event in details.promises:
        lines += describe_event(event)
    drafts = f", and {plural(agent.drafts, 'draft')} not confirmed" if agent.drafts else ""
    lines.append(f"Quotations: {agent.quotes:,}{drafts}")
    lines += _publisher_lines(details.publishers)
    if details.co_speakers:
        lines.append("Also speaking in these articles:")
        lines += [f"   {each.name}: {plural(each.articles, 'article')}" for each in details.co_speakers]
    return "\n\n".join(["\n".join(lines), *history])


def _role_lines(role: Role, sources: Sequence[SourceRow]) -> Iterator[str]:
    yield f"Role: {role.describe(with_party=True)}"
    if role.dates_inferred:
        yield f"   Dates inferred: {role.dates_inferred}"
    if role.note:
        yield f"   Note: {role.note}"
    for source in sources:
        yield f"   Source: {source.describe()}"
    if not sources:
        yield "   No source is recorded."


def describe_name_places(name: PrintedName) -> str:
    """Describe where a form of a name is printed, or that no article prints it."""
    places = [_describe_place(place) for place in name.places]
    if name.has_more:
        places.append("and elsewhere")
    return "; ".join(places) or (f"in no article here ({name.note})" if name.note else "in no article here")


def _describe_place(place: NamePlace) -> str:
    return spoken_article(place.article, [place.place])


def _publisher_lines(publishers: Sequence[PublisherCount]) -> Iterator[str]:
    for each in publishers:
        yield f"   {each.publisher}: {spoken_count(each.quotes, each.drafts)}"


def describe_event(event: EventRow, *, with_addresses: bool = True) -> Iterator[str]:
    """Describe an event in lines: when and what, where it is said, and what became of it."""
    yield f"{spoken_event_date(event)}: {event_title(event, long=True)}"
    if event.date_inferred:
        yield f"   Date inferred: {event.date_inferred}"
    yield from _source_lines("Said in", event, with_addresses=with_addresses)
    if event.outcome is not None:
        yield f"   Outcome: {spoken_outcome(event.outcome)}"
        yield from _source_lines("Outcome said in", event.outcome, with_addresses=with_addresses)
    elif event.kind != "event":
        yield "   Outcome: not recorded"
    if event.note:
        yield f"   Note: {event.note}"


def _source_lines(label: str, record: EventRow | OutcomeRow, *, with_addresses: bool) -> Iterator[str]:
    """Yield a line for each source; without addresses, one line with the names of all."""
    places = spoken_mentions(record.mentions)
    if with_addresses:
        texts = [*places, *filter(None, (source.describe() for source in record.sources))]
        yield from (f"   {label}: {text}" for text in texts)
        return
    names = [*places, *filter(None, (source.note or source.url for source in record.sources))]
    if names:
        yield f"   {label}: {'; '.join(dict.fromkeys(names))}"
