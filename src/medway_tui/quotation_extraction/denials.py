"""Find quotations that a sentence says were not said: "denied that she had called him “…”"."""

from __future__ import annotations

from medway_tui.quotation_extraction.clauses import (
    MAX_PARTS_AWAY,
    Clause,
    find_clause_before,
    sentence_start,
)
from medway_tui.quotation_extraction.patterns import TaggedParagraph

_DENIALS_LIST = """
deny reject dispute refute rebut dismiss disputed disputes refuted refutes rebutted rebuts
"""
_DENIALS = frozenset(_DENIALS_LIST.split())
_REFUSALS_LIST = """
refuse refused refuses refusing decline declined declines declining stopped failed
"""
_REFUSALS = frozenset(_REFUSALS_LIST.split())
_NOBODY = frozenset(("nobody", "no-one", "none", "neither", "no"))
_SPEECH_LIST = """
say tell call describe write shout label brand dub claim use utter ask
"""
_SPEECH = frozenset(_SPEECH_LIST.split())
"""Verbs whose negation says that the words were not spoken."""


def is_denied(text: str, paragraph: TaggedParagraph, clause: Clause | None, place: int) -> bool:
    """Whether the clause before a quotation is denied, or its verb negated.

    ``clause`` is the one that introduces the quotation, which may come after it.
    """
    if clause is not None and clause.verb > place:
        clause = find_clause_before(text, paragraph, place)
    if clause is None or clause.verb >= place or clause.kind not in "mkrpin":
        return False
    start = sentence_start(paragraph.pattern, place)
    return _is_negated(paragraph, clause, start) or _is_object_of_denial(paragraph, clause, start)


def _is_negated(paragraph: TaggedParagraph, clause: Clause, start: int) -> bool:
    """Whether "not", "never" or "refused to" governs the cue: "did not say", "Nobody has said"."""
    pattern, words = paragraph.pattern, paragraph.words
    if words[clause.verb] not in _SPEECH:
        return False
    if words[clause.subject].lower() in _NOBODY:
        return True
    at = clause.verb - 1
    while at >= start and pattern[at] in "AJ":
        if words[at] in ("not", "never") or words[at].endswith("n't"):
            return words[at + 1] != "only"
        at -= 1
    is_infinitive = at > start and pattern[at] == "T" and words[at] == "to"
    return is_infinitive and words[at - 1] in _REFUSALS


def _is_object_of_denial(paragraph: TaggedParagraph, clause: Clause, start: int) -> bool:
    """Whether the cue is inside what a verb such as "denied" denies."""
    pattern, words = paragraph.pattern, paragraph.words
    if words[clause.verb] in _DENIALS:
        return False
    for at in range(clause.verb - 1, max(start - 1, clause.verb - MAX_PARTS_AWAY), -1):
        if pattern[at] in "CLQS" or (pattern[at] == "K" and pattern[at + 1] in "VGA"):
            return False
        if words[at] in _DENIALS:
            # "denied wrongdoing, saying"; "denied that she had said", "denied saying".
            inside = pattern[at + 1 : clause.verb]
            return not inside or any(letter in "tPNU" for letter in inside)
    return False
