"""Log of what each import wrote, beside the content: for undo, and to tell edits from imported values."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from medway_tui.yaml_io.journal import FileChange
from medway_tui.yaml_io.restrictions import YamlValue

LOG_FOLDER = ".imports"
"""The folder of the log. The dot keeps it from being read as content."""
_CHANGE_NAME = ".changed"


@dataclass
class ImportRecord:
    """The log of one import. The fields are the keys of its JSON file."""

    id: str
    """The id of the article."""
    kind: str
    """draft or original."""
    source: str
    """The name of the imported file."""
    sha256: str
    """The digest of its bytes."""
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
        saved = json.loads((folder / LOG_FOLDER / f"{article_id}.json").read_bytes())
        values: dict[str, Any] = {
            key: saved[key] for key in ImportRecord.__dataclass_fields__ if key in saved
        }
        return ImportRecord(**values)
    except (OSError, ValueError, TypeError):
        return None


def imported_sources(folder: Path) -> dict[str, str]:
    """Return the ids of the articles imported into a folder, by the digest of the imported file."""
    paths = sorted((folder / LOG_FOLDER).glob("*.json")) if (folder / LOG_FOLDER).is_dir() else []
    records = (load_record(folder, path.stem) for path in paths)
    return {record.sha256: record.id for record in records if record is not None}


def record_change(folder: Path, record: ImportRecord) -> FileChange:
    """Return the log of an import as a change of its file."""
    text = json.dumps(asdict(record), indent=1, sort_keys=True) + "\n"
    return FileChange(_record_name(record.id), _read_record(folder, record.id), text.encode())


def record_removal(folder: Path, article_id: str) -> FileChange:
    """Return the removal of the log of an import."""
    return FileChange(_record_name(article_id), _read_record(folder, article_id), None)


def note_change(folder: Path) -> None:
    """Note that an import or undo has written into a folder; the caller holds its lock."""
    path = folder / LOG_FOLDER / _CHANGE_NAME
    with suppress(OSError):
        with os.scandir(path.parent) as entries:
            has_records = any(each.name.endswith(".json") for each in entries)
        if has_records:
            path.write_text(f"{time.time_ns()}-{os.getpid()}\n")
        else:
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def last_change(folder: Path) -> str:
    """Return a text that each import into a folder changes; empty before the first."""
    try:
        return (folder / LOG_FOLDER / _CHANGE_NAME).read_text()
    except (OSError, UnicodeDecodeError):
        return ""


def _record_name(article_id: str) -> str:
    return f"{LOG_FOLDER}/{article_id}.json"


def _read_record(folder: Path, article_id: str) -> bytes | None:
    try:
        return (folder / _record_name(article_id)).read_bytes()
    except FileNotFoundError:
        return None
