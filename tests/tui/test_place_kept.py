"""The place that is kept between runs: a reader that is opened again shows what it showed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from medway_tui.index.articles import list_articles
from medway_tui.index.place_references import find_place, parse_reference
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.reader_state import ReaderState, open_state
from tests.fixtures_library import GAZETTE, NEWSLETTER, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

WIDE = 160, 40


async def leave(opened: ReaderPilot, state: ReaderState) -> None:
    """End the reader as the program does."""
    opened.app.exit()
    state.save()


KEYS: dict[str, Sequence[str]] = {
    "read": ["]", "space", "j", "j"],
    "read, a quotation": ["]", "n", "n"],
    "read, the list": ["shift+tab", "j"],
    "read, without the list": ["\\", "]", "space"],
    "quotes": ["2", "j", "j", "j"],
    "quotes, by date": ["2", "s", "j", "j"],
    "quotes, filtered": ["2", "f", *"roof", "enter", "j"],
    "ratings": ["3", "left", "down", "down"],
    "ratings, as reported": ["3", "left", "r", "j"],
    "ratings, two compared": ["3", "=", "h", "=", "j"],
    "timeline": ["4", "j", "j", "j", "j"],
    "timeline, filtered": ["4", "f", *"articles", "enter", "j"],
    "people": ["5", "j", "enter", "j", "j", "j"],
    "people, filtered": ["5", "f", *"ja", "enter"],
    "people, at a quotation": ["5", "j", "n"],
    "differences": ["6", "j"],
    "differences, at a side": ["6", "enter", "j"],
    "differences, filtered": ["6", "f", *"kind:conflict", "enter"],
    "side by side": ["]", "|", "space", "j"],
}
"""Keys that lead to a place."""


@pytest.mark.parametrize("name", KEYS)
async def test_the_reader_shows_again_what_it_showed(name: str, shipped: Dossier) -> None:
    keys = KEYS[name]
    state = open_state(shipped.id)
    async with open_reader(shipped, WIDE, state=state) as opened:
        beginning = opened.text()
        await opened.press(*keys)
        before = opened.text()
        assert before != beginning
        await leave(opened, state)
    async with open_reader(shipped, WIDE, state=open_state(shipped.id)) as opened:
        assert opened.text() == before
        # Read is there too where it was not the first view.
        await opened.press("1", "2")
        assert "By " in opened.text()


async def test_each_article_opens_where_it_was_left(shipped: Dossier) -> None:
    state = open_state(shipped.id)
    async with open_reader(shipped, (120, 24), state=state) as opened:
        await opened.press("space", "space")
        bbc = opened.lines("#text")
        await opened.press("]")
        assert "Medway cabinet discusses" in opened.text("#text")
        await opened.press("space")
        kent = opened.lines("#text")
        # By the keys, by the list, and after Back.
        await opened.press("[")
        assert opened.lines("#text") == bbc
        await opened.press("shift+tab", "j", "tab")
        assert opened.lines("#text") == kent
        await opened.press("2", "backspace")
        assert opened.lines("#text") == kent
        # The beginning is kept too.
        await opened.press("g", "[", "]")
        assert "Medway cabinet discusses" in opened.text("#text")
        # A target comes before the place.
        await opened.press("/", *"exceptionally", "enter")
        assert opened.open_article == "bbc-2019-08-27"
        assert "exceptionally" in opened.text("#text")
        await leave(opened, state)
    async with open_reader(shipped, (80, 24), state=open_state(shipped.id)) as opened:
        assert opened.open_article == "bbc-2019-08-27"


async def test_a_place_is_found_by_its_words_in_an_article_that_changed(folder: Folder) -> None:
    state = ReaderState()
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, (80, 12), state=state) as opened:
        await opened.press("]", "space")
        block, offset = opened.article.place()
        assert block > 1
        opened.app.exit()
    folder.change(
        f"articles/{GAZETTE}.yaml", "paragraphs:\n", "paragraphs:\n  - text: New.\n  - text: Newer.\n"
    )
    async with open_reader(open_dossier([folder.root]), (80, 12), state=state) as opened:
        assert opened.open_article == GAZETTE
        assert opened.article.place() == (block + 2, offset)


async def test_an_article_that_is_gone_is_named(folder: Folder) -> None:
    state = ReaderState()
    state.begin_in("read", {"article": "gone", "quote": "q1"})
    async with open_reader(open_dossier([folder.root]), toasts=True, state=state) as opened:
        assert opened.open_article == NEWSLETTER
        assert opened.toast_messages() == ["The article gone is no longer in this dossier"]


@pytest.mark.parametrize(
    ("view", "kept"),
    [
        ("quotes", {"filter": "speaker:nobody", "order": "colour", "article": "gone", "quote": "q1"}),
        ("ratings", {"column": "gone", "row": "gone", "reported": "gone", "earlier": "a", "later": "b"}),
        ("ratings", {"councils": "gone", "pane": "councils"}),
        ("timeline", {"filter": "kind:nothing", "kind": "event", "id": "gone", "pane": "no-pane"}),
        ("people", {"agent": "gone", "item": "role 99 99 x", "pane": "page"}),
        ("people", {"agent": "mary-okafor", "item": "nonsense", "article": "gone", "quote": "q1"}),
        ("differences", {"id": "gone", "stop": "99", "folded": "nothing", "pane": "sides"}),
        ("side_by_side", {"first": "gone", "second": "gone too", "block": "x"}),
        ("review", {"order": "none", "article": "gone", "quote": "q1"}),
        ("no_view", {"x": "y"}),
    ],
)
async def test_what_is_gone_is_passed_over(folder: Folder, view: str, kept: dict[str, str]) -> None:
    state = ReaderState()
    state.begin_in(view, kept)
    async with open_reader(open_dossier([folder.root]), state=state) as opened:
        await opened.press("tab", "j", "k", "tab", "1")
        assert opened.open_article == NEWSLETTER
        opened.app.exit()


async def test_a_list_keeps_its_width_and_whether_it_is_off(shipped: Dossier) -> None:
    state = open_state(shipped.id)
    async with open_reader(shipped, WIDE, state=state) as opened:
        opened.view.action_widen_list()
        await opened.settle()
        width = opened.view.list_pane.pane.outer_size.width
        await opened.press("2", "\\")
        await leave(opened, state)
    # For every dossier.
    async with open_reader(shipped, WIDE, state=open_state("another")) as opened:
        assert opened.view.list_pane.pane.outer_size.width == width
        await opened.press("2")
        assert opened.view.list_pane.is_hidden
        assert not opened.view.list_pane.pane.display


LINKED = {
    "read": ([], "bbc-2019-08-27"),
    "read, a quotation": (["n", "n"], "bbc-2019-08-27#q2"),
    "quotes": (["2"], "#q"),
    "ratings": (["3", "h"], "bbc-2019-08-27#5"),
    "timeline": (["4", "f", *"kind:article", "enter"], "-20"),
    "people": (["5", "n"], "#q"),
    "differences": (["6", "enter"], "#"),
    "side by side": (["|"], "bbc-2019-08-27"),
}
"""Keys that lead to a place, and how its link begins or what it has."""


@pytest.mark.parametrize("name", LINKED)
async def test_the_link_to_the_place_is_copied_in_every_view(name: str, shipped: Dossier) -> None:
    keys, reference = LINKED[name]
    async with open_reader(shipped, WIDE) as opened:
        await opened.press(*keys, "Y")
        assert "Reader link" in opened.text()
        await opened.press("G", "enter")
        link = opened.clipboard
    assert link.startswith(f"medway-tui:{shipped.id}/")
    assert reference in link
    assert find_place(shipped.index, parse_reference(link)).article


async def test_the_first_paint_of_a_long_dossier_has_the_articles_around_the_kept_one(many: Folder) -> None:
    dossier = open_dossier([many.root])
    middle = [row.id for row in list_articles(dossier.index)][150]
    state = ReaderState()
    state.begin_in("read", {"article": middle})
    async with open_reader(dossier, state=state) as opened:
        assert opened.open_article == middle
        top = opened.rows("#articles").cursor_lines()
        assert top is not None
        assert 0 <= top[0] < 38
        await opened.press("]", "[")
        assert opened.open_article == middle
