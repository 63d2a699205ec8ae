"""Places in the text: found again by words in an article that has changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.tui.text_places import TextPlace, find_place, mark_place

HEADLINE = "Library to close on Mondays"
FIRST = "The library in the old fire station will be closed on Mondays from next spring, the council says."
SECOND = (
    "“We have no choice,” said the councillor. “The roof leaks, the heating is broken and the money is gone.”"
)
THIRD = "Yes."
TEXTS = [HEADLINE, FIRST, SECOND, THIRD, FIRST, THIRD]


def moved(block: int, offset: int, texts: list[str]) -> tuple[int, int]:
    return find_place(texts, mark_place(TEXTS, block, offset))


@given(st.integers(0, 5), st.integers(-1, 110))
def test_in_the_same_text_every_place_is_found(block: int, offset: int) -> None:
    offset = min(offset, len(TEXTS[block]))
    assert moved(block, offset, TEXTS) == (block, offset)


def test_a_paragraph_that_moved_is_found_by_its_words() -> None:
    assert moved(2, 40, ["New headline", "New.", *TEXTS[1:]]) == (3, 40)
    assert moved(2, -1, ["New headline", "New.", *TEXTS[1:]]) == (3, -1)
    assert moved(2, len(SECOND), [HEADLINE, SECOND]) == (1, len(SECOND))


def test_of_equal_paragraphs_the_nearest_is_meant() -> None:
    assert moved(4, 0, ["A", "B", FIRST, SECOND, "C", FIRST]) == (5, 0)
    assert moved(3, 0, ["A", THIRD, "B", "C", THIRD]) == (4, 0)


def test_half_of_the_words_are_enough() -> None:
    assert moved(2, 0, [HEADLINE, FIRST, "One more.", "So it is: " + SECOND[38:]]) == (3, 0)
    split = [HEADLINE, FIRST, SECOND[:50], SECOND[50:]]
    assert moved(2, 60, split) == (3, 10)
    assert moved(2, 10, split) == (2, 10)


def test_where_the_words_are_gone_the_number_is_the_best_guess() -> None:
    assert moved(2, 40, [HEADLINE, "Other.", "Words."]) == (2, 6)
    assert moved(5, 2, [HEADLINE, "Other."]) == (1, 0)
    assert moved(5, 2, []) == (0, 0)


@pytest.mark.parametrize("text", ["", "x", "ab" * 500])
def test_any_place_that_was_kept_leads_into_the_article(text: str) -> None:
    for place in (TextPlace(9, 99, "", -5), TextPlace(0, 3, "zz", 90), TextPlace(0, 10**9, "ab" * 40, -1)):
        block, offset = find_place([text], place)
        assert block == 0
        assert -1 <= offset <= len(text)
