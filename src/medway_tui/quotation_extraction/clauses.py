"""Find the clause that introduces a quotation: its cue, and the cue's subject.

The analysis reads the pattern of a paragraph (see ``patterns``) from the quotation outwards: to the nearest
cue that governs it, and from the cue to the head of its subject, past adverbs, insertions between commas and
prepositional phrases. Every search is bounded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.quotation_extraction.patterns import TaggedParagraph

MAX_PARTS_AWAY = 40
"""Parts on either side of a quotation or a verb that are read."""
MAX_STEPS = 24
"""Parts and insertions that are skipped from a verb to its subject."""
_NOMINAL = frozenset("NDP")
_SKIPPED = frozenset("AJYHW")
_WEAK_LIST = """
go put begin think feel believe hope fear read speak stress sign release publish issue hit single press detail
outline text message post email point charge attack blame credit welcome thank state commit ensure agree hear
sing pray sum rule judge signal mention reflect question protest number estimate recall regret wonder seem
promise demand plead remind
"""
_NAMING = frozenset(("call", "dub", "brand", "label", "term", "name", "title", "entitle", "know", "nickname"))
_NAMING_FORMS = _NAMING | {"named", "titled", "entitled", "known", "nicknamed", "so-called", "codenamed"}
_ADVERBIAL = frozenset(("as", "than", "after", "before", "since", "until", "during", "despite", "following"))
_TIME_NOUNS = frozenset(("week", "month", "year", "night", "morning", "afternoon", "evening", "day", "time"))
_FREE_RELATIVES = frozenset(("what", "which", "whom", "that"))
_JOINED_NAMES = re.compile("N(?:C?K?D?N){1,4}")
_NOUNS_TOO = frozenset(("state", "attack", "stress", "charge", "promise", "demand", "protest", "question"))
"""Weak cues that are none in the past tense, where they are no nouns."""
_HEARING = frozenset(["hear", "learned", "learnt", "learn", "heard"])
_BE_LIST = """
is are was were be been being am isn't aren't wasn't weren't get got gets
"""
_BE = frozenset(_BE_LIST.split())
_FIRM_KINDS = frozenset("mvgkran")
_WEAK_CUES = frozenset(_WEAK_LIST.split())
"""Verbs that introduce a quotation only where no other cue of the sentence does; many are nouns too."""


class Clause(NamedTuple):
    """The clause that introduces a quotation."""

    subject: int
    """The index of the subject's head among the parts."""
    verb: int
    """The index of the cue."""
    kind: str
    """How the cue is joined to its subject: m directly, r by a relative pronoun, k by "and", p a participle,
    n a participle directly after its noun, i an infinitive, a an agent after "by", v inverted, c a colon or
    dash without a verb, g "according to"."""
    depth: int
    """Cues of the same sentence that come before this one."""
    is_firm: bool = False
    """Whether the cue is a verb of speech and joined to its subject so that no other word is likelier."""


def find_clause(text: str, paragraph: TaggedParagraph, place: int) -> Clause | None:
    """Find the clause that introduces the quotation at an index; None where the sentence has none."""
    clause = None
    before = find_clause_before(text, paragraph, place)
    if before is None or not _is_adjacent(paragraph.pattern, before, place):
        clause = _find_clause_after(text, paragraph, place)
    clause = clause or before
    if clause is None or clause.kind not in _FIRM_KINDS or (clause.kind == "r" and clause.depth):
        return clause
    is_weak = clause.kind != "a" and paragraph.words[clause.verb] in _WEAK_CUES
    if is_weak and not _is_clear(text, paragraph, clause, place):
        return clause
    return clause._replace(is_firm=True)


def _is_clear(text: str, paragraph: TaggedParagraph, clause: Clause, place: int) -> bool:
    """Whether a weak cue is a verb in the past tense beside its subject, and the only cue of its sentence."""
    is_past = text[paragraph.ends[clause.verb] - 1] in "dt"
    start = sentence_start(paragraph.pattern, place)
    cues = sum(paragraph.pattern[i] in "VG" for i in range(min(start, clause.verb), place))
    is_only = cues <= 1 or paragraph.pattern[clause.subject - 1 : clause.subject] in ("K", "C")
    return is_past and clause.kind == "m" and is_only and abs(clause.verb - clause.subject) < 3


