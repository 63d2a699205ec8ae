"""The passages of an article about which the sources differ, and the kinds of differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medway_tui.index.connection import Index
from medway_tui.model.locations import Span

if TYPE_CHECKING:
    from medway_tui.model.constraints import DifferenceKind

KINDS: tuple[DifferenceKind, ...] = ("contradiction", "tension", "compatible", "wording")
"""The kinds of differences, the gravest first: the order in which they are listed."""


class DifferencePassage(NamedTuple):
    """A passage of an article that is evidence for a side of a difference."""

    block: int
    start: int
    end: int
    """Equal to ``start`` where the whole block is the evidence."""
    difference: str
    title: str
    kind: DifferenceKind

    @property
    def span(self) -> Span:
        return Span(self.block, self.start, self.end)


def find_passages(index: Index, article_id: str) -> list[DifferencePassage]:
    """Return the passages of an article that are evidence for a side of a difference, in reading order."""
    rows = index.rows(
        'SELECT e.block, e.start, e."end", d.id, d.title, d.kind FROM evidence e'
        " JOIN difference d ON d.id = e.owner"
        " WHERE e.article = ? AND e.kind = 'difference' AND e.start IS NOT NULL"
        " ORDER BY e.block, e.start, e.position",
        (article_id,),
    )
    return [DifferencePassage._make(row) for row in rows]
