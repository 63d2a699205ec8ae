"""The export formats: the only list of them, for reports, the command line and datasets.

To add a citing format, write a module with a ``FORMAT`` and name it in ``CITING_FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from medway_tui.export import bibtex, csl, report, ris, web_annotation
from medway_tui.export.citations import CitingFormat
from medway_tui.export.report import Report, TableStyle


class ReportFormat(NamedTuple):
    """A format in which every report can be written."""

    write: Callable[[Report, TableStyle], Iterator[str]]
    write_notes: Callable[[Report], Iterator[str]] | None = None
    """Writes the user's notes after the report; None where the rows have them."""
    is_machine_readable: bool = False
    """Whether programs read it: it is UTF-8 whatever the system's encoding, and written even when empty."""
    suffix: str = ".txt"
    """The end of a file's name."""
    description: str = ""


REPORT_FORMATS = {
    "table": ReportFormat(
        report.write_table, report.write_own_notes, description="Columns for people, with tabs between."
    ),
    "text": ReportFormat(
        report.write_text, report.write_own_notes, description="Each in words, with its source."
    ),
    "plain": ReportFormat(
        report.write_plain, report.write_own_notes, description="Each in words for listening, without signs."
    ),
    "json": ReportFormat(
        report.write_json, is_machine_readable=True, suffix=".json", description="All columns, for programs."
    ),
    "jsonl": ReportFormat(
        report.write_json_lines,
        is_machine_readable=True,
        suffix=".jsonl",
        description="All columns, an object in each line.",
    ),
    "csv": ReportFormat(
        report.write_csv,
        is_machine_readable=True,
        suffix=".csv",
        description="All columns, for spreadsheets.",
    ),
    "markdown": ReportFormat(
        report.write_markdown,
        report.write_own_notes_in_markdown,
        suffix=".md",
        description="A table for a document or a web page.",
    ),
}
"""The formats of every report."""

CITING_FORMATS: dict[str, CitingFormat] = {
    each.name: each for each in (csl.FORMAT, bibtex.FORMAT, ris.FORMAT, web_annotation.FORMAT)
}
"""The formats in which articles and quotations are cited or annotated; each is a file of a dataset too."""


def is_machine_readable(name: str) -> bool:
    """Whether programs read the format."""
    return name in CITING_FORMATS or REPORT_FORMATS[name].is_machine_readable


def render(report_: Report, name: str, style: TableStyle) -> Iterator[str]:
    """Write a report in a format, in pieces that together end with a line break or are empty."""
    if name in CITING_FORMATS and report_.citations is not None:
        return CITING_FORMATS[name].write(report_.citations)
    form = REPORT_FORMATS[name]
    return chain(
        form.write(report_, style), form.write_notes(report_) if form.write_notes is not None else ()
    )
