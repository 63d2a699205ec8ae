"""Read: articles, their text and quotations, and moving between them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import ARTICLES, BBC, JANUARY, SEPTEMBER, ShippedQuote, blocks, quotations, texts


def whole_quotations(article: str | None = None) -> list[ShippedQuote]:
    """Return the quotations without continuations, of all articles or one."""
    return [q for q in quotations() if q.continues is None and article in (None, q.article)]


def chosen_words(opened: ReaderPilot) -> str:
    """Return the highlighted words of the text."""
    chosen = opened.article.chosen
    assert chosen is not None
    return blocks(opened.open_article)[chosen.block][chosen.start : chosen.end]


def row(opened: ReaderPilot, selector: str) -> str:
    """Return the line of a list's cursor."""
    return next(line for line in opened.lines(selector) if line.startswith("▸"))


def first_line(opened: ReaderPilot) -> str:
    """Return the first line of the text."""
    return next(line for line in opened.lines("#text") if line.strip())[7:].strip()


def text_without_margin(opened: ReaderPilot) -> str:
    """Return the pane's text as one line, without the margin."""
    gutter = 7 if opened.article.size.width >= 50 else 4
    return " ".join(" ".join(line[gutter:].removeprefix("• ").split()) for line in opened.lines("#text"))


# -- what is shown ---------------------------------------------------------------------------------------


async def test_it_opens_on_the_first_article_with_all_three_panes(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 40)) as opened:
        quotations = whole_quotations()
        counted = sum(q.repeats is None for q in quotations)
        speakers = len({q.speaker for q in quotations})
        assert opened.lines()[0].split("Differences")[1].strip() == (
            f"3 articles · {counted} quotes · {speakers} speakers"
        )
        assert first_line(opened).startswith("Medway Council 'unaware' of child")
        assert "BBC News" in opened.text("#articles")
        assert "“hugely embarrassing”" in opened.text("#quotes")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
async def test_the_whole_text_can_be_read_at_every_width(shipped: Dossier, width: int) -> None:
    async with open_reader(shipped, size=(width, 250)) as opened:
        for article in ARTICLES:
            shown = text_without_margin(opened)
            for text in texts(article):
                assert " ".join(text.split()) in shown
            await opened.press("]")


@pytest.mark.parametrize("width", [40, 43, 80, 120])
async def test_wide_characters_stay_within_the_pane(folder: Folder, width: int) -> None:
    folder.change("people.yaml", "name: Zoë Laîné", "name: 図書館")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(width, 120)) as opened:
        await opened.open(HERALD)
        # Three characters of two cells each, of which the margin has room for one.
        assert "図▌" in opened.text("#text") or opened.article.size.width < 50
        # A break may stand between two wide characters, where no space is.
        assert "図書館banner“頑張れ🙂”" in text_without_margin(opened).replace(" ", "")
        for line in opened.lines("#text"):
            assert cell_len(line) == opened.region("#text").width
        for strip in opened.strips():
            assert cell_len(strip.text) == width
    dossier.close()


async def test_the_kind_is_under_the_headline_and_inferred_facts_at_the_end(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 120)) as opened:
        lines = opened.joined_text("#text")
        assert "Account in our own words, quotations word for word." in lines
        assert "Original (o): www.bbc.co.uk/news/uk-england-kent-49483240" in lines
        assert "The date [27 Aug 2019] is inferred: The article puts the deputy director’s" in lines
        await opened.press("]")
        assert "quotations word for word; the title is ours." in opened.joined_text("#text")


async def test_quotations_bear_the_initials_of_their_speakers(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 120)) as opened:
        line = next(line for line in opened.lines("#text") if "Quite frankly" in line)
        assert line.startswith("14≠AJ▌ “Quite frankly we're appalled by it")
        beside = opened.lines("#quotes")
        assert beside[0].strip().startswith("Of▌Ofsted")
        assert sum(line.strip().startswith("AJ▌Alan Jarrett  Con") for line in beside) == 1


