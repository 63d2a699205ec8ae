"""People, organisations and roles as Popolo (popoloproject.com), in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from medway_tui.export.answer import json_text
from medway_tui.index import everything
from medway_tui.index.ratings import sources_of
from medway_tui.index.store import Index


def popolo(index: Index) -> Iterator[str]:
    """The people, organisations and memberships of a dossier, in pieces."""
    names: dict[str, list[dict[str, Any]]] = {}
    for agent, name, note in everything.names(index):
        names.setdefault(str(agent), []).append(_known(name=name, note=note))
    persons, organizations = [], []
    for id_, kind, name, _, classification, note in everything.agents_described(index):
        common = {"other_names": names.get(str(id_), []), "sources": _sources(index, "agent", str(id_), "")}
        if kind == "person":
            persons.append(_known(id=id_, name=name, summary=note, **common))
        else:
            organizations.append(
                _known(id=id_, name=name, classification=classification, description=note, **common)
            )
    memberships = [
        _known(
            id=f"{agent}-{position}",
            person_id=agent,
            organization_id=organisation,
            on_behalf_of_id=party,
            role=role,
            area=_known(name=area),
            start_date=start,
            end_date=end,
            note=note,
            sources=_sources(index, "membership", str(agent), str(position)),
        )
        for agent, position, role, organisation, party, area, start, end, note in everything.memberships(
            index
        )
    ]
    yield '{\n"persons": ' + _list(persons) + ',\n"organizations": ' + _list(organizations)
    yield ',\n"memberships": ' + _list(memberships) + "\n}\n"


def _known(**fields: Any) -> dict[str, Any]:
    """The fields of which something is known."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _sources(index: Index, kind: str, owner: str, part: str) -> list[dict[str, Any]]:
    return [
        source
        for source in (_known(url=url, note=note) for url, note in sources_of(index, kind, owner, part))
        if source
    ]


def _list(records: Sequence[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(json_text, records)) + "\n]" if records else "[]"
