"""Find the words between quotation marks.

Double marks, guillemets and single marks are paired within a paragraph, so a missing one affects that
paragraph only. Of nested pairs the outermost counts. Corner brackets, single guillemets, two backquotes with
two apostrophes, and two angle brackets quote only where they enclose words. The work is linear in the length
of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

OPENING = "“„‟«"
CLOSING = "”»"
STRAIGHT = '"＂'
_DOUBLE = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]")
_DOUBLE_OR_APOSTROPHES = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]|''|``")
# A single mark opens only after a space or a bracket, and closes only where no letter follows.
_OPENING = r"[‘‚‛'`´](?=[^\s‘’'`.,;:!?])(?:(?<=[\s(\[{—–/-].)|(?<=\A.))"
_SINGLE_OPENING = re.compile(_OPENING)
_NEXT_PARAGRAPH_OPENS = re.compile(r"\s{1,20}[‘‚‛'`](?=[^\W_])")
_NEXT_PARAGRAPH_OPENS_DOUBLE = re.compile(rf"\s{{1,20}}[{OPENING}{STRAIGHT}](?=[^\W_])")
# The second apostrophe of rock 'n' roll is no closing mark.
_SINGLE = re.compile(rf"(?P<opens>{_OPENING})|(?P<closes>(?<=\S)(?<![’'‘][nN])[’'´](?!\w))")
_LINE_TEXT = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Words with an apostrophe for omitted letters: ’90s, ’em, ’til, ’n’.
_ELISION = re.compile(
    r"\d\ds?\b|n\b|(?:em|til|tis|twas|twere|twill|cause|cos|bout|round|im|er|eard|ello|ere|ave|ad|is)\b(?!\s*[’'])",
    re.IGNORECASE,
)
_BRACKET_CHARACTERS = ("‹", "›", "「", "『", "``", "<<")
_BRACKETS = re.compile(
    r"(?P<first>‹)(?=\S)[^‹›\n]+(?<=\S)›|(?<!\w)›(?=\S)[^‹›\n]+(?<=\S)‹(?!\w)"
    r"|「[^「」\n]+」|『[^『』\n]+』"
    r"|``(?=[^\s`'])(?:[^`'\n]|(?<!')'(?!')|`(?!`))+''|(?<![\w<])<<(?=[^\s<])[^<>\n]+(?<=\S)>>(?![\w>])"
)
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u200a\u202f([{—–-/:>‘'*_|…")
_AFTER_CLOSING = frozenset(" \t\u00a0\u2009\u200a\u202f)]}—–-.,;:!?…’'*_|<")
_SPACES = " \t\u00a0\u2009\u200a\u202f"
# Where the writer forgot a closing mark: “It is so, said Ann Example. It is so, she said.
_VERB = (
    r"(?:said|says|added|adds|told|asked|replied|explained|insisted|warned|wrote|claimed|continued|recalled)"
)
_FORGOTTEN_CLOSING = re.compile(
    rf"[,.?!…](?=\s(?:{_VERB}\s(?:[A-Z]|the\b|a\b|an\b|one\b|he\b|she\b|they\b)"
    rf"|(?:he|she|they|the \w+|(?:[A-Z][\w’'-]*\.? ){{0,3}}[A-Z][\w’'-]+)\s{_VERB}(?:[.,:]|\s\w+[.,])))"
)
MAX_CLOSING_TRIES = 8
"""Closing marks that are tried for one single opening mark."""
MAX_SINGLE_LENGTH = 3000
"""Code points of a quotation in single marks; a longer one is two stray apostrophes."""


class ParagraphSpan(NamedTuple):
    """A line that is not blank, in code points from the beginning of the text."""

    start: int
    end: int


class QuotedSpan(NamedTuple):
    """Words in quotation marks."""

    start: int
    """The first word, after the opening mark and spaces."""
    end: int
    """The end of the words, before spaces and the closing mark."""
    outer_start: int
    """The opening mark."""
    outer_end: int
    """Just after the closing mark, or the paragraph's end where there is none."""
    paragraph: int
    """The number of the paragraph, from 0."""
    closed: bool
    """Whether it has a closing mark within its paragraph."""
    single: bool
    """Whether its marks are single ones."""
    continues: int | None
    """The index of the span that this one continues after a paragraph break."""


class _MarkPair(NamedTuple):
    """An opening mark with its closing one, or with the paragraph's end."""

    start: int
    words_start: int
    words_end: int
    end: int
    closed: bool
    single: bool


def split_paragraphs(text: str) -> list[ParagraphSpan]:
    """The lines of a text that are not blank."""
    return [ParagraphSpan(*match.span()) for match in _LINE_TEXT.finditer(text) if not match[0].isspace()]


