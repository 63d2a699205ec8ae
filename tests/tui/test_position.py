"""The position in an article or a list."""

from __future__ import annotations

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.widgets.position import join_hint
from tests.fixtures_library import Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader


@pytest.mark.parametrize(
    ("hint", "position", "width", "line"),
    [
        ("", "", 20, ""),
        ("Esc clears", "", 5, "Esc clears"),
        ("", "¶1 of 9 · 0%", 5, "¶1 of 9 · 0%"),
        ("20 differences · } next", "50%", 40, "20 differences · } next · 50%"),
        ("20 differences · } next", "50%", 28, "20 differences · 50%"),
        ("a hint of a single part", "50%", 24, "a hint of a singl… · 50%"),
        ("a hint of a single part", "50%", 20, "50%"),
    ],
)
def test_a_hint_gives_way_to_the_position(hint: str, position: str, width: int, line: str) -> None:
    assert join_hint(hint, position, width) == line


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (40, "what was asked for · Enter · 50%"),
        (28, "what was asked for · Enter"),
        (20, "what was asked for…"),
        (15, "50%"),
    ],
)
def test_the_position_gives_way_to_what_was_asked_for(width: int, line: str) -> None:
    assert join_hint("what was asked for · Enter", "50%", width, hint_first=True) == line


def bottom(opened: ReaderPilot, selector: str) -> str:
    """Return the bottom border of a pane."""
    region = opened.screen.query_one(selector).region
    return opened.strips()[region.bottom - 1].crop(region.x, region.right).text


async def test_an_article_shows_how_far_it_is_read(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 30)) as opened:
        assert "next · 0% ─╯" in bottom(opened, "#text")
        await opened.press("j")
        assert "¶" not in bottom(opened, "#text")
        await opened.press("space")
        assert "¶6 of 17 · 41% ─╯" in bottom(opened, "#text")
        await opened.press("G")
        assert "¶17 of 17 · 100% ─╯" in bottom(opened, "#text")
        # The paragraph of the chosen quotation.
        await opened.press("g", "n", "n", "n")
        assert "¶9 of 17" in bottom(opened, "#text")
        # All of it is visible.
        await opened.resize(120, 110)
        assert "%" not in bottom(opened, "#text")


async def test_in_a_narrow_window_the_view_bar_shows_the_position_of_the_open_pane(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped, size=(40, 12)) as opened:
        await opened.press("G")
        assert opened.lines()[0].endswith(" ¶17/17 100% ")
        await opened.press("tab")
        assert opened.lines()[0].endswith(" 10% ")
        await opened.press("tab")
        # All articles are visible.
        assert "%" not in opened.lines()[0]
        await opened.press("tab")
        assert opened.lines()[0].endswith(" 100% ")
        await opened.resize(120, 30)
        assert "%" not in opened.lines()[0]
        assert "¶17 of 17" in bottom(opened, "#text")


async def test_a_list_shows_its_position_while_it_has_the_focus(many: Folder) -> None:
    dossier = open_dossier([many.root])
    async with open_reader(dossier, size=(120, 20)) as opened:
        assert " of " not in bottom(opened, "#articles")
        total = len(opened.rows("#articles")._rows)
        await opened.press("tab", "tab", "j", "j")
        assert f" 3 of {total:,} ─╯" in bottom(opened, "#articles")
        await opened.press("G")
        assert f" {total:,} of {total:,} ─╯" in bottom(opened, "#articles")
        await opened.press("tab")
        assert " of " not in bottom(opened, "#articles")
    dossier.close()


async def test_a_list_with_headings_shows_how_much_of_it_is_above(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 20)) as opened:
        await opened.press("2")
        assert " 3% ─╯" in bottom(opened, "#list")
        await opened.press("G")
        assert " 100% ─╯" in bottom(opened, "#list")
