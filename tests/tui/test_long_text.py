"""An article of hundreds of pages behaves like a short one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.widgets.wrapping import wrap
from tests.fixtures_library import NEWSLETTER, Folder, write_library
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.test_live_reload import show_saved
from tests.tui.test_mouse import drag, find

LONG = "long-read"
SENTENCES = 4_000
"""The number of sentences in paragraph 300: about 100,000 characters."""
PARAGRAPHS = 600
QUOTED = (2, 150, 300, 450, 600)
"""The paragraphs with a quotation; in number 300 it is in the middle."""


def words(number: int) -> str:
    """Return a paragraph's quotation."""
    return f"The ladder of paragraph {number} leans"


def paragraph(number: int) -> str:
    """Return a paragraph's text."""
    said = f" Tom Ashdown said: “{words(number)}.”" if number in QUOTED else ""
    if number == 300:
        sentences = [f"Sentence {n} is of wood." for n in range(1, SENTENCES + 1)]
        return " ".join(sentences[: SENTENCES // 2]) + said + " " + " ".join(sentences[SENTENCES // 2 :])
    return f"Paragraph {number} has a roof and a gutter, and whoever reads it is none the wiser for it.{said}"


def add_long_article(folder: Folder) -> Folder:
    """Add the long article as the newest."""
    folder.remove(f"articles/{NEWSLETTER}.yaml")
    folder.remove(f"quotes/{NEWSLETTER}.yaml")
    head = "headline: A long read\npublisher: Kettle News\npublished: '1990-01-01'\n"
    text = "".join(f"  - {paragraph(number)!r}\n" for number in range(1, PARAGRAPHS + 1))
    folder.write(f"articles/{LONG}.yaml", f"{head}kind: original\nparagraphs:\n{text}")
    said_by = "speaker: tom-ashdown"
    quotes = [
        f"- {{id: q{number}, paragraph: {number}, exact: '{words(number)}.', type: direct, {said_by}}}\n"
        for number in QUOTED
    ]
    folder.write(f"quotes/{LONG}.yaml", "".join(quotes))
    return folder


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """Return the dossier with the long article; it is shared, so no test changes it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patched.setenv(name, str(home))
        dossier = open_dossier([add_long_article(write_library(home / "dossier")).root])
    yield dossier
    dossier.close()


@pytest.fixture
def wrapped(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Record how many characters each call wraps."""
    sizes: list[int] = []

    def counted(text: str, width: int) -> list[tuple[int, int]]:
        sizes.append(len(text))
        return wrap(text, width)

    monkeypatch.setattr("medway_tui.tui.widgets.article_layout.wrap", counted)
    return sizes


def shown(opened: ReaderPilot) -> list[str]:
    """Return the visible lines without their margin."""
    return [line[8:].strip() for line in opened.lines("#text")]


def numbers(opened: ReaderPilot) -> list[int]:
    """Return the paragraph numbers on the screen."""
    return [int(line[:3]) for line in opened.lines("#text") if line[:3].strip().isdigit()]


async def test_the_text_is_laid_out_once_at_each_width(long: Dossier, wrapped: list[int]) -> None:
    texts = [paragraph(number) for number in range(1, PARAGRAPHS + 1)]
    async with open_reader(long) as opened:
        assert opened.open_article == LONG
        assert numbers(opened)[:2] == [1, 2]
        laid_out = list(wrapped)
        assert [size for size in laid_out if size in set(map(len, texts))] == list(map(len, texts))
        await opened.press("space", "G", "b", "n", "N", "g")
        assert wrapped == laid_out
        await opened.resize(100, 40)
        assert wrapped == laid_out * 2


async def test_page_by_page_every_word_is_come_to_once(long: Dossier) -> None:
    async with open_reader(long, (100, 60)) as opened:
        lines = shown(opened)
        while True:
            await opened.press("space")
            now = shown(opened)
            # Each page repeats one line of the page before, except the last.
            if now[0] == lines[-1] and now != lines[-len(now) :]:
                lines += now[1:]
                continue
            overlap = next(n for n in range(len(now) + 1) if now[: len(now) - n] == lines[n - len(now) :])
            lines += now[len(now) - overlap :]
            break
        text = " ".join(" ".join(lines).split())
        for number in range(1, PARAGRAPHS + 1):
            assert text.count(paragraph(number)) == 1, number


async def test_the_end_and_back_line_by_line(long: Dossier) -> None:
    async with open_reader(long) as opened:
        await opened.press("G")
        assert numbers(opened)[-1] == PARAGRAPHS
        assert f"“{words(PARAGRAPHS)}.”" in " ".join(shown(opened)[-5:])
        for _ in range(40):
            before = opened.lines("#text")
            await opened.press("k")
            assert opened.lines("#text")[1:] == before[:-1]
        await opened.press("g")
        assert "A long read" in shown(opened)[0]


async def test_n_goes_from_one_quotation_to_the_next_however_far_it_is(long: Dossier) -> None:
    async with open_reader(long) as opened:
        for number in QUOTED:
            await opened.press("n")
            line = opened.styles("The ladder of", "#text")
            assert all(style.underline and style.bold for style in line)
            assert f"“{words(number)}.”" in " ".join(shown(opened))
        for number in reversed(QUOTED[:-1]):
            await opened.press("N")
            assert words(number) in " ".join(shown(opened))
        await opened.press("tab", "G")
        assert words(PARAGRAPHS) in " ".join(shown(opened))
        await opened.press("k", "k", "enter")
        assert words(300) in " ".join(shown(opened))
        assert f"Sentence {SENTENCES // 2} is of wood." in " ".join(shown(opened))


async def test_in_the_middle_of_a_very_long_paragraph_the_lines_stay_with_the_size_of_the_window(
    long: Dossier,
) -> None:
    async with open_reader(long) as opened:
        await opened.press("n", "n", "n", "j", "j", "j")
        before, place = opened.lines("#text"), opened.article.place()
        for size in ((80, 40), (200, 24), (120, 12), (40, 10)):
            await opened.resize(*size)
            paragraph, offset = opened.article.place()
            assert paragraph == place[0] == 300
            assert 0 <= place[1] - offset <= 78
        await opened.resize(120, 40)
        assert opened.lines("#text") == before


async def test_a_wheel_moves_by_whole_lines_in_the_middle_of_a_paragraph(long: Dossier) -> None:
    async with open_reader(long) as opened:
        await opened.press("n", "n", "n")
        at = opened.region("#text").offset

        async def turn(kind: type[events.MouseEvent]) -> None:
            event = kind(None, at.x + 5, at.y + 3, 0, 0, 0, shift=False, meta=False, ctrl=False)
            opened.app.post_message(event)
            await opened.settle()

        before = opened.lines("#text")
        await turn(events.MouseScrollUp)
        moved = next(n for n in range(1, 10) if opened.lines("#text")[n:] == before[:-n])
        for _ in range(60):
            before = opened.lines("#text")
            await turn(events.MouseScrollUp)
            assert opened.lines("#text")[moved:] == before[:-moved]


async def test_the_scrollbar_drawn_to_its_end_shows_the_end_and_anywhere_else_whole_lines(
    long: Dossier,
) -> None:
    async with open_reader(long) as opened:
        text = opened.article
        text.scroll_to(y=text.max_scroll_y, animate=False)
        await opened.settle()
        assert f"“{words(PARAGRAPHS)}.”" in " ".join(shown(opened)[-5:])
        text.scroll_to(y=text.max_scroll_y // 2, animate=False)
        await opened.settle()
        assert text.place()[0] in range(290, 310)
        before = opened.lines("#text")
        await opened.press("k", "j")
        assert opened.lines("#text") == before


async def test_what_is_selected_deep_in_the_text_is_its_own_words(long: Dossier) -> None:
    async with open_reader(long, (100, 40)) as opened:
        await opened.press("n", "n", "n")
        first, last = find(opened, f"Sentence {SENTENCES // 2 - 1} ", "#text"), find(opened, "leans", "#text")
        await drag(opened, first, (last[0] + 4, last[1]))
        paragraph_text = paragraph(300)
        start = paragraph_text.index(f"Sentence {SENTENCES // 2 - 1} ")
        assert opened.screen.get_selected_text() == paragraph_text[start : paragraph_text.index("leans") + 5]
        await opened.press("G")
        first, last = find(opened, "Paragraph 598", "#text"), find(opened, "Paragraph 600", "#text")
        await drag(opened, first, (last[0] + 8, last[1]))
        assert opened.screen.get_selected_text() == "\n\n".join([paragraph(598), paragraph(599), "Paragraph"])


async def test_matches_are_marked_anywhere_in_a_very_long_paragraph(long: Dossier) -> None:
    async with open_reader(long) as opened:
        await opened.search(f"“{SENTENCES - 1} is of wood”")
        assert f"Sentence {SENTENCES - 1} is of wood." in " ".join(shown(opened))
        assert all(style.underline for style in opened.styles(f"{SENTENCES - 1}", "#text"))
        assert not any(style.underline for style in opened.styles(f"{SENTENCES - 2}", "#text"))
        await opened.search("wood")
        await opened.press("G", *["b"] * 40)
        seen = opened.text("#text").count("wood")
        assert seen > 30
        marked = [part for strip in opened.strips() for part in strip if part.style and part.style.underline]
        assert [part.text for part in marked] == ["wood"] * seen


async def test_a_change_before_it_moves_nothing_of_what_is_seen(tmp_path: Path, own_home: Path) -> None:
    folder = add_long_article(write_library(tmp_path / "dossier"))
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("n", "n", "n", "j")
        before = shown(opened)
        folder.change(f"articles/{LONG}.yaml", "paragraphs:\n", "paragraphs:\n" + "  - One more.\n" * 40)
        for number in reversed(QUOTED):
            folder.change(f"quotes/{LONG}.yaml", f"paragraph: {number},", f"paragraph: {number + 40},")
        await show_saved(opened)
        assert shown(opened) == before
        assert opened.article.chosen is not None
        assert opened.article.chosen.block == 340
    dossier.close()
