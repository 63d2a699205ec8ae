"""Makes the councils of ``councils.yaml`` from the rows of a table, and writes them as YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from medway_tui.authoring.ids import make_id, make_unique
from medway_tui.authoring.templates import file_text
from medway_tui.importing.csv_rows import TableProblem
from medway_tui.importing.english_councils import capitalise, find_council, list_abolished
from medway_tui.importing.ratings_table import (
    CARE_LEAVERS_DAY,
    FIRST_ILACS_DAY,
    GRADES,
    NO_LONGER_GIVEN,
    NOT_JUDGED,
    UNREADABLE,
    TableRow,
)
from medway_tui.model.constraints import Record
from medway_tui.model.councils import Council, CouncilTable, TabledInspection, TabledJudgement
from medway_tui.model.inspections import Area, Framework, Period
from medway_tui.model.people import Identifier
from medway_tui.yaml_io.emit import indent_lines, item_lines, key_lines

_AREA_NAMES = {
    "leaders": "The impact of leaders on social work practice with children and families",
    "help-and-protection": "The experiences and progress of children who need help and protection",
    "in-care-and-care-leavers": "The experiences and progress of children in care and care leavers",
    "in-care": "The experiences and progress of children in care",
    "care-leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
}
_AREA_ROWS = {
    "in-care-and-care-leavers": ("children-in-care", "care-leavers"),
    "in-care": ("children-in-care",),
}
_GRADES = tuple(dict.fromkeys(GRADES.values()))


def _framework(framework_id: str, name: str, areas: Sequence[str]) -> Framework:
    return Framework(
        id=framework_id,
        name=name,
        short_name="ILACS",
        areas=tuple(
            Area(id=area, name=_AREA_NAMES[area], rows=_AREA_ROWS.get(area, (area,)))  # type: ignore[arg-type]
            for area in areas
        ),
        grades=_GRADES,
    )


ILACS_2018 = _framework(
    "ilacs-2018",
    "ILACS standard inspection, 2018–22",
    ("leaders", "help-and-protection", "in-care-and-care-leavers", "overall"),
)
ILACS_2023 = _framework(
    "ilacs-2023",
    "ILACS standard inspection, from January 2023",
    ("leaders", "help-and-protection", "in-care", "care-leavers", "overall"),
)
FRAMEWORKS = {each.id: each for each in (ILACS_2018, ILACS_2023)}
"""The frameworks of the table's grades; ids and areas are those of the shipped dossier."""

_TABLE_AREAS = {
    ILACS_2018.id: {
        "leaders": "leaders",
        "help-and-protection": "help-and-protection",
        "in-care-and-care-leavers": "in-care",
        "overall": "overall",
    },
    ILACS_2023.id: {area.id: area.id for area in ILACS_2023.areas},
}
"""The areas of each framework, with the table's name for each."""


class OwnInspection(NamedTuple):
    """An inspection that the dossier has itself."""

    id: str
    provider: str
    urn: str | None
    url: str | None
    published: str
    start: str
    end: str
    grades: Mapping[str, str]
    """The grade of each area, by its row in comparisons."""


class CouncilEntries(NamedTuple):
    """The councils of a table."""

    councils: list[Council]
    problems: list[TableProblem]
    unknown: list[str]
    """The councils that are not among the known English ones, and have no code or region."""
    same_as: int
    """How many of the inspections the dossier has itself."""


def make_councils(rows: Iterable[TableRow], own: Sequence[OwnInspection]) -> CouncilEntries:
    """Make the councils of a table's rows, by name, each with its inspections, the oldest first."""
    problems: list[TableProblem] = []
    groups: dict[str, list[TableRow]] = {}
    for row in rows:
        groups.setdefault(row.urn or row.council.casefold(), []).append(row)
    councils: list[Council] = []
    unknown: list[str] = []
    used_ids: set[str] = set()
    own_left = {each.id: each for each in own}
    same_as = 0
    for group in groups.values():
        first = group[0]
        for row in group:
            if row.council.casefold() != first.council.casefold():
                message = (
                    f"the URN {row.urn} is that of {first.council} on line {first.line}: it is counted there"
                )
                problems.append(TableProblem(row.line, 1, message))
        inspections = []
        for row in sorted(group, key=lambda row: row.published):
            same = _find_own(row, own_left.values())
            if same is not None:
                del own_left[same.id]
                same_as += 1
                problems += _compare_with_own(row, same)
            inspections.append(_make_inspection(row, same, problems))
        known = find_council(first.council)
        name = known.name if known else capitalise(first.council)
        if known is None:
            unknown.append(name)
        council_id = make_unique(make_id(name) or "council", used_ids)
        used_ids.add(council_id)
        councils.append(
            Council(
                id=council_id,
                name=name,
                urn=first.urn,
                identifiers=tuple(
                    Identifier(scheme="gss", identifier=code) for code in (known.codes if known else ())
                ),
                region=known.region if known else None,
                start_date=(known.created or None) if known else None,
                inspections=tuple(inspections),
            )
        )
    for gone in list_abolished():
        council_id = make_unique(make_id(gone.name), used_ids)
        if not any(gone.codes == tuple(c.identifier for c in each.identifiers) for each in councils):
            used_ids.add(council_id)
            councils.append(
                Council(
                    id=council_id,
                    name=gone.name,
                    identifiers=tuple(Identifier(scheme="gss", identifier=code) for code in gone.codes),
                    region=gone.region,
                    end_date=gone.abolished,
                )
            )
    return CouncilEntries(sorted(councils, key=lambda each: each.name), problems, unknown, same_as)


