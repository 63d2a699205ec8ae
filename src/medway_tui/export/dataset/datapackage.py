"""The description of a dataset: its Frictionless datapackage.json, and a README for people."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.export.dataset.output_folder import DATAPACKAGE, PROJECT_KEY
from medway_tui.export.dataset.sqlite import VIEWS
from medway_tui.export.dataset.tables import (
    NOTES,
    TABLES,
    DatasetDescription,
    DatasetTable,
    frictionless_schema,
)
from medway_tui.export.formats import CITING_FORMATS
from medway_tui.text import escape_invisible, escape_markdown, fold


class DatasetFile(NamedTuple):
    """A file of a dataset."""

    path: str
    description: str
    media_type: str


class FileMeasure(NamedTuple):
    """The size and hash of a file."""

    bytes: int
    sha256: str


_ALL_TABLES = (*TABLES, NOTES)
CSV = {
    table.name: DatasetFile(f"csv/{table.name}.csv", table.description, "text/csv") for table in _ALL_TABLES
}
JSON_LINES = {
    table.name: DatasetFile(f"jsonl/{table.name}.jsonl", table.description, "application/jsonl")
    for table in _ALL_TABLES
}
DATABASE = DatasetFile(
    "dossier.sqlite",
    "Everything as a SQLite database, with views for people, foreign keys and full-text search.",
    "application/vnd.sqlite3",
)
METADATA = DatasetFile(
    "metadata.json", "Descriptions of the database's tables, for Datasette.", "application/json"
)
CITATIONS = {
    each.name: DatasetFile(each.path, each.description, each.media_type) for each in CITING_FORMATS.values()
}
POPOLO = DatasetFile("popolo.json", "People, organisations and roles as Popolo.", "application/json")
ENTITIES = DatasetFile(
    "entities.ftm.json",
    "FollowTheMoney entities, one in each line, as Aleph loads them.",
    "application/jsonl",
)
README = DatasetFile("README.md", "Descriptions of the files.", "text/markdown")

SINGLE_FILES = (DATABASE, METADATA, *CITATIONS.values(), POPOLO, ENTITIES, README)


def list_files(tables: Sequence[DatasetTable]) -> tuple[DatasetFile, ...]:
    """Return the files of a dataset with these tables."""
    names = [table.name for table in tables]
    return (*(CSV[name] for name in names), *(JSON_LINES[name] for name in names), *SINGLE_FILES)


FILES = list_files(TABLES)
"""The files of every dataset."""


def format_datapackage(
    about: DatasetDescription, measures: dict[str, FileMeasure], tables: Sequence[DatasetTable] = TABLES
) -> str:
    """Format the descriptor of a Frictionless data package: the tables as CSV, and a list of all files."""
    resources = [
        {
            "name": table.name,
            "path": CSV[table.name].path,
            "description": table.description,
            "type": "table",
            "format": "csv",
            "mediatype": CSV[table.name].media_type,
            "encoding": "utf-8",
            "bytes": measures[CSV[table.name].path].bytes,
            "hash": f"sha256:{measures[CSV[table.name].path].sha256}",
            "schema": frictionless_schema(table),
        }
        for table in tables
    ]
    package = {
        "name": about.dossier,
        "title": about.title,
        "description": "\n\n".join(
            filter(None, (about.description, about.attribution, f"{README.path} describes the files."))
        ),
        **({"licenses": licences} if (licences := _licences(about)) else {}),
        "sources": [
            {"title": source.note or source.url or "", **({"path": source.url} if source.url else {})}
            for source in about.sources
        ],
        "resources": resources,
        PROJECT_KEY: {
            "attribution": about.attribution or None,
            "source_licences": list(about.licences),
            "files": {
                file.path: {
                    "description": file.description,
                    "mediatype": file.media_type,
                    "bytes": measures[file.path].bytes,
                    "sha256": measures[file.path].sha256,
                }
                for file in list_files(tables)
            },
        },
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _licences(about: DatasetDescription) -> list[dict[str, str]]:
    """Return the licences in force for some of the sources; each title names these.

    A dossier has no licence for the whole: the package claims none.
    """
    by_licence: dict[str, list[str]] = {}
    for source in about.sources:
        if source.licence:
            by_licence.setdefault(source.licence, []).append(source.url or source.note or "")
    return [
        {
            "name": re.sub("[^a-z0-9]+", "-", fold(licence)).strip("-") or "other",
            "title": f"{licence}, of these sources alone: {', '.join(sources)}",
        }
        for licence, sources in by_licence.items()
    ]


def format_readme(about: DatasetDescription, tables: Sequence[DatasetTable] = TABLES) -> str:
    """Format a README that describes the files, tables and views, and repeats the attribution."""
    title, description = _escape_line(about.title), escape_markdown(escape_invisible(about.description))
    lines = [f"# {title}", "", *([description, ""] if description else [])]
    if about.attribution or about.licences:
        lines += ["## Attribution", ""]
        lines += [escape_markdown(escape_invisible(about.attribution)), ""] if about.attribution else []
        if about.licences:
            lines += ["Licences of the sources, which `sources` has with each of them:", ""]
            lines += [*(f"- {_escape_line(licence)}" for licence in about.licences), ""]
        lines += ["## Files", ""]
    lines += [
        "An export of medway-tui. `medway-tui export` replaces the whole folder, and changes made here are",
        "then lost, so change the dossier, or a copy of this folder.",
        "",
        "| file | content |",
        "|---|---|",
        *(f"| `{file.path}` | {file.description} |" for file in SINGLE_FILES),
        f"| `{DATAPACKAGE}` | Types, keys and references of `csv/`, as a Frictionless data package. |",
        "| `csv/` | The tables below, as CSV. |",
        "| `jsonl/` | The tables below, an object in each line. |",
        "",
        "## Tables",
        "",
        "The same tables are in `csv/`, in `jsonl/` and in the database. Dates are text, as precise as",
        "their source: `2019`, `2019-08`, `2019-08-27`, or two with a slash between them.",
        "",
        "In CSV, a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe",
        "before it, so that no spreadsheet evaluates it as a formula. Several texts in a cell are separated",
        "by `; `. A cell is empty if its value is not known.",
    ]
    if NOTES in tables:
        lines += [
            "",
            "**This export has bookmarks and notes of the person who made it**, in `notes`, in the",
            "annotations, in the articles' `annote`, and as entities. They may be private.",
        ]
    for table in tables:
        lines += [f"\n### {table.name}\n", f"{table.description}\n", "| column | content |", "|---|---|"]
        lines += [f"| `{column.name}` | {column.description} |" for column in table.columns]
    lines += [
        "",
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
    ]
    return "\n".join(lines) + "\n"


def _escape_line(text: str) -> str:
    return escape_markdown(escape_invisible(" ".join(text.split())))
