"""The words of the texts that begin in some way.

FTS5 sets up all that begins so before it gives the first row, where its index has no prefixes of that
length. Of several whole words it gives rows as it goes: so a beginning is asked for by the words there are.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

from medway_tui.index.query import Query
from medway_tui.index.store import Index

Texts = Literal["paragraph_text", "quote_text"]

_INDEXED = 3
"""Up to how many letters FTS5 keeps prefixes: see ``tables``."""

_MOST = 16
"""For how many words, at most, it is quicker to ask for each."""


def match(index: Index, query: Query, texts: Texts) -> str | None:
    """The FTS5 expression of what must stand; None when no word must."""
    return query.match(partial(_beginning, index, texts))


def exclude(index: Index, query: Query, texts: Texts) -> str | None:
    """The FTS5 expression of what must not stand; None when nothing is ruled out."""
    return query.exclude(partial(_beginning, index, texts))


def _beginning(index: Index, texts: Texts, typed: str) -> list[str]:
    """The words that begin so; empty where there are none, or so many that it is of no use."""
    # What FTS5 makes of other letters is its own business.
    if len(typed) <= _INDEXED or not typed.isascii():
        return []
    index.rows(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{texts}_words USING fts5vocab(main, {texts}, instance)"
    )
    # From one word to the next: whatever else is asked of this table passes over every place of a word.
    following = f"SELECT term FROM temp.{texts}_words WHERE term >= ? LIMIT 1"
    begins = typed.lower()
    found: list[str] = []
    word = index.value(following, (begins,))
    while word is not None and word.startswith(begins):
        if len(found) == _MOST:
            return []
        found.append(word)
        word = index.value(following, (f"{word}\x01",))
    return found
