"""The points on which the sources differ, in any number, and what each of them touches."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from medway_tui.index.agent_references import AgentReference
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.difference_passages import KINDS
from medway_tui.index.inspections import EvidenceMention, SourceRow, find_mentions_of, find_sources_of
from medway_tui.model.locations import FileLocation

if TYPE_CHECKING:
    from medway_tui.model.constraints import DifferenceKind

TouchedKind = Literal["event", "inspection", "article", "quote"]
"""What a difference can touch: a record with evidence, an article, or a quotation."""


class DifferenceSideRow(NamedTuple):
    """One side of a difference."""

    says: str
    supported: bool
    """Whether the source that settles the point supports this side."""
    mentions: tuple[EvidenceMention, ...]
    sources: tuple[SourceRow, ...]


class DifferenceRow(NamedTuple):
    """A point on which the sources differ."""

    id: str
    title: str
    kind: DifferenceKind
    settled: str | None
    note: str | None
    sides: tuple[DifferenceSideRow, ...]
    where: FileLocation

    @property
    def settling_sources(self) -> tuple[SourceRow, ...]:
        """The public sources of the supported sides, each once."""
        return tuple(dict.fromkeys(each for side in self.sides if side.supported for each in side.sources))


# -- rows ------------------------------------------------------------------------------------------------


def list_differences(index: Index) -> list[DifferenceRow]:
    """Return all points on which the sources differ: conflicts first, then in the order of the files."""
    return [*iter_differences(index, difference_positions(index))]


def difference_positions(index: Index) -> array[int]:
    """Return the positions of all differences, in the order in which they are listed."""
    groups = dict(index.rows("SELECT kind, group_concat(position) FROM difference GROUP BY kind"))
    return array(
        "q", (at for kind in KINDS if kind in groups for at in sorted(map(int, groups[kind].split(","))))
    )


def iter_differences(index: Index, positions: Sequence[int]) -> Iterator[DifferenceRow]:
    """Yield the differences at some positions that exist, in that order, a batch at a time."""
    for batch in in_batches(positions):
        found = differences_at(index, batch)
        yield from (found[position] for position in batch if position in found)


def differences_at(index: Index, positions: Sequence[int]) -> dict[int, DifferenceRow]:
    """Return the differences at some positions that exist."""
    rows = index.rows(
        "SELECT position, id, title, kind, settled, note, path, line FROM difference"
        f" WHERE position IN ({', '.join('?' * len(positions))})",
        tuple(positions),
    )
    sides = _find_sides(index, [row[1] for row in rows])
    return {
        position: DifferenceRow._make((*fields, tuple(sides.get(fields[0], ())), FileLocation(path, line, 1)))
        for position, *fields, path, line in rows
    }


def _find_sides(index: Index, differences: Sequence[str]) -> dict[str, list[DifferenceSideRow]]:
    """Return the sides of some differences, in order."""
    mentions = find_mentions_of(index, "difference", differences)
    sources = find_sources_of(index, "difference", differences)
    sides: dict[str, list[DifferenceSideRow]] = {}
    for difference, position, says, supported in index.rows(
        "SELECT difference, position, says, supported FROM side"
        f" WHERE difference IN ({', '.join('?' * len(differences))}) ORDER BY difference, position",
        tuple(differences),
    ):
        part = difference, str(position)
        sides.setdefault(difference, []).append(
            DifferenceSideRow(
                says, bool(supported), tuple(mentions.get(part, ())), tuple(sources.get(part, ()))
            )
        )
    return sides


def find_position(index: Index, difference: str) -> int | None:
    """Return the position of a difference; None where there is none of this id."""
    found: int | None = index.value("SELECT position FROM difference WHERE id = ?", (difference,))
    return found


# -- what a difference touches ---------------------------------------------------------------------------

_OVERLAP = (
    "d.block = e.block AND d.start IS NOT NULL AND e.start IS NOT NULL"
    ' AND (d.exact IS NULL OR e.exact IS NULL OR (d.start < e."end" AND e.start < d."end"))'
)
"""The condition for passages ``d`` and ``e`` of one article to have words in common.

