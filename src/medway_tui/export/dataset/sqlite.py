"""A dataset as a SQLite database with plain names, foreign keys, views and full-text search."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from medway_tui.export.citations import DRAFT_LABEL
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, TableWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.tables import QUOTES, DatasetDescription, DatasetTable
from medway_tui.export.quotes import QUOTE_COLUMNS
from medway_tui.export.report import Value

_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "list": "TEXT",
}
_BATCH_ROWS = 500
"""The rows written at a time."""

_JOINED_COLUMNS = {
    "headline": "a.headline",
    "publisher": "a.publisher",
    "published": "a.published",
    "url": "a.url",
    "speaker_name": "s.name",
    "title_ours": "a.title_ours",
    "published_inferred": "a.published_inferred",
}

_VIEW_COLUMNS = ", ".join(
    _JOINED_COLUMNS.get(name, f'q."{name}"') + f' AS "{name}"' for name in QUOTE_COLUMNS
)

VIEWS = {
    "quotations": (
        "The quotations with article and speaker: the columns of the quotes in CSV and JSON Lines.",
        f"SELECT {_VIEW_COLUMNS}"
        " FROM quotes q JOIN articles a ON a.id = q.article LEFT JOIN agents s ON s.id = q.speaker"
        " ORDER BY q.number",
    ),
    "speakers": (
        "Who is quoted, how often, in how many articles, and from when to when; drafts do not count.",
        "SELECT s.id, s.name, s.kind, count(*) AS quotations, count(DISTINCT q.article) AS articles,"
        " min(a.published) AS first, max(a.published) AS last FROM quotes q"
        " JOIN quote_speakers w ON w.article = q.article AND w.quote = q.id JOIN agents s ON s.id = w.speaker"
        " JOIN articles a ON a.id = q.article WHERE q.continues IS NULL AND q.repeats IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM quotes p WHERE p.article = q.article"
        f" AND q.id IN (p.id, p.continues) AND p.note LIKE '{DRAFT_LABEL}%') GROUP BY s.id"
        " ORDER BY quotations DESC, s.name",
    ),
    "roles": (
        "Who had which role, where, for which party, and when.",
        "SELECT p.id, p.name, m.role, o.name AS organisation, b.name AS party, m.area, m.start_date,"
        " m.end_date, m.note, m.checked, m.dates_inferred FROM memberships m JOIN agents p ON p.id = m.agent"
        " JOIN agents o ON o.id = m.organisation LEFT JOIN agents b ON b.id = m.on_behalf_of"
        " ORDER BY p.name, m.position",
    ),
    "ratings": (
        "The judgements with their inspections, the oldest first.",
        "SELECT i.start_date, i.end_date, i.title, i.provider, f.name AS framework, r.name AS area, j.grade,"
        " j.printed, j.rank, j.note, i.published, i.url, i.id AS inspection FROM judgements j"
        " JOIN inspections i ON i.id = j.inspection JOIN frameworks f ON f.id = j.framework"
        " JOIN areas r ON r.framework = j.framework AND r.id = j.area"
        " ORDER BY i.start_date, i.id, j.position",
    ),
    "timeline": (
        "Events, deadlines and promises with their outcome, inspections, their reports and articles, in order"
        " of time.",
        "SELECT * FROM (SELECT coalesce(date, due) AS date, kind, id, title, due, outcome, outcome_result"
        " FROM events UNION ALL SELECT iif(start_date = end_date, start_date, start_date || '/' || end_date),"
        " 'inspection', id, title, NULL, NULL, NULL FROM inspections UNION ALL"
        " SELECT published, 'report', id, title, NULL, NULL, NULL FROM inspections UNION ALL"
        " SELECT published, 'article', id, headline, NULL, NULL, NULL FROM articles)"
        " ORDER BY date IS NULL, date, kind DESC, id",
    ),
    "points": (
        "The sides of the differences, each with its difference.",
        "SELECT d.id, d.title, d.kind, s.side, s.says, d.settled, d.note, s.supported FROM sides s"
        " JOIN differences d ON d.id = s.difference ORDER BY d.rowid, s.side",
    ),
}
"""The views: a description and the statement of each."""


DATABASE = DatasetFile(
    "dossier.sqlite",
    "Everything as a SQLite database, with views for people, foreign keys and full-text search.",
    "application/vnd.sqlite3",
)
METADATA = DatasetFile(
    "metadata.json", "Descriptions of the database's tables, for Datasette.", "application/json"
)


class SqliteWriter(TableWriter):
    """Writes rows to the tables of a new database, and metadata for Datasette; may raise sqlite3.Error."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        self._tables = tables = context.tables
        context.files.write(METADATA, datasette_metadata(context.about, Path(DATABASE.path).stem, tables))
        path = context.files.reserve(DATABASE)
        self._connection = context.files.enter(closing(sqlite3.connect(path, isolation_level=None)))
        self._pending: dict[str, list[tuple[Value, ...]]] = {table.name: [] for table in tables}
        self._column_numbers = {
            table.name: [n for n, column in enumerate(table.columns) if not column.is_joined]
            for table in tables
        }
        # The file is in a new folder until it is complete: a journal would protect nothing.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        for table in tables:
            self._connection.execute(_create_statement(table))

    def write_row(self, table: DatasetTable, row: tuple[Value, ...]) -> None:
        """Add a row of a table, which is written with its batch."""
        pending = self._pending[table.name]
        cells = [row[n] for n in self._column_numbers[table.name]]
        pending.append(tuple("; ".join(cell) if isinstance(cell, tuple) else cell for cell in cells))
        if len(pending) == _BATCH_ROWS:
            self._flush(table)

    def _flush(self, table: DatasetTable) -> None:
        names = [column.name for column in table.columns if not column.is_joined]
        placeholders = ", ".join("?" * len(names))
        self._connection.executemany(
            f'INSERT INTO "{table.name}" ({_quote_names(names)}) VALUES ({placeholders})',
            self._pending[table.name],
        )
        self._pending[table.name].clear()

    def close(self) -> None:
        for table in self._tables:
            self._flush(table)
            for each in table.references:
                name = "_".join((table.name, *each.columns))
                columns = _quote_names(each.columns)
                self._connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ({columns})')
            if table.searchable_column:
                self._connection.execute(
                    f'CREATE VIRTUAL TABLE "{table.name}_fts" USING fts5("{table.searchable_column}",'
                    f' content="{table.name}", content_rowid="number",'
                    " tokenize='unicode61 remove_diacritics 2')"
                )
                self._connection.execute(
                    f'INSERT INTO "{table.name}_fts" ("{table.name}_fts") VALUES (\'rebuild\')'
                )
        for name, (_, statement) in VIEWS.items():
            self._connection.execute(f'CREATE VIEW "{name}" AS {statement}')
        self._connection.execute("COMMIT")
        self._connection.close()


