"""What is known of the people and organisations of a dossier."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.index.articles import draft_quotations
from medway_tui.index.names import agents_named
from medway_tui.index.people import Standing, standing
from medway_tui.index.store import Index


class Agent(NamedTuple):
    """A person or an organisation."""

    id: str
    kind: str | None
    """``person`` or ``organisation``; None for a speaker whom no file describes."""
    name: str
    other_names: tuple[str, ...]
    """The other forms in which the name is printed."""
    classification: str | None
    """What kind of organisation it is."""
    roles: Standing
    """All roles that are recorded, at any time."""
    quotes: int
    """How many quotations there are; one in two parts counts once, and drafts do not count."""
    drafts: int
    """How many quotations nobody has confirmed."""
    note: str | None


def agents(index: Index, typed: str = "") -> list[Agent]:
    """The people and organisations that a typed name can mean; all, in the dossier's order, without one."""
    counts: dict[str, int] = dict(
        index.rows(
            "SELECT speaker, count(*) FROM quote"
            " WHERE type <> 'none' AND continues IS NULL AND speaker IS NOT NULL GROUP BY speaker ORDER BY 1"
        )
    )
    drafts = draft_quotations(index, "speaker")
    names: dict[str, list[str]] = {}
    for agent, name in index.rows("SELECT agent, name FROM agent_name ORDER BY rowid"):
        names.setdefault(agent, []).append(name)
    rows = index.rows("SELECT id, kind, name, classification, note FROM agent ORDER BY position")
    described = {row[0] for row in rows}
    rows += [(speaker, None, speaker, None, None) for speaker in counts if speaker not in described]
    wanted = {row[0] for row in rows}
    if typed:
        wanted = {typed} if typed in wanted else set(agents_named(index, typed))
    return [
        Agent(
            agent,
            kind,
            name,
            tuple(other for other in names.get(agent, ()) if other != name),
            classification,
            standing(index, agent, None),
            counts.get(agent, 0) - drafts.get(agent, 0),
            drafts.get(agent, 0),
            note,
        )
        for agent, kind, name, classification, note in rows
        if agent in wanted
    ]
