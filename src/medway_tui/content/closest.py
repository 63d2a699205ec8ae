"""The passage of an article that comes closest to words which do not stand in it.

For a person who copied a quotation with a slip: where it probably stands, and which words differ. It
is only ever told, never taken for the place. Words are compared in order (difflib, Ratcliff and Obershelp's
measure), which found the passage more often than an edit distance over its letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from medway_tui.model.places import Span
from medway_tui.text import FOLDED_MARKS, fold

LEAST = 60
"""The score, of 100, from which a passage is worth telling."""

_MOST_WORDS = 1_000
"""Of a longer paragraph only so many words are looked at, as the comparison grows with its square."""

_MOST_LETTERS = 1_000
"""Longer passages are scored by their words, for the same reason."""

_PARAGRAPHS = 3
"""In how many paragraphs is looked: those that share the most words."""

_DIFFERENCES = 3
"""How many differences are told."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class Closest(NamedTuple):
    """A passage much like the words that were looked for."""

    span: Span
    score: int
    """How much alike, of 100."""
    differences: tuple[str, ...]
    """What the article has in the place of which words, in words."""


class _Words:
    """A text as its words, with their places."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in islice(_WORD.finditer(text), _MOST_WORDS)]
        self.text = text
        self.spans = found
        self.folded = [fold(text[start:end].translate(FOLDED_MARKS)) for start, end in found]

    def said(self, start: int, end: int) -> str:
        """The words from one number to another, as they are written."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


# Where one quotation is adrift, others are.
@lru_cache(maxsize=1)
def _words(texts: tuple[str, ...]) -> tuple[_Words, ...]:
    return tuple(map(_Words, texts))


def closest(texts: Sequence[str], exact: str) -> Closest | None:
    """The passage closest to some words; None where nothing is much like them.

    ``texts`` are an article's headline and paragraphs, by number.
    """
    wanted = _Words(exact)
    sought = frozenset(wanted.folded)
    if not sought:
        return None
    words = list(enumerate(_words(tuple(texts))))
    words.sort(key=lambda each: -len(sought.intersection(each[1].folded)))
    found = [_passage(number, each, wanted) for number, each in words[:_PARAGRAPHS]]
    best = max((each for each in found if each), key=lambda each: each.score, default=None)
    return best if best is not None and best.score >= LEAST else None


def _passage(number: int, words: _Words, wanted: _Words) -> Closest | None:
    matcher = SequenceMatcher(None, words.folded, wanted.folded, autojunk=False)
    runs = [run for run in matcher.get_matching_blocks() if run.size]
    if not runs:
        return None
    longest = max(runs, key=lambda run: run.size)
    # As many words as were looked for, about the longest run, and on to a run that begins within.
    start = max(0, longest.a - longest.b)
    end = min(len(words.folded), longest.a + len(wanted.folded) - longest.b)
    near = [run for run in runs if start - 2 <= run.a and run.a + run.size <= end + 2]
    start = min([start, *(run.a for run in near if run.b == 0)])
    end = max([end, *(run.a + run.size for run in near)])
    here = words.folded[start:end]
    matcher = SequenceMatcher(None, here, wanted.folded, autojunk=False)
    first, last = words.spans[start][0], words.spans[end - 1][1]
    scorer = matcher
    if max(last - first, len(wanted.text)) <= _MOST_LETTERS:
        scorer = SequenceMatcher(None, words.text[first:last], wanted.text, autojunk=False)
    return Closest(
        Span(number, first, last),
        round(100 * scorer.ratio()),
        tuple(
            _difference(words, wanted, start, code) for code in matcher.get_opcodes() if code[0] != "equal"
        )[:_DIFFERENCES],
    )


def _difference(words: _Words, wanted: _Words, start: int, code: tuple[str, int, int, int, int]) -> str:
    _, a, b, c, d = code
    theirs, ours = words.said(start + a, start + b), wanted.said(c, d)
    if not theirs:
        return f"it has no “{ours}”"
    if not ours:
        return f"it has “{theirs}” more"
    return f"it has “{theirs}” for “{ours}”"
