"""Ratings: side by side, and as each source reported them."""

from __future__ import annotations

import pytest
from rich.text import Text

from medway_tui.index.inspections import RatingsTable, ratings_table
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.ratings.view import RatingsView
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, JANUARY, SEPTEMBER, block_of, blocks, place_of, places, read_yaml

INSPECTIONS = ("2013-01-protection", "2013-07-looked-after", "2015-09-sif", "2019-07-ilacs", "2023-07-ilacs")
"""The inspections in order of time."""

NOT_THEN = "– not judged"


def view(opened: ReaderPilot) -> RatingsView:
    """Return the open view."""
    assert isinstance(opened.screen, RatingsView)
    return opened.screen


def cell(opened: ReaderPilot, row: int, column: int) -> str:
    """Return a cell's text, its lines joined."""
    drawn = view(opened).grid.get_cell_at((row, column))  # type: ignore[arg-type]
    assert isinstance(drawn, Text)
    return " ".join(drawn.plain.replace("\u00a0", " ").split())


def selected(opened: ReaderPilot) -> tuple[int, int]:
    """Return the row and column of the cursor."""
    at = view(opened).grid.cursor_coordinate
    return at.row, at.column


def judged(shipped: Dossier) -> RatingsTable:
    """Return the inspections from the index."""
    return ratings_table(shipped.index)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_every_grade_is_whole_in_its_cell(shipped: Dossier, width: int) -> None:
    expected: dict[tuple[str, str], list[str]] = {}
    for inspection in INSPECTIONS:
        told = read_yaml(ROOT / "content" / "inspections" / f"{inspection}.yaml")
        frameworks = {each["id"]: each for each in read_yaml(ROOT / "content" / "frameworks.yaml")}
        rows_of = {area["id"]: area["rows"] for area in frameworks[told["framework"]]["areas"]}
        for judgement in told["judgements"]:
            for row in rows_of[judgement["area"]]:
                expected.setdefault((row, inspection), []).append(judgement["printed"])
    async with open_reader(shipped, size=(width, 60)) as opened:
        await opened.press("3")
        rows = [row for row, _ in judged(shipped).rows]
        assert rows == [
            "overall", "leaders", "help-and-protection", "children-in-care", "care-leavers", "other",
        ]  # fmt: skip
        for at, row in enumerate(rows):
            for column, inspection in enumerate(INSPECTIONS, 1):
                drawn = cell(opened, at, column)
                printed = expected.get((row, inspection))
                if printed is None:
                    assert drawn == NOT_THEN
                for words in printed or ():
                    assert words in drawn
        assert cell(opened, 4, 4) == ("~ Requires improvement to be good ≈↓ worse (one for both rows)")


def on_screen(opened: ReaderPilot) -> str:
    """Return the text on the screen at the cursor."""
    grid, pane = view(opened).grid, opened.region("#table")
    region = grid._get_cell_region(grid.cursor_coordinate).translate(-grid.scroll_offset)
    seen = region.translate(pane.offset).intersection(pane)
    lines = [strip.crop(seen.x, seen.right).text for strip in opened.strips()[seen.y : seen.bottom]]
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
async def test_a_selected_cell_is_wholly_visible(shipped: Dossier, width: int, height: int) -> None:
    async with open_reader(shipped, size=(width, height)) as opened:
        await opened.press("3")
        for row in range(6):
            for column in range(1, 6):
                assert selected(opened) == (row, column)
                assert on_screen(opened) == cell(opened, row, column)
                await opened.press("right")
            await opened.press(*["left"] * 5, "down")


