"""The remarks that an import left for the reviewer of its drafts, from the log beside the content.

Reads JSON only: Review opens without yaml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from medway_tui.sync.locations import IMPORT_LOG_FOLDER

_OPTION_HINT = re.compile(
    r"(?:[;:,] (?:give (?:it|another)|if it is a caption, leave it out) with --[a-z]+(?: \d+)?"
    r"|; --[a-z]+ .*?)(?=: |$)"
)
"""The end of a remark that names an option of the command line."""


class ImportNotes(NamedTuple):
    """What is known of an article's import."""

    source: str
    """The name of the imported file."""
    remarks: tuple[str, ...]
    """What a reviewer should know about the page, and the parts that were left out."""
    batch: str
    """The run that imported it; empty where it is not known."""
    entries: int
    """The number of drafts that the import wrote."""


def read_import_notes(folder: Path, article_id: str) -> ImportNotes | None:
    """Return the notes on the import of an article into a folder; None where there are none."""
    return _read_notes(folder / IMPORT_LOG_FOLDER / f"{article_id}.json")


def list_batch(
    folder: Path, batch: str, is_stopped: Callable[[], bool] = lambda: False
) -> dict[str, ImportNotes]:
    """Return the articles that a run imported into a folder with their notes, in the order of their ids.

    Reads the log of every import: some milliseconds for a hundred. ``is_stopped`` ends it early.
    """
    found: dict[str, ImportNotes] = {}
    for path in sorted((folder / IMPORT_LOG_FOLDER).glob("*.json")) if batch else ():
        if is_stopped():
            break
        notes = _read_notes(path)
        if notes is not None and notes.batch == batch:
            found[path.stem] = notes
    return found


def without_option_hints(remarks: Iterable[str]) -> list[str]:
    """Return remarks as they are shown on the screen, where no option can be given."""
    return [_OPTION_HINT.sub("", remark) for remark in remarks]


def _read_notes(path: Path) -> ImportNotes | None:
    try:
        saved: Any = json.loads(path.read_bytes())
        remarks = tuple(str(each) for each in saved.get("remarks", ()))
        entries = len(saved.get("quotes", ()))
        return ImportNotes(str(saved["source"]), remarks, str(saved.get("batch", "")), entries)
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None
