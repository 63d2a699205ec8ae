"""Words quoted in a headline or a subhead: whose they are, the text below tells."""

from __future__ import annotations

import re
from collections.abc import Callable

from medway_tui.extract import ranker
from medway_tui.extract.mentions import Mention
from medway_tui.extract.quotation import Extent, Quotation
from medway_tui.extract.walking import Reading
from medway_tui.text import fold

MOST = 20
"""How many words of headings are looked up in the text; a text that has more has no headings."""
SURE = 0.6
"""The confidence from which a heading's own line is believed."""
BELIEVED = 0.7
"""What the body's own confidence is worth for a heading whose words stand there without marks."""
SHORTEST = 4
"""How many code points words have to have to be looked up."""
LONGEST = 120
"""How many code points a heading may have."""


def told_by_body(
    reading: Reading, found: list[Quotation], named: Callable[[Mention], str]
) -> tuple[Quotation, ...]:
    """The quotations, those in headings given to who says the same words in the text below."""
    answer = list(found)
    looked = 0
    folded = ""
    for i, quotation in enumerate(found):
        line = reading.lines[reading.marks[i].paragraph]
        if not _heading(reading, i, line.start, line.end):
            continue
        looked += 1
        if looked > MOST:
            break
        folded = folded or fold(reading.text)
        if quotation.type == "none" or quotation.confidence < SURE:
            answer[i] = _told(reading, found, i, folded, named) or quotation
        elif " " not in (quotation.speaker or "") or quotation.speaker == quotation.attribution:
            below = _quoted_again(reading, found, i, folded)
            if below is not None and below.speaker:
                answer[i] = quotation._replace(speaker=below.speaker)
    return tuple(answer)


def _heading(reading: Reading, number: int, start: int, end: int) -> bool:
    line = reading.text[start:end].rstrip() if end - start <= 2 * LONGEST else ""
    return 0 < len(line) <= LONGEST and line[-1] not in ".,!?:;…" and reading.marks[number].closed


def _told(
    reading: Reading,
    found: list[Quotation],
    number: int,
    folded: str,
    named: Callable[[Mention], str],
) -> Quotation | None:
    mine = found[number]
    other = _quoted_again(reading, found, number, folded)
    if other is not None:
        return other._replace(
            start=mine.start,
            end=mine.end,
            type="mixed",
            continues=None,
            rule="a heading: the same words are quoted in the text",
        )
    words = _words(mine, folded)
    at = folded.find(words, reading.lines[reading.marks[number].paragraph].end)
    if at < 0 or len(words) < SHORTEST or any(q.start <= at < q.end for q in found):
        return None
    weighed = reading.weigh_words(at, at + len(words))
    _, each = ranker.shares(*ranker.scores(weighed))
    if not each:
        return None
    best = max(range(len(each)), key=each.__getitem__)
    whole = sum(each) or 1.0
    mention = weighed.mentions[best]
    if each[best] / whole < 0.3:
        return None
    return Quotation(
        mine.start,
        mine.end,
        "mixed",
        each[best] / whole * BELIEVED,
        speaker=named(mention),
        mention=Extent(mention.start, mention.end),
        attribution=reading.text[mention.start : mention.end],
        rule="a heading: the same words stand below",
    )


def _quoted_again(reading: Reading, found: list[Quotation], number: int, folded: str) -> Quotation | None:
    """The quotation in the text that holds a heading's words, below it or else above it."""
    mine = found[number]
    words = _words(mine, folded)
    line = reading.marks[number].paragraph
    if len(words) < SHORTEST:
        return None
    same = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for i in (*range(number + 1, len(found)), *range(number - 1, -1, -1)):
        other: Quotation = found[i]
        elsewhere = other.speaker and other.type != "none" and reading.marks[i].paragraph != line
        if elsewhere and same.search(folded, other.start, other.end):
            return other
    return None


def _words(quotation: Quotation, folded: str) -> str:
    return folded[quotation.start : quotation.end].strip(" .,!?…")