async def test_the_words_of_the_whole_table_are_on_the_screen_where_there_is_room(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3")
        shown = opened.text("#table")
        for label in ("Impact of leaders", "Help and protection", "Children in care", "Care leavers"):
            assert label in shown
        for heading in ("Jan 2013", "Jul 2013", "Sep 2015", "Jul 2019", "Jul 2023", "(second-hand)"):
            assert heading in shown
        assert shown.count("not judged") == sum(
            cell(opened, row, column) == NOT_THEN for row in range(6) for column in range(1, 6)
        )


async def test_what_a_framework_did_not_judge_differs_from_what_is_not_known(folder: Folder) -> None:
    folder.change(
        "inspections/2021-roof.yaml",
        "  - area: management\n    grade: Needs work\n    printed: Needs work\n",
        "",
    )
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("3")
        drawn = {(row, column): cell(opened, row, column) for row in range(5) for column in (1, 2)}
        assert drawn[1, 1] == "✗ Poor (Grade 3)"
        assert drawn[1, 2] == "? not known"
        assert drawn[2, 1] == NOT_THEN
        assert drawn[2, 2] == "? not known"
    dossier.close()


async def test_a_grade_has_a_sign_and_a_word_for_better_or_worse(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        assert cell(opened, 0, 1) == "✗ inadequate"
        assert cell(opened, 0, 4) == "✗ Inadequate ≈↓ worse"
        assert cell(opened, 0, 5) == "✓ Good ≈↑ better"
        assert cell(opened, 4, 3) == "✓ Good"
        assert "≈ compares across frameworks" in opened.text()


async def test_the_keys_go_through_the_table_and_stop_at_its_edges(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        assert selected(opened) == (0, 1)
        for keys, expected in (
            (("h",), (0, 1)),
            (("left",), (0, 1)),
            (("k",), (0, 1)),
            (("up",), (0, 1)),
            (("l",), (0, 2)),
            (("right",), (0, 3)),
            (("j",), (1, 3)),
            (("down",), (2, 3)),
            (("k",), (1, 3)),
            (("h",), (1, 2)),
            (("l",) * 9, (1, 5)),
            (("G",), (5, 5)),
            (("j",), (5, 5)),
            (("g",), (0, 5)),
            (("end",), (5, 5)),
            (("home",), (0, 5)),
            (("space",), None),
            (("b", "b", "b"), (0, 5)),
            (("pagedown",), None),
            (("pageup", "pageup"), (0, 5)),
            (("ctrl+d",), None),
            (("ctrl+u", "ctrl+u"), (0, 5)),
        ):
            await opened.press(*keys)
            if expected is None:
                assert selected(opened)[0] > 0
            else:
                assert selected(opened) == expected, keys


async def test_the_detail_follows_the_cell(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3")
        assert "Second-hand: The report itself was not seen." in opened.joined_text("#detail")
        assert "Source: https://www.heart.co.uk" in opened.joined_text("#detail")
        await opened.press("l", "l", "l", "j")
        screen_text = opened.joined_text("#detail")
        assert screen_text.startswith(
            "The impact of leaders on social work practice with children and families: Inadequate"
            " Compared with the inspection before: ↓ worse (≈: another framework, whose areas differ)"
        )
        assert "Lead or reporting inspector: Brenda McLaughlin" in screen_text
        assert "Medway Council (URN 80522), inspected 15–26 Jul 2019" in screen_text
        assert "KentOnline [4 Sep 2019] ¶8: inadequate in three of four categories" in screen_text
        await opened.press("l")
        assert "Not mentioned in any article." in opened.joined_text("#detail")


async def test_enter_opens_the_paragraph_that_speaks_of_it_and_backspace_comes_back(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "l", "l", "l", "j")
        before = opened.text()
        await opened.press("enter")
        assert opened.open_article == BBC
        chosen = opened.article.chosen
        assert chosen is not None
        assert blocks(BBC)[chosen.block][chosen.start : chosen.end] == "inadequate"
        assert all(style.bold and style.underline for style in opened.styles("inadequate", "#text"))
        await opened.press("backspace")
        assert opened.text() == before
        assert selected(opened) == (1, 4)


async def test_each_paragraph_beside_the_table_can_be_opened(shipped: Dossier) -> None:
    evidence = [
        (each["article"], place_of(each), each["exact"])
        for each in read_yaml(ROOT / "content" / "inspections" / "2019-07-ilacs.yaml")["judgements"][3][
            "evidence"
        ]
    ]
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3", "l", "l", "l", "tab")
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
        await opened.press("3", "r")
        heading = " ".join(opened.text("#table").split("The impact of")[0].split())
        for words in ("report", "27 Aug 2019", "BBC News", "[27 Aug 2019]", "[4 Sep 2019]", "[Jan 2020]"):
            assert words in heading
        assert heading.count("KentOnline") == 2
        assert "As reported: ILACS, 27 Aug 2019" in opened.text()
        assert [cell(opened, row, 1) for row in range(4)] == [
            "✗ Inadequate", "✗ Inadequate", "~ Requires improvement to be good", "✗ Inadequate",
        ]  # fmt: skip
        assert cell(opened, 2, 2) == "“not good enough” and in need of improvement; no grade given ¶9"
        assert cell(opened, 3, 4) == "Inadequate, as the report concluded of the department ¶2"
        assert cell(opened, 0, 4) == "– not mentioned"
        assert cell(opened, 0, 3).endswith("also ¶3 ¶10")
        await opened.press("r")
        assert cell(opened, 0, 1) == "✗ inadequate"


async def test_enter_in_as_reported_opens_the_article_of_the_column_and_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "r", "j", "j", "j")
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
        await opened.press("3", "l", "l", "l", "j")
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
        assert "No inspections in this dossier." in opened.joined_text("#detail")
        assert "0 inspections" in opened.lines()[0]
        await opened.press("j", "l", "h", "k", "space", "G", "g", "enter", "y", "o", "e", "r", "tab", "j")
        assert opened.view.NAME == "Ratings"
        assert "No article mentions an inspection's judgements" in opened.toast_messages()
    dossier.close()


@pytest.mark.parametrize("sizes", [[(200, 60), (80, 24), (120, 40)], [(80, 24), (200, 60)]])
async def test_the_cell_stays_when_the_window_changes(shipped: Dossier, sizes: list[tuple[int, int]]) -> None:
    async with open_reader(shipped, size=sizes[0]) as opened:
        await opened.press("3", "l", "l", "l", "j", "j")
        for width, height in sizes[1:]:
            await opened.resize(width, height)
            assert selected(opened) == (2, 4)
            assert "Jul 2019" in opened.text("#table")
