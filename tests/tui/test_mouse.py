"""The mouse: selecting rows, and selecting text without margins."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Offset

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.ratings.grid import RatingsGrid
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, SEPTEMBER, texts


def find(opened: ReaderPilot, words: str, selector: str) -> tuple[int, int]:
    """Return the position of words in a widget, in cells."""
    from rich.cells import cell_len  # noqa: PLC0415

    for number, line in enumerate(opened.lines(selector)):
        if words in line:
            return cell_len(line[: line.index(words)]), number
    raise AssertionError(f"{words!r} is nowhere in:\n{opened.text(selector)}")


async def drag(opened: ReaderPilot, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Drag from one position of the text to another."""
    origin = opened.region("#text").offset

    def event(kind: type[events.MouseEvent], place: tuple[int, int], button: int) -> events.MouseEvent:
        at = origin + place
        return kind(None, at.x, at.y, 0, 0, button, shift=False, meta=False, ctrl=False)

    for kind, place, button in (
        (events.MouseMove, start, 0),
        (events.MouseDown, start, 1),
        (events.MouseMove, ((start[0] + end[0]) // 2, end[1]), 1),
        (events.MouseMove, end, 1),
        (events.MouseUp, end, 1),
    ):
        opened.app.post_message(event(kind, place, button))
        await opened.settle()


async def test_a_click_on_a_quotation_in_the_text_chooses_its_row(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 70)) as opened:
        for words, row in (
            ("exceptionally", "exceptionally"),
            ("appalled", "Quite frankly"),
            ("“understand", "understand"),
        ):
            x, y = find(opened, words, "#text")
            await opened.click("#text", x + 2, y)
            chosen = next(line for line in opened.lines("#quotes") if line.startswith("▸"))
            assert row in chosen
            assert all(style.bold and style.underline for style in opened.styles(words.strip("“"), "#text"))


async def test_a_click_beside_the_quotations_changes_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = opened.rows("#quotes").value
        for words in ("Services deteriorated", "caseloads", "An interim inspection"):
            x, y = find(opened, words, "#text")
            await opened.click("#text", x, y)
        assert opened.rows("#quotes").value == before
        assert opened.article.chosen is None


async def test_a_click_after_wide_characters_hits_what_is_under_it(folder: Folder) -> None:
    folder.change(
        f"articles/{HERALD}.yaml",
        "Tom Ashdown (Pur) called the old plan",
        "図書館図書館図書館 (Pur) called",
    )
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(200, 40)) as opened:
        await opened.open(HERALD)
        x, y = find(opened, "naïve", "#text")
        await opened.click("#text", x - 8, y)
        assert opened.article.chosen is None
        await opened.click("#text", x + 1, y)
        chosen = next(line for line in opened.lines("#quotes") if line.startswith("▸"))
        assert "naïve" in chosen
    dossier.close()


async def test_a_click_in_the_lists_goes_to_what_was_clicked(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        x, y = find(opened, "[4 Sep 2019]", "#articles")
        await opened.click("#articles", x + 3, y + 1)
        assert opened.open_article == SEPTEMBER
        x, y = find(opened, "quantum", "#quotes")
        await opened.click("#quotes", x, y)
        assert opened.view.current_pane() == "quotes"
        chosen = opened.article.chosen
        assert chosen is not None
        assert chosen.block == 14
        await opened.click("#quotes", x, y, times=2)
        assert opened.view.current_pane() == "text"


async def test_a_click_on_a_heading_chooses_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = opened.rows("#quotes").value
        x, y = find(opened, "AJ▌", "#quotes")
        await opened.click("#quotes", x, y)
        assert opened.rows("#quotes").value == before


async def test_a_click_in_the_table_chooses_the_cell_and_a_second_opens_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        x, _y = find(opened, "Jul 2019", "#table")
        row = find(opened, "Overall", "#table")[1]
        await opened.click("#table", x, row)
        assert "Jul 2019" in opened.text()
        grid = opened.screen.query_one(RatingsGrid)
        assert (grid.row, grid.column) == (0, 3)
        await opened.click("#table", x, row, times=2)
        assert opened.view.NAME == "Read"
        assert opened.open_article == BBC


async def test_a_third_quick_click_opens_nothing_more(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3")
        x, _y = find(opened, "Jul 2019", "#table")
        await opened.click("#table", x, find(opened, "Overall", "#table")[1], times=3)
        assert opened.view.NAME == "Read"
        await opened.press("backspace")
        assert opened.view.NAME == "Ratings"


async def test_the_wheel_scrolls_the_text(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 16)) as opened:
        before = opened.lines("#text")
        at = opened.region("#text").offset + Offset(5, 3)
        opened.app.post_message(
            events.MouseScrollDown(
                None, at.x, at.y, 0, 0, 0, shift=False, meta=False, ctrl=False, screen_x=at.x, screen_y=at.y
            )
        )
        await opened.wait_until(lambda: opened.lines("#text") != before)
        assert any(line in before for line in opened.lines("#text"))


async def test_a_selection_over_wrapped_lines_is_the_paragraphs_own_text(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        text = texts(BBC)[2]
        assert text not in opened.text("#text")
        first, last = find(opened, "Services deteriorated", "#text"), find(opened, "risk.", "#text")
        await drag(opened, first, (last[0] + 4, last[1]))
        assert opened.screen.get_selected_text() == text
        await opened.press("ctrl+c")
        assert opened.clipboard == text
        assert opened.app.is_running


async def test_a_selection_over_two_paragraphs_keeps_them_apart(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        first, last = find(opened, "risk.", "#text"), find(opened, "caseloads", "#text")
        await drag(opened, first, (last[0] + 8, last[1]))
        assert opened.screen.get_selected_text() == "risk.\n\nThe caseloads"


@pytest.mark.parametrize("words", ["narrow", "wide"])
async def test_a_selection_is_of_the_words_under_the_pointer(library_dossier: Dossier, words: str) -> None:
    async with open_reader(library_dossier, size=(200, 40)) as opened:
        await opened.open(HERALD)
        wanted = {"narrow": "café-table sketch", "wide": "banner “頑張れ"}[words]
        x, y = find(opened, wanted, "#text")
        width = len(wanted) - 1 + (2 if words == "wide" else 0)
        await drag(opened, (x, y), (x + width, y))
        assert opened.screen.get_selected_text() == wanted


async def test_what_is_selected_looks_different(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        first = find(opened, "Services deteriorated", "#text")
        before = opened.styles("Services", "#text")
        await drag(opened, first, (first[0] + 7, first[1]))
        after = opened.styles("Services", "#text")
        assert all(new.bgcolor != old.bgcolor for new, old in zip(after, before, strict=True))
        assert opened.styles("deteriorated", "#text")[2].bgcolor == before[0].bgcolor


async def test_a_click_in_a_dialog_outside_its_rows_does_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c")
        x, y = find(opened, "Councillors", "RowList")
        await opened.click("RowList", x, y)
        await opened.click("RowList", 5, opened.region("RowList").height - 1)
        assert "Find a person" in opened.text()


async def test_a_quotation_over_two_paragraphs_can_be_clicked_in_either(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        x, y = find(opened, "Next winter", "#text")
        await opened.click("#text", x, y)
        chosen = next(line for line in opened.lines("#quotes") if line.startswith("▸"))
        assert "Every winter" in chosen
