"""Lists of any length: what stands in them by key alone, so that their rows can be asked for when seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from medway_tui.index.conditions import heads
from medway_tui.index.query import Query
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS

_NUMBER = 2**BITS - 1


def article_keys(index: Index) -> array[int]:
    """The keys of all articles, the oldest first."""
    # As one text, made within SQLite: a hundred thousand rows would keep the screen's thread waiting.
    keys = _numbers(index.value("SELECT group_concat(key) FROM article"))
    return array("q", sorted(keys, reverse=True))


class Listing:
    """All quotations that fit a query, in groups; of each only where it stands: see ``turned``."""

    def __init__(self) -> None:
        self.problems: tuple[str, ...] = ()
        """What in the query was not understood."""
        self.speakers = 0
        """How many speakers there are."""
        self._names: dict[tuple[Any, ...], int] = {}
        self._places = array("q")
        # The row of each group's heading, and the number after the last row.
        self._heads = array("q", [0])
        self._drafts = array("q")

    def add(self, name: tuple[Any, ...], places: Iterable[int], drafts: int) -> None:
        """Put a group after those that are there, with its quotations in order; so many are drafts."""
        self._names[name] = len(self._names)
        self._places.extend(places)
        self._heads.append(len(self._names) + len(self._places))
        self._drafts.append(drafts)

    @property
    def quotes(self) -> int:
        """How many quotations there are, drafts among them; one in two parts counts once."""
        return len(self._places)

    @property
    def all_drafts(self) -> int:
        """How many of the quotations are drafts."""
        return sum(self._drafts)

    def __len__(self) -> int:
        """How many rows it takes, a heading for each group included."""
        last: int = self._heads[-1]
        return last

    def size(self, group: int) -> int:
        """How many quotations a group has."""
        size: int = self._heads[group + 1] - self._heads[group] - 1
        return size

    def drafts(self, group: int) -> int:
        """How many quotations of a group are drafts."""
        return self._drafts[group]

    def first(self, group: int) -> int:
        """The key of the first quotation of a group."""
        return turned(self._places[self._heads[group] - group])

    def rows(self, numbers: range) -> Iterator[tuple[int, int | None]]:
        """For each of some rows the number of its group, and its quotation's key; None for a heading."""
        group = bisect_right(self._heads, numbers.start) - 1
        for number in numbers:
            while number >= self._heads[group + 1]:
                group += 1
            heading = number == self._heads[group]
            yield group, None if heading else turned(self._places[number - group - 1])

    def row(self, name: tuple[Any, ...], key: int) -> int | None:
        """The row of a quotation in a group; None where it stands in none."""
        group = self._names.get(name)
        if group is None:
            return None
        start, end = self._heads[group] - group, self._heads[group + 1] - group - 1
        at = bisect_left(self._places, turned(key), start, end)
        return at + group + 1 if at < end and self._places[at] == turned(key) else None


def turned(key: int) -> int:
    """A quotation's key as its place in the order of time and of reading, and such a place as the key.

    Keys ascend from the newest article to the oldest, but within one from top to bottom.
    """
    place: int = 2 * (key & _NUMBER) - key
    return place


_SAID_BY = "q.speaker, iif(q.speaker IS NULL, q.attribution, NULL)"
_HEADS = "q.type <> 'none' AND q.continues IS NULL"


def by_speaker(index: Index, query: Query) -> Listing:
    """What fits a query under its speakers, in the order in which they first speak."""
    source, values, problems = _fitting(index, query)
    rows = index.rows(
        f"SELECT {_SAID_BY}, group_concat(2 * (q.key & {_NUMBER}) - q.key) {source} GROUP BY 1, 2", values
    )
    groups = [(row[:2], array("q", sorted(_numbers(row[2])))) for row in rows]
    drafts = _drafts(index)
    listing = Listing()
    for name, places in sorted(groups, key=lambda group: group[1][0]):
        listing.add(name, places, _number_in(drafts, places))
    listing.speakers, listing.problems = len(groups), problems
    return listing


def by_date(index: Index, query: Query) -> Listing:
    """What fits a query under its articles, in order of time and of reading."""
    source, values, problems = _fitting(index, query)
    # One by one: to take hundreds of thousands from one text would keep the screen's thread waiting.
    keys = array("q", (key for (key,) in index.each(f"SELECT q.key {source} ORDER BY q.key", values)))
    drafts = _drafts(index)
    groups = [(article, [*map(turned, said)]) for article, said in groupby(keys, lambda key: key >> BITS)]
    listing = Listing()
    for article, places in reversed(groups):
        listing.add((article,), places, _number_in(drafts, places))
    listing.problems = problems
    listing.speakers = index.value(f"SELECT count(*) FROM (SELECT DISTINCT {_SAID_BY} {source})", values)
    return listing


def group_of(index: Index, key: int, *, dated: bool) -> tuple[Any, ...]:
    """The name of the group in which a quotation stands: its article's, or its speaker's."""
    columns = "q.article" if dated else _SAID_BY
    rows = index.rows(f"SELECT {columns} FROM quote q WHERE q.key = ?", (key,))
    return tuple(rows[0]) if rows else ()


def _fitting(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """The quotations that fit, by their first pieces, as SQL: one of the pieces of each has to fit."""
    if not query:
        # All of them are gone through as they lie: by speaker or article it takes three times as long.
        return f"FROM quote q NOT INDEXED WHERE {_HEADS}", (), query.problems
    fitting, values, problems = heads(index, query)
    return f"FROM quote q WHERE {_HEADS} AND q.key IN ({fitting})", values, problems


def _drafts(index: Index) -> frozenset[int]:
    """The places of the quotations of which a piece is a draft."""
    rows = index.rows("SELECT DISTINCT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL")
    return frozenset(turned(row[0]) for row in rows)


def _number_in(some: frozenset[int], places: Iterable[int]) -> int:
    return sum(place in some for place in places) if some else 0


def _numbers(text: str | None) -> Iterable[int]:
    return map(int, text.split(",")) if text else ()
