"""Ratings: side by side, and as each source reported them."""

from __future__ import annotations

import re

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.ratings.view import RatingsView
from medway_tui.tui.reader_protocol import InspectionChoice
from medway_tui.tui.theme import palette
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, JANUARY, SEPTEMBER, block_of, blocks, place_of, places, read_yaml

INSPECTIONS = ("2013-01-protection", "2013-07-looked-after", "2015-09-sif", "2019-07-ilacs", "2023-07-ilacs")
"""The inspections in order of time."""

ROWS = (
    "overall", "leaders", "help-and-protection", "children-in-care", "care-leavers",
)  # fmt: skip
OTHER_AREAS = (
    "Quality of practice", "Capacity to improve", "Quality of provision", "2.1 Adoption performance",
)  # fmt: skip
"""The areas under "other", in the order of the inspections and of their frameworks."""


def view(opened: ReaderPilot) -> RatingsView:
    """Return the open view."""
    assert isinstance(opened.screen, RatingsView)
    return opened.screen


def cell(opened: ReaderPilot, row: int, column: int, width: int = 80) -> str:
    """Return a cell's text at a width, its lines joined, with what follows it."""
    drawn = view(opened).grid.content_shown.rows[row].cells[column]
    words = " ".join(line.plain for line in drawn.draw(width, palette("medway-dark")))
    return " ".join(f"{words} {drawn.after}".replace("\u00a0", " ").split())


def selected(opened: ReaderPilot) -> tuple[int, int]:
    """Return the row and column of the cursor."""
    grid = view(opened).grid
    return grid.row, grid.column


def label_line(opened: ReaderPilot, label: str) -> str:
    """Return the line of a row on the screen."""
    return next(line for line in opened.lines("#table") if line.strip().startswith(label))


def shipped_judgements() -> dict[tuple[str, str], str]:
    """Return the grades in the YAML by row, or area where it is "other", and inspection."""
    found: dict[tuple[str, str], str] = {}
    frameworks = {each["id"]: each for each in read_yaml(ROOT / "content" / "frameworks.yaml")}
    for inspection in INSPECTIONS:
        told = read_yaml(ROOT / "content" / "inspections" / f"{inspection}.yaml")
        areas = {area["id"]: area for area in frameworks[told["framework"]]["areas"]}
        for judgement in told["judgements"]:
            area = areas[judgement["area"]]
            for row in area["rows"]:
                found[area["name"] if row == "other" else row, inspection] = judgement["grade"]
    return found


async def test_every_grade_is_in_its_cell_with_its_sign(shipped: Dossier) -> None:
    expected = shipped_judgements()
    signs = {"Good": "✓", "Adequate": "~", "Inadequate": "✗"}
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3")
        keys = [*ROWS, *OTHER_AREAS]
        assert [row.key.area or row.key.row for row in view(opened).grid.content_shown.rows] == keys
        for row, key in enumerate(keys):
            for column, inspection in enumerate(INSPECTIONS):
                grade = expected.get((key, inspection))
                words = f"{signs.get(grade, '~')} {grade}" if grade else "·"
                assert cell(opened, row, column).rstrip(" ↑↓=") == words


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 60)])
async def test_all_of_it_is_on_the_screen_with_a_line_for_each_judgement(
    shipped: Dossier, width: int, height: int
) -> None:
    expected = shipped_judgements()
    async with open_reader(shipped, size=(width, height)) as opened:
        await opened.press("3")
        for heading in ("Jan 2013*", "Jul 2013", "Sep 2015", "Jul 2019", "Jul 2023"):
            assert heading in opened.lines("#table")[0]
        labels = [row.label for row in view(opened).grid.content_shown.rows]
        for label, key in zip(labels, [*ROWS, *OTHER_AREAS], strict=True):
            grades = [expected[key, each] for each in INSPECTIONS if (key, each) in expected]
            line = label_line(opened, label[:16])
            assert [char for char in line if char in "★✓~✗"] == [
                {"Good": "✓", "Inadequate": "✗"}.get(grade, "~") for grade in grades
            ]
            assert line.count("·") == len(INSPECTIONS) - len(grades)
            for word in ("Good", "Inad"):
                assert line.count(word) == sum(grade.startswith(word) for grade in grades)
        # The step chart is above the rows, with a point for each inspection.
        table = opened.text("#table")
        assert table.count("●") == 5
        assert table.index("●") < table.index("Overall")
        assert "╮" in table
        assert "╭" in table


