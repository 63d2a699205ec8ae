"""Folding text for comparison, and making it safe to print."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medway_tui.index.schema import TOKENIZER
from medway_tui.model.articles import block_digest
from medway_tui.text import (
    FOLDED_MARKS,
    escape_invisible,
    find_invisible,
    fold,
    fold_to_letters,
    remove_invisible,
)

HARMFUL = ("Cc", "Cs", "Zl", "Zp")
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters()) | st.text("\x1b\x07\x9b\u202e[]31mab\u3164\u034f\ud800\r\n\t"))
@example("\x1b]0;title\x07\x9b31m\x7f\u202e\u2066\ud800\u2028")
def test_what_is_visible_holds_nothing_that_moves_or_hides(text: str) -> None:
    shown = escape_invisible(text)
    assert not [c for c in shown if unicodedata.category(c) in HARMFUL or c in BIDI]
    assert find_invisible(shown) is None
    assert len(shown) == len(text)
    assert escape_invisible(shown) == shown
    shown.encode("utf-8")


@given(st.text())
def test_visible_changes_a_text_just_where_something_is_unseen(text: str) -> None:
    plain = text.translate({ord(c): " " for c in "\t\n\r"})
    found = find_invisible(plain)
    assert (found is None) == (escape_invisible(plain) == plain)
    if found:
        assert escape_invisible(plain)[: found.start()] == plain[: found.start()]
        assert escape_invisible(plain)[found.start()] != plain[found.start()]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc", "a b  c"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x00\x7f", "␀␡"),
        ("\u202eabc", "\ufffdabc"),
        ("a\u3164b", "a\ufffdb"),
        ("plain – “quoted” £5", "plain – “quoted” £5"),
        ("図書館 👩‍🚒 ❤️ naïve", "図書館 👩‍🚒 ❤️ naïve"),
    ],
)
def test_what_the_reader_sees_of_odd_characters(text: str, shown: str) -> None:
    assert escape_invisible(text) == shown


@pytest.mark.parametrize(
    "char", [*"\t\n\r", "a", "é", "図", "🙂", "👩\u200d🚒", "❤\ufe0f", "1\ufe0f\u20e3", "’"]
)
def test_ordinary_characters_hide_nothing(char: str) -> None:
    assert find_invisible(f"a{char}b") is None


@pytest.mark.parametrize(
    "text",
    [
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "👨\u200d👩\u200d👧\u200d👦 🧑🏽\u200d🤝\u200d🧑🏻",
        "🏳\ufe0f\u200d🌈 🧔\u200d♂\ufe0f 🇬🇧 #\ufe0f\u20e3 ☎\ufe0e",
        "می\u200cخواهم",
        "क्\u200dष क्\u200cष ශ්\u200dරී",
    ],
)
def test_emoji_and_scripts_keep_their_joiners(text: str) -> None:
    assert find_invisible(text) is None
    assert escape_invisible(text) == remove_invisible(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "ro\u200dof", "5\ufe0f pounds", "a\u200cb", "क\u200d", "👩\u200d ", "\u200d👩", "x\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067", "A\U000e0041", "e\u034f", "葛\U000e0100",
        "🏴" + "".join(chr(0xE0000 + ord(c)) for c in "ignore-all") + "\U000e007f", "\u180e", "\u2065",
    ],
)  # fmt: skip
def test_what_no_emoji_and_no_script_needs_is_shown(text: str) -> None:
    shown = escape_invisible(text)
    assert "\ufffd" in shown
    assert len(shown) == len(text)
    assert find_invisible(remove_invisible(text)) is None


@given(st.text())
@example("İstanbul ẞ ﬁ")
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(text.translate(FOLDED_MARKS)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café NAÏVE", "cafe naive"),
        ("Zoë Laîné", "zoe laine"),
        ("Việt Nam", "viet nam"),
        ("Сергей", "сергей"),
        ("がくせい", "がくせい"),
        ("한국", "한국"),
    ],
)
def test_accents_are_taken_from_latin_letters_only(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_is_that_of_the_full_text_search() -> None:
    """Every letter of the likely scripts is indexed as it is folded."""
    ranges = [(0x21, 0x250), (0x386, 0x3CF), (0x400, 0x460), (0x5D0, 0x5EA), (0x621, 0x64A)]
    ranges += [(0x1E02, 0x1EFA), (0x3041, 0x30FF), (0x4E00, 0x4F00), (0xAC00, 0xAD00)]
    # SQLite keeps a few letters or folds them differently.
    odd = "µſẛẞǠǡς"
    chars = [chr(n) for low, high in ranges for n in range(low, high)]
    chars = [c for c in chars if c.isalnum() and c not in odd]
    chars = [c for c in chars if unicodedata.normalize("NFC", c) == c]
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE word USING fts5(text, tokenize='{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE term USING fts5vocab(word, 'instance')")
    connection.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", ((ord(c), c) for c in chars))
    indexed = dict(connection.execute("SELECT doc, term FROM term"))
    assert {c: indexed[ord(c)] for c in chars} == {c: fold(c) for c in chars}
    assert len(chars) > 1000


@given(st.text())
def test_a_block_is_recognised_whatever_its_marks_and_spaces(text: str) -> None:
    assert block_digest(text) == block_digest(text.translate(FOLDED_MARKS))
    assert block_digest(f" “{text}” –\n") == block_digest(text)
    assert re.fullmatch("[0-9a-f]{12}", block_digest(text))


def test_a_digest_distinguishes_letters_and_digits() -> None:
    assert fold_to_letters("It's £35 million – “é”!") == "its35millioné"
    assert fold_to_letters("cafe\u0301") == fold_to_letters("CAFÉ")
    assert block_digest("55 children") != block_digest("56 children")
    assert block_digest("") == "e3b0c44298fc"
