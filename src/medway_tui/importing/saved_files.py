"""Saved files as they are imported: their bytes, and the documents in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from medway_tui.importing import import_log
from medway_tui.importing.source_files import STDIN
from medway_tui.saved_pages import ReadOptions, SourceDocument, UnreadableError, read_documents
from medway_tui.text import escape_invisible
from medway_tui.yaml_io.reader import describe_os_error, read_bytes

MAX_FILE_BYTES = 256 * 2**20
"""The size of the largest file that is read into memory; most of a large page are the pictures in it."""


class ImportSource(NamedTuple):
    """Where an article comes from: a file, or a document in one."""

    name: str
    """The path of the file, or - for stdin."""
    sha256: str
    """The digest of the file's bytes."""
    part: str = ""
    """The document's name in the file; empty where the file is one document."""
    content_sha256: str = ""
    """The digest of the document's content."""

    @property
    def place(self) -> str:
        """The path of the file, with the name of the document, as messages begin with it."""
        name = "stdin" if self.name == STDIN else self.name
        return f"{name}, {self.part}" if self.part else name

    @property
    def label(self) -> str:
        """The file's name for a remark, with that of the document in brackets."""
        name = "stdin" if self.name == STDIN else Path(self.name).name
        return f"{name} ({self.part})" if self.part else name


@dataclass
class SavedFile:
    """A file that is being imported."""

    name: str
    """Its path, or - for stdin."""
    data: bytes
    sha256: str = field(init=False)
    fingerprint: str = field(init=False, default="")
    """Its ``file_fingerprint``; empty where it can't be told from another, as for stdin."""
    known_digests: list[str] = field(init=False, default_factory=list)
    """The digests of its documents that are imported, now or before."""
    is_complete: bool = field(init=False, default=False)
    """Whether all of its documents were read."""
    is_chosen_from: bool = field(init=False, default=False)
    """Whether some of its documents are left out as the user wants it."""

    def __post_init__(self) -> None:
        self.sha256 = hashlib.sha256(self.data).hexdigest()
        with suppress(OSError):
            if self.name != STDIN and Path(self.name).stat().st_size == len(self.data):
                self.fingerprint = import_log.file_fingerprint(Path(self.name))

    def documents(self, options: ReadOptions) -> Iterator[SourceDocument]:
        """Yield its documents.

        Raises UnreadableError where the file can't be read, or is damaged after some documents.
        """
        for document in read_documents(self.data, self.name, options):
            yield document._replace(part=escape_invisible(document.part))
        self.is_complete = True

    def source_of(self, document: SourceDocument) -> ImportSource:
        """Return the source of the article that a document becomes."""
        return ImportSource(self.name, self.sha256, document.part, document.digest)


def read_saved_file(path: str | Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableError where it can't be read, or is too large."""
    try:
        data = read_bytes(str(path), MAX_FILE_BYTES)
    except OSError as error:
        raise UnreadableError(describe_os_error(error)) from None
    require_readable_size(data)
    return data


def require_readable_size(data: bytes) -> None:
    """Raise UnreadableError for the bytes of a file that is too large."""
    if len(data) > MAX_FILE_BYTES:
        size = f"it is larger than {MAX_FILE_BYTES // 2**20} MB"
        raise UnreadableError(size, "save the article alone, as text or HTML")
