"""Text: folding for comparison, invisible characters, plurals, quotation marks."""

from __future__ import annotations

import re
import unicodedata

FOLDED_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\t\n", " "),
    }
)
"""The plain character that each typographic mark, dash and space is compared as."""

# C0 and C1 controls, bidi controls, zero-width and other invisible format characters, the line and
# paragraph separators, and surrogates. Emoji need U+200D and U+FE0F between their parts; alone, these
# can hide nothing, so they stay.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


def escape_invisible(text: str) -> str:
    """Replace every control, bidi override and invisible character by one that is visible.

    A tab or line break becomes a space, a C0 control its picture, such as ␛, anything else the replacement
    character. The result is safe to print on any terminal and has the same length, so that spans of the text
    are valid in it.
    """
    return text if _is_plain(text) else _INVISIBLE.sub(_visible_character, text)


def find_invisible(text: str) -> re.Match[str] | None:
    """Find the first character that ``escape_invisible`` replaces, other than a tab or line break."""
    if _is_plain(text):
        return None
    return next((m for m in _INVISIBLE.finditer(text) if m[0] not in "\t\n\r"), None)


def plural(number: int, noun: str, *, zero: str = "0") -> str:
    """Return a number with its noun: ``1 quote``, ``1,234 quotes``; ``zero`` is the word for none."""
    return f"{number:,} {noun}" if number == 1 else f"{f'{number:,}' if number else zero} {noun}s"


def shorten(text: str, length: int = 70) -> str:
    """Return a text of at most so many characters, cut with an ellipsis where it is longer."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def is_bidi(char: str) -> bool:
    """Whether a character changes the direction of text."""
    return char in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def fold_to_letters(text: str) -> str:
    """Return the letters and digits of a text in NFC and lower case, by which blocks are recognised."""
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


def fold(text: str) -> str:
    """Fold a text as search compares it: lower case, and a–z without their accents.

    The length stays the same, so that spans of the folded text are valid in the text. Folds as FTS5's
    unicode61 tokenizer with ``remove_diacritics 2``: only Latin letters lose their marks, since й, が and 한
    are not и, か and ᄒ.
    """
    if text.isascii():
        return text.lower()
    return text.translate(_BASES)


class _BaseCharacters(dict[int, str]):
    """The folded form of each character, computed when it is first used."""

    def __missing__(self, code: int) -> str:
        self[code] = base = _base_character(chr(code))
        return base


_BASES = _BaseCharacters()


def _base_character(char: str) -> str:
    first = unicodedata.normalize("NFD", char)[0]
    lower = (first if first.isascii() else char).lower()
    return lower if len(lower) == 1 else char


def _is_plain(text: str) -> bool:
    # Some characters that draw nothing, such as U+3164, count as printable.
    return text.isascii() and text.isprintable()


def _visible_character(match: re.Match[str]) -> str:
    char = match[0]
    if char in "\t\n\r\u2028\u2029":
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    return "\ufffd"