def names_something(paragraph: TaggedParagraph, place: int) -> bool:
    """Whether the words in marks are a name that a thing is called by: "a band called “…”"."""
    pattern, words = paragraph.pattern, paragraph.words
    at = place - 1
    if at >= 0 and pattern[at] == "T" and words[at] == "as":
        at -= 1
        if at < 0 or words[at] not in ("know", "known"):
            return False
    if at < 0 or words[at] not in _NAMING_FORMS:
        return False
    following = pattern[place + 1 : place + 2]
    has_agent = following == "T" and words[place + 1] == "by"
    return not has_agent and not _is_in_free_relative(paragraph, at, sentence_start(pattern, place))


def _is_adjacent(pattern: str, clause: Clause, place: int) -> bool:
    """Whether only a comma, a colon or "that" is between the cue and the quotation."""
    return clause.verb < place and pattern[clause.verb + 1 : place] in ("C", "L", "t", "tC")


def find_subject(paragraph: TaggedParagraph, verb: int, start: int) -> tuple[int, str] | None:
    """The index of a verb's subject and how the two are joined; ``start`` begins the sentence."""
    return _SubjectSearch(paragraph, start).find(verb)


def sentence_start(pattern: str, at: int) -> int:
    """The index of the first part of the sentence around an index."""
    earliest = max(0, at - MAX_PARTS_AWAY)
    return max(pattern.rfind("S", earliest, at) + 1, earliest)


def find_last_reporting_subject(paragraph: TaggedParagraph, end: int) -> int | None:
    """The subject of the last cue before an index with a subject in its sentence: of reported speech."""
    pattern = paragraph.pattern
    for verb in range(end - 1, max(-1, end - MAX_PARTS_AWAY), -1):
        if pattern[verb] == "V":
            found = find_subject(paragraph, verb, sentence_start(pattern, verb))
            if found is not None and found[1] in "mkr":
                return found[0]
        elif pattern[verb] == "a" and pattern[verb + 1 : verb + 3] in ("TN", "TD"):
            return verb + 2
    return None


def _find_clause_after(text: str, paragraph: TaggedParagraph, place: int) -> Clause | None:
    pattern, words = paragraph.pattern, paragraph.words
    at = place + 1
    end = min(len(pattern), place + MAX_PARTS_AWAY)
    last = text[paragraph.ends[place] - 2 : paragraph.ends[place]]
    is_set_off = place == 0 or any(mark in ",.!?…—–" for mark in last)
    if pattern[at : at + 1] == "C":
        at += 1
        is_set_off = True
    if at >= end:
        return None
    if pattern[at] == "a" and pattern[at + 1 : at + 2] == "T":
        return _clause_at(pattern, at + 2, at, "g")
    is_before_name = at + 1 < end and pattern[at + 1] in _NOMINAL
    if pattern[at] == "H" and is_before_name and pattern[at + 2 : at + 3] in ("", "S", "C", "B"):
        return Clause(at + 1, at, "c", 0)
    if pattern[at] == "T" and words[at] == "by" and is_before_name:
        return Clause(at + 1, at, "a", 0)
    return _find_cue_after(paragraph, at, end) if is_set_off else None


def _find_cue_after(paragraph: TaggedParagraph, at: int, end: int) -> Clause | None:
    """The clause "said Ms Example" or "Ms Example said" that begins at an index."""
    pattern = paragraph.pattern
    cue = at
    while cue < end and pattern[cue] in "AJ":
        cue += 1
    if cue < end and pattern[cue] == "V":
        head = _head_after(pattern, cue + 1, end)
        if head is not None and not (pattern[head] == "P" and pattern[head + 1 : head + 2] == "V"):
            return Clause(head, cue, "v", 0)
        return None
    verb = at + 1
    while verb < end and pattern[verb] not in "VSQL":
        verb += 1
    if pattern[at] not in _NOMINAL or verb >= end or pattern[verb] != "V":
        return None
    found = find_subject(paragraph, verb, at)
    if found is None or found[1] not in "mk":
        return None
    if found[0] != at and not _JOINED_NAMES.fullmatch(pattern, at, found[0] + 1):
        return None
    if _is_passive(paragraph, verb, at):
        is_agent = pattern[verb + 1 : verb + 2] == "T" and paragraph.words[verb + 1] == "by"
        return _clause_at(pattern, verb + 2, verb, "a") if is_agent else None
    return Clause(at, verb, "m", 1 if verb > at + 1 else 0)


