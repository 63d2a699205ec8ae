"""Words quoted in a headline or a subhead: whose they are, the text below tells."""

from __future__ import annotations

import re
from collections.abc import Callable

from medway_tui.quotation_extraction import ranker
from medway_tui.quotation_extraction.document import Document
from medway_tui.quotation_extraction.mentions import SpeakerMention
from medway_tui.quotation_extraction.quotation import Quotation, TextSpan
from medway_tui.text import fold

MAX_HEADINGS = 20
"""How many words of headings are looked up in the text; a text that has more has no headings."""
MIN_CONFIDENCE = 0.6
"""The confidence from which a heading's own line is believed."""
BODY_CONFIDENCE_FACTOR = 0.7
"""What the body's own confidence is worth for a heading whose words stand there without marks."""
MIN_WORDS_LENGTH = 4
"""How many code points words have to have to be looked up."""
MAX_HEADING_LENGTH = 120
"""How many code points a heading may have."""


def attribute_headings(
    document: Document, quotations: list[Quotation], full_name: Callable[[SpeakerMention], str]
) -> tuple[Quotation, ...]:
    """The quotations, those in headings given to who says the same words in the text below."""
    attributed = list(quotations)
    looked = 0
    folded = ""
    for i, quotation in enumerate(quotations):
        paragraph = document.paragraphs[document.spans[i].paragraph]
        if not _is_heading(document, i, paragraph.start, paragraph.end):
            continue
        looked += 1
        if looked > MAX_HEADINGS:
            break
        folded = folded or fold(document.text)
        if quotation.type == "none" or quotation.confidence < MIN_CONFIDENCE:
            attributed[i] = _attribute_by_body(document, quotations, i, folded, full_name) or quotation
        elif " " not in (quotation.speaker or "") or quotation.speaker == quotation.attribution:
            repeated = _find_repeated_quotation(document, quotations, i, folded)
            if repeated is not None and repeated.speaker:
                attributed[i] = quotation._replace(speaker=repeated.speaker)
    return tuple(attributed)


def _is_heading(document: Document, number: int, start: int, end: int) -> bool:
    line = document.text[start:end].rstrip() if end - start <= 2 * MAX_HEADING_LENGTH else ""
    return 0 < len(line) <= MAX_HEADING_LENGTH and line[-1] not in ".,!?:;…" and document.spans[number].closed


def _attribute_by_body(
    document: Document,
    quotations: list[Quotation],
    number: int,
    folded: str,
    full_name: Callable[[SpeakerMention], str],
) -> Quotation | None:
    heading = quotations[number]
    repeated = _find_repeated_quotation(document, quotations, number, folded)
    if repeated is not None:
        return repeated._replace(
            start=heading.start,
            end=heading.end,
            type="mixed",
            continues=None,
            rule="a heading: the same words are quoted in the text",
        )
    words = _folded_words(heading, folded)
    at = folded.find(words, document.paragraphs[document.spans[number].paragraph].end)
    if at < 0 or len(words) < MIN_WORDS_LENGTH or any(q.start <= at < q.end for q in quotations):
        return None
    weighed = document.weigh_unquoted_words(at, at + len(words))
    _, probabilities = ranker.to_probabilities(*ranker.score_candidates(weighed))
    if not probabilities:
        return None
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    total = sum(probabilities) or 1.0
    mention = weighed.mentions[best]
    if probabilities[best] / total < 0.3:
        return None
    return Quotation(
        heading.start,
        heading.end,
        "mixed",
        probabilities[best] / total * BODY_CONFIDENCE_FACTOR,
        speaker=full_name(mention),
        mention=TextSpan(mention.start, mention.end),
        attribution=document.text[mention.start : mention.end],
        rule="a heading: the same words stand below",
    )


def _find_repeated_quotation(
    document: Document, quotations: list[Quotation], number: int, folded: str
) -> Quotation | None:
    """The quotation in the text that holds a heading's words, below it or else above it."""
    heading = quotations[number]
    words = _folded_words(heading, folded)
    heading_paragraph = document.spans[number].paragraph
    if len(words) < MIN_WORDS_LENGTH:
        return None
    same = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for i in (*range(number + 1, len(quotations)), *range(number - 1, -1, -1)):
        other: Quotation = quotations[i]
        elsewhere = (
            other.speaker and other.type != "none" and document.spans[i].paragraph != heading_paragraph
        )
        if elsewhere and same.search(folded, other.start, other.end):
            return other
    return None


def _folded_words(quotation: Quotation, folded: str) -> str:
    return folded[quotation.start : quotation.end].strip(" .,!?…")
