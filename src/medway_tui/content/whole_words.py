"""Word boundaries: whether a span of a text begins and ends between words.

By Unicode Standard Annex 29, and stricter where a part of a word would mean something else: a word with a
hyphen (re-sign, non-event) and a number with a decimal point are one word. A possessive 's is no part of the
word before it, nor is -year of the number in 14-year. In scripts that have no spaces between words, such as
Chinese and Thai, a span may begin and end between any two letters, though not between a letter and its mark.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u3005-\u3007\u3040-\u309f"
    "\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\ua980-\ua9df\uaa60-\uaadf\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Han, Hiragana and their relations."""

_LETTER = rf"(?![{_UNSPACED}])[^\W_]"
_APOSTROPHES = "'’ʼ＇"
_HYPHENS = "-‐‑"

_WORD_GOES_ON = re.compile(
    rf"{_LETTER}|[{_HYPHENS}](?!(?<=\d.)\D){_LETTER}|[{_APOSTROPHES}](?![sS](?![^\W_])){_LETTER}|[.,:/](?<=\d.)\d"
)
"""What follows the last letter of a span that ends within a word or a number."""

_WORD_CAME_BEFORE = re.compile(rf"{_LETTER}[{_HYPHENS}{_APOSTROPHES}]?\Z|\d[.,:/]\Z")
_CONNECTORS = f"{_HYPHENS}{_APOSTROPHES}.,:/"
_EMOJI_PARTS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_IS_LETTER = re.compile(_LETTER)
_JOINING = frozenset("\u00ad\u034f\u200c\u200d\u2060")
"""What is drawn within words only, if at all."""


def is_whole_words(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends between words; its ends are offsets in code points."""
    return not (_begins_within(text, start) or _ends_within(text, end))


def surrounding_words(text: str, start: int, end: int) -> str:
    """Return the words of a span, with the rest of those that it begins and ends within."""
    while _begins_within(text, start):
        start -= 2 if text[start - 1] in _CONNECTORS else 1
    while _ends_within(text, end):
        end += 2 if text[end] in _CONNECTORS else 1
    return text[max(0, start) : end]


def _begins_within(text: str, start: int) -> bool:
    if not 0 < start < len(text):
        return False
    first = text[start]
    if _is_mark(first) or _EMOJI_PARTS.match(first) or text[start - 1] in _JOINING:
        return True
    if _IS_LETTER.match(first) is None:
        return False
    base = _skip_marks(text, start)
    if base < start:
        return text[base - 1 : base].isalpha()
    before = _WORD_CAME_BEFORE.search(text, max(0, start - 2), start)
    return before is not None and (before[0][-1] not in ".,:/" or first.isdigit())


def _ends_within(text: str, end: int) -> bool:
    if not 0 < end < len(text):
        return False
    last, after = text[end - 1], text[end]
    if _is_mark(after) or _EMOJI_PARTS.match(after) or after in _JOINING:
        return not last.isspace()
    base = _skip_marks(text, end)
    if base < end:
        return text[base - 1 : base].isalpha() and _IS_LETTER.match(after) is not None
    return _IS_LETTER.match(last) is not None and _WORD_GOES_ON.match(text, end) is not None


def _skip_marks(text: str, at: int) -> int:
    """Return the offset before the marks that end at an offset."""
    while at > 0 and _is_mark(text[at - 1]):
        at -= 1
    return at


def _is_mark(char: str) -> bool:
    # Emoji hold marks too.
    return not char.isascii() and char not in "\ufe0e\ufe0f\u20e3" and unicodedata.category(char)[0] == "M"
