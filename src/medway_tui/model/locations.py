"""Locations in a file, the places of an article's blocks, and spans in its text.

An article's **blocks** are its headline and the items of ``paragraphs``, in the order of the article: block 0
is the headline. Positions in the program are of this kind. People count otherwise: paragraphs are numbered
from 1, captions by themselves from 1 (``BlockPlace``). ``block_places`` is the only place that counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple


class FileLocation(NamedTuple):
    """A location in a file; line and column are 0 where the file as a whole is meant."""

    path: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The column in code points, from 1."""


class BlockPlace(NamedTuple):
    """A block as people name it: a numbered paragraph, or a caption."""

    kind: Literal["paragraph", "caption"]
    """The key that names it in the YAML."""
    number: int
    """The number of the paragraph, 0 for the headline; or of the caption, from 1."""

    @property
    def label(self) -> str:
        """The place in words: ``headline``, ``paragraph 7``, ``caption 1``."""
        return f"{self.kind} {self.number}" if self.number else "headline"

    @property
    def short_label(self) -> str:
        """The place for narrow columns: ``headline``, ``¶7``, ``caption 1``."""
        return f"¶{self.number}" if self.kind == "paragraph" and self.number else self.label


def named_place(paragraph: int | None, caption: int | None) -> BlockPlace:
    """Return the place that a record's ``paragraph`` or ``caption`` names; one of them is None."""
    if caption is not None:
        return BlockPlace("caption", caption)
    return BlockPlace("paragraph", paragraph or 0)


def block_places(kinds: Iterable[str]) -> list[BlockPlace]:
    """Return the place of each block of an article, from the kinds of its ``paragraphs``; the headline first.

    A caption takes no paragraph number.
    """
    places = [BlockPlace("paragraph", 0)]
    paragraphs = captions = 0
    for kind in kinds:
        if kind == "caption":
            captions += 1
            places.append(BlockPlace("caption", captions))
        else:
            paragraphs += 1
            places.append(BlockPlace("paragraph", paragraphs))
    return places


NO_BLOCK = -1
"""The position of a block that the article does not have."""


def find_block(places: Sequence[BlockPlace], place: BlockPlace) -> int | None:
    """Return the block at a place; None if the article has no such paragraph or caption."""
    # Without a caption before it, a paragraph's number is that of its block.
    if place.number < len(places) and places[place.number] == place:
        return place.number

    def count_kind(block: int) -> int:
        """Return how many paragraphs, or captions, there are up to a block."""
        kind, number = places[block]
        return number if kind == place.kind else block - number

    block = bisect_left(range(len(places)), place.number, key=count_kind)
    return block if block < len(places) and places[block] == place else None


class Span(NamedTuple):
    """A range of an article's text, in code points from the start of a block."""

    block: int
    """The position of the block: 0 is the headline. ``block_places`` has its number for people."""
    start: int
    """The first code point."""
    end: int
    """Just after the last code point."""
