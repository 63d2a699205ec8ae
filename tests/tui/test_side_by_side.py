"""Two articles side by side: layout, letters, moving together, choosing and ending."""

from __future__ import annotations

import re
import threading

import pytest

from medway_tui.index.alignment import most_alike
from medway_tui.index.connection import Index
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.read.side_by_side import SideBySideView
from medway_tui.tui.widgets.article_view import ArticleText
from tests.fixtures_differences import add_differences
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, JANUARY, SEPTEMBER


def compared(opened: ReaderPilot) -> tuple[str | None, str | None]:
    """Return the ids of the two articles."""
    assert isinstance(opened.view, SideBySideView)
    return opened.view.first.id, opened.view.second.id


def pane(opened: ReaderPilot, name: str) -> ArticleText:
    """Return a text pane by its id."""
    return opened.view.query_one(f"#{name}", ArticleText)


def assert_in_line(opened: ReaderPilot, leader: str) -> None:
    """Check that the chosen paragraph and the one that corresponds are on the same line of their panes."""
    assert isinstance(opened.view, SideBySideView)
    own, other = (pane(opened, name) for name in ("first", "second"))
    partners = opened.view._alignment.others
    if leader == "second":
        own, other, partners = other, own, opened.view._alignment.owns
    assert own.chosen is not None
    lines = own.line_of_block(own.chosen.block), other.line_of_block(partners[own.chosen.block])
    assert lines[0] is not None
    assert lines[1] is not None
    assert lines[0] - own.scroll_offset.y == lines[1] - other.scroll_offset.y


@pytest.mark.parametrize(("size", "beside"), [((120, 40), True), ((119, 40), False), ((60, 24), False)])
async def test_two_articles_are_beside_each_other_where_there_is_room(
    shipped: Dossier, size: tuple[int, int], beside: bool
) -> None:
    async with open_reader(shipped, size=size) as opened:
        await opened.press("|")
        assert compared(opened) == (BBC, SEPTEMBER)
        first, second = opened.region("#first"), opened.region("#second")
        assert (first.y == second.y) == beside
        assert (first.x == second.x) != beside
        assert "1 Read" in opened.lines()[0]


async def test_corresponding_paragraphs_have_the_same_letter(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 60)) as opened:
        await opened.press("|")
        letters = {
            name: {
                found[1]
                for line in opened.lines(f"#{name}")
                if (found := re.match(r" *([a-z])  ?[ c]?\d", line)) is not None
            }
            for name in ("first", "second")
        }
        assert "a" in letters["first"] & letters["second"]
        assert "points in common" in opened.lines()[0]


