"""The blocks of a saved article, before and after what is not part of it is marked."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.text import find_invisible, remove_invisible

SavedBlockKind = Literal["paragraph", "subhead", "item", "headline", "caption"]

NOT_IN_ARTICLE = "outside the article"
"""The reason for leaving out a block of a page where the page itself gives none."""

HIDDEN_REASON = "hidden in the page"
"""The reason for leaving out a block that the page does not show, which no option brings back."""

RUNNING_HEAD = "a running head or foot"
"""The reason for leaving out a line that is at one place of each page of a document."""

_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*$")
_MAX_SUBHEAD_WORDS = 10
"""The length of the longest subhead, in words."""
OUTSIDE_WORDS = "more blocks outside the article"
"""The end of the remark that nearly every page has."""


class UnreadableError(MedwayError):
    """A saved article can't be read.

    ``line`` and ``column`` count from 1; 0 where it is about the whole file.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class NoArticleError(UnreadableError):
    """A page in which no article is found."""

    def __init__(self) -> None:
        super().__init__(
            "no article was found in the page",
            "save the page again once all of it is shown, or copy the article's text into a text file",
        )


class IncompleteArticleError(UnreadableError):
    """A page or a feed that has only the beginning or a summary of its article."""


class SavedBlock(NamedTuple):
    """A paragraph, subhead or list item of a saved article, or a line that is none of the article's."""

    number: int
    """Its line in a text, or its place in a page, from 1: what ``--keep`` and ``--drop`` name it by."""
    text: str
    """Its words: NFC, on one line, single spaces."""
    kind: SavedBlockKind = "paragraph"
    group: int = 0
    """The number of its group: blocks with no blank line between them."""
    dropped: str = ""
    """The reason why it is not part of the article; empty where it is."""


def normalise_text(text: str) -> str:
    """Return a text in NFC, with single spaces and without invisible characters."""
    # Most texts of a page are plain: the quick way for these takes a fifth of the time.
    if text.isascii() and (words := " ".join(text.split())).isprintable():
        return words
    if find_invisible(text):
        text = "".join(" " if c in "\t\n\r\x0b\x0c\x85\u2028\u2029" else c for c in text)
        text = remove_invisible(text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a full stop or the like, with or without a quotation mark after it."""
    return _SENTENCE_END.search(text) is not None


def is_short(text: str, words: int = _MAX_SUBHEAD_WORDS) -> bool:
    """Return whether a text has at most ``words`` words."""
    return len(text.split(None, words)) <= words


def guess_kind(text: str) -> SavedBlockKind:
    """Return subhead for a short text that ends without a full stop, else paragraph."""
    return "subhead" if is_short(text) and not ends_sentence(text) else "paragraph"
