"""Quotations are anchored where their words are, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from medway_tui.content.anchors import find_anchor
from medway_tui.text import FOLDED_MARKS
from tests.fixtures_library import GAZETTE, HERALD, Folder, line_and_column

TEXTS = [
    "Roof 'beyond patching'",
    "It’s wet, she said – very wet.",
    "A drip, a drop, a drip.",
    "It’s wet again.",
    "Only here: the attic.",
]


@pytest.mark.parametrize(
    ("paragraph", "exact", "span", "how"),
    [
        (0, "beyond patching", (0, 6, 21), "exact"),
        (1, "It’s wet", (1, 0, 8), "exact"),
        (2, "a drop", (2, 8, 14), "exact"),
        (1, "It's wet", (1, 0, 8), "folded"),
        (1, "she said - very", (1, 10, 25), "folded"),
        (3, "the attic", (4, 11, 20), "moved"),
        (99, "the attic", (4, 11, 20), "moved"),
        (0, "It's wet again", (3, 0, 14), "folded"),
        (2, "drip", (2, 2, 6), "ambiguous"),
        (4, "It’s wet", None, "adrift"),
        (4, "It's wet", None, "adrift"),
        (4, "The attic", None, "adrift"),
        (4, "the attick", None, "adrift"),
        (0, "beyond patching' It", None, "adrift"),
    ],
)
def test_where_words_are_found(
    paragraph: int, exact: str, span: tuple[int, int, int] | None, how: str
) -> None:
    assert find_anchor(TEXTS, paragraph, exact) == (span, how)


@pytest.mark.parametrize(
    ("prefix", "suffix", "span", "how"),
    [
        (None, None, (2, 2, 6), "ambiguous"),
        (None, ", a drop", (2, 2, 6), "exact"),
        (None, ".", (2, 18, 22), "exact"),
        ("drop, a ", None, (2, 18, 22), "exact"),
        ("A ", None, (2, 2, 6), "exact"),
        ("A ", ".", None, "adrift"),
        ("a ", None, (2, 18, 22), "exact"),
        ("drop,\u00a0a ", None, (2, 18, 22), "folded"),
    ],
)
def test_a_prefix_or_suffix_distinguishes_two_places(
    prefix: str | None, suffix: str | None, span: tuple[int, int, int] | None, how: str
) -> None:
    assert find_anchor(TEXTS, 2, "drip", prefix, suffix) == (span, how)


SOME = st.text("ab '’“\"-–\u00a0é🙂", max_size=12)


@given(st.lists(SOME, max_size=5), st.integers(0, 6), SOME.filter(bool), SOME, SOME)
def test_a_span_holds_the_words_that_were_looked_for(
    texts: list[str], paragraph: int, exact: str, prefix: str, suffix: str
) -> None:
    span, how = find_anchor(texts, paragraph, exact, prefix or None, suffix or None)
    assert (span is None) == (how == "adrift")
    if span is None:
        return
    text = texts[span.block]
    assert 0 <= span.start < span.end <= len(text)
    words = text[span.start : span.end]
    before, after = text[: span.start], text[span.end :]
    folded = [each.translate(FOLDED_MARKS) for each in (words, exact, before, prefix, after, suffix)]
    assert folded[0] == folded[1]
    assert folded[2].endswith(folded[3])
    assert folded[4].startswith(folded[5])
    if how in ("exact", "moved"):
        assert words == exact
        assert (span.block == paragraph) == (how == "exact")


@given(st.lists(SOME, min_size=1, max_size=4), st.data())
def test_words_that_are_in_a_paragraph_are_found_in_it(texts: list[str], data: st.DataObject) -> None:
    paragraph = data.draw(st.integers(0, len(texts) - 1))
    text = texts[paragraph]
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span, how = find_anchor(texts, paragraph, text[start:end], text[:start] or None, text[end:] or None)
    assert (span, how) == ((paragraph, start, end), "exact")


# -- messages ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "words", "code", "says"),
    [
        (HERALD, "exact: A roof is a promise.", "exact: A roof is no promise.", "A roof", "A301",
         "these words are not in the article: A roof is no promise.;"
         " closest is paragraph 2 (90 of 100): it has “a” for “no”"),
        (HERALD, "paragraph: 2\n", "paragraph: 1\n", "1\n  exact: A roof", "A302",
         "these words are in paragraph 2, not 1: A roof is a promise."),
        (HERALD, "exact: Nobody.", "exact: Nobody", "Nobody\n", "A303",
         "these words occur twice in paragraph 4: Nobody"),
        (GAZETTE, "winter we have carried", "winter we\u00a0have carried", "Every", "A304",
         "quotation marks, dashes or spaces differ from paragraph 7: "
         "Every winter we\u00a0have carried the books …"),
    ],
)  # fmt: skip
def test_a_quotation_that_is_not_quite_there(
    folder: Folder, name: str, old: str, new: str, words: str, code: str, says: str
) -> None:
    folder.change(f"quotes/{name}.yaml", old, new)
    line, column = line_and_column(folder.read(f"quotes/{name}.yaml"), words)
    assert folder.findings() == [f"quotes/{name}.yaml:{line}:{column} {code}"]
    assert folder.check()[0].message == says


def test_only_what_can_not_be_placed_for_sure_is_an_error(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "paragraph: 2\n", "paragraph: 1\n")
    folder.change(f"quotes/{GAZETTE}.yaml", "winter we have carried", "winter we\u00a0have carried")
    assert [finding.severity for finding in folder.check()] == ["warning", "warning"]
    folder.change(f"quotes/{HERALD}.yaml", "exact: Nobody.", "exact: Nobody")
    assert [finding.severity for finding in folder.check()] == ["warning", "warning", "error"]


@pytest.mark.parametrize(
    ("prefix", "suffix"), [("the first", None), (None, "leaks"), ("the first ", " leaks")]
)
def test_context_is_found_with_and_without_the_space_between(prefix: str | None, suffix: str | None) -> None:
    texts = ["Two roofs", "Of the second roof nothing is known; the first roof leaks."]
    assert find_anchor(texts, 1, "roof", prefix, suffix).span == (1, 47, 51)