async def test_it_opens_on_the_newest_inspection_which_is_visible(folder: Folder) -> None:
    for year in range(2000, 2012):
        earlier = folder.read("inspections/2012-roof.yaml").replace("2012", str(year))
        folder.write(f"inspections/{year}-roof.yaml", earlier)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(60, 20)) as opened:
        await opened.press("3")
        assert selected(opened) == (0, 13)
        shown = opened.lines("#table")[0]
        assert "Jan 2021" in shown
        assert "2000" not in shown
        assert "3 of 14 shown · ← → for 11 more" in opened.text()
        await opened.press("H")
        assert selected(opened) == (0, 0)
        assert "Jun 2000" in opened.lines("#table")[0]
        await opened.press("l", "l", "l")
        years = re.findall("[0-9]{4}", opened.lines("#table")[0])
        assert years == ["2001", "2002", "2003"]
        await opened.press("L")
        assert opened.lines("#table")[0] == shown
    dossier.close()


async def test_a_small_window_shows_the_whole_story_as_signs(shipped: Dossier) -> None:
    expected = shipped_judgements()
    async with open_reader(shipped, size=(40, 12)) as opened:
        await opened.press("3")
        assert re.findall("’[0-9]+", opened.lines("#table")[0]) == ["’13", "’13", "’15", "’19", "’23"]
        line = label_line(opened, "Overall")
        assert [char for char in line if char in "✓~✗"] == ["✗", "✗", "~", "✗", "✓"]
        assert "✓ Good ↑ better · Overall effectiv" in " ".join(opened.lines("#table")[-1].split())
        assert len(expected) == 25
        await opened.press("tab")
        assert "Overall effectiveness: Good" in opened.text("#detail")
        await opened.press("tab", "G")
        assert "2.1 Ado" in opened.text("#table")


