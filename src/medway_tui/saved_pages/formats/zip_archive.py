"""Reads a ZIP archive of saved files, as a folder with them is read."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from medway_tui.saved_pages.blocks import UnreadableError, normalise_text
from medway_tui.saved_pages.companion_files import (
    find_pages,
    is_companion_folder,
    is_part_of_page,
    may_be_feed,
)
from medway_tui.saved_pages.file_kinds import HEAD_BYTES, find_reader
from medway_tui.saved_pages.source_documents import (
    ReadOptions,
    SourceDocument,
    name_part,
    place_in_file,
    read_documents,
)

_MAX_FILES = 10_000
_MAX_FILE_BYTES = 64 * 2**20
"""The size of the largest file in an archive that is unpacked."""
_MAX_UNPACKED_BYTES = 2**30
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def read_zip_archive(data: bytes, _name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the documents of the saved files in an archive, one file after the other.

    Raises UnreadableError where it is damaged, encrypted or too large, or has no saved file in it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS:
        raise UnreadableError(
            "this ZIP archive is damaged or not complete", "copy or download it again"
        ) from None
    with archive:
        files = [info for info in _choose_files(archive.infolist()) if _is_read(archive, info)]
        if not files:
            raise UnreadableError(
                "this ZIP archive has no saved article in it", "unpack it, and look what is in it"
            )
        for number, info in enumerate(files, 1):
            part = name_part(number, len(files), info.filename) if len(files) > 1 else ""
            try:
                content = _unpack(archive, info)
                for document in read_documents(content, PurePosixPath(info.filename).name, options):
                    yield place_in_file(document, part)
            except UnreadableError as error:
                if not part:
                    raise UnreadableError(f"{normalise_text(info.filename)}: {error}", error.hint) from None
                yield SourceDocument("", "text", part, error=error)


def _choose_files(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the saved files of an archive, in the order of their names."""
    if len(infos) > _MAX_FILES:
        raise UnreadableError(
            f"this ZIP archive has more than {_MAX_FILES:,} files", "unpack it, and import the folder"
        )
    if sum(info.file_size for info in infos) > _MAX_UNPACKED_BYTES:
        raise UnreadableError(
            f"this ZIP archive is larger than {_MAX_UNPACKED_BYTES // 2**30} GB once it is unpacked",
            "unpack it, and import the files in it",
        )
    pages = find_pages(info.filename for info in infos)
    return sorted((info for info in infos if _is_saved_file(info, pages)), key=lambda info: info.filename)


def _is_read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Return whether a file may be an article: XML and JSON only as a feed."""
    if not may_be_feed(info.filename) or info.flag_bits & _ENCRYPTED:
        return True
    try:
        with archive.open(info) as file:
            return find_reader(file.read(HEAD_BYTES)) != ""
    except _FAULTS:
        return False


def _is_saved_file(info: zipfile.ZipInfo, pages: frozenset[str]) -> bool:
    path = PurePosixPath(info.filename)
    if info.is_dir() or is_part_of_page(path.name):
        return False
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
        return False
    return not any(is_companion_folder(str(parent), pages) for parent in path.parents)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a file in an archive. Raises UnreadableError where they can't be had."""
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError(
            "it is encrypted", "unpack the archive with its password, and import the files in it"
        )
    if info.file_size > _MAX_FILE_BYTES:
        raise UnreadableError(f"it is larger than {_MAX_FILE_BYTES // 2**20} MB", "save the article alone")
    try:
        with archive.open(info) as file:
            content = file.read(_MAX_FILE_BYTES + 1)
    except _FAULTS:
        raise UnreadableError("it is damaged in the archive", "copy or download the archive again") from None
    if len(content) > _MAX_FILE_BYTES:
        raise UnreadableError(f"it is larger than {_MAX_FILE_BYTES // 2**20} MB", "save the article alone")
    if find_reader(content) == "zip":
        raise UnreadableError("it is an archive in an archive", "unpack it, and import the files in it")
    return content
