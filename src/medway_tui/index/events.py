"""Events and the timeline, and the points on which the sources differ."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.connection import Index
from medway_tui.index.inspections import EvidenceMention, find_mentions, find_sources


class EventRow(NamedTuple):
    """An event with its evidence."""

    id: str
    date: str
    title: str
    note: str | None
    mentions: tuple[EvidenceMention, ...]
    sources: tuple[tuple[str | None, str | None], ...]
    """The addresses and notes of public sources."""


class DifferenceSideRow(NamedTuple):
    """One side of a difference."""

    says: str
    mentions: tuple[EvidenceMention, ...]
    sources: tuple[tuple[str | None, str | None], ...]


class DifferenceRow(NamedTuple):
    """A point on which the sources differ."""

    id: str
    title: str
    kind: str
    settled: str | None
    note: str | None
    sides: tuple[DifferenceSideRow, ...]


def list_timeline(index: Index) -> list[EventRow | ArticleRow]:
    """Return events and articles in order of time; articles without a date at the end."""
    entries: list[tuple[int | None, int | None, EventRow | ArticleRow]] = []
    for *row, first, last in index.rows("SELECT id, date, title, note, first_day, last_day FROM event"):
        mentions = tuple(find_mentions(index, "event", row[0], ""))
        sources = tuple(find_sources(index, "event", row[0]))
        entries.append((first, last, EventRow._make((*row, mentions, sources))))
    for first, last, *row in index.rows(f"SELECT a.first_day, a.last_day, {ARTICLE_COLUMNS} FROM article a"):
        entries.append((first, last, ArticleRow(*row)))
    # Of those that begin on one day, the one that ends first; then events before articles.
    entries.sort(
        key=lambda entry: (
            entry[0] is None, entry[0] or 0, entry[1] or 0, isinstance(entry[2], ArticleRow), entry[2].id,
        )
    )  # fmt: skip
    return [entry for _, _, entry in entries]


def list_differences(index: Index) -> list[DifferenceRow]:
    """Return the points on which the sources differ, in the order of their files."""
    differences = []
    for row in index.rows("SELECT id, title, kind, settled, note FROM difference ORDER BY position"):
        sides = tuple(
            DifferenceSideRow(
                says,
                tuple(find_mentions(index, "difference", row[0], str(position))),
                tuple(find_sources(index, "difference", row[0], str(position))),
            )
            for position, says in index.rows(
                "SELECT position, says FROM side WHERE difference = ? ORDER BY position", (row[0],)
            )
        )
        differences.append(DifferenceRow._make((*row, sides)))
    return differences
