"""Judgements as an answer: inspections side by side, or one as the articles report it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made, Value
from medway_tui.export.events import evidence, places
from medway_tui.index.ratings import Graded, InspectionRow, Mention, Reported, Table

COLUMNS = (
    "inspection", "title", "provider", "urn", "framework", "start", "end", "published", "url",
    "second_hand", "row", "area", "name", "grade", "printed", "rank", "scale", "step", "same_framework",
    "evidence", "note",
)  # fmt: skip
"""The columns for programs, in their order."""

MentionsOf = Callable[[Graded], Sequence[Mention]]
"""Where the articles speak of a judgement."""


def ratings_answer(table: Table, mentions: MentionsOf, only: str | None = None) -> Answer:
    """Inspections side by side; a row for each judgement for programs. Of ``only`` one, where it is named.

    The comparisons are with the inspection before, also where that is not shown.
    """
    columns = [each for each in table.inspections if only in (None, each.id)]
    return Answer(
        COLUMNS,
        Made(lambda: _judgements(table, columns, mentions)),
        ("Judgement", *(_head(each) for each in columns)),
        Made(lambda: _side_by_side(table, columns)),
        Made(lambda: (_block(table, each) for each in columns)),
    )


def reported_answer(
    answer: Answer, reported: Reported, sources: Sequence[tuple[str | None, str | None]]
) -> Answer:
    """One inspection: for programs as ``answer`` has it, for people as each article reports it."""
    said = {
        (graded.area, row.id): reported.mentions.get((graded.area, row.id), [])
        for graded in reported.judgements
        for row in reported.articles
    }
    heads = (f"{row.publisher}, {citation.published(row) or 'without a date'}" for row in reported.articles)
    return answer._replace(
        heads=("Judgement", "The report", *heads),
        shown=[
            (graded.name, graded.printed, *(_said(said[graded.area, row.id]) for row in reported.articles))
            for graded in reported.judgements
        ],
        blocks=[
            "\n".join(_particulars(reported.inspection)),
            *(_reported(graded, reported, sources) for graded in reported.judgements),
        ],
    )


def _judgements(
    table: Table, columns: Sequence[InspectionRow], mentions: MentionsOf
) -> Iterator[tuple[Value, ...]]:
    for each in columns:
        for row, _ in table.rows:
            for graded in table.cells[row, each.id].judgements:
                yield (
                    each.id, each.title, each.provider, each.urn, each.framework, each.start, each.end,
                    each.published, each.url, each.second_hand, row, graded.area, graded.name, graded.grade,
                    graded.printed, graded.rank, graded.scale, graded.step,
                    None if graded.step is None else bool(graded.same_framework),
                    evidence(mentions(graded)), graded.note,
                )  # fmt: skip


def _side_by_side(table: Table, columns: Sequence[InspectionRow]) -> Iterator[tuple[str, ...]]:
    for row, label in table.rows:
        yield label, *("; ".join(_cell(table, row, each, brief=True)) for each in columns)


def _cell(table: Table, row: str, inspection: InspectionRow, *, brief: bool) -> list[str]:
    """What an inspection says in a row, in words; why, where it says nothing."""
    cell = table.cells[row, inspection.id]
    if not cell.judgements:
        return ["not known" if cell.existed else "not a judgement then"]
    named = row == "other" or len(cell.judgements) > 1
    return [
        (f"{graded.name}: " if named else "") + graded.printed + _compared(graded, brief=brief)
        for graded in cell.judgements
    ]


def _compared(graded: Graded, *, brief: bool) -> str:
    """Better or worse than before, in words; with ≈, where it is to be ``brief``, across frameworks."""
    if graded.step is None:
        return ""
    word = "better" if graded.step > 0 else "worse" if graded.step < 0 else "the same"
    if brief:
        return f" ({word})" if graded.same_framework else f" (≈ {word})"
    return f" ({word})" if graded.same_framework else f" ({word}, as far as two frameworks compare)"


def _head(inspection: InspectionRow) -> str:
    return f"{dates.spoken(f'{inspection.start}/{inspection.end}')}, {inspection.framework_short}"


def _block(table: Table, inspection: InspectionRow) -> str:
    lines = _particulars(inspection)
    for row, label in table.rows:
        lines += [f"   {label}: {words}" for words in _cell(table, row, inspection, brief=False)]
    return "\n".join(lines)


def _particulars(inspection: InspectionRow) -> list[str]:
    lines = [
        f"{inspection.title}: {inspection.provider} ({inspection.id})",
        f"   Inspected {dates.spoken(f'{inspection.start}/{inspection.end}')},"
        f" published {dates.spoken(inspection.published)}, under {inspection.framework_name}",
    ]
    if inspection.url:
        lines.append(f"   Report: {inspection.url}")
    if inspection.second_hand:
        lines.append(f"   The report was not seen: {inspection.second_hand}")
    if inspection.lead_inspector:
        lines.append(f"   Lead inspector: {inspection.lead_inspector}")
    if inspection.note:
        lines.append(f"   Note: {inspection.note}")
    if inspection.framework_note:
        lines.append(f"   On the framework: {inspection.framework_note}")
    return lines


def _said(mentions: Sequence[Mention]) -> str:
    said = [each.says or each.exact or "speaks of it" for each in mentions]
    places_ = ["adrift" if each.adrift else citation.named([each.paragraph]) for each in mentions]
    return "; ".join(f"{words} ({place})" for words, place in zip(said, places_, strict=True)) or "nothing"


def _reported(graded: Graded, reported: Reported, sources: Sequence[tuple[str | None, str | None]]) -> str:
    lines = [citation.judgement(graded, reported.inspection, sources)]
    for row in reported.articles:
        for mention in reported.mentions.get((graded.area, row.id), []):
            said = mention.says or mention.exact or "speaks of it"
            lines.append(f"   {places([mention])[0]}: {said}")
    return "\n".join(lines)
