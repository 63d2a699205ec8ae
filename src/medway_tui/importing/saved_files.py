"""The bytes of saved files."""

from __future__ import annotations

from pathlib import Path

from medway_tui.saved_pages import UnreadableError
from medway_tui.yaml_io.reader import describe_os_error, read_bytes

MAX_FILE_BYTES = 256 * 2**20
"""The size of the largest file that is read into memory; most of a large page are the pictures in it."""


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
