"""``/``: the search dialog and its hits."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from medway_tui.index.search import SearchHit, find_hits
from medway_tui.sync.dossier import Dossier
from tests.fixtures_library import GAZETTE
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import ARTICLES, BBC, JANUARY, SEPTEMBER, block_of, blocks, find_places


def landed(opened: ReaderPilot) -> tuple[str, int, str]:
    """Return the open article, block and highlighted words."""
    chosen = opened.article.chosen
    assert chosen is not None
    words = blocks(opened.open_article)[chosen.block][chosen.start : chosen.end]
    return opened.open_article, chosen.block, words


def assert_quantum_leap_is_marked(opened: ReaderPilot) -> None:
    assert landed(opened) == (SEPTEMBER, 14, "quantum")
    line = next(line for line in opened.lines("#text") if "quantum leap" in line)
    assert line.lstrip().startswith("14 ")
    for word in ("quantum", "leap"):
        assert all(style.underline and style.bgcolor for style in opened.styles(word, "#text"))
    beside = opened.styles("We need a", "#text")
    assert not any(style.underline for style in beside)
    assert {style.bgcolor for style in beside} != {opened.styles("leap", "#text")[0].bgcolor}


async def test_two_words_land_in_their_paragraph_marked_and_in_sight(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.search("quantum leap")
        assert_quantum_leap_is_marked(opened)


async def test_enter_before_the_answer_is_there_waits_for_it(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def slow(*arguments: Any, **options: Any) -> list[SearchHit]:
        held.wait(20)
        return find_hits(*arguments, **options)

    monkeypatch.setattr("medway_tui.tui.dialogs.search.find_hits", slow)
    async with open_reader(shipped) as opened:
        await opened.press("/")
        opened.send(*"quantum leap", "enter")
        await opened.wait_until(lambda: opened.input_text() == "quantum leap")
        await opened.pilot.pause(0)
        assert "Search" in opened.text()
        held.set()
        await opened.wait_until(lambda: opened.app.screen is opened.app.view("read"))
        await opened.settle()
        assert_quantum_leap_is_marked(opened)


async def test_letters_typed_after_an_early_enter_call_it_off(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def slow(*arguments: Any, **options: Any) -> list[SearchHit]:
        held.wait(20)
        return find_hits(*arguments, **options)

    monkeypatch.setattr("medway_tui.tui.dialogs.search.find_hits", slow)
    async with open_reader(shipped) as opened:
        await opened.press("/")
        opened.send(*"quantum")
        await opened.wait_until(lambda: opened.input_text() == "quantum")
        opened.send("enter")
        for _ in range(6):
            await opened.pilot.pause(0)
        opened.send(*" leap")
        await opened.wait_until(lambda: opened.input_text() == "quantum leap")
        held.set()
        await opened.wait_until(lambda: "1 found" in opened.text())
        assert opened.input_text() == "quantum leap"


async def test_n_walks_through_all_matches_and_on_to_the_other_articles(shipped: Dossier) -> None:
    expected = find_places("inadequate")
    assert {article for article, _, _ in expected} == {*ARTICLES}
    async with open_reader(shipped) as opened:
        await opened.search("inadequate")
        seen = []
        for _ in range(2 * len(expected)):
            article, paragraph, words = landed(opened)
            assert words.lower() == "inadequate"
            assert opened.article.chosen is not None
            seen.append((article, paragraph, opened.article.chosen.start))
            await opened.press("n")
        first = expected.index(seen[0])
        turned = expected[first:] + expected[:first]
        assert seen == turned * 2
        assert "Search wrapped to the first article" in opened.toast_messages()
        back = []
        for _ in expected:
            await opened.press("N")
            chosen = opened.article.chosen
            assert chosen is not None
            back.append((opened.open_article, chosen.block, chosen.start))
        assert back == turned[::-1]


async def test_a_selected_match_is_visible(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 14)) as opened:
        await opened.search("report")
        for _ in find_places("report"):
            paragraph, words = landed(opened)[1:]
            assert words.lower().startswith("report")
            around = "".join(blocks(opened.open_article)[paragraph].partition(words)[1:])
            assert around.split()[0] in opened.joined_text("#text")
            await opened.press("n")


async def test_the_frame_says_what_is_searched_for_and_how_often_it_occurs_here(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.search("inadequate")
        here = sum(article == opened.open_article for article, _, _ in find_places("inadequate"))
        assert f"inadequate · {here} here · n next · Esc clears" in opened.text()


async def test_esc_clears_the_marks_and_n_goes_to_quotations_again(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.search("quantum leap")
        await opened.press("escape")
        assert "Esc clears" not in opened.text()
        assert not any(style.underline for style in opened.styles("leap", "#text"))
        await opened.press("n")
        assert landed(opened)[2].startswith("We were as shocked")


async def test_filters(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for asked, article, paragraph, words in (
            ('"utmost urgency"', SEPTEMBER, 18, "utmost urgency"),
            ("speaker:turpin", SEPTEMBER, 13, "no stone left unturned"),
            ("speaker:turpin quantum", SEPTEMBER, 14, "We need a quantum leap"),
            ("party:lab", SEPTEMBER, 16, "We were as shocked"),
            ("in:bbc caseloads", BBC, 3, "caseloads"),
            ("after:2020 trance", JANUARY, 7, "trance"),
            ("before:2019-09 appalled", BBC, 14, "appalled"),
            ("type:direct speaker:doe", SEPTEMBER, 12, "I'm frankly"),
            ("commis* surprised", SEPTEMBER, 12, "surprised"),
            ("in:kentonline -council childline", SEPTEMBER, 22, "Childline"),
        ):
            await opened.search(asked)
            await opened.settle()
            found = landed(opened)
            assert found[:2] == (article, block_of(article, paragraph)), asked
            assert found[2].startswith(words), asked
            assert words in opened.joined_text("#text"), asked


async def test_a_search_for_a_speaker_marks_the_quotations_and_n_continues_to_the_others(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        await opened.search("speaker:iles")
        seen = []
        for _ in range(3):
            seen.append(landed(opened)[2])
            assert opened.article.chosen is not None
            await opened.press("n")
        assert sorted(words[:12] for words in seen) == ["I think the ", "high quality", "top priority"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("zeppelin", "No matches."),
        ("speaker:nobody-at-all", "No matches: no speaker is called nobody-at-all."),
        ("after:soon x", "after: wants a date such as 2019, 2019-09 or 2019-09-04, not soon"),
    ],
)
async def test_a_search_that_finds_nothing_says_so_and_stays(shipped: Dossier, asked: str, said: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type(asked)
        assert said in opened.text()
        await opened.press("enter")
        assert opened.input_text() == asked


async def test_results_come_while_typing_and_the_language_is_explained_before(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        for example in ('"quantum leap"', "speaker:jarrett", "from:2019-09 until:2020"):
            assert example in opened.text()
        await opened.type("urgen")
        assert "urgent discussion" in opened.text()
        assert "utmost urgency" in opened.text()
        assert "2 found" in opened.text()
        await opened.type("cy")
        assert "urgent discussion" not in opened.text("RowList")
        assert "1 found" in opened.text()
        await opened.press(*["backspace"] * 7)
        assert "speaker:jarrett" in opened.text()


async def test_the_words_are_marked_in_the_results(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type("quantum leap")
        assert all(style.underline for style in opened.styles("quantum leap", "RowList")[:7])
        assert "4 Sep 2019]  KentOnline  ¶14" in opened.text()


async def test_each_result_says_whose_words_it_is(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type("in:bbc ofsted")
        firsts = [line for line in opened.lines("RowList") if "¶" in line]
        assert firsts
        names = {quote.display_name for quote in opened.quotes()}
        assert all("the article’s own words" in line or any(n in line for n in names) for line in firsts)


async def test_no_result_offers_the_filter_that_may_be_meant(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type("since:2019 leap")
        assert "Did you mean from:2019 (that date included)?" in opened.joined_text("RowList")


async def test_another_result_can_be_chosen_with_the_arrows(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type("inadequate")
        await opened.press("down", "down", "up", "enter")
        # The newest article comes first.
        assert landed(opened)[:2] == (SEPTEMBER, 2)


async def test_a_search_from_another_view_comes_back_to_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "l", "j")
        cell = opened.view.place()
        await opened.search("quantum")
        assert opened.view.NAME == "Read"
        await opened.press("backspace")
        assert opened.view.NAME == "Ratings"
        assert opened.view.place() == cell


async def test_leaving_a_search_changes_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        before = opened.text()
        await opened.press("/")
        await opened.type("quantum")
        await opened.press("escape")
        assert opened.text() == before


async def test_a_hit_is_in_sight_also_when_the_article_before_was_short(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier, size=(80, 12)) as opened:
        assert opened.open_article == "newsletter-undated"
        await opened.search("somebody else")
        assert opened.open_article == GAZETTE
        assert "somebody else" in opened.text("#text")
