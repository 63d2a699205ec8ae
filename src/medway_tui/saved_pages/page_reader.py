"""Reads a saved article: its blocks, what is left out of it, and its metadata."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from medway_tui import dates
from medway_tui.saved_pages.blocks import (
    HIDDEN_REASON,
    NoArticleError,
    SavedBlock,
    UnreadableError,
    normalise_text,
)
from medway_tui.saved_pages.boilerplate import find_unsure_subheads, mark_boilerplate
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.file_kinds import refuse_database_export
from medway_tui.saved_pages.markdown import read_front_matter, read_markdown
from medway_tui.saved_pages.metadata import INFERRED, PUBLISHER_REMARK, Metadata
from medway_tui.saved_pages.not_articles import describe_language, find_paywall_notice
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.text_repair import (
    decode_entities,
    has_entities,
    repair_mojibake,
    replace_impossible_entities,
    require_whole_characters,
)
from medway_tui.text import plural

SOURCE_FORMATS = ("text", "html", "markdown")
"""The formats in which an article can be saved."""

_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
}
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype html|html|head|body|article|main|meta|title|div|section|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_FRONT_MATTER_KEYS = {
    "headline": ("title", "headline"),
    "publisher": ("publisher", "site", "site_name", "publication"),
    "published": ("date", "published", "date_published", "created"),
    "url": ("url", "source", "link", "original"),
    "author": ("author", "authors", "byline", "by"),
}
_MAX_PASSAGES = 500
"""How many repaired passages are looked for in the article."""
_PAYWALL_MIN_WORDS = 150
"""A shorter text behind a paywall is only the beginning of its article."""


@dataclass(frozen=True)
class ReadOptions:
    """Options for reading a saved article."""

    source_format: str | None = None
    """One of SOURCE_FORMATS; None detects it by the name and beginning of the file."""
    encoding: str | None = None
    keep: frozenset[int] = field(default_factory=frozenset)
    """The numbers of blocks to keep, whatever a rule says."""
    keep_all: bool = False
    drop: frozenset[int] = field(default_factory=frozenset)
    """The numbers of blocks to leave out."""
    require_complete: bool = True
    """Whether to refuse an article of which the page shows only the beginning."""


class SavedArticle(NamedTuple):
    """A saved article."""

    source_format: str
    all_blocks: tuple[SavedBlock, ...]
    """All blocks in order, also those that are not part of the article."""
    metadata: Metadata
    remarks: tuple[str, ...]
    """Remarks for the report on how the file was read."""

    @property
    def printed_blocks(self) -> list[SavedBlock]:
        """The blocks of the article, its captions among them."""
        return [block for block in self.all_blocks if not block.dropped]

    @property
    def body(self) -> list[SavedBlock]:
        """The blocks of the article's text: paragraphs, subheads and items, without captions."""
        return [block for block in self.printed_blocks if block.kind != "caption"]

    @property
    def dropped(self) -> list[SavedBlock]:
        """The blocks that are not part of the article."""
        return [block for block in self.all_blocks if block.dropped]

    @property
    def unit(self) -> str:
        """The word for what the numbers of blocks count."""
        return "block" if self.source_format == "html" else "line"


def read_saved_article(data: bytes, name: str = "", options: ReadOptions | None = None) -> SavedArticle:
    """Read a saved article from the bytes of a file and its name.

    Raises UnreadableError where the file is empty, too large or no text, or a page has no article in it.
    """
    options = options or ReadOptions()
    text, remarks = decode(data, options.encoding)
    text, repaired = repair_mojibake(text)
    lost = require_whole_characters(text)
    remarks += [lost] if lost else []
    source_format = options.source_format or detect_format(name, text)
    metadata = Metadata()
    is_paid, language = False, ""
    if source_format == "html":
        from medway_tui.saved_pages.html import read_page  # noqa: PLC0415 - half a second to import

        page = read_page(
            replace_impossible_entities(text), metadata, require_complete=options.require_complete
        )
        blocks, is_paid, language = page.blocks, page.is_paid, page.language
        remarks += page.remarks
    elif source_format == "markdown":
        keys, skip = read_front_matter(text)
        for key, names in _FRONT_MATTER_KEYS.items():
            for each in names:
                metadata.set_default(key, keys.get(each), "the front matter")
        blocks = read_markdown(text, skip)
    else:
        refuse_database_export(text)
        blocks = read_plain_text(text)
    remarks += _repair_lines(repaired, blocks)
    blocks = _decode_entities(blocks, remarks)
    numbers = {block.number for block in blocks}
    for number in sorted((options.keep | options.drop) - numbers):
        remarks.append(f"there is no {number} to keep or drop")
    remarks += (
        f"block {block.number} is hidden in the page and stays out"
        for block in blocks
        if block.number in options.keep and block.dropped == HIDDEN_REASON
    )
    blocks = [_apply_options(block, options) for block in mark_boilerplate(blocks, metadata)]
    metadata.derive_from_url()
    notice = find_paywall_notice(blocks)
    _require_article(blocks, source_format, options, notice, is_paid=is_paid)
    if notice is not None or is_paid:
        remarks.append("the page says that the article is for subscribers: this may be only its beginning")
    remarks += _describe_metadata(metadata)
    foreign = describe_language([block.text for block in blocks if not block.dropped], language)
    remarks += [foreign] if foreign else []
    if source_format == "text":
        remarks += (
            f"line {block.number} was read as a subhead; if it is a caption, leave it out with"
            f" --drop {block.number}: {block.text}"
            for block in find_unsure_subheads(blocks)
        )
    return SavedArticle(source_format, tuple(blocks), metadata, tuple(remarks))


