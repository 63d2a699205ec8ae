"""What an import wrote, noted beside the content, so that it can be taken back and edits are told from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from medway_tui.yaml_io.atomic_write import replace_file
from medway_tui.yaml_io.restrictions import YamlValue

LOG_FOLDER = ".imports"
"""The folder of the notes, beside the content: a name with a dot, so that no content is looked for in it."""


@dataclass
class ImportRecord:
    """What one import wrote."""

    id: str
    """The id of the article."""
    kind: str
    """draft or original."""
    source: str
    """The name of the file that was imported."""
    sha256: str
    """The digest of its bytes."""
    keys: dict[str, str] = field(default_factory=dict)
    """The digest of each value that was written into the article's file, by its key."""
    quotes: dict[str, str] = field(default_factory=dict)
    """The digest of each entry that was written into the quotes file, by its id."""
    words: dict[str, str] = field(default_factory=dict)
    """The digest of the words of each of these entries, by its id: by them one that was dropped is known."""
    agents: dict[str, dict[str, str]] = field(default_factory=dict)
    """The digest of each entry that was added to people.yaml and organisations.yaml, by file and id."""
    made: list[str] = field(default_factory=list)
    """The files that were not there before, relative to the folder."""


def value_digest(value: YamlValue | None) -> str:
    """What tells a value from another, however it is written."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def entry_digests(value: YamlValue | None) -> dict[str, str]:
    """The digest of each entry of a list, by its id."""
    entries = value if isinstance(value, list) else []
    return {
        str(each["id"]): value_digest(each) for each in entries if isinstance(each, dict) and "id" in each
    }


def word_digests(value: YamlValue | None) -> dict[str, str]:
    """The digest of the words of each entry of a list of quotations, by its id."""
    entries = value if isinstance(value, list) else []
    return {
        str(each["id"]): value_digest(each.get("exact"))
        for each in entries
        if isinstance(each, dict) and "id" in each
    }


def load_record(folder: Path, article_id: str) -> ImportRecord | None:
    """The note on the import of an article into a folder; None where there is none that can be read."""
    try:
        made = json.loads((folder / LOG_FOLDER / f"{article_id}.json").read_bytes())
        known: dict[str, Any] = {key: made[key] for key in ImportRecord.__dataclass_fields__ if key in made}
        return ImportRecord(**known)
    except (OSError, ValueError, TypeError):
        return None


def imported_sources(folder: Path) -> dict[str, str]:
    """The ids of the articles that were imported into a folder, by the digest of what they came from."""
    paths = sorted((folder / LOG_FOLDER).glob("*.json")) if (folder / LOG_FOLDER).is_dir() else []
    records = (load_record(folder, path.stem) for path in paths)
    return {record.sha256: record.id for record in records if record is not None}


def save_record(folder: Path, record: ImportRecord) -> None:
    """Note what an import wrote. Raises OSError where that can't be written."""
    path = folder / LOG_FOLDER / f"{record.id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, (json.dumps(asdict(record), indent=1, sort_keys=True) + "\n").encode())


def delete_record(folder: Path, article_id: str) -> None:
    """Remove the note on an import, and the folder of notes where it was the last."""
    (folder / LOG_FOLDER / f"{article_id}.json").unlink(missing_ok=True)
    try:
        (folder / LOG_FOLDER).rmdir()
    except OSError:
        return
