"""The rows of a dataset's tables, queried from the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.articles import article_values
from medway_tui.export.citations import RolesOf
from medway_tui.export.dataset import tables
from medway_tui.export.dataset.tables import DatasetTable
from medway_tui.export.quotes import quote_values
from medway_tui.export.report import Value
from medway_tui.index import dump
from medway_tui.index.articles import ArticleSize
from medway_tui.index.events import list_differences
from medway_tui.index.inspections import list_inspections

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord

Row = tuple[Value, ...]


def article_rows(record: ArticleRecord, roles_of: RolesOf) -> Iterator[tuple[DatasetTable, Row]]:
    """Make the rows of an article, each with its table."""
    row = record.article
    last = max((each.number for each in record.paragraphs), default=0)
    drafts = sum(quote.draft is not None for quote in record.quotes)
    yield tables.ARTICLES, article_values(row, ArticleSize(last, len(record.quotes) - drafts, drafts))
    for each in record.paragraphs:
        yield tables.PARAGRAPHS, (row.id, each.number, each.kind, each.text)
    for quote in record.quotes:
        for entry in quote_values(quote, roles_of(quote)):
            yield tables.QUOTES, entry


def core_rows(index: Index) -> Iterator[tuple[DatasetTable, Row]]:
    """Make the rows of everything but articles, each with its table, one table after another."""
    for table, query in (
        (tables.AGENTS, dump.dump_agents),
        (tables.NAMES, dump.dump_names),
        (tables.MEMBERSHIPS, dump.dump_memberships),
        (tables.FRAMEWORKS, dump.dump_frameworks),
        (tables.GRADES, dump.dump_grades),
    ):
        for row in query(index):
            yield table, tuple(row)
    for framework, position, area, name, rows in dump.dump_areas(index):
        listed = tuple(str(rows).split("; ")) if rows else ()
        yield tables.AREAS, (framework, position, area, name, listed)
    for each in list_inspections(index):
        yield (
            tables.INSPECTIONS,
            (
                each.id, each.title, each.provider, each.urn, each.framework, each.start, each.end,
                each.published, each.url, each.lead_inspector, each.second_hand, each.note,
            ),
        )  # fmt: skip
    for row in dump.dump_judgements(index):
        yield tables.JUDGEMENTS, tuple(row)
    for row in dump.dump_events(index):
        yield tables.EVENTS, tuple(row)
    for point in list_differences(index):
        yield tables.DIFFERENCES, (point.id, point.title, point.kind, point.settled, point.note)
    for row in dump.dump_sides(index):
        yield tables.SIDES, tuple(row)
    for record in dump.dump_evidence(index):
        yield tables.EVIDENCE, (*_evidence_owner(record.kind, record.owner, record.part), *record[3:])
    for kind, owner, part, _, url, note in dump.dump_sources(index):
        inspection, _, event, difference, side = _evidence_owner(str(kind), str(owner), str(part))
        agent = str(owner) if kind in ("agent", "membership") else None
        membership = int(str(part)) if kind == "membership" else None
        yield tables.SOURCES, (agent, membership, inspection, event, difference, side, url, note)


def _evidence_owner(
    kind: str, owner: str, part: str
) -> tuple[str | None, str | None, str | None, str | None, int | None]:
    """The owner of evidence, in a column for each kind: inspection, area, event, difference, side."""
    inspection = kind == "inspection"
    difference = kind == "difference"
    return (
        owner if inspection else None,
        (part or None) if inspection else None,
        owner if kind == "event" else None,
        owner if difference else None,
        int(part) + 1 if difference and part else None,
    )