def _is_passive(paragraph: TaggedParagraph, verb: int, start: int) -> bool:
    """Whether a form of "be" governs a verb: "was told", "has been called"."""
    pattern = paragraph.pattern
    at = verb - 1
    while at > start and pattern[at] == "J":
        at -= 1
    return pattern[verb] == "V" and at >= start and pattern[at] == "A" and paragraph.words[at] in _BE


def _head_after(pattern: str, at: int, end: int) -> int | None:
    while at < end and pattern[at] in "JYOW":
        at += 1
    return at if at < end and pattern[at] in _NOMINAL else None


def _clause_at(pattern: str, at: int, verb: int, kind: str) -> Clause | None:
    return Clause(at, verb, kind, 0) if pattern[at : at + 1] in _NOMINAL and at < len(pattern) else None


def find_clause_before(text: str, paragraph: TaggedParagraph, place: int) -> Clause | None:
    """Find the clause before a quotation in its sentence that introduces it."""
    pattern = paragraph.pattern
    start = sentence_start(pattern, place)
    agent = _find_agent(paragraph, start, place)
    verb = _find_governing_cue(text, paragraph, start, place)
    if agent is not None and (verb is None or agent.verb >= verb):
        return agent
    if verb is None:
        if place > start and pattern[place - 1] == "L" and pattern[place - 2 : place - 1] in _NOMINAL:
            return Clause(place - 2, place - 1, "c", 0)
        return _find_opinion(paragraph, start, place)
    depth = sum(pattern[i] in "VG" for i in range(start, verb))
    if pattern[verb] == "a":
        return Clause(verb + 2, verb, "g", depth)
    found = find_subject(paragraph, verb, start)
    if found is None:
        # "Added the chairman: …"
        after = pattern[verb + 1 : verb + 2]
        if verb == start and after in _NOMINAL:
            return Clause(verb + 1, verb, "v", depth)
        return None
    subject, kind = found
    if kind in "mkr" and _is_passive(paragraph, verb, start):
        # "was told that …": the subject is not the speaker.
        return None
    return Clause(subject, verb, kind, depth)


def _find_opinion(paragraph: TaggedParagraph, start: int, place: int) -> Clause | None:
    """The clause of "To Ms Example the tower is “…”"."""
    pattern = paragraph.pattern
    for at in range(place - 1, start - 1, -1):
        if at == start or pattern[at - 1] == "C":
            is_opinion = pattern[at : at + 2] == "TN" and paragraph.words[at] in ("to", "for")
            return Clause(at + 1, at, "g", 0) if is_opinion and "A" in pattern[at:place] else None
    return None


def _find_governing_cue(text: str, paragraph: TaggedParagraph, start: int, place: int) -> int | None:
    """The nearest cue before a quotation that is not inside a reduced relative clause."""
    pattern, words = paragraph.pattern, paragraph.words
    weak = None
    for at in range(place - 1, start - 1, -1):
        letter = pattern[at]
        if letter in "VG":
            if _governs_nothing(paragraph, at, start, place):
                continue
            is_past = words[at] in _NOUNS_TOO and text[paragraph.ends[at] - 1] == "d"
            if words[at] not in _WEAK_CUES or is_past or _begins_clause(text, paragraph, at, start):
                return at
            weak = at if weak is None else weak
        elif letter == "a" and pattern[at + 1] == "T" and pattern[at + 2] in _NOMINAL:
            return at if weak is None else weak
    return weak


def _begins_clause(text: str, paragraph: TaggedParagraph, at: int, start: int) -> bool:
    """Whether a verb in the past tense and its subject begin a clause: ", but people felt"."""
    pattern = paragraph.pattern
    is_past = pattern[at] == "V" and text[paragraph.ends[at] - 1] in "dt"
    return is_past and at - 2 > start and pattern[at - 1] in _NOMINAL and pattern[at - 2] == "K"


