"""Ratings: judgements down, inspections across; and each judgement as each source reported it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.index import ratings as ask
from medway_tui.index.ratings import Graded, InspectionRow, Mention, Reported, Table
from medway_tui.model.places import Span
from medway_tui.text import visible
from medway_tui.tui.commands import (
    EVERYWHERE,
    Command,
    Edit,
    GoThere,
    NextPane,
    OpenOriginal,
    PreviousPane,
    bindings,
)
from medway_tui.tui.palette import Palette, palette
from medway_tui.tui.ratings import cells
from medway_tui.tui.view import View
from medway_tui.tui.widgets.moving import MOVING, Moving
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import wrap

LEAST_COLUMN = 13
"""The least cells of a column: the longest word of a grade, with its sign."""

PADDING = 2
"""The cells that the table adds to every column."""


class AsReported(Command):
    """Turn to how each source reported the judgements, and back."""

    name = "As reported"
    keys = ("r",)
    group = "Find"
    in_footer = True


class CopyJudgement(Command):
    """Copy the judgement with its citation."""

    name = "Copy"
    keys = ("y",)
    group = "Take away"
    in_footer = True


class OpenReport(OpenOriginal):
    """Open the inspection's report in the browser."""

    name = "Report"
    in_footer = True


class CellLeft(Command):
    """Go to the inspection before."""

    name = "Left"
    keys = ("h",)
    group = "Move"


class CellRight(Command):
    """Go to the next inspection."""

    name = "Right"
    keys = ("l",)
    group = "Move"


