"""Ratings: judgements down, inspections across; and each judgement as each source reported it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.index import inspections
from medway_tui.index.inspections import EvidenceMention, InspectionReports, RatingsTable
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import make_bindings
from medway_tui.tui.external import copy_text, open_in_editor, open_original
from medway_tui.tui.ratings import cells
from medway_tui.tui.ratings.commands import COMMANDS, OPEN_RATINGS
from medway_tui.tui.ratings.detail import SelectedCell, detail_rows, inspection_heading
from medway_tui.tui.ratings.grid import RatingsGrid
from medway_tui.tui.reader_protocol import Passage
from medway_tui.tui.theme import Palette, palette
from medway_tui.tui.widgets.virtual_list import RowList


class RatingsPlace(NamedTuple):
    """A place in the table."""

    reported: bool
    row: int
    column: int
    pane: str


class RatingsView(View):
    """The table of judgements, and the details of the chosen cell."""

    NAME = "Ratings"
    OPEN_COMMAND = OPEN_RATINGS
    PANES = ("table", "detail")
    FIRST_PANE = "table"
    CSS_PATH = "ratings.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._table = RatingsTable([], [], {})
        self._reported: InspectionReports | None = None
        self._width = 0

    def compose_view(self) -> Iterable[Widget]:
        with Container(id="panes"):
            yield RatingsGrid(id="table", cursor_type="cell", fixed_columns=1, zebra_stripes=True)
            yield RowList(id="detail", empty="No inspections in this dossier.")

    @property
    def grid(self) -> RatingsGrid:
        return self.query_one("#table", RatingsGrid)

    @property
    def detail(self) -> RowList:
        """The details of the chosen cell."""
        return self.query_one("#detail", RowList)

    def on_mount(self) -> None:
        self._table = inspections.ratings_table(self.reader.index)
        self.focus_pane("table")

    @on(RatingsGrid.Resized)
    def _refill_on_resize(self) -> None:
        if self.grid.size.width != self._width:
            self._fill()

    # -- the table -------------------------------------------------------------------------------

    def _columns(self) -> list[tuple[str, str]]:
        if self._reported is None:
            return [(row.id, inspection_heading(row)) for row in self._table.inspections]
        inspection = self._reported.inspection
        report = ("", f"Ofsted’s report\n{dates.format_date(inspection.published)}")
        articles = [
            (article.id, f"{article.publisher}\n{citations.display_date(article) or 'no date'}")
            for article in self._reported.articles
        ]
        return [report, *articles]

    def _rows(self) -> list[tuple[str, str]]:
        if self._reported is None:
            return list(self._table.rows)
        return [(graded.area, graded.name) for graded in self._reported.judgements]

    def _fill(self) -> None:
        grid = self.grid
        self._width = grid.size.width
        columns = self._columns()
        rows = [(name, [self._cell(key, column) for column, _ in columns]) for key, name in self._rows()]
        side_by_side = self._reported is None
        grid.fill(columns, rows, "≈ compares across frameworks, whose areas differ" if side_by_side else "")
        grid.border_title = Content(self._title())
        self._show_count()
        self._show_detail()

    def _title(self) -> str:
        if self._reported is None:
            return "Judgements side by side"
        inspection = self._reported.inspection
        framework = escape_invisible(inspection.framework_short)
        return f"As reported: {framework}, {dates.format_date(inspection.published)}"

    def _show_count(self) -> None:
        self.set_counts(plural(len(self._table.inspections), "inspection"))

    @property
    def _colours(self) -> Palette:
        return palette(self.app.theme, no_color=self.app.no_color)

    def _cell(self, row: str, column: str) -> Text:
        if self._reported is None:
            cell, joint = self._table.cells[row, column], self._joint_areas(column)
            return cells.cell_text(cell, self._colours, named=row == "other", joint=joint)
        if column:
            return cells.mentions_text(self._reported.mentions.get((row, column), []), self._colours)
        graded = next(graded for graded in self._reported.judgements if graded.area == row)
        return cells.grade_text(graded, self._colours)

    def _joint_areas(self, inspection: str) -> set[str]:
        rows_of_area = Counter(
            graded.area
            for row, _ in self._table.rows
            for graded in self._table.cells[row, inspection].judgements
        )
        return {area for area, rows in rows_of_area.items() if rows > 1}

    # -- the chosen cell -----------------------------------------------------------------------------

    def _selected_cell(self) -> SelectedCell | None:
        cursor = self.grid.cursor_coordinate
        columns, rows = self._columns(), self._rows()
        if not (0 < cursor.column <= len(columns) and 0 <= cursor.row < len(rows)):
            return None
        row, column = rows[cursor.row][0], columns[cursor.column - 1][0]
        if self._reported is not None:
            judgements = [graded for graded in self._reported.judgements if graded.area == row]
            return SelectedCell(self._reported.inspection, judgements, column)
        inspection = next(inspection for inspection in self._table.inspections if inspection.id == column)
        cell = self._table.cells[row, column]
        return SelectedCell(inspection, cell.judgements, was_judged=cell.existed)

    def _mentions(self) -> list[EvidenceMention]:
        cell = self._selected_cell()
        if cell is None:
            return []
        return [
            mention
            for graded in cell.judgements
            for mention in inspections.find_mentions(
                self.reader.index, "inspection", cell.inspection.id, graded.area
            )
            if cell.article_id in ("", mention.article.id)
        ]

    def _show_detail(self, *, keep: bool = False) -> None:
        """Show the details of the chosen cell, from the top; with ``keep`` where they were."""
        cell = self._selected_cell()
        detail = self.detail
        if cell is None:
            detail.show([])
            return
        heading = inspection_heading(cell.inspection).replace("\n", " · ")
        detail.border_title = Content(escape_invisible(heading))
        width = max(10, detail.scrollable_content_region.width - 2)
        sources = inspections.find_sources(self.reader.index, "inspection", cell.inspection.id)
        rows = detail_rows(cell, self._mentions(), sources, width)
        if keep:
            detail.replace(rows, value=detail.value)
        else:
            detail.show(rows)

    @on(DataTable.CellHighlighted)
    def _highlighted(self) -> None:
        if self.grid.cursor_coordinate.column == 0 and self._columns():
            self.grid.move_cursor(column=1)
            return
        self._show_detail()

    @on(DataTable.CellSelected)
    def _selected(self) -> None:
        self.action_open_passage()

    @on(RowList.Chosen)
    def _mention_chosen(self, event: RowList.Chosen) -> None:
        mention: EvidenceMention = event.value
        self._open_mention(mention)

    def _open_mention(self, mention: EvidenceMention) -> None:
        if mention.start is None or mention.end is None:
            self.reader.say_adrift()
            return
        span = Span(mention.block, mention.start, mention.end)
        self.reader.open_target("read", Passage(mention.article.id, [span]))

    # -- the interface for the app -------------------------------------------------------------------

    def place(self) -> RatingsPlace:
        """Return the table, the cell and the pane."""
        at = self.grid.cursor_coordinate
        return RatingsPlace(self._reported is not None, at.row, at.column, self.current_pane())

    def return_to(self, place: RatingsPlace | None) -> None:
        """Go back to a cell."""
        if place is None:
            return
        if place.reported != (self._reported is not None):
            self.action_show_as_reported()
        self.grid.move_cursor(row=place.row, column=place.column)
        self.focus_pane(place.pane)

    def reload(self) -> None:
        """Query the table again, and keep the cell."""
        before = self._table, self._reported
        columns, rows, at = self._columns(), self._rows(), self.grid.cursor_coordinate
        self._table = inspections.ratings_table(self.reader.index)
        if self._reported is not None:
            self._reported = inspections.inspection_reports(self.reader.index, self._reported.inspection.id)
        if (self._table, self._reported) == before:
            self._show_count()
            self._show_detail(keep=True)
            return
        scrolled, mention = self.grid.scroll_offset, self.detail.value
        self._fill()
        if columns and rows:
            row = _find_again(rows, self._rows(), at.row)
            column = _find_again(columns, self._columns(), at.column - 1) + 1
            self.grid.move_cursor(row=row, column=column, scroll=False)
            self.grid.scroll_to(*scrolled, animate=False, immediate=True, force=True)
            self.grid.move_cursor(row=row, column=column)
        self._show_detail()
        self.detail.select(mention)

    # -- commands ---------------------------------------------------------------------------------------

    def action_show_as_reported(self) -> None:
        if self._reported is not None:
            self._reported = None
        else:
            cell = self._selected_cell()
            reported = inspections.reported_inspections(self.reader.index)
            if not reported:
                self.reader.say("No article mentions an inspection's judgements")
                return
            shown = cell.inspection.id if cell and cell.inspection.id in reported else reported[-1]
            self._reported = inspections.inspection_reports(self.reader.index, shown)
        self.grid.move_cursor(row=0, column=1)
        self._fill()
        self.grid.move_cursor(row=0, column=1)

    def action_open_passage(self) -> None:
        if self.current_pane() == "detail" and self.detail.value is not None:
            self._open_mention(self.detail.value)
            return
        mentions = self._mentions()
        if mentions:
            self._open_mention(min(mentions, key=lambda mention: mention.is_adrift))
        else:
            self.reader.say("No article mentions this; o opens the report")

    def action_cell_left(self) -> None:
        self._move_column(-1)

    def action_cell_right(self) -> None:
        self._move_column(1)

    def _move_column(self, columns: int) -> None:
        self.grid.move_cursor(column=max(1, self.grid.cursor_column + columns))

    def action_copy_judgement(self) -> None:
        cell = self._selected_cell()
        if cell is None or not cell.judgements:
            self.reader.say("No judgement to copy")
            return
        sources = inspections.find_sources(self.reader.index, "inspection", cell.inspection.id)
        text = "\n\n".join(
            citations.cite_judgement(graded, cell.inspection, sources) for graded in cell.judgements
        )
        copy_text(self.reader, text, "the judgement with its citation")

    def action_open_report(self) -> None:
        cell = self._selected_cell()
        open_original(self.reader, cell.inspection.url if cell else None)

    def action_edit_source(self) -> None:
        cell = self._selected_cell()
        if cell is not None:
            open_in_editor(self.reader, (cell.judgements[0] if cell.judgements else cell.inspection).where)


def _find_again(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]], number: int) -> int:
    """Return the new number of a row or column, by its key; where it is gone, the old one."""
    keys = [key for key, _ in new]
    key = old[number][0] if 0 <= number < len(old) else None
    return keys.index(key) if key in keys else max(0, min(number, len(keys) - 1))
