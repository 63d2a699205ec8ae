"""What the ratings view shows, without its widgets: all inspections, two compared, or one as reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medway_tui import dates
from medway_tui.index import inspections
from medway_tui.index.inspections import (
    FrameworkRow,
    GradedJudgement,
    InspectionReports,
    InspectionRow,
    RatingsTable,
)
from medway_tui.tui.ratings import contents
from medway_tui.tui.ratings.detail import SelectedCell, describe_comparison, inspection_heading
from medway_tui.tui.ratings.picture import (
    InspectionComparison,
    JudgementLine,
    LineKey,
    compare_inspections,
    judgement_lines,
    previous_judgement,
    shared_labels,
)

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.tui.ratings.grid import GridContent


class ShownJudgements:
    """The judgements of the index, and which of them are shown and how."""

    def __init__(self) -> None:
        self.table = RatingsTable([], [], {})
        self.frameworks: Mapping[str, FrameworkRow] = {}
        self.marked: str | None = None
        """The inspection that is marked for a comparison."""
        self.comparison: InspectionComparison | None = None
        self.reported: InspectionReports | None = None
        """The inspection that is shown as reported."""
        self._lines: list[JudgementLine] = []
        self._reported_judgements: list[GradedJudgement] = []

    @property
    def reported_id(self) -> str:
        """The id of the inspection that is shown as reported; empty where all are shown."""
        return self.reported.inspection.id if self.reported is not None else ""

    def has_inspection(self, name: str | None) -> bool:
        """Return whether an inspection is one of those compared here."""
        return any(each.id == name for each in self.table.inspections)

    def query(self, index: Index) -> bool:
        """Query the judgements, and the reports shown; return whether anything is another than before."""
        before = self.table, self.reported
        self.table = inspections.ratings_table(index)
        self.frameworks = inspections.list_frameworks(index)
        self._lines = judgement_lines(self.table, self.frameworks)
        if self.reported is not None:
            self.report(index, self.reported_id)
        return (self.table, self.reported) != before

    def report(self, index: Index, name: str | None) -> None:
        """Show an inspection as the articles report it; all where none is named."""
        self.reported = inspections.inspection_reports(index, name) if name else None

    def show_all(self) -> None:
        """Show all inspections, none of them marked."""
        self.marked = self.comparison = self.reported = None

    def compare(self, first: str, second: str) -> None:
        """Compare two inspections, the older one first; none where one is no longer there."""
        found = [each for each in self.table.inspections if each.id in (first, second)]
        self.comparison = compare_inspections(self._lines, *found) if len(found) == 2 else None

    def content(self, index: Index) -> GridContent:
        """Return the rows and columns of the grid."""
        if self.reported is None:
            return contents.picture_content(
                self._lines, self.table.inspections, self.frameworks, self.marked, self.comparison
            )
        content, self._reported_judgements = contents.reported_content(
            self.reported, self._lines, self._none_reported(index)
        )
        return content

    def title(self) -> str:
        """Return the heading of what is shown."""
        if self.reported is not None:
            return f"As reported: {inspection_heading(self.reported.inspection)}"
        if self.comparison is not None:
            return self.comparison.describe()
        shown = self.table.inspections
        providers = dict.fromkeys(each.provider for each in shown)
        if not shown:
            return "Judgements"
        years = dict.fromkeys((shown[0].start[:4], shown[-1].start[:4]))
        return f"{', '.join(providers)}: judgements {'–'.join(years)}"

    def find_line(self, inspection: str, area: object) -> LineKey | None:
        """Return the key of the line with the judgement of an area; None where there is none."""
        for line in self._lines:
            graded = line.cells[inspection].judgement if inspection in line.cells else None
            if graded is not None and graded.area == area:
                return line.key
        return None

    def cell_at(self, content: GridContent, row: int, column: int) -> SelectedCell | None:
        """Return the cell at the number of a row and a column of the grid; None where there are no cells."""
        if not content.rows or not content.columns:
            return None
        key, label = content.columns[column].key, content.rows[row].label
        if self.reported is not None:
            article = "" if key == contents.NO_ARTICLES else key
            return SelectedCell(self.reported.inspection, self._reported_judgements[row], label, article)
        inspection = next(each for each in self.table.inspections if each.id == key)
        line = next(line for line in self._lines if line.key == content.rows[row].key)
        cell = line.cells[key]
        graded = cell.judgement
        labels = shared_labels(self._lines, (key, graded.area)) if graded is not None else []
        return SelectedCell(
            inspection,
            graded,
            label,
            was_judged=cell.existed,
            shared_with=tuple(each for each in labels if each != label),
            change=self._describe_change(line, inspection),
        )

    def _describe_change(self, line: JudgementLine, inspection: InspectionRow) -> str:
        if self.comparison is not None:
            return self.comparison.describe_line(line)
        before = previous_judgement(line, self.table.inspections, inspection.id)
        graded = line.cells[inspection.id].judgement
        if before is None or graded is None:
            return ""
        return describe_comparison(graded, inspection, *before)

    def _none_reported(self, index: Index) -> str:
        known = inspections.reported_inspections(index)
        months = [dates.format_date(each.start[:7]) for each in self.table.inspections if each.id in known]
        others = f" Reported: {', '.join(months)}." if months else ""
        return f"No article of this dossier reports on this inspection.{others}"
