"""The rows of a dataset's tables, queried from the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from medway_tui.export.articles import article_values
from medway_tui.export.citations import RolesOf
from medway_tui.export.dataset import tables
from medway_tui.export.dataset.tables import DatasetDescription, DatasetTable
from medway_tui.export.quotes import ROLE_CAVEATS, quote_values, role_caveats
from medway_tui.export.report import Value
from medway_tui.index import dump
from medway_tui.index.articles import ArticleSize
from medway_tui.index.differences import difference_positions, iter_differences
from medway_tui.index.events import list_events
from medway_tui.index.inspections import list_inspections, list_licences, list_sources
from medway_tui.index.schema import OUTCOME

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord

Row = tuple[Value, ...]


def article_rows(record: ArticleRecord, roles_of: RolesOf) -> Iterator[tuple[DatasetTable, Row]]:
    """Make the rows of an article, each with its table."""
    row = record.article
    last = max((each.paragraph or 0 for each in record.paragraphs), default=0)
    counted = [quote for quote in record.quotes if quote.repeats is None]
    drafts = sum(quote.draft is not None for quote in counted)
    yield tables.ARTICLES, article_values(row, ArticleSize(last, len(counted) - drafts, drafts))
    for each in record.paragraphs:
        yield tables.PARAGRAPHS, (row.id, each.paragraph, each.kind, each.text, each.caption, each.block)
    for quote in record.quotes:
        roles = roles_of(quote)
        for values in quote_values(quote, roles):
            yield tables.QUOTES, values
        for position, speaker in enumerate(roles.speakers):
            caveats = role_caveats(speaker.roles)
            yield (
                tables.QUOTE_SPEAKERS,
                (
                    row.id, quote.id, position, speaker.speaker, speaker.roles.describe() or None,
                    speaker.roles.party, *(caveats[name] for name in ROLE_CAVEATS),
                ),
            )  # fmt: skip


def core_rows(index: Index, table: DatasetTable) -> Iterator[Row]:
    """Query the rows of a table other than those of articles."""
    query = _QUERIES.get(table.name)
    return map(tuple, query(index) if query else dump.dump_table(index, table.name))


def core_records(index: Index, table: DatasetTable) -> Iterator[dict[str, Value]]:
    """Query the rows of a table as records by the names of its columns."""
    return (dict(zip(table.header, row, strict=True)) for row in core_rows(index, table))


def describe_dataset(index: Index) -> DatasetDescription:
    """Return what a dataset says of itself."""
    dossier = index.meta("id") or "dossier"
    return DatasetDescription(
        dossier,
        index.meta("title") or dossier,
        index.meta("description") or "",
        index.meta("attribution") or "",
        tuple(list_licences(index)),
        tuple(list_sources(index)),
    )


def _dossier_rows(index: Index) -> Iterator[Row]:
    about = describe_dataset(index)
    yield about.dossier, about.title, about.description or None, about.attribution or None


def _area_rows(index: Index) -> Iterator[Row]:
    for framework, position, area, name, rows in dump.dump_areas(index):
        yield framework, position, area, name, tuple(str(rows).split("; ")) if rows else ()


def _inspection_rows(index: Index) -> Iterator[Row]:
    for each in list_inspections(index):
        yield (
            each.id, each.title, each.provider, each.urn, each.framework, each.start, each.end,
            each.published, each.url, each.lead_inspector, each.second_hand, each.note,
        )  # fmt: skip


def _event_rows(index: Index) -> Iterator[Row]:
    for each in list_events(index):
        outcome = each.outcome
        yield (
            each.id, each.date, each.title, each.note, each.kind, each.date_inferred,
            tuple(agent.id for agent in each.by), each.due, outcome and outcome.says,
            outcome and outcome.date, outcome and outcome.result,
        )  # fmt: skip


def _side_rows(index: Index) -> Iterator[Row]:
    for difference, side, says, supported in dump.dump_table(index, "sides"):
        yield difference, side, says, bool(supported)


def _difference_rows(index: Index) -> Iterator[Row]:
    for each in iter_differences(index, sorted(difference_positions(index))):
        yield each.id, each.title, each.kind, each.settled, each.note


def _evidence_rows(index: Index) -> Iterator[Row]:
    for each in dump.dump_evidence(index):
        inspection, area, *others = _evidence_owner(each.kind, each.owner, each.part)
        yield (
            inspection, area, *others, each.article, each.paragraph, each.start, each.end, each.exact,
            each.says, each.caption, _is_of_outcome(each.kind, each.part),
        )  # fmt: skip


def _source_rows(index: Index) -> Iterator[Row]:
    for kind, owner, part, url, note, licence in dump.dump_table(index, "sources"):
        inspection, _, *others = _evidence_owner(str(kind), str(owner), str(part))
        agent = str(owner) if kind in ("agent", "membership") else None
        membership = int(str(part)) if kind == "membership" else None
        outcome = _is_of_outcome(str(kind), str(part))
        yield agent, membership, inspection, *others, url, note, licence, outcome


def _is_of_outcome(kind: str, part: str) -> bool | None:
    """Whether evidence of an event is of its outcome; None for evidence of other records."""
    return part == OUTCOME if kind == "event" else None


def _evidence_owner(kind: str, owner: str, part: str) -> Row:
    """The owner of evidence, in a column for each kind: inspection, area, event, difference, side."""
    is_inspection = kind == "inspection"
    is_difference = kind == "difference"
    return (
        owner if is_inspection else None,
        (part or None) if is_inspection else None,
        owner if kind == "event" else None,
        owner if is_difference else None,
        int(part) + 1 if is_difference and part else None,
    )


_QUERIES: dict[str, Callable[[Index], Iterable[Row]]] = {
    "dossier": _dossier_rows,
    "agents": dump.dump_agents,
    "areas": _area_rows,
    "inspections": _inspection_rows,
    "events": _event_rows,
    "sides": _side_rows,
    "differences": _difference_rows,
    "evidence": _evidence_rows,
    "sources": _source_rows,
}