def _governs_nothing(paragraph: TaggedParagraph, at: int, start: int, place: int) -> bool:
    """Whether a cue is a noun ("the claims"), names a thing, or ends a relative clause ("the plan he proposed
    was …", where another verb follows without a subject of its own).
    """
    pattern = paragraph.pattern
    before = pattern[at - 1 : at] if at > start else ""
    if pattern[at + 1] in "AV" and at + 2 < place and before in _NOMINAL:
        return True
    is_after_noun_marker = before in ("d", "T") and paragraph.words[at - 1] != "to"
    if pattern[at] == "V" and before and (is_after_noun_marker or paragraph.classes[at - 1] == "s"):
        return True
    is_naming = at == place - 1 and paragraph.words[at] in _NAMING
    return is_naming and not _is_in_free_relative(paragraph, at, start)


def _is_in_free_relative(paragraph: TaggedParagraph, at: int, start: int) -> bool:
    """Whether a verb ends "what she called", "which he called"."""
    before = paragraph.pattern[max(start, at - 4) : at]
    return any(paragraph.words[at - 1 - i] in _FREE_RELATIVES for i, _ in enumerate(reversed(before)))


def _find_agent(paragraph: TaggedParagraph, start: int, place: int) -> Clause | None:
    """The agent of a passive between the verb and the quotation: "was told by the landlord that …"."""
    pattern, words = paragraph.pattern, paragraph.words
    for at in range(place - 1, start, -1):
        if pattern[at] != "T" or pattern[at - 1] not in "VX" or pattern[at + 1] not in _NOMINAL:
            continue
        is_agent = words[at] == "by" and "A" in pattern[max(start, at - 4) : at - 1]
        if is_agent or (words[at] == "from" and words[at - 1] in _HEARING):
            return Clause(at + 1, at - 1, "a", 0)
    return None


