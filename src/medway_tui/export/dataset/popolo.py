"""People, organisations and roles as Popolo (popoloproject.com), in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from medway_tui.export.report import format_json
from medway_tui.index import dump
from medway_tui.index.connection import Index
from medway_tui.index.inspections import find_sources


def format_popolo(index: Index) -> Iterator[str]:
    """Format the people, organisations and memberships of a dossier, in pieces."""
    names: dict[str, list[dict[str, Any]]] = {}
    for agent, name, note in dump.dump_names(index):
        names.setdefault(str(agent), []).append(_drop_empty(name=name, note=note))
    persons, organizations = [], []
    for id_, kind, name, _, classification, note in dump.dump_agents(index):
        common = {"other_names": names.get(str(id_), []), "sources": _sources(index, "agent", str(id_), "")}
        if kind == "person":
            persons.append(_drop_empty(id=id_, name=name, summary=note, **common))
        else:
            organizations.append(
                _drop_empty(id=id_, name=name, classification=classification, description=note, **common)
            )
    memberships = [
        _drop_empty(
            id=f"{agent}-{position}",
            person_id=agent,
            organization_id=organisation,
            on_behalf_of_id=party,
            role=role,
            area=_drop_empty(name=area),
            start_date=start,
            end_date=end,
            note=note,
            sources=_sources(index, "membership", str(agent), str(position)),
        )
        for agent, position, role, organisation, party, area, start, end, note in dump.dump_memberships(index)
    ]
    yield '{\n"persons": ' + _format_list(persons) + ',\n"organizations": ' + _format_list(organizations)
    yield ',\n"memberships": ' + _format_list(memberships) + "\n}\n"


def _drop_empty(**fields: Any) -> dict[str, Any]:
    """Drop fields without a value."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _sources(index: Index, kind: str, owner: str, part: str) -> list[dict[str, Any]]:
    return [
        source
        for source in (
            _drop_empty(url=url, note=note) for url, note in find_sources(index, kind, owner, part)
        )
        if source
    ]


def _format_list(records: Sequence[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(format_json, records)) + "\n]" if records else "[]"
