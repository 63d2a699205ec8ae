"""Articles and quotations as rows of a list of any length: asked for by key when they are seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from medway_tui.export.citation import published
from medway_tui.index.articles import article_key, articles_at
from medway_tui.index.listing import Listing, group_of
from medway_tui.index.people import standing
from medway_tui.index.quotes import QuoteRow, quotes_at
from medway_tui.index.store import Index
from medway_tui.tui.rows import article_row, heading_row, quote_row, speaker_row
from medway_tui.tui.widgets.sources import Row, Windowed, gone


def article_rows(index: Index, keys: array[int], *, whole: bool = True) -> Windowed:
    """The articles of these keys, which descend; not ``whole`` where others are still to come."""

    def make(numbers: range) -> Sequence[Row]:
        wanted = keys[numbers.start : numbers.stop]
        found = articles_at(index, wanted)
        return [article_row(found[key]) if key in found else gone(2) for key in wanted]

    def find(article_id: str) -> int | None:
        key = article_key(index, article_id)
        if key is None:
            return None
        at = bisect_left(keys, -key, key=int.__neg__)
        return at if at < len(keys) and keys[at] == key else None

    return Windowed(len(keys), make, find, height=2, whole=whole)


def quote_rows(index: Index, listing: Listing, *, dated: bool, of_one: bool = False) -> Windowed:
    """The quotations of a listing under its headings: articles where it is ``dated``, else speakers.

    Those ``of_one`` article say no date.
    """

    def make(numbers: range) -> Sequence[Row]:
        places = list(listing.rows(numbers))
        firsts = {group: listing.first(group) for group, key in places if key is None}
        found = quotes_at(index, {*firsts.values(), *(key for _, key in places if key is not None)})
        rows = []
        for group, key in places:
            quote = found.get(firsts[group] if key is None else key)
            if quote is None:
                rows.append(gone())
            elif key is not None:
                rows.append(
                    quote_row(quote, named=True) if dated else quote_row(quote, indent=4, dated=not of_one)
                )
            elif dated:
                rows.append(
                    heading_row(f"{published(quote.article) or 'no date'}  {quote.article.publisher}")
                )
            else:
                rows.append(_speaker_row(index, quote, listing.size(group), listing.drafts(group)))
        return rows

    def find(key: int) -> int | None:
        return listing.row(group_of(index, key, dated=dated), key)

    return Windowed(len(listing), make, find)


def _speaker_row(index: Index, first: QuoteRow, number: int, drafts: int) -> Row:
    party = standing(index, first.speaker, first.article.published).party_short or ""
    return speaker_row(first.called, party, first.speaker_position, number - drafts, drafts)
