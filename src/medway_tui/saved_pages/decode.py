"""Decodes the bytes of a saved article."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from medway_tui.saved_pages.blocks import UnreadableError

MAX_BYTES = 16 * 2**20
"""The size of the largest file that is read, without the pictures that are written into it."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""A longer mark is before the ones it begins with."""

_DATA_ADDRESS = re.compile(
    rb"data:[a-zA-Z0-9.+-]{1,60}/[a-zA-Z0-9.+-]{1,80}[a-zA-Z0-9;=.+-]{0,80},[A-Za-z0-9+/=%_-]{64,}+"
)
"""A picture, font or the like that is written into a page, as SingleFile does."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET_SEARCH_BYTES = 4_096
"""How much of a page is searched for a declaration of its encoding."""

_UTF_8_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_WESTERN = frozenset(("utf-8", "utf8", "iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii", "ascii"))
"""Declared encodings that browsers read as Windows-1252 where the bytes are not UTF-8."""
_MAC_MARKS = re.compile(r"[a-z]Õ[a-z]{1,2}\b|(?<!\w)Ò[^ÒÓ]{1,300}Ó|\s[ÐÑ]\s")
"""Quotation marks and dashes of Mac Roman, read as Windows-1252."""
_MAX_FOREIGN_SHARE = 0.25
"""With more bytes that are not ASCII, a text is not in a Western language."""


class DecodedText(NamedTuple):
    """The text of a file, and remarks for the report on how it was read."""

    text: str
    remarks: list[str]


def decode(data: bytes, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> DecodedText:
    """Decode the bytes of a saved article.

    A byte order mark or a page's declaration names the encoding, else it is UTF-8; what is not valid
    UTF-8 is read as Windows-1252 or as charset-normalizer finds, with a remark. ``encoding`` overrides all of
    it. Raises UnreadableError for what is empty, too large or no text, with the line and column.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    data = _DATA_ADDRESS.sub(b"data:,", data)
    if len(data) > max_bytes:
        raise UnreadableError(
            f"it is larger than {max_bytes // 2**20} MB, not counting the pictures in it",
            "save the article alone, as text or HTML",
        )
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and encoding is None:
            return DecodedText(_decode_as(data[len(mark) :], name), [])
    if encoding is not None:
        return DecodedText(_decode_as(data, encoding).removeprefix("\ufeff"), [])
    if b"\0" in data:
        return _decode_utf_16(data)
    try:
        return DecodedText(data.decode("utf-8"), [])
    except UnicodeDecodeError as error:
        bad = error.start
    return _decode_legacy(data, bad)


def _decode_utf_16(data: bytes) -> DecodedText:
    """Decode a text with bytes 0: UTF-16 without its mark, or nothing that is read."""
    head = data[:2_000]
    zeros = head[1::2].count(0), head[::2].count(0)
    if max(zeros) > 0.4 * len(head) / 2 and min(zeros) <= 0.05 * len(head):
        name = "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"
        return DecodedText(
            _decode_as(data, name), [f"the file was read as {name.upper()}, which it does not say"]
        )
    raise UnreadableError(
        "this is no text: it has a byte 0",
        "save the article as text or HTML, or name its encoding with --encoding",
        *_line_and_column(data, data.index(0)),
    )


def _decode_legacy(data: bytes, bad: int) -> DecodedText:
    """Decode what is not valid UTF-8; ``bad`` is the offset of the first byte that is not."""
    line, column = _line_and_column(data, bad)
    place = f"line {line}: the byte 0x{data[bad]:02X} is not UTF-8"
    if len(_UTF_8_SEQUENCE.findall(data)) > 2 * _count_invalid(data):
        remark = f"{place}, but the rest is: such bytes were read as Windows-1252; --encoding names another"
        return DecodedText(data.decode("utf-8", _ERROR_HANDLER), [remark])
    declared = _CHARSET.search(data[:_CHARSET_SEARCH_BYTES])
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if name not in _WESTERN:
        try:
            return DecodedText(data.decode(name), [])
        except (UnicodeDecodeError, LookupError):
            place += f", and not {name} as the page says"
    text, found = _guess_encoding(data)
    if text is None:
        raise UnreadableError(
            f"the byte 0x{data[bad]:02X} is neither UTF-8 nor Windows-1252",
            "save it as UTF-8, or name its encoding with --encoding",
            line,
            column,
        )
    is_declared = declared is not None and found == "Windows-1252" and name in _WESTERN - {"utf-8", "utf8"}
    return DecodedText(
        text, [] if is_declared else [f"{place}, so the file was read as {found}; --encoding names another"]
    )


def _guess_encoding(data: bytes) -> tuple[str | None, str]:
    """Return the text, and the name of its encoding; None where there is none that fits."""
    foreign = sum(byte >= 0x80 for byte in data)
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    if foreign <= _MAX_FOREIGN_SHARE * len(data):
        if western is not None and len(_MAC_MARKS.findall(western)) * 2 > foreign / 3:
            return data.decode("mac_roman"), "Mac Roman"
        return western, "Windows-1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - needed for few files

    best = from_bytes(data[: 2**18]).best()
    if best is None:
        return western, "Windows-1252"
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        return western, "Windows-1252"


def _read_byte_as_western(error: UnicodeError) -> tuple[str, int]:
    """Return the characters of bytes that are not UTF-8, under Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


_ERROR_HANDLER = "medway_tui.western"
codecs.register_error(_ERROR_HANDLER, _read_byte_as_western)


def _count_invalid(data: bytes) -> int:
    """Return how many times some bytes are not UTF-8."""
    return data.decode("utf-8", "replace").count("\ufffd")


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
