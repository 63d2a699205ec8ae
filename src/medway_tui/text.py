"""Text: folding for comparison, invisible characters, plurals, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

OMISSION = "[…]"
"""What is in the place of text that is withheld."""

FOLDED_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ‹›", "'"),
        **dict.fromkeys("“”„‟″«»「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\t\n", " "),
    }
)
"""The plain character that each typographic mark, dash and space is compared as."""

IGNORABLE_CHARACTERS = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The characters with the property Default_Ignorable_Code_Point, which draw nothing, as a set in a regex.

Unicode has reserved these ranges for good; a test compares them with the library ``regex``.
"""

# C0 and C1 controls, what draws nothing (bidi controls included), the line and paragraph separators,
# interlinear annotation marks and surrogates.
_INVISIBLE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff{IGNORABLE_CHARACTERS}]")


_PICTURES = (
    "©®‼⁉™ℹ\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_PICTURE = f"[{_PICTURES}][\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"
_EMOJI_SEQUENCE = (
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    "|[#*0-9]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    f"|{_PICTURE}(?:\u200d{_PICTURE})*"
)
"""An emoji of several characters (Unicode Technical Standard 51): the flag of a part of a country, a key, the
flag of a country, pictures that are joined, in colour or in black and white."""


@cache
def _emoji_sequences() -> re.Pattern[str]:
    # Compiled when a text first needs it: a millisecond of every start.
    return re.compile(_EMOJI_SEQUENCE)


_MAY_HAVE_CLUSTERS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u1cff\u1dc0-\u1dff\u200c\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\uabff\ud7b0-\ud7ff\ufb1e\ufe20-\ufe2f\uff9e\uff9f\U00010000-\U0001efff"
    "\U000e0100-\U000e01ef]"
)
"""A character of a block with marks or other characters that join the one before, apart from emoji."""

_JOINERS = "\u200c\u200d"


def escape_invisible(text: str) -> str:
    """Replace every control, bidi override and invisible character by one that is visible.

    A tab or line break becomes a space, a C0 control its picture, such as ␛, anything else the replacement
    character. The result is safe to print on any terminal and has the same length, so that spans of the text
    are valid in it. Emoji stay whole, and joiners where a script needs them.
    """
    if _is_plain(text) or _INVISIBLE.search(text) is None:
        return text
    pieces: list[str] = []
    end = 0
    for match in _iter_invisible(text):
        pieces += (text[end : match.start()], _visible_character(match))
        end = match.end()
    return "".join((*pieces, text[end:]))


def find_invisible(text: str) -> re.Match[str] | None:
    """Find the first character that ``escape_invisible`` replaces, other than a tab or line break."""
    return next(iter_invisible(text), None)


def iter_invisible(text: str) -> Iterator[re.Match[str]]:
    """Yield each character that ``escape_invisible`` replaces, other than tabs and line breaks."""
    if not _is_plain(text):
        yield from (match for match in _iter_invisible(text) if match[0] not in "\t\n\r")


def find_emoji_sequences(text: str) -> dict[int, int]:
    """Return where each emoji of several characters begins and ends, in code points."""
    if text.isascii():
        return {}
    return dict(match.span() for match in _emoji_sequences().finditer(text) if len(match[0]) > 1)


def find_clusters(text: str) -> dict[int, int]:
    """Return where each character of several code points begins and ends.

    Emoji sequences, and the extended grapheme clusters of Unicode Standard Annex 29: letters with their
    marks, conjuncts of Devanagari, syllables of Hangul that are spelt out.
    """
    if _MAY_HAVE_CLUSTERS.search(text) is None:
        return find_emoji_sequences(text)
    return {match.start(): match.end() for match in _cluster().finditer(text) if len(match[0]) > 1}


def split_clusters(text: str) -> list[str]:
    """Return the characters of a text, each with its marks."""
    clusters = find_clusters(text)
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = clusters.get(at, at + 1)
        parts.append(text[at:end])
        at = end
    return parts


@cache
def _cluster() -> Any:
    import regex  # noqa: PLC0415 - its tables take 25 ms to load, and hardly any text needs them

    return regex.compile(r"\X")


def remove_invisible(text: str) -> str:
    """Return a text without the characters that ``find_invisible`` finds."""
    while (found := list(iter_invisible(text))) != []:
        starts = [0, *(match.end() for match in found)]
        ends = [*(match.start() for match in found), len(text)]
        text = "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return text


def _iter_invisible(text: str) -> Iterator[re.Match[str]]:
    sequences = _emoji_sequences().finditer(text)
    start = end = -1
    for match in _INVISIBLE.finditer(text):
        at = match.start()
        while end <= at and (sequence := next(sequences, None)) is not None:
            start, end = sequence.span()
        if start <= at < end or (match[0] in _JOINERS and _is_joiner_needed(text, at)):
            continue
        yield match


def _is_joiner_needed(text: str, at: int) -> bool:
    """Whether a joiner or non-joiner changes the form of the letters beside it.

    The contexts A1, A2 and B of Unicode Standard Annex 31, for scripts such as Arabic and Devanagari.
    """
    if text[at - 1 : at].isascii():
        return False
    return _joiner_context().match(text, at) is not None


@cache
def _joiner_context() -> Any:
    # Its tables take 25 ms to load, and hardly any text has a joiner outside emoji. Marks are few, so that a
    # hostile text takes no longer.
    import regex  # noqa: PLC0415 - see above

    return regex.compile(
        r"(?<=[\p{jt=L}\p{jt=D}]\p{jt=T}{0,4})\u200c(?=\p{jt=T}{0,4}[\p{jt=R}\p{jt=D}])"
        r"|(?<=\p{L}\p{M}{0,4}\p{ccc=9}\p{M}{0,4})\u200c(?=\p{M}{0,4}\p{L})"
        r"|(?<=\p{L}\p{M}{0,4}\p{ccc=9}\p{M}{0,4})\u200d(?!\p{InSC=Vowel_Dependent})"
    )


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


_MARKDOWN_ESCAPES = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"})


def escape_markdown(text: str) -> str:
    """Return a text with the characters escaped that Markdown reads as markup."""
    return text.translate(_MARKDOWN_ESCAPES)
