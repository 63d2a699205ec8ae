"""``i`` in Ratings: other councils beside the dossier's own, England's shares, and times to Good."""

from __future__ import annotations

import re

import pytest

from medway_tui.importing.ratings_import import import_ratings, undo_ratings
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.ratings_tables import NO_OVERALL, PRE, row, table
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.test_live_reload import show_saved

GOOD, BAD = f"good,good,good,good,{PRE}", f"inadequate,good,good,good,{PRE}"
MEDWAY = "https://files.ofsted.gov.uk/v1/file/{}"
TABLE = table(
    row("medway", "27/08/19", f"inadequate,inadequate,inadequate,requires improvement,{PRE}", urn="80522",
        link=MEDWAY.format(50103321), days="15/07/2019,26/07/2019"),
    row("medway", "11/09/23", "good,good,requires improvement,good,good", urn="80522",
        link=MEDWAY.format(50227723), days="17/07/2023,28/07/2023"),
    row("kent", "05/07/22", f"outstanding,good,good,good,{PRE}", urn="1", days="09/05/2022,20/05/2022"),
    row("surrey", "16/05/18", BAD, urn="2", days="26/02/2018,09/03/2018"),
    row("surrey", "09/03/22", GOOD, urn="2", days="17/01/2022,28/01/2022"),
    row("leeds", "18/12/18", GOOD, urn="3", days="29/10/2018,09/11/2018"),
    row("leeds", "20/08/26", f"{NO_OVERALL},good,good,good,good", urn="3", days="01/06/2026,12/06/2026"),
    row("dorset", "19/11/21", "data_unreadable,good,good,good," + PRE, urn="4", days="27/09/2021,08/10/2021"),
)  # fmt: skip
"""Invented grades, but for Medway's."""


@pytest.fixture
def compared() -> Dossier:
    """Return the shipped dossier with an invented table imported."""
    import_ratings([], "table.csv", TABLE)
    return open_dossier([])


async def include(opened: ReaderPilot, typed: str) -> None:
    await opened.press("i")
    await opened.type(typed)
    await opened.press("enter")


def strip_of(opened: ReaderPilot, name: str) -> str:
    return next(line for line in opened.lines("#councils") if name in line)


async def test_a_council_is_included_beside_medway_and_removed_by_the_same_key(compared: Dossier) -> None:
    async with open_reader(compared, size=(120, 40)) as opened:
        await opened.press("3")
        assert not opened.screen.query_one("#councils").display
        await include(opened, "knet")
        assert "1 other council · England" in opened.text()
        names = [line.split()[0].strip("▸│") for line in opened.lines("#councils")[2:4]]
        assert names == ["Medway", "Kent"]
        assert re.search(r"★ ━+", strip_of(opened, "Kent"))
        # Earlier frameworks are dashed, those of the table solid.
        assert re.search(r"✗ ?╌*✗ ?╌+~ ╌+✗ ━+✓ ━+", strip_of(opened, "Medway"))
        await include(opened, "E06000059")
        assert "2 other councils" in opened.text()
        await include(opened, "kent")
        assert "Kent" not in opened.text("#councils")
        await include(opened, "dorset")
        assert not opened.screen.query_one("#councils").display


async def test_a_region_and_all_councils_are_included_at_once(compared: Dossier) -> None:
    async with open_reader(compared, size=(120, 40)) as opened:
        await opened.press("3")
        await include(opened, "south east")
        assert "2 other councils" in opened.text()
        await opened.press("i", "enter")
        assert "4 other councils" in opened.text()
        await opened.press("i")
        assert "All 4 councils  remove" in opened.text()
        await opened.press("enter")
        assert not opened.screen.query_one("#councils").display


