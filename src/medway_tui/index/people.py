"""What views ask about people: the roles that somebody had on a day."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from medway_tui import dates
from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.names import COUNCILLOR_ROLE, find_agents
from medway_tui.model.roles import is_held_on
from medway_tui.text import fold


class Role(NamedTuple):
    """A role that somebody had."""

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
        """Whether anything is recorded of when it was held."""
        return self.start_date is not None or self.end_date is not None

    @property
    def is_seat(self) -> bool:
        """Whether it is a councillor's seat."""
        return fold(self.role) == COUNCILLOR_ROLE


class RolesOnDate(NamedTuple):
    """What somebody was on a day."""

    roles: tuple[Role, ...]
    """The offices held, before the seat."""

    @property
    def party(self) -> str | None:
        """The party's name."""
        return next((role.party for role in self.roles if role.party), None)

    @property
    def party_short(self) -> str | None:
        """The party's short name."""
        return next((role.party_short or role.party for role in self.roles if role.party), None)

    def describe(self) -> str:
        """The roles in words, each with as much of its dates as is recorded.

        Where nothing is recorded of when a role was held, that is said, so that nobody is given a role
        on a day on its account alone.
        """
        words = [_describe_role(role) for role in self.roles]
        undated = [not role.is_dated for role in self.roles]
        if all(undated) and words:
            return "; ".join(words) + " [dates not recorded]"
        return "; ".join(
            f"{each} [dates not recorded]" if bare else each
            for each, bare in zip(words, undated, strict=True)
        )


def roles_on(index: Index, agent: str | None, date: str | None) -> RolesOnDate:
    """What somebody was on the day of an article, as far as dates do not rule it out."""
    if agent is None:
        return RolesOnDate(())
    rows = index.rows(
        "SELECT m.role, o.name, p.name, p.short_name, m.area, m.start_date, m.end_date, m.note,"
        " m.organisation FROM membership m LEFT JOIN agent o ON o.id = m.organisation"
        " LEFT JOIN agent p ON p.id = m.on_behalf_of WHERE m.agent = ? ORDER BY m.position",
        (agent,),
    )
    roles = [Role(row[0], row[1] or row[8], *row[2:8]) for row in rows]
    held = [role for role in roles if is_held_on(role.start_date, role.end_date, date)]
    # Seats last; of the offices, those first that are known to have been held, and the latest of them.
    held.sort(key=lambda role: role.start_date or "", reverse=True)
    return RolesOnDate(tuple(sorted(held, key=lambda role: (role.is_seat, role.end_date is None))))


@lru_cache(maxsize=1024)
def _describe_role(role: Role) -> str:
    words = role.role
    if role.is_seat:
        words += f" for {role.area}" if role.area else ""
    else:
        words += "".join(f", {part}" for part in (role.organisation, role.area) if part)
    start, end = (dates.format_date(date) if date else "" for date in (role.start_date, role.end_date))
    if start and end:
        return f"{words} ({start} to {end})"
    if start:
        return f"{words} (from {start})"
    return f"{words} (until {end})" if end else words


class AgentRow(NamedTuple):
    """A person or an organisation."""

    id: str
    kind: str | None
    """``person`` or ``organisation``; None for a speaker whom no file describes."""
    name: str
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    classification: str | None
    """What kind of organisation it is."""
    roles: RolesOnDate
    """All roles that are recorded, at any time."""
    quotes: int
    """How many quotations there are; one in two parts counts once, and drafts do not count."""
    drafts: int
    """How many quotations nobody has confirmed."""
    note: str | None


def list_agents(index: Index, typed: str = "") -> list[AgentRow]:
    """The people and organisations that a typed name can mean; all, in the dossier's order, without one."""
    counts: dict[str, int] = dict(
        index.rows(
            "SELECT speaker, count(*) FROM quote"
            " WHERE type <> 'none' AND continues IS NULL AND speaker IS NOT NULL GROUP BY speaker ORDER BY 1"
        )
    )
    drafts = count_drafts_by(index, "speaker")
    names: dict[str, list[str]] = {}
    for agent, name in index.rows("SELECT agent, name FROM agent_name ORDER BY rowid"):
        names.setdefault(agent, []).append(name)
    rows = index.rows("SELECT id, kind, name, classification, note FROM agent ORDER BY position")
    described = {row[0] for row in rows}
    rows += [(speaker, None, speaker, None, None) for speaker in counts if speaker not in described]
    wanted = {row[0] for row in rows}
    if typed:
        wanted = {typed} if typed in wanted else set(find_agents(index, typed))
    return [
        AgentRow(
            agent,
            kind,
            name,
            tuple(other for other in names.get(agent, ()) if other != name),
            classification,
            roles_on(index, agent, None),
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
            note,
        )
        for agent, kind, name, classification, note in rows
        if agent in wanted
    ]
