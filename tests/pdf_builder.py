"""A builder of PDFs for tests: pages of lines in standard fonts, as simple programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_FONTS = ("Helvetica", "Helvetica-Bold")


class Line(NamedTuple):
    """A line of a page: its place is in points from the left and the bottom."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    bold: bool = False
    operators: str = ""
    """Operators before the words, such as “3 Tr” for words that are not seen."""


def write_lines(lines: Sequence[Line]) -> bytes:
    """Return the content of a page."""
    parts = []
    for line in lines:
        text = line.text.encode("cp1252")
        for special in (b"\\", b"(", b")"):
            text = text.replace(special, b"\\" + special)
        font = 2 if line.bold else 1
        place = f"BT {line.operators} /F{font} {line.size} Tf {line.x} {line.y} Td (".encode()
        parts.append(place + text + b") Tj ET")
    return b"\n".join(parts)


def make_pdf(
    *pages: Sequence[Line] | bytes,
    info: str = "",
    page_keys: str = "",
    has_fonts: bool = True,
    has_table: bool = True,
) -> bytes:
    """Return a PDF of A4 pages, each its lines or its content; ``info`` is the PDF of its properties."""
    objects: list[bytes] = [b"", b""]
    kids = []
    first_page = 3 + len(_FONTS)
    fonts = " ".join(f"/F{n} {n + 2} 0 R" for n in range(1, len(_FONTS) + 1))
    for name in _FONTS:
        objects.append(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode())
    for n, page in enumerate(pages):
        content = page if isinstance(page, bytes) else write_lines(page)
        number = first_page + 2 * n
        kids.append(f"{number} 0 R")
        resources = f"/Resources<</Font<<{fonts}>>>>" if has_fonts else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {number + 1} 0 R"
            f"{page_keys}>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    objects.append(f"<<{info}>>".encode())
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (len(objects) + 1, len(objects))
    if not has_table:
        return data + trailer
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return data + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def wrap(*paragraphs: str, x: float = 72, y: float = 700, width: int = 80, gap: float = 8) -> list[Line]:
    """Return the lines of paragraphs, each filled to a number of characters, with a gap between them."""
    lines = []
    for paragraph in paragraphs:
        words: list[str] = []
        for word in [*paragraph.split(), ""]:
            if words and (not word or len(" ".join([*words, word])) > width):
                lines.append(Line(" ".join(words), x, y))
                y -= 14
                words = []
            words += [word] if word else []
        y -= gap
    return lines
