"""Events, deadlines and promises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from medway_tui.index.agent_references import AgentReference
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.inspections import (
    EvidenceMention,
    SourceRow,
    find_mentions_of,
    find_sources_of,
)
from medway_tui.index.schema import OUTCOME
from medway_tui.model.locations import FileLocation


class OutcomeRow(NamedTuple):
    """What became of a promise or a deadline."""

    says: str
    date: str | None
    result: str | None
    """done, partly or not done; None where no source says which."""
    mentions: tuple[EvidenceMention, ...]
    sources: tuple[SourceRow, ...]


class EventRow(NamedTuple):
    """An event, deadline or promise with its evidence."""

    id: str
    kind: str
    """event, deadline or promise."""
    date: str | None
    """When it happened, was promised or set; None for a deadline of which only ``due`` is known."""
    date_inferred: str | None
    title: str
    by: tuple[AgentReference, ...]
    """Who promised it, or is bound by it."""
    due: str | None
    outcome: OutcomeRow | None
    note: str | None
    mentions: tuple[EvidenceMention, ...]
    sources: tuple[SourceRow, ...]
    where: FileLocation

    @property
    def listed_date(self) -> str:
        """The date under which it is listed."""
        return self.date or self.due or ""


def list_events(index: Index) -> list[EventRow]:
    """Return events, deadlines and promises in order of time."""
    keys = [key for (key,) in index.rows("SELECT rowid FROM event ORDER BY first_day, last_day, id")]
    return [event for batch in in_batches(keys) for event in events_by_key(index, batch).values()]


def events_by_id(index: Index, ids: Collection[str]) -> dict[str, EventRow]:
    """Return the events with these ids that exist, in order of time."""
    rows = index.rows(f"SELECT rowid FROM event WHERE id IN ({', '.join('?' * len(ids))})", tuple(ids))
    return {event.id: event for event in events_by_key(index, [key for (key,) in rows]).values()}


def events_by_key(index: Index, keys: Sequence[int]) -> dict[int, EventRow]:
    """Return the events with these keys that exist, in order of time."""
    marks = ", ".join("?" * len(keys))
    rows = index.rows(
        "SELECT rowid, id, kind, date, date_inferred, title, due, note, outcome, outcome_date,"
        f" outcome_result, path, line FROM event WHERE rowid IN ({marks}) ORDER BY first_day, last_day, id",
        tuple(keys),
    )
    ids = [row[1] for row in rows]
    mentions = find_mentions_of(index, "event", ids)
    sources = find_sources_of(index, "event", ids)
    agents = _find_agents_of(index, ids)
    events = {}
    for key, event, kind, date, inferred, title, due, note, says, outcome_date, result, path, line in rows:
        of_outcome, of_event = (event, OUTCOME), (event, "")
        outcome = None
        if says is not None:
            outcome = OutcomeRow(
                says,
                outcome_date,
                result,
                tuple(mentions.get(of_outcome, ())),
                tuple(sources.get(of_outcome, ())),
            )
        events[key] = EventRow(
            event,
            kind,
            date,
            inferred,
            title,
            tuple(agents.get(event, ())),
            due,
            outcome,
            note,
            tuple(mentions.get(of_event, ())),
            tuple(sources.get(of_event, ())),
            FileLocation(path, line, 1),
        )
    return events


def _find_agents_of(index: Index, events: Sequence[str]) -> dict[str, list[AgentReference]]:
    """Return who promised some events, or is bound by them."""
    rows = index.rows(
        "SELECT e.event, e.agent, coalesce(g.name, e.agent) FROM event_agent e LEFT JOIN agent g"
        f" ON g.id = e.agent WHERE e.event IN ({', '.join('?' * len(events))}) ORDER BY e.event, e.position",
        tuple(events),
    )
    agents: dict[str, list[AgentReference]] = {}
    for event, agent, name in rows:
        agents.setdefault(event, []).append(AgentReference(agent, name))
    return agents
