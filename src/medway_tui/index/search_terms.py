"""The words of all articles, as full-text search splits and folds them, with the blocks that have each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from medway_tui.index.connection import Index


def iter_terms(index: Index, limit: int) -> Iterator[tuple[str, list[int], bool]]:
    """Yield each word in the order of its bytes, with the keys of its newest blocks, the newest first.

    These are at most ``limit``; the last value is whether there are more.
    """
    # The table is of this connection alone, and is no part of the index.
    index.connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_term USING fts5vocab(main, paragraph_text, instance)"
    )
    # In the order of words and blocks; a word comes as often as it is in a block.
    rows = index.iter_rows("SELECT term, doc FROM temp.search_term WHERE col = 'text'")
    for term, some in groupby(rows, key=itemgetter(0)):
        keys = [key for key, _ in islice(groupby(some, key=itemgetter(1)), limit + 1)]
        yield term, keys[:limit], len(keys) > limit


def article_keys(index: Index) -> Iterator[int]:
    """Yield the keys of all articles, the oldest first."""
    return (key for (key,) in index.iter_rows("SELECT key FROM article ORDER BY key DESC"))
