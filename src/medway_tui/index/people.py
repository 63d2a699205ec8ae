"""What views ask about people: the roles that somebody had on a day."""

from __future__ import annotations

from functools import lru_cache
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
        """Whether anything is recorded of when it was held."""
        return self.start_date is not None or self.end_date is not None

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
        """The roles in words, each with as much of its dates as is recorded.

        Where nothing is recorded of when a role was held, that is said, so that nobody is given a role
        on a day on its account alone.
        """
        words = [_words(role) for role in self.roles]
        undated = [not role.dated for role in self.roles]
        if all(undated) and words:
            return "; ".join(words) + " [dates not recorded]"
        return "; ".join(
            f"{each} [dates not recorded]" if bare else each
            for each, bare in zip(words, undated, strict=True)
        )


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
    # Seats last; of the offices, those first that are known to have been held, and the latest of them.
    held.sort(key=lambda role: role.start_date or "", reverse=True)
    return Standing(tuple(sorted(held, key=lambda role: (role.seat, role.end_date is None))))


@lru_cache(maxsize=1024)
def _words(role: Role) -> str:
    words = role.role
    if role.seat:
        words += f" for {role.area}" if role.area else ""
    else:
        words += "".join(f", {part}" for part in (role.organisation, role.area) if part)
    start, end = (dates.spoken(date) if date else "" for date in (role.start_date, role.end_date))
    if start and end:
        return f"{words} ({start} to {end})"
    if start:
        return f"{words} (from {start})"
    return f"{words} (until {end})" if end else words
