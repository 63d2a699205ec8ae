"""The lines of a copy in pieces, and the blocks that a digest finds in rows of these."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from medway_tui.text import fold_to_letters

_SENTENCE_END = re.compile(r"(?<=[.!?…:])[\"'”’)\]]*\s+|(?<=[\"”’'])\s+(?=[“\"‘'A-Z])")

_MAX_LETTERS = 20_000
"""Longer blocks are not looked for across segments: a bound for hostile files."""

_MAX_SEGMENTS = 60
"""Of how many segments a block is made at most: a paragraph that was wrapped has a dozen."""


_MAX_WORDS = 4_000
"""In runs of so many words blocks are looked for between words."""

_MAX_BLOCK_WORDS = 400
"""Of how many words a block is made that is looked for between words."""

_BULLETS = " •·◦‣▪●"


class Segment(NamedTuple):
    """A sentence of a line, or the whole of one: no block begins or ends within."""

    line: int
    """Which of the copy's lines it is part of, from 0."""
    text: str
    starts_line: bool
    """Whether the line begins with it."""
    ends_line: bool
    """Whether the line ends with it."""


class SegmentRun(NamedTuple):
    """A stretch of segments, from the first to the one after the last."""

    start: int
    end: int


def split_into_segments(lines: Sequence[str]) -> list[Segment]:
    """The segments of some lines, in order."""
    found = []
    for number, line in enumerate(lines):
        ends = [match.end() for match in _SENTENCE_END.finditer(line)]
        pieces = [line[a:b].strip() for a, b in zip([0, *ends], [*ends, len(line)], strict=True)]
        pieces = [piece for piece in pieces if piece]
        found += [Segment(number, piece, n == 0, n == len(pieces) - 1) for n, piece in enumerate(pieces)]
    return found


def split_at_blocks(
    line_segments: Sequence[Segment], digests: Mapping[str, Sequence[int]], run: SegmentRun, min_words: int
) -> list[Segment]:
    """The segments of a run, cut wherever a block with one of these digests begins or ends within.

    A line without a full stop that was joined with the next one is such a place. Looked for between words,
    which takes longer, so in short runs only, and for blocks of ``min_words`` words
    at least.
    """
    run_segments = line_segments[run.start : run.end]
    word_segments = [
        Segment(piece.line, word, piece.starts_line and not n, ends_line=False)
        for piece in run_segments
        for n, word in enumerate(piece.text.split())
    ]
    if len(word_segments) > _MAX_WORDS:
        return list(run_segments)
    cuts = {
        edge
        for found in find_by_digest(word_segments, digests, min_words, _MAX_BLOCK_WORDS).values()
        for edge in found
    }
    cut: list[Segment] = []
    at = 0
    for piece in run_segments:
        count = len(piece.text.split())
        edges = [0, *sorted(n - at for n in cuts if at < n < at + count), count]
        parts = piece.text.split()
        for a, b in pairwise(edges):
            text = " ".join(parts[a:b])
            cut.append(Segment(piece.line, text, piece.starts_line and not a, piece.ends_line and b == count))
        at += count
    return cut


def join_segments(line_segments: Sequence[Segment]) -> str:
    """The text of segments that stand one after another."""
    return " ".join(piece.text for piece in line_segments).strip(_BULLETS)


def find_by_digest(
    line_segments: Sequence[Segment],
    digests: Mapping[str, Sequence[int]],
    min_segments: int = 1,
    max_segments: int = _MAX_SEGMENTS,
) -> dict[int, SegmentRun]:
    """The blocks whose digest a stretch of segments has, in the order of the blocks.

    ``digests`` gives the numbers of the blocks with a digest. Where more stretches than one fit, or they
    stand out of order, the longest row of blocks in order counts. A block is made
    of ``min_segments`` segments at least, and of ``max_segments`` at most.
    """
    hits: list[tuple[int, SegmentRun]] = []
    folded = [fold_to_letters(piece.text) for piece in line_segments]
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
            # Of two places for one block, the row that is longest decides; so later blocks come first here.
            hits += [(block, SegmentRun(start, end + 1)) for block in sorted(blocks, reverse=True)]
    return _longest_chain(hits)


def _longest_chain(hits: Sequence[tuple[int, SegmentRun]]) -> dict[int, SegmentRun]:
    """The longest row of hits in which both blocks and segments go forward."""
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
