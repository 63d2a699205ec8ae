"""The rows of an article and its quotations, made without the index, in any process.

Their keys are missing: a key holds the article's date and a number that only the index knows to be free.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.index.schema import ARTICLE_FIELDS, KEY_BITS, MAX_DAY, NUMBER_MASK, QUOTE_FIELDS
from medway_tui.model.articles import Article, Quote
from medway_tui.model.locations import BlockPlace, FileLocation, Span, find_block
from medway_tui.model.roles import period_between

ARTICLE_COLUMNS = (*ARTICLE_FIELDS, "first_day", "last_day", "path", "line")
"""The columns of an article after its key."""
QUOTE_COLUMNS = (*QUOTE_FIELDS, "paragraph", "start", "end", "path", "line", "col")
"""The columns of a quotation after its own key, its article's and that of its first piece."""

_article_fields = attrgetter(*ARTICLE_FIELDS)
_quote_fields = attrgetter(*QUOTE_FIELDS)


class ArticleRowSet(NamedTuple):
    """The rows of an article, its paragraphs and quotations."""

    id: str
    key: int
    """The preferred key; where it is taken, the next free one is used."""
    article: tuple[Any, ...]
    """``ARTICLE_COLUMNS``."""
    paragraphs: list[tuple[Any, ...]]
    """Number, text, kind, path, line."""
    quotes: list[tuple[Any, ...]]
    """In reading order: the place in this list of the first piece, or None; then ``QUOTE_COLUMNS``."""


def make_article_rows(
    article: Article,
    location: FileLocation,
    paragraph_locations: Sequence[FileLocation],
    quotes: Iterable[tuple[Quote, FileLocation, Span | None]],
) -> ArticleRowSet:
    """Make the rows of an article with its quotations."""
    blocks = [("headline", article.headline)]
    blocks += [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs]
    published = period_between(article.published, article.published)
    return ArticleRowSet(
        article.id,
        _article_key(article),
        (*_article_fields(article), *published, location.path, location.line),
        [
            (number, text, kind, each.path, each.line)
            for number, ((kind, text), each) in enumerate(zip(blocks, paragraph_locations, strict=True))
        ],
        _quote_rows(article.places, quotes),
    )


def _article_key(article: Article) -> int:
    day = dates.first_day(article.published).toordinal() if article.published else 0
    number = int.from_bytes(hashlib.blake2b(article.id.encode(), digest_size=4).digest(), "big")
    key: int = (MAX_DAY - day) << KEY_BITS | (number & NUMBER_MASK)
    return key


def _quote_rows(
    blocks: Sequence[BlockPlace], quotes: Iterable[tuple[Quote, FileLocation, Span | None]]
) -> list[tuple[Any, ...]]:
    # In reading order, whatever the order of the file; one that is adrift, by the block that it names.
    ordered = sorted(
        quotes,
        key=lambda q: (q[2].block, q[2].start) if q[2] else (_named_block(blocks, q[0]), MAX_DAY),
    )
    places = {quote.id: n for n, (quote, _, _) in enumerate(ordered)}
    heads: dict[str, int] = {}
    for quote, _, _ in sorted(ordered, key=lambda q: q[0].continues is not None):
        if quote.continues is not None:
            heads[quote.id] = heads.get(quote.continues, places[quote.continues])
    return [
        (
            heads.get(quote.id),
            *_quote_fields(quote),
            *(span or (_named_block(blocks, quote), None, None)),
            *location,
        )
        for quote, location, span in ordered
    ]


def _named_block(blocks: Sequence[BlockPlace], quote: Quote) -> int:
    """Return the block that a quotation names; its number, if the article has no such block."""
    block = find_block(blocks, quote.place)
    return quote.place.number if block is None else block
