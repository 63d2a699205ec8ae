"""The words that an article puts in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DOUBLE = re.compile(r"[“„«]([^“”„«»]*)[”»]?|(?<![\w\"])\"([^\"]*)\"?")
"""From an opening mark to its closing one; to the end of the block where there is none, as the words go
on in the next."""

_SINGLE = re.compile(r"(?<!\w)['‘](?=\S)((?:[^'‘’]|(?<=\w)['’](?=\w))*)(?<=\S)['’](?!\w)")
"""Single marks quote only where they enclose words: the rest are apostrophes."""


class QuotedRange(NamedTuple):
    """Words in quotation marks: offsets in code points, without the marks."""

    start: int
    end: int


def find_quoted_ranges(text: str) -> Iterator[QuotedRange]:
    """Every stretch of a block's text that stands in quotation marks, in order.

    Single marks within double ones belong to what is quoted.
    """
    end = 0
    for match in _DOUBLE.finditer(text):
        yield from _find_single_quoted(text, end, match.start())
        group = 1 if match[1] is not None else 2
        yield QuotedRange(*match.span(group))
        end = match.end()
    yield from _find_single_quoted(text, end, len(text))


def _find_single_quoted(text: str, start: int, end: int) -> Iterator[QuotedRange]:
    for match in _SINGLE.finditer(text, start, end):
        yield QuotedRange(*match.span(1))


def find_unlisted_ranges(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[QuotedRange]:
    """The stretches in quotation marks with a letter or digit that lies in none of these spans.

    The spans are pairs of start and end, in code points.
    """
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    for stretch in find_quoted_ranges(text):
        here = range(stretch.start, stretch.end)
        if any(not covered[at] and text[at].isalnum() for at in here):
            yield stretch
