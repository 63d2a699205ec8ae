"""Lists of any length: what stands in them by key alone, so that their rows can be asked for when seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from medway_tui.index.connection import Index
from medway_tui.index.query_compiler import compile_quotation_keys
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS

_NUMBER_MASK = 2**KEY_BITS - 1


def article_keys(index: Index) -> array[int]:
    """The keys of all articles, the oldest first."""
    # As one text, made within SQLite: a hundred thousand rows would keep the screen's thread waiting.
    keys = _parse_numbers(index.value("SELECT group_concat(key) FROM article"))
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
        self._heading_rows = array("q", [0])
        self._drafts = array("q")

    def add(self, name: tuple[Any, ...], places: Iterable[int], drafts: int) -> None:
        """Put a group after those that are there, with its quotations in order; so many are drafts."""
        self._names[name] = len(self._names)
        self._places.extend(places)
        self._heading_rows.append(len(self._names) + len(self._places))
        self._drafts.append(drafts)

    @property
    def quotes(self) -> int:
        """How many quotations there are, drafts among them; one in two parts counts once."""
        return len(self._places)

    @property
    def total_drafts(self) -> int:
        """How many of the quotations are drafts."""
        return sum(self._drafts)

    def __len__(self) -> int:
        """How many rows it takes, a heading for each group included."""
        last: int = self._heading_rows[-1]
        return last

    def size(self, group: int) -> int:
        """How many quotations a group has."""
        size: int = self._heading_rows[group + 1] - self._heading_rows[group] - 1
        return size

    def drafts(self, group: int) -> int:
        """How many quotations of a group are drafts."""
        return self._drafts[group]

    def first_key(self, group: int) -> int:
        """The key of the first quotation of a group."""
        return reading_position(self._places[self._heading_rows[group] - group])

    def rows(self, numbers: range) -> Iterator[tuple[int, int | None]]:
        """For each of some rows the number of its group, and its quotation's key; None for a heading."""
        group = bisect_right(self._heading_rows, numbers.start) - 1
        for number in numbers:
            while number >= self._heading_rows[group + 1]:
                group += 1
            heading = number == self._heading_rows[group]
            yield group, None if heading else reading_position(self._places[number - group - 1])

    def row_of(self, name: tuple[Any, ...], key: int) -> int | None:
        """The row of a quotation in a group; None where it stands in none."""
        group = self._names.get(name)
        if group is None:
            return None
        start, end = self._heading_rows[group] - group, self._heading_rows[group + 1] - group - 1
        at = bisect_left(self._places, reading_position(key), start, end)
        return at + group + 1 if at < end and self._places[at] == reading_position(key) else None


def reading_position(key: int) -> int:
    """A quotation's key as its place in the order of time and of reading, and such a place as the key.

    Keys ascend from the newest article to the oldest, but within one from top to bottom.
    """
    place: int = 2 * (key & _NUMBER_MASK) - key
    return place


_SPEAKER_COLUMNS = "q.speaker, iif(q.speaker IS NULL, q.attribution, NULL)"
_FIRST_PIECES = "q.type <> 'none' AND q.continues IS NULL"


def list_by_speaker(index: Index, query: Query) -> Listing:
    """What fits a query under its speakers, in the order in which they first speak."""
    source, values, problems = _matching_source(index, query)
    rows = index.rows(
        f"SELECT {_SPEAKER_COLUMNS}, group_concat(2 * (q.key & {_NUMBER_MASK}) - q.key)"
        f" {source} GROUP BY 1, 2",
        values,
    )
    groups = [(row[:2], array("q", sorted(_parse_numbers(row[2])))) for row in rows]
    drafts = _draft_positions(index)
    listing = Listing()
    for name, places in sorted(groups, key=lambda group: group[1][0]):
        listing.add(name, places, _count_in(drafts, places))
    listing.speakers, listing.problems = len(groups), problems
    return listing


def list_by_date(index: Index, query: Query) -> Listing:
    """What fits a query under its articles, in order of time and of reading."""
    source, values, problems = _matching_source(index, query)
    # One by one: to take hundreds of thousands from one text would keep the screen's thread waiting.
    keys = array("q", (key for (key,) in index.iter_rows(f"SELECT q.key {source} ORDER BY q.key", values)))
    drafts = _draft_positions(index)
    groups = [
        (article, [*map(reading_position, said)])
        for article, said in groupby(keys, lambda key: key >> KEY_BITS)
    ]
    listing = Listing()
    for article, places in reversed(groups):
        listing.add((article,), places, _count_in(drafts, places))
    listing.problems = problems
    listing.speakers = index.value(
        f"SELECT count(*) FROM (SELECT DISTINCT {_SPEAKER_COLUMNS} {source})", values
    )
    return listing


def find_group(index: Index, key: int, *, dated: bool) -> tuple[Any, ...]:
    """The name of the group in which a quotation stands: its article's, or its speaker's."""
    columns = "q.article" if dated else _SPEAKER_COLUMNS
    rows = index.rows(f"SELECT {columns} FROM quote q WHERE q.key = ?", (key,))
    return tuple(rows[0]) if rows else ()


def _matching_source(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """The quotations that fit, by their first pieces, as SQL: one of the pieces of each has to fit."""
    if not query:
        # All of them are gone through as they lie: by speaker or article it takes three times as long.
        return f"FROM quote q NOT INDEXED WHERE {_FIRST_PIECES}", (), query.problems
    fitting, values, problems = compile_quotation_keys(index, query)
    return f"FROM quote q WHERE {_FIRST_PIECES} AND q.key IN ({fitting})", values, problems


def _draft_positions(index: Index) -> frozenset[int]:
    """The places of the quotations of which a piece is a draft."""
    rows = index.rows("SELECT DISTINCT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL")
    return frozenset(reading_position(row[0]) for row in rows)


def _count_in(some: frozenset[int], places: Iterable[int]) -> int:
    return sum(place in some for place in places) if some else 0


def _parse_numbers(text: str | None) -> Iterable[int]:
    return map(int, text.split(",")) if text else ()
