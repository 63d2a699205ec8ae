"""Other councils and their inspections, from an imported table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.index.connection import Index
from medway_tui.index.inspections import RatingsTable, ratings_table
from medway_tui.index.names import closest_names
from medway_tui.model.locations import FileLocation
from medway_tui.text import fold

WHERE_TO_GET_IT = (
    "the table of other councils' inspections is not imported: medway-tui import ratings FILE.csv imports it;"
    " it is on GitHub at data-to-insight/ofsted-ilacs-scrape-tool"
)
"""What to say where there is no table."""


class TableSource(NamedTuple):
    """The table that the councils are from."""

    file: str
    url: str | None
    date: str
    imported: str
    where: FileLocation

    def describe(self) -> str:
        """Return the source in words, with the table's date."""
        origin = f" ({self.url})" if self.url else ""
        return f"{self.file}{origin}, as of {dates.format_date(self.date)}"


class CouncilRow(NamedTuple):
    """A council of the table."""

    id: str
    name: str
    urn: str | None
    region: str | None
    codes: tuple[str, ...]
    """Its codes of the Office for National Statistics, the one in force first."""
    start_date: str | None
    end_date: str | None
    reports: int
    """The number of its reports in the table."""
    is_own: bool
    """Whether it is the dossier's own council."""
    where: FileLocation

    def existed_on(self, day: int) -> bool:
        """Whether the council existed on a day, as an ordinal."""
        return not (
            (self.start_date is not None and dates.first_day(self.start_date).toordinal() > day)
            or (self.end_date is not None and dates.last_day(self.end_date).toordinal() < day)
        )


class TabledGrade(NamedTuple):
    """The grade of an area, or the reason why there is none."""

    row: str
    """Its row in comparisons, such as ``overall``."""
    area: str
    name: str
    grade: str | None
    rank: int | None
    """The grade's rank in its framework's scale: 0 is the best."""
    scale: int
    status: str | None
    """``no-longer-given`` or ``unreadable``, where there is no grade."""


class CouncilReport(NamedTuple):
    """A report on a council: from the table, or of the dossier's own inspections."""

    council: str
    published: str
    day: int
    """The first day that ``published`` can mean, as an ordinal."""
    url: str | None
    kind: str | None
    framework: str | None
    """None where the table does not show it; then none of its grades can be read there."""
    framework_name: str | None
    """The short name of the framework."""
    start: str | None
    end: str | None
    inspection: str | None
    """The id of the dossier's inspection that it is."""
    grades: tuple[TabledGrade, ...]
    where: FileLocation
    in_table: bool = True

    def grade_of(self, row: str) -> TabledGrade | None:
        """Return the grade of a row; None where its framework did not judge it, or is not known."""
        return next((each for each in self.grades if each.row == row), None)


def table_source(index: Index) -> TableSource | None:
    """Return the imported table; None where there is none."""
    rows = index.rows("SELECT file, url, date, imported, path, line FROM council_table")
    return next((TableSource._make((*row[:4], FileLocation(row[4], row[5], 1))) for row in rows), None)


def list_councils(index: Index) -> list[CouncilRow]:
    """Return all councils of the table, by name."""
    codes: dict[str, list[str]] = {}
    for council, code in index.rows(
        "SELECT council, identifier FROM council_code WHERE scheme = 'gss' ORDER BY council, position"
    ):
        codes.setdefault(council, []).append(code)
    own_codes = {
        code
        for (code,) in index.rows(
            "SELECT identifier FROM agent_identifier WHERE agent = ? AND scheme IN ('gss', 'urn')",
            (index.meta("council") or "",),
        )
    }
    same = {
        row[0] for row in index.rows("SELECT DISTINCT council FROM council_inspection WHERE same_as NOT NULL")
    }
    has_own = bool(index.meta("council"))
    return [
        CouncilRow(
            row[0],
            row[1],
            row[2],
            row[3],
            tuple(codes.get(row[0], ())),
            row[4],
            row[5],
            row[6],
            bool(own_codes & {row[2], *codes.get(row[0], ())}) if has_own else row[0] in same,
            FileLocation(row[7], row[8], 1),
        )
        for row in index.rows(
            "SELECT c.id, c.name, c.urn, c.region, c.start_date, c.end_date,"
            " (SELECT count(*) FROM council_inspection i WHERE i.council = c.id), c.path, c.line"
            " FROM council c ORDER BY c.name"
        )
    ]


def find_councils(councils: Sequence[CouncilRow], typed: str) -> list[CouncilRow]:
    """Return the councils that a typed name, region or code can mean, the best first; all for nothing.

    Each word may be the beginning of one; where no council has such words, similar names are returned.
    """
    words = fold(typed).replace("&", " and ").replace("-", " ").split()
    if not words:
        return list(councils)
    scored = [(_match(each, words), each) for each in councils]
    found = [(score, each) for score, each in scored if score is not None]
    if any(score == 3 for score, _ in found):
        # A whole region: what only begins with such words is not meant.
        found = [pair for pair in found if pair[0] <= 3]
    if found:
        return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].name))]
    letters = "".join(words)
    shortened = [each for each in councils if _is_shortening(letters, fold(each.name))]
    if shortened:
        return shortened
    similar = closest_names(typed, [(each.name, each.id) for each in councils])
    return [each for council_id in similar for each in councils if each.id == council_id]


