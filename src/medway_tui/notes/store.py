"""The file with the user's bookmarks and notes: read, and written a note at a time.

Each write holds the lock of the folder, reads the file again, changes one entry of it and replaces the file
atomically, so that two programs never lose each other's notes. A file in which anything can't be read is
never written.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.files import NOTES_NAME
from medway_tui.content.schema import validate_record
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.notes import Note
from medway_tui.notes.location import FileStamp, file_stamp
from medway_tui.yaml_io import edit
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, error_path, replace_file
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.emit import double_quoted, indent_lines, item_lines, key_lines
from medway_tui.yaml_io.folder_lock import SHORT_LOCK_SECONDS, FolderLockedError, lock_folder
from medway_tui.yaml_io.journal import JournalError
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document
from medway_tui.yaml_io.reader import MAX_BYTES, read_text
from medway_tui.yaml_io.restrictions import YamlValue
from medway_tui.yaml_io.source_map import SourceMap

HEADER = (
    "# Your bookmarks and notes, kept by medway-tui. You may edit them: docs/notes.md describes the keys.",
)
"""The first lines of a new file."""
_EMPTY_CODE = "Y012"
_KEY_ORDER = tuple(field.name for field in fields(Note))


class NotesError(MedwayError):
    """The notes can't be read or written; nothing was changed."""


class NotesContent(NamedTuple):
    """What the file holds."""

    notes: tuple[Note, ...] = ()
    """The notes that can be read, in the order of the file."""
    findings: tuple[Finding, ...] = ()
    """What is wrong in the file; it is not written while there is anything."""
    stamp: FileStamp | None = None
    """The state of the file in which it holds this."""


class WrittenNote(NamedTuple):
    """A note as it was written, and the file as it is now."""

    note: Note
    content: NotesContent
    is_second: bool = False
    """Whether it was added beside the one that it was to change, as another program had changed that."""


class NotesFile:
    """The notes of one dossier."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the user's own folder of the dossier, which is made with the first note."""
        self._folder = folder
        self.path = folder / NOTES_NAME

    # -- reading -----------------------------------------------------------------------------------

    def load(self) -> NotesContent:
        """Read the notes; those that are not valid are left out, with findings."""
        if not os.path.lexists(self.path):
            return NotesContent()
        # Before it is read: what is written meanwhile is read the next time.
        stamp = file_stamp(self.path)
        return _read_content(*read_document(str(self.path)))._replace(stamp=stamp)

    # -- writing -----------------------------------------------------------------------------------

    def add(self, note: Note) -> WrittenNote:
        """Add a note, which gets an id and the time. Raises NotesError."""
        with self._writing():
            return self._add(note)

    def change(self, note: Note, new: Note) -> WrittenNote:
        """Change a note as it was read to a new one; it keeps its id. Raises NotesError.

        Where another program has changed or removed it meanwhile, the new one is added: both are kept.
        """
        with self._writing():
            document, content = self._read()
            number = _find(content, note)
            if number is None:
                return self._add(replace(new, created=note.created))._replace(is_second=True)
            new = replace(new, id=note.id, created=note.created, changed=_now())
            for key in _KEY_ORDER:
                document = _with_key(document, number, key, note, new)
            return WrittenNote(new, self._write(document))

    def remove(self, note: Note) -> NotesContent:
        """Remove a note as it was read. Raises NotesError, also where it was changed meanwhile."""
        with self._writing():
            document, content = self._read()
            number = _find(content, note)
            if number is None:
                if all(each.id != note.id for each in content.notes):
                    return content
                raise NotesError(
                    "this note was changed by another program meanwhile", "look at it again, then remove it"
                )
            return self._write(edit.remove(document, number))

    def _add(self, note: Note) -> WrittenNote:
        document, content = self._read()
        taken = {each.id for each in content.notes}
        note_id = next(each for each in iter(_make_id, "") if each not in taken)
        time = _now()
        note = replace(note, id=note_id, created=note.created or time, changed=time)
        lines = item_lines(note_lines(note))
        if not document.text:
            text = "".join(f"{line}\n" for line in (*HEADER, "", *lines))
            new = parse_document(str(self.path), text, document.data)[0]
        elif document.value:
            new = edit.append(document, lines)
        else:
            # No more than remarks, or an empty list, which an entry takes the place of.
            kept = re.sub(r"(?m)^\[\][ \t]*$\n?", "", document.text).rstrip()
            text = f"{kept}\n\n" * bool(kept) + "".join(f"{line}\n" for line in lines)
            new = parse_document(str(self.path), text, document.data)[0]
        return WrittenNote(note, self._write(new))

    def _read(self) -> tuple[YamlDocument, NotesContent]:
        """Read the file to change it. Raises NotesError if anything in it can't be read."""
        if not os.path.lexists(self.path):
            return YamlDocument(str(self.path), None, b""), NotesContent()
        document, findings = read_document(str(self.path))
        content = _read_content(document, findings)
        if content.findings:
            first = content.findings[0]
            raise NotesError(
                f"{first.location}: {first.message}",
                f"the file is left as it is, and nothing is written until that is right: {first.hint}",
            )
        if not document.value:
            # Remarks alone, or an empty list.
            document = YamlDocument(
                str(self.path), [], document.data, None, read_text(str(self.path))[0] or ""
            )
        return document, content

    def _write(self, document: YamlDocument) -> NotesContent:
        data = document.to_bytes()
        content = _read_content(*parse_document(str(self.path), document.text, data))
        if len(data) > MAX_BYTES:
            raise NotesError(
                f"{self.path} would be larger than {MAX_BYTES // 2**20} MB",
                "move notes that you no longer need to another file",
            )
        if content.findings:
            first = content.findings[0]
            raise NotesError(f"this can't be kept: {first.message}", first.hint)
        if os.path.lexists(self.path):
            replace_file(self.path, data, old=document.data)
        else:
            create_file(self.path, data)
        return content._replace(stamp=file_stamp(self.path))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of the folder; raise errors in writing as NotesError."""
        try:
            with lock_folder(self._folder, SHORT_LOCK_SECONDS):
                yield
        except (EditError, FolderLockedError, JournalError) as error:
            raise NotesError(str(error), error.hint) from None
        except (FileChangedError, FileExistsError):
            raise NotesError(f"{self.path} was changed by another program just now", "try again") from None
        except OSError as error:
            raise NotesError(
                f"{error_path(error, self.path)} can't be written: {os_error_text(error)}",
                "make room on the disk, or ask for permission to write there",
            ) from None


def _is_fault(finding: Finding) -> bool:
    """Return whether a finding means that the file can't be read."""
    return finding.severity == "error" and finding.code != _EMPTY_CODE


