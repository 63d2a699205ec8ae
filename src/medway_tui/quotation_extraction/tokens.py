"""Split a paragraph into words, punctuation marks and quotations."""

from __future__ import annotations

import re

from medway_tui.quotation_marks import ParagraphSpan, QuotedSpan

_TOKEN = re.compile(
    r"([a-z]+(?:['’-][a-z]+)*(?!\w|['’&/-]\w|\.\w|['’]\s)|(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|Cllr"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs|Inc|Co|Corp|Ltd)\.|No\.(?=\s?\d)|[A-Z]\.(?= [A-Z])"
    r"|[#@]?[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\s))?)"
    r"|([,;])|([.!?…])|(:)|([—–]|--?)|([(\[])|([)\]])"
)
_PUNCTUATION_KINDS = "??CSLHBE"
"""The kind of each group of ``_TOKEN`` from the second on."""
# After a quotation that ends like a sentence: a capital that does not begin a cue.
_SENTENCE_START = re.compile(
    r"['’\")\]]*\s+(?=[A-Z“\"‘'])(?!(?:[A-Z][\w.]+ ){1,3}(?:said|says|told|added|wrote)\b)"
)

Token = tuple[str, int, int, str]
"""Kind, start, end and word.

The kind is w for a word, Q for a quotation, else the letter of a mark: C S L H B E (see ``patterns``).
The word is as printed; of a quotation it is its number, of a mark empty. (A plain tuple: making a named one
takes longer than finding the word.)
"""


def tokenise(text: str, paragraph: ParagraphSpan, quotations: list[tuple[int, QuotedSpan]]) -> list[Token]:
    """The tokens of a paragraph, each of its numbered quotations as one."""
    tokens: list[Token] = []
    at = paragraph.start
    for number, span in quotations:
        _add_tokens(text, at, span.outer_start, tokens)
        tokens.append(("Q", span.outer_start, span.outer_end, str(number)))
        at = span.outer_end
        if text[span.end - 1] in ".!?…" and span.closed and _SENTENCE_START.match(text, at, paragraph.end):
            tokens.append(("S", at, at, ""))
    _add_tokens(text, at, paragraph.end, tokens)
    return tokens


def _add_tokens(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        group = match.lastindex or 0
        if group == 1:
            tokens.append(("w", match.start(), match.end(), match[0]))
        else:
            tokens.append((_PUNCTUATION_KINDS[group], match.start(), match.end(), ""))
