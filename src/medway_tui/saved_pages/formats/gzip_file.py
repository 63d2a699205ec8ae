"""Reads a file that gzip has compressed: what is in it is read as if it had been named."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument, read_documents

MAX_UNPACKED_BYTES = 256 * 2**20
"""The size of the largest file that is unpacked."""


def read_documents_in_gzip(data: bytes, name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the documents of a compressed file.

    Raises UnreadableError where it is damaged, or larger than MAX_UNPACKED_BYTES once it is unpacked.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError(
            "this compressed file (gzip) is damaged or not complete", "copy or download it again"
        ) from None
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise UnreadableError(
            f"it is larger than {MAX_UNPACKED_BYTES // 2**20} MB once it is unpacked",
            "unpack it, and save the article alone",
        )
    yield from read_documents(unpacked, name.removesuffix(".gz"), options)
