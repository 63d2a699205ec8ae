"""The files of a dataset while they are written: text, binary, and files that a library writes itself."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, NamedTuple, TypeVar

T = TypeVar("T")

_BUFFER_BYTES = 1 << 16


class DatasetFile(NamedTuple):
    """A file of a dataset; or, in what a format lists, a folder of files, whose path ends in a slash."""

    path: str
    """Below the folder of the export, with slashes."""
    description: str
    media_type: str
    """Empty for a folder."""
    is_part: bool = False
    """Whether it is one of many in a folder that is described as a whole: there may be 100,000 of these."""


class FileMeasure(NamedTuple):
    """The size and hash of a file."""

    bytes: int
    sha256: str


class OutputFile:
    """A file that is being written, with a running hash."""

    def __init__(self, file: DatasetFile, handle: IO[bytes]) -> None:
        self.file = file
        self._handle = handle
        self._hash = hashlib.sha256()

    def write(self, text: str) -> None:
        """Write text, as UTF-8."""
        self.write_bytes(text.encode())

    def write_bytes(self, data: bytes) -> None:
        """Write bytes."""
        self._hash.update(data)
        self._handle.write(data)

    def close(self) -> FileMeasure:
        """Close the file and return its size and hash."""
        size = self._handle.tell()
        self._handle.close()
        return FileMeasure(size, self._hash.hexdigest())


class OutputFiles:
    """The files of a dataset in a new folder, with the size and hash of each.

    The list of those that are parts of a folder is kept in a temporary file, so that memory stays flat.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._open: list[OutputFile] = []
        self._reserved: list[DatasetFile] = []
        self.measures: dict[DatasetFile, FileMeasure] = {}
        """The files that are complete, without parts of folders."""
        parts = tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115 - the stack closes it
        self._parts = self._stack.enter_context(parts)

    def __enter__(self) -> OutputFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def enter(self, context: AbstractContextManager[T]) -> T:
        """Enter a context that is left with the export, also where this fails: a connection, for instance."""
        return self._stack.enter_context(context)

    def open(self, file: DatasetFile) -> OutputFile:
        """Open a file, which is complete with the export; it exists even if nothing is written to it."""
        handle = self._stack.enter_context(self._new_path(file).open("wb", buffering=_BUFFER_BYTES))
        opened = OutputFile(file, handle)
        self._open.append(opened)
        return opened

    def write(self, file: DatasetFile, data: str | bytes) -> None:
        """Write a whole file."""
        data = data.encode() if isinstance(data, str) else data
        self._new_path(file).write_bytes(data)
        self._note(file, FileMeasure(len(data), hashlib.sha256(data).hexdigest()))

    def reserve(self, file: DatasetFile) -> Path:
        """Return the path of a file that a library writes itself, by the end of the export."""
        self._reserved.append(file)
        return self._new_path(file)

    def complete(self) -> None:
        """Close the open files and measure the reserved ones."""
        for opened in self._open:
            self._note(opened.file, opened.close())
        for file in self._reserved:
            path = self._folder / file.path
            with path.open("rb") as handle:
                sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
            self._note(file, FileMeasure(path.stat().st_size, sha256))
        self._open.clear()
        self._reserved.clear()

    def listing(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the path and the description of each complete file, parts of folders last."""
        for file, measure in self.measures.items():
            yield file.path, _describe(file, measure)
        self._parts.seek(0)
        for line in self._parts:
            path, described = json.loads(line)
            yield path, described

    def _new_path(self, file: DatasetFile) -> Path:
        parts = PurePosixPath(file.path)
        if parts.is_absolute() or ".." in parts.parts:
            raise ValueError(f"{file.path} is not below the folder of the export")
        path = self._folder / parts
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _note(self, file: DatasetFile, measure: FileMeasure) -> None:
        if file.is_part:
            self._parts.write(json.dumps([file.path, _describe(file, measure)]) + "\n")
        else:
            self.measures[file] = measure


def _describe(file: DatasetFile, measure: FileMeasure) -> dict[str, Any]:
    return {
        "description": file.description,
        "mediatype": file.media_type,
        "bytes": measure.bytes,
        "sha256": measure.sha256,
    }
