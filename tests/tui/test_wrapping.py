"""Wrapping and truncating text by cell width."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.text import Text

from medway_tui.text import escape_invisible, find_clusters, split_clusters
from medway_tui.tui.widgets.wrapping import fit, fit_styled, wrap

WIDE = "図書館頑張れ한국어🙂🏛️👩‍💻☀️é🇬🇧｡ﾊﾝ"
"""Two cells, half-width, joined emoji, a sign with a variation selector, a flag, a combining accent."""

NARROW = "abcdefgh ijk lmno,.-“”’\u00a0£é—"

JOINED = (
    "हिन्दीक्षत्रक\u200dषका ภาษาไทยน้ำกำ العَرَبِيَّة ẹ\u0301 ക്ഷ ကြ \u1100\u1161\u11a8 நிཧཱུྃ 👩\u200d👩\u200d👧🇬🇧☀\ufe0f"
)
"""Conjuncts of Devanagari, SARA AM, vowels of Arabic, stacked accents, spelt Hangul, joined emoji."""

texts = st.one_of(
    st.text(NARROW, max_size=200),
    st.text(NARROW + WIDE, max_size=120),
    st.text(max_size=80).map(escape_invisible),
    st.text(NARROW + JOINED, max_size=120).map(escape_invisible),
    st.lists(st.sampled_from(JOINED.split()), max_size=30).map(" ".join),
)
widths = st.integers(1, 90)


def drawn(text: str, width: int) -> list[str]:
    """The lines of a text."""
    return [text[start:end] for start, end in wrap(text, width)]


@given(texts, widths)
def test_lines_hold_every_character_but_spaces_in_order(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(start <= end for start, end in lines)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(lines))
    assert re.sub("[ \t\n]", "", "".join(drawn(text, width))) == re.sub("[ \t\n]", "", text)


@given(texts, widths)
def test_every_line_fits_unless_one_character_alone_is_wider(text: str, width: int) -> None:
    for line in drawn(text, width):
        assert cell_len(line) <= width or len(split_graphemes(line)[0]) == 1


@given(texts, widths)
def test_no_line_begins_or_ends_with_a_space(text: str, width: int) -> None:
    assert all(line == line.strip(" \t\n") for line in drawn(text, width))


@given(texts, st.integers(8, 90))
def test_words_of_narrow_characters_are_kept_whole_where_they_fit(text: str, width: int) -> None:
    lines = drawn(text, width)
    for word in re.split("[ \t\n]+", text):
        if word and len(word) <= width and all(cell_len(char) == 1 for char in word):
            assert any(word in line for line in lines)


@given(st.text("abcdefgh    ", max_size=200), widths)
def test_a_line_holds_as_many_words_as_fit(text: str, width: int) -> None:
    text = " ".join(text.split())
    lines = drawn(text, width)
    for line, following in itertools.pairwise(lines):
        word = following.split(" ")[0]
        if len(word) < width:
            assert len(line) + 1 + len(word) > width or len(line) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one", 10, ["one"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("incomprehensibilities", 10, ["incomprehe", "nsibilitie", "s"]),
        ("a incomprehensibilities", 10, ["a", "incomprehe", "nsibilitie", "s"]),
        ("  two  spaces  ", 20, ["two  spaces"]),
        ("no\u00a0break here", 8, ["no\u00a0break", "here"]),
        ("図書館図書館", 5, ["図書", "館図", "書館"]),
        ("the 図書館 is open", 6, ["the 図", "書館", "is", "open"]),
        ("one\ntwo\tthree", 7, ["one\ntwo", "three"]),
        ("anything", 0, [*"anything"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert drawn(text, width) == lines


@given(texts, st.integers(0, 90))
def test_what_is_cut_fits_and_ends_with_a_sign(text: str, width: int) -> None:
    shown = fit(text, width)
    assert cell_len(shown) <= width
    if cell_len(text) <= width:
        assert shown == text
    elif width:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1])


def test_a_long_text_is_cut_between_words_no_space_before_the_sign() -> None:
    assert fit("one two three", 5) == "one…"
    assert fit("図書館", 5) == "図書…"
    assert fit("図書館", 4) == "図…"
    assert fit("anything", 1) == "…"


ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("emoji", [ENGLAND, "👩\u200d👩\u200d👧\u200d👦", "🇬🇧", "❤\ufe0f", "👍🏽"])
@pytest.mark.parametrize("width", [2, 3, 7, 10])
def test_an_emoji_of_several_characters_stays_whole(emoji: str, width: int) -> None:
    text = f"a{emoji * 7} b"
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width
        assert line.replace(emoji, "").strip() in ("", "a", "b", "a b")
    assert fit(emoji * 3, 5) == f"{emoji * 2}…"


def cluster_ends(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@given(st.one_of(st.text(NARROW + JOINED, max_size=120).map(escape_invisible), texts), st.integers(4, 90))
def test_no_letter_is_parted_from_its_marks(text: str, width: int) -> None:
    ends = cluster_ends(text)
    assume(all(cell_len(match[0]) <= 4 for match in regex.finditer(r"\X", text)))
    for start, end in wrap(text, width):
        assert {start, end} <= ends
    shown = fit(text, width)
    assert len(shown) - (shown != text) in ends
    assert "".join(split_clusters(text)) == text
    cut = fit_styled(Text(text, "bold"), width)
    assert cut.plain == shown


def test_every_mark_that_takes_room_is_looked_for() -> None:
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.category(char)[0] == "M" and get_character_cell_size(char):
            assert find_clusters(f"क{char}") == {0: 2}, hex(code)


def test_a_conjunct_wider_than_the_line_is_cut_all_the_same() -> None:
    text = "क्" * 30 + "ष"
    assert all(cell_len(line) <= 5 for line in drawn(text, 5))
    assert cell_len(fit(text, 5)) <= 5
