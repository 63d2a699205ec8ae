"""The text of a file as it is written: what nobody sees in an editor, and what can safely be mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding, Fix
from medway_tui.text import shorten
from medway_tui.yaml_io.reader import line_spans

_TRAILING_SPACES = " \t\u00a0"
_SUSPICIOUS = ("\t", " \n", " \r")
_INNER_TAB = re.compile(r"(?<=\S)\t+(?=\S)")


def check_whitespace(path: str, text: str) -> Iterator[Finding]:
    """Findings for a file's text without its byte order mark; each with the change that mends it."""
    if text.isascii() and not text.endswith(" ") and not any(map(text.__contains__, _SUSPICIOUS)):
        return
    for number, (start, end) in enumerate(line_spans(text), 1):
        line = text[start:end]
        if line.isascii() and "\t" not in line and not line.endswith(" "):
            continue
        at = len(line.rstrip(_TRAILING_SPACES)) + 1
        length = len(line) + 1 - at
        if length:
            yield make_finding("T101", path, number, at, "spaces end this line", Fix(number, at, length, ""))
        for tab in _INNER_TAB.finditer(line):
            at = tab.start() + 1
            yield make_finding(
                "T106", path, number, at, "a tab stands here", Fix(number, at, len(tab[0]), " ")
            )
        if not line.isascii() and not unicodedata.is_normalized("NFC", line):
            yield _nfc_finding(path, number, line)


def _nfc_finding(path: str, number: int, line: str) -> Finding:
    """The finding for the part of a line that differs from its composed form."""
    composed = unicodedata.normalize("NFC", line)
    shorter = min(len(line), len(composed))
    start = next((n for n in range(shorter) if line[n] != composed[n]), shorter)
    same = next((n for n in range(shorter - start) if line[-1 - n] != composed[-1 - n]), shorter - start)
    decomposed, new = line[start : len(line) - same], composed[start : len(composed) - same]
    shown = shorten(new, 20)
    return make_finding(
        "T102",
        path,
        number,
        start + 1,
        f"accents stand apart from their letters: {shown}",
        Fix(number, start + 1, len(decomposed), new),
    )
