"""Differences: the list with its folds and filter, the sides, and the ways to and from Read."""

from __future__ import annotations

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.differences.view import DifferencesView
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.reader_protocol import DifferenceChoice
from tests.fixtures_differences import add_differences
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader


@pytest.fixture
def differing(folder: Folder) -> Folder:
    """Return the library dossier with differences of every kind."""
    return add_differences(folder)


def listed(opened: ReaderPilot) -> list[str]:
    """Return the first line of each visible row."""
    lines = [line.strip(" ▸") for line in opened.lines("#list")]
    return [line for line in lines[::2] if line]


async def test_conflicts_come_first_and_wording_is_folded(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6")
        assert opened.view.NAME == "Differences"
        rows = listed(opened)
        assert rows[0] == "− Conflicts 4"
        assert rows[5] == "− Tensions 13"
        assert rows[-2:] == ["+ Compatible 6", "+ Wording 14"]
        assert "37 points" in opened.lines()[0]
        assert "The kind of inspection, and its dates" in opened.lines("#sides")[0]


@pytest.mark.parametrize("key", ["enter", " "])
async def test_a_heading_folds_and_unfolds(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6", "G")
        assert "Wording: 14 points" in opened.text("#sides")
        await opened.press(key)
        assert "− Wording 14" in listed(opened)
        assert "The deputy director’s first name" in opened.text("#list")
        await opened.press(key)
        assert "The deputy director’s first name" not in opened.text("#list")


async def test_a_click_on_a_heading_unfolds_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6")
        line = next(n for n, text in enumerate(opened.lines("#list")) if "+ Compatible" in text)
        await opened.click("#list", 5, line, times=2)
        assert "Where Pat Cooper is a councillor" in opened.text("#list")


async def test_the_sides_are_beside_each_other_with_their_printed_words(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6")
        text = opened.text("#sides")
        heads = next(line for line in opened.lines("#sides") if line.startswith("1 "))
        assert "1 an interim inspection, on 15 July" in heads
        assert "2 six inspectors between July 15 and" in heads
        assert "3 Ofsted’s report: a full inspection" in heads
        assert "BBC News, [27 Aug 2019] ¶5" in text
        assert "KentOnline, [4 Sep 2019] ¶9" in text
        assert "Settled: The report agrees with KentOnline" in text
        assert "Source that settles it: inspection report" in text
        # Both passages of the BBC are in one sentence, which is shown once.
        assert text.count("BBC News, [27 Aug 2019] ¶5") == 1
        assert all(style.underline for style in opened.styles("July 15 and July 26", "#sides"))


async def test_the_sides_are_below_each_other_in_a_narrow_window(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(50, 40)) as opened:
        await opened.press("6", "enter")
        starts = [line[:2] for line in opened.lines("#sides")]
        assert [each for each in starts if each[:1].isdigit()] == ["1 ", "2 ", "3 "]


async def test_enter_goes_to_each_side_s_place_in_read_and_backspace_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("6", "enter", "enter")
        assert isinstance(opened.view, ReadView)
        assert opened.open_article == "bbc-2019-08-27"
        assert opened.article.chosen is not None
        assert opened.article.chosen.block == 6
        await opened.press("backspace")
        assert isinstance(opened.view, DifferencesView)
        await opened.press("j", "enter")
        assert opened.open_article == "kentonline-2019-09-04"
        await opened.press("backspace")
        assert isinstance(opened.view, DifferencesView)
        assert opened.view.current_pane() == "sides"
        assert opened.view.sides.stop_number == 1


async def test_a_public_source_is_opened_in_the_browser_or_copied(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("6", "enter", "j", "j", "enter")
        assert opened.clipboard == "https://files.ofsted.gov.uk/v1/file/50103321"


async def test_where_bbc_and_kentonline_disagree_is_listed_with_the_side_that_a_report_supports(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6", "f")
        await opened.type("in:bbc in:kentonline")
        await opened.press("enter")
        text = opened.text("#list")
        # No group is folded while a filter is set.
        assert "− Wording 6" in text
        assert "17 points" in opened.lines()[0]
        assert "BBC ≠ ✓ KO ≠ ✓ report" in text
        assert "Who named the ten areas" not in text
        await opened.press("escape")
        assert "37 points" in opened.lines()[0]


async def test_a_filter_with_a_problem_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("6", "f")
        await opened.type("kind:harsh in:times ")
        await opened.press("enter")
        assert "kind: is one of conflict" in "".join(opened.toast_messages())
        assert "No matching differences. Esc clears the filter." in opened.joined_text("#list")


async def test_one_side_and_no_place_are_said_as_such(differing: Folder) -> None:
    dossier = open_dossier([differing.root])
    async with open_reader(dossier) as opened:
        await opened.press("6", "j", "j")
        assert "The state of the roof" in opened.lines("#sides")[0]
        assert "No place recorded" in opened.text("#sides")
        assert "Not settled" in opened.text("#sides")
        assert "Gazette ≠ no place recorded" in opened.joined_text("#list").replace("RG", "Gazette")
        await opened.press("j")
        assert "One side only: no other is recorded." in opened.text("#sides")
        assert "“all eighty pages” is not in the article" in opened.joined_text("#sides")
        await opened.press("enter", "enter")
        assert "Adrift" in opened.toast_messages()[-1]
    dossier.close()


async def test_y_copies_the_printed_words_or_the_whole_point(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("6", "y")
        assert opened.clipboard.startswith("The kind of inspection, and its dates (conflict)\n")
        assert "Settled: The report agrees" in opened.clipboard
        await opened.press("enter", "y")
        assert opened.clipboard.startswith("“interim inspection” … “15 July”\n— BBC News, ")
        await opened.press("j", "j", "y")
        assert opened.clipboard.endswith("https://files.ofsted.gov.uk/v1/file/50103321")


async def test_a_target_in_a_folded_group_is_shown(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        opened.app.open_target("differences", DifferenceChoice("brazil-title"))
        await opened.settle()
        assert "How the commissioner is styled" in opened.lines("#sides")[0]
        assert opened.rows("#list").value == "brazil-title"


async def test_the_page_of_the_speaker_of_the_words_opens(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        opened.app.open_target("differences", DifferenceChoice("money"))
        await opened.settle()
        await opened.press("enter", "p")
        assert opened.view.NAME == "People"


async def test_what_is_saved_is_shown_and_the_row_stays(differing: Folder) -> None:
    dossier = open_dossier([differing.root])
    async with open_reader(dossier) as opened:
        await opened.press("6", "j", "j")
        differing.change("differences.yaml", "title: The state of the roof", "title: How the roof is")
        dossier.refresh()
        opened.app.reload()
        await opened.settle()
        assert "How the roof is" in opened.lines("#sides")[0]
        assert opened.rows("#list").value == "roof-state"
    dossier.close()


async def test_a_dossier_without_differences_says_how_to_add_one(folder: Folder) -> None:
    folder.remove("differences.yaml")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("6")
        assert "medway-tui new difference" in opened.joined_text("#list")
        await opened.press("enter", "j", "y", "o", "e", "p", "tab", "enter")
        assert opened.view.NAME == "Differences"
    dossier.close()


async def test_a_click_goes_to_a_side_and_a_second_opens_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("6")
        line = next(n for n, text in enumerate(opened.lines("#sides")) if "KentOnline, [4 Sep" in text)
        at = opened.lines("#sides")[line].index("KentOnline")
        await opened.click("#sides", at, line)
        assert opened.view.NAME == "Differences"
        await opened.click("#sides", at, line, times=2)
        assert opened.open_article == "kentonline-2019-09-04"


# -- in Read -------------------------------------------------------------------------------------------


async def test_the_sign_is_on_the_line_where_the_words_begin(differing: Folder) -> None:
    dossier = open_dossier([differing.root])
    async with open_reader(dossier) as opened:
        await opened.open(GAZETTE)
        lines = opened.lines("#text")
        signs = [line for line in lines if "≠" in line[:3]]
        assert [each for each in signs if "beyond patching" in each]
        assert [each for each in signs if "Council leader Mary Okafor" in each]
        assert len(signs) == 3
        assert "≠ 4 differences · } next · Enter shows its sides" in opened.text()
    dossier.close()


async def test_an_article_without_differences_has_no_column_for_the_sign(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open("newsletter-undated")
        assert not any("≠" in line for line in opened.lines())
        await opened.press("}")
        assert opened.toast_messages()[-1] == "No differences are recorded in this article"


async def test_enter_on_a_sign_opens_the_difference_and_backspace_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("}", "}")
        assert "≠ Whether children were in harm or at risk" in opened.text()
        await opened.press("enter")
        assert isinstance(opened.view, DifferencesView)
        assert opened.rows("#list").value == "harm-or-risk"
        await opened.press("backspace")
        assert opened.open_article == "bbc-2019-08-27"
        await opened.press("{")
        assert "≠ What senior leaders knew · Enter" in opened.text()
        await opened.press("{")
        assert opened.toast_messages()[-1] == "No more differences in this article"


async def test_enter_without_a_choice_opens_the_first_difference_on_the_screen(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("enter")
        assert opened.rows("#list").value == "leaders-knowledge"


async def test_a_click_on_the_sign_opens_the_difference(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        line = next(n for n, text in enumerate(opened.lines("#text")) if "situations of harm" in text)
        await opened.click("#text", 0, line)
        assert isinstance(opened.view, DifferencesView)
        assert opened.rows("#list").value == "harm-or-risk"


async def test_a_folded_difference_is_unfolded_where_its_sign_is_followed(differing: Folder) -> None:
    dossier = open_dossier([differing.root])
    async with open_reader(dossier) as opened:
        await opened.open(HERALD)
        await opened.press("}", "}", "enter")
        assert opened.rows("#list").value == "okafor-first-name"
        assert "The former leader’s first name" in opened.text("#list")
    dossier.close()
