"""Entries of the files that are lists: listed, appended, changed and dropped, and changes undone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from medway_tui.errors import os_error_text
from medway_tui.model.articles import Quote
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io import edit
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, replace_file
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.folder_lock import FolderLockedError
from medway_tui.yaml_io.journal import FileChange, JournalError, write_together
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document
from medway_tui.yaml_io.reader import read_text
from medway_tui.yaml_io.restrictions import YamlValue

_FIX_FIRST = "fix that first: medway-tui check says how"
_KEY_ORDER = [field.name for field in fields(Quote)]


class EntrySummary(NamedTuple):
    """An entry as it is written, valid or not."""

    id: str
    names: tuple[str, ...]
    """Its name or title, and other names."""
    location: FileLocation


class EntryChange(NamedTuple):
    """A change to an entry."""

    entry: str
    """Its id."""
    keys: Mapping[str, str | None] = {}
    """The keys that change, with their values, speakers as ``[a, b]``; None removes a key."""
    drop: bool = False
    """Whether the whole entry is removed."""


class FileEdit(NamedTuple):
    """A file before and after an edit, as ``undo_edit`` needs it."""

    path: Path
    before: bytes | None
    """None if the file did not exist."""
    after: bytes


@contextmanager
def explain_write_errors(path: Path, hint: str) -> Iterator[None]:
    """Raise errors in writing ``path`` as a DossierError; ``hint`` is for the system's own errors."""
    try:
        yield
    except EditError as error:
        raise DossierError(str(error), error.hint) from None
    except (FolderLockedError, JournalError) as error:
        raise DossierError(str(error), error.hint) from None
    except FileChangedError as error:
        message = f"{error} was changed by another program meanwhile, so nothing was written"
        raise DossierError(message, "it is being reloaded: check it and decide again") from None
    except FileExistsError as error:
        message = f"{error.filename or path} already exists"
        raise DossierError(message, "nothing was written: new never overwrites a file") from None
    except OSError as error:
        message = f"{error.filename or path} can't be written: {os_error_text(error)}"
        raise DossierError(message, hint) from None


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as the index stores it."""
    return hashlib.sha256(data).hexdigest()


def list_entries(path: Path) -> Iterator[EntrySummary]:
    """Yield the entries of a list file; none where it is missing or can't be read."""
    document, _ = read_document(str(path))
    if not isinstance(document.value, list):
        return
    for number, value in enumerate(document.value):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            location = document.locate((number,))
            yield EntrySummary(str(value["id"]), tuple(_names_of(value)), location)


def append_entry(path: Path, header: Sequence[str], entry: Sequence[str]) -> int:
    """Append an entry to a list file and return its line, from 1.

    A missing file is created, with ``header`` at its beginning. Raises EditError if the file is not a list,
    has an error that hides the end of its list, or changes meanwhile; OSError if it can't be written.
    """
    before, result = append_to_text(path, header, [entry])
    if before is None:
        create_file(path, result.to_bytes())
        return len(header) + _first_line(entry)
    try:
        replace_file(path, result.to_bytes(), old=before)
    except FileChangedError:
        raise EditError(f"{path} was changed meanwhile", "try again") from None
    last = len(result.value) - 1 if isinstance(result.value, list) else 0
    return result.locate((last,)).line


def append_to_text(
    path: Path, header: Sequence[str], entries: Sequence[Sequence[str]]
) -> tuple[bytes | None, YamlDocument]:
    """Return the bytes of a list file, None where it is missing, and its document with entries appended.

    Nothing is written. Raises EditError if the file is not a list, or has an error that hides its end.
    """
    lines = [line for n, entry in enumerate(entries) for line in (*([""] if n else ()), *entry)]
    if not os.path.lexists(path):
        text = "".join(f"{line}\n" for line in (*header, *lines))
        return None, parse_document(str(path), text, b"")[0]
    document, findings = read_document(str(path))
    if [finding.code for finding in findings] == ["Y012"]:
        printed, data, _ = read_text(str(path))
        document = YamlDocument(str(path), [], data, None, printed or "")
    _require_list(document, findings)
    return document.data, edit.append(document, lines)


