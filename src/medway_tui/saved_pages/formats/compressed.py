"""Reads a file that gzip, bzip2 or xz has compressed: what is in it is read as if it had been named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument, read_documents

MAX_UNPACKED_BYTES = 256 * 2**20
"""The size of the largest file that is unpacked."""
_MAX_RATIO = 100
"""A file that grows by more is no text: of ordinary pages, gzip leaves a tenth."""
_ALWAYS_UNPACKED_BYTES = 16 * 2**20
"""Below this size any growth is allowed."""
_CHUNK_BYTES = 2**20
_XZ_MEMORY_BYTES = 128 * 2**20
"""The most memory that unpacking xz takes; xz -9 needs half of it."""
_SUFFIXES = frozenset((".gz", ".bz2", ".xz"))


def read_compressed(data: bytes, name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the documents of a compressed file.

    Raises UnreadableError where it is damaged, or too large once it is unpacked: that is found while it is
    unpacked, so that a small file can't take all of the memory.
    """
    label, _ = _open(data)
    most = min(MAX_UNPACKED_BYTES, max(_ALWAYS_UNPACKED_BYTES, _MAX_RATIO * len(data)))
    try:
        # Once to measure it, once to keep it.
        size = 0
        for chunk in _open(data)[1]:
            size += len(chunk)
            if size > most:
                raise UnreadableError(
                    f"this compressed file ({label}) is too large once it is unpacked",
                    "unpack it, and save the article alone",
                )
        unpacked = b"".join(_open(data)[1])
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        raise UnreadableError(
            f"this compressed file ({label}) is damaged or not complete", "copy or download it again"
        ) from None
    inner = PurePath(name).stem if PurePath(name).suffix.lower() in _SUFFIXES else name
    yield from read_documents(unpacked, inner, options)


def _open(data: bytes) -> tuple[str, Iterator[bytes]]:
    """Return the name of the compression, and the unpacked bytes in pieces."""
    start = data.lstrip()[:6]
    data = data[data.index(start) :]
    if start.startswith(b"BZh"):
        return "bzip2", _read_pieces(bz2.BZ2File(io.BytesIO(data)))
    if start.startswith(b"\xfd7zXZ"):
        return "xz", _unpack_xz(data)
    return "gzip", _read_pieces(gzip.GzipFile(fileobj=io.BytesIO(data)))


def _read_pieces(file: bz2.BZ2File | gzip.GzipFile) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _unpack_xz(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked bytes of one xz stream or several in a row."""
    while data:
        stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)
        yield stream.decompress(data, _CHUNK_BYTES)
        while not stream.eof:
            if stream.needs_input:
                raise EOFError
            yield stream.decompress(b"", _CHUNK_BYTES)
        data = stream.unused_data.lstrip(b"\0")