async def test_the_other_article_follows_to_the_paragraph_that_corresponds(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("|", "n", "n", "n")
        assert_in_line(opened, "first")
        # And the other way round.
        await opened.press("tab", "g", "n")
        assert isinstance(opened.view, SideBySideView)
        while (chosen := pane(opened, "second").chosen) and chosen.block not in opened.view._alignment.owns:
            await opened.press("n")
        assert_in_line(opened, "second")


async def test_all_of_an_article_can_lead(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("|")
        assert isinstance(opened.view, SideBySideView)
        led = set()
        for _ in range(pane(opened, "first").max_scroll_y):
            await opened.press("j")
            assert opened.view.first.highlights is not None
            led.add(opened.view.first.highlights.current)
        assert led == set(opened.view._alignment.labels[0].values())


async def test_brackets_choose_the_second_article(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("|", "]")
        assert compared(opened) == (BBC, JANUARY)
        await opened.press("]")
        assert opened.toast_messages()[-1] == "This is the last article"
        await opened.press("[")
        assert compared(opened) == (BBC, SEPTEMBER)
        await opened.press("[")
        # The first article is passed over.
        assert opened.toast_messages()[-1] == "This is the first article"


@pytest.mark.parametrize("key", ["|", "escape"])
async def test_it_ends_in_the_focused_article_where_it_was(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("|", "tab", "n", key)
        assert opened.view.NAME == "Read"
        assert opened.open_article == SEPTEMBER
        assert opened.article.chosen is not None
        # Backspace returns to both, which are as they were.
        await opened.press("backspace")
        assert compared(opened) == (BBC, SEPTEMBER)


async def test_it_begins_at_the_place_in_read(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("n", "n", "n", "n", "n")
        chosen = opened.article.chosen
        assert chosen is not None
        await opened.press("|")
        assert pane(opened, "first").place()[0] == chosen.block


async def test_copying_and_opening_work_in_the_focused_article(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("|", "n", "y")
        assert opened.clipboard.startswith("“unaware” — Ofsted, in BBC News")
        await opened.press("tab", "y")
        assert opened.clipboard.startswith("KentOnline, ")
        await opened.press("o")
        assert opened.clipboard.startswith("https://kentonline.co.uk/")
        await opened.press("n", "p")
        assert opened.view.NAME == "People"
        await opened.press("backspace")
        assert compared(opened) == (BBC, SEPTEMBER)


async def test_enter_and_a_click_go_to_the_difference(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("|", "}", "enter")
        assert opened.view.NAME == "Differences"
        assert opened.rows("#list").value == "leaders-knowledge"
        await opened.press("backspace")
        line = next(n for n, text in enumerate(opened.lines("#second")) if "≠" in text[:6])
        await opened.click("#second", 3, line)
        assert opened.view.NAME == "Differences"


async def test_the_wheel_over_one_article_moves_the_other(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("|")
        first, second = pane(opened, "first"), pane(opened, "second")
        before = first.scroll_offset.y
        second.scroll_to(y=second.max_scroll_y, animate=False, immediate=True)
        await opened.settle()
        assert first.scroll_offset.y > before


async def test_a_change_of_size_keeps_the_pair_in_line(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("|", "n", "n", "n")
        await opened.resize(160, 24)
        assert_in_line(opened, "first")
        await opened.resize(80, 24)
        assert_in_line(opened, "first")


async def test_what_is_saved_is_shown_at_the_same_place(folder: Folder) -> None:
    dossier = open_dossier([add_differences(folder).root])
    async with open_reader(dossier) as opened:
        await opened.open(GAZETTE)
        await opened.press("|")
        assert compared(opened) == (GAZETTE, HERALD)
        folder.change(f"articles/{HERALD}.yaml", "all ninety pages", "all ninety-one pages")
        dossier.refresh()
        opened.app.reload()
        await opened.settle()
        assert "ninety-one" in opened.joined_text("#second")
        folder.remove(f"articles/{HERALD}.yaml")
        dossier.refresh()
        opened.app.reload()
        await opened.settle()
        assert opened.view.NAME == "Read"
        assert opened.open_article == GAZETTE
        assert "one of the articles is gone" in opened.toast_messages()[-1]
    dossier.close()


async def test_articles_without_anything_in_common_say_so(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        await opened.press("|", "[", "[")
        assert compared(opened) == (GAZETTE, NEWSLETTER)
        assert "no point in common is recorded" in opened.text()
        await opened.press("j", "G", "n", "tab", "j", "enter")


async def test_an_only_article_has_nothing_beside_it(folder: Folder) -> None:
    for name in (HERALD, NEWSLETTER):
        folder.remove(f"articles/{name}.yaml")
        folder.remove(f"quotes/{name}.yaml")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("|")
        assert opened.view.NAME == "Read"
        assert opened.toast_messages()[-1].startswith("This is the only article")
    dossier.close()


async def test_the_first_article_is_shown_while_the_second_is_looked_for(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def wait(index: Index, article: str) -> str | None:
        assert go_on.wait(20)
        return most_alike(index, article)

    monkeypatch.setattr("medway_tui.tui.read.side_by_side.most_alike", wait)
    monkeypatch.setattr(QueryWorker, "_run_inline", lambda *_: False)
    async with open_reader(shipped) as opened:
        opened.send("|")
        await opened.wait_until(lambda: opened.view.NAME == "Side by side")
        await opened.wait_until(lambda: "looking for the article" in opened.text())
        assert "Medway Council 'unaware'" in opened.text("#first")
        opened.send("n", "y", "tab", "j", "enter")
        go_on.set()
        await opened.settle()
        assert compared(opened) == (BBC, SEPTEMBER)
