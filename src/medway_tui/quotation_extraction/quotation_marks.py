"""Quotation marks: which words of a text stand between them.

Marks are paired within a paragraph, never across the text, so one that is missing spoils one paragraph
only. Only the outermost pair counts. The work is linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

OPENING = "“„‟«"
CLOSING = "”»"
EITHER = '"＂'
SINGLE_OPENING = "‘‚‛"
SINGLE_CLOSING = "’"
SINGLE_EITHER = "'`´"

_DOUBLE = re.compile(f"[{OPENING}{CLOSING}{EITHER}]")
_DOUBLE_OR_APOSTROPHES = re.compile(f"[{OPENING}{CLOSING}{EITHER}]|''|``")
# A single mark opens only after a space or a bracket, and closes only before what is no letter.
_OPENING = r"[‘‚‛'`´](?=[^\s‘’'`.,;:!?])(?:(?<=[\s(\[{—–/-].)|(?<=\A.))"
_SINGLE_OPENING = re.compile(_OPENING)
_SINGLE_ABOVE = re.compile(r"\s{1,20}[‘‚‛'`](?=[^\W_])")
_SINGLE = re.compile(rf"(?P<opens>{_OPENING})|(?P<closes>(?<=\S)[’'´](?!\w))")
_LINE_TEXT = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What begins with an apostrophe where letters were left out, and is no quotation: ’90s, ’em, ’til.
_ELISION = re.compile(
    r"(?:\d\ds?|em|til|tis|twas|cause|cos|bout|n|round|im|er|eard|ello|ere|ave|ad|is)\b(?!\s*[’'])",
    re.IGNORECASE,
)
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u200a\u202f([{—–-/:>‘'*_|…")
_AFTER_CLOSING = frozenset(" \t\u00a0\u2009\u200a\u202f)]}—–-.,;:!?…’'*_|<")
_SPACES = " \t\u00a0\u2009\u200a\u202f"
MAX_CLOSING_TRIES = 8
"""How many closing marks are tried for one opening mark."""
MAX_SINGLE_LENGTH = 3000
"""How many code points a quotation in single marks may have; more is two stray apostrophes."""


class ParagraphSpan(NamedTuple):
    """A line that is not blank, in code points from the text's beginning."""

    start: int
    end: int


class QuotedSpan(NamedTuple):
    """Words in quotation marks, before anything is known of who said them."""

    start: int
    """Where the words begin, after the opening mark and spaces."""
    end: int
    """Where the words end, before spaces and the closing mark."""
    outer_start: int
    """Where the opening mark stands."""
    outer_end: int
    """Just after the closing mark, or the paragraph's end where there is none."""
    paragraph: int
    """The number of its paragraph, from 0."""
    closed: bool
    """Whether a mark closes it within its paragraph."""
    single: bool
    """Whether its marks are single ones."""
    continues: int | None
    """The place in the answer of the one that it goes on from."""


def split_paragraphs(text: str) -> list[ParagraphSpan]:
    """The lines of a text that are not blank."""
    return [ParagraphSpan(*m.span()) for m in _LINE_TEXT.finditer(text) if not m[0].isspace()]


def find_quoted_spans(
    text: str, paragraphs: list[ParagraphSpan], *, doubled: bool = False
) -> list[QuotedSpan]:
    """Everything in quotation marks, in order.

    ``doubled`` takes two apostrophes for one double mark, as some plain-text archives print them.
    """
    found: list[QuotedSpan] = []
    doubles = [m.span() for m in (_DOUBLE_OR_APOSTROPHES if doubled else _DOUBLE).finditer(text)]
    singles = [m.start() for m in _SINGLE_OPENING.finditer(text)]
    starts = [line.start for line in paragraphs]
    with_marks = {bisect_right(starts, place) - 1 for place in singles}
    by_paragraph: dict[int, list[tuple[int, int]]] = {}
    for span in doubles:
        by_paragraph.setdefault(bisect_right(starts, span[0]) - 1, []).append(span)
    for number in sorted(with_marks | by_paragraph.keys()):
        paragraph_doubles = by_paragraph.get(number, [])
        _add_paragraph_spans(
            text, paragraphs[number], number, found, paragraph_doubles, single=number in with_marks
        )
    return found


