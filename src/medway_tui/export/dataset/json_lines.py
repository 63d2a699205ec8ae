"""A dataset as JSON Lines, a file for each table and an object for each row."""

from __future__ import annotations

from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, TableWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.rows import Row
from medway_tui.export.dataset.tables import DatasetTable
from medway_tui.export.report import JsonRowEncoder


class JsonLinesWriter(TableWriter):
    """Writes a JSON Lines file for each table."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        self._encoders = {table.name: JsonRowEncoder(table.header) for table in context.tables}
        self._files = {
            table.name: context.files.open(
                DatasetFile(f"jsonl/{table.name}.jsonl", table.description, "application/jsonl")
            )
            for table in context.tables
        }

    def write_row(self, table: DatasetTable, row: Row) -> None:
        self._files[table.name].write(self._encoders[table.name].encode(row) + "\n")


FORMAT = DatasetFormat(
    "jsonl",
    "The tables as JSON Lines, for programs.",
    (DatasetFile("jsonl/", "The tables below, an object in each line.", ""),),
    JsonLinesWriter,
    tables_in="`jsonl/`",
    notes_in="the table `notes`",
)
