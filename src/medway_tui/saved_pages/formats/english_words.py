"""Tells whether a word is English, by the list of pyspellchecker, which has few British spellings."""

from __future__ import annotations

import re
from functools import cache

_AMERICAN = (
    (re.compile(r"is(?=(?:e[drs]?|ing|ations?|ational)$)"), "iz"),
    (re.compile(r"ys(?=(?:e[drs]?|ing)$)"), "yz"),
    (re.compile(r"our(?=(?:s|ed|ing|able|ably|hood|hoods|ful|fully|ite|ites|er|ers|less)?$)"), "or"),
    (re.compile(r"ll(?=(?:ed|ing|ers?)$)"), "l"),
    (re.compile(r"re(?=s?$)"), "er"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"amme(?=[sd]?$)"), "am"),
)
"""The ends of British words, and what American words have in their place."""


@cache
def _load_words() -> frozenset[str]:
    from spellchecker import SpellChecker  # noqa: PLC0415 - a library of the extra “documents”

    return frozenset(SpellChecker(language="en").word_frequency.words())


def is_english_word(word: str) -> bool:
    """Return whether a word, in lower case, is English: in its American spelling or the British one."""
    words = _load_words()
    if word in words:
        return True
    return any(pattern.sub(ending, word) in words for pattern, ending in _AMERICAN if pattern.search(word))