Evidence without words is its whole block; evidence that is adrift has no place.
"""
_RECORD_EVIDENCE = (
    f"SELECT e.owner, d.owner FROM evidence e CROSS JOIN evidence d ON d.article = e.article AND {_OVERLAP}"
    " WHERE e.kind = '{kind}' AND e.owner IN ({{marks}}) AND d.kind = 'difference'"
)
_TOUCHING: dict[TouchedKind, str] = {
    "event": _RECORD_EVIDENCE.format(kind="event"),
    "inspection": _RECORD_EVIDENCE.format(kind="inspection"),
    "article": "SELECT d.article, d.owner FROM evidence d"
    " WHERE d.article IN ({marks}) AND d.kind = 'difference'",
    # Each piece of a quotation may be in a paragraph of its own. In this order, each step has an index.
    "quote": "WITH piece (key) AS (SELECT key FROM quote WHERE key IN ({marks}) UNION SELECT key FROM quote"
    " WHERE continues IN ({marks})) SELECT coalesce(q.continues, q.key), d.owner FROM piece"
    " CROSS JOIN quote q ON q.key = piece.key CROSS JOIN article a ON a.key = q.article"
    " CROSS JOIN evidence d ON d.article = a.id AND d.block = q.block"
    " WHERE d.kind = 'difference' AND d.start IS NOT NULL"
    ' AND (d.exact IS NULL OR (d.start < q."end" AND q.start < d."end"))',
}


def find_touching_differences(
    index: Index, kind: TouchedKind, ids: Iterable[str | int]
) -> dict[str | int, tuple[str, ...]]:
    """Return the differences that touch some records, articles or quotations (by key), the gravest first.

    A difference touches a record or quotation when a passage of one of its sides has words in common with the
    record's evidence, or with the quotation. What no difference touches is missing from the result.
    """
    touching: dict[str | int, set[str]] = {}
    for batch in in_batches(list(dict.fromkeys(ids))):
        statement = _TOUCHING[kind].format(marks=", ".join("?" * len(batch)))
        for touched, difference in index.rows(statement, (*batch, *batch) if kind == "quote" else batch):
            touching.setdefault(touched, set()).add(difference)
    order = _listing_order(index, set().union(*touching.values()))
    return {touched: tuple(sorted(some, key=order.__getitem__)) for touched, some in touching.items()}


def _listing_order(index: Index, differences: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the place of each of some differences in the order in which they are listed."""
    return {
        difference: (KINDS.index(kind), position)
        for batch in in_batches(list(differences))
        for difference, kind, position in index.rows(
            f"SELECT id, kind, position FROM difference WHERE id IN ({', '.join('?' * len(batch))})", batch
        )
    }


def agents_at(index: Index, mentions: Iterable[EvidenceMention]) -> tuple[AgentReference, ...]:
    """Return those who say the words of some passages, or whose printed name the words are, each once."""
    found: dict[str, str] = {}
    for mention in mentions:
        rows = index.rows(
            "SELECT j.value, coalesce(g.name, j.value) FROM article a JOIN quote q ON q.article = a.key"
            " JOIN json_each(coalesce(q.speakers, json_array(q.speaker))) j"
            " LEFT JOIN agent g ON g.id = j.value"
            ' WHERE a.id = ? AND q.block = ? AND q.start < ? AND ? < q."end" AND j.value IS NOT NULL'
            " UNION SELECT n.agent, g.name FROM agent_name n JOIN agent g ON g.id = n.agent WHERE n.name = ?",
            (mention.article.id, mention.block, mention.end, mention.start, mention.exact),
        )
        found.update(rows)
    return tuple(AgentReference(agent, name) for agent, name in found.items())
