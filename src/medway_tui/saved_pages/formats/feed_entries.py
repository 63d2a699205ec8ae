"""The entries of a feed, whatever its format, as documents."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from medway_tui.saved_pages.blocks import IncompleteArticleError, SavedBlock, UnreadableError, normalise_text
from medway_tui.saved_pages.bylines import clean_author
from medway_tui.saved_pages.formats.page_fragment import read_fragment
from medway_tui.saved_pages.metadata import INFERRED, find_date, find_publisher
from medway_tui.saved_pages.page_facts import find_local_day
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument, name_part
from medway_tui.saved_pages.text_repair import read_markup_lines

MIN_WHOLE_WORDS = 150
"""A shorter summary is not the whole article."""
_TRUNCATED = re.compile(
    r"(?:\[\s{0,3}(?:…|\.\.\.)\s{0,3}\]|…|\.\.\.)"
    r"(?:\s*(?:continue reading|read (?:more|on|the (?:full|rest)))\b.{0,200})?$"
    r"|\bcontinue reading\b.{0,200}$",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[-|–—·»•‹›:]{1,2}\s+|\s*\|\s*")
_FEED_WORDS = re.compile(
    r"\s*\b(?:rss(?: feed)?|atom(?: feed)?|(?:news )?feed|latest news|all news)\s*$", re.IGNORECASE
)
_LETTERS = re.compile(r"[\W_]+")
_MAX_PUBLISHER = 80


class FeedText(NamedTuple):
    """A text of an entry: HTML or plain."""

    text: str
    is_html: bool


class FeedEntry(NamedTuple):
    """An entry of a feed."""

    title: str = ""
    """Its title, which may have markup in it."""
    address: str = ""
    published: str = ""
    """The date of publication, as the feed writes it."""
    authors: Sequence[str] = ()
    content: FeedText | None = None
    """Its text, where the feed gives all of it."""
    summary: FeedText | None = None
    publisher: str = ""
    """Its publisher, where the entry names one of its own."""
    captions: Sequence[str] = ()


class FeedHead(NamedTuple):
    """What a feed says of all its entries."""

    title: str = ""
    address: str = ""
    publisher: str = ""
    """Its publisher, where it names one beside its title."""
    language: str = ""


def read_entries(
    head: FeedHead, entries: Sequence[FeedEntry], options: ReadOptions, remarks: Sequence[str] = ()
) -> Iterator[SourceDocument]:
    """Yield each entry as a document; ``remarks`` are about the whole feed, and are on the first."""
    for number, entry in enumerate(entries, 1):
        title = _plain(entry.title)
        part = name_part(number, len(entries), title) if len(entries) > 1 else ""
        facts = tuple(_list_facts(head, entry, title))
        try:
            blocks, notes = _read_blocks(entry, facts, options)
        except UnreadableError as error:
            yield SourceDocument("", "text", part, facts, error=error)
            continue
        notes = [*(remarks if number == 1 else ()), *notes]
        yield SourceDocument(tuple(blocks), "blocks", part, facts, tuple(notes))


def _list_facts(head: FeedHead, entry: FeedEntry, title: str) -> Iterator[DocumentFact]:
    address = _find_address(head, entry)
    hosts = [urlsplit(each).hostname or "" for each in (address, head.address) if each]
    if title:
        yield DocumentFact("headline", title, "the entry's title")
    if address:
        yield DocumentFact("url", address, "the entry's link")
    day = find_date(entry.published)
    if day:
        day, note = find_local_day(entry.published, day, hosts, head.language)
        yield DocumentFact("published", day, f"the entry's date of publication{note}")
    author = clean_author(", ".join(map(_plain, entry.authors)), is_named=True)
    if author:
        yield DocumentFact("author", author, "the entry's author")
    yield from _find_publishers(head, entry, hosts)


def _find_publishers(head: FeedHead, entry: FeedEntry, hosts: Sequence[str]) -> Iterator[DocumentFact]:
    """Yield the publishers that the entry, the feed and the address name, the best first."""
    if entry.publisher:
        yield DocumentFact("publisher", _plain(entry.publisher), "the entry's source")
    if head.publisher:
        yield DocumentFact("publisher", _plain(head.publisher), "the feed's publisher")
    known = next(((name, host) for host in hosts if (name := find_publisher(host))), None)
    if known:
        yield DocumentFact("publisher", known[0], f"the address, {known[1]}")
    title = _plain(head.title)
    name = _publisher_in_title(title, hosts)
    if name:
        yield DocumentFact("publisher", name, f"{INFERRED} from the feed's title, “{title}”")


def _publisher_in_title(title: str, hosts: Sequence[str]) -> str:
    """Return the part of a feed's title that names its publisher: the one in its host, else the first."""
    parts = [part for each in _TITLE_PARTS.split(title) if (part := _FEED_WORDS.sub("", each).strip())]
    letters = _LETTERS.sub("", " ".join(hosts)).lower()
    keys = [_LETTERS.sub("", part).lower() for part in parts]
    named = (part for part, key in zip(parts, keys, strict=True) if key and key in letters)
    return next(named, parts[0] if parts else "")[:_MAX_PUBLISHER]


def _find_address(head: FeedHead, entry: FeedEntry) -> str:
    """Return the address of an entry; one that is relative is completed by the feed's own."""
    try:
        address = urljoin(head.address, entry.address.strip()) if entry.address.strip() else ""
        is_address = address.startswith(("http://", "https://")) and bool(urlsplit(address).hostname)
    except ValueError:
        return ""
    return address if is_address and address.isprintable() and " " not in address else ""


def _read_blocks(
    entry: FeedEntry, facts: Sequence[DocumentFact], options: ReadOptions
) -> tuple[list[SavedBlock], list[str]]:
    """Return the blocks of an entry, and remarks. Raises UnreadableError where it has only a summary."""
    text = entry.content or entry.summary
    blocks = _blocks_of(text) if text else []
    kept = [block.text for block in blocks if not block.dropped and block.kind != "caption"]
    address = next((fact.value for fact in facts if fact.key == "url"), "")
    where = f"open {address}, and save its page" if address else "open the article itself, and save its page"
    if not any(c.isalnum() for each in kept for c in each):
        raise UnreadableError("the feed has the headline of this article alone", where)
    words = sum(len(each.split()) for each in kept)
    is_cut = any(_TRUNCATED.search(each[-300:]) for each in kept[-2:])
    notes = []
    if is_cut or (entry.content is None and words < MIN_WHOLE_WORDS):
        if options.require_complete and words < MIN_WHOLE_WORDS:
            raise IncompleteArticleError(
                "the feed has only a summary of this article", f"{where}; --keep all imports what there is"
            )
        notes.append("the feed has only the beginning or a summary of this article")
    texts = set(kept)
    captions = [each for each in dict.fromkeys(map(_plain, entry.captions)) if each and each not in texts]
    for caption in captions:
        blocks.append(SavedBlock(len(blocks) + 1, caption, "caption", len(blocks)))
    return blocks, notes


def _blocks_of(text: FeedText) -> list[SavedBlock]:
    if not text.is_html:
        return read_plain_text(text.text)
    markup = text.text
    if "<" not in markup and "&lt;" in markup:
        # Some programs encode the markup twice.
        markup = html.unescape(markup)
    return read_fragment(markup)


def _plain(text: str) -> str:
    """Return a text without markup, on one line."""
    return normalise_text(" ".join(read_markup_lines(text)))
