"""Confidence in a quotation's span and speaker, calibrated on articles that the weights were not fitted to.

The probability that the ranking gives to a speaker is too high for pronouns, for speakers carried over from
another quotation and for forms that the training articles lack. A logistic model corrects it by what is
doubtful about the quotation. ``benchmarks/fit_confidence.py`` fits it (Platt, 1999); its coefficients are
``data/confidence.json``.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator

from medway_tui.quotation_extraction.lexicon import DATA
from medway_tui.quotation_extraction.quotation import Quotation
from medway_tui.quotation_marks import QuotedSpan

MAX_LOGIT = 7.0
"""The largest log-odds of the ranking that count."""
SHORT_WORDS = 3
"""Words of a short piece."""
MAX_CONFIDENCE = {
    "same surname": 0.4,
    "several people": 0.4,
    "no speaker": 0.3,
    "carried over": 0.9,
    "pronoun": 0.9,
    "no name": 0.9,
    "role": 0.9,
}
"""The highest confidence with each doubt that is dangerous: a reader would not notice the error."""
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who", "him", "her", "them", "his", "their"))
_DOUBTS_OF_RULES = (
    ("the last speaker", "carried over"),
    ("continues from", "carried over"),
    ("continues in the next", "named in another paragraph"),
    ("named in the previous", "named in another paragraph"),
    ("a heading: the text", "words of a heading"),
)


def with_calibrated_confidence(quotation: Quotation, span: QuotedSpan) -> Quotation:
    """The quotation with its doubts, and the confidence that they leave."""
    doubts = tuple(find_doubts(quotation, span))
    return quotation._replace(confidence=calibrate(quotation, doubts), doubts=doubts)


def find_doubts(quotation: Quotation, span: QuotedSpan) -> Iterator[str]:
    """What is doubtful about a quotation, in a few words each, the most dangerous first."""
    if quotation.type == "none":
        return
    printed = (quotation.attribution or "").lower()
    if quotation.possible_speakers:
        yield "several people" if printed in _PRONOUNS else "same surname"
    elif quotation.speaker is None:
        yield "no speaker"
    if printed in _PRONOUNS:
        yield "pronoun"
    for beginning, doubt in _DOUBTS_OF_RULES:
        if quotation.rule.startswith(beginning):
            yield doubt
    if quotation.rule.endswith("without a cue"):
        yield "no cue"
    speaker = quotation.speaker or ""
    if speaker and not any(word[0].isupper() for word in speaker.split()[1:]) and " " in speaker:
        yield "no name"
    elif _is_role(printed, speaker):
        yield "role"
    if not span.closed:
        yield "no closing mark"


def _is_role(printed: str, speaker: str) -> bool:
    """Whether printed words without the speaker's name were resolved to the speaker: "the leader"."""
    words = printed.split()
    return len(words) > 1 and bool(speaker) and speaker.rsplit(maxsplit=1)[-1].lower() not in printed


def describe_evidence(quotation: Quotation, doubts: tuple[str, ...]) -> dict[str, float]:
    """The values that the logistic model weighs, by name."""
    probability = min(max(quotation.confidence, 1e-6), 1 - 1e-6)
    logit = max(-MAX_LOGIT, min(MAX_LOGIT, math.log(probability / (1 - probability))))
    if quotation.type == "none":
        return {"none": 1.0, "none logit": logit}
    evidence = {"bias": 1.0, "logit": logit, f"{quotation.type} logit": logit, quotation.type: 1.0}
    if quotation.end - quotation.start < 24 and quotation.type == "mixed":
        evidence["short"] = 1.0
    for doubt in doubts:
        evidence[doubt] = 1.0
        evidence[f"{doubt} logit"] = logit
    return evidence


def calibrate(quotation: Quotation, doubts: tuple[str, ...]) -> float:
    """The probability that span and speaker are right, from the ranking's and the doubts."""
    coefficients = load_coefficients()
    if not coefficients:
        return quotation.confidence
    evidence = describe_evidence(quotation, doubts)
    score = sum(coefficients.get(name, 0.0) * value for name, value in evidence.items())
    return min(
        [1 / (1 + math.exp(-score)), *(MAX_CONFIDENCE[each] for each in doubts if each in MAX_CONFIDENCE)]
    )


@functools.cache
def load_coefficients() -> dict[str, float]:
    """Read the coefficients, as fitted by ``benchmarks/fit_confidence.py``."""
    path = DATA / "confidence.json"
    if not path.exists():
        return {}
    coefficients: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return coefficients
