"""Plain text to pieces: each line is one, but where lines were wrapped to a width."""

from __future__ import annotations

import re
from itertools import groupby
from statistics import median

from medway_tui.saved_pages.blocks import SavedBlock, ends_sentence, guess_kind, normalise_text

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
"""What ends a line of a saved text."""

LIST_ITEM = re.compile(r"^(?:[•·◦‣▪●]\s*|[*-]\s+)(?=\S)")
"""What an item of a list begins with."""

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]-) (?=[^\W\d_])")
"""The line end within a compound word, as a space."""

_MAX_WRAP_WIDTH = 120
"""To how many characters programs wrap lines at most."""

_MIN_WRAP_WIDTH = 40


def read_plain_text(text: str) -> list[SavedBlock]:
    """The pieces of a plain text.

    A line is a piece. Where blank lines stand between longer stretches of lines of about one width, few of
    which end a sentence, the lines were wrapped, and a stretch is a piece.
    """
    lines = [(number, normalise_text(line)) for number, line in enumerate(LINE_END.split(text), 1)]
    groups = [list(group) for filled, group in groupby(lines, key=lambda each: bool(each[1])) if filled]
    joined = _is_hard_wrapped(groups)
    pieces = []
    for place, group in enumerate(groups):
        if joined and not any(LIST_ITEM.match(line) for _, line in group[1:]):
            group = [(group[0][0], _BROKEN_WORD.sub("", " ".join(line for _, line in group)))]  # noqa: PLW2901 - the same, joined
        pieces += [_line_block(number, line, place) for number, line in group]
    return pieces


def _line_block(number: int, line: str, group: int) -> SavedBlock:
    item = LIST_ITEM.match(line)
    if item:
        return SavedBlock(number, line[item.end() :], "item", group)
    return SavedBlock(number, line, guess_kind(line), group)


def _is_hard_wrapped(groups: list[list[tuple[int, str]]]) -> bool:
    """Whether the lines were broken to fit a width, so that a blank line ends a paragraph."""
    inner = [line for group in groups for _, line in group[:-1]]
    if len(groups) < 2 or len(inner) < 3:
        return False
    if (
        not _MIN_WRAP_WIDTH <= median(map(len, inner)) <= _MAX_WRAP_WIDTH
        or max(map(len, inner)) > _MAX_WRAP_WIDTH
    ):
        return False
    return sum(map(ends_sentence, inner)) < len(inner) / 2
