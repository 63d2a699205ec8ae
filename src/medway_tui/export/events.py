"""Reports on the timeline, and on the points on which sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report, Value, report_of
from medway_tui.index.articles import ArticleRow
from medway_tui.index.events import DifferenceRow, DifferenceSideRow, EventRow
from medway_tui.index.inspections import EvidenceMention

TIMELINE_COLUMNS = ("date", "date_inferred", "kind", "id", "title", "evidence", "sources", "note")
DIFFERENCE_COLUMNS = ("id", "title", "kind", "side", "says", "evidence", "sources", "settled", "note")


class _TimelineEntry(NamedTuple):
    """An event or article in the timeline: its values for programs, and its texts for people."""

    values: tuple[Value, ...]
    date: str
    title: str
    sources: list[str]
    source_label: str
    note: str | None


def timeline_report(records: Sequence[EventRow | ArticleRow]) -> Report:
    """Report events and articles in order of time."""
    return report_of(
        LazyRows(lambda: map(_timeline_entry, records)),
        TIMELINE_COLUMNS,
        lambda entry: entry.values,
        ("Date", "Event", "Source"),
        lambda entry: (entry.date, entry.title, "; ".join(entry.sources)),
        _timeline_block,
    )


def differences_report(differences: Sequence[DifferenceRow]) -> Report:
    """Report the points on which the sources differ: a row for each side."""
    return Report(
        DIFFERENCE_COLUMNS,
        LazyRows(lambda: (row for each in differences for row in _side_rows(each))),
        ("Point", "Kind", "Statement", "Source"),
        LazyRows(
            lambda: (
                (each.title, each.kind, side.says, "; ".join(_source_texts(side)))
                for each in differences
                for side in each.sides
            )
        ),
        LazyRows(lambda: map(_difference_block, differences)),
    )


def evidence_ids(mentions: Sequence[EvidenceMention]) -> tuple[str, ...]:
    """Format passages of articles as ids with a paragraph's number: ``id:7``.

    Without the number if the words are not in the article as it stands.
    """
    return tuple(
        dict.fromkeys(
            mention.article.id if mention.is_adrift else f"{mention.article.id}:{mention.paragraph}"
            for mention in mentions
        )
    )


def evidence_places(mentions: Sequence[EvidenceMention]) -> list[str]:
    """Format passages of articles in words, each place once."""
    return list(dict.fromkeys(map(_describe_place, mentions)))


def _describe_place(mention: EvidenceMention) -> str:
    date = citations.display_date(mention.article) or "without a date"
    return f"{mention.article.publisher}, {date}, {evidence_place(mention)}"


def evidence_place(mention: EvidenceMention) -> str:
    """Format the paragraph of a passage; words that the article no longer has are in none."""
    return "adrift" if mention.is_adrift else citations.format_paragraphs([mention.paragraph])


def _timeline_entry(record: EventRow | ArticleRow) -> _TimelineEntry:
    if isinstance(record, ArticleRow):
        urls = [record.url] if record.url else []
        return _TimelineEntry(
            (record.published, record.published_inferred, "article", record.id, record.headline, (),
             tuple(urls), None),
            citations.display_date(record) or "not known",
            f"{record.publisher}: {citations.display_title(record)}",
            urls,
            "Address",
            None,
        )  # fmt: skip
    return _TimelineEntry(
        (record.date, None, "event", record.id, record.title, evidence_ids(record.mentions),
         _source_values(record.sources), record.note),
        dates.format_date(record.date),
        record.title,
        _source_texts(record),
        "Said in",
        record.note,
    )  # fmt: skip


def _timeline_block(entry: _TimelineEntry) -> str:
    lines = [f"{entry.date}: {entry.title}"]
    lines += [f"   {entry.source_label}: {source}" for source in entry.sources]
    if entry.note:
        lines.append(f"   Note: {entry.note}")
    return "\n".join(lines)


def _side_rows(each: DifferenceRow) -> list[tuple[Value, ...]]:
    return [
        (
            each.id, each.title, each.kind, number, side.says,
            evidence_ids(side.mentions), _source_values(side.sources),
            each.settled, each.note,
        )
        for number, side in enumerate(each.sides, 1)
    ]  # fmt: skip


def _difference_block(each: DifferenceRow) -> str:
    lines = [f"{each.title} ({each.kind})"]
    for side in each.sides:
        lines.append(f"   {'; '.join(_source_texts(side)) or 'No place is recorded'}: {side.says}")
    if each.settled:
        lines.append(f"   Settled: {each.settled}")
    if each.note:
        lines.append(f"   Note: {each.note}")
    return "\n".join(lines)


def _source_values(sources: Sequence[tuple[str | None, str | None]]) -> tuple[str, ...]:
    return tuple(url or note or "" for url, note in sources if url or note)


def _source_texts(record: EventRow | DifferenceSideRow) -> list[str]:
    notes = [", ".join(part for part in (note, url) if part) for url, note in record.sources]
    return [*evidence_places(record.mentions), *notes]
