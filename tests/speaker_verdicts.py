"""Verdicts on extracted speakers by person: right, wrong or open, and the kind of each error.

Stricter than ``quotation_scoring``: where an annotation gives the person (``canonical``), a pronoun or role
noun counts as right only when it is resolved to that person. A speaker is open when none is given, or when
words are given that name nobody: a pronoun, or "the leader" for the person who leads. An open speaker costs a
reader a look at the text; a wrong one makes a person responsible for the words of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from medway_tui.quotation_extraction.lexicon import load_lexicon
from tests.quotation_scoring import (
    Record,
    is_same_speaker,
    match_spans,
    name_words,
    strip_spans,
    surname,
)

Verdict = Literal["right", "wrong", "open"]

SHORT_WORDS = 4
"""Words of a short piece."""
CARRIED_RULES = ("the last speaker continues", "continues from the previous paragraph")
_PRONOUNS = frozenset(
    ("he", "she", "they", "it", "we", "i", "who", "him", "her", "them", "you", "his", "their", "this", "that")
)
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "one", "another", "this", "that"))


class Judged(NamedTuple):
    """A quotation of a record, annotated or extracted or both, with the verdict on it."""

    record_id: str
    kind: str
    """``right``, or the kind of error."""
    verdict: Verdict | Literal["missed", "extra"]
    annotated: Record | None
    extracted: Record | None


def judge_records(gold: Iterable[Record], predicted: Mapping[str, list[Record]]) -> list[Judged]:
    """Judge every quotation of the records; an annotated one is ``missed`` when no span matches it."""
    judged: list[Judged] = []
    for record in gold:
        annotated = strip_spans(record, record["quotes"])
        extracted = strip_spans(record, predicted.get(record["id"], []))
        pairs = match_spans([span for span, _ in annotated], [span for span, _ in extracted])
        by_annotated = dict(pairs)
        matched = set(by_annotated.values())
        for i, (_, quotation) in enumerate(annotated):
            if i in by_annotated:
                judged.append(_judge_pair(record["id"], quotation, extracted[by_annotated[i]][1]))
            else:
                is_short = len(quotation["text"].split()) <= SHORT_WORDS
                kind = "short piece missed" if is_short else "longer quotation missed"
                judged.append(Judged(record["id"], kind, "missed", quotation, None))
        if record.get("is_complete", True):
            judged += [
                Judged(record["id"], "marks that quote nobody", "extra", None, each)
                for j, (_, each) in enumerate(extracted)
                if j not in matched
            ]
    return judged


def _judge_pair(record_id: str, quotation: Record, prediction: Record) -> Judged:
    if not quotation.get("speaker"):
        verdict: Verdict = "wrong" if prediction.get("speaker") else "right"
        kind = "marks that quote nobody" if verdict == "wrong" else "right"
        return Judged(record_id, kind, verdict, quotation, prediction)
    verdict = judge_speaker(quotation, prediction)
    kind = "right" if verdict == "right" else classify_error(quotation, prediction, verdict)
    return Judged(record_id, kind, verdict, quotation, prediction)


def judge_speaker(quotation: Record, prediction: Record) -> Verdict:
    """The verdict on a predicted speaker, by person where the annotation gives the person."""
    if is_right_person(quotation, prediction):
        return "right"
    return "open" if names_nobody(quotation, prediction.get("speaker")) else "wrong"


def is_right_person(quotation: Record, prediction: Record) -> bool:
    """Whether a predicted speaker is the annotated person; without one, whether the mention is right."""
    canonical, predicted = quotation.get("canonical"), prediction.get("speaker")
    if not canonical:
        return is_same_speaker(quotation, prediction)
    if not predicted or not surname(predicted) or _is_namesake(canonical, predicted):
        return False
    return surname(predicted) in name_words(canonical) or surname(canonical) in name_words(predicted)


def _is_namesake(one: str, other: str) -> bool:
    """Whether two full names have one surname, and first names with different initials."""
    first, second = name_words(one), name_words(other)
    is_full = len(first) > 1 and len(second) > 1 and first[-1] == second[-1]
    return is_full and first[0][0] != second[0][0] and not set(first[:-1]) & set(second[:-1])


def names_nobody(quotation: Record, predicted: str | None) -> bool:
    """Whether a predicted speaker is a pronoun, or a role noun for an annotated person with a name."""
    words = (predicted or "").split()
    if not words or (len(words) == 1 and words[0].lower() in _PRONOUNS):
        return True
    name = quotation.get("canonical") or quotation.get("speaker") or ""
    is_named = any(word[0].isupper() for word in name.split() if word.lower() not in _DETERMINERS)
    is_phrase = words[0].lower() in _DETERMINERS and words[-1].islower()
    return is_named and is_phrase and load_lexicon().nouns.get(words[-1]) == "p"


def classify_error(quotation: Record, prediction: Record, verdict: Verdict) -> str:
    """The kind of an error, from the form of both speakers and the rule that found the predicted one."""
    predicted, printed = prediction.get("speaker") or "", prediction.get("attribution") or ""
    name = quotation.get("canonical") or quotation.get("speaker") or ""
    if (printed or predicted).lower() in _PRONOUNS:
        return "pronoun not resolved" if verdict == "open" else "pronoun to the wrong person"
    if prediction.get("rule") in CARRIED_RULES:
        return "carried on past a new speaker"
    if verdict == "open":
        return "role not resolved to its holder" if predicted else "no speaker found"
    if not any(word[0].isupper() for word in name.split()[1:]) or quotation.get("speaker_type") == "nominal":
        return "document, body or group speaks"
    if _is_personal_name(predicted):
        return "another's name in the clause"
    return "role, place, body or opening word for the person"


def _is_personal_name(name: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'.\-]*", name)
    nouns = load_lexicon().nouns
    is_capitalised = bool(words) and all(word[0].isupper() for word in words)
    return is_capitalised and not any(word.lower() in nouns for word in words)


def count_verdicts(judged: Iterable[Judged]) -> Counter[str]:
    """How many quotations have each verdict."""
    return Counter(each.verdict for each in judged)


def f1_by_person(counts: Mapping[str, int]) -> float:
    """F1 of found quotations with the right person, from 0 to 1."""
    found = counts["right"] + counts["wrong"] + counts["open"]
    total = 2 * found + counts["missed"] + counts["extra"]
    return 2 * counts["right"] / total if total else 0.0
