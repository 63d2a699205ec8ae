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

from medway_tui.importing.segments import (
    Segment,
    SegmentRun,
    find_by_digest,
    join_segments,
    split_at_blocks,
    split_into_segments,
)
from medway_tui.model.constraints import ParagraphKind
from medway_tui.text import FOLDED_MARKS, fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_STEM_LETTERS = 5
"""How many letters of a word are compared: "fail", "failed" and "failings" speak of one thing."""

_MIN_LIKENESS = 0.16
"""The likeness from which lines can be a block."""
_MIN_DISTINCTIVE_WORDS = 5
"""Of how many words a block is at least that hardly stands within another too."""
_MAX_BLOCKS_IN_SHORT_GAP = 3
"""Between how many blocks shorter ones are looked for within lines all the same."""
_LINE_BREAK_COST = 0.12
"""What it costs to begin or end a block within a line, or to make it of more lines than one."""
_BOILERPLATE_COST = 0.5
"""What it costs to take for a block what a rule knows as no part of an article."""
_PARTIAL_LINE_COST = 0.3
"""What it costs to leave out a part of a line."""
_MAX_CELLS = 60_000
"""How many pairs of a block and a segment are compared in one gap: what some seconds are enough for."""
_MAX_PLACES = 20
"""At how many places words are looked for in a gap."""
_MAX_RUN_SEGMENTS = 16
"""Of how many segments a block that is found by its words is made at most."""


class AccountBlock(NamedTuple):
    """A block of the account."""

    text: str
    """What the account tells."""
    kind: ParagraphKind
    digest: str | None
    quoted_words: tuple[str, ...]
    """The words of the original that the account keeps in it: quotations, and what evidence rests on."""


class Alignment(NamedTuple):
    """The copy, block for block."""

    texts: tuple[str | None, ...]
    """The original's text of each block of the account; None where the copy lacks it."""
    found_by_digest: tuple[bool, ...]
    """Whether a block was found by its digest."""
    unused_lines: tuple[tuple[int, str], ...]
    """The copy's lines that are no block, or what is left of them: a line's place, from 0, and the words."""

    @property
    def found_count(self) -> int:
        """How many blocks were found."""
        return sum(text is not None for text in self.texts)


def align(
    blocks: Sequence[AccountBlock], lines: Sequence[str], boilerplate_lines: Iterable[int] = ()
) -> Alignment:
    """Find the blocks of an account, the headline first, in the lines of a copy of its original.

    ``boilerplate_lines`` are the places of lines that rules take for no part of an article.
    """
    line_segments = split_into_segments(lines)
    digests: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.digest is not None:
            digests.setdefault(block.digest, []).append(number)
    digest_runs = find_by_digest(line_segments, digests)
    # A block of few words may also stand within another, so such are looked for only between those found.
    for min_words in (_MIN_DISTINCTIVE_WORDS, 2):
        if len(digest_runs) < len(blocks):
            line_segments = _split_gaps(line_segments, digests, digest_runs, len(blocks), min_words)
            digest_runs = find_by_digest(line_segments, digests)
    runs = dict(digest_runs)
    weights = _WordWeights([block.text for block in blocks], [piece.text for piece in line_segments])
    boilerplate = frozenset(boilerplate_lines)
    for missing, (start, end) in _find_gaps(digest_runs, len(blocks), len(line_segments)):
        if missing and start < end:
            gap = _Gap([blocks[n] for n in missing], line_segments[start:end], weights, boilerplate)
            for number, run in gap.assign().items():
                runs[missing[number]] = SegmentRun(start + run.start, start + run.end)
    used = {n for run in runs.values() for n in range(run.start, run.end)}
    texts = tuple(
        join_segments(line_segments[runs[n].start : runs[n].end]) if n in runs else None
        for n in range(len(blocks))
    )
    return Alignment(
        texts, tuple(n in digest_runs for n in range(len(blocks))), tuple(_unused_lines(line_segments, used))
    )


def _find_gaps(
    digest_runs: Mapping[int, SegmentRun], block_count: int, segment_count: int
) -> Iterator[tuple[range, SegmentRun]]:
    """The blocks and segments before, between and after those that are sure."""
    bounds = [
        (-1, SegmentRun(0, 0)),
        *digest_runs.items(),
        (block_count, SegmentRun(segment_count, segment_count)),
    ]
    for (before, left), (after, right) in pairwise(bounds):
        yield range(before + 1, after), SegmentRun(left.end, right.start)


