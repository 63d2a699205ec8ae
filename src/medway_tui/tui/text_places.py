"""Places in the text of an article that survive its edits: found again by words, not by number alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MAX_WORDS = 80
"""The code points by which a place is found again."""
_MIN_WORDS = 20
"""Fewer code points than this are in too many places."""


class TextPlace(NamedTuple):
    """A place in the text of an article."""

    block: int
    """The position of the block: 0 is the headline."""
    offset: int
    """The code points from its beginning; -1 for the blank line above."""
    words: str
    """The words there, all within the block."""
    lead: int
    """The code points from the beginning of the words to the place; -1 for the blank line above."""


def mark_place(texts: Sequence[str], block: int, offset: int) -> TextPlace:
    """Return a place with its words; ``texts`` are the blocks of the article."""
    text = texts[block] if block < len(texts) else ""
    # At the end of a block its last words.
    start = max(0, min(offset, len(text) - _MAX_WORDS))
    return TextPlace(block, offset, text[start : start + _MAX_WORDS], offset - start)


def find_place(texts: Sequence[str], place: TextPlace) -> tuple[int, int]:
    """Return the block and offset of a place in the article as it is now.

    Its words may be in another block, or only half of them still there. Where all are gone, the numbers are
    the best guess.
    """

    def clamp(block: int, offset: int) -> tuple[int, int]:
        return block, max(min(0, place.offset), min(offset, len(texts[block])))

    for start, words in _parts(place.words):
        lead = place.lead - start
        expected = max(0, place.offset - lead)
        if place.block < len(texts) and texts[place.block].startswith(words, expected):
            return clamp(place.block, expected + lead)
        found = min(
            _occurrences(texts, words),
            key=lambda at: (abs(at[0] - place.block), abs(at[1] - expected)),
            default=None,
        )
        if found is not None:
            return clamp(found[0], found[1] + lead)
    if place.block < len(texts):
        return clamp(place.block, place.offset)
    return max(0, len(texts) - 1), 0


def _parts(words: str) -> Iterator[tuple[int, str]]:
    """Yield the words, then halves and quarters of them, each with where it begins."""
    if words:
        yield 0, words
    size = len(words) // 2
    while size >= _MIN_WORDS:
        for start in range(0, len(words) - size + 1, size):
            yield start, words[start : start + size]
        size //= 2


def _occurrences(texts: Sequence[str], words: str) -> Iterator[tuple[int, int]]:
    for block, text in enumerate(texts):
        at = text.find(words)
        while at >= 0:
            yield block, at
            at = text.find(words, at + 1)
