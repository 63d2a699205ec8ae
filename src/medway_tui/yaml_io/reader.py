"""Reads a file's bytes as text: size, encoding, the characters that are not allowed, lines and offsets."""

from __future__ import annotations

import errno
import os
import re
import stat
from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, chain

from medway_tui.errors import os_error_text
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation

MAX_BYTES = 16 * 2**20
"""The largest file that is read, in bytes."""

_CHUNK_BYTES = 2**16
"""Bytes to read at a time from a file that is larger than its status says."""

# Raw controls shift positions or reach the terminal; YAML 1.1 counts NEL, LS and PS as line breaks.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ASCII = bytes((9, 10, 13, *range(32, 127)))
_ORDINARY = re.compile(
    "[\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*"
)
BOM = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""

LINE_BREAK = re.compile("\r\n|\r|\n")
"""The line ends of a content file."""


def read_text(path: str) -> tuple[str | None, bytes, list[Finding]]:
    """Return a file's text without its byte order mark, its bytes, and a finding for what is wrong with them.

    The text is None if the file can't be read as text. Never blocks: a FIFO or a device is not read.
    """
    whole_file = FileLocation(path, 0, 0)
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as error:
        return None, b"", [make_finding("Y001", whole_file, describe_os_error(error))]
    if len(data) > MAX_BYTES:
        size = f"the file is larger than {MAX_BYTES // 2**20} MB"
        return None, b"", [make_finding("Y002", whole_file, size)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, data, [_explain_encoding(path, data, error)]
    text = text.removeprefix("\ufeff")
    forbidden = None if is_ordinary_text(text) else _FORBIDDEN.search(text)
    if forbidden:
        message = f"the character U+{ord(forbidden[0]):04X} is not allowed in a content file"
        return None, data, [make_finding("Y004", location_at(path, text, forbidden.start()), message)]
    return text, data, []


def is_ordinary_text(text: str) -> bool:
    """Return whether a text has only ordinary characters: some alphabets and their punctuation.

    None of these is forbidden, invisible or composed with the character before it (NFC). Quick: for Latin
    text only the few characters beyond ASCII are examined.
    """
    other = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return not other or _ORDINARY.fullmatch(other.decode("utf-8", "surrogatepass")) is not None


def location_at(path: str, text: str, offset: int) -> FileLocation:
    """Return the location in a file of an offset in its text, in code points."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return FileLocation(path, line, offset - starts[line - 1] + 1)


def line_spans(text: str) -> list[tuple[int, int]]:
    """Return where each line begins and ends in a text, in code points, without its line end.

    A text that ends with a line end has an empty last line, as an editor shows it.
    """
    spans = []
    start = 0
    for match in LINE_BREAK.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(text))]


def source_lines(path: str) -> list[str]:
    """Return the lines of a file for display; none if it can't be read.

    Bytes that are not UTF-8 become replacement characters, so that a line with such a fault can be shown.
    A byte order mark is left out, as it is in the columns of findings.
    """
    text = read_text(path)[1].decode("utf-8", "replace").removeprefix("\ufeff")
    return [text[start:end] for start, end in line_spans(text)] if text else []


# A file with one fault often has thousands: its lines are counted once.
@lru_cache(maxsize=1)
def _line_starts(text: str) -> array[int]:
    if "\r" in text:
        return array("L", chain((0,), (match.end() for match in LINE_BREAK.finditer(text))))
    return array("L", accumulate((len(line) + 1 for line in text.split("\n")), initial=0))


def read_bytes(path: str, limit: int) -> bytes:
    """Return a file's bytes, of a larger one some more than ``limit``; raises OSError.

    Never blocks: a FIFO or a device is not read.
    """
    # Without O_NONBLOCK, opening a FIFO blocks until there is a writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "this is not a regular file")
        data = os.read(descriptor, min(status.st_size, limit) + 1)
        # One read mostly gets all; the file may grow meanwhile, or arrive in parts.
        while len(data) <= limit and (more := os.read(descriptor, _CHUNK_BYTES)):
            data += more
        return data
    finally:
        os.close(descriptor)


def _explain_encoding(path: str, data: bytes, error: UnicodeDecodeError) -> Finding:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return make_finding("Y003", FileLocation(path, 1, 1), "the file is UTF-16, not UTF-8")
    before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
    message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
    return make_finding("Y003", location_at(path, before, len(before)), message)


def describe_os_error(error: OSError) -> str:
    """Return why a file can't be read, in plain words."""
    if isinstance(error, FileNotFoundError):
        return "the file does not exist, or is a broken link"
    if isinstance(error, PermissionError):
        return "no permission to read the file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder, not a file"
    return os_error_text(error)
