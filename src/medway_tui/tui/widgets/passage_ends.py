"""The ends of a passage of an article that is being selected by keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Offset
from textual.selection import Selection

from medway_tui.tui.widgets.article_layout import ArticleBlock, ArticleLayout

_WORD = re.compile(r"\S+")


class TextPosition(NamedTuple):
    """A place in an article, by the position of its block in the pane and a code point in it."""

    block: int
    offset: int


class PassageEnds:
    """A passage with a fixed end and one that the keys move; ``swap`` changes the two."""

    def __init__(
        self, blocks: Sequence[ArticleBlock], fixed: tuple[int, int], moving: tuple[int, int]
    ) -> None:
        self._blocks = blocks
        self._fixed = TextPosition(*fixed)
        self.moving = TextPosition(*moving)
        """The end that the keys move."""

    @property
    def selection(self) -> Selection:
        """The passage as Textual has selections: offsets of (code point, block)."""
        first, last = sorted((self._fixed, self.moving))
        return Selection(Offset(first.offset, first.block), Offset(last.offset, last.block))

    def swap(self) -> None:
        """Move the other end from now on."""
        self._fixed, self.moving = self.moving, self._fixed

    def move_lines(self, layout: ArticleLayout, lines: int) -> None:
        """Move the end by lines: to the end of a line after the fixed end, to the start of one before it."""
        step = 1 if lines > 0 else -1
        block, offset = self.moving
        # An end of a line can be the start of the next.
        here = layout.line_of(block, offset - (self.moving > self._fixed and offset > 0))
        left = abs(lines)
        found = None
        while left and (line := layout.line(here + step)) is not None:
            here += step
            if not line.blank and self._is_text(line.block):
                found = line
                left -= 1
        if found is not None:
            start, end = TextPosition(found.block, found.start), TextPosition(found.block, found.end)
            self.moving = end if end > self._fixed else start

    def move_words(self, words: int) -> None:
        """Move the end by words: to the end of one after the fixed end, to the start of one before it."""
        for _ in range(abs(words)):
            self.moving = self._word_beside(1 if words > 0 else -1) or self.moving

    def move_to_end(self, *, last: bool) -> None:
        """Move the end to the beginning or the end of the article."""
        blocks = [at for at in range(len(self._blocks)) if self._is_text(at)]
        if blocks:
            at = blocks[-1] if last else blocks[0]
            self.moving = TextPosition(at, len(self._blocks[at].text) if last else 0)

    def _word_beside(self, step: int) -> TextPosition | None:
        block, offset = self.moving
        while 0 <= block < len(self._blocks):
            if self._is_text(block):
                edges = self._edges(block)
                if step > 0:
                    found = next((edge for edge in edges if edge > offset), None)
                else:
                    found = next((edge for edge in reversed(edges) if edge < offset), None)
                if found is not None:
                    return TextPosition(block, found)
            block += step
            offset = -1 if step > 0 else len(self._blocks[block].text) + 1 if block >= 0 else 0
        return None

    def _edges(self, block: int) -> list[int]:
        """Return where the moving end can be in a block: word ends after the fixed end, starts before it."""
        edges = []
        for word in _WORD.finditer(self._blocks[block].text):
            if TextPosition(block, word.end()) > self._fixed:
                edges.append(word.end())
            if TextPosition(block, word.start()) < self._fixed:
                edges.append(word.start())
        return sorted(edges)

    def _is_text(self, block: int) -> bool:
        """Whether a block is the article's, not a line about it."""
        return self._blocks[block].number >= 0
