"""Integrity checks of an index file: its header and version, and SQLite's own check of all pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from medway_tui.index.connection import Index, IndexAccessError, IndexCorruptError, open_file
from medway_tui.index.schema import APPLICATION_ID, SCHEMA_VERSION


def open_index(path: Path) -> Index | None:
    """Open the index in a file; None where it has to be built first.

    None for a file that is missing, truncated, no database, not of this program, of another version of
    the tables, or hardly begun. An index whose build was not finished is opened, and not ``is_complete``.
    """
    is_truncated = _is_truncated(path)
    if is_truncated is None:
        return None
    index = None
    with suppress(IndexAccessError):
        index = open_file(path)
        marks = index.value("PRAGMA application_id"), index.value("PRAGMA user_version")
        if marks == (APPLICATION_ID, SCHEMA_VERSION) and index.meta("complete") in ("0", "1"):
            if is_truncated:
                quick_check(index)
            return index
    if index is not None:
        index.close()
    return None


def quick_check(index: Index) -> None:
    """Have SQLite check every page. Raises IndexCorruptError."""
    if index.value("PRAGMA quick_check(1)") != "ok":
        raise IndexCorruptError


def is_corrupt(index: Index) -> bool:
    """Whether an index that gave impossible rows is corrupt; its file is then removed.

    SQLite does not notice a page in the place of another one until it checks all pages.
    """
    if index.path is None:
        return False
    # The caller has failed already, so nothing may be rebuilt under it.
    index.rebuild = None
    try:
        quick_check(index)
    except IndexAccessError:
        with suppress(OSError):
            index.path.unlink()
        return True
    return False


@contextmanager
def detect_corruption(index: Index) -> Iterator[None]:
    """Raise IndexCorruptError for an error that impossible rows of a corrupt index have led to."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        if is_corrupt(index):
            raise IndexCorruptError from error
        raise


def _is_truncated(path: Path) -> bool | None:
    """Whether a file is shorter than its header says; None for no SQLite file.

    The missing pages may be in its log, when a checkpoint was cut short or is just being made.
    """
    try:
        # Opening a pipe would block until something is written into it.
        if not path.is_file():
            return None
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return None
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return None
    # A page of 65,536 bytes does not fit into two bytes, and is noted as 1.
    page_bytes = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return size < pages * (65_536 if page_bytes == 1 else page_bytes)
