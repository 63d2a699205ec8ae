"""A dataset as a workbook of Excel (Office Open XML, ECMA-376), a sheet for each table.

Text is written as text: none becomes a formula, a number, a date or a link, whatever it looks like. Dates are
text, as precise as their source. Where a table or a text is larger than Excel allows ("Excel specifications
and limits", Microsoft), a table goes on in another sheet, and a text is cut and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from medway_tui.export.citations import DRAFT_LABEL
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, TableWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.text import escape_invisible, plural

if TYPE_CHECKING:
    from medway_tui.export.dataset.rows import Row
    from medway_tui.export.dataset.tables import DatasetTable
    from medway_tui.export.report import Value

MAX_ROWS = 1_048_576
"""The most rows of a sheet, its header included."""
MAX_CELL_LENGTH = 32_767
"""The longest text of a cell, in UTF-16 code units."""
_ABOUT = "about"
"""The first sheet, with what the README says of the whole: a workbook travels alone."""
_WIDTHS = {"integer": 9, "number": 9, "boolean": 9, "date": 13, "list": 24, "string": 24}
"""The width of a column by its type, in characters."""
_TEXT_WIDTH = 70
_TEXT_COLUMNS = ("text", "exact", "says", "note", "description", "outcome", "headline", "title")
_NOT_IN_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Characters that XML 1.0 forbids besides those that are escaped as invisible."""
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks have local times; a fixed one makes the same bytes


class WorkbookWriter(TableWriter):
    """Writes a workbook row by row: XlsxWriter keeps one row of each sheet in memory."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        import xlsxwriter  # noqa: PLC0415 - heavy, and for this format alone

        path = context.files.reserve(_FILE)
        self._parts = Path(mkdtemp(dir=path.parent, prefix=".sheets-"))
        options = {"constant_memory": True, "tmpdir": str(self._parts)}
        self._workbook: Any = xlsxwriter.Workbook(str(path), options)
        self._workbook.use_zip64()
        self._workbook.set_properties(
            {"title": context.about.title, "comments": context.about.attribution, "created": _CREATED}
        )
        self._bold = self._workbook.add_format({"bold": True})
        self._plain = self._workbook.add_format()
        self._about = self._workbook.add_worksheet(_ABOUT)
        self._sheets = {table.name: self._add_sheet(table, table.name) for table in context.tables}
        self._numbers = dict.fromkeys(self._sheets, 1)
        self._rows = dict.fromkeys(self._sheets, 1)
        self._cut: dict[str, int] = {}
        context.files.enter(closing(_OpenSheets(self._workbook)))

    def _add_sheet(self, table: DatasetTable, name: str) -> Any:
        sheet = self._workbook.add_worksheet(name)
        for number, column in enumerate(table.columns):
            width = _TEXT_WIDTH if column.name in _TEXT_COLUMNS else _WIDTHS[column.type]
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, column.name, self._bold)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
        return sheet

    def write_row(self, table: DatasetTable, row: Row) -> None:
        name = table.name
        if self._rows[name] == MAX_ROWS:
            self._numbers[name] += 1
            self._rows[name] = 1
            self._sheets[name] = self._add_sheet(table, f"{name} {self._numbers[name]}")
        for number, value in enumerate(row):
            if value is not None:
                self._write_cell(name, self._rows[name], number, value)
        self._rows[name] += 1

    def _write_cell(self, table: str, row: int, column: int, value: Value) -> None:
        sheet = self._sheets[table]
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        else:
            text = "; ".join(value) if isinstance(value, tuple) else str(value)
            shown = _fit_cell(text)
            if len(shown) < len(text):
                self._cut[table] = self._cut.get(table, 0) + 1
            self._write_text(sheet, row, column, shown)

    def _write_text(self, sheet: Any, row: int, column: int, text: str) -> None:
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a text for markup of its own, unless it is written in two pieces.
            sheet.write_rich_string(row, column, text[:1], self._plain, text[1:])
        elif text:
            sheet.write_string(row, column, text)

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - with the library

        for name, number in self._numbers.items():
            if number > 1:
                self.remarks.append(
                    f"{_FILE.path}: {name} has more rows than a sheet of Excel, and goes on in {name} 2"
                    + (f" to {name} {number}" if number > 2 else "")
                )
        for name, count in self._cut.items():
            self.remarks.append(
                f"{_FILE.path}: in {name}, {plural(count, 'text')} cut to the {MAX_CELL_LENGTH:,} characters"
                " of a cell; the end of each says so"
            )
        self._about.set_column(0, 0, 16)
        self._about.set_column(1, 1, 100, self._workbook.add_format({"text_wrap": True, "valign": "top"}))
        for row, (label, text) in enumerate(self._about_rows()):
            self._about.write_string(row, 0, label, self._bold)
            self._write_text(self._about, row, 1, _fit_cell(text))
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise OSError(f"{_FILE.path} can't be written: {error}") from error
        self._parts.rmdir()

    def _about_rows(self) -> Iterator[tuple[str, str]]:
        about, options = self.context.about, self.context.options
        yield "title", about.title
        yield "description", about.description
        yield "attribution", about.attribution
        for licence in about.licences:
            yield "licence", licence
        yield "dates", "Text, as precise as their source: 2019, 2019-08, 2019-08-27, or two with a slash."
        yield "positions", "start and end are code points of the paragraph, from 0."
        yield "drafts", f"The note of a quotation that no person has confirmed begins with “{DRAFT_LABEL}”."
        if options.withheld:
            count = plural(len(options.withheld), "article")
            yield "originals", f"The newspaper’s own text of {count} is withheld."
        if self.context.notes is not None:
            yield "notes", "The sheet notes has bookmarks and notes of the person who made this."
        for remark in self.remarks:
            yield "limits", remark


class _OpenSheets:
    """The temporary files of the sheets, which XlsxWriter leaves open if the workbook is not closed."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook

    def close(self) -> None:
        for sheet in self._workbook.worksheets():
            sheet.row_data_fh.close()


def _fit_cell(text: str) -> str:
    """Return a text as a cell can hold it: with what is invisible escaped, and cut where it is too long."""
    text = "\n".join(map(escape_invisible, text.split("\n"))).translate(_NOT_IN_XML)
    if len(text) * 2 <= MAX_CELL_LENGTH or _utf_16_length(text) <= MAX_CELL_LENGTH:
        return text
    ending = f" [cut here: Excel holds {MAX_CELL_LENGTH:,} characters in a cell]"
    kept = text.encode("utf-16-le")[: 2 * (MAX_CELL_LENGTH - len(ending))]
    # A character of two code units is kept whole or not at all.
    return kept.decode("utf-16-le", errors="ignore") + ending


def _utf_16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


_FILE = DatasetFile(
    "dossier.xlsx",
    "The tables below as a workbook, a sheet for each.",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
FORMAT = DatasetFormat(
    "xlsx",
    "A workbook for Excel and LibreOffice, a sheet for each table.",
    (_FILE,),
    WorkbookWriter,
    is_heavy=True,
    tables_in=f"the workbook `{_FILE.path}`",
    notes_in="the table `notes`",
)
