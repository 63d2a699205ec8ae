"""The description of a dataset: its Frictionless datapackage.json, and a README for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from medway_tui.export.dataset import csv_tables
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat
from medway_tui.export.dataset.output_files import DatasetFile, FileMeasure
from medway_tui.export.dataset.output_folder import DATAPACKAGE, PROJECT_KEY
from medway_tui.export.dataset.tables import DatasetDescription, DatasetTable, frictionless_schema
from medway_tui.text import escape_invisible, escape_markdown, fold, plural

README = DatasetFile("README.md", "Descriptions of the files.", "text/markdown")


def format_datapackage(context: DatasetContext, formats: Sequence[DatasetFormat]) -> Iterator[str]:
    """Format the descriptor of a Frictionless data package, in pieces, once all files are complete.

    Its resources are the tables as CSV; where these are not written, the files, but for parts of a folder.
    """
    about = context.about
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
        "resources": list(_resources(context, formats)),
        PROJECT_KEY: {
            "attribution": about.attribution or None,
            "source_licences": list(about.licences),
            "formats": [each.name for each in formats],
        },
    }
    # There may be 100,000 files, so they are not made into one text.
    yield _format_indented(package, 0).removesuffix("\n  }\n}") + ',\n    "files": {'
    separator = ""
    for path, described in context.files.listing():
        yield f"{separator}\n      {json.dumps(path, ensure_ascii=False)}: {_format_indented(described, 6)}"
        separator = ","
    yield "\n    }\n  }\n}\n"


def _format_indented(record: dict[str, Any], indent: int) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * indent)


def _resources(context: DatasetContext, formats: Sequence[DatasetFormat]) -> Iterator[dict[str, Any]]:
    measures = context.files.measures
    if csv_tables.FORMAT in formats:
        for table in context.tables:
            file = csv_tables.csv_file(table)
            yield {
                "name": table.name,
                "path": file.path,
                "description": table.description,
                "type": "table",
                "format": "csv",
                "mediatype": file.media_type,
                "encoding": "utf-8",
                **_measured(measures[file]),
                "schema": frictionless_schema(table),
            }
        return
    for file, measure in measures.items():
        if file != README:
            yield {
                "name": re.sub("[^a-z0-9]+", "-", fold(file.path)).strip("-"),
                "path": file.path,
                "description": file.description,
                "mediatype": file.media_type,
                **_measured(measure),
            }


def _measured(measure: FileMeasure) -> dict[str, Any]:
    return {"bytes": measure.bytes, "hash": f"sha256:{measure.sha256}"}


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


def format_readme(
    context: DatasetContext, formats: Sequence[DatasetFormat], remarks: Sequence[str] = ()
) -> str:
    """Format a README that describes the files and tables of these formats, and repeats the attribution.

    ``remarks`` are what a format could not hold.
    """
    about = context.about
    title, description = _escape_line(about.title), escape_markdown(escape_invisible(about.description))
    lines = [f"# {title}", "", *([description, ""] if description else [])]
    if about.attribution or about.licences:
        lines += ["## Attribution", ""]
        lines += [escape_markdown(escape_invisible(about.attribution)), ""] if about.attribution else []
        if about.licences:
            lines += ["Licences of the sources:", ""]
            lines += [*(f"- {_escape_line(licence)}" for licence in about.licences), ""]
        lines += ["## Files", ""]
    has_csv = csv_tables.FORMAT in formats
    package = "Types, keys and references of `csv/`, as a" if has_csv else "Sizes and hashes, as a"
    listed = [*(file for each in formats for file in each.files), README]
    lines += [
        "An export of medway-tui. `medway-tui export` replaces the whole folder, and changes made here are",
        "then lost, so change the dossier, or a copy of this folder.",
        "",
        "| file | content |",
        "|---|---|",
        *(f"| `{file.path}` | {file.description} |" for file in listed),
        f"| `{DATAPACKAGE}` | {package} Frictionless data package. |",
        *_own_words(context, formats),
    ]
    if remarks:
        lines += ["", "What these formats can't hold:", "", *(f"- {_escape_line(each)}" for each in remarks)]
    lines += _table_sections(context.tables, formats)
    for each in formats:
        if each.readme is not None:
            lines += ["", *each.readme(context)]
    return "\n".join(lines) + "\n"


def _own_words(context: DatasetContext, formats: Sequence[DatasetFormat]) -> Iterator[str]:
    """Yield what the export has of the user's own, and what it has not of others'."""
    places = list(dict.fromkeys(each.notes_in for each in formats if each.notes_in))
    if context.notes is not None and places:
        yield ""
        yield "**This export has bookmarks and notes of the person who made it**, in"
        yield f"{_join(places)}. They may be private."
    if context.options.withheld:
        count = plural(len(context.options.withheld), "article")
        yield ""
        yield f"**The newspaper’s own text of {count} is withheld.** In its place is the dossier’s"
        yield "account or, where there is none, the quotations of direct speech, with `[…]` for the rest."
        yield "Positions are in this text. `medway-tui export --with-originals` has the newspapers’ own."
        if context.notes is not None:
            yield "A note on words that are withheld is on the article."


def _table_sections(tables: Sequence[DatasetTable], formats: Sequence[DatasetFormat]) -> Iterator[str]:
    places = [each.tables_in for each in formats if each.tables_in]
    if not places:
        return
    yield from ("", "## Tables", "")
    yield f"The {'same ' * (len(places) > 1)}tables are in {_join(places)}."
    yield "Dates are text, as precise as their source: `2019`, `2019-08`, `2019-08-27`, or two with a slash"
    yield "between them."
    for table in tables:
        yield from ("", f"### {table.name}", "", table.description, "", "| column | content |", "|---|---|")
        yield from (f"| `{column.name}` | {column.description} |" for column in table.columns)


def _join(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _escape_line(text: str) -> str:
    return escape_markdown(escape_invisible(" ".join(text.split())))
