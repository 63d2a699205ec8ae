"""Log of what each import wrote, beside the content: for undo, and to tell edits from imported values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from medway_tui.yaml_io.atomic_write import replace_file
from medway_tui.yaml_io.restrictions import YamlValue

LOG_FOLDER = ".imports"
"""The folder of the log. The dot keeps it from being read as content."""


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


def save_record(folder: Path, record: ImportRecord) -> None:
    """Write the log of an import. Raises OSError where it can't be written."""
    path = folder / LOG_FOLDER / f"{record.id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, (json.dumps(asdict(record), indent=1, sort_keys=True) + "\n").encode())


def delete_record(folder: Path, article_id: str) -> None:
    """Remove the log of an import, and the folder where it was the last."""
    (folder / LOG_FOLDER / f"{article_id}.json").unlink(missing_ok=True)
    try:
        (folder / LOG_FOLDER).rmdir()
    except OSError:
        return
