"""Folding of texts to one form for comparison, with the way back to the text as printed.

Search folds by NFKC (Unicode Standard Annex 15), so that a ligature, a full-width letter or a circled figure
is found as the letters it is made of, and leaves out what is not seen. Anchoring folds only what cannot
change the sense: ligatures, full-width and half-width forms, spaces, dashes, ellipses and quotation marks,
and breaks within words; never superscripts, fractions or circled figures.

Folding may change the number of characters. A ``FoldedText`` gives the printed place of each folded span, in
code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from medway_tui.text import FOLDED_MARKS, IGNORABLE_CHARACTERS, fold

IGNORABLE = re.compile(f"[{IGNORABLE_CHARACTERS}]")
"""A character that draws nothing."""

_SPACES = re.compile(r"[\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = "\u00ad\u034f\u200b\u200c\u2060\ufeff"
"""What only allows or forbids a break, and draws nothing: it changes no word."""

_LETTERFORMS = re.compile(
    r"[\u0132\u0133\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffdc\uffe0-\uffe2\uffe4-\uffee]"
)
"""Ligatures, Arabic letters in the form of their place in a word, full-width and half-width forms."""

_ELLIPSES = {"…": "...", "‥": ".."}

# A quick test, since nearly every text has a few such characters: letters that NFKC leaves as they are, and
# punctuation, of which search sees only that it is no letter.
_ASCII = bytes(range(128))
_UNCHANGED = re.compile(
    "[\xa0-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0180-\u01c3"
    "\u01cd-\u01f0\u01f4-\u02af\u0386\u0388-\u03cf\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20a7"
    "\u20a9-\u20bf\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff]*"
)

# A character may combine with the one before it only if it begins with a mark, or with a vowel or a final
# consonant of Hangul: so a text can be folded between all others.
_HANGUL_FOLLOWERS = re.compile("[\u1160-\u11ff]")
_NOT_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")


class FoldedText(NamedTuple):
    """A folded text; without ``starts`` and ``ends``, its offsets are those of the text as printed."""

    text: str
    starts: array[int] | None = None
    """Where the printed characters of each folded character begin, in code points."""
    ends: array[int] | None = None
    """Where they end."""

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed place of a folded span that is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def is_between(self, at: int) -> bool:
        """Whether a folded offset is between two printed characters, and not within what one became."""
        if self.starts is None or not 0 < at < len(self.text):
            return True
        return self.starts[at - 1] != self.starts[at]


def fold_compatibility(text: str) -> str:
    """Return a text in NFKC, without what draws nothing: as full-text search compares it."""
    if text.isascii():
        return text
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if _UNCHANGED.fullmatch(others):
        return text
    return _NOT_ASCII.sub(lambda match: "".join(map(_fold_for_search, _clusters(match[0]))), text)


def fold_for_search(text: str) -> FoldedText:
    """Fold a text as search compares it: ``fold_compatibility``, lower case, a–z without their accents."""
    if text.isascii() or fold_compatibility(text) is text:
        return FoldedText(fold(text))
    folded = _fold_clusters(text, _fold_for_search)
    return folded._replace(text=fold(folded.text))


def fold_for_anchor(text: str) -> FoldedText:
    """Fold a text as quoted words are compared with it: only what cannot change their sense."""
    if text.isascii():
        return FoldedText(text.translate(FOLDED_MARKS))
    return _fold_clusters(text, _fold_for_anchor)


def _fold_clusters(text: str, fold_cluster: Callable[[str], str]) -> FoldedText:
    """Fold each cluster of a text, and note the places of those whose length changes."""
    pieces: list[str] = []
    starts, ends = array("L"), array("L")
    same_length = True
    at = 0
    for match in _NOT_ASCII.finditer(text):
        plain = text[at : match.start()]
        pieces.append(plain.translate(FOLDED_MARKS) if fold_cluster is _fold_for_anchor else plain)
        starts.extend(range(at, match.start()))
        ends.extend(range(at + 1, match.start() + 1))
        at = match.start()
        for cluster in _clusters(match[0]):
            folded = fold_cluster(cluster)
            pieces.append(folded)
            if len(folded) == len(cluster):
                starts.extend(range(at, at + len(cluster)))
                ends.extend(range(at + 1, at + len(cluster) + 1))
            else:
                same_length = False
                starts.extend([at] * len(folded))
                ends.extend([at + len(cluster)] * len(folded))
            at += len(cluster)
    plain = text[at:]
    pieces.append(plain.translate(FOLDED_MARKS) if fold_cluster is _fold_for_anchor else plain)
    if same_length:
        return FoldedText("".join(pieces))
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return FoldedText("".join(pieces), starts, ends)


def _clusters(text: str) -> list[str]:
    """Split a text where no character combines with the one before it."""
    clusters: list[str] = []
    for char in text:
        if clusters and _may_combine(char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


@lru_cache(maxsize=5_000)
def _may_combine(char: str) -> bool:
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or _HANGUL_FOLLOWERS.match(first) is not None


@lru_cache(maxsize=20_000)
def _fold_for_search(cluster: str) -> str:
    if _UNCHANGED.fullmatch(cluster):
        return cluster
    folded = IGNORABLE.sub("", unicodedata.normalize("NFKC", cluster))
    # NFKC would make one word of a word and the sign ™ after it.
    is_sign = unicodedata.category(cluster[0])[0] == "S" and any(map(str.isalnum, folded))
    return f" {folded} " if is_sign else folded


@lru_cache(maxsize=20_000)
def _fold_for_anchor(cluster: str) -> str:
    if len(cluster) == 1:
        return _fold_character(cluster)
    return unicodedata.normalize("NFC", "".join(map(_fold_character, cluster)))


def _fold_character(char: str) -> str:
    if char in _BREAKS:
        return ""
    if char in _ELLIPSES:
        return _ELLIPSES[char]
    if _SPACES.match(char):
        return " "
    if _LETTERFORMS.match(char):
        char = unicodedata.normalize("NFKC", char)
    return char.translate(FOLDED_MARKS)