def datasette_metadata(about: DatasetDescription, database: str, tables: Sequence[DatasetTable]) -> str:
    """Format metadata for Datasette: descriptions of tables, views and columns."""
    described: dict[str, object] = {
        table.name: {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns if not column.is_joined},
            **({"label_column": "headline"} if table.name == "articles" else {}),
        }
        for table in tables
    }
    described |= {name: {"description": says} for name, (says, _) in VIEWS.items()}
    document = {
        "title": about.title,
        "description": about.description,
        **({"source": about.attribution} if about.attribution else {}),
        "databases": {database: {"tables": described}},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _create_statement(table: DatasetTable) -> str:
    lines = []
    has_number = table.key != ("id",)
    if has_number:
        # An explicit key, since search relies on it and SQLite's implicit rowid may change.
        lines.append("number INTEGER PRIMARY KEY")
    lines += [
        f'"{column.name}" {_TYPES[column.type]}' + " NOT NULL" * column.required
        for column in table.columns
        if not column.is_joined
    ]
    if table.key == ("id",):
        lines.append('PRIMARY KEY ("id")')
    elif table.key:
        lines.append(f"UNIQUE ({_quote_names(table.key)})")
    for each in table.references:
        lines.append(
            f"FOREIGN KEY ({_quote_names(each.columns)})"
            f' REFERENCES "{each.table}" ({_quote_names(each.target_columns)})'
        )
    if table is QUOTES:
        # Not in the Frictionless schema, where a reference with an empty column is invalid.
        lines.append('FOREIGN KEY ("article", "continues") REFERENCES "quotes" ("article", "id")')
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(lines) + "\n)"


def _quote_names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _describe_database(_context: DatasetContext) -> Iterator[str]:
    yield from (
        "## The database",
        "",
        f"`datasette {DATABASE.path} -m {METADATA.path}` shows it in a browser, `sqlite3 {DATABASE.path}`",
        "queries it. The columns of `quotes` that repeat the article or the speaker are in the view",
        '`quotations`. `end` is an SQL keyword: write `"end"`. `paragraphs_fts` and `quotes_fts` search',
        "words without regard to case or accents:",
        "",
        "```sql",
        "SELECT * FROM paragraphs WHERE number IN (SELECT rowid FROM paragraphs_fts('council'));",
        "```",
        "",
        "| view | content |",
        "|---|---|",
        *(f"| `{name}` | {says} |" for name, (says, _) in VIEWS.items()),
    )


FORMAT = DatasetFormat(
    "sqlite",
    "A SQLite database, for sqlite3 and Datasette.",
    (DATABASE, METADATA),
    SqliteWriter,
    tables_in=f"the database `{DATABASE.path}`",
    notes_in="the table `notes`",
    readme=_describe_database,
)
