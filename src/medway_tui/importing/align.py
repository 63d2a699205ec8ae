"""Aligns a saved copy of an original with its account: which lines are which block, and which are none.

Digests find unchanged blocks, however the copy breaks its lines. Between these, in order, a block is found
by what the account keeps of it: quotations, figures, names and other words. A block's number alone is never
enough.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from medway_tui.model.constraints import ParagraphKind
from medway_tui.text import FOLDED_MARKS, fold, fold_to_letters

_SENTENCE_END = re.compile(r"(?<=[.!?…:])[\"'”’)\]]*\s+|(?<=[\"”’'])\s+(?=[“\"‘'A-Z])")

_MAX_LETTERS = 20_000
"""The longest block that a digest can find: a bound for hostile files."""

_MAX_SEGMENTS = 60
"""The most segments of a block found by its digest: a paragraph that was wrapped has a dozen."""

_MAX_WORDS = 4_000
"""The longest run that is cut between words, in words."""

_MAX_BLOCK_WORDS = 400
"""The longest block for which a run is cut between words, in words."""

_BULLETS = " •·◦‣▪●"

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_STEM_LETTERS = 5
"""How many letters of a word are compared: “fail”, “failed” and “failings” count as the same."""

_MIN_LIKENESS = 0.16
"""The lowest likeness at which lines can be a block."""
_MIN_DISTINCTIVE_WORDS = 5
"""A block of so many words is unlikely to be part of another block too."""
_MAX_BLOCKS_IN_SHORT_GAP = 3
"""In a gap of so few blocks, shorter ones are searched for too."""
_LINE_BREAK_COST = 0.12
"""The cost of a block that begins or ends within a line, and of each line break in it."""
_BOILERPLATE_COST = 0.5
"""The cost of a line that a text rule leaves out of the article."""
_PARTIAL_LINE_COST = 0.3
"""The cost of leaving out a part of a line."""
_MAX_CELLS = 60_000
"""The most pairs of a block and a segment in a gap: they take a few seconds."""
_MAX_PLACES = 20
"""The most places in a gap that are noted for a quotation."""
_MAX_RUN_SEGMENTS = 16
"""The most segments of a block found by its words."""

_COMMON_WORDS = """
the and of to in on at by for with from that this was were is are be been has had have it its he she they
his her their as an or but not which who will would said also after into there these
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words too common to tell blocks apart."""


class Segment(NamedTuple):
    """A sentence of a line, or all of a line: no block begins or ends within."""

    line: int
    """The number of its line in the copy, from 0."""
    text: str
    starts_line: bool
    ends_line: bool


class SegmentRun(NamedTuple):
    """Consecutive segments, from the first to the one after the last."""

    start: int
    end: int


class AccountBlock(NamedTuple):
    """A block of the account."""

    text: str
    kind: ParagraphKind
    digest: str | None
    quoted_words: tuple[str, ...]
    """The words of the original that the account keeps: quotations and evidence."""


class CopyAlignment(NamedTuple):
    """The copy, block by block."""

    texts: tuple[str | None, ...]
    """The original's text of each block of the account; None where it is missing in the copy."""
    found_by_digest: tuple[bool, ...]
    """Whether each block was found by its digest."""
    unused_lines: tuple[tuple[int, str], ...]
    """Lines of the copy, or parts of them, that are no block: the line's number, from 0, and the words."""


