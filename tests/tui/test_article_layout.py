"""The lines of an article."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from medway_tui.tui.widgets.article_layout import ArticleBlock, ArticleLayout
from medway_tui.tui.widgets.wrapping import wrap

WORDS = st.sampled_from(["a", "of", "roof", "buckets", "“No”", "said.", "once", "図書館", "x" * 30, "  "])
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
KINDS = st.sampled_from(["paragraph", "paragraph", "item", "subhead"])
WIDTHS = st.integers(1, 40)


def blocks(texts: list[tuple[str, str]]) -> list[ArticleBlock]:
    """Return the blocks of an article with a line about it below the headline, and one at the end."""
    paragraphs = [ArticleBlock(number, *text) for number, text in enumerate(texts)]
    about, note = (ArticleBlock(-1, line, "about") for line in ("About it.", "A note."))
    return [paragraphs[0], about, *paragraphs[1:], note]


ARTICLES = st.lists(st.tuples(TEXTS, KINDS), min_size=1, max_size=12).map(blocks)


@given(ARTICLES, WIDTHS)
def test_every_word_of_a_text_is_on_a_line_in_order(article: list[ArticleBlock], width: int) -> None:
    drawn = ["" for _ in article]
    for line in ArticleLayout(article, width).lines:
        drawn[line.block] += article[line.block].text[line.start : line.end] if not line.blank else ""
    for at, text in enumerate(drawn):
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", article[at].text)


@given(ARTICLES, WIDTHS)
def test_each_block_begins_once_below_a_blank_line_but_for_items_of_a_list(
    article: list[ArticleBlock], width: int
) -> None:
    lines = ArticleLayout(article, width).lines
    assert [line.block for line in lines if line.first] == list(range(len(article)))
    blank = [line.block for line in lines if line.blank]
    kinds = [block.kind for block in article]
    adjacent = {("item", "item"), ("about", "about")}
    assert blank == [n for n in range(1, len(kinds)) if (kinds[n - 1], kinds[n]) not in adjacent]


@given(ARTICLES, WIDTHS)
def test_lines_are_those_of_each_paragraph_wrapped(article: list[ArticleBlock], width: int) -> None:
    layout = ArticleLayout(article, width)
    for at, block in enumerate(article):
        lines = [(line.start, line.end) for line in layout.lines if line.block == at and not line.blank]
        assert lines == wrap(block.text, width - (2 if block.kind == "item" else 0))


@given(ARTICLES, WIDTHS)
def test_a_line_is_found_by_its_number_and_beyond_the_ends_there_is_none(
    article: list[ArticleBlock], width: int
) -> None:
    layout = ArticleLayout(article, width)
    assert [layout.line(number) for number in range(layout.height - 1)] == layout.lines
    assert layout.line(-1) is None
    assert layout.line(layout.height - 1) is None


@given(ARTICLES, WIDTHS, st.data())
def test_a_place_is_on_the_line_that_holds_it(
    article: list[ArticleBlock], width: int, data: st.DataObject
) -> None:
    layout = ArticleLayout(article, width)
    at = data.draw(st.integers(0, len(article) - 1))
    offset = data.draw(st.integers(-1, len(article[at].text)))
    lines = [line for line in layout.lines if line.block == at]
    found = layout.line(layout.line_of(at, offset))
    if offset < 0:
        assert found == lines[0]
    else:
        words = [line for line in lines if not line.blank]
        assert found == next((line for line in reversed(words) if line.start <= offset), words[0])
