"""Opening an index in a file, and doubting it: anything not wholly right is as good as missing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from medway_tui.index.connection import SQLITE_ERRORS, Index, IndexCorruptError, connect
from medway_tui.index.schema import APPLICATION_ID, SCHEMA_VERSION


def open_index(path: Path) -> Index | None:
    """Open the index in a file; None when there is any doubt about it.

    Doubt is: missing, cut short, not a database, not of this program, another version of the tables,
    or not begun in earnest. One that was not filled to the end is opened, and says so (``complete``).
    """
    lacking = missing_pages(path)
    # What the file lacks may stand in its log, which somebody is just writing back, or was when killed.
    if lacking is None or (lacking and not wal_has_pages(path, lacking)):
        return None
    address = path.absolute().as_uri() + "?mode=rw"
    connection = None
    try:
        connection = connect(address)
        index = Index(connection, address, path)
        marks = index.value("PRAGMA application_id"), index.value("PRAGMA user_version")
        sound = marks == (APPLICATION_ID, SCHEMA_VERSION) and index.meta("complete") in ("0", "1")
        if sound and not (lacking and checkpoint(index) and missing_pages(path)):
            return index
    except (*SQLITE_ERRORS, IndexCorruptError):
        pass
    if connection is not None:
        connection.close()
    return None


def quick_check(index: Index) -> None:
    """Look at every page. Raises IndexDamagedError when one is not what it should be."""
    if index.value("PRAGMA quick_check(1)") != "ok":
        raise IndexCorruptError("the index failed SQLite's own check")


def is_corrupt(index: Index) -> bool:
    """Whether an index, of which something came that can't be, is damaged: then its file is removed.

    A page that took the place of another is sound for SQLite until all pages are looked at.
    """
    if index.path is None:
        return False
    # What is told here is that it is damaged; who asked has already ended.
    index.rebuild = None
    try:
        quick_check(index)
    except (*SQLITE_ERRORS, IndexCorruptError):
        with suppress(OSError):
            index.path.unlink()
        return True
    return False


def missing_pages(path: Path) -> range | None:
    """The numbers of the pages by which a file is shorter than its header says; None for no SQLite file."""
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
    pages = int.from_bytes(header[28:32], "big")
    return range(size // _page_size(header[16:18]) + 1, pages + 1)


def _page_size(noted: bytes) -> int:
    # 65,536 does not fit where it is noted, and stands there as 1.
    return max(int.from_bytes(noted, "big"), 512) if noted != b"\0\1" else 65_536


def wal_has_pages(path: Path, pages: range) -> bool:
    """Whether an index's log holds all of these pages (https://sqlite.org/fileformat2.html, 4.1)."""
    found = set()
    try:
        with Path(f"{path}-wal").open("rb") as log:
            page = int.from_bytes(log.read(32)[8:12], "big")
            while page and len(frame := log.read(24)) == 24:
                found.add(int.from_bytes(frame[:4], "big"))
                log.seek(page, os.SEEK_CUR)
    except OSError:
        return False
    return found.issuperset(pages)


def checkpoint(index: Index) -> bool:
    """Write an index's log back; False where another program stands in the way of some of it."""
    busy, pages, written = index.rows("PRAGMA wal_checkpoint(PASSIVE)")[0]
    return not busy and pages == written
