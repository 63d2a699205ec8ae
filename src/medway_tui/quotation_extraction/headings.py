"""Attribute quotations in headings by the article's body, which quotes or repeats the same words."""

from __future__ import annotations

import re
from collections.abc import Callable

from medway_tui.quotation_extraction import ranker
from medway_tui.quotation_extraction.document import Document
from medway_tui.quotation_extraction.quotation import Quotation, SpeakerMention, TextSpan
from medway_tui.text import fold

MAX_HEADINGS = 20
"""Quotations in headings that are attributed; a text with more of them has no headings."""
MIN_CONFIDENCE = 0.6
"""Confidence from which the speaker in the heading's own line counts."""
BODY_CONFIDENCE_FACTOR = 0.7
"""Factor of the confidence where the body has the words without marks."""
MIN_BODY_PROBABILITY = 0.3
"""Probability from which a speaker in the body counts."""
MIN_WORDS_LENGTH = 4
"""Code points of the words that are searched in the body."""
MAX_HEADING_LENGTH = 120
"""Code points of a heading."""

CLOSING_MARKS = "”’\"'»›"
"""Marks behind the full stop of a sentence, which no heading has."""


def attribute_headings(
    document: Document, quotations: list[Quotation], full_name: Callable[[SpeakerMention], str]
) -> tuple[Quotation, ...]:
    """The quotations, with those in headings attributed by the body where the heading is not clear."""
    attributed = list(quotations)
    headings = 0
    folded = ""
    for i, quotation in enumerate(quotations):
        if not _is_heading(document, i):
            continue
        headings += 1
        if headings > MAX_HEADINGS:
            break
        folded = folded or fold(document.text)
        if quotation.type == "none" or quotation.confidence < MIN_CONFIDENCE:
            attributed[i] = _attribute_by_body(document, quotations, i, folded, full_name) or quotation
        elif " " not in (quotation.speaker or "") or quotation.speaker == quotation.attribution:
            repeated = _find_repeated_quotation(document, quotations, i, folded)
            if repeated is not None and repeated.speaker:
                attributed[i] = quotation._replace(speaker=repeated.speaker)
    return tuple(attributed)


def _is_heading(document: Document, number: int) -> bool:
    start, end = document.paragraphs[document.spans[number].paragraph]
    line = document.text[start:end].rstrip() if end - start <= 2 * MAX_HEADING_LENGTH else ""
    is_short = 0 < len(line) <= MAX_HEADING_LENGTH
    ending = line.rstrip(CLOSING_MARKS)
    return is_short and ending[-1:] not in ".,!?:;…" and document.spans[number].closed


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
    if (
        at < 0
        or " " not in words
        or len(words) < MIN_WORDS_LENGTH
        or any(each.start <= at < each.end for each in quotations)
    ):
        return None
    candidates = document.weigh_unquoted_words(at, at + len(words))
    _, probabilities = ranker.to_probabilities(*ranker.score_candidates(candidates))
    if not probabilities:
        return None
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    probability = probabilities[best] / (sum(probabilities) or 1.0)
    mention = candidates.mentions[best]
    if probability < MIN_BODY_PROBABILITY:
        return None
    return Quotation(
        heading.start,
        heading.end,
        "mixed",
        probability * BODY_CONFIDENCE_FACTOR,
        speaker=full_name(mention),
        mention=TextSpan(mention.start, mention.end),
        attribution=document.text[mention.start : mention.end],
        rule="a heading: the text has the same words",
    )


def _find_repeated_quotation(
    document: Document, quotations: list[Quotation], number: int, folded: str
) -> Quotation | None:
    """The quotation in the body with a heading's words, below it or else above it."""
    words = _folded_words(quotations[number], folded)
    heading_paragraph = document.spans[number].paragraph
    if len(words) < MIN_WORDS_LENGTH:
        return None
    same_words = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for i in (*range(number + 1, len(quotations)), *range(number - 1, -1, -1)):
        other: Quotation = quotations[i]
        is_attributed = other.speaker and other.type != "none"
        is_elsewhere = document.spans[i].paragraph != heading_paragraph
        if is_attributed and is_elsewhere and same_words.search(folded, other.start, other.end):
            return other
    return None


def _folded_words(quotation: Quotation, folded: str) -> str:
    return folded[quotation.start : quotation.end].strip(" .,!?…")
