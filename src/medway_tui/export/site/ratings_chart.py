"""The picture of the ratings: a step chart of overall effectiveness over the inspections, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medway_tui import dates
from medway_tui.export.grades import SIGNS, grade_sign, sign_of_rank
from medway_tui.export.site.markup import Html, element
from medway_tui.export.spoken import spoken_date
from medway_tui.index.inspections import FrameworkRow, GradedJudgement, InspectionRow, RatingsTable

GRADE_CLASSES = dict(zip(SIGNS, ("best", "good", "medium", "bad"), strict=True))
"""The class of each sign, of which the style sheet has the colour."""

# All in the units of the picture: a phone of 390 pixels shows one as a pixel, or nearly.
_STEP = 72
_MARGIN = 12
_LEVEL_HEIGHT = 56
_TOP = 34
_RADIUS = 11
_LEAST_WIDTH = 340


class ChartPoint(NamedTuple):
    """The overall grade of an inspection."""

    inspection: InspectionRow
    judgement: GradedJudgement | None


def overall_points(table: RatingsTable) -> list[ChartPoint]:
    """Return the overall grade of each inspection, the oldest first; empty where none has a grade."""
    points = []
    for each in table.inspections:
        cell = table.cells.get(("overall", each.id))
        judgements = cell.judgements if cell is not None else ()
        points.append(ChartPoint(each, judgements[0] if judgements else None))
    has_grades = any(point.judgement is not None and grade_sign(point.judgement) in SIGNS for point in points)
    return points if has_grades else []


def describe_points(points: Sequence[ChartPoint]) -> str:
    """Describe the picture in a sentence."""
    grades = [point.judgement.printed if point.judgement else "no grade" for point in points]
    days = [spoken_date(point.inspection.published) for point in points]
    described = [f"{day}: {grade}" for day, grade in zip(days, grades, strict=True)]
    return f"Overall effectiveness by date of report. {'; '.join(described)}."


def draw_ratings(points: Sequence[ChartPoint], frameworks: Mapping[str, FrameworkRow]) -> Html:
    """Draw the grades as steps; a dashed line is where the framework changes. ``points`` is not empty."""
    names = _level_names(points, frameworks)
    signs = [grade_sign(point.judgement) if point.judgement else "" for point in points]
    used = [SIGNS.index(sign) for sign in signs if sign and sign in SIGNS]
    levels = range(min(1, *used) if len(used) > 1 else min(1, used[0]), max(used) + 1)
    width = max(_LEAST_WIDTH, _STEP * len(points) + 2 * _MARGIN)
    column = (width - 2 * _MARGIN) / len(points)
    bottom = _TOP + _LEVEL_HEIGHT * (len(levels) - 1)
    parts: list[Html] = [
        element("title", "Overall effectiveness over the inspections", id="chart-title"),
        element("desc", describe_points(points), id="chart-description"),
    ]
    names_drawn: list[Html] = []
    for number, level in enumerate(levels):
        y = _TOP + number * _LEVEL_HEIGHT
        sign = SIGNS[level]
        parts.append(_line(_MARGIN, y, width - _MARGIN, y, "level"))
        names_drawn.append(_text(_MARGIN, y - 16, f"{sign} {names.get(sign, '')}".strip(), "level-name"))
    before: tuple[float, float] | None = None
    marks: list[Html] = []
    for number, (point, sign) in enumerate(zip(points, signs, strict=True)):
        x = _MARGIN + column * (number + 0.5)
        edge = x - column / 2
        changes = number > 0 and point.inspection.framework != points[number - 1].inspection.framework
        if changes:
            parts.append(_line(edge, _TOP - 30, edge, bottom + 20, "framework"))
        month = dates.format_date(point.inspection.published[:7])
        marks.append(_text(x, bottom + 40, month, "date", anchor="middle"))
        if not sign or sign not in SIGNS:
            before = None
            continue
        y = _TOP + (SIGNS.index(sign) - levels.start) * _LEVEL_HEIGHT
        if before is not None:
            path = f"M{before[0]:g} {before[1]:g}H{edge:g}V{y:g}H{x:g}"
            parts.append(element("path", d=path, class_="step changed" if changes else "step"))
        kind = GRADE_CLASSES[sign]
        marks.append(element("circle", cx=f"{x:g}", cy=f"{y:g}", r=_RADIUS, class_=f"point {kind}"))
        marks.append(_text(x, y + 5, sign, f"sign {kind}", anchor="middle"))
        before = x, y
    return element(
        "svg",
        *parts,
        *names_drawn,
        *marks,
        viewBox=f"0 0 {width:g} {bottom + 52:g}",
        role="img",
        aria_labelledby="chart-title chart-description",
        class_="chart",
    )


def _level_names(points: Sequence[ChartPoint], frameworks: Mapping[str, FrameworkRow]) -> dict[str, str]:
    """Return the name of each sign in the newest framework that has it."""
    names: dict[str, str] = {}
    for point in points:
        framework = frameworks.get(point.inspection.framework)
        grades = framework.grades if framework is not None else ()
        # Of two grades with one sign the better one's name is shown.
        for rank in reversed(range(len(grades))):
            names[sign_of_rank(rank, len(grades))] = grades[rank]
    return names


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Html:
    return element("line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}", class_=kind)


def _text(x: float, y: float, words: str, kind: str, *, anchor: str | None = None) -> Html:
    return element("text", words, x=f"{x:g}", y=f"{y:g}", class_=kind, text_anchor=anchor)
