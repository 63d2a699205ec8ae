"""People, organisations and roles as Popolo (popoloproject.com), in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from medway_tui.export.dataset import tables
from medway_tui.export.dataset.dataset_format import DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.rows import core_records
from medway_tui.export.report import format_json
from medway_tui.export.stable_ids import stable_uuid
from medway_tui.index.connection import Index
from medway_tui.index.inspections import find_sources


def format_popolo(index: Index, dossier: str) -> Iterator[str]:
    """Format the people, organisations, memberships and areas of a dossier, in pieces."""
    names: dict[Any, list[dict[str, Any]]] = {}
    for each in core_records(index, tables.NAMES):
        names.setdefault(each["agent"], []).append(_drop_empty(name=each["name"], note=each["note"]))
    codes: dict[Any, list[dict[str, Any]]] = {}
    for each in core_records(index, tables.IDENTIFIERS):
        codes.setdefault(each["agent"], []).append(
            {"scheme": each["scheme"], "identifier": each["identifier"]}
        )
    persons, organizations = [], []
    for agent in core_records(index, tables.AGENTS):
        id_, name, note = agent["id"], agent["name"], agent["note"]
        common = {"other_names": names.get(id_, []), **_sources(index, "agent", str(id_))}
        if agent["kind"] == "person":
            persons.append(_drop_empty(id=id_, name=name, summary=note, **common))
        else:
            kind = agent["classification"]
            organizations.append(
                _drop_empty(
                    id=id_,
                    name=name,
                    classification=kind,
                    description=note,
                    identifiers=codes.get(id_, []),
                    **common,
                )
            )
    roles = list(core_records(index, tables.MEMBERSHIPS))
    areas = dict.fromkeys(str(each["area"]) for each in roles if each["area"])
    area_ids = {name: _area_id(dossier, name) for name in areas}
    memberships = [
        _drop_empty(
            id=f"{each['agent']}-{each['position']}",
            person_id=each["agent"],
            organization_id=each["organisation"],
            on_behalf_of_id=each["on_behalf_of"],
            role=each["role"],
            area_id=area_ids.get(str(each["area"])),
            area=_area(area_ids, each["area"]),
            start_date=each["start_date"],
            end_date=each["end_date"],
            checked=each["checked"],
            dates_inferred=each["dates_inferred"],
            note=each["note"],
            **_sources(index, "membership", str(each["agent"]), str(each["position"])),
        )
        for each in roles
    ]
    yield '{\n"persons": ' + _format_list(persons) + ',\n"organizations": ' + _format_list(organizations)
    yield ',\n"memberships": ' + _format_list(memberships)
    yield ',\n"areas": ' + _format_list([_area(area_ids, name) for name in areas]) + "\n}\n"


def _area(area_ids: dict[str, str], name: Any) -> dict[str, Any]:
    return {"id": area_ids[name], "name": name} if name else {}


def _area_id(dossier: str, name: str) -> str:
    """Return the id of a ward: dossiers know areas by their names alone."""
    return stable_uuid(dossier, "area", name)


def _drop_empty(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _sources(index: Index, kind: str, owner: str, part: str = "") -> dict[str, list[Any]]:
    """Return the sources of a record; those without an address, which a link of Popolo needs, are notes."""
    sources = find_sources(index, kind, owner, part)
    return {
        "sources": [_drop_empty(**source._asdict()) for source in sources if source.url],
        "source_notes": [source.describe() for source in sources if source.note and not source.url],
    }


def _format_list(records: Sequence[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(format_json, records)) + "\n]" if records else "[]"


class PopoloWriter(FormatWriter):
    """Writes the people, organisations and roles of a dossier; Popolo has no place for articles or notes."""

    def write_core(self) -> None:
        output = self.context.files.open(_FILE)
        for piece in format_popolo(self.context.index, self.context.dossier):
            output.write(piece)


_FILE = DatasetFile("popolo.json", "People, organisations and roles as Popolo.", "application/json")
FORMAT = DatasetFormat("popolo", "People, organisations and roles as Popolo.", (_FILE,), PopoloWriter)