class _SubjectSearch:
    """Walks from a verb to the head of its subject."""

    def __init__(self, paragraph: TaggedParagraph, start: int) -> None:
        self.pattern = paragraph.pattern
        self.words = paragraph.words
        self.classes = paragraph.classes
        self.start = start

    def find(self, verb: int, recursion: int = 3) -> tuple[int, str] | None:
        """The subject of a verb and how it is joined; ``recursion`` limits the verbs that are followed."""
        at = verb - 1
        for _ in range(MAX_STEPS if recursion else 0):
            if at < self.start:
                break
            step = self._step(at, verb, recursion)
            if not isinstance(step, int):
                return step
            at = step
        return None

    def _step(self, at: int, verb: int, recursion: int) -> int | tuple[int, str] | None:
        """Go on from a part to the left: the next index, or the subject, or None where there is none."""
        pattern = self.pattern
        letter = pattern[at]
        is_participle = pattern[verb] in "GI"
        if letter in _SKIPPED:
            return at - 1
        if letter in _NOMINAL:
            return self._step_nominal(at, verb)
        if letter == "T":
            return self._step_preposition(at, verb, recursion)
        if letter == "E":
            opening = pattern.rfind("B", self.start, at)
            return opening - 1 if opening >= 0 else None
        if letter == "C":
            before = self._skip_insertion(at)
            if before is None:
                return self._find_by_earlier_verb(at, "p" if is_participle else "k", recursion)
            return before
        if letter == "R":
            return self._find_antecedent(at - 1)
        if letter == "K":
            return self._find_by_earlier_verb(at, "k", recursion)
        if is_participle and letter not in "SQL":
            return self._find_by_earlier_verb(at + 1, "p", recursion)
        return None

    def _step_nominal(self, at: int, verb: int) -> int | tuple[int, str] | None:
        if self.words[at] in _TIME_NOUNS:
            return at - 1
        head = self._find_head(at)
        start = self._phrase_start(head)
        if start > self.start and self.pattern[start - 1] == "T" and self.pattern[at] != "P":
            return self._skip_prepositional(start)
        relative = self._find_relative(head)
        if relative is not None:
            return relative
        return head, "n" if self.pattern[verb] == "G" else "m"

    def _step_preposition(self, at: int, verb: int, recursion: int) -> int | tuple[int, str] | None:
        if self.pattern[at + 1] == "Y":
            return at - 1
        if self.words[at] == "to" and at == verb - 1:
            return self._find_by_earlier_verb(at, "i", recursion)
        if self.pattern[verb] in "GI":
            return self._find_by_earlier_verb(at, "p", recursion)
        return None

    def _find_antecedent(self, at: int) -> tuple[int, str] | None:
        """The noun phrase before a relative pronoun, past a comma and brackets."""
        pattern = self.pattern
        if at >= self.start and pattern[at] == "C":
            at -= 1
        while at >= self.start and pattern[at] == "E":
            at = pattern.rfind("B", self.start, at) - 1
        return (at, "r") if at >= self.start and pattern[at] in _NOMINAL else None

    def _find_by_earlier_verb(self, before: int, kind: str, recursion: int) -> tuple[int, str] | None:
        """The subject of the verb before: that of "and said", ", saying" and "to praise"."""
        order = range(before - 1, self.start - 1, -1)
        if kind == "k":
            # "She said that he was late and called him …": the first cue's subject says both.
            first = next((at for at in reversed(order) if self._is_reporting(at)), None)
            order = range(first, first - 1, -1) if first is not None else order
        for at in order:
            is_auxiliary = self.pattern[at] == "A" and self.pattern[at + 1 : at + 2] in ("V", "X", "A", "J")
            if self.pattern[at] in "VXA" and not is_auxiliary:
                found = self.find(at, recursion - 1)
                if found is not None:
                    return found[0], kind
        if kind in "pk":
            for at in range(self.start, before):
                if self.pattern[at] in _NOMINAL and (at == self.start or self.pattern[at - 1] not in "TVX"):
                    return at, kind
        return None

    def _is_reporting(self, at: int) -> bool:
        is_cue = self.pattern[at] == "V" and self.words[at] not in _WEAK_CUES
        return is_cue and self.pattern[at - 1] != "T"

    def _skip_insertion(self, comma: int) -> int | None:
        """The index before the insertion that ends at a comma; None where no insertion ends there."""
        opening = self.pattern.rfind("C", max(self.start, comma - MAX_PARTS_AWAY), comma)
        if opening <= self.start:
            return None
        return opening - 1 if self.pattern[opening - 1] in "NDPEYW" else None

    def _skip_prepositional(self, at: int) -> int | None:
        """The index before a prepositional phrase that is an insertion or belongs to a participle."""
        pattern = self.pattern
        before = at - 2
        if before > self.start and pattern[before] == "C":
            return before - 1
        if before > self.start and pattern[before] in "IXG" and pattern[before - 1] in "ND":
            return before - 1
        return self._find_relative(at)

    def _find_relative(self, at: int) -> int | None:
        """The index before the relative pronoun of a clause that ends with a noun phrase without a comma."""
        pattern = self.pattern
        before = at - 1
        if before > self.start and pattern[before] == "T":
            before -= 1
        elif before < self.start or pattern[before] not in "XW":
            return None
        for i in range(before, self.start, -1):
            if pattern[i] in "CtUKSQ":
                return None
            if pattern[i] == "R":
                return i - 2 if pattern[i - 1] == "C" else i - 1
        return None

    def _find_head(self, at: int) -> int:
        """The head of a noun phrase with prepositional phrases: "aides" of "aides to Ms Example"."""
        pattern = self.pattern
        while pattern[at] != "P":
            start = self._phrase_start(at)
            if start - 2 < self.start or pattern[start - 1] != "T" or self.words[start - 1] in _ADVERBIAL:
                break
            before = start - 2
            while before > self.start and pattern[before] == "W":
                before -= 1
            if pattern[before] not in "ND":
                break
            at = before
        return at

    def _phrase_start(self, at: int) -> int:
        """The index of the first part of a noun phrase: "the group Clean Air", "Ms Example's school"."""
        is_joined = at - 1 > self.start and (
            self.pattern[at - 1 : at + 1] == "DN" or (self.classes[at - 1] == "s" and self.pattern[at] == "D")
        )
        return at - 1 if is_joined else at
