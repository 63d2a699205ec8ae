"""The judgements as lines of a picture, one line a judgement, and what changed between two inspections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.export.grades import arrow, grade_sign
from medway_tui.index.inspections import FrameworkRow, GradedJudgement, InspectionRow, RatingsTable
from medway_tui.tui.ratings.cells import describe_step

OTHER = "other"
"""The row of the areas that have nothing in common with those of another framework."""


class LineKey(NamedTuple):
    """What a line of the picture is of."""

    row: str
    area: str = ""
    """The name of the area, where the row has a line for each."""


class PictureCell(NamedTuple):
    """One judgement of an inspection, or none."""

    judgement: GradedJudgement | None
    existed: bool
    """Whether its framework judges this: then a missing judgement is not known."""
    is_joined: bool = False
    """Whether the line above shows the same judgement, which is of both."""


class JudgementLine(NamedTuple):
    """A line of the picture: the judgements of one subject, by inspection."""

    key: LineKey
    label: str
    cells: Mapping[str, PictureCell]


def judgement_lines(table: RatingsTable, frameworks: Mapping[str, FrameworkRow]) -> list[JudgementLine]:
    """Return the lines of all rows; the other judgements have a line for each area."""
    lines: list[JudgementLine] = []
    for row, label in table.rows:
        for key in _line_keys(table, frameworks, row):
            above = lines[-1].cells if lines else {}
            cells = {
                inspection.id: _cell(table, frameworks, key, inspection, above.get(inspection.id))
                for inspection in table.inspections
            }
            lines.append(JudgementLine(key, key.area or label, cells))
    return lines


def _line_keys(table: RatingsTable, frameworks: Mapping[str, FrameworkRow], row: str) -> list[LineKey]:
    names: dict[str, None] = {}
    for inspection in table.inspections:
        judged = [graded.name for graded in table.cells[row, inspection.id].judgements]
        if row == OTHER:
            framework = frameworks.get(inspection.framework)
            areas = framework.areas if framework is not None else ()
            names.update(dict.fromkeys(area.name for area in areas if OTHER in area.rows))
            names.update(dict.fromkeys(judged))
        else:
            # A second judgement in the same row has a line of its own.
            names.update(dict.fromkeys(judged[1:]))
    return [LineKey(row, name) for name in (names if row == OTHER else ("", *names))]


def _cell(
    table: RatingsTable,
    frameworks: Mapping[str, FrameworkRow],
    key: LineKey,
    inspection: InspectionRow,
    above: PictureCell | None,
) -> PictureCell:
    cell = table.cells[key.row, inspection.id]
    if key.area:
        framework = frameworks.get(inspection.framework)
        existed = framework is not None and any(
            area.name == key.area and key.row in area.rows for area in framework.areas
        )
        found = next((graded for graded in cell.judgements if graded.name == key.area), None)
        if key.row != OTHER and found is not None and found is cell.judgements[0]:
            found = None
        return PictureCell(found, existed and (key.row == OTHER or found is not None))
    first = next(iter(cell.judgements), None)
    joined = first is not None and above is not None and above.judgement is not None
    return PictureCell(first, cell.existed, joined and _same_area(first, above))


def _same_area(judgement: GradedJudgement | None, above: PictureCell | None) -> bool:
    return (
        judgement is not None
        and above is not None
        and above.judgement is not None
        and above.judgement.area == judgement.area
    )


def shared_labels(lines: Sequence[JudgementLine], cell: tuple[str, str]) -> list[str]:
    """Return the labels of all lines that show the judgement of an inspection in an area."""
    inspection, area = cell
    return [
        line.label
        for line in lines
        if (judgement := line.cells[inspection].judgement) is not None and judgement.area == area
    ]


def previous_judgement(
    line: JudgementLine, inspections: Sequence[InspectionRow], inspection: str
) -> tuple[InspectionRow, GradedJudgement] | None:
    """Return the judgement with which a line's judgement of an inspection is compared, and its inspection."""
    before: tuple[InspectionRow, GradedJudgement] | None = None
    for each in inspections:
        judgement = line.cells[each.id].judgement
        if each.id == inspection:
            return before if judgement is not None and judgement.step is not None else None
        if judgement is not None:
            before = each, judgement
    return None


# -- two inspections -----------------------------------------------------------------------------------


class InspectionComparison(NamedTuple):
    """What changed from one inspection to a later one."""

    earlier: InspectionRow
    later: InspectionRow
    steps: Mapping[LineKey, int]
    """The grades better (above 0) or worse of each line that both judge."""
    up: int
    """The judgements that are better; one that is in two lines counts once."""
    down: int
    same: int

    def describe(self) -> str:
        """Describe it in a line: ``2019 → 2023: 4 up, 0 down``."""
        same = f", {self.same} the same" if self.same else ""
        first, last = column_dates(self.earlier, self.later)
        return f"{first} → {last}: {self.up} up, {self.down} down{same}"

    def describe_line(self, line: JudgementLine) -> str:
        """Describe what changed in a line, if both judge it: ``2019 ✗ Poor → 2023 ✓ Good: ↑ 2 grades``."""
        grades = []
        both = self.earlier, self.later
        for each, date in zip(both, column_dates(*both), strict=True):
            graded = line.cells[each.id].judgement
            if graded is not None:
                grades.append(f"{date} {grade_sign(graded)} {graded.grade}")
        step = self.steps.get(line.key)
        if step is None:
            return ""
        return f"{' → '.join(grades)}: {arrow(step)} {describe_step(step)}"


def column_dates(earlier: InspectionRow, later: InspectionRow) -> tuple[str, str]:
    """Return the years of two inspections, with their months where the year is the same."""
    if earlier.start[:4] != later.start[:4]:
        return earlier.start[:4], later.start[:4]
    return dates.format_date(earlier.start[:7]), dates.format_date(later.start[:7])


def compare_inspections(
    lines: Sequence[JudgementLine], earlier: InspectionRow, later: InspectionRow
) -> InspectionComparison:
    """Compare the judgements of two inspections line by line."""
    steps: dict[LineKey, int] = {}
    count = Counter[int]()
    counted: set[tuple[int, str, str]] = set()
    for line in lines:
        old, new = line.cells[earlier.id].judgement, line.cells[later.id].judgement
        if old is None or new is None or old.rank is None or new.rank is None:
            continue
        step = steps[line.key] = old.rank - new.rank
        sign = (step > 0) - (step < 0)
        areas = {(sign, "earlier", old.area), (sign, "later", new.area)}
        # A judgement in two lines counts once for each way it went.
        count[sign] += counted.isdisjoint(areas)
        counted |= areas
    return InspectionComparison(earlier, later, steps, count[1], count[-1], count[0])
