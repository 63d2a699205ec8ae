"""Lists of any length, held as keys only, so that rows can be loaded when they are seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from medway_tui.index.connection import Index
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK, speaker_ids

if TYPE_CHECKING:
    from medway_tui.index.query_language import Query


def article_keys(index: Index) -> array[int]:
    """Return the keys of all articles, the oldest first."""
    # As one text: a hundred thousand rows would block the screen's thread.
    keys = _parse_numbers(index.value("SELECT group_concat(key) FROM article"))
    return array("q", sorted(keys, reverse=True))


class Listing:
    """The quotations that match a query, in groups, by their ``reading_position``.

    A joint statement is listed under each of its speakers, and a quotation that repeats another one is listed
    too; the numbers of the whole listing count each once, and a repetition not at all.
    """

    def __init__(self) -> None:
        self.problems: tuple[str, ...] = ()
        """What was not understood in the query."""
        self.speakers = 0
        self.quotes = 0
        """The number of quotations with drafts; one in several pieces counts once."""
        self.total_drafts = 0
        self._names: dict[tuple[Any, ...], int] = {}
        self._group_names: list[tuple[Any, ...]] = []
        self._places = array("q")
        # The row of each group's heading, and the number of rows.
        self._heading_rows = array("q", [0])
        self._drafts = array("q")
        self._repeats = array("q")

    def add(self, name: tuple[Any, ...], places: Iterable[int], *, drafts: int, repeats: int) -> None:
        """Append a group with its quotations in order, and the numbers of drafts and repetitions in it."""
        self._names[name] = len(self._names)
        self._group_names.append(name)
        self._places.extend(places)
        self._heading_rows.append(len(self._names) + len(self._places))
        self._drafts.append(drafts)
        self._repeats.append(repeats)

    def __len__(self) -> int:
        """Return the number of rows with the groups' headings."""
        last: int = self._heading_rows[-1]
        return last

    def size(self, group: int) -> int:
        """Return the number of quotations in a group, with drafts and without repetitions."""
        size: int = self._heading_rows[group + 1] - self._heading_rows[group] - 1
        return size - self._repeats[group]

    def name(self, group: int) -> tuple[Any, ...]:
        """Return the name of a group: its article's key, or its speaker and attribution."""
        return self._group_names[group]

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
_FIRST_SPEAKER_COLUMNS = (
    "coalesce(q.speaker, json_extract(q.speakers, '$[0]')),"
    " iif(coalesce(q.speaker, q.speakers) IS NULL, q.attribution, NULL)"
)
_FIRST_PIECES = "q.type <> 'none' AND q.continues IS NULL"


def list_by_speaker(index: Index, query: Query) -> Listing:
    """List quotations under their speakers, in the order in which these first speak.

    A joint statement is listed under each of its speakers.
    """
    source, values, problems = _matching_source(index, query)
    rows = index.rows(
        f"SELECT {_SPEAKER_COLUMNS}, group_concat(2 * (q.key & {NUMBER_MASK}) - q.key)"
        f" {source} AND q.speakers IS NULL GROUP BY 1, 2",
        values,
    )
    groups = {row[:2]: array("q", sorted(_parse_numbers(row[2]))) for row in rows}
    quotes = sum(map(len, groups.values()))
    joint = _joint_statements(index, source, values)
    for key, speakers in joint.items():
        for speaker in speakers:
            places = groups.setdefault((speaker, None), array("q"))
            insort(places, reading_position(key))
    listing = Listing()
    ordered = sorted(groups.items(), key=lambda group: group[1][0])
    _add_groups(index, listing, ordered, quotes + len(joint))
    listing.speakers, listing.problems = len(groups), problems
    return listing


