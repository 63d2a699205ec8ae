"""Imports the public table of English inspections into ``councils.yaml``, and undoes it."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui import dates
from medway_tui.content.files import content_path
from medway_tui.content.json_schema import MODELS
from medway_tui.content.schema import validate_record
from medway_tui.importing import import_log
from medway_tui.importing.council_entries import (
    FRAMEWORKS,
    CouncilEntries,
    OwnInspection,
    make_councils,
    table_text,
)
from medway_tui.importing.csv_rows import TableProblem
from medway_tui.importing.import_log import ImportRecord
from medway_tui.importing.ratings_table import InspectionTable, describe_rows, read_table
from medway_tui.importing.write_lock import lock_for_writing
from medway_tui.index.connection import Index
from medway_tui.index.inspections import ratings_table
from medway_tui.model.constraints import TEXT
from medway_tui.model.councils import CouncilTable
from medway_tui.model.inspections import Framework
from medway_tui.progress import ProgressCallback
from medway_tui.saved_pages import UnreadableError
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError, user_folder
from medway_tui.text import plural, remove_invisible
from medway_tui.yaml_io.journal import FileChange, write_together
from medway_tui.yaml_io.journal_file import has_journal
from medway_tui.yaml_io.nodes import parse_document
from medway_tui.yaml_io.source_map import SourceMap

RECORD_ID = "ratings"
"""The id of this import: in the log, and for ``--undo``."""
_KIND = "table"
_FILE = content_path("councils")


class TableOrigin(NamedTuple):
    """What a user says of a table."""

    url: str | None = None
    """The address that it was taken from."""
    date: str | None = None
    """Its date; None for that of its newest report."""


class RatingsImport(NamedTuple):
    """What an import of a table did, or would do."""

    path: Path
    summary: str
    lines: list[str]
    """Further lines of the report."""
    problems: list[TableProblem]
    written: bool
    text: str
    """The text of the file."""
    example: str
    """The name of a council that can be compared."""
    omitted: int
    """How many rows were left out."""


def import_ratings(
    roots: Sequence[Path],
    name: str,
    data: bytes,
    *,
    origin: TableOrigin = TableOrigin(),  # noqa: B008 - a tuple, which no call can change
    dry_run: bool = False,
    progress: ProgressCallback | None = None,
) -> RatingsImport:
    """Import the bytes of a table into the last of ``roots``, or the user's folder where there are none.

    ``progress`` is called with the number of rows that are read, and of all. The file is
    written at once or not at all. Raises UnreadableError where it is no such table, DossierError where
    the file can't be written, or was edited since it was written.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date()
    dossier = open_dossier(roots)
    try:
        folder = roots[-1].absolute() if roots else user_folder(dossier.id)
        own = _own_inspections(dossier.index)
        known_frameworks = _known_frameworks(dossier.index)
    finally:
        dossier.close()
    table = read_table(data, today, progress)
    if not table.rows:
        raise UnreadableError("no row of the table can be read")
    path = folder / _FILE
    with lock_for_writing(folder, dry_run=dry_run):
        old = _read_existing(path, import_log.load_record(folder, RECORD_ID))
        entries = make_councils(table.rows, own)
        known_frameworks -= _frameworks_in(path, old)
        used = {each.framework for council in entries.councils for each in council.inspections}
        made = CouncilTable(
            file=_printable(name),
            url=origin.url,
            date=origin.date or str(max(row.published for row in table.rows)),
            imported=str(today),
            frameworks=tuple(
                each for key, each in FRAMEWORKS.items() if key in used and key not in known_frameworks
            ),
            councils=tuple(entries.councils),
        )
        text = table_text(made, _remark(made))
        _check_text(path, text)
        is_same = old is not None and _same_but_for_the_day(old.decode(), text)
        if not is_same and not dry_run:
            digest = hashlib.sha256(data).hexdigest()
            _write(folder, old, text, ImportRecord(RECORD_ID, _KIND, made.file, digest))
    verb = "would be " if dry_run else ""
    summary = f"{len(table.rows)} inspections of {_councils(entries)} {verb}imported"
    if old is not None:
        summary += f"; they {'would ' if dry_run else ''}replace the table imported before"
    return RatingsImport(
        path,
        "imported already: nothing is changed" if is_same else summary,
        _report_lines(table, entries, made),
        sorted((*table.problems, *entries.problems)),
        written=not (is_same or dry_run),
        text=text,
        example=max(entries.councils, key=lambda each: len(each.inspections)).name,
        omitted=table.omitted,
    )