def _split_gaps(
    line_segments: Sequence[Segment],
    digests: Mapping[str, Sequence[int]],
    digest_runs: Mapping[int, SegmentRun],
    block_count: int,
    min_words: int,
) -> list[Segment]:
    """The segments, cut where an unmatched block of ``min_words`` words begins or ends within one."""
    result: list[Segment] = []
    for missing, run in _find_gaps(digest_runs, block_count, len(line_segments)):
        missing_digests = {
            digest: [n for n in numbers if n in missing] for digest, numbers in digests.items()
        }
        missing_digests = {digest: numbers for digest, numbers in missing_digests.items() if numbers}
        if min_words < _MIN_DISTINCTIVE_WORDS and len(missing) > _MAX_BLOCKS_IN_SHORT_GAP:
            missing_digests = {}
        result += (
            split_at_blocks(line_segments, missing_digests, run, min_words)
            if missing_digests
            else line_segments[run.start : run.end]
        )
        known = digest_runs.get(missing.stop)
        result += line_segments[known.start : known.end] if known else ()
    return result


def _unused_lines(line_segments: Sequence[Segment], used: set[int]) -> Iterable[tuple[int, str]]:
    rest: dict[int, list[Segment]] = {}
    for n, piece in enumerate(line_segments):
        if n not in used:
            rest.setdefault(piece.line, []).append(piece)
    return [(line, join_segments(left)) for line, left in rest.items()]


class _WordWeights:
    """How much each word tells: the rarer it is among these texts, the more."""

    def __init__(self, account_texts: Sequence[str], copy_texts: Sequence[str]) -> None:
        counted = Counter(token for text in account_texts for token in set(_tokens(text)))
        counted += Counter(token for text in copy_texts for token in set(_tokens(text)))
        total = len(account_texts) + len(copy_texts)
        self._weights = {token: math.log(1 + total / count) for token, count in counted.items()}

    def total(self, tokens: Iterable[str]) -> float:
        """The weight of some words together."""
        return sum(self._weights.get(token, 1.0) * (2.0 if token[0].isdigit() else 1.0) for token in tokens)


class _MissingBlock:
    """A block that is looked for in a gap, with what is compared of it worked out once."""

    def __init__(self, block: AccountBlock, text: str, starts: Sequence[int], weights: _WordWeights) -> None:
        """``text`` is the gap's, folded; ``starts`` where in it each segment begins."""
        self.tokens = frozenset(_tokens(block.text))
        self.weight = weights.total(self.tokens)
        self.word_count = len(block.text.split())
        kept = [words for words in block.quoted_words if len(words.split()) > 1] or list(block.quoted_words)
        self.quote_runs = [_find_runs(_fold_marks(words), text, starts) for words in kept]
        """For each of the words that the account keeps, the runs of segments in which they stand."""


