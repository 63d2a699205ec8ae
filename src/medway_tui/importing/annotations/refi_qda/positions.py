"""Where the selections of a REFI-QDA project are in the texts: programs count characters differently.

The schema says no more than that positions are whole numbers. QualCoder counts code points and reads a CRLF
as two characters; ATLAS.ti counts it as one though its files have both; NVivo counts UTF-16 units, of which
an emoji has two; a byte order mark may count; and an end may be the last character or the one after it. The
project itself shows which it is: most programs name a selection by its first words, and people select whole
words. All ways are tried on its selections, and the one that fits most of them is used.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from medway_tui.importing.annotations.refi_qda.project import ProjectDocument, ProjectSelection, QdaProject

_MAX_TRIED = 4_000
"""On how many selections the ways are tried; more say nothing new."""
_NAME_SCORE = 4
"""How much more the words of a name say than the ends of words."""
_CUT = re.compile(r"(?:\.{3}|…)\s*$")
_TWO = 2
"""The characters of a line break as Windows has it: a carriage return and a line feed."""
_MIN_NAME = 3
_NAME_LENGTH = 24
"""How many characters of a name are compared: some programs shorten in the middle."""


class Counting(NamedTuple):
    """A way to count characters."""

    line_break: int = 0
    """How many characters a line break is; 0 for as many as the file has."""
    is_utf16: bool = False
    """Whether characters beyond the Basic Multilingual Plane count as two."""
    counts_mark: bool = False
    """Whether a byte order mark counts."""
    is_end_included: bool = False
    """Whether the end is the last character, and not the one after it."""


_WAYS = tuple(
    Counting(line_break, is_utf16, counts_mark, is_end_included)
    for is_end_included, counts_mark, is_utf16, line_break in product(
        (False, True), (False, True), (False, True), (0, 1, 2)
    )
)
"""All ways, the likeliest first: of two that fit as well, the first is used."""


def describe_counting(counting: Counting) -> str:
    """Return in words how characters are counted."""
    parts = [
        "UTF-16 units" if counting.is_utf16 else "code points",
        {0: "", 1: "a line break counted as one", _TWO: "a line break counted as two"}[counting.line_break],
        "the byte order mark counted" if counting.counts_mark else "",
        "ends included" if counting.is_end_included else "",
    ]
    return ", ".join(filter(None, parts))


def find_counting(project: QdaProject) -> Counting:
    """Return how a project counts characters."""
    first = Counting(1) if "ATLAS" in project.origin.upper() else Counting()
    ways = [first, *(each for each in _WAYS if each != first)]
    scores = [0] * len(ways)
    tried = 0
    for document in project.documents:
        if document.text is None or tried >= _MAX_TRIED:
            continue
        chosen = document.selections[: _MAX_TRIED - tried]
        tried += len(chosen)
        for number, way in enumerate(ways):
            text = CountedText(document, way)
            scores[number] += sum(_score(document.text, text.span(each), each.name) for each in chosen)
    return ways[scores.index(max(scores))]


def _score(text: str, span: tuple[int, int] | None, name: str) -> int:
    """Return how well a span of a text fits a selection."""
    if span is None:
        return 0
    start, end = span
    score = int(_is_boundary(text, start)) + int(_is_boundary(text, end))
    # White space at an end is taken along only by chance.
    score += int(not text[start].isspace()) + int(not text[end - 1].isspace())
    wanted = "".join(_CUT.sub("", name).split())
    if len(wanted) >= _MIN_NAME:
        # Longer by white space alone, if it has the words of the name.
        words = "".join(text[start : min(end, start + 4 * len(name) + _NAME_LENGTH)].split())
        length = min(len(wanted), _NAME_LENGTH)
        score += _NAME_SCORE * ((words[:length] == wanted[:length]) + (words == wanted))
    return score


def _is_boundary(text: str, at: int) -> bool:
    """Whether no word goes on at a place."""
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


class CountedText:
    """A document's text with the way from a program's positions to code points."""

    def __init__(self, document: ProjectDocument, counting: Counting) -> None:
        self._text = document.text or ""
        self._counting = counting
        self._offset = int(counting.counts_mark and document.has_mark)
        starts: list[int] = []
        shifts: list[int] = []
        shift = 0
        for at, difference in _differences(self._text, counting):
            shift += difference
            # From the character after this one, positions are larger by the sum of all differences.
            starts.append(at + 1 + shift)
            shifts.append(shift)
        self._starts = starts
        self._shifts = shifts

    def span(self, selection: ProjectSelection) -> tuple[int, int] | None:
        """Return the code points of a selection; None where it is empty or not in the text."""
        start = self._place(selection.start)
        end = self._place(selection.end + int(self._counting.is_end_included))
        return (start, end) if 0 <= start < end <= len(self._text) else None

    def _place(self, position: int) -> int:
        position -= self._offset
        number = bisect_right(self._starts, position)
        return position - (self._shifts[number - 1] if number else 0)


def _differences(text: str, counting: Counting) -> Iterable[tuple[int, int]]:
    """Yield each character that counts as none or two, with how many more than one it counts."""
    patterns = []
    if counting.is_utf16:
        patterns.append("[\U00010000-\U0010ffff]")
    if counting.line_break == 1:
        patterns.append("\r(?=\n)")
    elif counting.line_break == _TWO:
        patterns.append("(?<!\r)\n")
    if not patterns or (text.isascii() and counting.line_break == 0):
        return
    for match in re.finditer("|".join(patterns), text):
        yield match.start(), -1 if match[0] == "\r" else 1
