"""Reads the public table of English inspections: a row for each report, with its grades.

The table gives grades in lower case and marks for those that it lacks: ``data_unreadable`` or nothing where
its reader could not find a grade, ``inspection_pre_dates_judgement`` for care leavers before January 2023,
``not_reported_post_reform`` for overall effectiveness from April 2026. The three are kept apart.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.importing.csv_rows import CsvRow, TableProblem, decode_table, read_rows
from medway_tui.model.constraints import TEXT, URL
from medway_tui.model.finding_codes import MAX_FINDINGS
from medway_tui.saved_pages import UnreadableError
from medway_tui.text import plural, remove_invisible, shorten

MAX_INSPECTIONS = 2_000
"""How many inspections are taken: what fits well into a content file."""

COUNCIL, PUBLISHED, OVERALL = "local_authority", "publication_date", "overall_effectiveness_grade"
CARE_LEAVERS = "care_leavers_grade"
AREA_COLUMNS = {
    "overall": OVERALL,
    "leaders": "impact_of_leaders_grade",
    "help-and-protection": "help_and_protection_grade",
    "in-care": "in_care_grade",
    "care-leavers": CARE_LEAVERS,
}
"""The column of each area's grade."""
REQUIRED_COLUMNS = (COUNCIL, PUBLISHED, OVERALL)
OTHER_COLUMNS = (
    "urn", "inspection_link", "inspection_framework", "inspector_name", "inspection_start_date",
    "inspection_end_date",
)  # fmt: skip

GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "requires improvement to be good": "Requires improvement to be good",
    "inadequate": "Inadequate",
}
"""The grades of ILACS by the table's words for them."""
UNREADABLE = "unreadable"
NO_LONGER_GIVEN = "no-longer-given"
NOT_JUDGED = "not-judged"
_MARKS = {
    "": UNREADABLE,
    "data_unreadable": UNREADABLE,
    "inspection_pre_dates_judgement": NOT_JUDGED,
    "not_reported_post_reform": NO_LONGER_GIVEN,
}

FIRST_ILACS_DAY = datetime.date(2018, 1, 1)
CARE_LEAVERS_DAY = datetime.date(2023, 1, 1)
"""The day from which care leavers have a judgement of their own."""
_OLDEST_YEAR = 1990
_DATE_FORMS = ("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d")

ProgressOfRows = Callable[[int, int], None]
"""Called with the number of rows that are read, and of all."""


class TableRow(NamedTuple):
    """A report of the table."""

    line: int
    council: str
    """The council's name as the table has it."""
    urn: str | None
    url: str | None
    published: datetime.date
    kind: str | None
    inspector: str | None
    start: datetime.date | None
    end: datetime.date | None
    grades: Mapping[str, str]
    """For each area a grade, or ``unreadable``, ``no-longer-given`` or ``not-judged``."""
    places: Mapping[str, tuple[int, int]]
    """The line and column of each area's grade."""

    @property
    def has_grades(self) -> bool:
        """Whether any grade can be read."""
        return any(grade in GRADES.values() for grade in self.grades.values())

    @property
    def day(self) -> datetime.date:
        """The first day of the inspection; where that is not known, of publication."""
        return self.start or self.published


class InspectionTable(NamedTuple):
    """A table that was read."""

    rows: list[TableRow]
    problems: list[TableProblem]
    """What was left out or read otherwise, in the order of lines."""
    row_count: int
    """The number of rows in the file, without the header."""
    omitted: int
    """How many of them were left out."""


def read_table(data: bytes, today: datetime.date, progress: ProgressOfRows | None = None) -> InspectionTable:
    """Read the bytes of a table. ``today`` is the last day on which a report can have been published.

    Raises UnreadableError where it is no table, or lacks a column that is needed.
    """
    text, problems = decode_table(data)
    total = text.count("\n")
    rows = read_rows(text, problems)
    header = next(rows, None)
    if header is None:
        raise UnreadableError("it has no rows")
    reader = _RowReader(_find_columns(header, problems), today, problems)
    taken: list[TableRow] = []
    count = 0
    for row in rows:
        count += 1
        if len(taken) == MAX_INSPECTIONS:
            message = f"only {MAX_INSPECTIONS:,} inspections are taken: those from here on are left out"
            problems.append(TableProblem(row.line, 1, message))
            count += sum(1 for _ in rows)
            break
        read = reader.read(row)
        if read is not None:
            taken.append(read)
        if progress is not None and count % 50 == 0:
            progress(count, max(count, total - 1))
    if progress is not None:
        progress(max(count, 1), max(count, 1))
    return InspectionTable(taken, sorted(problems)[:MAX_FINDINGS], count, count - len(taken))


