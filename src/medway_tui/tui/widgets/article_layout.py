"""Breaks an article into lines that are spans of its paragraphs."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.text import escape_invisible
from medway_tui.tui.widgets.wrapping import wrap


class ArticleBlock(NamedTuple):
    """A paragraph, or a line about the article."""

    number: int
    """The block's position in the article; -1 for a line about the article."""
    text: str
    """The text as written; ``escape_invisible`` makes it safe to draw."""
    kind: str
    """headline, paragraph, subhead, item, caption, missing or about."""
    label: str = ""
    """Its number in the margin: a paragraph's ``7``, a caption's ``c1``."""


class TextLine(NamedTuple):
    """A line on the screen: a span of a block; the blank line above a block starts and ends at -1."""

    block: int
    start: int
    end: int
    first: bool = False
    """Whether it is the first line of text of its block."""

    @property
    def blank(self) -> bool:
        """Whether it is the blank line above its block."""
        return self.start < 0


class ArticleLayout:
    """The lines of an article at a width in cells: 5 MB take 0.2 s."""

    def __init__(self, blocks: Sequence[ArticleBlock], width: int) -> None:
        self.lines = list(_break_lines(blocks, width))

    @property
    def height(self) -> int:
        """The number of lines, with a blank one at the end."""
        return len(self.lines) + 1

    def line(self, number: int) -> TextLine | None:
        """Return a line by its number; None above the first and below the last."""
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def line_of(self, block: int, offset: int) -> int:
        """Return the number of the line with a place in a block; offset -1 is the blank line above it."""
        # Spaces at the start of a block are on no line, and some blocks have no blank line above them.
        first = bisect_left(self.lines, (block, min(offset, 0)))
        return max(first, bisect_right(self.lines, (block, offset, sys.maxsize)) - 1)


def _break_lines(blocks: Sequence[ArticleBlock], width: int) -> Iterator[TextLine]:
    kind_above = ""
    for number, block in enumerate(blocks):
        if number and not block.kind == kind_above in ("item", "about"):
            yield TextLine(number, -1, -1)
        kind_above = block.kind
        indent = 2 if block.kind == "item" else 0
        (start, end), *others = wrap(escape_invisible(block.text), width - indent)
        yield TextLine(number, start, end, first=True)
        for start, end in others:
            yield TextLine(number, start, end)