def _read_content(document: YamlDocument, findings: Sequence[Finding]) -> NotesContent:
    findings = list(filter(_is_fault, findings))
    if document.value is None or document.value == "":
        return NotesContent((), tuple(findings))
    if not isinstance(document.value, list):
        message = "a list of notes is expected here: each on a line that begins with a hyphen"
        return NotesContent((), (*findings, make_finding("S104", document.locate(), message)))
    notes: dict[str, Note] = {}
    for number, value in enumerate(document.value):
        note, faults = validate_record(Note, value, SourceMap(document, (number,)))
        findings += faults
        if note is not None and note.id in notes:
            message = f"the id {note.id} is of another note too"
            findings.append(make_finding("S103", document.locate((number, "id")), message))
        elif note is not None:
            notes[note.id] = note
    return NotesContent(tuple(notes.values()), tuple(findings))


def _find(content: NotesContent, note: Note) -> int | None:
    """Return the number of a note in the file; None unless it is as it was read."""
    return next((number for number, each in enumerate(content.notes) if each == note), None)


def _with_key(document: YamlDocument, number: int, key: str, old: Note, new: Note) -> YamlDocument:
    before, after = getattr(old, key), getattr(new, key)
    if before == after:
        return document
    if after in (None, ()):
        return edit.remove_key(document, (number,), key)
    return edit.set_key(document, (number,), key, _key_lines(key, after), order=_KEY_ORDER)


# -- one note as YAML ----------------------------------------------------------------------------------


def note_lines(note: Note) -> list[str]:
    """Return the lines of a note, key by key."""
    lines: list[str] = []
    for key in _KEY_ORDER:
        value = getattr(note, key)
        if value not in (None, ()):
            lines += _key_lines(key, value)
    return lines


def _key_lines(key: str, value: str | int | tuple[str, ...]) -> list[str]:
    """Return the lines of a key, in the first form that has exactly this value."""
    if isinstance(value, int):
        return [f"{key}: {value}"]
    if isinstance(value, tuple):
        return [f"{key}: [{', '.join(map(_flow_text, value))}]"]
    if key in ("created", "changed"):
        return [f'{key}: "{value}"']
    block = [f"{key}: |-", *indent_lines(value.split("\n"))]
    forms = [block] if "\n" in value else [key_lines(key, value), block]
    escaped = [f"{key}: {json.dumps(value)}"]
    return next((form for form in forms if _parse_lines(form) == {key: value}), escaped)


def _flow_text(word: str) -> str:
    is_plain = re.fullmatch(r"(?=.*[a-z]{2})[a-z0-9]+(-[a-z0-9]+)*", word) is not None
    return word if is_plain and _parse_lines([f"- {word}"]) == [word] else double_quoted(word)


def _parse_lines(lines: Sequence[str]) -> YamlValue | None:
    document, findings = parse_document("", "\n".join(lines) + "\n", b"")
    return None if any(map(_is_fault, findings)) else document.value


def _make_id() -> str:
    return f"n{secrets.token_hex(4)}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
