"""The layout of an article: the same lines, however they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.tui.widgets import article_layout
from medway_tui.tui.widgets.article_layout import ArticleBlocks, ArticleLayout, TextLine

WORDS = st.sampled_from(["a", "of", "roof", "buckets", "“No”", "said.", "once", "図書館", "x" * 30, "  "])
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
KINDS = st.sampled_from(["paragraph", "paragraph", "item", "subhead"])
ARTICLES = st.lists(st.tuples(TEXTS, KINDS), min_size=1, max_size=12)
WIDTHS = st.integers(1, 40)


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lay out in portions of a few sentences, and keep few of them."""
    with monkeypatch.context() as patched:
        for name, value in {"PORTION": 48, "_BACK": 16, "_BLOCKS": 3, "_AT_ONCE": 0, "_KEPT": 2}.items():
            patched.setattr(article_layout, name, value)
        yield


def laid_out(blocks: ArticleBlocks, width: int) -> list[TextLine]:
    """Return all lines from top to bottom."""
    whole = ArticleLayout(blocks, width)
    for at in range(len(blocks)):
        whole.line_of(at, 0)
        whole.line_of(at, len(blocks[at].text))
    whole.settle(0, 10_000)
    assert whole.exact
    lines = [whole.line(number) for number in range(whole.height - 1)]
    assert whole.line(whole.height - 1) is None
    return [line for line in lines if line is not None]


@given(ARTICLES, WIDTHS)
def test_every_word_of_a_text_is_on_a_line_in_order(article: list[tuple[str, str]], width: int) -> None:
    blocks = ArticleBlocks(article, ("About it.",), ("A note.",))
    drawn = ["" for _ in range(len(blocks))]
    for line in laid_out(blocks, width):
        drawn[line.block] += blocks[line.block].text[line.start : line.end] if not line.blank else ""
    for at, text in enumerate(drawn):
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", blocks[at].text)


@given(ARTICLES, WIDTHS)
def test_each_block_begins_once_below_a_blank_line_but_for_items_of_a_list(
    article: list[tuple[str, str]], width: int
) -> None:
    blocks = ArticleBlocks(article)
    lines = laid_out(blocks, width)
    assert [line.block for line in lines if line.first] == list(range(len(article)))
    blank = {line.block for line in lines if line.blank}
    kinds = [kind for _, kind in article]
    assert blank == {n for n in range(1, len(kinds)) if (kinds[n - 1], kinds[n]) != ("item", "item")}


@given(ARTICLES, WIDTHS, st.integers(1, 9), st.lists(st.integers(0, 400), max_size=8))
def test_the_lines_are_the_same_however_they_are_reached(
    article: list[tuple[str, str]], width: int, rows: int, tops: list[int]
) -> None:
    blocks = ArticleBlocks(article)
    lines = laid_out(blocks, width)
    some = ArticleLayout(blocks, width)
    for top in tops:
        settled = some.settle(top, rows)
        seen = [some.line(number) for number in range(settled, settled + rows)]
        first = place(lines, seen[0])
        assert [line for line in seen if line is not None] == lines[first : first + rows]


@given(ARTICLES, WIDTHS, st.integers(1, 9), st.integers(0, 400), st.lists(st.integers(-9, 9), max_size=30))
def test_so_many_lines_on_is_so_many_lines_on(
    article: list[tuple[str, str]], width: int, rows: int, top: int, steps: list[int]
) -> None:
    blocks = ArticleBlocks(article)
    lines = laid_out(blocks, width)
    some = ArticleLayout(blocks, width)
    end = max(0, len(lines) + 1 - rows)
    here = some.settle(top, rows)
    for step in (max(-rows, min(each, rows)) for each in steps):
        before = place(lines, some.line(here))
        here = some.settle(here + step, rows)
        assert place(lines, some.line(here)) == max(0, min(before + step, end))


def place(lines: list[TextLine], line: TextLine | None) -> int:
    """Return a line's number; the line after the last one has none."""
    return len(lines) if line is None else lines.index(line)


@given(ARTICLES, WIDTHS, st.data())
def test_the_end_is_the_end_from_anywhere(
    article: list[tuple[str, str]], width: int, data: st.DataObject
) -> None:
    blocks = ArticleBlocks(article)
    lines = laid_out(blocks, width)
    some = ArticleLayout(blocks, width)
    some.settle(data.draw(st.integers(0, 400)), 3)
    here = some.settle(some.height, 3)
    assert some.line(here + 2) is None
    seen = [some.line(here), some.line(here + 1)]
    assert [line for line in seen if line is not None] == lines[-2:]


@given(ARTICLES, WIDTHS, st.data())
def test_a_place_is_on_the_line_that_holds_it(
    article: list[tuple[str, str]], width: int, data: st.DataObject
) -> None:
    blocks = ArticleBlocks(article)
    some = ArticleLayout(blocks, width)
    at = data.draw(st.integers(0, len(article) - 1))
    offset = data.draw(st.integers(-1, len(article[at][0])))
    lines = [line for line in laid_out(blocks, width) if line.block == at]
    found = some.line(some.line_of(at, offset))
    if offset < 0:
        assert found == lines[0]
    else:
        words = [line for line in lines if not line.blank]
        assert found == next((line for line in reversed(words) if line.start <= offset), words[0])


@given(ARTICLES, WIDTHS, WIDTHS)
def test_another_width_gives_the_lines_of_that_width(
    article: list[tuple[str, str]], width: int, other: int
) -> None:
    blocks = ArticleBlocks(article)
    again = ArticleLayout(blocks, width).resized(other, blocks)
    fresh = laid_out(blocks, other)
    again.settle(0, 10_000)
    assert [again.line(number) for number in range(again.height - 1)] == fresh


def test_a_long_paragraph_is_parted_after_a_sentence_and_a_long_word_anywhere() -> None:
    text = "One sentence here. And one more that is longer. A third. " + "y" * 200
    ends = [portion.end for portion in ArticleLayout(ArticleBlocks([(text, "paragraph")]), 20).portions]
    assert text[: ends[0]] == "One sentence here. And one more that is longer. "
    assert ends[-1] == len(text)
    wide = "図書館の屋根が漏れている。" * 9
    parts = [portion.end for portion in ArticleLayout(ArticleBlocks([(wide, "paragraph")]), 20).portions]
    assert all(wide[:end].endswith("。") for end in parts)
    assert all(end - start <= 48 + 16 for start, end in zip([0, *ends], ends, strict=False))