def align(
    blocks: Sequence[AccountBlock], lines: Sequence[str], boilerplate_lines: Iterable[int] = ()
) -> CopyAlignment:
    """Find the blocks of an account, the headline first, in the lines of a copy of its original.

    ``boilerplate_lines`` are the numbers of the lines that text rules leave out.
    """
    line_segments = split_into_segments(lines)
    digests: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.digest is not None:
            digests.setdefault(block.digest, []).append(number)
    digest_runs = _find_by_digest(line_segments, digests)
    # A short block may also be part of another: search for it only between blocks already found.
    for min_words in (_MIN_DISTINCTIVE_WORDS, 2):
        if len(digest_runs) < len(blocks):
            line_segments = _split_gaps(line_segments, digests, digest_runs, len(blocks), min_words)
            digest_runs = _find_by_digest(line_segments, digests)
    runs = dict(digest_runs)
    weights = _WordWeights([block.text for block in blocks], [segment.text for segment in line_segments])
    boilerplate = frozenset(boilerplate_lines)
    for missing, (start, end) in _find_gaps(digest_runs, len(blocks), len(line_segments)):
        if missing and start < end:
            gap = _Gap([blocks[n] for n in missing], line_segments[start:end], weights, boilerplate)
            for number, run in gap.assign().items():
                runs[missing[number]] = SegmentRun(start + run.start, start + run.end)
    used = {n for run in runs.values() for n in range(run.start, run.end)}
    texts = tuple(
        _join_segments(line_segments[runs[n].start : runs[n].end]) if n in runs else None
        for n in range(len(blocks))
    )
    return CopyAlignment(
        texts, tuple(n in digest_runs for n in range(len(blocks))), tuple(_unused_lines(line_segments, used))
    )


def _find_gaps(
    digest_runs: Mapping[int, SegmentRun], block_count: int, segment_count: int
) -> Iterator[tuple[range, SegmentRun]]:
    """Yield the blocks and segments before, between and after those found by a digest."""
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
    """Return the segments, cut where a missing block of ``min_words`` words begins or ends within one."""
    result: list[Segment] = []
    for missing, run in _find_gaps(digest_runs, block_count, len(line_segments)):
        missing_digests = {
            digest: [n for n in numbers if n in missing] for digest, numbers in digests.items()
        }
        is_searched = min_words >= _MIN_DISTINCTIVE_WORDS or len(missing) <= _MAX_BLOCKS_IN_SHORT_GAP
        if is_searched and any(missing_digests.values()):
            result += _split_at_blocks(line_segments, missing_digests, run, min_words)
        else:
            result += line_segments[run.start : run.end]
        known = digest_runs.get(missing.stop)
        result += line_segments[known.start : known.end] if known else ()
    return result


def _unused_lines(line_segments: Sequence[Segment], used: set[int]) -> Iterable[tuple[int, str]]:
    rest: dict[int, list[Segment]] = {}
    for n, segment in enumerate(line_segments):
        if n not in used:
            rest.setdefault(segment.line, []).append(segment)
    return [(line, _join_segments(left)) for line, left in rest.items()]


class _WordWeights:
    """The weight of each word: the rarer it is in these texts, the higher."""

    def __init__(self, account_texts: Sequence[str], copy_texts: Sequence[str]) -> None:
        counted = Counter(token for text in account_texts for token in set(_tokens(text)))
        counted += Counter(token for text in copy_texts for token in set(_tokens(text)))
        total = len(account_texts) + len(copy_texts)
        self._weights = {token: math.log(1 + total / count) for token, count in counted.items()}

    def total(self, tokens: Iterable[str]) -> float:
        """Return the total weight of some words."""
        return sum(self._weights.get(token, 1.0) * (2.0 if token[0].isdigit() else 1.0) for token in tokens)


class _MissingBlock:
    """A block that is missing in a gap, prepared for comparison."""

    def __init__(self, block: AccountBlock, text: str, starts: Sequence[int], weights: _WordWeights) -> None:
        """``text`` is the folded text of the gap, ``starts`` the offset of each segment in it."""
        self.tokens = frozenset(_tokens(block.text))
        self.weight = weights.total(self.tokens)
        self.word_count = len(block.text.split())
        kept = [words for words in block.quoted_words if len(words.split()) > 1] or list(block.quoted_words)
        self.quote_runs = [_find_runs(fold_marks(words), text, starts) for words in kept]
        """For each quotation or segment of evidence, the runs of segments that contain it."""


