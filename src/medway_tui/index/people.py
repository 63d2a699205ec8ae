"""The roles of people on a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from medway_tui import dates
from medway_tui.index.articles import paragraph_texts
from medway_tui.index.connection import Index
from medway_tui.model.roles import (
    COUNCILLOR_ROLE,
    PartyOnDate,
    RoleDates,
    RoleStanding,
    describe_last_day,
    party_on,
    role_on,
)
from medway_tui.text import fold

if TYPE_CHECKING:
    from medway_tui.index.quotes import QuotePiece, QuoteRow
    from medway_tui.index.search import SearchHit


class Role(NamedTuple):
    """A role of a person in an organisation, with its standing on a date."""

    position: int
    """Its place among the person's roles."""
    role: str
    organisation: str
    party_id: str | None
    party: str | None
    """The name of the party or body on whose behalf it is held."""
    party_short: str | None
    area: str | None
    start_date: str | None
    end_date: str | None
    checked: str | None
    """The last day on which a source shows it."""
    dates_inferred: str | None
    """Why a date is inferred."""
    note: str | None
    standing: RoleStanding | None = None
    """Its standing on the date that was asked for; None where none was."""

    @property
    def is_seat(self) -> bool:
        """Whether it is a seat on a council."""
        return fold(self.role) == COUNCILLOR_ROLE

    @property
    def dates(self) -> RoleDates:
        return RoleDates(self.start_date, self.end_date, self.checked, self.dates_inferred is not None)

    def describe(self, *, with_party: bool = False) -> str:
        """Describe the role and its standing in a phrase that can be printed.

        ``Leader of the Council, Medway Council (last recorded 4 Sep 2019)``. A role that is held has its
        period in brackets, one without a date asked for all that is known of its dates.
        """
        return _describe_role(self, with_party=with_party)

    def describe_briefly(self) -> str:
        """Describe the role without its period, and with a caveat where it is not surely held."""
        text = _name_role(self)
        caveat = self.standing.caveat if self.standing is not None else ""
        return f"{text} ({caveat})" if caveat else text


_cached_party_on = lru_cache(maxsize=4096)(party_on)
"""For one quotation the party is asked for ten times."""


class RolesOnDate(NamedTuple):
    """The roles of a person or organisation on a date, but for those that its dates rule out."""

    roles: tuple[Role, ...] = ()
    """The surest standing first; of one standing, offices before seats."""

    @property
    def standing(self) -> RoleStanding | None:
        """The standing of the surest role."""
        return next((role.standing for role in self.roles), None)

    @property
    def party_standing(self) -> RoleStanding | None:
        """The standing of the surest role with a party."""
        return self.party_on_date.standing

    @property
    def party_on_date(self) -> PartyOnDate:
        return _cached_party_on(
            tuple((role.party_id, role.standing) for role in self.roles if role.standing is not None)
        )

    @property
    def party(self) -> str | None:
        """The name of the party; of several that are possible, ``Labour Party or Conservative Party``."""
        return self._name_parties({role.party_id: role.party for role in self.roles})

    @property
    def party_short(self) -> str | None:
        """The short name of the party, else its name; of several, all."""
        return self._name_parties({role.party_id: role.party_short or role.party for role in self.roles})

    @property
    def is_party_unclear(self) -> bool:
        """Whether the dates leave more than one party open, or whether the role of the party was held."""
        party = self.party_on_date
        return party.is_unclear or (party.standing is not None and party.standing.status == "unclear")

    def describe_party(self, *, short: bool = False) -> str:
        """Name the party with what is not certain: ``Con, last recorded 4 Sep 2019``; empty without one."""
        party = self.party_on_date
        name = (self.party_short if short else self.party) or ""
        if party.is_unclear:
            return f"party unclear: {name}"
        caveat = party.standing.caveat if party.standing is not None and name else ""
        is_held = party.standing is not None and party.standing.status == "held"
        return f"{name}, {caveat}" if caveat and not is_held else name

    def _name_parties(self, names: Mapping[str | None, str | None]) -> str | None:
        return " or ".join(names.get(each) or each for each in self.party_on_date.parties) or None

    def describe(self) -> str:
        """Describe the roles with their standings; empty where none is recorded.

        Each has its party where they differ, or where the party's role is not known to be held on the date.
        """
        with_party = self.has_parties_in_roles
        return "; ".join(role.describe(with_party=with_party) for role in self.roles)

    @property
    def has_parties_in_roles(self) -> bool:
        """Whether the party belongs to each role, as there is none that was surely the person's."""
        party = self.party_on_date
        parties = {role.party_id for role in self.roles} - {None}
        is_held = party.standing is not None and party.standing.status == "held"
        return bool(parties) and (len(parties) > 1 or not is_held)

    def describe_briefly(self, name: str) -> str:
        """Return a person's name with the party in brackets, and the surest role; for a short citation."""
        party = self.describe_party(short=True)
        role = self.roles[0].describe_briefly() if self.roles else ""
        return ", ".join(filter(None, (f"{name} ({party})" if party else name, role)))

    def describe_with_party(self) -> str:
        """Describe the roles and the party, with what is not certain of them: for citations."""
        parts = [self.describe()]
        if not self.has_parties_in_roles:
            parts.append(self.party or "")
        elif self.party_on_date.is_unclear:
            names = {role.party_id or "": role.party or role.party_id or "" for role in self.roles}
            parts.append(self.party_on_date.caveat(names))
        return ", ".join(filter(None, parts))


