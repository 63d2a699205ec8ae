"""An article's text in lines, laid out a portion at a time as it is seen.

A portion is a run of paragraphs, or a part of one that is very long: some 16,000 characters, which take a
third of a millisecond. Only those that are near what is seen are broken into lines; how many lines the others
have is estimated from their length until they are, and what is on the screen stays where it is. So an article
costs what its first screenfuls cost, whatever its length.

Every portion is laid out by itself: a paragraph of more than a portion has a line that ends early every few
hundred lines, after a sentence where there is one. In return, no line depends on how it was come to.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from medway_tui.text import escape_invisible
from medway_tui.tui.widgets.wrapping import wrap

PORTION = 16_384
"""About how many characters a portion has."""

_BLOCKS = 256
"""The most blocks of a portion."""
_BACK = 2_048
"""How far before the end of a part of a paragraph its last sentence may end, in characters."""
_KEPT = 64
"""The lines of how many portions are kept: what is not seen any more is made anew when it is."""
_AT_ONCE = 4
"""An article of so many portions is laid out as a whole."""
_FILLED = 0.96
"""How much of a line is filled, as a rule: by which heights are estimated."""

_SENTENCE = re.compile(r"[.!?][”’\"')\]]*[ \t\n]|[。！？][”’」』]*")


class ArticleBlock(NamedTuple):
    """A paragraph to be drawn, or a line about the article."""

    number: int
    """Its number; -1 for a line about the article, which no quotation stands in."""
    text: str
    """Its text as it is written: to be made ``visible`` when it is drawn."""
    kind: str
    """headline, paragraph, subhead, item, missing or about."""


class ArticleBlocks:
    """An article's blocks: what it is stands under the headline, what else is known of it at the end."""

    def __init__(
        self,
        paragraphs: Sequence[tuple[str, str]] = (),
        about: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        """``paragraphs`` are texts and kinds, the headline first."""
        self._paragraphs = paragraphs
        self._about = about if paragraphs else ()
        self._notes = notes

    def __len__(self) -> int:
        return len(self._paragraphs) + len(self._about) + len(self._notes)

    def __getitem__(self, at: int, /) -> ArticleBlock:
        if not 0 <= at < len(self):
            raise IndexError(at)
        number = at if at == 0 else at - len(self._about)
        if at and number <= 0:
            return ArticleBlock(-1, self._about[at - 1], "about")
        if number >= len(self._paragraphs):
            return ArticleBlock(-1, self._notes[number - len(self._paragraphs)], "about")
        return ArticleBlock(number, *self._paragraphs[number])

    def block_of(self, number: int) -> int | None:
        """Which block the paragraph of a number is; None where there is none."""
        if not 0 <= number < len(self._paragraphs):
            return None
        return number + len(self._about) if number else 0

    @property
    def last_number(self) -> int:
        """The number of the last paragraph; -1 where there is none."""
        return len(self._paragraphs) - 1

    def sizes(self) -> list[int]:
        """How many characters each has."""
        sizes = [len(text) for text, _ in self._paragraphs]
        about, notes = [len(line) for line in self._about], [len(line) for line in self._notes]
        return [*sizes[:1], *about, *sizes[1:], *notes]


class TextLine(NamedTuple):
    """A line on the screen: a span of a block; the blank line above a block starts and ends at -1."""

    block: int
    start: int
    end: int
    first: bool = False
    """Whether its block's words begin on it."""

    @property
    def blank(self) -> bool:
        """Whether it is the blank line above its block."""
        return self.start < 0


class LayoutPortion(NamedTuple):
    """What is laid out at once, from a place in a block to a place in the same or a later one."""

    block: int
    start: int
    last: int
    end: int
    size: int
    """How many characters it has."""


class ArticleLayout:
    """The lines of an article at a width in cells.

    A line's number is its place from the top, as far as that is known: laying out what is above it may
    change it, which ``settle`` makes up for.
    """

    def __init__(self, blocks: ArticleBlocks, width: int, before: ArticleLayout | None = None) -> None:
        """``before`` is a layout of the same blocks at another width."""
        self._blocks = blocks
        self._width = max(1, width)
        if before is None:
            self.portions = list(_portions(blocks))
        else:
            self.portions = before.portions
        self._starts = [portion[:2] for portion in self.portions]
        self._heights = [self._estimate(portion) for portion in self.portions]
        self._exact = bytearray(len(self.portions))
        self._lines: dict[int, list[TextLine]] = {}
        self._tops = [0, *accumulate(self._heights)]
        if len(self.portions) <= _AT_ONCE:
            for at in range(len(self.portions)):
                self._lay_out(at)

    def resized(self, width: int, blocks: ArticleBlocks) -> ArticleLayout:
        """The layout of blocks at a width, which is this one where both are its own."""
        same = blocks is self._blocks
        return self if same and width == self._width else ArticleLayout(blocks, width, self if same else None)

    @property
    def height(self) -> int:
        """How many lines there are, a blank one at the end too; estimated where not all is laid out."""
        return self._tops[-1] + 1

    @property
    def exact(self) -> bool:
        """Whether all of it has been laid out, so that nothing is estimated."""
        return all(self._exact)

    def line(self, number: int) -> TextLine | None:
        """A line by its number; None above the first and below the last."""
        if not 0 <= number < self._tops[-1]:
            return None
        at = self._portion_on(number)
        lines = self._lay_out(at)
        number -= self._tops[at]
        return lines[number] if number < len(lines) else None

    def line_of(self, block: int, offset: int) -> int:
        """The number of the line with a place in a block; offset -1 is the blank line above it."""
        at = max(0, bisect_right(self._starts, (block, max(0, offset))) - 1)
        lines = self._lay_out(at)
        found = bisect_right(lines, (block, offset, sys.maxsize)) - 1
        if offset >= 0 or found < 0 or lines[found].block != block:
            # Words come after the blank line above them, and some blocks have none.
            found = max(found, min(bisect_left(lines, (block, 0)), len(lines) - 1))
        return self._tops[at] + max(0, found)

    def settle(self, top: int, rows: int) -> int:
        """Lay out what is about to be seen, so many rows from a line on, and what is next to it.

        Returns the number that the line has then: what is above it may turn out to be more or less. The
        last rows where the line is too far down.
        """
        if not self.portions:
            return 0
        at = self._portion_on(min(max(0, top), self._tops[-1] - 1))
        within, before = max(0, top) - self._tops[at], self._heights[at]
        if not self._exact[at]:
            self._lay_out(at)
            # As far down in it as it seemed to be.
            within = within * self._heights[at] // max(1, before)
        top = self._tops[at] + within
        while at + 1 < len(self.portions) and self._tops[at + 1] < top + 3 * rows:
            at += 1
            self._lay_out(at)
        if top + rows > self.height:
            at = len(self.portions) - 1
            while at >= 0 and self._tops[-1] - self._tops[at + 1] < 3 * rows:
                self._lay_out(at)
                at -= 1
            return max(0, self.height - rows)
        at = self._portion_on(top)
        while at >= 0 and self._tops[at + 1] > top - 2 * rows:
            height = self._heights[at]
            self._lay_out(at)
            if self._tops[at] < top:
                top += self._heights[at] - height
            at -= 1
        return top

    def _portion_on(self, number: int) -> int:
        return min(bisect_right(self._tops, number) - 1, len(self.portions) - 1)

    def _lay_out(self, at: int) -> list[TextLine]:
        lines = self._lines.get(at)
        if lines is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            lines = self._lines[at] = list(self._wrapped(self.portions[at]))
            self._exact[at] = 1
            if self._heights[at] != len(lines):
                self._heights[at] = len(lines)
                self._tops = [0, *accumulate(self._heights)]
        return lines

    def _wrapped(self, portion: LayoutPortion) -> Iterator[TextLine]:
        for at in range(portion.block, portion.last + 1):
            block = self._blocks[at]
            start = portion.start if at == portion.block else 0
            end = portion.end if at == portion.last else len(block.text)
            text = escape_invisible(block.text[start:end])
            if start == 0 and at and not _are_adjacent(self._blocks[at - 1], block):
                yield TextLine(at, -1, -1)
            elif start and not text.strip(" "):
                # Spaces alone after a break are no line.
                continue
            indent = 2 if block.kind == "item" else 0
            begins = start == 0
            for first, last in wrap(text, self._width - indent):
                yield TextLine(at, start + first, start + last, begins)
                begins = False

    def _estimate(self, portion: LayoutPortion) -> int:
        blocks = portion.last - portion.block + (portion.start == 0)
        # A blank line above each block, and the half of a line at its end.
        return max(1, round(portion.size / (self._width * _FILLED) + 1.5 * blocks))


def _are_adjacent(above: ArticleBlock, below: ArticleBlock) -> bool:
    """Whether no blank line stands between two blocks."""
    return above.kind == below.kind and above.kind in ("item", "about")


def _portions(blocks: ArticleBlocks) -> Iterator[LayoutPortion]:
    """All blocks in portions."""
    sizes = blocks.sizes()
    ends = list(accumulate(sizes))
    long = [at for at, size in enumerate(sizes) if size > PORTION + _BACK]
    at, next_long = 0, 0
    while at < len(sizes):
        if next_long < len(long) and long[next_long] == at:
            start = 0
            for end in _part_ends(blocks[at].text):
                yield LayoutPortion(at, start, at, end, end - start)
                start = end
            at, next_long = at + 1, next_long + 1
            continue
        limit = long[next_long] if next_long < len(long) else len(sizes)
        before = ends[at] - sizes[at]
        reached = bisect_left(ends, before + PORTION, at, limit)
        last = min(max(reached, at), limit - 1, at + _BLOCKS - 1)
        yield LayoutPortion(at, 0, last, sizes[last], ends[last] - before)
        at = last + 1


def _part_ends(text: str) -> Iterator[int]:
    """Where the parts of a paragraph end: after a sentence, else a word, else anywhere."""
    start = 0
    while len(text) - start > PORTION + _BACK:
        most = start + PORTION
        sentences = [match.end() for match in _SENTENCE.finditer(text, most - _BACK, most)]
        start = sentences[-1] if sentences else text.rfind(" ", most - _BACK, most) + 1 or most
        yield start
    yield len(text)