def _add_paragraph_spans(
    text: str,
    paragraph: ParagraphSpan,
    number: int,
    found: list[QuotedSpan],
    doubles: list[tuple[int, int]],
    *,
    single: bool,
) -> None:
    start = paragraph.start
    pairs = _pair_doubles(text, paragraph, doubles)
    singles = _pair_singles(text, paragraph, pairs) if single else []
    if not pairs and not singles:
        return
    if singles:
        pairs = _keep_outermost(pairs, singles)
    first = True
    for a, b, c, d, closed, is_single in pairs:
        previous = found[-1] if found else None
        is_continuation = (
            first
            and previous is not None
            and not previous.closed
            and previous.paragraph == number - 1
            and not text[start:a].strip()
            and previous.single == is_single
        )
        first = False
        while b < c and text[b] in _SPACES:
            b += 1  # noqa: PLW2901 - trimmed in place
        while c > b and text[c - 1] in _SPACES:
            c -= 1  # noqa: PLW2901
        if b < c and any(ch.isalnum() for ch in text[b : min(c, b + 200)]):
            found.append(
                QuotedSpan(b, c, a, d, number, closed, is_single, len(found) - 1 if is_continuation else None)
            )


_MarkPair = tuple[int, int, int, int, bool, bool]


def _pair_doubles(text: str, paragraph: ParagraphSpan, places: list[tuple[int, int]]) -> list[_MarkPair]:
    """Pairs of double marks: where the mark opens, the words begin and end, and the pair ends."""
    start, end = paragraph
    pairs: list[_MarkPair] = []
    opened: tuple[int, int] | None = None
    for a, b in places:
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        opens = _is_opening(text[a], before, after, open_now=opened is not None)
        if opened is None:
            if opens:
                opened = (a, b)
            continue
        if opens:
            # A second opening mark: the first was never closed. Its words end before the second.
            pairs.append((*opened, *_end_before(text, opened[1], a), False, False))
            opened = (a, b)
        else:
            pairs.append((*opened, a, b, True, False))
            opened = None
    if opened is not None:
        pairs.append((*opened, end, end, False, False))
    return pairs


def _end_before(text: str, start: int, end: int) -> tuple[int, int]:
    """Where an unclosed quotation followed by another ends: at the other's mark."""
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return end, end


def _is_opening(mark: str, before: str, after: str, *, open_now: bool) -> bool:
    """Whether a double mark opens, by what it is and what stands on either side of it."""
    can_open = before in _BEFORE_OPENING and after not in _SPACES
    can_close = before not in _SPACES and (after in _AFTER_CLOSING or not after.isalnum())
    if mark in OPENING:
        return not (open_now and can_close and not can_open)
    if mark in CLOSING:
        return not open_now and can_open
    if can_open != can_close:
        return can_open
    return not open_now


def _pair_singles(text: str, paragraph: ParagraphSpan, doubles: list[_MarkPair]) -> list[_MarkPair]:
    """Pairs of single marks outside the double ones, a double pair inside a single one let be."""
    start, end = paragraph
    pairs: list[_MarkPair] = []
    covered = _PairLookup(doubles)
    opening: list[int] = []
    closing: list[int] = []
    for m in _SINGLE.finditer(text, start, end):
        if not covered.contains(m.start()):
            (opening if m["opens"] else closing).append(m.start())
    at = start
    for a in opening:
        if a < at or _ELISION.match(text, a + 1, end):
            continue
        c = _find_closing(text, opening, closing, a)
        if c is not None:
            pairs.append((a, a + 1, c, c + 1, True, True))
            at = c + 1
        elif _SINGLE_ABOVE.match(text, end):
            # The next paragraph opens with a single mark too: this one goes on there.
            pairs.append((a, a + 1, end, end, False, True))
            break
    return pairs


class _PairLookup:
    """Whether a place lies inside a double pair; asked in ascending order, each answer is quick."""

    def __init__(self, spans: list[_MarkPair]) -> None:
        self.starts = [s[0] for s in spans]
        self.pairs = spans

    def contains(self, place: int) -> bool:
        k = bisect_right(self.starts, place) - 1
        return k >= 0 and place < self.pairs[k][3]


def _find_closing(text: str, opening: list[int], closing: list[int], opened: int) -> int | None:
    """Where a single mark closes: at the first closing mark that is no possessive apostrophe."""
    first = bisect_right(closing, opened)
    fallback: int | None = None
    for at in closing[first : first + MAX_CLOSING_TRIES]:
        if at - opened > MAX_SINGLE_LENGTH:
            break
        if fallback is not None and bisect_right(opening, fallback) != bisect_right(opening, at):
            break
        before = text[at - 1]
        after = text[at + 1 : at + 3]
        if before in ".,!?;:…" or before not in "sS" or not after[:1].isspace():
            return at
        if not after[1:].islower():
            return at
        # "the officials' plan": the apostrophe of a plural, unless nothing else closes.
        fallback = at if fallback is None else fallback
    return fallback


def _keep_outermost(doubles: list[_MarkPair], singles: list[_MarkPair]) -> list[_MarkPair]:
    """All pairs in order, without those that lie inside another."""
    kept: list[_MarkPair] = []
    for span in sorted([*doubles, *singles]):
        if kept and span[0] < kept[-1][3]:
            continue
        kept.append(span)
    return kept
