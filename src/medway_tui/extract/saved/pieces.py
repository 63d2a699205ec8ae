"""The pieces that a saved article falls into before anybody knows which of them belong to it."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from medway_tui.text import has_unseen

PieceKind = Literal["paragraph", "subhead", "item", "headline"]

SPACES = re.compile(r"\s+")

_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_SUBHEAD_WORDS = 10
"""How many words a subhead has at most."""


class UnreadableError(Exception):
    """A saved article can't be read. The message says why; ``hint`` says what to do.

    ``line`` and ``column`` count from 1; 0 where it is about the whole file.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line
        self.column = column


class NoArticleError(UnreadableError):
    """A page holds no article that was found."""


class Piece(NamedTuple):
    """A paragraph, subhead or item of a list as it was saved, or a line that may be none of them."""

    number: int
    """Its line in a text, or its place in a page, from 1: by this a person names it."""
    text: str
    """Its words: NFC, on one line, single spaces."""
    kind: PieceKind = "paragraph"
    """What it is if it belongs to the article."""
    group: int = 0
    """The number of the stretch without blank lines that it stands in."""
    dropped: str = ""
    """Why it does not belong to the article; empty where it does."""


def tidy(text: str) -> str:
    """A text as a block holds it: NFC, all space as single spaces, nothing that nobody sees."""
    if has_unseen(text):
        text = "".join(" " if c in "\t\n\r\x0b\x0c\x85\u2028\u2029" else c for c in text)
        while (unseen := has_unseen(text)) is not None:
            text = text.replace(unseen[0], "")
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_sentence(text: str) -> bool:
    """Whether a block ends as sentences do: with a full stop or the like, a mark after it or not."""
    return _ENDS.search(text) is not None


def is_short(text: str, words: int = _SUBHEAD_WORDS) -> bool:
    """Whether a block has no more than so many words."""
    return len(text.split(None, words)) <= words


def kind_of(text: str) -> PieceKind:
    """What a block of plain text that is no item most likely is."""
    return "subhead" if is_short(text) and not is_sentence(text) else "paragraph"
