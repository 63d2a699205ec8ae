"""Log of what each import wrote, beside the content: for undo, and to tell edits from imported values."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from medway_tui.sync.locations import IMPORT_LOG_FOLDER
from medway_tui.yaml_io.atomic_write import replace_file
from medway_tui.yaml_io.journal import FileChange
from medway_tui.yaml_io.restrictions import YamlValue

ANNOTATIONS = "annotations"
"""The kind of the imports of annotations, and the first word of their ids."""
_CHANGE_NAME = ".changed"
_FILES_FOLDER = ".files"
"""The folder with a note for each file of several documents that was imported completely."""


@dataclass
class ImportRecord:
    """The log of one import. The fields are the keys of its JSON file."""

    id: str
    """The id of the article."""
    kind: str
    """draft, original, table or annotations."""
    source: str
    """The name of the imported file."""
    sha256: str
    """The digest of its bytes."""
    part: str = ""
    """The name of the document in the file; empty where the file is one document."""
    content_sha256: str = ""
    """The digest of the document's content; empty in a log of before files could have several."""
    keys: dict[str, str] = field(default_factory=dict)
    """The digest of each value in the article's file, by key."""
    quotes: dict[str, str] = field(default_factory=dict)
    """The digest of each entry in the quotes file, by id."""
    words: dict[str, str] = field(default_factory=dict)
    """The digest of each entry's words, by id: they identify an entry that a person has dropped."""
    agents: dict[str, dict[str, str]] = field(default_factory=dict)
    """The digest of each entry added to people.yaml and organisations.yaml, by file and id."""
    made: list[str] = field(default_factory=list)
    """The files that the import created, relative to the folder."""
    fingerprint: str = ""
    """The imported file's ``file_fingerprint``; empty where it had none."""
    remarks: list[str] = field(default_factory=list)
    """What a reviewer should know about the page: how it was read, and the parts that were left out."""
    batch: str = ""
    """The run that imported it, by its time in UTC: a batch is the articles of one."""


def value_digest(value: YamlValue | None) -> str:
    """Return the digest of a value, however it is written."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def entry_digests(value: YamlValue | None) -> dict[str, str]:
    """Return the digest of each entry of a list, by id."""
    return {str(each["id"]): value_digest(each) for each in list_entries(value) if "id" in each}


def word_digests(value: YamlValue | None) -> dict[str, str]:
    """Return the digest of the words of each quotation of a list, by id."""
    return {str(each["id"]): value_digest(each.get("exact")) for each in list_entries(value) if "id" in each}


def list_entries(value: YamlValue | None) -> list[dict[str, YamlValue]]:
    """Return the entries of a list that have keys."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def load_record(folder: Path, article_id: str) -> ImportRecord | None:
    """Return the log of an article's import into a folder; None where there is none, or it is damaged."""
    try:
        saved = json.loads((folder / IMPORT_LOG_FOLDER / f"{article_id}.json").read_bytes())
        values: dict[str, Any] = {
            key: saved[key] for key in ImportRecord.__dataclass_fields__ if key in saved
        }
        return ImportRecord(**values)
    except (OSError, ValueError, TypeError):
        return None


class ImportedSources(NamedTuple):
    """The files and documents that were imported into a folder, each with the id of its article."""

    by_digest: dict[str, str]
    """The files that are one document, by the digests of their bytes."""
    by_fingerprint: dict[str, str]
    """The same, by ``file_fingerprint``."""
    by_content: dict[str, str]
    """The documents, by the digests of their content."""

    def add(self, record: ImportRecord) -> None:
        """Note the import of a document."""
        if not record.part:
            self.by_digest[record.sha256] = record.id
            if record.fingerprint:
                self.by_fingerprint[record.fingerprint] = record.id
        if record.content_sha256:
            self.by_content[record.content_sha256] = record.id


def imported_sources(folder: Path) -> ImportedSources:
    """Return the files and documents that were imported into a folder."""
    imported = ImportedSources({}, {}, {})
    for record in list_records(folder):
        imported.add(record)
    return imported


def list_records(folder: Path) -> Iterator[ImportRecord]:
    """Yield the logs of the imports into a folder, by the ids of their articles."""
    log = folder / IMPORT_LOG_FOLDER
    for path in sorted(log.glob("*.json")) if log.is_dir() else []:
        record = load_record(folder, path.stem)
        if record is not None:
            yield record


def save_file_documents(folder: Path, fingerprint: str, digests: Sequence[str]) -> None:
    """Note that all documents of a file are imported, given the digests of their content.

    The note saves reading the file again: an error in writing it is no error of the import.
    """
    path = folder / IMPORT_LOG_FOLDER / _FILES_FOLDER / f"{fingerprint}.json"
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, json.dumps(list(digests), indent=1).encode())


def load_file_documents(folder: Path, fingerprint: str) -> list[str]:
    """Return the digests of the documents of a file that was imported completely; empty where it was not."""
    try:
        saved = json.loads((folder / IMPORT_LOG_FOLDER / _FILES_FOLDER / f"{fingerprint}.json").read_bytes())
    except (OSError, ValueError):
        return []
    return [str(each) for each in saved] if isinstance(saved, list) else []


def file_fingerprint(path: Path) -> str:
    """Return a digest of a file's absolute path, size and time: another after each change of the file."""
    status = path.stat()
    text = f"{path.absolute()}\0{status.st_size}\0{status.st_mtime_ns}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def record_change(folder: Path, record: ImportRecord) -> FileChange:
    """Return the log of an import as a change of its file."""
    text = json.dumps(asdict(record), indent=1, sort_keys=True) + "\n"
    return FileChange(_record_name(record.id), _read_record(folder, record.id), text.encode())


def record_removal(folder: Path, article_id: str) -> FileChange:
    """Return the removal of the log of an import."""
    return FileChange(_record_name(article_id), _read_record(folder, article_id), None)


def note_change(folder: Path) -> None:
    """Note that an import or undo has written into a folder; the caller holds its lock."""
    path = folder / IMPORT_LOG_FOLDER / _CHANGE_NAME
    with suppress(OSError):
        with os.scandir(path.parent) as entries:
            has_records = any(each.name.endswith(".json") for each in entries)
        if has_records:
            path.write_text(f"{time.time_ns()}-{os.getpid()}\n")
        else:
            path.unlink(missing_ok=True)
            shutil.rmtree(path.parent / _FILES_FOLDER, ignore_errors=True)
            path.parent.rmdir()


def last_change(folder: Path) -> str:
    """Return a text that each import into a folder changes; empty before the first."""
    try:
        return (folder / IMPORT_LOG_FOLDER / _CHANGE_NAME).read_text()
    except (OSError, UnicodeDecodeError):
        return ""


def _record_name(article_id: str) -> str:
    return f"{IMPORT_LOG_FOLDER}/{article_id}.json"


def _read_record(folder: Path, article_id: str) -> bytes | None:
    try:
        return (folder / _record_name(article_id)).read_bytes()
    except FileNotFoundError:
        return None
