"""Bytes to text: size, encoding, and the characters that no content file may hold."""

from __future__ import annotations

import os
import re
import stat
from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, chain

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding

MAX_BYTES = 16 * 2**20
"""The largest file that is read, in bytes."""

_CHUNK_BYTES = 2**16
"""Bytes that are asked for where a file turns out to hold more than it said."""

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
"""What ends a line of a content file."""


def read_text(path: str) -> tuple[str | None, bytes, list[Finding]]:
    """The text of a file without its byte order mark, its bytes, and what is wrong with them.

    The text is None when the file can't be read as text at all. Waits for nothing: a FIFO or a
    device is not opened for reading.
    """
    try:
        data = _read_bytes(path)
    except _NotRegularError:
        return None, b"", [make_finding("Y001", path, 0, 0, "this is not a regular file")]
    except OSError as error:
        return None, b"", [make_finding("Y001", path, 0, 0, _describe_os_error(error))]
    if len(data) > MAX_BYTES:
        size = f"the file is larger than {MAX_BYTES // 2**20} MB"
        return None, b"", [make_finding("Y002", path, 0, 0, size)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None, data, [make_finding("Y003", path, 1, 1, "the file is UTF-16, not UTF-8")]
        before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        line, column = line_and_column(before, len(before))
        what = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        return None, data, [make_finding("Y003", path, line, column, what)]
    text = text.removeprefix("\ufeff")
    bad = None if is_ordinary_text(text) else _FORBIDDEN.search(text)
    if bad:
        line, column = line_and_column(text, bad.start())
        what = f"the character U+{ord(bad[0]):04X} may not stand in a content file"
        return None, data, [make_finding("Y004", path, line, column, what)]
    return text, data, []


def is_ordinary_text(text: str) -> bool:
    """Whether a text has none but usual characters: letters of some alphabets, and what is typed with them.

    None of these is forbidden or unseen, and none is composed with what stands before it (NFC). Of a text in
    Latin letters only the few characters beyond ASCII are looked at.
    """
    odd = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return not odd or _ORDINARY.fullmatch(odd.decode("utf-8", "surrogatepass")) is not None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset in code points."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


# A file with one fault often has thousands: its lines are counted once.
@lru_cache(maxsize=1)
def _line_starts(text: str) -> array[int]:
    if "\r" in text:
        return array("L", chain((0,), (match.end() for match in LINE_BREAK.finditer(text))))
    return array("L", accumulate((len(line) + 1 for line in text.split("\n")), initial=0))


class _NotRegularError(Exception):
    """What was to be read is a folder, a FIFO, a device."""


def _read_bytes(path: str) -> bytes:
    # Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise _NotRegularError
        data = os.read(descriptor, min(status.st_size, MAX_BYTES) + 1)
        # What is read at once is mostly all; it may grow meanwhile, or be given in parts.
        while len(data) <= MAX_BYTES and (more := os.read(descriptor, _CHUNK_BYTES)):
            data += more
        return data
    finally:
        os.close(descriptor)


def _describe_os_error(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file is not there, or is a link to nothing"
    if isinstance(error, PermissionError):
        return "there is no permission to read the file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder, not a file"
    return (error.strerror or "the file can't be read").lower()


def line_spans(text: str) -> list[tuple[int, int]]:
    """Where each line begins and ends in a text, in code points, without its line end.

    A text that ends with a line end has an empty last line, as an editor shows it.
    """
    found = []
    start = 0
    for match in LINE_BREAK.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(text))]


def source_lines(path: str) -> list[str]:
    """The lines of a file as they can be shown; none when it can't be read.

    Bytes that are not UTF-8 become replacement characters, so that the line which is faulty for them
    can be shown too. A byte order mark counts for nothing, here as in the columns of findings.
    """
    text = read_text(path)[1].decode("utf-8", "replace").removeprefix("\ufeff")
    return [text[start:end] for start, end in line_spans(text)] if text else []
