"""The step chart of Ratings, and the layout of its grid."""

from __future__ import annotations

import pytest

from medway_tui.tui.ratings.cells import short_grade
from medway_tui.tui.ratings.chart import Chart, Level, draw_chart
from medway_tui.tui.ratings.grid_layout import lay_out_columns, lay_out_lines

LEVELS = [Level(sign, sign) for sign in "★✓~✗"]


def test_the_line_steps_where_the_column_of_the_later_point_begins() -> None:
    chart = Chart(LEVELS, [3, 2, 1])
    assert draw_chart(chart, chart.used_levels(), 1, 6, [False, False, False]) == [
        "            ╭──●  ",
        "      ╭──●──╯     ",
        "   ●──╯           ",
    ]


def test_across_frameworks_it_is_dashed_and_leaves_the_line_between_them_free() -> None:
    chart = Chart(LEVELS, [1, 3, 3])
    assert draw_chart(chart, chart.used_levels(), 2, 6, [False, True, True]) == [
        "   ●╌╌ ╮          ",
        "       ┆          ",
        "       ┆          ",
        "       ┆          ",
        "       ╰╌●╌╌ ╌╌●  ",
    ]


def test_the_line_is_broken_where_an_inspection_has_no_grade() -> None:
    chart = Chart(LEVELS, [1, None, 1])
    assert draw_chart(chart, chart.used_levels(), 1, 4, [False] * 3) == ["  ●       ● "]
    assert list(Chart(LEVELS, [None]).used_levels()) == []
    assert draw_chart(Chart(LEVELS, [None]), range(0), 1, 4, [False]) == []


def test_without_room_the_chart_goes_before_the_rows() -> None:
    used = range(1, 4)
    seen = []
    for available in range(4, 40):
        lines = lay_out_lines(available, [1] * 9, 2, 4, used)
        seen.append((lines.chart, lines.headings, lines.gap))
        assert lines.height <= max(available, 11)
        assert lines.tops[-1] >= 9
    assert seen[0] == (0, 1, 0)
    # 80×24, with a border and six lines for the details.
    assert seen[14 - 4] == (3, 1, 0)
    assert seen[-1] == (7, 2, 1)


@pytest.mark.parametrize(
    ("width", "columns", "shown"),
    [(78, 5, 5), (118, 5, 5), (40, 5, 5), (58, 14, 3), (40, 14, 2), (142, 2, 2), (20, 3, 1)],
)
def test_only_whole_columns_are_shown(width: int, columns: int, shown: int) -> None:
    layout = lay_out_columns(width, columns, 24, 7, 33)
    assert layout.shown == shown
    assert layout.label + layout.shown * layout.width <= width
    assert layout.text >= 1


@pytest.mark.parametrize(
    ("grade", "width", "words"),
    [
        ("Requires improvement to be good", 40, "Requires improvement to be good"),
        ("Requires improvement to be good", 20, "Requires improvement"),
        ("Requires improvement to be good", 5, "RI"),
        ("Requires improvement", 10, "Req. impr."),
        ("inadequate", 5, "Inad."),
        ("Inadequate", 4, "Inad"),
        ("Outstanding", 4, "Outs"),
        ("Good", 4, "Good"),
        ("Needs work", 5, "Need…"),
        ("図書館図書館", 5, "図書…"),
    ],
)
def test_a_grade_is_shortened_to_the_longest_form_that_fits(grade: str, width: int, words: str) -> None:
    assert short_grade(grade, width) == words
