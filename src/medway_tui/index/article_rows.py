"""What an article becomes in the index: rows that are made without it, in whichever process.

Their keys are missing: a key holds the article's date and a number that only the index can tell is free.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.index.schema import KEY_BITS, MAX_DAY
from medway_tui.model.articles import Article, Quote
from medway_tui.model.locations import FileLocation, Span

NUMBER_MASK = 2**KEY_BITS - 1


class ArticleRowSet(NamedTuple):
    """An article with its paragraphs and quotations, in rows."""

    id: str
    key: int
    """The key that it should have; where that is taken, the next one that is free."""
    article: tuple[Any, ...]
    """All columns after the key."""
    paragraphs: list[tuple[Any, ...]]
    """Number, text, kind, path, line."""
    quotes: list[tuple[Any, ...]]
    """In reading order: the place in this list of what it goes on with, or None; then ``QUOTE_COLUMNS``."""


QUOTE_COLUMNS = (
    "id", "exact", "paragraph", "start", '"end"', "speaker", "attribution", "cue", "type", "note", "draft",
    "path", "line", "col",
)  # fmt: skip
"""The columns of a quotation after its own key, its article's and that of what it goes on with."""


def make_article_rows(
    article: Article,
    where: FileLocation,
    paragraphs: Sequence[FileLocation],
    quotes: Iterable[tuple[Quote, FileLocation, Span | None]],
) -> ArticleRowSet:
    """The rows of an article with its quotations; ``paragraphs`` says where each is written."""
    first, last = day_range(article.published, article.published)
    blocks = [("headline", article.headline)]
    blocks += [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs]
    return ArticleRowSet(
        article.id,
        _article_key(article),
        (
            article.id, article.headline, article.title_ours, article.publisher, article.published,
            article.published_inferred, article.url, article.author, article.accessed, article.kind,
            first, last, where.path, where.line,
        ),
        [
            (number, text, kind, place.path, place.line)
            for number, ((kind, text), place) in enumerate(zip(blocks, paragraphs, strict=True))
        ],
        _quote_rows(quotes),
    )  # fmt: skip


def _article_key(article: Article) -> int:
    day = dates.first_day(article.published).toordinal() if article.published else 0
    number = int.from_bytes(hashlib.blake2b(article.id.encode(), digest_size=4).digest(), "big")
    key: int = (MAX_DAY - day) << KEY_BITS | (number & NUMBER_MASK)
    return key


def _quote_rows(quotes: Iterable[tuple[Quote, FileLocation, Span | None]]) -> list[tuple[Any, ...]]:
    # In reading order, whatever the order of the file; one that is adrift, by its hint.
    ordered = sorted(
        quotes,
        key=lambda q: (q[2].paragraph, q[2].start) if q[2] else (q[0].paragraph, MAX_DAY),
    )
    places = {quote.id: n for n, (quote, _, _) in enumerate(ordered)}
    heads: dict[str, int] = {}
    for quote, _, _ in sorted(ordered, key=lambda q: q[0].continues is not None):
        if quote.continues is not None:
            heads[quote.id] = heads.get(quote.continues, places[quote.continues])
    rows = []
    for quote, where, span in ordered:
        paragraph, start, end = span or (quote.paragraph, None, None)
        rows.append(
            (
                heads.get(quote.id), quote.id, quote.exact, paragraph, start, end, quote.speaker,
                quote.attribution, quote.cue, quote.type, quote.note, quote.draft,
                where.path, where.line, where.column,
            )
        )  # fmt: skip
    return rows


def day_range(start: str | None, end: str | None) -> tuple[int | None, int | None]:
    """The first and the last day of a time, as ordinals; None where it is open."""
    return (
        dates.first_day(start).toordinal() if start else None,
        dates.last_day(end).toordinal() if end else None,
    )