def list_by_date(index: Index, query: Query) -> Listing:
    """List quotations under their articles, in order of time and of reading."""
    source, values, problems = _matching_source(index, query)
    # One by one: to parse hundreds of thousands from one text would block the screen's thread.
    keys = array("q", (key for (key,) in index.iter_rows(f"SELECT q.key {source} ORDER BY q.key", values)))
    groups = [
        ((article,), [*map(reading_position, group)])
        for article, group in groupby(keys, lambda key: key >> KEY_BITS)
    ]
    listing = Listing()
    _add_groups(index, listing, reversed(groups), len(keys))
    listing.problems = problems
    listing.speakers = index.value(
        f"SELECT count(*) FROM (SELECT DISTINCT {_SPEAKER_COLUMNS} {source} AND q.speakers IS NULL)", values
    )
    joint = {speaker for each in _joint_statements(index, source, values).values() for speaker in each}
    if joint:
        from json import dumps  # noqa: PLC0415 - joint statements are rare

        listing.speakers += len(joint) - index.value(
            f"SELECT count(DISTINCT q.speaker) {source} AND q.speaker IN (SELECT value FROM json_each(?))",
            (*values, dumps(sorted(joint))),
        )
    return listing


def _add_groups(
    index: Index, listing: Listing, groups: Iterable[tuple[tuple[Any, ...], Sequence[int]]], quotes: int
) -> None:
    """Add groups of places to a listing of ``quotes`` different ones, and set its numbers."""
    drafts, repeats = _draft_positions(index), _repeat_positions(index)
    listed_drafts: set[int] = set()
    listed_repeats: set[int] = set()
    for name, places in groups:
        own_drafts, own_repeats = _find_among(drafts, places), _find_among(repeats, places)
        listing.add(name, places, drafts=len(own_drafts), repeats=len(own_repeats))
        listed_drafts |= own_drafts
        listed_repeats |= own_repeats
    listing.quotes, listing.total_drafts = quotes - len(listed_repeats), len(listed_drafts)


def find_group(index: Index, key: int, *, dated: bool) -> tuple[Any, ...]:
    """Return the name of a quotation's group: of its article, or of its speaker."""
    columns = "q.article" if dated else _FIRST_SPEAKER_COLUMNS
    rows = index.rows(f"SELECT {columns} FROM quote q WHERE q.key = ?", (key,))
    return tuple(rows[0]) if rows else ()


def _matching_source(index: Index, query: Query) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """Return SQL for the first pieces of matching quotations; any of their pieces may match."""
    if not query:
        # A scan of the table: by speaker or article it takes three times as long.
        return f"FROM quote q NOT INDEXED WHERE {_FIRST_PIECES}", (), query.problems
    from medway_tui.index.query_compiler import compile_quotation_keys  # noqa: PLC0415 - where one is typed

    fitting, values, problems = compile_quotation_keys(index, query)
    return f"FROM quote q WHERE {_FIRST_PIECES} AND q.key IN ({fitting})", values, problems


def _draft_positions(index: Index) -> frozenset[int]:
    """Return the positions of drafts that repeat no other quotation."""
    rows = index.rows("SELECT DISTINCT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL")
    return frozenset(reading_position(row[0]) for row in rows) - _repeat_positions(index)


def _repeat_positions(index: Index) -> frozenset[int]:
    rows = index.rows("SELECT key FROM quote WHERE repeats IS NOT NULL AND continues IS NULL")
    return frozenset(reading_position(row[0]) for row in rows)


def _joint_statements(index: Index, source: str, values: tuple[Any, ...]) -> dict[int, tuple[str, ...]]:
    """Return the speakers of the joint statements in a source, by key."""
    if not index.value("SELECT EXISTS (SELECT 1 FROM joint_speaker)"):
        return {}
    rows = index.rows(f"SELECT q.key, q.speakers {source} AND q.speakers IS NOT NULL", values)
    return {key: speaker_ids(None, speakers) for key, speakers in rows}


def _find_among(some: frozenset[int], places: Iterable[int]) -> frozenset[int]:
    return some.intersection(places) if some else some


def _parse_numbers(text: str | None) -> Iterable[int]:
    return map(int, text.split(",")) if text else ()
