"""Events and the timeline."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.connection import Index
from medway_tui.index.inspections import EvidenceMention, SourceRow, find_mentions, find_sources
from medway_tui.index.schema import OUTCOME


class AgentReference(NamedTuple):
    """A person or organisation that a record names."""

    id: str
    name: str
    """The name, or the id where no file describes it."""


class OutcomeRow(NamedTuple):
    """What became of a promise or a deadline."""

    says: str
    date: str | None
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

    @property
    def listed_date(self) -> str:
        """The date under which it is listed."""
        return self.date or self.due or ""


def list_timeline(index: Index) -> list[EventRow | ArticleRow]:
    """Return events and articles in order of time; articles without a date at the end."""
    entries: list[tuple[int | None, int | None, EventRow | ArticleRow]] = []
    entries += ((first, last, event) for first, last, event in _dated_events(index))
    for first, last, *row in index.rows(f"SELECT a.first_day, a.last_day, {ARTICLE_COLUMNS} FROM article a"):
        entries.append((first, last, ArticleRow(*row)))
    # Of those that begin on one day, the one that ends first; then events before articles.
    entries.sort(
        key=lambda entry: (
            entry[0] is None, entry[0] or 0, entry[1] or 0, isinstance(entry[2], ArticleRow), entry[2].id,
        )
    )  # fmt: skip
    return [entry for _, _, entry in entries]


def list_events(index: Index) -> list[EventRow]:
    """Return events, deadlines and promises in order of time."""
    return [event for *_, event in _dated_events(index)]


def events_by_id(index: Index, ids: Collection[str]) -> dict[str, EventRow]:
    """Return the events with these ids that exist."""
    return {event.id: event for *_, event in _dated_events(index, ids)}


def _dated_events(index: Index, ids: Collection[str] | None = None) -> Iterator[tuple[int, int, EventRow]]:
    """Yield all events, or those with some ids, with their first and last day."""
    condition = "" if ids is None else f" WHERE id IN ({', '.join('?' * len(ids))})"
    for row in index.rows(
        "SELECT first_day, last_day, id, kind, date, date_inferred, title, due, note, outcome, outcome_date"
        f" FROM event{condition} ORDER BY first_day, last_day, id",
        tuple(ids or ()),
    ):
        first, last, event, *_, says, outcome_date = row
        outcome = None
        if says is not None:
            outcome = OutcomeRow(
                says,
                outcome_date,
                tuple(find_mentions(index, "event", event, OUTCOME)),
                tuple(find_sources(index, "event", event, OUTCOME)),
            )
        by = index.rows(
            "SELECT e.agent, coalesce(g.name, e.agent) FROM event_agent e LEFT JOIN agent g ON g.id = e.agent"
            " WHERE e.event = ? ORDER BY e.position",
            (event,),
        )
        event_id, kind, date, date_inferred, title, due, note = row[2:9]
        yield (
            first,
            last,
            EventRow(
                event_id,
                kind,
                date,
                date_inferred,
                title,
                tuple(AgentReference._make(each) for each in by),
                due,
                outcome,
                note,
                tuple(find_mentions(index, "event", event, "")),
                tuple(find_sources(index, "event", event)),
            ),
        )
