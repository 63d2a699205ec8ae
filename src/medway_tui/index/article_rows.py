"""The rows of an article and its quotations, made without the index, in any process.

Their keys are missing: a key holds the article's date and a number that only the index knows to be free.
"""

from __future__ import annotations

import hashlib
import json
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
QUOTE_COLUMNS = (
    *QUOTE_FIELDS, "speakers", "attribution_fault", "block", "paragraph", "caption", "start", "end",
    "path", "line", "col",
)  # fmt: skip
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
    """Block, paragraph, caption, text, kind, path, line; of paragraph and caption, one is None."""
    quotes: list[tuple[Any, ...]]
    """In reading order: the place in this list of the first piece, or None; then ``QUOTE_COLUMNS``."""


def make_article_rows(
    article: Article,
    location: FileLocation,
    paragraph_locations: Sequence[FileLocation],
    quotes: Iterable[tuple[Quote, FileLocation, Span | None, str | None]],
) -> ArticleRowSet:
    """Make the rows of an article with its quotations; the locations are those of its blocks.

    Each quotation comes with its location, its place, and why the block does not give it to its speaker.
    """
    places = article.places
    blocks = [("headline", article.headline)]
    blocks += [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs]
    published = period_between(article.published, article.published)
    return ArticleRowSet(
        article.id,
        _article_key(article),
        (*_article_fields(article), *published, location.path, location.line),
        [
            (block, *place_columns(place), text, kind, each.path, each.line)
            for block, ((kind, text), place, each) in enumerate(
                zip(blocks, places, paragraph_locations, strict=True)
            )
        ],
        _quote_rows(quotes, places),
    )


def place_columns(place: BlockPlace) -> tuple[int | None, int | None]:
    """Return a place as paragraph and caption: one is its number, the other None."""
    return (place.number, None) if place.kind == "paragraph" else (None, place.number)


def _article_key(article: Article) -> int:
    day = dates.first_day(article.published).toordinal() if article.published else 0
    number = int.from_bytes(hashlib.blake2b(article.id.encode(), digest_size=4).digest(), "big")
    key: int = (MAX_DAY - day) << KEY_BITS | (number & NUMBER_MASK)
    return key


def _quote_rows(
    quotes: Iterable[tuple[Quote, FileLocation, Span | None, str | None]], places: Sequence[BlockPlace]
) -> list[tuple[Any, ...]]:
    placed = [
        (quote, location, _locate_words(quote, span, places), fault)
        for quote, location, span, fault in quotes
    ]
    # In reading order, whatever the order of the file; one that is adrift, by its block.
    ordered = sorted(placed, key=lambda each: (each[2][0], MAX_DAY if each[2][3] is None else each[2][3]))
    numbers = {quote.id: n for n, (quote, *_) in enumerate(ordered)}
    heads: dict[str, int] = {}
    for quote, *_ in sorted(ordered, key=lambda each: each[0].continues is not None):
        if quote.continues is not None:
            heads[quote.id] = heads.get(quote.continues, numbers[quote.continues])
    return [
        (
            heads.get(quote.id), *_quote_fields(quote),
            json.dumps(quote.speakers) if quote.speakers else None, fault, *words, *location,
        )
        for quote, location, words, fault in ordered
    ]  # fmt: skip


_Words = tuple[int, int | None, int | None, int | None, int | None]
"""Block, paragraph, caption, start and end of words; without start and end they are adrift."""


def _locate_words(quote: Quote, span: Span | None, places: Sequence[BlockPlace]) -> _Words:
    if span is not None:
        return (span.block, *place_columns(places[span.block]), span.start, span.end)
    block = find_block(places, quote.place)
    return (len(places) if block is None else block, *place_columns(quote.place), None, None)
