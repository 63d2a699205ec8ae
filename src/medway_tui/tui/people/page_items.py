"""What the rows of a page mean, and the data that a page is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast, get_args

from medway_tui.index.agent_history import AgentHistory, event_key, load_history, own_events
from medway_tui.index.agent_page import (
    AgentHeader,
    CoSpeaker,
    PrintedName,
    PublisherCount,
    SourcedRole,
    count_by_publisher,
    find_agent,
    find_co_speakers,
    find_printed_names,
    sourced_roles,
)
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow, events_by_key

ItemKind = Literal[
    "note", "role", "source", "event", "outcome", "publisher", "name", "agent", "agents", "quote", "more"
]  # fmt: skip


_NUMBER = re.compile("[0-9]{1,18}")


class PageItem(NamedTuple):
    """What a row of a page is about."""

    kind: ItemKind
    """``source`` is one of a role, ``agents`` the speakers not listed, ``more`` events not listed."""
    id: str = ""
    """The event, publisher, form of a name, or person or organisation."""
    number: int = 0
    """The place of a role in the page, the number of a name's place, the key of a quotation.

    Of events that are not listed, the key of the first.
    """
    part: int = 0
    """The number of a role's source."""


def format_item(item: PageItem) -> str:
    """Return a row as a text, for the next run."""
    return f"{item.kind} {item.number} {item.part} {item.id}"


def parse_item(text: str) -> PageItem | None:
    """Return the row that ``format_item`` wrote; None where it wrote none."""
    kind, number, part, name = (text.split(" ", 3) + [""] * 4)[:4]
    if kind not in get_args(ItemKind) or not _NUMBER.fullmatch(number) or not _NUMBER.fullmatch(part):
        return None
    return PageItem(cast("ItemKind", kind), name, int(number), int(part))


class PageData(NamedTuple):
    """What a page shows, as far as it is loaded."""

    header: AgentHeader
    roles: tuple[SourcedRole, ...] = ()
    promises: tuple[EventRow, ...] = ()
    names: tuple[PrintedName, ...] = ()
    history: AgentHistory | None = None
    publishers: tuple[PublisherCount, ...] | None = None
    co_speakers: tuple[CoSpeaker, ...] | None = None

    @property
    def quotes(self) -> int:
        """The number of quotations without drafts and repetitions."""
        return sum(each.quotes for each in self.publishers or ())

    @property
    def drafts(self) -> int:
        return sum(each.drafts for each in self.publishers or ())

    @property
    def is_complete(self) -> bool:
        """Whether all is loaded."""
        return self.co_speakers is not None


def find_history_row(index: Index, history: AgentHistory, item: PageItem) -> int | None:
    """Return the row of the history that a row of the page shows; None where it shows none."""
    if item.kind == "quote":
        return history.row_of_quote(item.number)
    if item.kind == "more":
        return history.row_of_event(item.number)
    key = event_key(index, item.id) if item.kind == "event" else None
    return history.row_of_event(key) if key is not None else None


def load_page(index: Index, agent: str) -> Iterator[PageData | None]:
    """Yield the page of an agent, more of it each time: what takes long comes last. None without an agent."""
    header = find_agent(index, agent)
    if header is None:
        yield None
        return
    promises = events_by_key(index, own_events(index, agent))
    data = PageData(
        header,
        tuple(sourced_roles(index, agent)),
        tuple(promises.values()),
        tuple(find_printed_names(index, agent)),
    )
    yield data
    data = data._replace(history=load_history(index, agent))
    yield data
    data = data._replace(publishers=tuple(count_by_publisher(index, agent)))
    yield data
    yield data._replace(co_speakers=tuple(find_co_speakers(index, agent)))


class Expanded(NamedTuple):
    """What is unfolded on a page."""

    roles: frozenset[int] = frozenset()
    """The roles whose sources are listed, by their place in the page."""
    co_speakers: bool = False

    def toggle_role(self, number: int) -> Expanded:
        """Fold or unfold the sources of a role."""
        return self._replace(roles=self.roles ^ {number})
