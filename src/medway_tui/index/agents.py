"""People and organisations with all that is known of them."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.index.articles import count_drafts_by
from medway_tui.index.connection import Index
from medway_tui.index.inspections import SourceRow, find_sources
from medway_tui.index.names import count_quotes_by_speaker, find_agents, name_forms
from medway_tui.index.people import RoleFinder, RolesOnDate


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
    """The number of quotations without drafts and repetitions; one in several pieces counts once."""
    drafts: int
    note: str | None
    identifiers: tuple[str, ...]
    """The codes in public registers, as ``gss:E06000035``."""
    sources: tuple[SourceRow, ...]
    role_sources: tuple[tuple[SourceRow, ...], ...]
    """The sources of each role."""


def list_agents(index: Index, typed: str = "") -> list[AgentRow]:
    """Return the people and organisations that a typed name can mean; all without one."""
    counts = count_quotes_by_speaker(index)
    drafts = count_drafts_by(index, "speaker")
    forms = name_forms(index)
    finder = RoleFinder(index)
    codes: dict[str, list[str]] = {}
    for agent, scheme, identifier in index.rows(
        "SELECT agent, scheme, identifier FROM agent_identifier ORDER BY agent, position"
    ):
        codes.setdefault(agent, []).append(f"{scheme}:{identifier}")
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
            roles := finder.all_roles(agent),
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
            note,
            tuple(codes.get(agent, ())),
            tuple(find_sources(index, "agent", agent)),
            tuple(
                tuple(find_sources(index, "membership", agent, str(role.position))) for role in roles.roles
            ),
        )
        for agent, kind, name, classification, note in rows
        if agent in ids
    ]
