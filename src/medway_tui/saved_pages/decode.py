"""Decodes the bytes of a saved article."""

from __future__ import annotations

import codecs
import re

from medway_tui.saved_pages.blocks import UnreadableError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""A longer mark is before the ones it begins with."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET_SEARCH_BYTES = 4_096
"""How much of a page is searched for a declaration of its encoding."""

_BINARY_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP, as are Word's files",
    b"{\\rtf": "RTF",
    **dict.fromkeys(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0"), "no text: its first bytes are binary"
    ),
}


def decode(data: bytes, encoding: str | None = None) -> tuple[str, list[str]]:
    """Return the text of some bytes, and remarks for the report on how it was read.

    A byte order mark or a page's declaration names the encoding, else it is UTF-8; what is not valid
    UTF-8 is read as Windows-1252, with a remark. ``encoding`` overrides all of it. Raises UnreadableError
    for what is no text, with the line and column.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and encoding is None:
            return _decode_as(data[len(mark) :], name), []
    if encoding is not None:
        return _decode_as(data, encoding).removeprefix("\ufeff"), []
    signature = next(filter(data.startswith, _BINARY_SIGNATURES), None)
    if signature is not None or b"\0" in data:
        kind = _BINARY_SIGNATURES[signature] if signature else "no text: it has a byte 0"
        raise UnreadableError(
            f"this is {kind}",
            "save the article as text or HTML, or name its encoding with --encoding",
            *_line_and_column(data, 0 if signature else data.index(0)),
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        bad = error.start
    declared = _CHARSET.search(data[:_CHARSET_SEARCH_BYTES])
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    is_western = name in ("utf-8", "utf8", "iso-8859-1", "latin1")
    line, column = _line_and_column(data, bad)
    try:
        text = data.decode("cp1252" if is_western else name)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableError(
            f"the byte 0x{data[bad]:02X} is neither UTF-8 nor Windows-1252",
            "save it as UTF-8, or name its encoding with --encoding",
            line,
            column,
        ) from None
    if name not in ("utf-8", "utf8"):
        return text, []
    return text, [
        f"line {line}: the byte 0x{data[bad]:02X} is not UTF-8, so the file was read as Windows-1252;"
        " --encoding names another"
    ]


def _decode_as(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except LookupError:
        raise UnreadableError(f"there is no encoding {name}", "try utf-8, cp1252 or utf-16") from None
    except (UnicodeDecodeError, UnicodeError) as error:
        at = getattr(error, "start", 0)
        raise UnreadableError(
            f"this is not {name.upper()}, from byte {at + 1} on", "name another --encoding"
        ) from None


def _line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    """Return the line and column of a byte, from 1; the column in characters."""
    before = data[:offset]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1