def detect_format(name: str, text: str) -> str:
    """Return the format of a saved article, by how it begins or its file's suffix."""
    if _PAGE.match(text):
        return "html"
    lower = name.lower()
    by_name = next((each for suffix, each in _SUFFIXES.items() if lower.endswith(suffix)), "text")
    return "text" if by_name == "html" and _ANY_TAG.search(text) is None else by_name


def _describe_metadata(metadata: Metadata) -> list[str]:
    """Return remarks on what is inferred, and on a date in the future."""
    remarks = []
    publisher = metadata.get("publisher")
    if publisher is not None and publisher.source.startswith(INFERRED):
        remarks.append(f"{PUBLISHER_REMARK}{publisher.value}, is inferred: give another with --publisher")
    published = metadata["published"]
    tomorrow = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=1)
    if published is not None and dates.first_day(published) > tomorrow:
        remarks.append(
            f"the date of publication, {published}, is in the future: give another with --published"
        )
    return remarks


def _repair_lines(passages: Sequence[str], blocks: Sequence[SavedBlock]) -> list[str]:
    """Return a remark on the passages that were repaired, of those that are in the article."""
    text = "\n".join(block.text for block in blocks)
    count = sum(normalise_text(each) in text for each in passages[:_MAX_PASSAGES])
    if not count:
        return []
    return [
        "the text had been decoded with the wrong encoding (mojibake, such as â€™ for ’):"
        f" {plural(count, 'passage')} repaired"
    ]


def _decode_entities(blocks: Sequence[SavedBlock], remarks: list[str]) -> list[SavedBlock]:
    """Decode the entities that are left in blocks, as those of a page that was encoded twice are."""
    decoded = [
        block._replace(text=normalise_text(decode_entities(block.text)))
        if has_entities(block.text)
        else block
        for block in blocks
    ]
    count = sum(old is not new for old, new in zip(blocks, decoded, strict=True))
    if count:
        remarks.append(f"entities such as &amp; were encoded twice: decoded in {plural(count, 'block')}")
    return [block for block in decoded if block.text]


def _apply_options(block: SavedBlock, options: ReadOptions) -> SavedBlock:
    if block.number in options.drop:
        return block._replace(dropped=block.dropped or "left out with --drop")
    if block.dropped == HIDDEN_REASON:
        return block
    is_kept = block.number in options.keep or (options.keep_all and block.dropped != "the headline")
    if block.dropped and is_kept:
        kind = "paragraph" if block.kind == "headline" else block.kind
        return block._replace(dropped="", kind=kind)
    return block


def _require_article(
    blocks: Sequence[SavedBlock],
    source_format: str,
    options: ReadOptions,
    notice: SavedBlock | None,
    *,
    is_paid: bool,
) -> None:
    """Raise UnreadableError where there is no article, or only its beginning."""
    # Captions alone are no article.
    texts = [block.text for block in blocks if not block.dropped and block.kind != "caption"]
    word_count = sum(len(text.split()) for text in texts)
    if options.require_complete and (notice is not None or is_paid) and word_count < _PAYWALL_MIN_WORDS:
        raise UnreadableError(
            "the page shows only the beginning of the article: the rest is behind a paywall",
            "open it where you can read all of it, and save that; --keep all imports what there is",
            notice.number if notice is not None and source_format != "html" else 0,
        )
    if not any(c.isalnum() for text in texts for c in text):
        if source_format == "html":
            raise NoArticleError
        raise UnreadableError("it has no words that could be an article")
