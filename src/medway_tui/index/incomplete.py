"""Articles that can't be read yet, for the list of articles: what they have, and what is missing."""

from __future__ import annotations

from typing import Any, NamedTuple

from medway_tui.index.connection import Index
from medway_tui.model.locations import FileLocation


class IncompleteRow(NamedTuple):
    """An article that can't be read yet. Values that it lacks are empty."""

    id: str
    headline: str
    publisher: str
    published: str
    missing: tuple[str, ...]
    """What is missing or wrong, in a few words each."""
    texts: tuple[str, ...]
    """The blocks that are written."""
    where: FileLocation
    """The first thing to fill in."""


_SELECT = "SELECT id, headline, publisher, published, missing, texts, path, line FROM incomplete"


def _make_row(row: tuple[Any, ...]) -> IncompleteRow:
    name, headline, publisher, published, missing, texts, path, line = row
    from json import loads  # noqa: PLC0415 - the first screen seldom has any

    lists = tuple(loads(missing)), tuple(loads(texts))
    return IncompleteRow(name, headline, publisher, published, *lists, FileLocation(path, line, 1))


def count_incomplete(index: Index) -> int:
    """Count the articles that can't be read yet."""
    return index.count("incomplete")


def list_incomplete(index: Index, start: int, number: int) -> list[IncompleteRow]:
    """Return so many articles that can't be read yet, by id, from a number on."""
    rows = index.rows(f"{_SELECT} ORDER BY id LIMIT ? OFFSET ?", (number, start))
    return [_make_row(row) for row in rows]


def get_incomplete(index: Index, article_id: str) -> IncompleteRow | None:
    """Return an article that can't be read yet; None where there is none of this id."""
    rows = index.rows(f"{_SELECT} WHERE id = ?", (article_id,))
    return _make_row(rows[0]) if rows else None


def incomplete_position(index: Index, article_id: str) -> int | None:
    """Return the place of an article among those that can't be read yet, from 0."""
    if not index.value("SELECT EXISTS (SELECT 1 FROM incomplete WHERE id = ?)", (article_id,)):
        return None
    return int(index.value("SELECT count(*) FROM incomplete WHERE id < ?", (article_id,)))
