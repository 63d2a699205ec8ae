"""A copy of an original laid over its account: which lines are which block, and which are none.

Digests find the blocks that are as the account knew them, however the copy breaks its lines. Between
these, in order, a block is found by what the account keeps of it: quotations, figures, names and other words.
Never by its number alone.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from medway_tui.content.segments import Run, Segment, joined, recognised, refined, segments
from medway_tui.model.kinds import ParagraphKind
from medway_tui.text import FOLDED_MARKS, fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_STEM = 5
"""How many letters of a word are compared: "fail", "failed" and "failings" speak of one thing."""

_LEAST = 0.16
"""The likeness from which lines can be a block."""
_TELLING = 5
"""Of how many words a block is at least that hardly stands within another too."""
_CLOSE = 3
"""Between how many blocks shorter ones are looked for within lines all the same."""
_BROKEN = 0.12
"""What it costs to begin or end a block within a line, or to make it of more lines than one."""
_SUSPECT = 0.5
"""What it costs to take for a block what a rule knows as no part of an article."""
_TORN = 0.3
"""What it costs to leave out a part of a line."""
_MOST_CELLS = 60_000
"""How many pairs of a block and a segment are compared in one gap: what some seconds are enough for."""
_MOST_PLACES = 20
"""At how many places words are looked for in a gap."""
_LONGEST = 16
"""Of how many segments a block that is found by its words is made at most."""


class Told(NamedTuple):
    """A block of the account."""

    text: str
    """What the account tells."""
    kind: ParagraphKind
    digest: str | None
    quoted: tuple[str, ...]
    """The words of the original that the account keeps in it: quotations, and what evidence rests on."""


class Aligned(NamedTuple):
    """The copy, block for block."""

    texts: tuple[str | None, ...]
    """The original's text of each block of the account; None where the copy lacks it."""
    sure: tuple[bool, ...]
    """Whether a block was found by its digest."""
    dropped: tuple[tuple[int, str], ...]
    """The copy's lines that are no block, or what is left of them: a line's place, from 0, and the words."""

    @property
    def found(self) -> int:
        """How many blocks were found."""
        return sum(text is not None for text in self.texts)


def align(blocks: Sequence[Told], lines: Sequence[str], suspect: Iterable[int] = ()) -> Aligned:
    """Find the blocks of an account, the headline first, in the lines of a copy of its original.

    ``suspect`` are the places of lines that rules take for no part of an article.
    """
    pieces = segments(lines)
    digests: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.digest is not None:
            digests.setdefault(block.digest, []).append(number)
    sure = recognised(pieces, digests)
    # A block of few words may also stand within another, so such are looked for only between those found.
    for least in (_TELLING, 2):
        if len(sure) < len(blocks):
            pieces = _refined(pieces, digests, sure, len(blocks), least)
            sure = recognised(pieces, digests)
    found = dict(sure)
    weights = _Weights([block.text for block in blocks], [piece.text for piece in pieces])
    suspects = frozenset(suspect)
    for missing, (start, end) in _gaps(sure, len(blocks), len(pieces)):
        if missing and start < end:
            gap = _Gap([blocks[n] for n in missing], pieces[start:end], weights, suspects)
            for number, run in gap.best().items():
                found[missing[number]] = Run(start + run.start, start + run.end)
    taken = {n for run in found.values() for n in range(run.start, run.end)}
    texts = tuple(
        joined(pieces[found[n].start : found[n].end]) if n in found else None for n in range(len(blocks))
    )
    return Aligned(texts, tuple(n in sure for n in range(len(blocks))), tuple(_left(pieces, taken)))


def _gaps(sure: Mapping[int, Run], blocks: int, pieces: int) -> Iterator[tuple[range, Run]]:
    """The blocks and segments before, between and after those that are sure."""
    bounds = [(-1, Run(0, 0)), *sure.items(), (blocks, Run(pieces, pieces))]
    for (before, left), (after, right) in pairwise(bounds):
        yield range(before + 1, after), Run(left.end, right.start)


def _refined(
    pieces: Sequence[Segment],
    digests: Mapping[str, Sequence[int]],
    sure: Mapping[int, Run],
    blocks: int,
    least: int,
) -> list[Segment]:
    """The segments, cut where a block of ``least`` words that is not found yet begins or ends within one."""
    made: list[Segment] = []
    for missing, run in _gaps(sure, blocks, len(pieces)):
        wanted = {digest: [n for n in numbers if n in missing] for digest, numbers in digests.items()}
        wanted = {digest: numbers for digest, numbers in wanted.items() if numbers}
        if least < _TELLING and len(missing) > _CLOSE:
            wanted = {}
        made += refined(pieces, wanted, run, least) if wanted else pieces[run.start : run.end]
        known = sure.get(missing.stop)
        made += pieces[known.start : known.end] if known else ()
    return made


def _left(pieces: Sequence[Segment], taken: set[int]) -> Iterable[tuple[int, str]]:
    rest: dict[int, list[Segment]] = {}
    for n, piece in enumerate(pieces):
        if n not in taken:
            rest.setdefault(piece.line, []).append(piece)
    return [(line, joined(left)) for line, left in rest.items()]


class _Weights:
    """How much each word tells: the rarer it is among these texts, the more."""

    def __init__(self, told: Sequence[str], copied: Sequence[str]) -> None:
        counted = Counter(token for text in told for token in set(_tokens(text)))
        counted += Counter(token for text in copied for token in set(_tokens(text)))
        total = len(told) + len(copied)
        self._worth = {token: math.log(1 + total / count) for token, count in counted.items()}

    def of(self, tokens: Iterable[str]) -> float:
        """The weight of some words together."""
        return sum(self._worth.get(token, 1.0) * (2.0 if token[0].isdigit() else 1.0) for token in tokens)


