"""People and organisations, and their roles on a date."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from medway_tui import dates
from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.names import COUNCILLOR_ROLE, count_quotes_by_speaker, find_agents, name_forms
from medway_tui.model.roles import is_held_on
from medway_tui.text import fold


class Role(NamedTuple):
    """A role of a person in an organisation."""

    role: str
    organisation: str
    party: str | None
    party_short: str | None
    area: str | None
    start_date: str | None
    end_date: str | None
    note: str | None

    @property
    def is_dated(self) -> bool:
        return self.start_date is not None or self.end_date is not None

    @property
    def is_seat(self) -> bool:
        """Whether it is a seat on a council."""
        return fold(self.role) == COUNCILLOR_ROLE


class RolesOnDate(NamedTuple):
    """The roles of a person or organisation on a date."""

    roles: tuple[Role, ...]
    """Offices before seats."""

    @property
    def party(self) -> str | None:
        return next((role.party for role in self.roles if role.party), None)

    @property
    def party_short(self) -> str | None:
        """The short name of the party, else its name."""
        return next((role.party_short or role.party for role in self.roles if role.party), None)

    def describe(self) -> str:
        """Describe the roles with their dates, or that these are not recorded."""
        texts = [_describe_role(role) for role in self.roles]
        if texts and not any(role.is_dated for role in self.roles):
            return "; ".join(texts) + " [dates not recorded]"
        return "; ".join(
            text if role.is_dated else f"{text} [dates not recorded]"
            for text, role in zip(texts, self.roles, strict=True)
        )


def roles_on(index: Index, agent: str | None, date: str | None) -> RolesOnDate:
    """Return the roles that may be held on a date; all without a date, none without an agent."""
    if agent is None:
        return RolesOnDate(())
    rows = index.rows(
        "SELECT m.role, coalesce(o.name, m.organisation), p.name, p.short_name, m.area, m.start_date,"
        " m.end_date, m.note FROM membership m LEFT JOIN agent o ON o.id = m.organisation"
        " LEFT JOIN agent p ON p.id = m.on_behalf_of WHERE m.agent = ? ORDER BY m.position",
        (agent,),
    )
    held = [role for role in map(Role._make, rows) if is_held_on(role.start_date, role.end_date, date)]
    # Offices before seats; among offices those that have ended first, the latest of them first.
    held.sort(key=lambda role: role.start_date or "", reverse=True)
    return RolesOnDate(tuple(sorted(held, key=lambda role: (role.is_seat, role.end_date is None))))


@lru_cache(maxsize=1024)
def _describe_role(role: Role) -> str:
    text = role.role
    if role.is_seat:
        text += f" for {role.area}" if role.area else ""
    else:
        text += "".join(f", {part}" for part in (role.organisation, role.area) if part)
    start, end = (dates.format_date(date) if date else "" for date in (role.start_date, role.end_date))
    if start and end:
        return f"{text} ({start} to {end})"
    if start:
        return f"{text} (from {start})"
    return f"{text} (until {end})" if end else text


class AgentRow(NamedTuple):
    """A person or an organisation."""

    id: str
    kind: str | None
    """``person`` or ``organisation``; None for a speaker that no file describes."""
    name: str
    other_names: tuple[str, ...]
    classification: str | None
    roles: RolesOnDate
    """All recorded roles, at any time."""
    quotes: int
    """The number of quotations without drafts; one in several pieces counts once."""
    drafts: int
    note: str | None


def list_agents(index: Index, typed: str = "") -> list[AgentRow]:
    """Return the people and organisations that a typed name can mean; all without one."""
    counts = count_quotes_by_speaker(index)
    drafts = count_drafts_by(index, "speaker")
    forms = name_forms(index)
    rows = index.rows("SELECT id, kind, name, classification, note FROM agent ORDER BY position")
    described = {row[0] for row in rows}
    rows += [(speaker, None, speaker, None, None) for speaker in sorted(counts) if speaker not in described]
    ids = {row[0] for row in rows}
    if typed:
        ids = {typed} if typed in ids else set(find_agents(index, typed))
    return [
        AgentRow(
            agent,
            kind,
            name,
            tuple(other for other in forms.get(agent, ()) if other != name),
            classification,
            roles_on(index, agent, None),
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
            note,
        )
        for agent, kind, name, classification, note in rows
        if agent in ids
    ]
