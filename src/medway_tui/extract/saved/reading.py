"""A saved article's bytes to its blocks, what was left out, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from medway_tui.extract.saved.cleaning import behind_paywall, clean, doubtful
from medway_tui.extract.saved.decoding import decode
from medway_tui.extract.saved.facts import Facts
from medway_tui.extract.saved.markdown import front_matter, markdown_pieces
from medway_tui.extract.saved.page_article import PageArticle
from medway_tui.extract.saved.pieces import NoArticleError, Piece, UnreadableError
from medway_tui.extract.saved.plain import plain_pieces

FORMS = ("text", "html", "markdown")
"""The forms in which an article can be saved."""

MAX_BYTES = 16 * 2**20
"""The largest saved article that is read, in bytes."""

_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
}
_PAGE = re.compile(
    r"\s*(?:<!doctype html|<html\b|<\?xml[^>]*>\s*<!doctype html|<head\b|<body\b)", re.IGNORECASE
)
_FRONT = {
    "headline": ("title", "headline"),
    "publisher": ("publisher", "site", "site_name", "publication"),
    "published": ("date", "published", "date_published", "created"),
    "url": ("url", "source", "link", "original"),
    "author": ("author", "authors", "byline", "by"),
}
_PAID_WORDS = 150
"""Of how many words the beginning of an article behind a paywall is still no more than a beginning."""


@dataclass(frozen=True)
class Choices:
    """How a person wants an article to be read."""

    form: str | None = None
    """One of FORMS; by the name and the beginning of the file where it is not said."""
    encoding: str | None = None
    keep: frozenset[int] = field(default_factory=frozenset)
    """The numbers of pieces that are kept whatever a rule says."""
    keep_all: bool = False
    drop: frozenset[int] = field(default_factory=frozenset)
    """The numbers of pieces that are left out."""
    whole: bool = True
    """Whether it is an error that there is no article in a page, or only its beginning."""


class Saved(NamedTuple):
    """A saved article, read."""

    form: str
    pieces: tuple[Piece, ...]
    """Everything, in order: what belongs to the article and what does not."""
    facts: Facts
    remarks: tuple[str, ...]
    """What a person should know of how it was read."""

    @property
    def blocks(self) -> list[Piece]:
        """What belongs to the article's body."""
        return [piece for piece in self.pieces if not piece.dropped]

    @property
    def dropped(self) -> list[Piece]:
        """What does not, with why."""
        return [piece for piece in self.pieces if piece.dropped]

    @property
    def unit(self) -> str:
        """What the numbers of pieces count."""
        return "block" if self.form == "html" else "line"


def read_saved(data: bytes, name: str = "", choices: Choices | None = None) -> Saved:
    """Read a saved article.

    ``data`` are the file's bytes, ``name`` its name, which tells its form. Raises UnreadableError where
    it is no text, empty, too large, or a page without an article in it.
    """
    choices = choices or Choices()
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"it is larger than {MAX_BYTES // 2**20} MB", "save the article alone, as text or HTML"
        )
    text, remarks = decode(data, choices.encoding)
    form = choices.form or form_of(name, text)
    facts = Facts()
    paid = False
    if form == "html":
        page = PageArticle(text, facts)
        pieces, paid = page.pieces, page.paid
        if page.outside:
            remarks.append(f"outside of the article stand {page.outside} more blocks of the page")
    elif form == "markdown":
        keys, skip = front_matter(text)
        for key, names in _FRONT.items():
            for each in names:
                facts.learn(key, keys.get(each), "the front matter")
        pieces = markdown_pieces(text, skip)
    else:
        pieces = plain_pieces(text)
    pieces = _chosen(clean(pieces, facts), pieces, choices, remarks)
    facts.conclude()
    _sound(pieces, form, choices, paid=paid)
    said = behind_paywall(pieces)
    if said is not None or paid:
        remarks.append(
            "the page says that the whole article is for those who pay: this may be its beginning only"
        )
    unit = "block" if form == "html" else "line"
    if form == "text":
        remarks += (
            f"{unit} {piece.number} was taken for a subhead; if it is a caption, leave it out with"
            f" --drop {piece.number}: {piece.text}"
            for piece in doubtful(pieces)
        )
    return Saved(form, tuple(pieces), facts, tuple(remarks))


def form_of(name: str, text: str) -> str:
    """The form of a saved article, by the name of its file or by how it begins."""
    lower = name.lower()
    by_name = next((form for suffix, form in _SUFFIXES.items() if lower.endswith(suffix)), None)
    return by_name or ("html" if _PAGE.match(text) else "text")


def _chosen(
    cleaned: Sequence[Piece], raw: Sequence[Piece], choices: Choices, remarks: list[str]
) -> list[Piece]:
    numbers = {piece.number for piece in raw}
    remarks += (
        f"there is no {number} to keep or drop" for number in sorted((choices.keep | choices.drop) - numbers)
    )
    chosen = []
    for piece in cleaned:
        keep = piece.number in choices.keep or (choices.keep_all and piece.dropped != "the headline")
        if piece.number in choices.drop:
            chosen.append(piece._replace(dropped=piece.dropped or "left out with --drop"))
        elif keep and piece.dropped:
            chosen.append(
                piece._replace(dropped="", kind=piece.kind if piece.kind != "headline" else "paragraph")
            )
        else:
            chosen.append(piece)
    return chosen


def _sound(pieces: Sequence[Piece], form: str, choices: Choices, *, paid: bool) -> None:
    """Raise UnreadableError where there is no article, or only its beginning."""
    body = [piece for piece in pieces if not piece.dropped]
    words = sum(len(piece.text.split()) for piece in body)
    wall = behind_paywall(pieces)
    if choices.whole and (wall is not None or paid) and words < _PAID_WORDS:
        raise UnreadableError(
            "the page shows only the beginning of the article: the rest is behind a paywall",
            "open it where you can read all of it, and save that; --keep all imports what is there",
            wall.number if wall is not None and form != "html" else 0,
        )
    if any(any(c.isalnum() for c in piece.text) for piece in body):
        return
    if form == "html":
        raise NoArticleError(
            "no article was found in the page",
            "save the page once more when all of it is shown, or copy the article's text into a text file",
        )
    raise UnreadableError("it holds no words that could be an article", "")
