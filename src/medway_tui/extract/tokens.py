"""A paragraph as words, marks and quotations, in order."""

from __future__ import annotations

import re

from medway_tui.extract.marks import Marked, Paragraph

_TOKEN = re.compile(
    r"([a-z]+(?:['’-][a-z]+)*(?!\w|['’&/-]\w|\.\w|['’]\s)|(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|Cllr"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs|Inc|Co|Corp|Ltd)\.|[A-Z]\.(?= [A-Z])"
    r"|[#@]?[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\s))?)"
    r"|([,;])|([.!?…])|(:)|([—–]|--?)|([(\[])|([)\]])"
)
_MARKS = "??CSLHBE"
# Where a sentence goes on after a quotation that ends like one: with a capital, and not with a cue.
_BEGIN = re.compile(r"['’\")\]]*\s+(?=[A-Z“\"‘'])(?!(?:[A-Z][\w.]+ ){1,3}(?:said|says|told|added|wrote)\b)")


Token = tuple[str, int, int, str]
"""A word, a mark or a quotation: its kind, where it begins and ends, and the word.

The kind is w for a word, Q for a quotation, else the letter of a mark: C S L H B E (see ``sentences``).
The word is as printed; of a quotation it is its number, of a mark empty. (A plain tuple: making a named
one for each word takes longer than finding the word.)
"""


def tokens(text: str, line: Paragraph, quotations: list[tuple[int, Marked]]) -> list[Token]:
    """The words of a paragraph outside its quotations, which are given with their numbers."""
    found: list[Token] = []
    at = line.start
    for number, mark in quotations:
        _add(text, at, mark.outer_start, found)
        found.append(("Q", mark.outer_start, mark.outer_end, str(number)))
        at = mark.outer_end
        if text[mark.end - 1] in ".!?…" and mark.closed and _BEGIN.match(text, at, line.end):
            found.append(("S", at, at, ""))
    _add(text, at, line.end, found)
    return found


def _add(text: str, start: int, end: int, found: list[Token]) -> None:
    for m in _TOKEN.finditer(text, start, end):
        group = m.lastindex or 0
        if group == 1:
            found.append(("w", m.start(), m.end(), m[0]))
        else:
            found.append((_MARKS[group], m.start(), m.end(), ""))