class Grid(Moving, DataTable[Text]):
    """The table, with the keys that move everywhere."""

    BINDINGS = MOVING

    def page(self) -> int:
        """How many rows a screenful is, about."""
        return max(1, self.row_count * self.size.height // max(1, self.virtual_size.height))

    def move_by(self, lines: int) -> None:
        """Move the cursor so many rows down; up when negative."""
        self.move_cursor(row=min(max(self.cursor_row + lines, 0), self.row_count - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first row, or the last."""
        self.move_cursor(row=self.row_count - 1 if last else 0)


class Comparing(NamedTuple):
    """A place in the table."""

    reported: bool
    row: int
    column: int
    pane: str


class RatingsView(View):
    """The view of the inspectors' judgements."""

    NAME = "Ratings"
    PANES = ("table", "detail")
    START = "table"
    CSS_PATH = "ratings.tcss"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        AsReported, GoThere, OpenReport, CopyJudgement, CellLeft, CellRight, Edit,
        NextPane, PreviousPane, *EVERYWHERE,
    )  # fmt: skip
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._table = Table([], [], {})
        self._reported: Reported | None = None
        self._width = 0

    def compose_view(self) -> Iterable[Widget]:
        """The table, and the particulars of the chosen cell."""
        with Container(id="panes"):
            yield Grid(id="table", cursor_type="cell", fixed_columns=1, zebra_stripes=True)
            yield RowList(id="detail", empty="No inspection is described in this dossier.")

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one("#table", Grid)

    def on_mount(self) -> None:
        """Set inspections side by side."""
        self._table = ask.table(self.reader.index)
        self.focus_pane("table")
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Give the columns other widths, once the table has its own."""
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        if self.grid.size.width != self._width:
            at = self.grid.cursor_coordinate
            self._fill()
            self.grid.move_cursor(row=at.row, column=at.column)

    # -- the table -------------------------------------------------------------------------------

    def _columns(self) -> list[tuple[str, str]]:
        """The columns: a key and a heading each."""
        if self._reported is None:
            return [(each.id, _heading(each)) for each in self._table.inspections]
        inspection = self._reported.inspection
        report = ("", f"Ofsted’s report\n{dates.spoken(inspection.published)}")
        articles = [
            (each.id, f"{each.publisher}\n{citation.published(each) or 'no date'}")
            for each in self._reported.articles
        ]
        return [report, *articles]

    def _rows(self) -> list[tuple[str, str]]:
        """The rows: a key and a label each."""
        if self._reported is None:
            return [(row, label) for row, label in self._table.rows]
        return [(each.area, each.name) for each in self._reported.judgements]

    def _fill(self) -> None:
        grid = self.grid
        self._width = grid.size.width
        columns, rows = self._columns(), self._rows()
        available = grid.scrollable_content_region.width - 1
        label, width, shown = _widths(available, len(columns))
        headings = ["\n".join(_wrapped(visible_lines(text), width)) for _, text in columns]
        grid.clear(columns=True)
        grid.header_height = max((text.count("\n") + 1 for text in headings), default=1)
        grid.add_column(Text(""), width=label, key="label")
        for (key, _), heading in zip(columns, headings, strict=True):
            grid.add_column(Text(heading), width=width, key=f"column {key}")
        for key, name in rows:
            drawn = [cells.wrapped(self._cell(key, column), width) for column, _ in columns]
            grid.add_row(cells.wrapped(Text(visible(name), "bold"), label), *drawn, height=None, key=key)
        if columns and rows and grid.cursor_coordinate.column == 0:
            grid.move_cursor(row=0, column=1)
        grid.border_title = Content(self._title())
        more = len(columns) - shown
        said = f"{shown} of {len(columns)} shown · ← → for {more} more" if more > 0 else ""
        if not said and self._reported is None:
            said = "≈ compares across frameworks, whose areas differ"
        grid.border_subtitle = Content(said)
        self._count()
        self._detail()

    def _title(self) -> str:
        if self._reported is None:
            return "Judgements side by side"
        inspection = self._reported.inspection
        return f"As reported: {visible(inspection.framework_short)}, {dates.spoken(inspection.published)}"

    def _count(self) -> None:
        number = len(self._table.inspections)
        self.tell(f"{number} inspection{'' if number == 1 else 's'}")

    @property
    def _colours(self) -> Palette:
        return palette(self.app.theme, no_color=self.app.no_color)

    def _cell(self, row: str, column: str) -> Text:
        if self._reported is None:
            judged = self._table.cells[row, column]
            return cells.cell(judged, self._colours, named=row == "other", joint=self._joint(column))
        if column:
            return cells.mentions(self._reported.mentions.get((row, column), []), self._colours)
        graded = next(each for each in self._reported.judgements if each.area == row)
        return cells.grade(graded, self._colours)

    def _joint(self, inspection: str) -> set[str]:
        """The areas of an inspection that stand in more than one row."""
        seen: dict[str, int] = {}
        for row, _ in self._table.rows:
            for graded in self._table.cells[row, inspection].judgements:
                seen[graded.area] = seen.get(graded.area, 0) + 1
        return {area for area, times in seen.items() if times > 1}

    # -- the chosen cell -----------------------------------------------------------------------------

    def _chosen(self) -> tuple[InspectionRow | None, Sequence[Graded], str]:
        """The inspection, the judgements and the article of the chosen cell."""
        at = self.grid.cursor_coordinate
        columns, rows = self._columns(), self._rows()
        if not (0 < at.column <= len(columns) and 0 <= at.row < len(rows)):
            return None, (), ""
        row, column = rows[at.row][0], columns[at.column - 1][0]
        if self._reported is not None:
            judged = [each for each in self._reported.judgements if each.area == row]
            return self._reported.inspection, judged, column
        inspection = next(each for each in self._table.inspections if each.id == column)
        return inspection, self._table.cells[row, column].judgements, ""

    def _mentions(self) -> list[Mention]:
        inspection, judged, article = self._chosen()
        if inspection is None:
            return []
        return [
            mention
            for graded in judged
            for mention in ask.mentions_of(self.reader.index, "inspection", inspection.id, graded.area)
            if article in ("", mention.article.id)
        ]

    def _detail(self) -> None:
        inspection, judged, article = self._chosen()
        detail = self.query_one("#detail", RowList)
        if inspection is None:
            detail.show([])
            return
        detail.border_title = Content(f"{visible(_heading(inspection))}".replace("\n", " · "))
        width = max(10, detail.scrollable_content_region.width - 2)
        rows = [_prose(line, width, strong=n == 0) for n, line in enumerate(self._judged(judged))]
        found = self._mentions()
        said = "The paragraphs that speak of it (Enter opens)" if found else "No article here speaks of it."
        if article and not found:
            said = "This article says nothing of it."
        rows.append(_prose(said, width, strong=bool(found)))
        rows += [_mention(mention, width) for mention in found]
        rows += [_prose(line, width) for line in self._particulars(inspection)]
        detail.show(rows)

    def _judged(self, judged: Sequence[Graded]) -> Iterable[str]:
        if not judged:
            yield "No judgement: the framework of this inspection had none here, or none is known."
        for graded in judged:
            yield f"{graded.name}: {graded.printed}"
            words = cells.compared(graded)
            if words:
                across = "" if graded.same_framework else " (≈: another framework, whose areas differ)"
                yield f"Against the inspection before: {words.removeprefix('≈')}{across}"
            if graded.note:
                yield graded.note

    def _particulars(self, inspection: InspectionRow) -> Iterable[str]:
        framework = "" if inspection.framework_name == inspection.title else inspection.framework_name
        yield " — ".join(part for part in (inspection.title, framework) if part)
        urn = f" (URN {inspection.urn})" if inspection.urn else ""
        days = dates.spoken(f"{inspection.start}/{inspection.end}")
        yield f"{inspection.provider}{urn}, inspected {days}"
        yield f"Published {dates.spoken(inspection.published)}"
        if inspection.lead_inspector:
            yield f"Lead inspector: {inspection.lead_inspector}"
        if inspection.second_hand:
            yield f"Second-hand: {inspection.second_hand}"
        if inspection.url:
            yield f"Report (o): {inspection.url}"
        for url, note in ask.sources_of(self.reader.index, "inspection", inspection.id):
            yield "Source: " + ", ".join(part for part in (url, note) if part)
        yield from (note for note in (inspection.note, inspection.framework_note) if note)

    @on(DataTable.CellHighlighted)
    def _highlighted(self) -> None:
        if self.grid.cursor_coordinate.column == 0 and self._columns():
            self.grid.move_cursor(column=1)
            return
        self._detail()

    @on(DataTable.CellSelected)
    def _selected(self) -> None:
        self.action_go_there()

    @on(RowList.Chosen)
    def _mention_chosen(self, event: RowList.Chosen) -> None:
        mention: Mention = event.value
        self._go(mention)

    def _go(self, mention: Mention) -> None:
        start, end = (mention.start or 0, mention.end or 0)
        self.reader.go_to(mention.article.id, Span(mention.paragraph, start, end))

    # -- what the app asks ----------------------------------------------------------------------------

    def place(self) -> Comparing:
        """Where the reader is."""
        at = self.grid.cursor_coordinate
        return Comparing(self._reported is not None, at.row, at.column, self.pane())

    def return_to(self, place: Comparing | None) -> None:
        """Go back to a cell."""
        if place is None:
            return
        if place.reported != (self._reported is not None):
            self.action_as_reported()
        self.grid.move_cursor(row=place.row, column=place.column)
        self.focus_pane(place.pane)

    def reload(self) -> None:
        """Ask anew, and keep the cell."""
        place = self.place()
        self._table = ask.table(self.reader.index)
        if self._reported is not None:
            self._reported = ask.reported(self.reader.index, self._reported.inspection.id)
        self._fill()
        self.return_to(place)

    # -- commands ---------------------------------------------------------------------------------------

    def action_as_reported(self) -> None:
        """Turn to how each source reported the judgements, and back."""
        if self._reported is not None:
            self._reported = None
        else:
            inspection, _, _ = self._chosen()
            known = ask.with_reports(self.reader.index)
            if not known:
                self.reader.say("No article here speaks of an inspection's judgements")
                return
            chosen = inspection.id if inspection is not None and inspection.id in known else known[-1]
            self._reported = ask.reported(self.reader.index, chosen)
        self.grid.move_cursor(row=0, column=1)
        self._fill()
        self.grid.move_cursor(row=0, column=1)

    def action_go_there(self) -> None:
        """Open the paragraph that speaks of the judgement."""
        detail = self.query_one("#detail", RowList)
        if self.pane() == "detail" and detail.value is not None:
            self._go(detail.value)
            return
        found = self._mentions()
        if found:
            self._go(found[0])
        else:
            self.reader.say("No article here speaks of this; o opens the report")

    def action_cell_left(self) -> None:
        """Go to the inspection before."""
        self._move(-1)

    def action_cell_right(self) -> None:
        """Go to the next inspection."""
        self._move(1)

    def _move(self, columns: int) -> None:
        self.grid.move_cursor(column=max(1, self.grid.cursor_column + columns))

    def action_copy_judgement(self) -> None:
        """Copy the judgement with its citation."""
        inspection, judged, _ = self._chosen()
        if inspection is None or not judged:
            self.reader.say("There is no judgement here to copy")
            return
        text = "\n\n".join(citation.judgement(graded, inspection) for graded in judged)
        self.reader.copy(text, "the judgement with its citation")

    def action_open_report(self) -> None:
        """Open the report in the browser."""
        inspection, _, _ = self._chosen()
        self.reader.open_address(inspection.url if inspection else None)

    def action_edit(self) -> None:
        """Open the YAML of the judgement."""
        inspection, judged, _ = self._chosen()
        if inspection is not None:
            self.reader.edit(judged[0].where if judged else inspection.where)


def visible_lines(text: str) -> list[str]:
    """The lines of a text, each safe to draw."""
    return [visible(line) for line in text.split("\n")]


def _heading(inspection: InspectionRow) -> str:
    return f"{dates.spoken(inspection.start[:7])}\n{inspection.framework_short}" + (
        "\n(second-hand)" if inspection.second_hand else ""
    )


def _widths(available: int, columns: int) -> tuple[int, int, int]:
    """The cells of the label column and of each other one, and how many of these are seen whole."""
    if not columns:
        return max(1, available - PADDING), 1, 0
    label = 20 if available >= 110 else 14
    room = available - label - PADDING
    shown = min(columns, max(1, room // (LEAST_COLUMN + PADDING)))
    return label, max(LEAST_COLUMN, room // shown - PADDING), shown


def _wrapped(lines: Iterable[str], width: int) -> Iterable[str]:
    for line in lines:
        yield from (line[start:end] for start, end in wrap(line, width))


def _prose(line: str, width: int, *, strong: bool = False) -> Row:
    shown = visible(line)
    lines = [shown[start:end] for start, end in wrap(shown, width)]

    def draw(_: int, colours: Palette) -> list[Text]:
        style = colours.strong if strong else colours.muted
        return [Text(f" {each}", style) for each in lines]

    return Row(None, draw, len(lines))


def _mention(mention: Mention, width: int) -> Row:
    article = mention.article
    when = citation.published(article) or "no date"
    head = f"{visible(article.publisher)} {when} {cells.place(mention)}"
    said = visible(mention.says or mention.exact or "")
    text = f"{head}: {said}" if said else head
    lines = [text[start:end] for start, end in wrap(text, width - 2)]

    def draw(_: int, __: Palette) -> list[Text]:
        return [Text(f" {'·' if n == 0 else ' '} {each}") for n, each in enumerate(lines)]

    return Row(mention, draw, len(lines))
