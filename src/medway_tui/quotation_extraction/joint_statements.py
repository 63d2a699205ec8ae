"""Find the speakers of a joint statement: "said Ann Example and Tom Sample"."""

from __future__ import annotations

from medway_tui.quotation_extraction.clauses import Clause
from medway_tui.quotation_extraction.patterns import TaggedParagraph

MAX_SPEAKERS = 5
"""Speakers of one statement."""
_BEFORE_SUBJECT = frozenset("SCLtQHKUY")


def find_joint_subjects(paragraph: TaggedParagraph, clause: Clause) -> tuple[int, ...]:
    """The indices of all names of a clause's subject, in order; one where the subject is one name."""
    pattern = paragraph.pattern
    at = clause.subject
    if pattern[at] != "N" or paragraph.classes[at] == "s":
        return (at,)
    first = _extend(paragraph, at, -1)
    last = _extend(paragraph, at, 1)
    names = tuple(i for i in range(first, last + 1) if pattern[i] == "N")
    if len(names) < 2 or "K" not in pattern[first:last] or not _is_subject(pattern, first, last, clause):
        return (at,)
    return names[:MAX_SPEAKERS]


def _extend(paragraph: TaggedParagraph, at: int, step: int) -> int:
    """The index of the last name in a direction, joined by "and" or commas."""
    pattern = paragraph.pattern
    while True:
        after = at + step
        while 0 <= after < len(pattern) and pattern[after] in "KC" and abs(after - at) < 3:
            after += step
        if not 0 <= after < len(pattern) or abs(after - at) < 2:
            return at
        if step > 0 and pattern[after : after + 2] == "DN" and paragraph.classes[after] == "p":
            after += 1
        if pattern[after] != "N" or paragraph.classes[after] == "s":
            return at
        at = after


def _is_subject(pattern: str, first: int, last: int, clause: Clause) -> bool:
    """Whether the names are all of the subject, and not the end of one clause and the start of the next."""
    before = pattern[first - 1] if first else "S"
    if clause.verb < first:
        # "said A and B": no verb of its own follows the last name.
        return clause.kind in "vag" and pattern[last + 1 : last + 2] not in ("V", "A", "X")
    if before == "D" and first > 1:
        before = pattern[first - 2]
    elif before == "D":
        before = "S"
    return before in _BEFORE_SUBJECT
