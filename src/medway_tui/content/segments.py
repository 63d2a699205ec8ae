"""The lines of a copy in pieces, and the blocks that a digest finds in rows of these."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from medway_tui.text import letters

_SENTENCE_END = re.compile(r"(?<=[.!?…:])[\"'”’)\]]*\s+|(?<=[\"”’'])\s+(?=[“\"‘'A-Z])")

_MOST_LETTERS = 20_000
"""Longer blocks are not looked for across segments: a bound for hostile files."""

_MOST_SEGMENTS = 60
"""Of how many segments a block is made at most: a paragraph that was wrapped has a dozen."""


_MOST_WORDS = 4_000
"""In runs of so many words blocks are looked for between words."""

_MOST_BLOCK_WORDS = 400
"""Of how many words a block is made that is looked for between words."""

_BULLETS = " •·◦‣▪●"


class Segment(NamedTuple):
    """A sentence of a line, or the whole of one: no block begins or ends within."""

    line: int
    """Which of the copy's lines it is part of, from 0."""
    text: str
    first: bool
    """Whether the line begins with it."""
    last: bool
    """Whether the line ends with it."""


class Run(NamedTuple):
    """A stretch of segments, from the first to the one after the last."""

    start: int
    end: int


def segments(lines: Sequence[str]) -> list[Segment]:
    """The segments of some lines, in order."""
    found = []
    for number, line in enumerate(lines):
        ends = [match.end() for match in _SENTENCE_END.finditer(line)]
        pieces = [line[a:b].strip() for a, b in zip([0, *ends], [*ends, len(line)], strict=True)]
        pieces = [piece for piece in pieces if piece]
        found += [Segment(number, piece, n == 0, n == len(pieces) - 1) for n, piece in enumerate(pieces)]
    return found


def refined(
    pieces: Sequence[Segment], digests: Mapping[str, Sequence[int]], run: Run, least: int
) -> list[Segment]:
    """The segments of a run, cut wherever a block with one of these digests begins or ends within.

    A line without a full stop that was joined with the next one is such a place. Looked for between words,
    which takes longer, so in short runs only, and for blocks of ``least`` words
    at least.
    """
    here = pieces[run.start : run.end]
    words = [
        Segment(piece.line, word, piece.first and not n, last=False)
        for piece in here
        for n, word in enumerate(piece.text.split())
    ]
    if len(words) > _MOST_WORDS:
        return list(here)
    cuts = {edge for found in recognised(words, digests, least, _MOST_BLOCK_WORDS).values() for edge in found}
    cut: list[Segment] = []
    at = 0
    for piece in here:
        count = len(piece.text.split())
        edges = [0, *sorted(n - at for n in cuts if at < n < at + count), count]
        parts = piece.text.split()
        for a, b in pairwise(edges):
            text = " ".join(parts[a:b])
            cut.append(Segment(piece.line, text, piece.first and not a, piece.last and b == count))
        at += count
    return cut


def joined(pieces: Sequence[Segment]) -> str:
    """The text of segments that stand one after another."""
    return " ".join(piece.text for piece in pieces).strip(_BULLETS)


def recognised(
    pieces: Sequence[Segment],
    digests: Mapping[str, Sequence[int]],
    least: int = 1,
    most: int = _MOST_SEGMENTS,
) -> dict[int, Run]:
    """The blocks whose digest a stretch of segments has, in the order of the blocks.

    ``digests`` gives the numbers of the blocks with a digest. Where more stretches than one fit, or they
    stand out of order, the longest row of blocks in order counts. A block is made
    of ``least`` segments at least, and of ``most`` at most.
    """
    hits: list[tuple[int, Run]] = []
    folded = [letters(piece.text) for piece in pieces]
    for start in range(len(pieces)):
        if not folded[start]:
            continue
        so_far = hashlib.sha256()
        length = 0
        for end in range(start, min(len(pieces), start + most)):
            so_far.update(folded[end].encode())
            length += len(folded[end])
            if length > _MOST_LETTERS:
                break
            if not folded[end] or end - start + 1 < least:
                continue
            blocks = digests.get(so_far.hexdigest()[:12], ())
            # Of two places for one block, the row that is longest decides; so later blocks come first here.
            hits += [(block, Run(start, end + 1)) for block in sorted(blocks, reverse=True)]
    return _in_order(hits)


def _in_order(hits: Sequence[tuple[int, Run]]) -> dict[int, Run]:
    """The longest row of hits in which both blocks and segments go forward."""
    hits = sorted(hits, key=lambda hit: (hit[1].end, hit[0]))
    best: list[tuple[int, int]] = []
    for n, (block, run) in enumerate(hits[:5_000]):
        length, before = 1, -1
        for m in range(n - 1, max(-1, n - 500), -1):
            if hits[m][0] < block and hits[m][1].end <= run.start and best[m][0] + 1 > length:
                length, before = best[m][0] + 1, m
        best.append((length, before))
    found: dict[int, Run] = {}
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        found[hits[at][0]] = hits[at][1]
        at = best[at][1]
    return dict(sorted(found.items()))