def find_quoted_spans(
    text: str, paragraphs: list[ParagraphSpan], *, doubled: bool = False
) -> list[QuotedSpan]:
    """All words in quotation marks, in order.

    With ``doubled``, two apostrophes are one double mark, as in some plain-text archives.
    """
    doubles = [match.span() for match in (_DOUBLE_OR_APOSTROPHES if doubled else _DOUBLE).finditer(text)]
    singles = [match.start() for match in _SINGLE_OPENING.finditer(text)]
    starts = [paragraph.start for paragraph in paragraphs]
    with_singles = {bisect_right(starts, place) - 1 for place in singles}
    by_paragraph: dict[int, list[tuple[int, int]]] = {}
    for place in doubles:
        by_paragraph.setdefault(bisect_right(starts, place[0]) - 1, []).append(place)
    bracketed = _pair_brackets(text, starts)
    spans: list[QuotedSpan] = []
    for number in sorted(with_singles | by_paragraph.keys() | bracketed.keys()):
        pairs = _pair_doubles(text, paragraphs[number], by_paragraph.get(number, []))
        if number in bracketed:
            pairs = _keep_outermost(pairs, bracketed[number])
        if number in with_singles:
            pairs = _keep_outermost(pairs, _pair_singles(text, paragraphs[number], pairs))
        _add_spans(text, paragraphs[number], number, pairs, spans)
    return spans


def _add_spans(
    text: str, paragraph: ParagraphSpan, number: int, pairs: list[_MarkPair], spans: list[QuotedSpan]
) -> None:
    """Add the words of each pair, without the spaces at their ends."""
    for pair in pairs:
        previous = spans[-1] if spans else None
        is_continuation = (
            pair is pairs[0]
            and previous is not None
            and not previous.closed
            and previous.paragraph == number - 1
            and not text[previous.outer_end : paragraph.start].strip()
            and not text[paragraph.start : pair.start].strip()
        )
        start, end = _strip_spaces(text, pair.words_start, pair.words_end)
        if start < end and any(char.isalnum() for char in text[start : min(end, start + 200)]):
            continues = len(spans) - 1 if is_continuation else None
            spans.append(
                QuotedSpan(start, end, pair.start, pair.end, number, pair.closed, pair.single, continues)
            )


def _strip_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return start, end


def _pair_brackets(text: str, starts: list[int]) -> dict[int, list[_MarkPair]]:
    """The pairs of marks that quote only where they enclose words, by paragraph."""
    by_paragraph: dict[int, list[_MarkPair]] = {}
    if any(mark in text for mark in _BRACKET_CHARACTERS):
        for match in _BRACKETS.finditer(text):
            start, end = match.span()
            width = 2 if match[0][0] in "`<" else 1
            pair = _MarkPair(start, start + width, end - width, end, closed=True, single=False)
            by_paragraph.setdefault(bisect_right(starts, start) - 1, []).append(pair)
    return by_paragraph


def _pair_doubles(text: str, paragraph: ParagraphSpan, marks: list[tuple[int, int]]) -> list[_MarkPair]:
    """The outermost pairs of double marks.

    An opening mark inside a quotation is nested if enough closing marks follow; otherwise the quotation
    before it has lost its closing mark.
    """
    if not marks:
        return []
    steps = _open_or_close(text, paragraph, marks)
    depths = list(accumulate(steps))
    lowest = list(accumulate(reversed(depths), min))[::-1]
    is_continued = bool(_NEXT_PARAGRAPH_OPENS_DOUBLE.match(text, paragraph.end))
    pairs: list[_MarkPair] = []
    opened: list[tuple[int, int]] = []
    for i, (mark, step) in enumerate(zip(marks, steps, strict=True)):
        if step <= 0:
            if step and opened:
                outermost = opened[0]
                opened.pop()
                if not opened:
                    pairs.append(_MarkPair(*outermost, *mark, closed=True, single=False))
            continue
        if opened and lowest[i] > depths[i] - step - len(opened):
            before = text[max(0, mark[0] - 2) : mark[0]]
            is_inside_clause = before[:1].isalnum() and before[1:] in tuple(_SPACES)
            if not (is_continued and is_inside_clause and len(opened) == 1):
                words_end = opened[0][1] + len(text[opened[0][1] : mark[0]].rstrip(_SPACES))
                pairs.append(_unclosed_pair(text, opened[0], words_end, is_continued=False))
                opened.clear()
        opened.append(mark)
    if opened:
        pairs.append(_unclosed_pair(text, opened[0], paragraph.end, is_continued=is_continued))
    return pairs


def _open_or_close(text: str, paragraph: ParagraphSpan, marks: list[tuple[int, int]]) -> list[int]:
    """1 for each opening mark and -1 for each closing one; 0 for one that closes nothing."""
    start, end = paragraph
    steps: list[int] = []
    depth = 0
    for mark in marks:
        before = text[mark[0] - 1] if mark[0] > start else " "
        after = text[mark[1]] if mark[1] < end else " "
        if _is_opening(text[mark[0]], before, after, is_open=depth > 0):
            steps.append(1)
        else:
            steps.append(-1 if depth else 0)
        depth += steps[-1]
    return steps