def _find_columns(header: CsvRow, problems: list[TableProblem]) -> dict[str, int]:
    names = [re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_") for name in header.values]
    columns = {name: number for number, name in reversed(list(enumerate(names)))}
    wanted = (*REQUIRED_COLUMNS, *OTHER_COLUMNS, *AREA_COLUMNS.values())
    missing = [name for name in REQUIRED_COLUMNS if name not in columns]
    if missing:
        nearest = [near for name in missing for near in closest_matches(name, names)[:1]]
        hint = did_you_mean(nearest) or f"the table has the columns {', '.join(wanted)}"
        message = f"this is not the table of inspections: the column {' and '.join(missing)} is missing"
        raise UnreadableError(message, hint, header.line, 1)
    for name in wanted:
        if name not in columns:
            line, column = header.locate(len(header.values))
            message = f"the column {name} is missing: its values are not known"
            problems.append(TableProblem(line, column, message))
    return columns


class _RowReader:
    """Reads rows one after another, and knows those that were there before."""

    def __init__(
        self, columns: Mapping[str, int], today: datetime.date, problems: list[TableProblem]
    ) -> None:
        self._columns = columns
        self._today = today
        self._problems = problems
        self._lines: dict[tuple[str, ...], int] = {}
        """The line of each report, by its address, and by its council and date."""

    def read(self, row: CsvRow) -> TableRow | None:
        """Return the report of a row; None where it is left out, with the reason among the problems."""
        council = self._value(row, COUNCIL)
        if not council:
            self._leave_out(row, COUNCIL, "there is no council")
            return None
        published = self._parse_date(row, PUBLISHED)
        if isinstance(published, str):
            self._leave_out(row, PUBLISHED, published)
            return None
        if published is None:
            self._leave_out(row, PUBLISHED, "there is no date of publication")
            return None
        if published > self._today:
            self._leave_out(row, PUBLISHED, "this date of publication is in the future")
            return None
        urn = self._parse_urn(row)
        url = self._parse_url(row)
        keys = [(urn or council.casefold(), str(published)), *([(url,)] if url else [])]
        earlier = next((self._lines[key] for key in keys if key in self._lines), None)
        if earlier is not None:
            self._leave_out(row, COUNCIL, f"the same inspection is on line {earlier}")
            return None
        self._lines.update(dict.fromkeys(keys, row.line))
        start, end = self._parse_days(row, published)
        return TableRow(
            row.line,
            council,
            urn,
            url,
            published,
            self._value(row, "inspection_framework") or None,
            self._value(row, "inspector_name") or None,
            start,
            end,
            {area: self._parse_grade(row, column) for area, column in AREA_COLUMNS.items()},
            {area: self._locate(row, column) for area, column in AREA_COLUMNS.items()},
        )

    def _value(self, row: CsvRow, name: str) -> str:
        number = self._columns.get(name)
        if number is None or number >= len(row.values):
            return ""
        value = " ".join(remove_invisible(row.values[number]).split())
        # A lone ellipsis is a placeholder, and no text.
        return value if re.search(TEXT.pattern, value) else ""

    def _locate(self, row: CsvRow, name: str) -> tuple[int, int]:
        return row.locate(self._columns.get(name, len(row.values)))

    def _report(self, row: CsvRow, name: str, message: str) -> None:
        self._problems.append(TableProblem(*self._locate(row, name), message))

    def _leave_out(self, row: CsvRow, name: str, reason: str) -> None:
        self._report(row, name, f"{reason}: the row is left out")

    def _parse_date(self, row: CsvRow, name: str) -> datetime.date | str | None:
        """Return the date in a column, None where it is empty, or the reason why it is none."""
        value = self._value(row, name)
        if not value:
            return None
        for form in _DATE_FORMS:
            try:
                day = datetime.datetime.strptime(value, form).date()  # noqa: DTZ007 - a day without a time
            except ValueError:
                continue
            return day if day.year >= _OLDEST_YEAR else f"“{value}” is too long ago"
        return f"“{shorten(value, 30)}” is not a date"

    def _parse_urn(self, row: CsvRow) -> str | None:
        value = self._value(row, "urn")
        if not value or (value.isascii() and value.isdigit() and len(value) <= 7):
            return value or None
        self._report(row, "urn", f"“{shorten(value, 30)}” is not a URN: it is left out")
        return None

    def _parse_url(self, row: CsvRow) -> str | None:
        value = self._value(row, "inspection_link")
        if not value or re.match(URL.pattern, value):
            return value or None
        self._report(row, "inspection_link", f"“{shorten(value, 40)}” is not an address: it is left out")
        return None

    def _parse_days(
        self, row: CsvRow, published: datetime.date
    ) -> tuple[datetime.date | None, datetime.date | None]:
        """Return the days of the inspection; None for both where one is missing or impossible."""
        days = [self._parse_date(row, name) for name in ("inspection_start_date", "inspection_end_date")]
        for name, day in zip(("inspection_start_date", "inspection_end_date"), days, strict=True):
            if isinstance(day, str):
                self._report(row, name, f"{day}: the days of the inspection are left out")
                return None, None
        start, end = days
        if not isinstance(start, datetime.date) or not isinstance(end, datetime.date):
            return None, None
        if end < start:
            reason = "the inspection ends before it begins"
            self._report(row, "inspection_end_date", f"{reason}: its days are left out")
            return None, None
        if published < end:
            reason = "the report was published before the inspection ended"
            self._report(row, PUBLISHED, f"{reason}: the days of the inspection are left out")
            return None, None
        return start, end

    def _parse_grade(self, row: CsvRow, name: str) -> str:
        value = self._value(row, name)
        words = value.casefold()
        if words in _MARKS:
            return _MARKS[words]
        if words in GRADES:
            return GRADES[words]
        self._report(row, name, f"“{shorten(value, 40)}” is not a grade: it counts as unreadable")
        return UNREADABLE


def describe_rows(rows: Sequence[TableRow]) -> str:
    """Return how many reports have grades and how many none that can be read, in words."""
    graded = sum(row.has_grades for row in rows)
    return f"{graded} with grades, {plural(len(rows) - graded, 'report')} without a readable grade"
