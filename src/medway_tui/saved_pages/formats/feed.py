"""Reads feeds: RSS 0.9 to 2.0, RSS 1.0 in RDF, and Atom; each entry is a document.

feedparser reads the XML. What it would expand or nest without end is refused before.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.parsers import expat

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.formats.feed_entries import FeedEntry, FeedHead, FeedText, read_entries
from medway_tui.saved_pages.formats.optional_libraries import explain_missing_library
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument

MAX_FEED_BYTES = 64 * 2**20
"""The size of the largest feed that is read."""
_MAX_DEPTH = 120
"""How deep elements may be nested; the text of an entry may be XHTML."""
_MAX_ENTITY_LENGTH = 1_000
_DECLARATION = re.compile(r"\s{0,100}<\?xml\b[^>]{0,300}\?>")
_DECLARED_ENCODING = re.compile(rb"<\?xml\b[^>]{0,200}\bencoding\s{0,10}=\s{0,10}[\"']([\w.:-]{1,40})")
_ENTRY_OR_CAPTION = re.compile(r"<(?:(?P<entry>item|entry)[\s>]|media:description\b)")
_CAPTION_END = "</media:description>"
_MARKUP = re.compile(r"<(?:/?[a-zA-Z]|!)|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_PERSON = re.compile(r"\S{1,100}@\S{1,100}\s{0,10}\(([^()]{1,200})\)")
_ADDRESS = re.compile(r"<?\S{1,100}@\S{1,100}>?")
_ZONE_ZERO = re.compile(r"(?:\bGMT|\bUTC?|\bZ|[+-]00:?00)\s*$", re.IGNORECASE)


def read_documents_in_feed(data: bytes, name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the entries of a feed.

    Raises UnreadableError where it has none, where it is nested too deep or declares entities that expand,
    and where feedparser is not installed.
    """
    del name
    text, remarks = _decode(data, options.encoding)
    broken = _require_harmless(text)
    text, captions = _take_captions(text)
    with explain_missing_library("a news feed (RSS or Atom)"):
        import feedparser  # noqa: PLC0415 - an optional library, and slow to import
    # A stream: feedparser would fetch an address and open a name.
    feed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        problem = f"the XML of this feed is broken: {broken}" if broken else "this feed has no entries"
        raise UnreadableError(problem, "open the feed's address again, and save it as it is")
    if broken:
        remarks.append(f"the XML of the feed is broken: {broken}; entries may be missing or not complete")
    is_rss = not str(feed.get("version", "")).startswith("atom")
    entries = [
        _read_entry(entry, captions.get(n, ()), is_rss=is_rss) for n, entry in enumerate(feed.entries, 1)
    ]
    about = feed.feed
    head = FeedHead(
        _text(about.get("title")),
        _text(about.get("link")),
        _text(about.get("publisher")),
        _text(about.get("language")),
    )
    yield from read_entries(head, entries, options, remarks)


def _decode(data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    """Return the text of a feed, which is in the encoding that it declares, in UTF-8 or in Windows-1252."""
    declared = _DECLARED_ENCODING.search(data[:1_000])
    if (
        declared is not None
        and encoding is None
        and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb"))
    ):
        try:
            text = data.decode(declared[1].decode("ascii", "replace"))
        except (LookupError, UnicodeError):
            pass
        else:
            return _DECLARATION.sub("", text, count=1), []
    text, remarks = decode(data, encoding, MAX_FEED_BYTES)
    return _DECLARATION.sub("", text, count=1), list(remarks)


def _require_harmless(text: str) -> str:
    """Return where the XML of a text is broken; empty where it is not.

    Raises UnreadableError where elements are nested too deep, or entities are declared by others.
    """
    depth = 0

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise UnreadableError(
                f"the elements of this feed are nested more than {_MAX_DEPTH} deep",
                "open the article itself, and save its page",
                parser.CurrentLineNumber,
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(*declared: object) -> None:
        value = declared[2]
        if isinstance(value, str) and ("&" in value or "%" in value or len(value) > _MAX_ENTITY_LENGTH):
            raise UnreadableError(
                "this feed declares entities that expand without end",
                "open the article itself, and save its page",
                parser.CurrentLineNumber,
            )

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = declare
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat has no names for its arguments
    except expat.ExpatError as error:
        return f"line {error.lineno}, column {error.offset + 1}: {expat.ErrorString(error.code)}"
    return ""


def _take_captions(text: str) -> tuple[str, dict[int, list[str]]]:
    """Return a feed without the captions of Media RSS, which feedparser takes for texts, and the captions.

    The captions are by the number of their entry, from 1.
    """
    captions: dict[int, list[str]] = {}
    parts: list[str] = []
    number = done = 0
    for match in _ENTRY_OR_CAPTION.finditer(text):
        if match.start() < done:
            continue
        if match["entry"]:
            number += 1
            continue
        opened, closed = text.find(">", match.end()), text.find(_CAPTION_END, match.end())
        if opened < 0 or closed < 0:
            break
        if opened < closed:
            words = text[opened + 1 : closed].strip().removeprefix("<![CDATA[").removesuffix("]]>")
            captions.setdefault(number, []).append(words)
        parts.append(text[done : match.start()])
        done = closed + len(_CAPTION_END)
    return "".join([*parts, text[done:]]), captions


def _read_entry(entry: Mapping[str, Any], captions: Sequence[str], *, is_rss: bool) -> FeedEntry:
    texts = [each for each in map(_read_text, entry.get("content") or ()) if each is not None]
    content = max(texts, key=lambda each: len(each.text), default=None)
    source = entry.get("source")
    return FeedEntry(
        _text(entry.get("title")),
        _text(entry.get("feedburner_origlink")) or _text(entry.get("link")),
        _find_published(entry, is_rss=is_rss),
        _find_authors(entry),
        content,
        None if content else _read_text(entry.get("summary_detail") or {}),
        _text(source.get("title")) if isinstance(source, Mapping) else "",
        captions,
    )


def _read_text(detail: Mapping[str, Any]) -> FeedText | None:
    value, kind = _text(detail.get("value")), _text(detail.get("type"))
    if not value.strip():
        return None
    return FeedText(value, "html" in kind or _MARKUP.search(value) is not None)


def _find_published(entry: Mapping[str, Any], *, is_rss: bool) -> str:
    """Return when an entry was published; never when it was changed.

    In RSS, dc:date is the date of publication, which feedparser calls updated.
    """
    key = "published" if entry.get("published") else "updated" if is_rss else ""
    printed = _text(entry.get(key))
    parsed = entry.get(f"{key}_parsed")
    if parsed is not None and _ZONE_ZERO.search(printed[-12:]):
        return time.strftime("%Y-%m-%dT%H:%MZ", parsed)
    return printed


def _find_authors(entry: Mapping[str, Any]) -> list[str]:
    authors = entry.get("authors") or ()
    person = _PERSON.fullmatch(_text(entry.get("author")).strip())
    if person is not None and len(authors) < 2:
        return [person[1]]
    names = (_ADDRESS.sub("", _text(each.get("name"))).strip() for each in authors)
    return [name for name in names if name]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
