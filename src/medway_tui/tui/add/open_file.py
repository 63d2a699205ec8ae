"""A file that is imported in the reader, with its documents as far as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medway_tui.saved_pages import SourceDocument


class OpenFile:
    """A file, with its documents as far as they were read."""

    def __init__(self, path: Path) -> None:
        """Read the bytes of the file. Raises UnreadableError where that is impossible."""
        from medway_tui.importing.saved_files import SavedFile, read_saved_file  # noqa: PLC0415 - yaml
        from medway_tui.saved_pages import ReadOptions  # noqa: PLC0415 - loads the readers of pages

        self._path = path
        self._stamp = _stamp(path)
        self.saved = SavedFile(str(path), read_saved_file(path))
        self._rest = self.saved.documents(ReadOptions())
        self._read: list[SourceDocument] = []

    def is_of(self, path: Path) -> bool:
        """Return whether this is the file of a path, as it is now."""
        return path == self._path and _stamp(path) == self._stamp

    def documents(self) -> Iterator[SourceDocument]:
        """Yield all documents. Raises UnreadableError where the file can't be read."""
        n = 0
        while n < len(self._read) or self._read_next():
            yield self._read[n]
            n += 1

    def find(self, number: int) -> SourceDocument:
        """Return a document by its number, counted from 1. Raises UnreadableError where there is none."""
        from medway_tui.saved_pages import UnreadableError  # noqa: PLC0415 - loads the readers of pages

        document = next(islice(self.documents(), number - 1, number), None)
        if document is None:
            raise UnreadableError(f"there is no document {number} in the file any more")
        return document

    def _read_next(self) -> bool:
        document = next(self._rest, None)
        if document is not None:
            self._read.append(document)
        return document is not None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