async def test_an_author_is_named(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        assert "By Pen Marlow" in opened.text("#text")


# -- moving ----------------------------------------------------------------------------------------------


async def test_brackets_turn_to_the_next_and_the_last_article_and_say_where_they_end(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        seen = []
        for key in ("]", "]", "]", "[", "[", "["):
            await opened.press(key)
            seen.append(opened.open_article)
        assert seen == [SEPTEMBER, JANUARY, JANUARY, SEPTEMBER, BBC, BBC]
        assert opened.toast_messages() == ["This is the last article", "This is the first article"]
        assert first_line(opened).startswith("Medway Council 'unaware'")


async def test_the_keys_that_move_move_the_text(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 20)) as opened:
        lines = await all_lines(opened)
        page = opened.article.size.height

        async def at(key: str) -> int:
            await opened.press(key)
            shown = opened.lines("#text")
            return next(n for n in range(len(lines)) if lines[n : n + page] == shown)

        assert await at("j") == 1
        assert await at("down") == 2
        assert await at("k") == 1
        assert await at("up") == 0
        assert await at("space") == page - 1
        assert await at("pagedown") == 2 * (page - 1)
        assert await at("b") == page - 1
        assert await at("pageup") == 0
        assert await at("ctrl+d") == page // 2
        assert await at("ctrl+u") == 0
        last = len(lines) - page
        assert await at("G") == last
        assert await at("g") == 0
        assert await at("end") == last
        assert await at("home") == 0


async def all_lines(opened: ReaderPilot) -> list[str]:
    """Return all lines of the open text, by scrolling through it."""
    await opened.press("g")
    seen = opened.lines("#text")
    while True:
        await opened.press("j")
        shown = opened.lines("#text")
        if shown == seen[-len(shown) :]:
            break
        seen.append(shown[-1])
    await opened.press("g")
    return seen


async def test_n_goes_through_all_quotations_marks_each_and_chooses_its_row(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for said in whole_quotations():
            await opened.press("n")
            assert (opened.open_article, chosen_words(opened)) == (said.article, said.exact)
            word = said.exact.split()[0]
            assert all(style.bold and style.underline for style in opened.styles(word, "#text")) or (
                # The word may stand in the paragraph before its quotation too.
                said.exact.split()[-1] in opened.text("#text")
            )
            shown = row(opened, "#quotes")
            assert said.exact.startswith(shown[shown.index("“") + 1 : shown.index("”")].rstrip("…"))
            assert shown.rstrip().endswith(f"¶{said.paragraph}" if said.paragraph else "headline")
        await opened.press("n")
        assert (opened.open_article, chosen_words(opened)) == (
            *whole_quotations()[0][:1],
            whole_quotations()[0].exact,
        )
        for said in reversed(whole_quotations()):
            await opened.press("N")
            assert (opened.open_article, chosen_words(opened)) == (said.article, said.exact)


async def test_n_continues_from_where_the_reader_is(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 14)) as opened:
        await opened.press("G", "n")
        assert opened.open_article == SEPTEMBER
        await opened.press("[", "G", "N")
        assert chosen_words(opened) in {said.exact for said in whole_quotations(BBC)}


async def test_moving_among_the_quotations_marks_the_text(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("tab")
        quotations = whole_quotations(BBC)
        by_speaker = sorted(
            quotations, key=lambda q: [other.speaker for other in quotations].index(q.speaker)
        )
        for quote in by_speaker[1:]:
            await opened.press("j")
            assert chosen_words(opened) == quote.exact
            start = quote.exact.split()[0]
            styles = [opened.styles(start, "#text")] if quote.paragraph != 1 else []
            assert opened.view.current_pane() == "quotes"
            assert quote.exact.split()[-1].rstrip(".") in opened.text("#text")
            if start in ("Quite", "Hugely", "exceptionally"):
                assert all(style.bold and style.underline for style in styles[0])


async def test_enter_goes_from_a_quotation_to_the_text_and_from_an_article_too(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("tab", "j", "j", "enter")
        assert opened.view.current_pane() == "text"
        assert chosen_words(opened) == "not good enough"
        await opened.press("shift+tab", "j")
        assert opened.open_article == SEPTEMBER
        await opened.press("enter")
        assert opened.view.current_pane() == "text"


@pytest.mark.parametrize(
    ("width", "panes"),
    [
        (160, [{"articles", "text", "quotes"}] * 3),
        (120, [{"articles", "text", "quotes"}] * 3),
        (80, [{"text", "quotes"}, {"text", "quotes"}, {"articles", "text"}]),
        (60, [{"text"}, {"quotes"}, {"articles"}]),
        (40, [{"text"}, {"quotes"}, {"articles"}]),
    ],
)
async def test_as_many_panes_as_there_is_room_for_and_tab_goes_through_all(
    shipped: Dossier, width: int, panes: list[set[str]]
) -> None:
    async with open_reader(shipped, size=(width, 24)) as opened:
        for at, expected in zip(("text", "quotes", "articles", "text"), [*panes, panes[0]], strict=True):
            shown = {pane for pane in opened.view.PANES if opened.screen.query_one(f"#{pane}").display}
            assert (opened.view.current_pane(), shown) == (at, expected)
            await opened.press("tab")
        for at in ("text", "articles", "quotes", "text"):
            await opened.press("shift+tab")
            assert opened.view.current_pane() == at


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("view", ["2", "3"])
async def test_backspace_comes_back_to_the_very_place(shipped: Dossier, view: str, lines: int) -> None:
    async with open_reader(shipped, size=(120, 20)) as opened:
        await opened.press("]", "n", "n", "n", "n", "n", *["j"] * lines, "tab")
        before = opened.text()
        await opened.press(view)
        assert opened.text() != before
        await opened.press("backspace")
        assert opened.text() == before
        await opened.press("backspace")
        assert opened.toast_messages() == ["No previous place"]


async def test_backspace_comes_back_to_the_lines_after_the_text(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(40, 10)) as opened:
        await opened.press("G")
        assert "inferred" in opened.text("#text")
        await opened.press("2", "backspace")
        assert texts(BBC)[-1].split()[-1] in opened.text("#text")
        await opened.resize(44, 10)
        assert texts(BBC)[-1].split()[-1] in opened.text("#text")


# -- keeping the place -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sizes",
    [
        [(120, 24), (60, 24), (120, 24)],
        [(200, 24), (80, 24), (200, 24)],
        [(120, 24), (120, 12), (120, 30), (60, 12), (120, 24)],
        [(80, 16), (40, 12), (30, 8), (20, 5), (80, 16)],
    ],
    ids=["120-60-120", "200-80-200", "heights", "too-small-and-back"],
)
async def test_the_paragraph_at_the_top_stays_when_the_window_changes(
    shipped: Dossier, sizes: list[tuple[int, int]]
) -> None:
    async with open_reader(shipped, size=sizes[0]) as opened:
        await opened.press("]")
        for presses in (0, 3, 11, 17):
            await opened.press(*["j"] * presses)
            before, place = opened.lines("#text")[0], opened.article.place()
            for width, height in sizes[1:]:
                await opened.resize(width, height)
                if width >= 40 and height >= 10:
                    assert opened.article.place()[0] == place[0]
            assert opened.lines("#text")[0] == before


async def test_a_window_that_is_too_small_says_so_and_how_large_it_must_be(shipped: Dossier) -> None:
    for size in ((20, 5), (39, 24), (120, 9), (20, 24)):
        async with open_reader(shipped, size=size) as opened:
            screen_text = opened.joined_text()
            assert f"Too small: {size[0]}×{size[1]}." in screen_text
            assert "40×10" in screen_text
            assert "q quits" in screen_text
            await opened.resize(40, 10)
            assert "Too small" not in opened.text()
            assert "unaware" in opened.text()


async def test_numbers_of_three_digits_take_no_room_from_the_text(folder: Folder) -> None:
    paragraphs = "".join(f"  - Paragraph {n} of an article that is very long.\n" for n in range(1, 121))
    folder.remove(f"quotes/{HERALD}.yaml")
    folder.write(
        f"articles/{HERALD}.yaml",
        "headline: Long\npublisher: Daily Herald\npublished: '2021-05'\nkind: account\n"
        f"published_inferred: The month is a guess.\nparagraphs:\n{paragraphs}",
    )
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(40, 400)) as opened:
        await opened.open(HERALD)
        lines = [line for line in opened.lines("#text") if line[:3].strip().isdigit()]
        assert [int(line[:3]) for line in lines] == [*range(1, 121)]
        assert len({line.index("Paragraph") for line in lines}) == 1
        assert not any(line[-1].strip() for line in lines)
    dossier.close()


# -- what is not as it should be ---------------------------------------------------------------


async def test_words_that_are_not_in_the_article_are_shown_as_adrift(folder: Folder) -> None:
    folder.change(f"quotes/{GAZETTE}.yaml", "exact: out of the question", "exact: out of reach")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.open(GAZETTE)
        line = next(line for line in opened.lines("#quotes") if "out of reach" in line)
        assert line.rstrip().endswith("adrift")
        await opened.press("tab", "j", "j")
        assert opened.toast_messages()[-1].startswith("Adrift: these words are not in the article")
    dossier.close()


async def test_an_article_that_quotes_no_one_says_so(folder: Folder) -> None:
    folder.remove(f"quotes/{HERALD}.yaml")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.open(HERALD)
        assert "No quotations in this article." in opened.joined_text("#quotes")
        await opened.press("n")
        assert opened.open_article == "newsletter-undated"
    dossier.close()


async def test_a_dossier_without_articles_opens_and_every_key_does_nothing(folder: Folder) -> None:
    for path in [*folder.root.glob("articles/*"), *folder.root.glob("quotes/*")]:
        path.unlink()
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        assert "No readable articles. ! lists the problems." in opened.joined_text("#articles")
        keys = {key for command in opened.view.commands for key in command.keys}
        for key in sorted(keys - {"q", "ctrl+q"}):
            await opened.press(key)
            if opened.app.screen_stack[1:]:
                await opened.press("escape")
            await opened.press("1")
        assert opened.view.NAME == "Read"
    dossier.close()