class SpeakerRoles(NamedTuple):
    """A speaker of a quotation, with the roles on the day of the article."""

    speaker: str
    name: str
    roles: RolesOnDate


class QuoteRoles(NamedTuple):
    """The speakers of a quotation, with their roles on the day of its article."""

    speakers: tuple[SpeakerRoles, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of all speakers."""
        return tuple(role for each in self.speakers for role in each.roles.roles)

    @property
    def standing(self) -> RoleStanding | None:
        """The standing of the speaker's surest role; of several speakers, the least sure of theirs."""
        standings = [each.roles.standing for each in self.speakers]
        return max(filter(None, standings), key=lambda standing: standing.rank, default=None)

    @property
    def party(self) -> str | None:
        return self._join(lambda roles: roles.party)

    @property
    def party_short(self) -> str | None:
        return self._join(lambda roles: roles.party_short)

    @property
    def party_standing(self) -> RoleStanding | None:
        """The standing of the role with the party; of several speakers, the least sure of theirs."""
        standings = [each.roles.party_on_date.standing for each in self.speakers]
        return max(filter(None, standings), key=lambda standing: standing.rank, default=None)

    @property
    def is_party_unclear(self) -> bool:
        return any(each.roles.is_party_unclear for each in self.speakers)

    def describe(self) -> str:
        """Describe the roles; in a joint statement, each speaker's after the name."""
        if len(self.speakers) == 1:
            return self.speakers[0].roles.describe()
        described = ((each.name, each.roles.describe()) for each in self.speakers)
        return "; ".join(f"{name}: {roles}" for name, roles in described if roles)

    def describe_party(self, *, short: bool = False) -> str:
        """Name the party with what is not certain; in a joint statement, that of each speaker."""
        return self._join(lambda roles: roles.describe_party(short=short) or None) or ""

    def describe_speakers(self) -> str:
        """Name the speakers, each with roles and party, as a citation prints them."""
        described = [
            ", ".join(filter(None, (each.name, each.roles.describe_with_party()))) for each in self.speakers
        ]
        return ("; and " if self.roles else " and ").join(described)

    def describe_speakers_briefly(self) -> str:
        """Name the speakers, each with the party in brackets and the surest role."""
        return (", and " if self.roles else " and ").join(
            each.roles.describe_briefly(each.name) for each in self.speakers
        )

    def _join(self, name_party: Callable[[RolesOnDate], str | None]) -> str | None:
        """Join what is known of each speaker; the same of all, once."""
        names = [name_party(each.roles) for each in self.speakers]
        if len(set(names)) == 1:
            return names[0]
        named = zip(self.speakers, names, strict=True)
        return "; ".join(f"{each.name}: {name}" for each, name in named if name) or None


_ROLES_CACHED = 4096
"""The number of pairs of a person and an article whose roles are cached."""


class RoleFinder:
    """Finds the roles of people on dates, by the rule of ``model.roles``, and keeps what it has found."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._memberships = lru_cache(maxsize=None)(self._load_memberships)
        self._names = lru_cache(maxsize=None)(self._load_names)
        self._texts = lru_cache(maxsize=4)(self._load_texts)
        self._kept: tuple[str, list[tuple[str, str]]] = ("", [])
        self._cached = lru_cache(maxsize=_ROLES_CACHED)(self._find_roles)

    def roles_of(self, quote: QuoteRow | QuotePiece | SearchHit) -> QuoteRoles:
        """Return the roles of a quotation's or a hit's speakers on the day of its article.

        An article that prints a role is a source for its own date.
        """
        article = quote.article
        return QuoteRoles(
            tuple(
                SpeakerRoles(speaker, name, self._cached(speaker, article.published, article.id))
                for speaker, name in zip(quote.speakers, quote.speaker_names, strict=True)
            )
        )

    def keep_texts(self, article: str, texts: Iterable[str]) -> None:
        """Use these texts of an article, which are not queried again as long as no others are kept."""
        self._kept = article, [(text, text.casefold()) for text in texts]

    def roles_on(self, agent: str | None, date: str | None, article: str | None = None) -> RolesOnDate:
        """Return the roles of a person on a date, as far as an ``article`` of that date prints them."""
        return RolesOnDate() if agent is None else self._cached(agent, date, article)

    def all_roles(self, agent: str) -> RolesOnDate:
        """Return all recorded roles of a person, at any time."""
        roles = sorted(self._memberships(agent), key=lambda role: role.start_date or "", reverse=True)
        # Offices before seats; among offices those that have ended first, the latest of them first.
        return RolesOnDate(tuple(sorted(roles, key=lambda role: (role.is_seat, role.end_date is None))))

    def _find_roles(self, agent: str, date: str | None, article: str | None) -> RolesOnDate:
        dated = [(role, role_on(role.dates, date)) for role in self._memberships(agent)]
        shown = {(role.role, role.organisation) for role, standing in dated if standing.is_shown}
        roles = []
        for role, by_dates in dated:
            # What an article prints is no other term of a role that the person has then.
            is_other_term = not by_dates.is_shown and (role.role, role.organisation) in shown
            standing = by_dates
            if by_dates.status != "held" and article is not None and not is_other_term:
                is_printed = self._is_printed(agent, role, article)
                standing = role_on(role.dates, date, is_printed=is_printed)
            if standing.is_shown:
                roles.append((role._replace(standing=standing), standing.rank))
        # Of one standing: offices before seats, the latest first.
        roles.sort(key=lambda pair: pair[0].start_date or "", reverse=True)
        roles.sort(key=lambda pair: (pair[1], pair[0].is_seat))
        return RolesOnDate(tuple(role for role, _ in roles))

    def _is_printed(self, agent: str, role: Role, article: str) -> bool:
        """Return whether an article prints a role of a person beside the name."""
        names = self._names(agent)
        surnames = {name.rsplit(None, 1)[-1].casefold() for name in names}
        # Only the blocks with a surname: to read an article word by word takes a millisecond or two.
        text = "\n".join(
            text for text, folded in self._texts(article) if any(name in folded for name in surnames)
        )
        bodies = (role.organisation, role.party or "", role.area or "")
        if not text:
            return False
        from medway_tui.model.role_phrases import prints_role  # noqa: PLC0415 - not on the first screen

        return prints_role(text, names, role.role, bodies)

    def _load_memberships(self, agent: str) -> tuple[Role, ...]:
        rows = self._index.rows(
            "SELECT m.position, m.role, coalesce(o.name, m.organisation), m.on_behalf_of, p.name,"
            " p.short_name, m.area, m.start_date, m.end_date, m.checked, m.dates_inferred, m.note"
            " FROM membership m LEFT JOIN agent o ON o.id = m.organisation"
            " LEFT JOIN agent p ON p.id = m.on_behalf_of WHERE m.agent = ? ORDER BY m.position",
            (agent,),
        )
        return tuple(Role(*row) for row in rows)

    def _load_names(self, agent: str) -> tuple[str, ...]:
        rows = self._index.rows("SELECT name FROM agent_name WHERE agent = ?", (agent,))
        return tuple(name for (name,) in rows)

    def _load_texts(self, article: str) -> list[tuple[str, str]]:
        if self._kept[0] == article:
            return self._kept[1]
        return [(text, text.casefold()) for text, _ in paragraph_texts(self._index, article)]


def roles_of_quote(index: Index, quote: QuoteRow | QuotePiece | SearchHit) -> QuoteRoles:
    """Return the roles of a quotation's or a hit's speakers on the day of its article."""
    return RoleFinder(index).roles_of(quote)


def roles_on(index: Index, agent: str | None, date: str | None) -> RolesOnDate:
    """Return the roles on a date that the dates of a person's memberships do not rule out."""
    return RoleFinder(index).roles_on(agent, date)


@lru_cache(maxsize=1024)
def _name_role(role: Role) -> str:
    """Name a role with its ward, or its organisation and area."""
    if role.is_seat:
        return f"{role.role} for {role.area}" if role.area else role.role
    return ", ".join(filter(None, (role.role, role.organisation, role.area)))


def _describe_role(role: Role, *, with_party: bool) -> str:
    text = _name_role(role)
    if with_party and role.party:
        text += f", {role.party}"
    when = _describe_dates(role)
    return f"{text} ({when})" if when else text


def _describe_dates(role: Role) -> str:
    """Describe the standing of a role, and its period where it is held or no date was asked for."""
    start, end, checked = (
        dates.format_date(date) if date else "" for date in (role.start_date, role.end_date, role.checked)
    )
    standing = role.standing
    if standing is not None and standing.status != "held":
        return standing.caveat
    if start and end:
        period = f"{start} to {end}"
    elif start:
        period = f"from {start}"
    else:
        period = f"until {end}" if end else ""
    if standing is not None:
        return "; ".join(filter(None, (period, standing.caveat)))
    if not end:
        last = describe_last_day(role.dates) if checked or not start else "end not recorded"
        period = ", ".join(filter(None, (period, last)))
    return f"{period}; dates inferred" if role.dates_inferred else period
