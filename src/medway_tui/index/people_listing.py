"""The list of people and organisations, held as ids only, so that rows can be loaded when they are seen."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from medway_tui.index.agent_page import agent_names
from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.names import (
    count_quotes_by_speaker,
    describe_seats,
    find_agents,
    surname_first,
)
from medway_tui.index.people import RoleFinder
from medway_tui.model.roles import COUNCILLOR_ROLE
from medway_tui.text import fold

GROUPS = ("Councillors", "Other people", "Organisations", "Without an entry")
"""The headings of the list; the last is of speakers that no file describes."""
COUNTED = dict(zip(GROUPS, ("councillor", "other", "organisation", "unknown"), strict=True))
"""What a member of each group is called beside their number."""


class PersonSummary(NamedTuple):
    """A person or organisation in one line."""

    id: str
    name: str
    position: int | None
    """Its place in the order of the dossier's people and organisations."""
    label: str
    """The party of a councillor, else the latest office; the kind of an organisation."""


class PeopleListing:
    """People and organisations in groups, those who are quoted first, then by surname."""

    def __init__(self, groups: Iterable[tuple[str, Sequence[tuple[str, int, int]]]]) -> None:
        """Each group has a heading, and the id, quotations and drafts of each member."""
        self.headings: list[str] = []
        self._first_rows, self._first_members = array("q"), array("q")
        self._ids: list[str] = []
        self._quotes, self._drafts = array("q"), array("q")
        for heading, members in groups:
            if not members:
                continue
            self._first_rows.append(len(self))
            self._first_members.append(len(self._ids))
            self.headings.append(heading)
            for agent, quotes, drafts in members:
                self._ids.append(agent)
                self._quotes.append(quotes)
                self._drafts.append(drafts)
        self._numbers: dict[str, int] | None = None

    def __len__(self) -> int:
        """Return the number of rows with the groups' headings."""
        return len(self._ids) + len(self.headings)

    @property
    def first(self) -> str | None:
        """The first person or organisation."""
        return self._ids[0] if self._ids else None

    def sizes(self) -> list[tuple[str, int]]:
        """Return each heading with the number of its members."""
        ends = [*self._first_rows[1:], len(self)] if self.headings else []
        return [
            (heading, end - first - 1)
            for heading, first, end in zip(self.headings, self._first_rows, ends, strict=True)
        ]

    def rows(self, numbers: range) -> Iterator[tuple[str, str | None, int, int]]:
        """Yield the heading, id, quotations and drafts of each row; of a heading's row, None as the id."""
        for number in numbers:
            group = bisect_right(self._first_rows, number) - 1
            heading = self.headings[group]
            if number == self._first_rows[group]:
                yield heading, None, 0, 0
                continue
            at = number - group - 1
            yield heading, self._ids[at], self._quotes[at], self._drafts[at]

    def row_of(self, agent: str) -> int | None:
        """Return the row of a person or organisation; None where it is not listed."""
        if self._numbers is None:
            self._numbers = {each: number for number, each in enumerate(self._ids)}
        number = self._numbers.get(agent)
        return None if number is None else number + bisect_right(self._first_members, number)


def list_people(index: Index, typed: str = "") -> PeopleListing:
    """List people and organisations: councillors, other people, organisations, then other speakers.

    Only those that a ``typed`` name can mean, where there is one.
    """
    groups = index.cached("people", lambda: _group_people(index))
    if typed.strip():
        found = {*find_agents(index, typed.strip()), typed.strip()}
        groups = [(heading, [each for each in members if each[0] in found]) for heading, members in groups]
    return PeopleListing(groups)


def _group_people(index: Index) -> list[tuple[str, list[tuple[str, int, int]]]]:
    counts, drafts = count_quotes_by_speaker(index), count_drafts_by(index, "speaker")
    # An office of a council that is held for a party, such as its leader's, is a councillor's too.
    roles = index.rows(
        "SELECT DISTINCT m.agent, m.role, m.on_behalf_of IS NOT NULL AND o.classification IS 'council'"
        " FROM membership m LEFT JOIN agent o ON o.id = m.organisation"
    )
    councillors = {agent for agent, role, is_office in roles if is_office or fold(role) == COUNCILLOR_ROLE}
    rows: list[tuple[str, str | None, str]] = index.rows("SELECT id, kind, name FROM agent")
    described = {row[0] for row in rows}
    rows += [(agent, None, agent) for agent in counts if agent not in described]
    groups: dict[str, list[tuple[bool, list[str], str]]] = {heading: [] for heading in GROUPS}
    for agent, kind, name in rows:
        number = 3 if kind is None else 2 if kind == "organisation" else 0 if agent in councillors else 1
        order = surname_first(name) if kind == "person" else [fold(name)]
        groups[GROUPS[number]].append((agent not in counts, order, agent))
    return [
        (
            heading,
            [
                (agent, counts.get(agent, 0) - drafts.get(agent, 0), drafts.get(agent, 0))
                for *_, agent in sorted(members)
            ],
        )
        for heading, members in groups.items()
    ]


def summarise_people(index: Index, agents: Sequence[str]) -> dict[str, PersonSummary]:
    """Return each of some people and organisations in one line, by id."""
    names = agent_names(index, agents)
    marks = ", ".join("?" * len(names))
    kinds = dict(index.rows(f"SELECT id, classification FROM agent WHERE id IN ({marks})", tuple(names)))
    finder = RoleFinder(index)
    summaries = {}
    for agent, (name, position) in names.items():
        roles = finder.all_roles(agent).roles
        label = describe_seats(
            [(role.party_short or role.party or "", role.dates) for role in roles if role.is_seat]
        )
        label = label or next((role.role for role in roles), "")
        summaries[agent] = PersonSummary(agent, name, position, label or kinds.get(agent) or "")
    return summaries
