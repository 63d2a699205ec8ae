"""Reads a saved article: its blocks, what is left out of it, and its metadata."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.saved_pages.blocks import (
    HIDDEN_REASON,
    IncompleteArticleError,
    NoArticleError,
    SavedBlock,
    UnreadableError,
    normalise_text,
)
from medway_tui.saved_pages.boilerplate import find_unsure_subheads, mark_boilerplate
from medway_tui.saved_pages.markdown import read_front_matter, read_markdown
from medway_tui.saved_pages.metadata import INFERRED, PUBLISHER_REMARK, Metadata
from medway_tui.saved_pages.not_articles import describe_language, find_paywall_notice
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.source_documents import (
    DocumentFact,
    ReadOptions,
    SourceDocument,
    read_documents,
)
from medway_tui.saved_pages.text_repair import (
    decode_entities,
    has_entities,
    repair_mojibake,
    replace_impossible_entities,
    require_whole_characters,
)
from medway_tui.text import plural

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


class SavedArticle(NamedTuple):
    """A saved article."""

    source_format: str
    all_blocks: tuple[SavedBlock, ...]
    """All blocks in order, also those that are not part of the article."""
    metadata: Metadata
    remarks: tuple[str, ...]
    """Remarks for the report on how the file was read."""
    part: str = ""
    """Its name in the file; empty where the file is one document."""

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
        return _find_unit(self.source_format)


def read_saved_article(data: bytes, name: str = "", options: ReadOptions | None = None) -> SavedArticle:
    """Read the only article of a file, from its bytes and its name.

    Raises UnreadableError where the file is empty, too large or no text, has several documents, or a page has
    no article in it.
    """
    documents = read_documents(data, name, options)
    document = next(documents, None)
    if document is None or next(documents, None) is not None:
        raise UnreadableError(f"the file has {'several articles' if document else 'no article'}")
    return read_article(document, options)


def read_article(document: SourceDocument, options: ReadOptions | None = None) -> SavedArticle:
    """Read a document of a saved file as an article.

    Raises UnreadableError where it has no article in it, or the file says that it can't be read.
    """
    options = options or ReadOptions()
    if document.error is not None:
        raise document.error
    source_format, remarks = document.source_format, list(document.remarks)
    metadata = Metadata()
    for fact in document.facts:
        if not fact.is_fallback:
            metadata.set_default(fact.key, fact.value, fact.source)
    is_paid, language = False, ""
    repaired: Sequence[str] = ()
    if isinstance(document.content, str):
        text, repaired = repair_mojibake(document.content)
        lost = require_whole_characters(text)
        remarks += [lost] if lost else []
        if source_format == "html":
            from medway_tui.saved_pages.html import read_page  # noqa: PLC0415 - half a second to import

            page = read_page(
                replace_impossible_entities(text),
                metadata,
                require_complete=options.require_complete,
                addresses=[fact.value for fact in document.facts if fact.is_fallback and fact.key == "url"],
            )
            blocks, is_paid, language = page.blocks, page.is_paid, page.language
            remarks += page.remarks
        else:
            blocks = _read_lines(text, source_format, metadata)
    else:
        blocks = list(document.content)
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
    marked = mark_boilerplate(blocks, metadata, _find_unit(source_format))
    blocks = [_apply_options(block, options) for block in marked]
    _set_fallbacks(document.facts, metadata)
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
    return SavedArticle(source_format, tuple(blocks), metadata, tuple(remarks), document.part)


def _find_unit(source_format: str) -> str:
    """Return the word for what the numbers of blocks count."""
    return "block" if source_format in ("html", "blocks") else "line"


def _set_fallbacks(facts: Sequence[DocumentFact], metadata: Metadata) -> None:
    """Set what the text does not say: from its address, and from what the file says of the document."""
    fallbacks = [fact for fact in facts if fact.is_fallback]
    for fact in fallbacks:
        if fact.key == "url":
            metadata.set_default(fact.key, fact.value, fact.source)
    metadata.derive_from_url()
    for fact in fallbacks:
        day = metadata.get("published")
        is_other_day = fact.key == "published_inferred" and (day is None or day.source != fact.source)
        if not is_other_day:
            metadata.set_default(fact.key, fact.value, fact.source)
    metadata.derive_from_url()


def _read_lines(text: str, source_format: str, metadata: Metadata) -> list[SavedBlock]:
    """Return the blocks of a text or of Markdown."""
    if source_format == "text":
        return read_plain_text(text)
    keys, skip = read_front_matter(text)
    for key, names in _FRONT_MATTER_KEYS.items():
        for each in names:
            metadata.set_default(key, keys.get(each), "the front matter")
    return read_markdown(text, skip)


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
        raise IncompleteArticleError(
            "the page shows only the beginning of the article: the rest is behind a paywall",
            "open it where you can read all of it, and save that; --keep all imports what there is",
            notice.number if notice is not None and source_format != "html" else 0,
        )
    if not any(c.isalnum() for text in texts for c in text):
        if source_format == "html":
            raise NoArticleError
        raise UnreadableError("it has no words that could be an article")
