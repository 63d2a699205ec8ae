"""The details beside the table: the chosen judgement, its mentions, and the inspection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.index.inspections import EvidenceMention, GradedJudgement, InspectionRow, SourceRow
from medway_tui.tui.ratings import cells
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap_lines


def inspection_heading(inspection: InspectionRow) -> str:
    """Return an inspection in two or three short lines: date, framework, and whether it is second-hand."""
    return f"{dates.format_date(inspection.start[:7])}\n{inspection.framework_short}" + (
        "\n(second-hand)" if inspection.second_hand else ""
    )


class SelectedCell(NamedTuple):
    """The chosen cell of the table."""

    inspection: InspectionRow
    judgements: Sequence[GradedJudgement]
    article_id: str = ""
    """The article of its column, as whose report it is shown; empty for the inspectors' own."""
    was_judged: bool = True
    """Whether the framework judged this at all."""


def detail_rows(
    cell: SelectedCell, mentions: Sequence[EvidenceMention], sources: Sequence[SourceRow], width: int
) -> list[ListRow]:
    """Return the rows for a cell: its judgements, the mentions that Enter opens, the inspection."""
    lines = _judgement_lines(cell.judgements, was_judged=cell.was_judged)
    rows = [_text_row(line, width, strong=number == 0) for number, line in enumerate(lines)]
    heading = "Paragraphs that mention it (Enter opens)"
    if not mentions:
        heading = "Not mentioned in this article." if cell.article_id else "Not mentioned in any article."
    rows.append(_text_row(heading, width, strong=bool(mentions)))
    rows += [_mention_row(mention, width) for mention in mentions]
    return rows + [_text_row(line, width) for line in _inspection_lines(cell.inspection, sources)]


def _judgement_lines(judgements: Sequence[GradedJudgement], *, was_judged: bool) -> Iterable[str]:
    if not judgements and was_judged:
        yield "Not known: the framework judged this, but no judgement is recorded here."
    elif not judgements:
        yield "Not judged: the framework of this inspection had no such judgement."
    for graded in judgements:
        yield f"{graded.name}: {graded.printed}"
        words = cells.comparison(graded)
        if words:
            across = "" if graded.same_framework else " (≈: another framework, whose areas differ)"
            yield f"Compared with the inspection before: {words.removeprefix('≈')}{across}"
        if graded.note:
            yield graded.note


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
    yield from (note for note in (inspection.note, inspection.framework_note) if note)


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
