"""Reads the parts of documents that are ZIP archives: DOCX, ODT and EPUB; their XML without entities."""

from __future__ import annotations

import io
import zipfile
from typing import Any, NamedTuple

from lxml import etree

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.file_kinds import ZIP_DAMAGE


class ZipLimits(NamedTuple):
    """How much of an archive is read."""

    parts: int = 20_000
    """The most parts that it may have."""
    part_bytes: int = 16 * 2**20
    """The size of the largest part that is unpacked."""
    total_bytes: int = 128 * 2**20
    """How much is unpacked in all."""


_LIMITS = ZipLimits()
_MAX_RATIO = 200
"""How many times its packed size a part may have: XML packs to a tenth, rarely to a hundredth."""
_MIN_SUSPECT_BYTES = 2**20
"""A smaller part is unpacked whatever its packed size is."""
_ENCRYPTED = 0x1

_COPY_AGAIN = "copy or download it again"
_SAVE_AGAIN = "save it again from the program that opens it, or save it as plain text (.txt)"


class ZipParts:
    """The parts of a document that is a ZIP archive; ``kind`` names it: “a Word document (DOCX)”.

    Raises UnreadableError where it is no archive, or has more parts than its limits allow.
    """

    def __init__(self, data: bytes, kind: str, limits: ZipLimits = _LIMITS) -> None:
        self.kind = kind
        self._limits = limits
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_DAMAGE:
            raise self.damaged() from None
        parts = self._archive.infolist()
        if len(parts) > limits.parts:
            raise UnreadableError(f"this is {kind} with more than {limits.parts:,} parts", _SAVE_AGAIN)
        self._parts = {part.filename.lstrip("/"): part for part in parts}
        """The parts by their names; of two with the same name the last, as other programs read it."""

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """Return the names of the parts in the order in which they are in the archive."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises UnreadableError where it is missing, encrypted, damaged, or too large once it is unpacked.
        """
        part = self._parts.get(name)
        if part is None:
            raise UnreadableError(f"this is {self.kind} without its part {name[:80]!r}", _SAVE_AGAIN)
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableError(
                f"this is {self.kind} that is protected by a password",
                "remove the password in the program that opens it, and save it again",
            )
        size = part.file_size
        is_bomb = size > _MIN_SUSPECT_BYTES and size > _MAX_RATIO * max(1, part.compress_size)
        if size > self._limits.part_bytes or is_bomb or self._unpacked + size > self._limits.total_bytes:
            raise UnreadableError(
                f"this is {self.kind} whose part {name[:80]!r} is too large once it is unpacked"
                f" ({size:,} bytes)",
                "copy the article's text into a text file, and import that",
            )
        # zipfile unpacks no more than the size that it names: a wrong size gives a wrong checksum.
        self._unpacked += size
        try:
            return self._archive.read(part)
        except ZIP_DAMAGE:
            raise self.damaged() from None

    def parse(self, name: str) -> Any:
        """Return the root element of a part of XML, without comments, entities and anything from outside.

        Raises UnreadableError as ``read`` does, and where it is no XML, declares entities, or is nested more
        than 256 deep.
        """
        return parse_xml(self.read(name), self.kind, name)

    def damaged(self) -> UnreadableError:
        """Return the error of a file that is not whole."""
        return UnreadableError(f"this is {self.kind} that is damaged or not complete", _COPY_AGAIN)


def parse_xml(data: bytes, kind: str, name: str) -> Any:
    """Return the root element of the XML of a part; see ``ZipParts.parse``."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None) or 0
        reason = "elements nested too deep" if "depth" in str(error).lower() else "no well-formed XML"
        raise UnreadableError(
            f"this is {kind} whose part {name[:80]!r} has {reason}{f' in line {line}' if line else ''}",
            _SAVE_AGAIN,
        ) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise UnreadableError(f"this is {kind} whose part {name[:80]!r} declares entities", _SAVE_AGAIN)
    return root
