"""A saved article's bytes to its blocks, what was left out, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from medway_tui.saved_pages.blocks import NoArticleError, SavedBlock, UnreadableError
from medway_tui.saved_pages.boilerplate import find_paywall_notice, find_unsure_subheads, mark_boilerplate
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.markdown import front_matter, read_markdown
from medway_tui.saved_pages.metadata import Metadata
from medway_tui.saved_pages.page_article import PageArticle
from medway_tui.saved_pages.plain_text import read_plain_text

SOURCE_FORMATS = ("text", "html", "markdown")
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
_FRONT_MATTER_KEYS = {
    "headline": ("title", "headline"),
    "publisher": ("publisher", "site", "site_name", "publication"),
    "published": ("date", "published", "date_published", "created"),
    "url": ("url", "source", "link", "original"),
    "author": ("author", "authors", "byline", "by"),
}
_PAYWALL_MIN_WORDS = 150
"""Of how many words the beginning of an article behind a paywall is still no more than a beginning."""


@dataclass(frozen=True)
class ReadOptions:
    """How a person wants an article to be read."""

    source_format: str | None = None
    """One of FORMS; by the name and the beginning of the file where it is not said."""
    encoding: str | None = None
    keep: frozenset[int] = field(default_factory=frozenset)
    """The numbers of pieces that are kept whatever a rule says."""
    keep_all: bool = False
    drop: frozenset[int] = field(default_factory=frozenset)
    """The numbers of pieces that are left out."""
    require_complete: bool = True
    """Whether it is an error that there is no article in a page, or only its beginning."""


class SavedArticle(NamedTuple):
    """A saved article, read."""

    source_format: str
    all_blocks: tuple[SavedBlock, ...]
    """Everything, in order: what belongs to the article and what does not."""
    metadata: Metadata
    remarks: tuple[str, ...]
    """What a person should know of how it was read."""

    @property
    def body(self) -> list[SavedBlock]:
        """What belongs to the article's body."""
        return [piece for piece in self.all_blocks if not piece.dropped]

    @property
    def dropped(self) -> list[SavedBlock]:
        """What does not, with why."""
        return [piece for piece in self.all_blocks if piece.dropped]

    @property
    def unit(self) -> str:
        """What the numbers of pieces count."""
        return "block" if self.source_format == "html" else "line"


def read_saved_article(data: bytes, name: str = "", options: ReadOptions | None = None) -> SavedArticle:
    """Read a saved article.

    ``data`` are the file's bytes, ``name`` its name, which tells its form. Raises UnreadableError where
    it is no text, empty, too large, or a page without an article in it.
    """
    options = options or ReadOptions()
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"it is larger than {MAX_BYTES // 2**20} MB", "save the article alone, as text or HTML"
        )
    text, remarks = decode(data, options.encoding)
    source_format = options.source_format or detect_format(name, text)
    metadata = Metadata()
    paid = False
    if source_format == "html":
        page = PageArticle(text, metadata)
        blocks, paid = page.pieces, page.paid
        if page.outside:
            remarks.append(f"outside of the article stand {page.outside} more blocks of the page")
    elif source_format == "markdown":
        keys, skip = front_matter(text)
        for key, names in _FRONT_MATTER_KEYS.items():
            for each in names:
                metadata.set_default(key, keys.get(each), "the front matter")
        blocks = read_markdown(text, skip)
    else:
        blocks = read_plain_text(text)
    blocks = _apply_options(mark_boilerplate(blocks, metadata), blocks, options, remarks)
    metadata.derive_from_url()
    _require_article(blocks, source_format, options, paid=paid)
    said = find_paywall_notice(blocks)
    if said is not None or paid:
        remarks.append(
            "the page says that the whole article is for those who pay: this may be its beginning only"
        )
    unit = "block" if source_format == "html" else "line"
    if source_format == "text":
        remarks += (
            f"{unit} {piece.number} was taken for a subhead; if it is a caption, leave it out with"
            f" --drop {piece.number}: {piece.text}"
            for piece in find_unsure_subheads(blocks)
        )
    return SavedArticle(source_format, tuple(blocks), metadata, tuple(remarks))


def detect_format(name: str, text: str) -> str:
    """The form of a saved article, by the name of its file or by how it begins."""
    lower = name.lower()
    by_name = next((form for suffix, form in _SUFFIXES.items() if lower.endswith(suffix)), None)
    return by_name or ("html" if _PAGE.match(text) else "text")


def _apply_options(
    cleaned: Sequence[SavedBlock], raw: Sequence[SavedBlock], choices: ReadOptions, remarks: list[str]
) -> list[SavedBlock]:
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


def _require_article(pieces: Sequence[SavedBlock], form: str, choices: ReadOptions, *, paid: bool) -> None:
    """Raise UnreadableError where there is no article, or only its beginning."""
    body = [piece for piece in pieces if not piece.dropped]
    words = sum(len(piece.text.split()) for piece in body)
    wall = find_paywall_notice(pieces)
    if choices.require_complete and (wall is not None or paid) and words < _PAYWALL_MIN_WORDS:
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
