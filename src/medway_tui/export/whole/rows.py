"""The rows of an export's tables, from what the index answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.answer import Value
from medway_tui.export.articles import particulars
from medway_tui.export.quotes import StandingOf, entries
from medway_tui.export.whole import tables
from medway_tui.export.whole.tables import Table
from medway_tui.index import everything
from medway_tui.index.articles import Size
from medway_tui.index.events import differences
from medway_tui.index.ratings import inspections

if TYPE_CHECKING:
    from medway_tui.index.everything import Whole
    from medway_tui.index.store import Index

Row = tuple[Value, ...]


def rows_of_article(whole: Whole, standing: StandingOf) -> Iterator[tuple[Table, Row]]:
    """The rows of an article, each with its table."""
    row = whole.article
    last = max((each.number for each in whole.paragraphs), default=0)
    drafts = sum(quote.draft is not None for quote in whole.quotes)
    yield tables.ARTICLES, particulars(row, Size(last, len(whole.quotes) - drafts, drafts))
    for each in whole.paragraphs:
        yield tables.PARAGRAPHS, (row.id, each.number, each.kind, each.text)
    for quote in whole.quotes:
        for entry in entries(quote, standing(quote)):
            yield tables.QUOTES, entry


def rows_of_core(index: Index) -> Iterator[tuple[Table, Row]]:
    """The rows of everything but articles, each with its table; a table's rows follow one another."""
    for table, found in (
        (tables.AGENTS, everything.agents_described),
        (tables.NAMES, everything.names),
        (tables.MEMBERSHIPS, everything.memberships),
        (tables.FRAMEWORKS, everything.frameworks),
        (tables.GRADES, everything.grades),
    ):
        for row in found(index):
            yield table, tuple(row)
    for framework, position, area, name, rows in everything.areas(index):
        listed = tuple(str(rows).split("; ")) if rows else ()
        yield tables.AREAS, (framework, position, area, name, listed)
    for each in inspections(index):
        yield (
            tables.INSPECTIONS,
            (
                each.id, each.title, each.provider, each.urn, each.framework, each.start, each.end,
                each.published, each.url, each.lead_inspector, each.second_hand, each.note,
            ),
        )  # fmt: skip
    for row in everything.judgements(index):
        yield tables.JUDGEMENTS, tuple(row)
    for row in everything.events(index):
        yield tables.EVENTS, tuple(row)
    for point in differences(index):
        yield tables.DIFFERENCES, (point.id, point.title, point.kind, point.settled, point.note)
    for row in everything.sides(index):
        yield tables.SIDES, tuple(row)
    for said in everything.all_said(index):
        yield tables.EVIDENCE, (*_resting(said.kind, said.owner, said.part), *said[3:])
    for kind, owner, part, _, url, note in everything.all_sources(index):
        rests, _, event, difference, side = _resting(str(kind), str(owner), str(part))
        agent = str(owner) if kind in ("agent", "membership") else None
        membership = int(str(part)) if kind == "membership" else None
        yield tables.SOURCES, (agent, membership, rests, event, difference, side, url, note)


def _resting(
    kind: str, owner: str, part: str
) -> tuple[str | None, str | None, str | None, str | None, int | None]:
    """What rests on something, in a column for each kind: inspection, area, event, difference, side."""
    inspection = kind == "inspection"
    difference = kind == "difference"
    return (
        owner if inspection else None,
        (part or None) if inspection else None,
        owner if kind == "event" else None,
        owner if difference else None,
        int(part) + 1 if difference and part else None,
    )