def _unclosed_pair(text: str, opened: tuple[int, int], words_end: int, *, is_continued: bool) -> _MarkPair:
    """The pair of a mark without a closing one: its words end before a cue, or where another mark opens."""
    forgotten = None if is_continued else _FORGOTTEN_CLOSING.search(text, opened[1], words_end)
    if forgotten is not None:
        words_end = forgotten.end()
    return _MarkPair(*opened, words_end, words_end, closed=False, single=False)


def _is_opening(mark: str, before: str, after: str, *, is_open: bool) -> bool:
    """Whether a double mark opens a quotation, by its form and the characters on either side of it."""
    can_open = before in _BEFORE_OPENING and after not in _SPACES
    can_close = before not in _SPACES and (after in _AFTER_CLOSING or not after.isalnum())
    if mark in OPENING:
        return not (is_open and can_close and not can_open)
    if mark in CLOSING:
        return not is_open and can_open
    if can_open != can_close:
        return can_open
    return not is_open


def _pair_singles(text: str, paragraph: ParagraphSpan, doubles: list[_MarkPair]) -> list[_MarkPair]:
    start, end = paragraph
    pairs: list[_MarkPair] = []
    double_starts = [pair.start for pair in doubles]
    opening: list[int] = []
    closing: list[int] = []
    for match in _SINGLE.finditer(text, start, end):
        place = match.start()
        nearest = bisect_right(double_starts, place) - 1
        if nearest < 0 or place >= doubles[nearest].end:
            (opening if match["opens"] else closing).append(place)
    at = start
    for place in opening:
        if place < at:
            continue
        closes = _find_closing(text, opening, closing, place)
        if _ELISION.match(text, place + 1, end) and not _is_clear_closing(text, opening, place, closes):
            continue
        if closes is not None:
            pairs.append(_MarkPair(place, place + 1, closes, closes + 1, closed=True, single=True))
            at = closes + 1
        elif _NEXT_PARAGRAPH_OPENS.match(text, end) or (
            text[max(start, place - 2) : place] == ": " and _NEXT_PARAGRAPH_OPENS_DOUBLE.match(text, end)
        ):
            pairs.append(_MarkPair(place, place + 1, end, end, closed=False, single=True))
            break
    return pairs


def _is_clear_closing(text: str, opening: list[int], opened: int, closes: int | None) -> bool:
    """Whether a mark closes a clause with no other opening mark before it: ‘’Tis the season,’ she said."""
    if closes is None:
        return False
    return text[closes - 1] in ",.!?" and bisect_right(opening, opened) == bisect_left(opening, closes)


def _find_closing(text: str, opening: list[int], closing: list[int], opened: int) -> int | None:
    """The first closing mark that is no possessive apostrophe."""
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
            return _closing_of_outer(text, opening, closing, opened, at)
        if not after[1:].islower():
            return at
        # "the officials' plan": the apostrophe of a plural, unless no other mark closes.
        fallback = at if fallback is None else fallback
    return fallback


def _closing_of_outer(text: str, opening: list[int], closing: list[int], opened: int, at: int) -> int:
    """The closing mark after a nested pair of single marks that ends at ``at``, where there is one."""
    following = bisect_right(closing, at)
    is_nested = bisect_right(opening, opened) < bisect_left(opening, at)
    if not is_nested or following == len(closing):
        return at
    outer = closing[following]
    is_next = bisect_right(opening, at) == bisect_left(opening, outer) and outer - opened <= MAX_SINGLE_LENGTH
    return outer if is_next and text[outer - 1] in ",.!?" and text[at - 1] not in ",.!?" else at


def _keep_outermost(doubles: list[_MarkPair], singles: list[_MarkPair]) -> list[_MarkPair]:
    """All pairs in order, without those inside another."""
    kept: list[_MarkPair] = []
    for pair in sorted([*doubles, *singles]):
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


class QuotedRange(NamedTuple):
    """Words in quotation marks: offsets in code points, without the marks."""

    start: int
    end: int


def find_quoted_ranges(text: str) -> Iterator[QuotedRange]:
    """Yield every range of a block's text in quotation marks, in order."""
    for span in find_quoted_spans(text, split_paragraphs(text)):
        yield QuotedRange(span.start, span.end)


def find_unlisted_ranges(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[QuotedRange]:
    """Yield the ranges in quotation marks that have a letter or digit outside all ``spans``."""
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    for quoted in find_quoted_ranges(text):
        if any(not covered[at] and text[at].isalnum() for at in range(quoted.start, quoted.end)):
            yield quoted