def _is_shortening(letters: str, name: str) -> bool:
    """Whether a name begins with the first of some letters, and has the others in their order."""
    rest = iter(name)
    return len(letters) > 2 and name.startswith(letters[0]) and all(letter in rest for letter in letters)


def _match(council: CouncilRow, words: Sequence[str]) -> int | None:
    """Return how well words fit a council: 0 is its whole name; None where they do not."""
    name = fold(council.name).replace("-", " ")
    if name.split() == list(words):
        return 0
    name_words = name.split()
    if all(any(part.startswith(word) for part in name_words) for word in words):
        return 1 if name.startswith(words[0]) else 2
    if fold(council.region or "").split() == list(words):
        return 3
    others = [*fold(council.region or "").split(), *map(fold, council.codes), council.urn or ""]
    if all(any(part.startswith(word) for part in (*name_words, *others)) for word in words):
        return 4
    return None


def council_reports(index: Index, council: str | None = None) -> dict[str, list[CouncilReport]]:
    """Return the reports in the table, the oldest first, by council; or those of one council.

    The grades of those that the dossier has itself are the dossier's.
    """
    scales: dict[str, int] = dict(index.rows("SELECT framework, count(*) FROM grade GROUP BY framework"))
    short_names: dict[str, str] = dict(index.rows("SELECT id, coalesce(short_name, name) FROM framework"))
    grades = _tabled_grades(index, scales, council)
    own = _own_grades(ratings_table(index, all_providers=True))
    where, values = ("WHERE council = ?", (council,)) if council is not None else ("", ())
    found: dict[str, list[CouncilReport]] = {}
    for row in index.rows(
        'SELECT council, position, published, day, url, kind, framework, start, "end", same_as, path, line'
        f" FROM council_inspection {where} ORDER BY council, day, position",
        values,
    ):
        framework, same_as = row[6], row[9]
        report = CouncilReport(
            row[0],
            row[2],
            row[3],
            row[4],
            row[5],
            framework,
            short_names.get(framework, framework),
            row[7],
            row[8],
            same_as,
            tuple(own.get(same_as, ()) if same_as and framework else grades.get(row[:2], ())),
            FileLocation(row[10], row[11], 1),
        )
        found.setdefault(row[0], []).append(report)
    return found


def own_reports(index: Index, council: str) -> list[CouncilReport]:
    """Return the reports on the dossier's own council: its inspections, and what only the table has."""
    table = ratings_table(index)
    grades = _own_grades(table)
    reports = [
        CouncilReport(
            council,
            each.published,
            dates.first_day(each.published).toordinal(),
            each.url,
            None,
            each.framework,
            each.framework_short,
            each.start,
            each.end,
            each.id,
            tuple(grades.get(each.id, ())),
            each.where,
            in_table=False,
        )
        for each in table.inspections
    ]
    known = {each.id for each in table.inspections}
    others = council_reports(index, council).get(council, ())
    return sorted(
        [*reports, *(each for each in others if each.inspection not in known)], key=lambda each: each.day
    )


def _tabled_grades(
    index: Index, scales: dict[str, int], council: str | None
) -> dict[tuple[str, int], list[TabledGrade]]:
    """Return the grades of the table, by council and position; an area has one for each of its rows."""
    where, values = ("WHERE j.council = ?", (council,)) if council is not None else ("", ())
    grades: dict[tuple[str, int], list[TabledGrade]] = {}
    for row in index.rows(
        "SELECT j.council, j.inspection, coalesce(r.row, 'other'), j.area, coalesce(a.name, j.area), j.grade,"
        " g.position, i.framework, j.status FROM council_judgement j"
        " JOIN council_inspection i ON i.council = j.council AND i.position = j.inspection"
        " LEFT JOIN area a ON a.framework = i.framework AND a.id = j.area"
        " LEFT JOIN area_row r ON r.framework = i.framework AND r.area = j.area"
        f" LEFT JOIN grade g ON g.framework = i.framework AND g.name = j.grade {where}"
        " ORDER BY j.council, j.inspection, j.position",
        values,
    ):
        grade = TabledGrade._make((*row[2:7], scales.get(row[7], 0), row[8]))
        grades.setdefault(row[:2], []).append(grade)
    return grades


def _own_grades(table: RatingsTable) -> dict[str, list[TabledGrade]]:
    """Return the grades of the dossier's own inspections, by their ids."""
    found: dict[str, list[TabledGrade]] = {}
    for (row, inspection), cell in table.cells.items():
        for each in cell.judgements:
            found.setdefault(inspection, []).append(
                TabledGrade(row, each.area, each.name, each.grade or None, each.rank, each.scale, each.status)
            )
    return found
