"""Reports on the timeline, and on the points on which sources differ."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report, Value
from medway_tui.index.articles import ArticleRow
from medway_tui.index.events import DifferenceRow, DifferenceSideRow, EventRow
from medway_tui.index.inspections import EvidenceMention

TIMELINE_COLUMNS = ("date", "date_inferred", "kind", "id", "title", "evidence", "sources", "note")
"""The columns of the timeline."""
DIFFERENCE_COLUMNS = ("id", "title", "kind", "side", "says", "evidence", "sources", "settled", "note")
"""The columns of the differences."""


def timeline_report(entries: Sequence[EventRow | ArticleRow]) -> Report:
    """Report events and articles in order of time."""
    return Report(
        TIMELINE_COLUMNS,
        LazyRows(lambda: map(_timeline_row, entries)),
        ("Date", "Event", "Source"),
        LazyRows(
            lambda: (
                (_display_date(each), _display_title(each), "; ".join(_display_sources(each)))
                for each in entries
            )
        ),
        LazyRows(lambda: map(_timeline_block, entries)),
    )


def differences_report(differences: Sequence[DifferenceRow]) -> Report:
    """Report the points on which the sources differ: a row for each side."""
    return Report(
        DIFFERENCE_COLUMNS,
        LazyRows(lambda: (row for each in differences for row in _side_rows(each))),
        ("Point", "Kind", "Statement", "Source"),
        LazyRows(
            lambda: (
                (each.title, each.kind, side.says, "; ".join(_side_places(side)))
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
    source = f"{mention.article.publisher}, {citations.display_date(mention.article) or 'without a date'}"
    # Words that the article no longer has are in no paragraph.
    return f"{source}, {'adrift' if mention.is_adrift else citations.format_paragraphs([mention.paragraph])}"


def _timeline_row(each: EventRow | ArticleRow) -> tuple[Value, ...]:
    if isinstance(each, ArticleRow):
        return (
            each.published,
            each.published_inferred,
            "article",
            each.id,
            each.headline,
            (),
            _source_values([(each.url, None)]),
            None,
        )
    return (
        each.date,
        None,
        "event",
        each.id,
        each.title,
        evidence_ids(each.mentions),
        _source_values(each.sources),
        each.note,
    )


def _display_date(each: EventRow | ArticleRow) -> str:
    if isinstance(each, ArticleRow):
        return citations.display_date(each) or "not known"
    return dates.format_date(each.date)


def _display_title(each: EventRow | ArticleRow) -> str:
    if isinstance(each, ArticleRow):
        return f"{each.publisher}: {citations.display_title(each)}"
    return each.title


def _display_sources(each: EventRow | ArticleRow) -> list[str]:
    if isinstance(each, ArticleRow):
        return [each.url] if each.url else []
    return [*evidence_places(each.mentions), *_source_texts(each.sources)]


def _timeline_block(each: EventRow | ArticleRow) -> str:
    lines = [f"{_display_date(each)}: {_display_title(each)}"]
    lines += [
        f"   {'Address' if isinstance(each, ArticleRow) else 'Said in'}: {where}"
        for where in _display_sources(each)
    ]
    if isinstance(each, EventRow) and each.note:
        lines.append(f"   Note: {each.note}")
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
        lines.append(f"   {'; '.join(_side_places(side)) or 'No place is recorded'}: {side.says}")
    if each.settled:
        lines.append(f"   Settled: {each.settled}")
    if each.note:
        lines.append(f"   Note: {each.note}")
    return "\n".join(lines)


def _side_places(side: DifferenceSideRow) -> list[str]:
    return [*evidence_places(side.mentions), *_source_texts(side.sources)]


def _source_values(sources: Sequence[tuple[str | None, str | None]]) -> tuple[str, ...]:
    return tuple(url or note or "" for url, note in sources if url or note)


def _source_texts(sources: Sequence[tuple[str | None, str | None]]) -> list[str]:
    """Format sources in words: note and address, if known."""
    return [", ".join(part for part in (note, url) if part) for url, note in sources]
