"""Reports on inspections: the judgements side by side, or one inspection as the articles report it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.events import evidence_ids, evidence_place
from medway_tui.export.report import LazyRows, Report, Value
from medway_tui.export.spoken import spoken_date, spoken_mentions
from medway_tui.index.articles import ArticleRow
from medway_tui.index.inspections import (
    EvidenceMention,
    GradedJudgement,
    InspectionReports,
    InspectionRow,
    RatingsTable,
    SourceRow,
)
from medway_tui.text import plural

RATING_COLUMNS = (
    "inspection", "title", "provider", "urn", "framework", "start", "end", "published", "url",
    "second_hand", "row", "area", "name", "grade", "printed", "rank", "scale", "step", "same_framework",
    "evidence", "note", "status",
)  # fmt: skip

MentionsOf = Callable[[GradedJudgement], Sequence[EvidenceMention]]
"""Finds the passages of articles on a judgement."""


def ratings_report(table: RatingsTable, mentions_of: MentionsOf, only: str | None = None) -> Report:
    """Report inspections side by side, for programs a row for each judgement; or ``only`` one inspection.

    Judgements are compared with those of the previous inspection, whether or not that one is shown.
    """
    columns = [each for each in table.inspections if only in (None, each.id)]
    return Report(
        RATING_COLUMNS,
        LazyRows(lambda: _judgement_rows(table, columns, mentions_of)),
        ("Judgement", *(_column_header(each) for each in columns)),
        LazyRows(lambda: _comparison_rows(table, columns)),
        LazyRows(lambda: (_inspection_block(table, each) for each in columns)),
        heading=_heading(table, columns),
    )


def _heading(table: RatingsTable, columns: Sequence[InspectionRow]) -> str:
    """Say how many inspections there are, and the overall grade of each: the picture in words."""
    grades = [
        f"{spoken_date(each.published)}: {graded.printed}"
        for each in columns
        if ("overall", each.id) in table.cells
        for graded in table.cells["overall", each.id].judgements
    ]
    overall = f" Overall effectiveness, by date of report: {'; '.join(grades)}." if len(grades) > 1 else ""
    order = ", oldest first" if len(columns) > 1 else ""
    return f"{plural(len(columns), 'inspection')}{order}.{overall}"


def reported_ratings_report(
    report: Report, reported: InspectionReports, sources: Sequence[SourceRow]
) -> Report:
    """Report one inspection: for programs as in ``report``, for people as each article reports it."""
    headers = (
        f"{row.publisher}, {citations.display_date(row) or 'without a date'}" for row in reported.articles
    )
    return report._replace(
        headers=("Judgement", "The report", *headers),
        display_rows=[
            (
                graded.name,
                graded.printed,
                *(_mentions_text(reported, graded, row) for row in reported.articles),
            )
            for graded in reported.judgements
        ],
        blocks=[
            "\n".join(_inspection_lines(reported.inspection)),
            *(
                "\n".join(
                    [
                        citations.cite_judgement(graded, reported.inspection, sources),
                        *_mention_lines(graded, reported),
                    ]
                )
                for graded in reported.judgements
            ),
        ],
        spoken=[
            "\n".join(
                [*_inspection_lines(reported.inspection), *_source_lines(reported.inspection, sources)]
            ),
            *(
                "\n".join([f"{graded.name}: {graded.printed}", *_mention_lines(graded, reported)])
                for graded in reported.judgements
            ),
        ],
    )


def _source_lines(inspection: InspectionRow, sources: Sequence[SourceRow]) -> list[str]:
    """Name the sources of a report that was not seen."""
    described = filter(None, (source.describe() for source in sources))
    return [f"   As given by: {each}" for each in described] if inspection.second_hand else []


def _judgement_rows(
    table: RatingsTable, columns: Sequence[InspectionRow], mentions_of: MentionsOf
) -> Iterator[tuple[Value, ...]]:
    for each in columns:
        for row, _ in table.rows:
            for graded in table.cells[row, each.id].judgements:
                yield (
                    each.id, each.title, each.provider, each.urn, each.framework, each.start, each.end,
                    each.published, each.url, each.second_hand, row, graded.area, graded.name,
                    graded.grade or None, graded.printed if graded.grade else None, graded.rank,
                    graded.scale, graded.step,
                    None if graded.step is None else bool(graded.same_framework),
                    evidence_ids(mentions_of(graded)), graded.note, graded.status,
                )  # fmt: skip


def _comparison_rows(table: RatingsTable, columns: Sequence[InspectionRow]) -> Iterator[tuple[str, ...]]:
    for row, label in table.rows:
        yield label, *("; ".join(_cell_texts(table, row, each, brief=True)) for each in columns)


def _cell_texts(table: RatingsTable, row: str, inspection: InspectionRow, *, brief: bool) -> list[str]:
    """The judgements of an inspection in a row, in words, or the reason why there is none."""
    cell = table.cells[row, inspection.id]
    if not cell.judgements:
        return ["not known" if cell.existed else "not a judgement then"]
    is_named = row == "other" or len(cell.judgements) > 1
    return [
        (f"{graded.name}: " if is_named else "") + graded.printed + _change_text(graded, is_brief=brief)
        for graded in cell.judgements
    ]


def _change_text(graded: GradedJudgement, *, is_brief: bool) -> str:
    """The change since the previous inspection, in words; if brief, ``≈`` marks different frameworks."""
    if graded.step is None:
        return ""
    word = "better" if graded.step > 0 else "worse" if graded.step < 0 else "the same"
    if is_brief:
        return f" ({word})" if graded.same_framework else f" (≈ {word})"
    return f" ({word})" if graded.same_framework else f" ({word}, as far as two frameworks compare)"


def _column_header(inspection: InspectionRow) -> str:
    return f"{dates.format_date(f'{inspection.start}/{inspection.end}')}, {inspection.framework_short}"


def _inspection_block(table: RatingsTable, inspection: InspectionRow) -> str:
    lines = _inspection_lines(inspection)
    for row, label in table.rows:
        lines += [f"   {label}: {words}" for words in _cell_texts(table, row, inspection, brief=False)]
    return "\n".join(lines)


def _inspection_lines(inspection: InspectionRow) -> list[str]:
    lines = [
        f"{inspection.title}: {inspection.provider} ({inspection.id})",
        f"   Inspected {spoken_date(f'{inspection.start}/{inspection.end}')},"
        f" published {spoken_date(inspection.published)}, under {inspection.framework_name}",
    ]
    details = {
        "Report": inspection.url,
        "The report was not seen": inspection.second_hand,
        "Lead inspector": inspection.lead_inspector,
        "Note": inspection.note,
        "On the framework": inspection.framework_note,
    }
    return lines + [f"   {label}: {text}" for label, text in details.items() if text]


def _mentions_text(reported: InspectionReports, graded: GradedJudgement, row: ArticleRow) -> str:
    mentions = reported.mentions.get((graded.area, row.id), [])
    texts = [f"{_statement(each)} ({evidence_place(each)})" for each in mentions]
    return "; ".join(texts) or "not mentioned"


def _statement(mention: EvidenceMention) -> str:
    return mention.says or mention.exact or "mentioned"


def _mention_lines(graded: GradedJudgement, reported: InspectionReports) -> list[str]:
    """Return what each article says of a judgement."""
    return [
        f"   {spoken_mentions([mention])[0]}: {_statement(mention)}"
        for row in reported.articles
        for mention in reported.mentions.get((graded.area, row.id), [])
    ]
