"""The details of people and organisations for their report."""

from __future__ import annotations

from medway_tui.export.people import AgentDetails, NamedCoSpeaker
from medway_tui.index.agent_history import own_events
from medway_tui.index.agent_page import agent_names, count_by_publisher, find_co_speakers, find_printed_names
from medway_tui.index.connection import Index
from medway_tui.index.events import events_by_key

_MAX_NAME_PLACES = 20
"""The most places of a form of a name."""


def load_agent_details(index: Index, agent: str) -> AgentDetails:
    """Return the names as printed, quotations by publisher, speakers in the same articles, and promises."""
    promises = own_events(index, agent)
    events = events_by_key(index, promises)
    others = find_co_speakers(index, agent)
    names = agent_names(index, [other.agent for other in others])
    return AgentDetails(
        list(find_printed_names(index, agent, limit=_MAX_NAME_PLACES)),
        count_by_publisher(index, agent),
        [NamedCoSpeaker(other.agent, names[other.agent][0], other.articles) for other in others],
        list(events.values()),
    )
