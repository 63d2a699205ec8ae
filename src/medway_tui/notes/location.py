"""Where the notes of a dossier are, for those who need not read them."""

from __future__ import annotations

from pathlib import Path

from medway_tui.content.files import NOTES_NAME
from medway_tui.sync.locations import user_folder

FileStamp = tuple[int, int, int]
"""The time, the size and the number of a file."""


def notes_path(dossier_id: str) -> Path:
    """Return the file of the notes on a dossier, which may not exist."""
    return user_folder(dossier_id) / NOTES_NAME


def file_stamp(path: Path) -> FileStamp | None:
    """Return what differs after every change of a file; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