async def test_what_is_no_grade_is_told_apart_in_the_strips(compared: Dossier) -> None:
    async with open_reader(compared, size=(160, 50)) as opened:
        await opened.press("3")
        await include(opened, "leeds")
        await include(opened, "dorset")
        # No longer given after the reform; Dorset did not exist before 2019, and has an unreadable grade.
        assert strip_of(opened, "Leeds").rstrip(" │").rstrip("·").endswith("–")
        dorset = strip_of(opened, "Dorset").strip(" │▸").removeprefix("Dorset")
        assert re.fullmatch(r" {40,}·+\?·+ *", dorset)
        assert "? cannot be read · – no longer given" in opened.joined_text("#councils")


async def test_englands_shares_are_those_of_the_cursors_date(compared: Dossier) -> None:
    async with open_reader(compared, size=(120, 40)) as opened:
        await opened.press("3")
        await include(opened, "kent")
        shown = opened.joined_text("#councils")
        assert "England on 11 Sep 2023: 4 of 5 latest grades known under ILACS" in shown
        assert re.search(r"✓ Good +3 +75% █+ ◀ Medway", shown)
        await opened.press("h")
        shown = opened.joined_text("#councils")
        assert "England on 27 Aug 2019: 3 of 3 latest grades known under ILACS" in shown
        assert re.search(r"✗ Inadequate +2 +67% █+ ◀ Medway", shown)
        assert "2 no report in this table yet" in shown
        assert "2 not in this table" in shown
        assert "2 of 2 Inadequate judgements were followed by Good or better, after a median of 3.9" in shown
        assert "Medway took 4.04" in shown
        assert "Source: table.csv, as of 20 Aug 2026." in shown
        await opened.press("h")
        assert "England on 27 Nov 2015: 0 of 0 latest grades known" in opened.joined_text("#councils")


async def test_the_report_and_the_shares_are_copied_with_their_source(
    compared: Dossier,
) -> None:
    async with open_reader(compared, size=(120, 40)) as opened:
        await opened.press("3")
        await include(opened, "kent")
        await opened.press("tab", "j", "y")
        assert opened.clipboard.startswith(
            "Kent: overall effectiveness Outstanding, impact of leaders Good, help and protection Good,"
        )
        assert "published 5 Jul 2022, https://reports.example.org/kent-05-07-22" in opened.clipboard
        assert opened.clipboard.endswith(". Source: table.csv, as of 20 Aug 2026.")
        await opened.press("j", "y")
        assert opened.clipboard.startswith("England on 11 Sep 2023: 1 Outstanding, 3 Good.")
        assert "4 of 5 latest reports have a known ILACS grade" in opened.clipboard
        assert "Source: table.csv, as of 20 Aug 2026." in opened.clipboard


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 12)])
async def test_each_pane_is_reached_by_tab(compared: Dossier, size: tuple[int, int]) -> None:
    async with open_reader(compared, size=size) as opened:
        await opened.press("3", "tab")
        assert opened.screen.focused is not None
        assert opened.screen.focused.id == "detail"
        await opened.press("tab")
        await include(opened, "kent")
        seen = []
        for _ in range(3):
            focused = opened.screen.focused
            assert focused is not None
            assert focused.display
            assert focused.size.height > 0
            seen.append(focused.id)
            await opened.press("tab")
        assert seen == ["table", "councils", "detail"]


async def test_without_a_table_ratings_says_where_to_get_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("3")
        assert "on GitHub at data-to-insight/ofsted-ilacs-scrape-tool" in opened.joined_text("#detail")
        assert "medway-tui import ratings FILE.csv" in opened.joined_text("#detail")
        await opened.press("i")
        assert "is not imported" in opened.text()
        await opened.press("escape")
        assert opened.view.NAME == "Ratings"


async def test_the_table_appears_and_goes_while_the_reader_is_open(compared: Dossier) -> None:
    async with open_reader(compared, size=(120, 40)) as opened:
        await opened.press("3")
        await include(opened, "kent")
        undo_ratings([])
        await show_saved(opened)
        assert not opened.screen.query_one("#councils").display
        assert opened.screen.focused is not None
        assert opened.screen.focused.id == "table"
        import_ratings([], "table.csv", TABLE)
        await show_saved(opened)
        await include(opened, "surrey")
        assert "1 other council · England" in opened.text()
