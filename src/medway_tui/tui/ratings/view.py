"""Ratings: a picture of all judgements, two inspections compared, and one as each source reports it.

The picture, the comparison and the reports are contents of one grid (``contents.py``); the details of the
chosen cell are beside it. Other councils (``councils.py``) have a pane of their own while any is included;
in a smaller window it is in the place of the details, until these are focused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from medway_tui.export import citations
from medway_tui.index import inspections
from medway_tui.index.agent_references import AgentReference
from medway_tui.index.councils import WHERE_TO_GET_IT
from medway_tui.index.differences import agents_at
from medway_tui.index.inspections import (
    EvidenceMention,
    InspectionRow,
)
from medway_tui.index.place_references import PlaceReference, refer_to_block
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import COPY_CITATION, make_bindings
from medway_tui.tui.copy_forms import CopyForm, CopyItem, join_forms, text_forms
from medway_tui.tui.external import open_in_editor, open_original
from medway_tui.tui.ratings import contents
from medway_tui.tui.ratings.cell_selection import CellKey, CellSelection
from medway_tui.tui.ratings.commands import COMMANDS, COMPARE, OPEN_REPORT, SHOW_ALL_INSPECTIONS
from medway_tui.tui.ratings.councils import text_row
from medway_tui.tui.ratings.councils_pane import CouncilsPane
from medway_tui.tui.ratings.detail import (
    SelectedCell,
    describe_cell,
    describe_framework,
    detail_rows,
    inspection_heading,
)
from medway_tui.tui.ratings.grid import RatingsGrid
from medway_tui.tui.ratings.picture import (
    LineKey,
)
from medway_tui.tui.ratings.shown_judgements import ShownJudgements
from medway_tui.tui.reader_protocol import InspectionChoice, Passage, Target
from medway_tui.tui.view_commands import OPEN_RATINGS, OPEN_READ
from medway_tui.tui.widgets.header_footer import MIN_HEIGHT
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.model.notes import Note
    from medway_tui.tui.list_export import ListExport

_ROOM_FOR_BOTH = 18
"""The height of a window from which grid and details are both shown."""
_DETAIL_LINES = 6
"""The lines that the grid leaves for the details, their border included."""
_LEAST_COUNCILS, _LEAST_GRID = 9, 17
"""The lines of the pane of councils, and of the grid beside it, in a small window."""


class RatingsPlace(NamedTuple):
    """A place in the view."""

    reported: str | None
    """The inspection that is shown as reported."""
    compared: tuple[str, str] | None
    row: object
    """The keys of row and column."""
    column: str
    mention: EvidenceMention | None
    pane: str


class RatingsView(View):
    """The grid of judgements, and the details of the chosen cell."""

    NAME = "Ratings"
    ESC_COMMAND_CLEARS = True
    OPEN_COMMAND = OPEN_RATINGS
    PANES = ("table", "councils", "detail")
    FIRST_PANE = "table"
    CSS_PATH = "ratings.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-low"),
        (MIN_HEIGHT, "-short"),
        (_ROOM_FOR_BOTH, "-high"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown = ShownJudgements()
        self._target: InspectionChoice | None = None
        """What to show once it is mounted."""
        self._kept: Mapping[str, str] = {}
        """The place of an earlier run, to begin at."""
        self._chosen_cells = CellSelection()

    def compose_view(self) -> Iterable[Widget]:
        nothing = f"No inspections in this dossier. {OPEN_READ.key} goes to Read"
        with Container(id="panes"):
            yield RatingsGrid(id="table")
            yield RowList(
                id="detail",
                empty=f"{nothing}; docs/content.md says how to add one.",
            )
            yield CouncilsPane(id="councils")

    @property
    def grid(self) -> RatingsGrid:
        return self.query_one("#table", RatingsGrid)

    @property
    def detail(self) -> RowList:
        """The details of the chosen cell."""
        return self.query_one("#detail", RowList)

    @property
    def councils(self) -> CouncilsPane:
        """The strips of other councils, and England's shares."""
        return self.query_one("#councils", CouncilsPane)

    def on_mount(self) -> None:
        self.grid.reserve = _DETAIL_LINES
        self._shown.query(self.reader.index)
        # The newest inspection is last.
        self._show(column=len(self._shown.table.inspections) - 1)
        self.focus_pane("table")
        if self._kept:
            self._begin_at(self._kept)
        if self._target is not None:
            self._go_to(self._target)

    @on(RatingsGrid.Resized)
    def _wrap_detail(self) -> None:
        self._show_detail(keep=True)

    def _focus_neighbour(self, step: int) -> None:
        super()._focus_neighbour(step)
        if self.current_pane() == "councils" and not self.councils.has_councils:
            super()._focus_neighbour(step)

    def on_descendant_focus(self) -> None:
        if self.size.height < _ROOM_FOR_BOTH:
            # The details had no width while they were hidden.
            self.call_when_drawn(self._wrap_detail)

    # -- the grid --------------------------------------------------------------------------------

    def _show(self, *, row: int = 0, column: int = 0) -> None:
        """Show the picture, the comparison or the reports, with the cursor on a cell."""
        self.grid.show(self._shown.content(self.reader.index), row=row, column=column)
        self._mark_chosen_cells()
        self._count()
        self._show_detail()

    def _count(self) -> None:
        self.set_counts(plural(len(self._shown.table.inspections), "inspection"))

    def _keys(self) -> tuple[list[object], list[str]]:
        """Return the keys of the rows and columns."""
        content = self.grid.content_shown
        return [row.key for row in content.rows], [column.key for column in content.columns]

    def _show_at(self, row: object, column: str) -> None:
        """Show what is chosen, with the cursor on a row and column by their keys, where they are there."""
        self._show()
        rows, columns = self._keys()
        at_row = rows.index(row) if row in rows else 0
        at_column = columns.index(column) if column in columns else len(columns) - 1
        self._show(row=at_row, column=at_column)

    # -- the chosen cell -----------------------------------------------------------------------------

    def _cursor_keys(self) -> tuple[object, str]:
        rows, columns = self._keys()
        grid = self.grid
        if not rows or not columns:
            return None, ""
        return rows[grid.row], columns[grid.column]

    def _selected_cell(self) -> SelectedCell | None:
        grid = self.grid
        return self._shown.cell_at(grid.content_shown, grid.row, grid.column)

    def _selected_inspection(self) -> InspectionRow | None:
        cell = self._selected_cell()
        return cell.inspection if cell is not None else None

    def _mentions(self) -> list[EvidenceMention]:
        cell = self._selected_cell()
        if cell is None or cell.judgement is None:
            return []
        found = inspections.find_mentions(
            self.reader.index, "inspection", cell.inspection.id, cell.judgement.area
        )
        return [mention for mention in found if cell.article_id in ("", mention.article.id)]

    def _show_detail(self, *, keep: bool = False) -> None:
        """Show the details of the chosen cell, from the top; with ``keep`` where they were."""
        cell = self._selected_cell()
        detail = self.detail
        if cell is None:
            detail.show([])
            self.grid.set_status("")
            return
        framework = self._shown.frameworks.get(cell.inspection.framework)
        is_short = self.size.height < _ROOM_FOR_BOTH
        self.grid.set_status(
            describe_cell(cell) if is_short else describe_framework(cell.inspection, framework)
        )
        heading = f"{inspection_heading(cell.inspection)} · {cell.label}"
        detail.border_title = Content(escape_invisible(heading))
        width = max(10, detail.scrollable_content_region.width - 2)
        sources = inspections.find_sources(self.reader.index, "inspection", cell.inspection.id)
        rows = detail_rows(cell, framework, self._mentions(), sources, width)
        if not self.reader.index.count("council_table"):
            rows.append(text_row(f"Other councils (i): {WHERE_TO_GET_IT}", width))
        if keep:
            detail.replace(rows, value=detail.value)
        else:
            detail.show(rows)
        self._show_councils()

    @on(RatingsGrid.Highlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    @on(RatingsGrid.Chosen)
    def _chosen(self) -> None:
        self.action_open_passage()

    @on(RowList.Chosen, "#councils")
    def _council_chosen(self) -> None:
        self.action_open_passage()

    @on(RowList.Chosen, "#detail")
    def _mention_chosen(self, event: RowList.Chosen) -> None:
        mention: EvidenceMention = event.value
        self._open_mention(mention)

    def _open_mention(self, mention: EvidenceMention) -> None:
        if mention.start is None or mention.end is None:
            self.reader.say_adrift()
            return
        span = Span(mention.block, mention.start, mention.end)
        self.reader.open_target("read", Passage(mention.article.id, [span]))

    # -- other councils ------------------------------------------------------------------------------

    async def action_include_council(self) -> None:
        dialog = self.councils.make_picker(self.reader.index)
        await self.app.push_screen(dialog, self._toggle_councils)
        # Before the next key is read, which is meant for the dialog.
        dialog.take_focus()

    def _toggle_councils(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        self.councils.toggle(chosen)
        self._update_councils()
        self.call_when_drawn(self._wrap_detail)

    def _update_councils(self) -> None:
        """Show or hide the pane of councils, and show the councils in it."""
        has_councils = self.councils.has_councils
        if not has_councils and self.current_pane() == "councils":
            self.focus_pane("table")
        self.set_class(has_councils, "-with-councils")
        self._show_councils()

    def _show_councils(self) -> None:
        """Show the councils as of the publication of the chosen inspection."""
        inspection = self._selected_inspection()
        needed = self.councils.show_date(inspection.published) if inspection is not None else 0
        room = max(_LEAST_COUNCILS, self.size.height - 2 - _LEAST_GRID)
        reserve = min(needed, room) or _DETAIL_LINES
        if self.grid.reserve != reserve:
            self.grid.reserve = reserve
            self.grid.refresh(layout=True)

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show an inspection among all, with the cursor on one of its judgements."""
        if not isinstance(target, InspectionChoice):
            super().show_target(target)
            return
        if self.is_mounted:
            self._go_to(target)
        else:
            self._target = target

    def _go_to(self, target: InspectionChoice) -> None:
        self._shown.show_all()
        self._show_at(self._shown.find_line(target.inspection, target.area), target.inspection)
        self.focus_pane("table")
        if not self._shown.has_inspection(target.inspection):
            self.reader.say("This inspection is not one of those compared here")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin at the cell, the comparison or the reports of an earlier run."""
        self._kept = kept

    def _begin_at(self, kept: Mapping[str, str]) -> None:
        compared = kept.get("earlier", ""), kept.get("later", "")
        row = LineKey(kept.get("row", ""), kept.get("area", ""))
        reported = kept.get("reported")
        place = RatingsPlace(
            reported if self._shown.has_inspection(reported) else None,
            compared if all(compared) else None,
            row.row if reported else row,
            kept.get("column", ""),
            None,
            self.first_pane,
        )
        if kept.get("councils"):
            self.councils.include(self.reader.index, kept["councils"].split())
            self._update_councils()
        self._restore(place)
        if self.first_pane != "councils" or self.councils.has_councils:
            self.focus_pane(self.first_pane)

    def kept_place(self) -> Mapping[str, str]:
        """Return what is shown, the cell, the councils and the pane."""
        row, column = self._cursor_keys()
        kept = {"pane": self.current_pane(), "column": column, "councils": " ".join(self.councils.included)}
        if isinstance(row, LineKey):
            kept |= {"row": row.row, "area": row.area}
        elif isinstance(row, str):
            kept["row"] = row
        if self._shown.reported is not None:
            kept["reported"] = self._shown.reported_id
        if (compared := self._shown.comparison) is not None:
            kept |= {"earlier": compared.earlier.id, "later": compared.later.id}
        return kept

    def place(self) -> RatingsPlace:
        """Return what is shown, the cell and the pane."""
        compared = self._shown.comparison
        row, column = self._cursor_keys()
        return RatingsPlace(
            self._shown.reported_id or None,
            (compared.earlier.id, compared.later.id) if compared is not None else None,
            row,
            column,
            self.detail.value,
            self.current_pane(),
        )

    def return_to(self, place: RatingsPlace | None) -> None:
        """Go back to a cell."""
        if place is None:
            return
        self._restore(place)
        self.focus_pane(place.pane)

    def _restore(self, place: RatingsPlace) -> None:
        self._shown.report(self.reader.index, place.reported)
        self._shown.compare(*(place.compared or ("", "")))
        self._show_at(place.row, place.column)
        if place.mention is not None:
            self.detail.select(place.mention)

    def reload(self) -> None:
        """Query the judgements again, and keep the cell."""
        place = self.place()
        is_other = self._shown.query(self.reader.index)
        self.councils.read_again(self.reader.index)
        self._update_councils()
        if not is_other:
            self._count()
            self._show_detail(keep=True)
            return
        # What was selected may say something else now.
        self._chosen_cells.clear()
        self._restore(place)

    # -- commands ---------------------------------------------------------------------------------------

    def action_show_as_reported(self) -> None:
        row, column = self._cursor_keys()
        if inspection := self._shown.reported_id:
            self._shown.report(self.reader.index, None)
            self._show_at(self._shown.find_line(inspection, row), inspection)
            return
        cell = self._selected_cell()
        if cell is None:
            self.reader.say("No inspections in this dossier")
            return
        self._shown.report(self.reader.index, column)
        self._show_at(cell.judgement.area if cell.judgement is not None else None, contents.REPORT_COLUMN)

    def action_compare(self) -> None:
        chosen = self._selected_inspection()
        if chosen is None or self._shown.reported is not None:
            self.reader.say(
                f"{SHOW_ALL_INSPECTIONS.key} shows all inspections; then {COMPARE.key} marks the first of two"
            )
        elif self._shown.comparison is not None:
            self.action_show_all_inspections()
        elif self._shown.marked is None:
            self._mark(chosen.id)
        elif self._shown.marked == chosen.id:
            self._mark(None)
        else:
            row, column = self._cursor_keys()
            self._shown.compare(self._shown.marked, chosen.id)
            self._shown.marked = None
            self._show_at(row, column)

    def _mark(self, inspection: str | None) -> None:
        self._shown.marked = inspection
        self._show_at(*self._cursor_keys())

    def action_show_all_inspections(self) -> None:
        if self.clear_selected():
            return
        if self._shown.reported is not None:
            self.action_show_as_reported()
            return
        row, column = self._cursor_keys()
        self._shown.show_all()
        self._show_at(row, column)

    @property
    def nobody_here(self) -> str:
        return "No known speaker in the mentions of this judgement"

    def agents_here(self) -> Sequence[AgentReference]:
        """Return who says the words of the mention at the cursor, else of all mentions of the judgement."""
        mention = self.detail.value if self.current_pane() == "detail" else None
        return agents_at(self.reader.index, self._mentions() if mention is None else [mention])

    def action_open_passage(self) -> None:
        if self.current_pane() == "councils":
            self.reader.say(f"{OPEN_REPORT.key} opens the report of the council at the cursor")
            return
        if self.current_pane() == "detail" and self.detail.value is not None:
            self._open_mention(self.detail.value)
            return
        mentions = self._mentions()
        if mentions:
            self._open_mention(min(mentions, key=lambda mention: mention.is_adrift))
        else:
            self.reader.say(f"No article mentions this; {OPEN_REPORT.key} opens the report")

    def action_cell_left(self) -> None:
        self.grid.action_column_left()

    def action_cell_right(self) -> None:
        self.grid.action_column_right()

    def action_first_column(self) -> None:
        self.grid.move_cursor(column=0)

    def action_last_column(self) -> None:
        self.grid.move_cursor(column=len(self.grid.content_shown.columns) - 1)

    def note_here(self) -> Note | None:
        """Return a bookmark of the judgement at the cursor; of the inspection where it has none."""
        from medway_tui.tui.notes.subjects import note_on_judgement  # noqa: PLC0415 - when it is asked

        cell = self._selected_cell() if self.current_pane() != "councils" else None
        if cell is None:
            return None
        if cell.judgement is None:
            return note_on_judgement(cell.inspection.id, None, cell.inspection.title)
        title = f"{cell.judgement.name}: {cell.judgement.printed}, {inspection_heading(cell.inspection)}"
        return note_on_judgement(cell.inspection.id, cell.judgement.area, title)

    def reference_here(self) -> PlaceReference | None:
        """Return the mention at the cursor, else the first of the judgement."""
        if self.current_pane() == "councils":
            return None
        chosen = self.detail.value if self.current_pane() == "detail" else None
        mention = chosen or next(iter(self._mentions()), None)
        return None if mention is None else refer_to_block(mention.article.id, mention.place)

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the judgement at the cursor."""
        if self.current_pane() == "councils":
            return self.councils.copy_forms()
        cell = self._selected_cell()
        if cell is None or cell.judgement is None:
            return ()
        sources = inspections.find_sources(self.reader.index, "inspection", cell.inspection.id)
        text = citations.cite_judgement(cell.judgement, cell.inspection, sources)
        return text_forms(text, cell.inspection.url)

    def list_to_export(self) -> ListExport | None:
        """Return the judgements of all inspections, or of the one as reported; or the included councils."""
        from medway_tui.tui import list_export  # noqa: PLC0415 - for an export alone

        included = self.councils.included_reports() if self.current_pane() == "councils" else None
        if included is not None:
            return list_export.export_councils(*included)
        number = len(self._shown.table.inspections)
        if not number:
            return None
        if self._shown.reported is not None:
            return list_export.export_ratings(1, self._shown.reported_id)
        return list_export.export_ratings(number)

    def action_select_row(self) -> None:
        cell = self._selected_cell()
        if self.current_pane() == "councils" or cell is None or cell.judgement is None:
            self.reader.say("No judgement to select")
            return
        key = CellKey(self._shown.reported_id, *self._cursor_keys())
        self._chosen_cells.toggle(key, CopyItem(self.copy_forms()[0].text, cell.inspection.url))
        self._mark_chosen_cells()

    def _mark_chosen_cells(self) -> None:
        """Show which cells are selected, and in the title what the keys do with them."""
        self.grid.selected_cells = self._chosen_cells.places(self._shown.reported_id, *self._keys())
        title = self._shown.title()
        if self._chosen_cells:
            keys = f"{COPY_CITATION.key} copies · {SHOW_ALL_INSPECTIONS.key} clears"
            title = f"{len(self._chosen_cells)} selected · {keys} · {title}"
        self.grid.border_title = Content(escape_invisible(title))
        self.grid.refresh()

    def clear_selected(self) -> bool:
        """Select nothing any more; return whether anything was."""
        had_cells = bool(self._chosen_cells)
        if had_cells:
            self._chosen_cells.clear()
            self._mark_chosen_cells()
        return super().clear_selected() or had_cells

    def copy_selected(self) -> bool:
        """Copy the selected judgements with their citations; return whether there were any."""
        if self._chosen_cells:
            forms = join_forms(self._chosen_cells.items())
            self.reader.copy(forms[0].text, f"{self._chosen_cells.describe()}, with citations")
        return bool(self._chosen_cells) or super().copy_selected()

    def forms_to_copy(self) -> Sequence[CopyForm]:
        """Return the forms of the selected judgements, else of what is at the cursor."""
        return join_forms(self._chosen_cells.items()) if self._chosen_cells else super().forms_to_copy()

    def action_copy_judgement(self) -> None:
        if self.copy_selected():
            return
        forms = self.copy_forms()
        if not forms:
            self.reader.say("No judgement to copy")
            return
        in_councils = self.current_pane() == "councils"
        what = "the figures with their source" if in_councils else "the judgement with its citation"
        self.reader.copy(forms[0].text, what)

    def action_open_report(self) -> None:
        if self.current_pane() == "councils":
            council = self.councils.report_at_cursor()
            open_original(self.reader, council[1].url if council is not None else None)
            return
        cell = self._selected_cell()
        open_original(self.reader, cell.inspection.url if cell else None)

    def action_edit_source(self) -> None:
        council = self.councils.report_at_cursor() if self.current_pane() == "councils" else None
        if council is not None:
            open_in_editor(self.reader, council[1].where)
            return
        cell = self._selected_cell()
        if cell is not None:
            open_in_editor(self.reader, (cell.judgement or cell.inspection).where)
