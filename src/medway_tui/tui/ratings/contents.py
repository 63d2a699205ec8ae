"""The contents of the grid: all inspections, two of them, or one as the articles report it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.grades import SIGNS, arrow, grade_sign, sign_of_rank
from medway_tui.index.inspections import (
    EvidenceMention,
    FrameworkRow,
    GradedJudgement,
    InspectionReports,
    InspectionRow,
)
from medway_tui.tui.ratings import cells
from medway_tui.tui.ratings.chart import Chart, Level
from medway_tui.tui.ratings.commands import COMPARE, SHOW_ALL_INSPECTIONS
from medway_tui.tui.ratings.grid import GridCell, GridColumn, GridContent, GridRow
from medway_tui.tui.ratings.picture import InspectionComparison, JudgementLine, LineKey, PictureCell
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.wrapping import wrap_lines

_MOST = 33
"""The cells of the longest grade of Ofsted with its sign."""

SECOND_HAND = "*"
"""The sign after the date of an inspection whose report was not seen."""

REPORT_COLUMN, NO_ARTICLES = "", "-"
"""The keys of the columns that are no article."""

FRAMEWORK_LEGEND = "┊ another framework"


def picture_content(
    lines: Sequence[JudgementLine],
    inspections: Sequence[InspectionRow],
    frameworks: Mapping[str, FrameworkRow],
    marked: str | None,
    comparison: InspectionComparison | None,
) -> GridContent:
    """Return all inspections side by side, or the two of a comparison."""
    shown = inspections if comparison is None else (comparison.earlier, comparison.later)
    columns = [
        GridColumn(
            each.id,
            _date_forms(each),
            each.framework_short,
            each.id == marked or comparison is not None,
        )
        for each in shown
    ]
    rows = []
    for line in lines:
        line_cells = [line.cells[each.id] for each in shown]
        step = comparison.steps.get(line.key) if comparison is not None else None
        if comparison is not None and not any(cell.judgement for cell in line_cells):
            continue
        drawn = [_judgement_cell(cell) for cell in line_cells]
        if comparison is not None:
            drawn = [cell._replace(after="") for cell in drawn]
            drawn[-1] = drawn[-1]._replace(after=arrow(step))
        note = "" if step is None else f" {cells.describe_step(step)}"
        rows.append(GridRow(line.key, line.label, drawn, note))
    is_split = len({column.group for column in columns}) > 1
    hints = [FRAMEWORK_LEGEND] if is_split else []
    if comparison is not None:
        hints.append(f"{SHOW_ALL_INSPECTIONS.key} shows all")
    elif marked is not None:
        hints.append(f"{COMPARE.key} on another inspection compares it with the marked one")
    chart = _overall_chart(lines, shown, frameworks)
    return GridContent(columns, rows, chart, 7, _MOST, is_split, " · ".join(hints))


def _date_forms(inspection: InspectionRow) -> list[str]:
    """Return the month of an inspection in shorter and shorter forms."""
    start, mark = inspection.start, SECOND_HAND if inspection.second_hand else ""
    years = start[:4], f"’{start[2:4]}"
    return [form + mark for form in (dates.format_date(start[:7]), *years)] + [years[-1]]


def _judgement_cell(cell: PictureCell) -> GridCell:
    graded = cell.judgement
    if graded is None:
        words = cells.NOT_KNOWN if cell.existed else cells.NOT_A_JUDGEMENT
        return GridCell(lambda _, colours: [Text(words, colours.muted)])
    if graded.status is not None:
        return GridCell(lambda width, colours: [Text(cells.no_grade_words(graded, width), colours.muted)])
    return GridCell(
        lambda width, _: [Text(cells.grade_words(graded, width))],
        grade_sign(graded),
        arrow(graded.step),
        cell.is_joined,
    )


def _overall_chart(
    lines: Sequence[JudgementLine],
    inspections: Sequence[InspectionRow],
    frameworks: Mapping[str, FrameworkRow],
) -> Chart | None:
    """Return the chart of the first line, which is overall effectiveness; None where nothing has a grade."""
    line = next((line for line in lines if line.key == LineKey("overall")), None)
    if line is None:
        return None
    judged = [line.cells[each.id].judgement for each in inspections]
    signs = [grade_sign(each) if each else "" for each in judged]
    points = [SIGNS.index(sign) if sign and sign in SIGNS else None for sign in signs]
    if not any(point is not None for point in points):
        return None
    names: dict[str, str] = {}
    # The newest framework's names come last.
    for each in inspections:
        grades = frameworks[each.framework].grades if each.framework in frameworks else ()
        signs_of = [sign_of_rank(rank, len(grades)) for rank in range(len(grades))]
        names.update(reversed(list(zip(signs_of, grades, strict=True))))
    levels = [Level(sign, names.get(sign, "")) for sign in SIGNS]
    return Chart(levels, points)


def reported_content(
    reports: InspectionReports, lines: Sequence[JudgementLine], none_reported: str
) -> tuple[GridContent, list[GradedJudgement]]:
    """Return an inspection as the articles report it, in the order of the picture, and each row's judgement.

    ``none_reported`` is the sentence where no article does.
    """
    inspection = reports.inspection
    judged: dict[str, GradedJudgement] = {}
    labels: dict[str, list[str]] = {}
    for line in lines:
        graded = line.cells[inspection.id].judgement
        if graded is not None:
            judged.setdefault(graded.area, graded)
            labels.setdefault(graded.area, []).append(line.label)
    columns = [
        GridColumn(REPORT_COLUMN, ["Report"], dates.format_date(inspection.published)),
        *(
            GridColumn(article.id, [article.publisher], citations.display_date(article) or "no date")
            for article in reports.articles
        ),
    ]
    rows = [
        GridRow(
            area,
            " · ".join(labels[area]),
            [
                GridCell(_draw_printed(graded), "" if graded.status else grade_sign(graded)),
                *(
                    GridCell(_draw_mentions(reports.mentions.get((area, article.id), [])))
                    for article in reports.articles
                ),
            ],
        )
        for area, graded in judged.items()
    ]
    if not reports.articles and rows:
        columns.append(GridColumn(NO_ARTICLES, ["Articles"]))
        sentence = GridCell(lambda width, _: [Text(line) for line in wrap_lines(none_reported, width)])
        empty = GridCell(lambda _, __: [Text()])
        rows = [
            row._replace(cells=[*row.cells, empty if number else sentence]) for number, row in enumerate(rows)
        ]
    return GridContent(columns, rows, None, 13, 40), list(judged.values())


def _draw_printed(graded: GradedJudgement) -> Callable[[int, Palette], Sequence[Text]]:
    return lambda width, _: cells.printed_lines(graded, width)


def _draw_mentions(mentions: Sequence[EvidenceMention]) -> Callable[[int, Palette], Sequence[Text]]:
    return lambda width, colours: cells.mention_lines(mentions, colours, width)