class _Gap:
    """The blocks and segments between two that are sure."""

    def __init__(
        self,
        blocks: Sequence[AccountBlock],
        line_segments: Sequence[Segment],
        weights: _WordWeights,
        boilerplate: frozenset[int],
    ) -> None:
        plain = [_fold_marks(piece.text) for piece in line_segments]
        starts = list(accumulate((len(each) + 1 for each in plain), initial=0))[:-1]
        text = " ".join(plain)
        self._segments = line_segments
        self._weights = weights
        self._boilerplate = boilerplate
        self._blocks = [_MissingBlock(each, text, starts, weights) for each in blocks]
        self._tokens = [frozenset(_tokens(piece.text)) for piece in line_segments]
        lines = [piece.line for piece in line_segments]
        self._starts_line = [n == 0 or lines[n - 1] != line for n, line in enumerate(lines)]
        self._ends_line = [*self._starts_line[1:], True]
        begins: dict[int, int] = {}
        self._line_starts = [begins.setdefault(line, n) for n, line in enumerate(lines)]
        self._word_counts = [len(piece.text.split()) for piece in line_segments]

    def assign(self) -> dict[int, SegmentRun]:
        """The blocks that were found, by the highest likeness of all of them together."""
        rows, width = len(self._blocks), len(self._segments)
        if rows * width > _MAX_CELLS:
            return {}
        # best[b][s]: the highest sum for the first b blocks and s segments; how it is come by.
        best = [[0.0] * (width + 1) for _ in range(rows + 1)]
        steps: list[list[tuple[int, int]]] = [[(0, 0)] * (width + 1) for _ in range(rows + 1)]
        for b in range(rows + 1):
            for s in range(width + 1):
                self._fill_cell(best, steps, b, s)
        found: dict[int, SegmentRun] = {}
        b, s = rows, width
        while b or s:
            back_b, back_s = steps[b][s]
            if b - back_b == 1 and s > back_s:
                found[back_b] = SegmentRun(back_s, s)
            b, s = back_b, back_s
        return found

    def _fill_cell(self, best: list[list[float]], steps: list[list[tuple[int, int]]], b: int, s: int) -> None:
        """Find the best way to one cell."""
        options: list[tuple[float, tuple[int, int]]] = []
        if b:
            options.append((best[b - 1][s], (b - 1, s)))
        if s:
            # To leave a part of a line out costs something, to leave all of it nothing.
            options.append((best[b][s - 1] - _PARTIAL_LINE_COST, (b, s - 1)))
            if self._ends_line[s - 1]:
                start = self._line_starts[s - 1]
                options.append((best[b][start], (b, start)))
        if b and s:
            options += (
                (best[b - 1][first] + gain, (b - 1, first))
                for first, gain in self._candidate_runs(self._blocks[b - 1], s)
            )
        if options:
            best[b][s], steps[b][s] = max(options, key=lambda option: option[0])

    def _candidate_runs(self, block: _MissingBlock, end: int) -> Iterator[tuple[int, float]]:
        """Where runs that end here and can be the block begin, and how much better than chance they are."""
        seen_tokens: set[str] = set()
        weight = shared = 0.0
        words = breaks = 0
        suspect = False
        for first in range(end - 1, max(-1, end - 1 - _MAX_RUN_SEGMENTS), -1):
            segment = self._segments[first]
            new_tokens = self._tokens[first] - seen_tokens
            seen_tokens |= new_tokens
            weight += self._weights.total(new_tokens)
            shared += self._weights.total(new_tokens & block.tokens)
            words += self._word_counts[first]
            breaks += first < end - 1 and self._ends_line[first]
            suspect = suspect or segment.line in self._boilerplate
            if words > 4 * block.word_count + 60:
                return
            score = shared / math.sqrt(weight * block.weight) if weight and block.weight else 0.0
            if block.quote_runs:
                found = sum(any(first <= a and b <= end for a, b in runs) for runs in block.quote_runs)
                score += 0.5 * found / len(block.quote_runs)
            if score >= _MIN_LIKENESS:
                torn = (not self._starts_line[first]) + (not self._ends_line[end - 1])
                yield (
                    first,
                    score
                    - _MIN_LIKENESS / 2
                    - _LINE_BREAK_COST * (torn + breaks)
                    - _BOILERPLATE_COST * suspect,
                )


def _find_runs(words: str, text: str, starts: Sequence[int]) -> list[SegmentRun]:
    """The runs of segments in which some words stand, both folded."""
    found: list[SegmentRun] = []
    at = text.find(words)
    while at >= 0 and len(found) < _MAX_PLACES:
        found.append(SegmentRun(bisect_right(starts, at) - 1, bisect_right(starts, at + len(words) - 1)))
        at = text.find(words, at + 1)
    return found


def _tokens(text: str) -> Iterable[str]:
    folded = fold(text.translate(FOLDED_MARKS))
    yield from (word[:_STEM_LETTERS] for word in _WORD.findall(folded) if word not in _COMMON)
    yield from (figure.strip(".,") for figure in _FIGURE.findall(folded))


def _fold_marks(text: str) -> str:
    return fold(text.translate(FOLDED_MARKS))


_COMMON_WORDS = """
the and of to in on at by for with from that this was were is are be been has had have it its he she they
his her their as an or but not which who will would said also after into there these
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that stand everywhere and tell nothing."""
