"""A dataset as CSV, a file for each table."""

from __future__ import annotations

from collections.abc import Iterator

from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, TableWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.rows import Row
from medway_tui.export.dataset.tables import DatasetTable
from medway_tui.export.report import format_csv_row

_BYTE_ORDER_MARK = "\ufeff"


def csv_file(table: DatasetTable) -> DatasetFile:
    """Return the CSV file of a table."""
    return DatasetFile(f"csv/{table.name}.csv", table.description, "text/csv")


class CsvTablesWriter(TableWriter):
    """Writes a CSV file for each table, with a header row."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        self._files = {table.name: context.files.open(csv_file(table)) for table in context.tables}
        for table in context.tables:
            if context.options.has_bom:
                self._files[table.name].write(_BYTE_ORDER_MARK)
            self._files[table.name].write(format_csv_row(table.header))

    def write_row(self, table: DatasetTable, row: Row) -> None:
        self._files[table.name].write(format_csv_row(row))


def _describe_csv(context: DatasetContext) -> Iterator[str]:
    yield "## CSV"
    yield ""
    yield "In CSV, a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe"
    yield "before it, so that no spreadsheet evaluates it as a formula. Several texts in a cell are separated"
    yield "by `; `. A cell is empty if its value is not known."
    if context.options.has_bom:
        yield "Each file begins with a byte order mark, by which Excel knows that it is UTF-8."


FORMAT = DatasetFormat(
    "csv",
    "The tables as CSV, for spreadsheets and programs.",
    (DatasetFile("csv/", "The tables below, as CSV.", ""),),
    CsvTablesWriter,
    tables_in="`csv/`",
    notes_in="the table `notes`",
    readme=_describe_csv,
)
