"""What views ask about people: the roles that somebody had on a day."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui import dates
from medway_tui.index.names import COUNCILLOR
from medway_tui.index.store import Index
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
    def dated(self) -> bool:
        """Whether its beginning is known, so that it can be said of a day."""
        return self.start_date is not None

    @property
    def seat(self) -> bool:
        """Whether it is a councillor's seat."""
        return fold(self.role) == COUNCILLOR


class Standing(NamedTuple):
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

    def words(self) -> str:
        """The roles in words; where the dates of one are not recorded, that is said."""
        return "; ".join(map(_words, self.roles))


def standing(index: Index, agent: str | None, date: str | None) -> Standing:
    """What somebody was on the day of an article, as far as dates do not rule it out."""
    if agent is None:
        return Standing(())
    rows = index.rows(
        "SELECT m.role, o.name, p.name, p.short_name, m.area, m.start_date, m.end_date, m.note,"
        " m.organisation FROM membership m LEFT JOIN agent o ON o.id = m.organisation"
        " LEFT JOIN agent p ON p.id = m.on_behalf_of WHERE m.agent = ? ORDER BY m.position",
        (agent,),
    )
    roles = [Role(row[0], row[1] or row[8], *row[2:8]) for row in rows]
    held = [role for role in roles if date is None or dates.covers(role.start_date, role.end_date, date)]
    return Standing(tuple(sorted(held, key=lambda role: role.seat)))


def _words(role: Role) -> str:
    words = role.role
    if role.area:
        words += f" for {role.area}" if role.seat else f", {role.area}"
    return words if role.dated or role.end_date else f"{words} [dates not recorded]"
