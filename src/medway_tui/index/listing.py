"""Lists of any length, held as keys only, so that rows can be loaded when they are seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from medway_tui.index.connection import Index
from medway_tui.index.query_compiler import compile_quotation_keys
from medway_tui.index.query_language import Query
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK


def article_keys(index: Index) -> array[int]:
    """Return the keys of all articles, the oldest first."""
    # As one text: a hundred thousand rows would block the screen's thread.
    keys = _parse_numbers(index.value("SELECT group_concat(key) FROM article"))
    return array("q", sorted(keys, reverse=True))


class Listing:
    """The quotations that match a query, in groups, by their ``reading_position``."""

    def __init__(self) -> None:
        self.problems: tuple[str, ...] = ()
        """What was not understood in the query."""
        self.speakers = 0
        self._names: dict[tuple[Any, ...], int] = {}
        self._places = array("q")
        # The row of each group's heading, and the number of rows.
        self._heading_rows = array("q", [0])
        self._drafts = array("q")

    def add(self, name: tuple[Any, ...], places: Iterable[int], drafts: int) -> None:
        """Append a group with its quotations in order, and the number of its drafts."""
        self._names[name] = len(self._names)
        self._places.extend(places)
        self._heading_rows.append(len(self._names) + len(self._places))
        self._drafts.append(drafts)

    @property
    def quotes(self) -> int:
        """The number of quotations with drafts; one in several pieces counts once."""
        return len(self._places)

    @property
    def total_drafts(self) -> int:
        return sum(self._drafts)

    def __len__(self) -> int:
        """Return the number of rows with the groups' headings."""
        last: int = self._heading_rows[-1]
        return last

    def size(self, group: int) -> int:
        size: int = self._heading_rows[group + 1] - self._heading_rows[group] - 1
        return size

    def drafts(self, group: int) -> int:
        return self._drafts[group]

    def first_key(self, group: int) -> int:
        return reading_position(self._places[self._heading_rows[group] - group])

    def rows(self, numbers: range) -> Iterator[tuple[int, int | None]]:
        """Yield for each row the number of its group and its quotation's key; None for a heading."""
        group = bisect_right(self._heading_rows, numbers.start) - 1
        for number in numbers:
            while number >= self._heading_rows[group + 1]:
                group += 1
            heading = number == self._heading_rows[group]
            yield group, None if heading else reading_position(self._places[number - group - 1])

    def row_of(self, name: tuple[Any, ...], key: int) -> int | None:
        """Return the row of a quotation in a group; None if it is not there."""
        group = self._names.get(name)
        if group is None:
            return None
        start, end = self._heading_rows[group] - group, self._heading_rows[group + 1] - group - 1
        at = bisect_left(self._places, reading_position(key), start, end)
        return at + group + 1 if at < end and self._places[at] == reading_position(key) else None


def reading_position(key: int) -> int:
    """Convert a quotation's key to its place in the order of time and of reading, or such a place to the key.

    Keys ascend from the newest article to the oldest, but within one from top to bottom.
    """
    place: int = 2 * (key & NUMBER_MASK) - key
    return place


_SPEAKER_COLUMNS = "q.speaker, iif(q.speaker IS NULL, q.attribution, NULL)"
_FIRST_PIECES = "q.type <> 'none' AND q.continues IS NULL"


def list_by_speaker(index: Index, query: Query) -> Listing:
    """List quotations under their speakers, in the order in which these first speak."""
    source, values, problems = _matching_source(index, query)
    rows = index.rows(
        f"SELECT {_SPEAKER_COLUMNS}, group_concat(2 * (q.key & {NUMBER_MASK}) - q.key)"
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
    """List quotations under their articles, in order of time and of reading."""
    source, values, problems = _matching_source(index, query)
    # One by one: to parse hundreds of thousands from one text would block the screen's thread.
    keys = array("q", (key for (key,) in index.iter_rows(f"SELECT q.key {source} ORDER BY q.key", values)))
    drafts = _draft_positions(index)
    groups = [
        (article, [*map(reading_position, group)])
        for article, group in groupby(keys, lambda key: key >> KEY_BITS)
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
    """Return the name of a quotation's group: of its article, or of its speaker."""
    columns = "q.article" if dated else _SPEAKER_COLUMNS
    rows = index.rows(f"SELECT {columns} FROM quote q WHERE q.key = ?", (key,))
    return tuple(rows[0]) if rows else ()


def _matching_source(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """Return SQL for the first pieces of matching quotations; any of their pieces may match."""
    if not query:
        # A scan of the table: by speaker or article it takes three times as long.
        return f"FROM quote q NOT INDEXED WHERE {_FIRST_PIECES}", (), query.problems
    fitting, values, problems = compile_quotation_keys(index, query)
    return f"FROM quote q WHERE {_FIRST_PIECES} AND q.key IN ({fitting})", values, problems


def _draft_positions(index: Index) -> frozenset[int]:
    rows = index.rows("SELECT DISTINCT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL")
    return frozenset(reading_position(row[0]) for row in rows)


def _count_in(some: frozenset[int], places: Iterable[int]) -> int:
    return sum(place in some for place in places) if some else 0


def _parse_numbers(text: str | None) -> Iterable[int]:
    return map(int, text.split(",")) if text else ()