class _Block:
    """A block that is looked for in a gap, with what is compared of it worked out once."""

    def __init__(self, told: Told, text: str, starts: Sequence[int], weights: _Weights) -> None:
        """``text`` is the gap's, folded; ``starts`` where in it each segment begins."""
        self.tokens = frozenset(_tokens(told.text))
        self.weight = weights.of(self.tokens)
        self.words = len(told.text.split())
        kept = [words for words in told.quoted if len(words.split()) > 1] or list(told.quoted)
        self.places = [_places(_plain(words), text, starts) for words in kept]
        """For each of the words that the account keeps, the runs of segments in which they stand."""


class _Gap:
    """The blocks and segments between two that are sure."""

    def __init__(
        self,
        told: Sequence[Told],
        pieces: Sequence[Segment],
        weights: _Weights,
        suspects: frozenset[int],
    ) -> None:
        plain = [_plain(piece.text) for piece in pieces]
        starts = list(accumulate((len(each) + 1 for each in plain), initial=0))[:-1]
        text = " ".join(plain)
        self._pieces = pieces
        self._weights = weights
        self._suspects = suspects
        self._blocks = [_Block(each, text, starts, weights) for each in told]
        self._tokens = [frozenset(_tokens(piece.text)) for piece in pieces]
        lines = [piece.line for piece in pieces]
        self._firsts = [n == 0 or lines[n - 1] != line for n, line in enumerate(lines)]
        self._lasts = [*self._firsts[1:], True]
        begins: dict[int, int] = {}
        self._begins = [begins.setdefault(line, n) for n, line in enumerate(lines)]
        self._lengths = [len(piece.text.split()) for piece in pieces]

    def best(self) -> dict[int, Run]:
        """The blocks that were found, by the highest likeness of all of them together."""
        rows, width = len(self._blocks), len(self._pieces)
        if rows * width > _MOST_CELLS:
            return {}
        # best[b][s]: the highest sum for the first b blocks and s segments; how it is come by.
        best = [[0.0] * (width + 1) for _ in range(rows + 1)]
        how: list[list[tuple[int, int]]] = [[(0, 0)] * (width + 1) for _ in range(rows + 1)]
        for b in range(rows + 1):
            for s in range(width + 1):
                self._settle(best, how, b, s)
        found: dict[int, Run] = {}
        b, s = rows, width
        while b or s:
            back_b, back_s = how[b][s]
            if b - back_b == 1 and s > back_s:
                found[back_b] = Run(back_s, s)
            b, s = back_b, back_s
        return found

    def _settle(self, best: list[list[float]], how: list[list[tuple[int, int]]], b: int, s: int) -> None:
        """Find the best way to one cell."""
        options: list[tuple[float, tuple[int, int]]] = []
        if b:
            options.append((best[b - 1][s], (b - 1, s)))
        if s:
            # To leave a part of a line out costs something, to leave all of it nothing.
            options.append((best[b][s - 1] - _TORN, (b, s - 1)))
            if self._lasts[s - 1]:
                start = self._begins[s - 1]
                options.append((best[b][start], (b, start)))
        if b and s:
            options += (
                (best[b - 1][first] + gain, (b - 1, first))
                for first, gain in self._runs(self._blocks[b - 1], s)
            )
        if options:
            best[b][s], how[b][s] = max(options, key=lambda option: option[0])

    def _runs(self, block: _Block, end: int) -> Iterator[tuple[int, float]]:
        """Where runs that end here and can be the block begin, and how much better than chance they are."""
        there: set[str] = set()
        weight = shared = 0.0
        words = breaks = 0
        suspect = False
        for first in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            piece = self._pieces[first]
            fresh = self._tokens[first] - there
            there |= fresh
            weight += self._weights.of(fresh)
            shared += self._weights.of(fresh & block.tokens)
            words += self._lengths[first]
            breaks += first < end - 1 and self._lasts[first]
            suspect = suspect or piece.line in self._suspects
            if words > 4 * block.words + 60:
                return
            score = shared / math.sqrt(weight * block.weight) if weight and block.weight else 0.0
            if block.places:
                found = sum(any(first <= a and b <= end for a, b in runs) for runs in block.places)
                score += 0.5 * found / len(block.places)
            if score >= _LEAST:
                torn = (not self._firsts[first]) + (not self._lasts[end - 1])
                yield first, score - _LEAST / 2 - _BROKEN * (torn + breaks) - _SUSPECT * suspect


def _places(words: str, text: str, starts: Sequence[int]) -> list[Run]:
    """The runs of segments in which some words stand, both folded."""
    found: list[Run] = []
    at = text.find(words)
    while at >= 0 and len(found) < _MOST_PLACES:
        found.append(Run(bisect_right(starts, at) - 1, bisect_right(starts, at + len(words) - 1)))
        at = text.find(words, at + 1)
    return found


def _tokens(text: str) -> Iterable[str]:
    folded = fold(text.translate(FOLDED_MARKS))
    yield from (word[:_STEM] for word in _WORD.findall(folded) if word not in _COMMON)
    yield from (figure.strip(".,") for figure in _FIGURE.findall(folded))


def _plain(text: str) -> str:
    return fold(text.translate(FOLDED_MARKS))


_COMMON_WORDS = """
the and of to in on at by for with from that this was were is are be been has had have it its he she they
his her their as an or but not which who will would said also after into there these
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that stand everywhere and tell nothing."""
