"""The pieces that a saved article falls into before anybody knows which of them belong to it."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.text import find_invisible

SavedBlockKind = Literal["paragraph", "subhead", "item", "headline"]

SPACES = re.compile(r"\s+")

_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_MAX_SUBHEAD_WORDS = 10
"""How many words a subhead has at most."""


class UnreadableError(MedwayError):
    """A saved article can't be read.

    ``line`` and ``column`` count from 1; 0 where it is about the whole file.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class NoArticleError(UnreadableError):
    """A page holds no article that was found."""


class SavedBlock(NamedTuple):
    """A paragraph, subhead or item of a list as it was saved, or a line that may be none of them."""

    number: int
    """Its line in a text, or its place in a page, from 1: by this a person names it."""
    text: str
    """Its words: NFC, on one line, single spaces."""
    kind: SavedBlockKind = "paragraph"
    """What it is if it belongs to the article."""
    group: int = 0
    """The number of the stretch without blank lines that it stands in."""
    dropped: str = ""
    """Why it does not belong to the article; empty where it does."""


def normalise_text(text: str) -> str:
    """A text as a block holds it: NFC, all space as single spaces, nothing that nobody sees."""
    if find_invisible(text):
        text = "".join(" " if c in "\t\n\r\x0b\x0c\x85\u2028\u2029" else c for c in text)
        while (unseen := find_invisible(text)) is not None:
            text = text.replace(unseen[0], "")
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def ends_sentence(text: str) -> bool:
    """Whether a block ends as sentences do: with a full stop or the like, a mark after it or not."""
    return _ENDS.search(text) is not None


def is_short(text: str, words: int = _MAX_SUBHEAD_WORDS) -> bool:
    """Whether a block has no more than so many words."""
    return len(text.split(None, words)) <= words


def guess_kind(text: str) -> SavedBlockKind:
    """What a block of plain text that is no item most likely is."""
    return "subhead" if is_short(text) and not ends_sentence(text) else "paragraph"
