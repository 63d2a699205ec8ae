"""Reads feeds in JSON; each item is a document.

The format is JSON Feed, 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.formats.feed_entries import FeedEntry, FeedHead, FeedText, read_entries
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument


def read_documents_in_json_feed(data: bytes, name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the items of a feed. Raises UnreadableError where it is no JSON, or has none."""
    del name
    text, remarks = decode(data, options.encoding)
    try:
        feed = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"the JSON of this feed is broken: {error.msg}",
            "open the feed's address again, and save it as it is",
            error.lineno,
            error.colno,
        ) from None
    except (RecursionError, ValueError):
        raise UnreadableError("the JSON of this feed is nested too deep", "save the article's page") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    entries = (
        [_read_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    )
    if not entries:
        raise UnreadableError(
            "this feed has no entries", "open the feed's address again, and save it as it is"
        )
    head = FeedHead(_text(feed, "title"), _text(feed, "home_page_url"), language=_text(feed, "language"))
    yield from read_entries(head, entries, options, remarks)


def _read_item(item: Mapping[str, Any]) -> FeedEntry:
    html, plain, summary = (_text(item, key) for key in ("content_html", "content_text", "summary"))
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    return FeedEntry(
        _text(item, "title"),
        _text(item, "url") or _text(item, "external_url") or _text(item, "id"),
        _text(item, "date_published"),
        [name for each in people if isinstance(each, dict) and (name := _text(each, "name"))],
        FeedText(html, is_html=True) if html else FeedText(plain, is_html=False) if plain else None,
        FeedText(summary, is_html=False) if summary else None,
    )


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""