class _Gap:
    """The blocks and segments between two blocks found by their digests."""

    def __init__(
        self,
        blocks: Sequence[AccountBlock],
        line_segments: Sequence[Segment],
        weights: _WordWeights,
        boilerplate: frozenset[int],
    ) -> None:
        plain = [fold_marks(segment.text) for segment in line_segments]
        starts = list(accumulate((len(each) + 1 for each in plain), initial=0))[:-1]
        text = " ".join(plain)
        self._segments = line_segments
        self._weights = weights
        self._boilerplate = boilerplate
        self._blocks = [_MissingBlock(each, text, starts, weights) for each in blocks]
        self._tokens = [frozenset(_tokens(segment.text)) for segment in line_segments]
        lines = [segment.line for segment in line_segments]
        self._starts_line = [n == 0 or lines[n - 1] != line for n, line in enumerate(lines)]
        self._ends_line = [*self._starts_line[1:], True]
        begins: dict[int, int] = {}
        self._line_starts = [begins.setdefault(line, n) for n, line in enumerate(lines)]
        self._word_counts = [len(segment.text.split()) for segment in line_segments]

    def assign(self) -> dict[int, SegmentRun]:
        """Return the run of each block found, at the highest total likeness (dynamic programming)."""
        rows, width = len(self._blocks), len(self._segments)
        if rows * width > _MAX_CELLS:
            return {}
        # best[b][s] is the highest total for the first b blocks and s segments, steps[b][s] the cell before.
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
        options: list[tuple[float, tuple[int, int]]] = []
        if b:
            options.append((best[b - 1][s], (b - 1, s)))
        if s:
            # Leaving out a part of a line has a cost, leaving out all of it has none.
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
        """Yield where runs that end at ``end`` and can be the block begin, and their gain over chance."""
        seen_tokens: set[str] = set()
        weight = shared = 0.0
        words = breaks = 0
        is_boilerplate = False
        for first in range(end - 1, max(-1, end - 1 - _MAX_RUN_SEGMENTS), -1):
            segment = self._segments[first]
            new_tokens = self._tokens[first] - seen_tokens
            seen_tokens |= new_tokens
            weight += self._weights.total(new_tokens)
            shared += self._weights.total(new_tokens & block.tokens)
            words += self._word_counts[first]
            breaks += first < end - 1 and self._ends_line[first]
            is_boilerplate = is_boilerplate or segment.line in self._boilerplate
            if words > 4 * block.word_count + 60:
                return
            score = shared / math.sqrt(weight * block.weight) if weight and block.weight else 0.0
            if block.quote_runs:
                found = sum(any(first <= a and b <= end for a, b in runs) for runs in block.quote_runs)
                score += 0.5 * found / len(block.quote_runs)
            if score >= _MIN_LIKENESS:
                partial = (not self._starts_line[first]) + (not self._ends_line[end - 1])
                yield (
                    first,
                    score
                    - _MIN_LIKENESS / 2
                    - _LINE_BREAK_COST * (partial + breaks)
                    - _BOILERPLATE_COST * is_boilerplate,
                )


def _find_runs(words: str, text: str, starts: Sequence[int]) -> list[SegmentRun]:
    """Return the runs of segments that contain some words, both folded."""
    found: list[SegmentRun] = []
    at = text.find(words)
    while at >= 0 and len(found) < _MAX_PLACES:
        found.append(SegmentRun(bisect_right(starts, at) - 1, bisect_right(starts, at + len(words) - 1)))
        at = text.find(words, at + 1)
    return found


def _tokens(text: str) -> Iterable[str]:
    folded = fold_marks(text)
    yield from (word[:_STEM_LETTERS] for word in _WORD.findall(folded) if word not in _COMMON)
    yield from (figure.strip(".,") for figure in _FIGURE.findall(folded))


def fold_marks(text: str) -> str:
    """Return a text folded for comparison, typographic marks included."""
    return fold(text.translate(FOLDED_MARKS))


