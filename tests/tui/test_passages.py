"""A passage of an article is selected by keys or with the mouse, and copied with its citation."""

from __future__ import annotations

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.read.side_by_side import SideBySideView
from medway_tui.tui.widgets.article_layout import ArticleBlock, ArticleLayout
from medway_tui.tui.widgets.passage_ends import PassageEnds
from tests.fixtures_library import GAZETTE
from tests.tui.reader_pilot import open_reader

BLOCKS = [
    ArticleBlock(0, "A headline", "headline"),
    ArticleBlock(-1, "about the article", "about"),
    ArticleBlock(1, "one two three four five", "paragraph"),
    ArticleBlock(2, "six seven", "paragraph"),
]
LAYOUT = ArticleLayout(BLOCKS, 10)


def ends(passage: PassageEnds) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the start and the end, each as block and offset."""
    start, end = passage.selection
    assert start is not None
    assert end is not None
    return (start.y, start.x), (end.y, end.x)


def test_an_end_is_moved_by_words_and_by_lines_past_what_is_about_the_article() -> None:
    passage = PassageEnds(BLOCKS, (2, 4), (2, 7))
    passage.move_words(1)
    assert ends(passage) == ((2, 4), (2, 13))
    passage.move_words(-2)
    # Never to nothing: it goes on at the other side of the fixed end.
    assert ends(passage) == ((2, 0), (2, 4))
    passage.move_words(-1)
    assert ends(passage) == ((0, 2), (2, 4))
    passage.move_words(-9)
    assert ends(passage) == ((0, 0), (2, 4))
    passage.swap()
    passage.move_lines(LAYOUT, 1)
    assert ends(passage) == ((0, 0), (2, 18))
    passage.move_lines(LAYOUT, 99)
    assert ends(passage) == ((0, 0), (3, 9))
    passage.move_lines(LAYOUT, -1)
    assert ends(passage) == ((0, 0), (2, 23))
    passage.move_to_end(last=False)
    passage.move_words(1)
    assert ends(passage) == ((0, 0), (0, 1))


async def test_a_passage_selected_by_keys_is_copied_with_its_paragraphs(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier, (120, 30)) as opened:
        await opened.open(GAZETTE)
        await opened.press("n", "n", "v")
        assert "v other end · y copies" in opened.text()
        await opened.press("y")
        labelled, source = opened.clipboard.split("\n— ")
        words = labelled.partition(" [from an account")[0]
        assert words == "We were told in 2012 [sic] and we did nothing. I am sorry for that."
        assert source.startswith("Pen Marlow, Riverside Gazette, “")
        assert "paragraph 3" in source
        await opened.press("l", "l", "ctrl+c")
        assert opened.clipboard.startswith(words)
        assert len(opened.clipboard) > len(words) + 2
        assert "—" not in opened.clipboard[len(words) :]
        await opened.press("v", "k", "Y")
        assert [line[2:14].strip() for line in opened.lines("RowList")[:4]] == [
            "Plain", "Words alone", "Markdown", "BibTeX",
        ]  # fmt: skip
        await opened.press("escape", "escape")
        assert opened.article.text_selection is None
        assert "other end" not in opened.text()
        before = opened.article.scroll_offset
        await opened.press("j", "y")
        assert opened.article.scroll_offset != before or opened.article.max_scroll_y == 0
        assert opened.toast_messages()[-1].startswith("Copied Mary Okafor")


async def test_a_passage_of_an_account_is_not_given_out_as_the_articles_words(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("G", "v", "k", "y")
        assert opened.toast_messages()[-1].startswith("Copied the selected passage, with its citation (")
        assert (
            "[from an account in the dossier’s own words; only its quotations are word for word]\n— BBC"
            in (opened.clipboard)
        )
        # A reload that leaves the text as it is leaves the passage too; another article has none of it.
        opened.article.replace([*opened.article._blocks], opened.article._highlights, ())
        assert opened.article.passage is not None
        await opened.press("y")
        assert opened.clipboard.endswith("49483240")
        assert "\n— BBC" in opened.clipboard
        await opened.press("]")
        assert opened.article.text_selection is None


async def test_text_selected_with_the_mouse_is_copied_by_both_keys(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        line = next(at for at, text in enumerate(opened.lines("#text")) if "Ofsted" in text)
        x = opened.lines("#text")[line].index("O") + 1
        await opened.pilot.mouse_down("#text", offset=(x, line + 1))
        await opened.pilot.hover("#text", offset=(x + 20, line + 1))
        await opened.pilot.mouse_up("#text", offset=(x + 20, line + 1))
        await opened.settle()
        await opened.press("ctrl+c")
        words = opened.clipboard
        assert opened.toast_messages()[-1].startswith("Copied the selected text (")
        assert 10 < len(words) < 40
        await opened.press("y")
        assert opened.clipboard.startswith(words.strip())
        assert "\n— BBC News" in opened.clipboard
        # A view that is made meanwhile has an input line, which clears nothing here.
        opened.app.preload("people")
        await opened.settle()
        assert opened.article.text_selection is not None
        # v goes on from there.
        await opened.press("v", "l", "ctrl+c")
        assert opened.clipboard.startswith(words.strip())
        assert len(opened.clipboard) > len(words)


async def test_a_passage_is_selected_side_by_side_too(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("|", "v", "j", "y")
        assert "\n— BBC News" in opened.clipboard
        await opened.press("escape")
        assert isinstance(opened.view, SideBySideView)
        assert not opened.view.selections
