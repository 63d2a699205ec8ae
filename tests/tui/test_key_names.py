"""Names of keys: what users write, Textual's names, and what the screen shows."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys

from medway_tui.tui.key_names import binding_keys, key_label, normal_key, parse_keys


@pytest.mark.parametrize(
    ("text", "key", "label"),
    [
        ("n", "n", "n"),
        (" G ", "G", "G"),
        ("shift+g", "G", "G"),
        ("?", "question_mark", "?"),
        ("question_mark", "question_mark", "?"),
        (",", "comma", ","),
        ("+", "plus", "+"),
        ("Ctrl+F", "ctrl+f", "Ctrl+f"),
        ("control+f", "ctrl+f", "Ctrl+f"),
        ("Alt+Left", "alt+left", "Alt+←"),
        ("shift+ctrl+x", "ctrl+shift+x", "Ctrl+Shift+x"),
        ("Esc", "escape", "Esc"),
        ("PgDn", "pagedown", "PgDn"),
        ("page down", "pagedown", "PgDn"),
        ("→", "right", "→"),
        ("F12", "f12", "F12"),
        ("up", "up", "↑"),
        ("é", "é", "é"),
        ("g g", "g g", "gg"),
        ("gg", "g g", "gg"),
        ("ZZ", "Z Z", "ZZ"),
        ("ctrl+w W", "ctrl+w W", "Ctrl+w W"),
        ("g Enter", "g enter", "g Enter"),
    ],
)
def test_a_key_is_read_as_people_write_it_and_shown_as_on_the_keyboard(
    text: str, key: str, label: str
) -> None:
    assert parse_keys(text) == key
    assert key_label(key) == label
    assert parse_keys(key) == key


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("escpae", "“escpae” is no key: did you mean Esc?"),
        ("F25", "“F25” is no key: did you mean F2?"),
        ("ctrll+x", "“ctrll+x” is no key: ctrll can't be held; did you mean ctrl?"),
        ("ctrl+i", "“ctrl+i” is the same key as Tab in a terminal"),
        ("Ctrl+M", "“Ctrl+M” is the same key as Enter in a terminal"),
        ("ctrl+h", "“ctrl+h” is the same key as Backspace in a terminal"),
        ("ctrl+[", "“ctrl+[” is the same key as Esc in a terminal"),
        ("ctrl+.", "“ctrl+.” is no key: a terminal does not report Ctrl with ."),
        ("shift+1", "“shift+1” is no key: write the character that it types"),
        ("  ", "a key is missing between the quotation marks; without any key, write []"),
        ("a b c d e", "“a b c d e” has more than 4 keys"),
        ("ggg", "“ggg” is no key"),
    ],
)
def test_what_is_no_key_is_said_with_a_suggestion(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        parse_keys(text)


def test_all_named_keys_of_textual_can_be_written() -> None:
    strange = {"<", "ctrl-at", "scroll", "shift+escape", "return"}
    for each in Keys:
        key = each.value
        if any(part in key for part in strange) or re.fullmatch(r"ctrl\+(shift\+)?[@\d]", key):
            continue
        if key in ("ctrl+h", "ctrl+i", "ctrl+m", "ctrl+right_square_bracket"):
            continue
        modifiers = sorted(key.split("+")[:-1])
        expected = "+".join([*modifiers, key.split("+")[-1]])
        if key not in ("ctrl+circumflex_accent", "ctrl+underscore", "ctrl+backslash"):
            assert parse_keys(key) == expected


def test_a_capital_is_bound_in_both_ways_in_which_terminals_report_it() -> None:
    assert binding_keys("G") == "G,shift+g"
    assert binding_keys("g") == "g"
    assert binding_keys("g g") == "g g"
    assert normal_key("shift+g") == "G"
    assert [normal_key(key) for key in ("G", "g", "shift+tab", "ctrl+g")] == ["G", "g", "shift+tab", "ctrl+g"]


@given(st.text(alphabet=string.printable + "é→“", max_size=12))
def test_any_text_is_a_key_or_a_sentence(text: str) -> None:
    try:
        key = parse_keys(text)
    except ValueError:
        return
    assert key_label(key)
    assert parse_keys(key) == key