def split_into_segments(lines: Sequence[str]) -> list[Segment]:
    """Return the sentences of some lines in order."""
    found = []
    for number, line in enumerate(lines):
        ends = [match.end() for match in _SENTENCE_END.finditer(line)]
        parts = [line[a:b].strip() for a, b in zip([0, *ends], [*ends, len(line)], strict=True)]
        parts = [part for part in parts if part]
        found += [Segment(number, part, n == 0, n == len(parts) - 1) for n, part in enumerate(parts)]
    return found


def _split_at_blocks(
    line_segments: Sequence[Segment], digests: Mapping[str, Sequence[int]], run: SegmentRun, min_words: int
) -> list[Segment]:
    """Return the segments of a run, cut where a block with one of the digests begins or ends within one.

    A subhead joined with the line after it is such a block. All gaps between words are tried, which is slow:
    so only in short runs, and for blocks of at least ``min_words`` words.
    """
    run_segments = line_segments[run.start : run.end]
    word_segments = [
        Segment(segment.line, word, segment.starts_line and not n, ends_line=False)
        for segment in run_segments
        for n, word in enumerate(segment.text.split())
    ]
    if len(word_segments) > _MAX_WORDS:
        return list(run_segments)
    cuts = {
        edge
        for found in _find_by_digest(word_segments, digests, min_words, _MAX_BLOCK_WORDS).values()
        for edge in found
    }
    cut: list[Segment] = []
    at = 0
    for segment in run_segments:
        count = len(segment.text.split())
        edges = [0, *sorted(n - at for n in cuts if at < n < at + count), count]
        parts = segment.text.split()
        for a, b in pairwise(edges):
            text = " ".join(parts[a:b])
            cut.append(
                Segment(segment.line, text, segment.starts_line and not a, segment.ends_line and b == count)
            )
        at += count
    return cut


def _join_segments(line_segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in line_segments).strip(_BULLETS)


def _find_by_digest(
    line_segments: Sequence[Segment],
    digests: Mapping[str, Sequence[int]],
    min_segments: int = 1,
    max_segments: int = _MAX_SEGMENTS,
) -> dict[int, SegmentRun]:
    """Return the runs of segments whose digest is that of a block, by the block's number, in order.

    ``digests`` gives the numbers of the blocks with a digest. Where several runs match, or they are out of
    order, the longest chain of blocks in order counts.
    """
    hits: list[tuple[int, SegmentRun]] = []
    folded = [fold_to_letters(segment.text) for segment in line_segments]
    for start in range(len(line_segments)):
        if not folded[start]:
            continue
        hasher = hashlib.sha256()
        length = 0
        for end in range(start, min(len(line_segments), start + max_segments)):
            hasher.update(folded[end].encode())
            length += len(folded[end])
            if length > _MAX_LETTERS:
                break
            if not folded[end] or end - start + 1 < min_segments:
                continue
            blocks = digests.get(hasher.hexdigest()[:12], ())
            # Several blocks may share a digest; later ones come first, so that the longest chain decides.
            hits += [(block, SegmentRun(start, end + 1)) for block in sorted(blocks, reverse=True)]
    return _longest_chain(hits)


def _longest_chain(hits: Sequence[tuple[int, SegmentRun]]) -> dict[int, SegmentRun]:
    """Return the longest chain of hits in which both blocks and segments ascend."""
    hits = sorted(hits, key=lambda hit: (hit[1].end, hit[0]))
    best: list[tuple[int, int]] = []
    for n, (block, run) in enumerate(hits[:5_000]):
        length, before = 1, -1
        for m in range(n - 1, max(-1, n - 500), -1):
            if hits[m][0] < block and hits[m][1].end <= run.start and best[m][0] + 1 > length:
                length, before = best[m][0] + 1, m
        best.append((length, before))
    found: dict[int, SegmentRun] = {}
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        found[hits[at][0]] = hits[at][1]
        at = best[at][1]
    return dict(sorted(found.items()))
