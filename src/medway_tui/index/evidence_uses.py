"""What the passages of an article are evidence of."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.index.connection import Index


class EvidenceUse(NamedTuple):
    """A passage of an article as evidence of a judgement, an event or a side of a difference."""

    kind: str
    """inspection, event or difference."""
    owner: str
    """The id of the record."""
    part: str
    """The area of a judgement, the number of a side, ``outcome`` of an event; or empty."""
    block: int
    start: int
    """Where its words begin in the block, in code points."""
    end: int
    """One after the last; equal to ``start`` where the whole block is the evidence."""
    title: str
    """The title of the record."""
    area: str | None
    """The name of the judged area."""
    grade: str | None
    """The grade of the judgement as printed."""
    published: str | None
    """The day on which the report of the inspection was published."""


def find_uses(index: Index, article_id: str) -> list[EvidenceUse]:
    """Return what an article is evidence of, in reading order, without the passages that are adrift."""
    rows = index.rows(
        'SELECT e.kind, e.owner, e.part, e.block, e.start, e."end",'
        " coalesce(v.title, i.title, d.title, e.owner), coalesce(a.name, j.area), j.printed, i.published"
        " FROM evidence e LEFT JOIN event v ON e.kind = 'event' AND v.id = e.owner"
        " LEFT JOIN difference d ON e.kind = 'difference' AND d.id = e.owner"
        " LEFT JOIN inspection i ON e.kind = 'inspection' AND i.id = e.owner"
        " LEFT JOIN judgement j ON j.inspection = i.id AND j.area = e.part"
        " LEFT JOIN area a ON a.framework = i.framework AND a.id = e.part"
        " WHERE e.article = ? AND e.start IS NOT NULL ORDER BY e.block, e.start, e.position",
        (article_id,),
    )
    return [EvidenceUse._make(row) for row in rows]
