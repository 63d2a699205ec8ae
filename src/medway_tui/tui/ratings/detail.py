"""The details of the chosen cell: the judgement, its framework, its mentions, and the inspection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.grades import grade_sign
from medway_tui.index.inspections import (
    EvidenceMention,
    FrameworkRow,
    GradedJudgement,
    InspectionRow,
    SourceRow,
)
from medway_tui.text import plural
from medway_tui.tui.commands import OPEN_PASSAGE
from medway_tui.tui.ratings import cells
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap_lines

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


class SelectedCell(NamedTuple):
    """The chosen cell of the grid."""

    inspection: InspectionRow
    judgement: GradedJudgement | None
    label: str
    """The label of its row."""
    article_id: str = ""
    """The article of its column, as whose report it is shown; empty for the inspectors' own."""
    was_judged: bool = True
    """Whether the framework judged this at all."""
    shared_with: tuple[str, ...] = ()
    """The labels of the other rows with the same judgement."""
    change: str = ""
    """The comparison with the inspection before, or with the other one of two."""


def inspection_heading(inspection: InspectionRow) -> str:
    """Return an inspection in a line: date and framework."""
    return f"{dates.format_date(inspection.start[:7])} · {inspection.framework_short}"


def describe_framework(inspection: InspectionRow, framework: FrameworkRow | None) -> str:
    """Explain the framework of an inspection in a line: its note's first sentence, else areas and grades."""
    short = inspection.framework_short
    if framework is None:
        return f"{short}: no file of the dossier describes this framework."
    if framework.note:
        return f"{short}: {_SENTENCE_END.split(framework.note, maxsplit=1)[0]}"
    grades = ", ".join(framework.grades)
    return f"{short}: {plural(len(framework.areas), 'judgement')}, each {grades}."


def describe_cell(cell: SelectedCell) -> str:
    """Describe the chosen cell in a line, with its comparison."""
    graded, place = cell.judgement, f"{cell.label} · {dates.format_date(cell.inspection.start[:7])}"
    if graded is None:
        missing = "Not known" if cell.was_judged else "Not judged"
        return f"{missing} · {place}"
    compared = cells.comparison(graded)
    grade = f"{grade_sign(graded)} {graded.grade}" if graded.status is None else graded.printed
    return f"{grade}{f' {compared}' if compared else ''} · {place}"


def describe_comparison(
    graded: GradedJudgement, inspection: InspectionRow, before: InspectionRow, earlier: GradedJudgement
) -> str:
    """Describe how a judgement compares with an earlier one, and whether their frameworks differ."""
    date = dates.format_date(before.start[:7])
    words = f"Compared with {date}, {grade_sign(earlier)} {earlier.grade}: {cells.comparison(graded)}"
    if graded.same_framework:
        return words
    if before.framework_short == inspection.framework_short:
        return f"{words} (the framework has changed since, and its areas differ)"
    return f"{words} (another framework, whose areas differ)"


def detail_rows(
    cell: SelectedCell,
    framework: FrameworkRow | None,
    mentions: Sequence[EvidenceMention],
    sources: Sequence[SourceRow],
    width: int,
) -> list[ListRow]:
    """Return the rows for a cell: its judgement, the mentions that Enter opens, the inspection."""
    lines = _judgement_lines(cell)
    rows = [_text_row(line, width, strong=number == 0) for number, line in enumerate(lines)]
    heading = f"Paragraphs that mention it ({OPEN_PASSAGE.key} opens)"
    if not mentions:
        heading = "Not mentioned in this article." if cell.article_id else "Not mentioned in any article."
    rows.append(_text_row(heading, width, strong=bool(mentions)))
    rows += [_mention_row(mention, width) for mention in mentions]
    rest = [*_framework_lines(cell.inspection, framework), *_inspection_lines(cell.inspection, sources)]
    return rows + [_text_row(line, width) for line in rest]


def _judgement_lines(cell: SelectedCell) -> Iterable[str]:
    graded = cell.judgement
    if graded is None and cell.was_judged:
        yield "Not known: the framework judged this, but no judgement is recorded here."
        return
    if graded is None:
        yield "Not judged: the framework of this inspection had no such judgement."
        return
    yield f"{graded.name}: {graded.printed}"
    if cell.change:
        yield cell.change
    if cell.shared_with:
        yield f"One judgement for {' and '.join((cell.label, *cell.shared_with))}."
    if graded.note:
        yield graded.note


def _framework_lines(inspection: InspectionRow, framework: FrameworkRow | None) -> Iterable[str]:
    yield describe_framework(inspection, framework)
    if framework is not None and framework.note:
        yield from _SENTENCE_END.split(framework.note, maxsplit=1)[1:]
        yield f"Its grades: {', '.join(framework.grades)}."


def _inspection_lines(inspection: InspectionRow, sources: Sequence[SourceRow]) -> Iterable[str]:
    framework = "" if inspection.framework_name == inspection.title else inspection.framework_name
    yield " — ".join(part for part in (inspection.title, framework) if part)
    urn = f" (URN {inspection.urn})" if inspection.urn else ""
    days = dates.format_date(f"{inspection.start}/{inspection.end}")
    yield f"{inspection.provider}{urn}, inspected {days}"
    yield f"Published {dates.format_date(inspection.published)}"
    if inspection.lead_inspector:
        yield f"Lead or reporting inspector: {inspection.lead_inspector}"
    if inspection.second_hand:
        yield f"Second-hand: {inspection.second_hand}"
    if inspection.url:
        yield f"Report (o): {inspection.url}"
    for source in sources:
        yield "Source: " + ", ".join(part for part in (source.url, source.note, source.licence) if part)
    if inspection.note:
        yield inspection.note


def _text_row(line: str, width: int, *, strong: bool = False) -> ListRow:
    lines = wrap_lines(line, width)

    def draw(_: int, colours: Palette) -> list[Text]:
        style = colours.strong if strong else colours.muted
        return [Text(f" {line}", style) for line in lines]

    return ListRow(None, draw, len(lines))


def _mention_row(mention: EvidenceMention, width: int) -> ListRow:
    article = mention.article
    when = citations.display_date(article) or "no date"
    head = f"{article.publisher} {when} {cells.mention_place(mention)}"
    words = mention.says or mention.exact
    lines = wrap_lines(f"{head}: {words}" if words else head, width - 2)

    def draw(_: int, __: Palette) -> list[Text]:
        return [Text(f" {' ' if number else '·'} {line}") for number, line in enumerate(lines)]

    return ListRow(mention, draw, len(lines))