def undo_ratings(roots: Sequence[Path], *, dry_run: bool = False) -> list[str]:
    """Remove the imported table; return the lines of the report.

    Raises DossierError where no table was imported, or it was edited since.
    """
    dossier = open_dossier(roots)
    folders = dict.fromkeys([*([roots[-1].absolute()] if roots else []), user_folder(dossier.id)])
    dossier.close()
    for folder in folders:
        # After a kill the log of an import may not be there yet.
        if not has_journal(folder) and import_log.load_record(folder, RECORD_ID) is None:
            continue
        path = folder / _FILE
        with lock_for_writing(folder, dry_run=dry_run):
            record = import_log.load_record(folder, RECORD_ID)
            if record is None or record.kind != _KIND:
                continue
            old = _read_existing(path, record)
            if not dry_run:
                changes = [FileChange(_FILE, old, None)] if old is not None else []
                changes.append(import_log.record_removal(folder, RECORD_ID))
                write_together(folder, f"undoing the import of {record.source}", changes)
                import_log.note_change(folder)
        verb = "would be undone" if dry_run else "is undone"
        return [f"{RECORD_ID}: the import of {record.source} {verb}", f"  removed: {path}"]
    raise DossierError(
        "no table of inspections was imported", "medway-tui import ratings FILE.csv imports one"
    )


def _printable(name: str) -> str:
    """Return the name of a file as text that a content file can hold."""
    words = remove_invisible(name.encode("utf-8", "replace").decode()).split()
    return " ".join(words) if re.search(TEXT.pattern, "".join(words)) else "unnamed table"


def _own_inspections(index: Index) -> list[OwnInspection]:
    """Return the inspections that the dossier has itself, with their grades by row."""
    table = ratings_table(index, all_providers=True)
    found = []
    for each in table.inspections:
        grades: dict[str, str] = {
            row: graded.grade
            for row, _ in table.rows
            for graded in table.cells[row, each.id].judgements[:1]
            if row != "other"
        }
        found.append(
            OwnInspection(
                each.id, each.provider, each.urn, each.url, each.published, each.start, each.end, grades
            )
        )
    return found


def _known_frameworks(index: Index) -> set[str]:
    """Return the ids of the frameworks that the dossier describes as this program does."""
    areas = index.rows("SELECT framework, id FROM area")
    grades = index.rows("SELECT framework, name FROM grade")
    return {
        key
        for key, each in FRAMEWORKS.items()
        if _has_all(each, {area for f, area in areas if f == key}, {grade for f, grade in grades if f == key})
    }


def _frameworks_in(path: Path, old: bytes | None) -> set[str]:
    """Return the ids of the frameworks that the imported table itself describes."""
    if old is None:
        return set()
    value = parse_document(str(path), old.decode(), old)[0].value
    entries = value.get("frameworks") if isinstance(value, dict) else None
    return {str(each["id"]) for each in import_log.list_entries(entries) if "id" in each}


def _has_all(framework: Framework, areas: set[str], grades: set[str]) -> bool:
    return areas >= {area.id for area in framework.areas} and grades >= set(framework.grades)


def _read_existing(path: Path, record: ImportRecord | None) -> bytes | None:
    """Return the bytes of an imported table; None where there is none.

    Raises DossierError where the file was not written by an import, or was edited since.
    """
    if not os.path.lexists(path):
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DossierError(f"{path} can't be read: {error}", "ask for permission to read it") from None
    digest = record.keys.get(_FILE) if record is not None else None
    if digest != hashlib.sha256(data).hexdigest():
        reason = "was edited since it was imported" if digest else "was not written by an import"
        raise DossierError(f"{path} {reason}, and is left as it is", "move it away to import the table again")
    return data


def _check_text(path: Path, text: str) -> None:
    """Raise DossierError where a table could not be read back, before it is written."""
    document, findings = parse_document(str(path), text, text.encode())
    if document.value is not None:
        findings = [*findings, *validate_record(MODELS["councils"], document.value, SourceMap(document))[1]]
    errors = [each for each in findings if each.severity == "error"]
    if errors:
        raise DossierError(f"the table can't be written as YAML: {errors[0].message}", "report this fault")


def _same_but_for_the_day(old: str, new: str) -> bool:
    def without_day(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith(("imported:", "#"))]

    return without_day(old) == without_day(new)


def _write(folder: Path, old: bytes | None, text: str, record: ImportRecord) -> None:
    """Write the table and its log, both or neither; the caller holds the lock of the folder."""
    data = text.encode()
    record.keys = {_FILE: hashlib.sha256(data).hexdigest()}
    record.made = [_FILE]
    changes = [FileChange(_FILE, old, data), import_log.record_change(folder, record)]
    write_together(folder, f"the import of {record.source}", changes)
    import_log.note_change(folder)


def _remark(table: CouncilTable) -> str:
    return (
        f"Written by medway-tui import ratings from {table.file}. To change it, import another table;"
        " medway-tui import ratings --undo removes it."
    )


def _councils(entries: CouncilEntries) -> str:
    return plural(sum(bool(each.inspections) for each in entries.councils), "council")


def _report_lines(table: InspectionTable, entries: CouncilEntries, made: CouncilTable) -> list[str]:
    origin = f", from {made.url}" if made.url else ""
    lines = [
        f"{table.row_count} rows: {describe_rows(table.rows)}, {table.omitted} left out",
        f"source: {made.file}{origin}, as of {dates.format_date(made.date)}",
    ]
    if entries.same_as:
        lines.append(f"{entries.same_as} of them are in the dossier already, which keeps its own grades")
    if entries.unknown:
        names = ", ".join(entries.unknown[:5]) + (" …" if len(entries.unknown) > 5 else "")
        lines.append(f"without region and code, as no English council is known by these names: {names}")
    return lines
