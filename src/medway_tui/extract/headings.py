"""Words quoted in a headline or a subhead: whose they are, the text below tells."""

from __future__ import annotations

from collections.abc import Callable

from medway_tui.extract import ranker
from medway_tui.extract.features import Mention
from medway_tui.extract.quotation import Extent, Quotation
from medway_tui.extract.walking import Reading
from medway_tui.text import fold

MOST = 20
"""How many words of headings are looked up in the text; a text that has more has no headings."""
SURE = 0.6
"""The confidence from which a heading's own line is believed."""
BELIEVED = 0.7
"""What the body's own confidence is worth for a heading whose words stand there without marks."""
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
        if not _heading(reading, i, line.start, line.end) or not (
            quotation.type == "none" or quotation.confidence < SURE
        ):
            continue
        looked += 1
        if looked > MOST:
            break
        folded = folded or fold(reading.text)
        told = _told(reading, found, i, folded, named)
        if told is not None:
            answer[i] = told
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
    words = folded[mine.start : mine.end].strip(" .,!?…")
    at = folded.find(words, reading.lines[reading.marks[number].paragraph].end)
    if at < 0 or len(words) < 4:
        return None
    for other in found[number + 1 :]:
        if other.start <= at < other.end:
            if other.type == "none" or other.speaker is None:
                return None
            return other._replace(
                start=mine.start,
                end=mine.end,
                type="mixed",
                continues=None,
                rule="a heading: the same words are quoted below",
            )
        if other.start > at:
            break
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
