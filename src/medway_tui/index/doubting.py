"""Opening an index in a file, and doubting it: anything not wholly right is as good as missing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from medway_tui.index.store import Index, IndexDamagedError, connect
from medway_tui.index.tables import APPLICATION_ID, VERSION


def open_index(path: Path) -> Index | None:
    """Open the index in a file; None when there is any doubt about it.

    Doubt is: missing, cut short, not a database, not of this program, another version of the tables,
    or not begun in earnest. One that was not filled to the end is opened, and says so (``complete``).
    """
    short = _short(path)
    # What the file lacks may stand in its log, which somebody is just writing back, or was when killed.
    if short is None or (short and not _has_log(path)):
        return None
    address = path.absolute().as_uri() + "?mode=rw"
    connection = None
    try:
        connection = connect(address)
        index = Index(connection, address, path)
        marks = index.value("PRAGMA application_id"), index.value("PRAGMA user_version")
        sound = marks == (APPLICATION_ID, VERSION) and index.meta("complete") in ("0", "1")
        if sound and not (short and _written_back(index) and _short(path)):
            return index
    except (sqlite3.Error, IndexDamagedError):
        pass
    if connection is not None:
        connection.close()
    return None


def _short(path: Path) -> bool | None:
    """Whether a file is shorter than its header says; None where it is no SQLite file at all."""
    try:
        if not path.is_file():
            # Whoever opened a pipe would wait for somebody to write into it.
            return None
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return None
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return None
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return size < pages * (page if page > 1 else 65536)


def _has_log(path: Path) -> bool:
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _written_back(index: Index) -> bool:
    """Write an index's log back; False where another program stands in the way of some of it."""
    busy, pages, written = index.rows("PRAGMA wal_checkpoint(PASSIVE)")[0]
    return not busy and pages == written
