"""Messages in the format of mail (RFC 5322) with parts (RFC 2045): mail itself, and pages saved as MHTML.

Parts are found in the bytes and decoded one at a time, so that a page with many pictures takes little memory.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from typing import NamedTuple

from medway_tui.saved_pages.blocks import UnreadableError, normalise_text
from medway_tui.saved_pages.decode import DecodedText, decode

MAX_DEPTH = 20
"""How deep parts may be in other parts."""
_MAX_PARTS = 10_000
"""The most parts of a message."""
_MAX_HEADER_BYTES = 2**20
_MAX_VALUE_LENGTH = 8_000
"""How much of a header is read, in characters: the time of some parsers grows with the square of it."""
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r|\A\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CHARSETS_AS_WINDOWS = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "ascii": "utf-8"}
"""Encodings that mail programs name where they mean a larger one."""
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))


class MimePart(NamedTuple):
    """A message, or a part of one."""

    headers: Message
    body: bytes
    """As it is transferred: see ``payload``."""
    depth: int = 0

    @property
    def content_type(self) -> str:
        """Its type and subtype in lower case, such as text/html."""
        return self.headers.get_content_type()

    @property
    def file_name(self) -> str:
        """The name of the file that it is; empty where it is none."""
        try:
            name = self.headers.get_filename()
        except (ValueError, LookupError, TypeError):
            return ""
        return decode_words(str(name)) if name else ""

    @property
    def content_id(self) -> str:
        """Its identifier without brackets."""
        return self.find("Content-ID").strip("<> ")

    def find(self, name: str) -> str:
        """Return a header's text, with encoded words decoded (RFC 2047); empty where there is none."""
        # As they are in the file: get() replaces bytes that are not ASCII.
        values = (value for key, value in self.headers.raw_items() if key.lower() == name.lower())
        return decode_words(str(next(values, ""))[:_MAX_VALUE_LENGTH])

    def parameter(self, name: str) -> str:
        """Return a parameter of its type, such as ``start``."""
        try:
            value = self.headers.get_param(name)
        except (ValueError, LookupError, TypeError):
            return ""
        if isinstance(value, tuple):
            value = value[2]
        return str(value or "").strip()

    @property
    def payload(self) -> bytes:
        """Its bytes, once base64 or quoted-printable is undone."""
        encoding = str(self.headers.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding == "base64":
            return _decode_base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        return self.body

    def parts(self) -> Iterator[MimePart]:
        """Yield the parts of a multipart message; nothing for any other.

        Raises UnreadableError where they are nested too deep, or too many.
        """
        boundary = self.parameter("boundary")
        if not self.content_type.startswith("multipart/") or not boundary:
            return
        if self.depth >= MAX_DEPTH:
            raise UnreadableError(
                f"its parts are nested more than {MAX_DEPTH} deep", "save the article alone"
            )
        delimiter = b"--" + boundary.encode("utf-8", "surrogateescape")
        start = None
        markers = re.finditer(
            rb"(?:\A|(?<=\n))" + re.escape(delimiter) + rb"(--)?[ \t]*(?:\r?\n|\Z)", self.body
        )
        for count, match in enumerate(markers):
            if start is not None:
                yield self._part(start, match.start())
            start = match.end()
            if match[1] is not None:
                return
            if count > _MAX_PARTS:
                raise UnreadableError(f"it has more than {_MAX_PARTS:,} parts", "save the article alone")
        if start is not None:
            # The end is missing: what there is, is read, without a delimiter that is cut off.
            line = self.body.rfind(b"\n") + 1
            is_cut = 0 < line < len(self.body) and delimiter.startswith(self.body[line:])
            yield self._part(start, max(start, line) if is_cut else len(self.body))

    def _part(self, start: int, end: int) -> MimePart:
        return parse_message(self.body[start:end].removesuffix(b"\n").removesuffix(b"\r"), self.depth + 1)

    def decode_text(self, encoding: str | None) -> DecodedText:
        """Return its text; ``encoding`` overrides what it says.

        Raises UnreadableError where it is too large or no text.
        """
        return decode_as_said(self.payload, self.parameter("charset"), encoding)


def parse_message(data: bytes, depth: int = 0) -> MimePart:
    """Return a message from its bytes."""
    end = _HEAD_END.search(data[:_MAX_HEADER_BYTES])
    head, body = (data[: end.start()], data[end.end() :]) if end else (data[:_MAX_HEADER_BYTES], b"")
    headers = BytesHeaderParser().parsebytes(head + b"\n\n")
    for name, value in [*headers.raw_items()]:
        if name.lower().startswith("content-") and len(str(value)) > _MAX_VALUE_LENGTH:
            headers.replace_header(name, str(value)[:_MAX_VALUE_LENGTH])
    return MimePart(headers, body, depth)


def decode_as_said(data: bytes, charset: str, encoding: str | None) -> DecodedText:
    """Decode bytes by the encoding that is said beside them, or as they are if that can't be right.

    ``encoding`` is the user's, and overrides it. Raises UnreadableError where they are too large or no text.
    """
    name = _codec_name(charset)
    if encoding is None and name and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE)):
        try:
            data.decode(name)
        except (UnicodeError, ValueError):
            text, remarks = decode(data)
            return DecodedText(text, [f"it is not {name}, as the file says", *remarks])
        return decode(data, name)
    return decode(data, encoding)


def decode_words(value: str) -> str:
    """Return a header's value as text on one line, with encoded words decoded (RFC 2047)."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, binascii.Error):
        pieces = [(value, None)]
    parts = []
    for piece, charset in pieces:
        data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        parts.append(_decode_leniently(data, charset))
    return normalise_text("".join(parts))


def _decode_leniently(data: bytes, charset: str | None) -> str:
    for name in (_codec_name(charset or ""), "utf-8"):
        try:
            return data.decode(name or "utf-8")
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


def _codec_name(charset: str) -> str:
    """Return the name of an encoding as Python knows it; empty where there is none that text may have."""
    charset = charset.strip("\"' ").lower()
    try:
        codec = codecs.lookup(charset)
        "".encode(charset)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if codec.name in _NO_CHARSETS else _CHARSETS_AS_WINDOWS.get(codec.name, codec.name)


def _decode_base64(data: bytes) -> bytes:
    """Return decoded bytes; a last group that is cut off is left out."""
    kept = _NOT_BASE64.sub(b"", data)
    rest = len(kept) % 4
    kept = kept + b"=" * (4 - rest) if rest > 1 else kept[: len(kept) - rest]
    return base64.b64decode(kept)