async def test_a_change_of_framework_is_drawn_once_and_named_once(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        dates, frameworks, *rest = opened.lines("#table")
        assert dates.count("┊") == 3
        assert frameworks.count("ILACS") == 1
        assert "≈" not in opened.text()
        places = [at for at, char in enumerate(dates) if char == "┊"]
        for line in rest[:-1]:
            assert [at for at, char in enumerate(line) if char == "┊"] == places
        assert "┊ another framework" in opened.text()


async def test_the_framework_of_the_column_is_explained_in_a_line(shipped: Dossier) -> None:
    notes = {each["id"]: each["note"] for each in read_yaml(ROOT / "content" / "frameworks.yaml")}
    async with open_reader(shipped) as opened:
        await opened.press("3", "H")
        for inspection in INSPECTIONS:
            told = read_yaml(ROOT / "content" / "inspections" / f"{inspection}.yaml")
            first = " ".join(notes[told["framework"]].split()).split(". ")[0].rstrip(".")
            assert f": {first}." in opened.lines("#table")[-1]
            await opened.press("l")


async def test_what_a_framework_did_not_judge_differs_from_what_is_not_known(folder: Folder) -> None:
    folder.change(
        "inspections/2021-roof.yaml",
        "  - area: management\n    grade: Needs work\n    printed: Needs work\n",
        "",
    )
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("3")
        drawn = {(row, column): cell(opened, row, column) for row in range(5) for column in (0, 1)}
        assert drawn[1, 0] == "✗ Poor"
        assert drawn[1, 1] == "?"
        assert drawn[2, 0] == "·"
        assert drawn[2, 1] == "?"
        assert view(opened).grid.content_shown.rows[4].label == "The cellar"
        await opened.press("j")
        assert "Not known: the framework judged this" in opened.joined_text("#detail")
        await opened.press("j", "h")
        assert "Not judged: the framework of this inspection" in opened.joined_text("#detail")
    dossier.close()


@pytest.mark.parametrize(
    ("status", "words"), [("no-longer-given", "no longer given"), ("unreadable", "cannot be read")]
)
async def test_a_judgement_without_a_grade_has_its_reason_and_no_colour(
    folder: Folder, status: str, words: str
) -> None:
    folder.change(
        "inspections/2021-roof.yaml",
        "  - area: overall\n    grade: Poor\n    printed: Poor\n",
        f"  - area: overall\n    status: {status}\n",
    )
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("3")
        assert f"┃– {words}" in label_line(opened, "Overall")
        assert opened.styles(words, "#table")[0].bgcolor == opened.styles("Care leavers", "#table")[0].bgcolor
        assert f"Overall condition: {words}" in opened.joined_text("#detail")
        assert "?" not in label_line(opened, "Overall")
        # One point in the chart, as the other inspection has none.
        assert opened.text("#table").count("●") == 1
        await opened.press("h", "=", "l", "=")
        assert "2012 → 2021: 0 up, 0 down, 1 the same" in opened.text()
        await opened.press("escape", "r")
        assert cell(opened, 0, 0) == f"– {words}"
    dossier.close()


async def test_an_arrow_says_better_or_worse_than_before(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        assert [cell(opened, 0, column) for column in range(5)] == [
            "✗ Inadequate",
            "✗ Inadequate =",
            "~ Requires improvement ↑",
            "✗ Inadequate ↓",
            "✓ Good ↑",
        ]


async def test_the_cursor_is_an_outline_and_the_grade_keeps_its_colour(shipped: Dossier) -> None:
    for size, boxed in (((80, 24), False), ((120, 40), True)):
        async with open_reader(shipped, size=size) as opened:
            await opened.press("3")
            before = opened.styles("✓ Good", "#table")[0].bgcolor
            line = label_line(opened, "Overall")
            assert "┃✓ Good" in line
            assert line.count("┃") == 2
            above = opened.lines("#table")[opened.lines("#table").index(line) - 1]
            assert ("┏━" in above) == boxed
            await opened.press("j")
            assert "▐✓ Good" in label_line(opened, "Overall")
            assert opened.styles("✓ Good", "#table")[0].bgcolor == before
            assert before is not None


async def test_the_keys_go_through_the_table_and_stop_at_its_edges(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        assert selected(opened) == (0, 4)
        for keys, expected in (
            (("H",), (0, 0)),
            (("h",), (0, 0)),
            (("left",), (0, 0)),
            (("k",), (0, 0)),
            (("up",), (0, 0)),
            (("l",), (0, 1)),
            (("right",), (0, 2)),
            (("j",), (1, 2)),
            (("down",), (2, 2)),
            (("k",), (1, 2)),
            (("left",), (1, 1)),
            (("l",) * 9, (1, 4)),
            (("H", "L"), (1, 4)),
            (("G",), (8, 4)),
            (("j",), (8, 4)),
            (("g",), (0, 4)),
            (("end",), (8, 4)),
            (("home",), (0, 4)),
            (("space",), None),
            (("b", "b", "b"), (0, 4)),
            (("pagedown",), None),
            (("pageup", "pageup"), (0, 4)),
            (("ctrl+d",), None),
            (("ctrl+u", "ctrl+u"), (0, 4)),
        ):
            await opened.press(*keys)
            if expected is None:
                assert selected(opened)[0] > 0
            else:
                assert selected(opened) == expected, keys


# -- two inspections -----------------------------------------------------------------------------------


async def test_two_marked_inspections_are_shown_alone_with_what_changed(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("3", "h", "=")
        assert "=Jul 2019" in opened.text("#table")
        assert "= on another inspection compares it" in opened.text()
        await opened.press("l", "=")
        assert "2019 → 2023: 4 up, 0 down" in opened.text()
        assert [column.key for column in view(opened).grid.content_shown.columns] == list(INSPECTIONS[3:])
        assert selected(opened) == (0, 1)
        for label, change in (
            ("Overall", "↑ 2 grades"),
            ("Impact of leaders", "↑ 2 grades"),
            ("Help and protection", "↑ 1 grade"),
            ("Children in care", "↑ 1 grade"),
            ("Care leavers", "↑ 1 grade"),
        ):
            assert label_line(opened, label[:14]).rstrip().endswith(change)
        assert "Quality of" not in opened.text("#table")
        assert "2019 ✗ Inadequate → 2023 ✓ Good: ↑ 2 grades" in opened.text("#detail")
        await opened.press("escape")
        assert len(view(opened).grid.content_shown.columns) == 5
        assert selected(opened) == (0, 4)
        assert "=Jul" not in opened.text("#table")


async def test_the_older_of_two_inspections_comes_first(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "h", "=", "h", "=")
        assert "2015 → 2019: 0 up, 4 down, 1 the same" in opened.text()
        assert selected(opened) == (0, 0)
        await opened.press("=")
        assert len(view(opened).grid.content_shown.columns) == 5
        assert selected(opened) == (0, 2)


async def test_the_mark_goes_where_it_is_pressed_again(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "=")
        assert "=Jul 2023" in opened.text("#table")
        await opened.press("=")
        assert "=Jul 2023" not in opened.text("#table")
        await opened.press("=", "escape")
        assert "=Jul 2023" not in opened.text("#table")


async def test_the_detail_follows_the_cell(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3", "H")
        assert "Second-hand: The report itself was not seen." in opened.joined_text("#detail")
        assert "Source: https://www.heart.co.uk" in opened.joined_text("#detail")
        await opened.press("l", "l", "l", "j")
        screen_text = opened.joined_text("#detail")
        assert screen_text.startswith(
            "The impact of leaders on social work practice with children and families: Inadequate"
            " Compared with Sep 2015, ~ Requires improvement: ↓ worse (another framework, whose areas differ)"
        )
        assert "Lead or reporting inspector: Brenda McLaughlin" in screen_text
        assert "Medway Council (URN 80522), inspected 15–26 Jul 2019" in screen_text
        assert "KentOnline [4 Sep 2019] ¶8: inadequate in three of four categories" in screen_text
        await opened.press("j", "j")
        assert "One judgement for Children in care and Care leavers." in opened.joined_text("#detail")
        await opened.press("l")
        screen_text = opened.joined_text("#detail")
        assert "Not mentioned in any article." in screen_text
        assert "Compared with Jul 2019, ~ Requires improvement to be good: ↑ better" in screen_text
        assert "(the framework has changed since, and its areas differ)" in screen_text


async def test_enter_opens_the_paragraph_that_speaks_of_it_and_backspace_comes_back(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "h", "j")
        before = opened.text()
        await opened.press("enter")
        assert opened.open_article == BBC
        chosen = opened.article.chosen
        assert chosen is not None
        assert blocks(BBC)[chosen.block][chosen.start : chosen.end] == "inadequate"
        assert all(style.bold and style.underline for style in opened.styles("inadequate", "#text"))
        await opened.press("backspace")
        assert opened.text() == before
        assert selected(opened) == (1, 3)


async def test_each_paragraph_beside_the_table_can_be_opened(shipped: Dossier) -> None:
    evidence = [
        (each["article"], place_of(each), each["exact"])
        for each in read_yaml(ROOT / "content" / "inspections" / "2019-07-ilacs.yaml")["judgements"][3][
            "evidence"
        ]
    ]
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3", "h", "tab")
        for article, place, exact in evidence:
            before = opened.text()
            await opened.press("enter")
            assert opened.open_article == article
            chosen = opened.article.chosen
            assert chosen is not None
            assert list(places(article))[chosen.block] == place
            assert places(article)[place][chosen.start : chosen.end] == exact
            assert exact in opened.joined_text("#text")
            await opened.press("backspace")
            assert opened.text() == before
            await opened.press("j")


async def test_enter_on_a_judgement_that_no_article_speaks_of_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "enter")
        assert opened.view.NAME == "Ratings"
        assert opened.toast_messages() == ["No article mentions this; o opens the report"]


async def test_as_reported_sets_the_articles_beside_the_report(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3", "h", "r")
        heading = " ".join(opened.text("#table").split("Overall")[0].split())
        for words in ("Report", "27 Aug 2019", "BBC News", "[27 Aug 2019]", "[4 Sep 2019]", "[Jan 2020]"):
            assert words in heading
        assert heading.count("KentOnline") == 2
        assert "As reported: Jul 2019 · ILACS" in opened.text()
        # In the order of the picture.
        assert [row.label for row in view(opened).grid.content_shown.rows] == [
            "Overall effectiveness",
            "Impact of leaders",
            "Help and protection",
            "Children in care · Care leavers",
        ]
        assert [cell(opened, row, 0) for row in range(4)] == [
            "✗ Inadequate", "✗ Inadequate", "✗ Inadequate", "~ Requires improvement to be good",
        ]  # fmt: skip
        assert cell(opened, 3, 1) == "“not good enough” and in need of improvement; no grade given ¶9"
        assert cell(opened, 0, 3) == "Inadequate, as the report concluded of the department ¶2"
        assert cell(opened, 1, 3) == "– not mentioned"
        assert cell(opened, 1, 2).endswith("also ¶3 ¶10")
        await opened.press("j", "r")
        assert cell(opened, 0, 0) == "✗ Inadequate"
        assert selected(opened) == (1, 3)


async def test_an_inspection_without_reports_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("3", "j", "r")
        assert "As reported: Jul 2023 · ILACS" in opened.text()
        assert (
            cell(opened, 0, 1) == "No article of this dossier reports on this inspection. Reported: Jul 2019."
        )
        words = " ".join(line[30:].strip() for line in opened.lines("#table"))
        assert "No article of this dossier reports on this inspection. Reported: Jul 2019." in " ".join(
            words.replace("▌", " ").split()
        )
        assert selected(opened) == (1, 0)
        await opened.press("l", "enter")
        assert opened.toast_messages() == ["No article mentions this; o opens the report"]
        await opened.press("escape")
        assert selected(opened) == (1, 4)


async def test_another_view_can_open_a_judgement_and_backspace_comes_back(shipped: Dossier) -> None:
    for first_key in ("2", "3"):
        async with open_reader(shipped) as opened:
            await opened.press(first_key, "1")
            before = opened.text()
            opened.app.open_target("ratings", InspectionChoice("2019-07-ilacs", "in-care-and-care-leavers"))
            await opened.settle()
            assert selected(opened) == (3, 3)
            assert "The experiences and progress of children in care" in opened.joined_text("#detail")
            await opened.press("=", "r")
            opened.app.open_target("ratings", InspectionChoice("2015-09-sif"))
            await opened.settle()
            assert selected(opened) == (0, 2)
            await opened.press("backspace", "backspace")
            assert opened.text() == before


async def test_enter_in_as_reported_opens_the_article_of_the_column_and_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "h", "r")
        for article, paragraph in ((BBC, 5), (SEPTEMBER, 2), (JANUARY, 2)):
            await opened.press("l")
            before = opened.text()
            await opened.press("enter")
            assert opened.open_article == article
            chosen = opened.article.chosen
            assert chosen is not None
            assert chosen.block == block_of(article, paragraph)
            await opened.press("backspace")
            assert opened.text() == before


async def test_back_returns_to_the_table_that_was_left_also_when_the_other_is_open_since(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "h", "j")
        side_by_side = opened.text()
        await opened.press("1", "3", "r", "l")
        reported = opened.text()
        await opened.press("1", "backspace")
        assert opened.text() == reported
        await opened.press("backspace", "backspace")
        assert opened.text() == side_by_side


async def test_a_dossier_without_inspections_says_so(folder: Folder) -> None:
    for path in folder.root.glob("inspections/*"):
        path.unlink()
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("3")
        assert "No inspections in this dossier. 1 goes to Read" in opened.joined_text("#detail")
        assert "0 inspections" in opened.lines()[0]
        await opened.press(
            "j", "l", "h", "k", "space", "G", "g", "enter", "y", "o", "e", "r", "=", "H", "tab", "j"
        )
        assert opened.view.NAME == "Ratings"
        assert "No inspections in this dossier" in opened.toast_messages()
    dossier.close()


@pytest.mark.parametrize("sizes", [[(200, 60), (80, 24), (120, 40)], [(80, 24), (200, 60)]])
async def test_the_cell_stays_when_the_window_changes(shipped: Dossier, sizes: list[tuple[int, int]]) -> None:
    async with open_reader(shipped, size=sizes[0]) as opened:
        await opened.press("3", "h", "j", "j")
        for width, height in sizes[1:]:
            await opened.resize(width, height)
            assert selected(opened) == (2, 3)
            assert "Jul 2019" in opened.text("#table")
