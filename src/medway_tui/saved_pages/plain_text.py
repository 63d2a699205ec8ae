"""Reads the blocks of a plain text: each line is one, unless lines were wrapped to a width."""

from __future__ import annotations

import re
from itertools import groupby
from statistics import median

from medway_tui.saved_pages.blocks import SavedBlock, ends_sentence, guess_kind, normalise_text

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
"""A line break, as any program writes it."""

LIST_ITEM = re.compile(r"^(?:[•·◦‣▪●]\s*|[*-]\s+)(?=\S)")
"""The bullet of a list item."""

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]-) (?=[^\W\d_])")
"""A space in the place of a line break within a compound word."""

_MAX_WRAP_WIDTH = 120
"""The widest column, in characters, to which programs wrap lines."""

_MIN_WRAP_WIDTH = 40


def read_plain_text(text: str) -> list[SavedBlock]:
    """Return the blocks of a plain text.

    A line is a block. Where blank lines separate groups of lines of about the same width, few of which
    end a sentence, the lines were wrapped, and each group is a block.
    """
    lines = [(number, normalise_text(line)) for number, line in enumerate(LINE_END.split(text), 1)]
    groups = [list(group) for filled, group in groupby(lines, key=lambda each: bool(each[1])) if filled]
    if _is_hard_wrapped(groups):
        groups = [_join_lines(group) for group in groups]
    return [_line_block(number, line, place) for place, group in enumerate(groups) for number, line in group]


def _join_lines(group: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the lines of a group as one, unless they are the items of a list."""
    if any(LIST_ITEM.match(line) for _, line in group[1:]):
        return group
    return [(group[0][0], _BROKEN_WORD.sub("", " ".join(line for _, line in group)))]


def _line_block(number: int, line: str, group: int) -> SavedBlock:
    item = LIST_ITEM.match(line)
    if item:
        return SavedBlock(number, line[item.end() :], "item", group)
    return SavedBlock(number, line, guess_kind(line), group)


def _is_hard_wrapped(groups: list[list[tuple[int, str]]]) -> bool:
    """Return whether the lines were broken to fit a width, so that a blank line ends a paragraph."""
    inner = [line for group in groups for _, line in group[:-1]]
    if len(groups) < 2 or len(inner) < 3:
        return False
    widths = [len(line) for line in inner]
    if median(widths) < _MIN_WRAP_WIDTH or max(widths) > _MAX_WRAP_WIDTH:
        return False
    return sum(map(ends_sentence, inner)) < len(inner) / 2