def _find_own(row: TableRow, own: Iterable[OwnInspection]) -> OwnInspection | None:
    """Return the dossier's inspection that a row is: of the same address, or council and date."""
    council = find_council(row.council)
    for each in own:
        if row.url is not None and row.url == each.url:
            return each
        is_same_council = (row.urn is not None and row.urn == each.urn) or (
            council is not None and find_council(each.provider) == council
        )
        is_same_date = str(row.published) == each.published or (
            row.start is not None and (str(row.start), str(row.end)) == (each.start, each.end)
        )
        if is_same_council and is_same_date:
            return each
    return None


def _compare_with_own(row: TableRow, own: OwnInspection) -> Iterable[TableProblem]:
    """Yield a problem for each grade that differs from the dossier's own, which is kept."""
    for area, own_area in (("overall", "overall"), ("leaders", "leaders"), ("in-care", "children-in-care")):
        grade, own_grade = row.grades[area], own.grades.get(own_area)
        if grade in _GRADES and own_grade is not None and grade != own_grade:
            message = f"{grade} here is {own_grade} in the dossier's {own.id}, which is kept"
            yield TableProblem(*row.places[area], message)


def _make_inspection(
    row: TableRow, same: OwnInspection | None, problems: list[TableProblem]
) -> TabledInspection:
    framework = _framework_of(row)
    judgements: list[TabledJudgement] = []
    if framework is not None:
        for area, column in _TABLE_AREAS[framework.id].items():
            grade = row.grades[column]
            if grade in _GRADES:
                judgements.append(TabledJudgement(area=area, grade=grade))
            elif grade in (UNREADABLE, NO_LONGER_GIVEN):
                judgements.append(TabledJudgement(area=area, status=grade))  # type: ignore[arg-type]
            elif column != "care-leavers":
                judgements.append(TabledJudgement(area=area, status="unreadable"))
        if framework is ILACS_2018 and row.grades["care-leavers"] in _GRADES:
            message = (
                "care leavers had no judgement of their own before January 2023: this grade is left out,"
                " and the others of the row may be out of place"
            )
            problems.append(TableProblem(*row.places["care-leavers"], message))
    return TabledInspection(
        published=str(row.published),
        url=row.url,
        kind=row.kind,
        framework=framework.id if framework else None,
        inspected=Period(start=str(row.start), end=str(row.end)) if row.start and row.end else None,
        lead_inspector=row.inspector,
        same_as=same.id if same else None,
        judgements=() if same else tuple(judgements),
    )


def _framework_of(row: TableRow) -> Framework | None:
    """Return the framework of a row's grades; None where it has none, or is older than ILACS."""
    if not row.has_grades or row.published < FIRST_ILACS_DAY:
        return None
    if row.grades["care-leavers"] == NOT_JUDGED or row.day < CARE_LEAVERS_DAY:
        return ILACS_2018
    return ILACS_2023


def table_text(table: CouncilTable, remark: str) -> str:
    """Return the text of ``councils.yaml``."""
    lines = [
        line
        for key in ("file", "url", "date", "imported")
        if (value := getattr(table, key)) is not None
        for line in key_lines(key, value)
    ]
    if table.frameworks:
        lines += ["frameworks:", *indent_lines([line for each in table.frameworks for line in _lines(each)])]
    lines += ["councils:", *indent_lines([line for each in table.councils for line in _lines(each)])]
    return file_text("councils", remark, lines)


def _lines(record: Record) -> list[str]:
    """Return the lines of a record as a list item: texts, lists of texts, records and lists of records."""
    return item_lines(_key_value_lines(record))


def _key_value_lines(record: Record) -> list[str]:
    lines: list[str] = []
    for field in fields(record):  # type: ignore[arg-type]  # each record is a dataclass
        key, value = field.name, getattr(record, field.name)
        if value is None or value == ():
            continue
        if isinstance(value, str):
            lines += key_lines(key, value)
        elif isinstance(value, tuple) and isinstance(value[0], str):
            lines += [f"{key}:", *(f"  - {each}" for each in value)]
        elif isinstance(value, tuple):
            lines += [f"{key}:", *indent_lines([line for each in value for line in _lines(each)])]
        else:
            lines += [f"{key}:", *indent_lines(_key_value_lines(value))]
    return lines