def plan_edit(path: Path, changes: Sequence[EntryChange], *, read_as: Sequence[str]) -> FileEdit:
    """Return the edit that makes changes to the quotations of a file, all at once; nothing is written.

    ``read_as`` are the hashes (``hash_bytes``) of the versions of the file that the caller has seen. Raises
    FileChangedError if it is another version; EditError if an entry is missing or can't be changed by itself.
    """
    text, data, findings = read_text(str(path))
    if text is None:
        raise EditError(f"{path}: {findings[0].message}", _FIX_FIRST)
    if hash_bytes(data) not in read_as:
        raise FileChangedError(str(path))
    document, findings = parse_document(str(path), text, data)
    _require_list(document, findings)
    for change in changes:
        document = apply_change(document, change)
    return FileEdit(path, data, document.to_bytes())


def write_edits(folder: Path, subject: str, edits: Sequence[FileEdit]) -> None:
    """Write edits of files in a folder, all or none; the caller holds the folder's lock.

    ``subject`` is a noun phrase for the message after a kill. Raises FileChangedError if a file has changed
    since its edit was planned, FileExistsError where a new one exists already, OSError if one can't be
    written.
    """
    _write(folder, subject, [(each.path, each.before, each.after) for each in edits])


def undo_edits(folder: Path, subject: str, edits: Sequence[FileEdit]) -> None:
    """Restore files as they were before edits, all or none, as ``write_edits`` writes them.

    Raises FileChangedError if one has changed since; OSError if one can't be written.
    """
    _write(folder, subject, [(each.path, each.after, each.before) for each in reversed(edits)])


def _write(folder: Path, subject: str, edits: Sequence[tuple[Path, bytes | None, bytes | None]]) -> None:
    if len(edits) == 1:
        ((path, before, after),) = edits
        if before is not None and after is not None:
            # One file is written atomically without a journal.
            replace_file(path, after, old=before)
            return
    changes = [FileChange(path.relative_to(folder).as_posix(), *states) for path, *states in edits]
    write_together(folder, subject, changes)


def apply_change(document: YamlDocument, change: EntryChange) -> YamlDocument:
    """Return the document with an entry changed. Raises EditError if that can't be done by itself.

    What continues a dropped quotation continues the one before it instead. The first that repeats it is no
    longer a repetition, and others repeat that one.
    """
    number, entry = _find_entry(document, change.entry)
    if not change.drop:
        for key, value in change.keys.items():
            if value is None:
                document = edit.remove_key(document, (number,), key)
            else:
                lines = [f"{key}: {value}"] if key == "speakers" else value
                document = edit.set_key(document, (number,), key, lines, order=_KEY_ORDER)
        return document
    document = edit.remove(document, number)
    previous = entry.get("continues")
    keys = {"continues": previous if isinstance(previous, str) else None}
    for other in document.value if isinstance(document.value, list) else ():
        if isinstance(other, dict) and other.get("continues") == change.entry:
            document = apply_change(document, EntryChange(str(other["id"]), keys))
    return _without_repeated(document, change.entry)


def _without_repeated(document: YamlDocument, dropped: str) -> YamlDocument:
    entries = document.value if isinstance(document.value, list) else []
    repeating = [
        str(entry["id"]) for entry in entries if isinstance(entry, dict) and entry.get("repeats") == dropped
    ]
    for name in repeating:
        repeated = None if name == repeating[0] else repeating[0]
        document = apply_change(document, EntryChange(name, {"repeats": repeated}))
    return document


def _require_list(document: YamlDocument, findings: Sequence[Finding]) -> None:
    if not isinstance(document.value, list):
        first = next((each for each in findings if each.severity == "error"), None)
        message = f"{first.location}: {first.message}" if first else f"{document.path} is not a list"
        raise EditError(message, _FIX_FIRST)


def _find_entry(document: YamlDocument, entry_id: str) -> tuple[int, dict[str, YamlValue]]:
    for number, entry in enumerate(document.value if isinstance(document.value, list) else ()):
        if isinstance(entry, dict) and entry.get("id") == entry_id:
            return number, entry
    raise EditError(f"{document.path} has no entry {entry_id}", "it was removed or renamed: reload the file")


def _first_line(entry: Sequence[str]) -> int:
    """Return the number of an entry's first line that is not a remark, from 1."""
    return next(number for number, line in enumerate(entry, 1) if line and not line.startswith("#"))


def _names_of(value: dict[str, YamlValue]) -> Iterator[str]:
    for key in ("name", "title"):
        if isinstance(value.get(key), str):
            yield str(value[key])
    others = value.get("other_names")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict) and isinstance(other.get("name"), str):
            yield str(other["name"])
