"""Names and hosts that mix scripts, or look like others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.content.lookalike_names import decode_host, find_mixed_script, make_skeleton
from tests.fixtures_library import Folder


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("Аnn Vane", "А"),
        ("Ann Vаne", "а"),
        ("Вов Oakes", "В"),
        ("раypal.com", "р"),
        ("Αlan", "Α"),
        ("Ann Vane", ""),
        ("Zoë Laîné", ""),
        ("Иван Петров", ""),
        ("Μαρία", ""),
        ("東京タワー", ""),
        ("さくら銀行", ""),
        ("김 金", ""),
        ("अनिल", ""),
        ("O’Brien–Smith (2nd)", ""),
        ("Ａｎｎ", ""),
    ],
)
def test_a_name_is_of_one_script(name: str, odd: str) -> None:
    assert find_mixed_script(name) == odd


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Barnes", "Bames", True),
        ("ТОМ", "TOM", True),
        ("Аnn", "Ann", True),
        ("l0l", "1Ol", True),
        ("Ann\u200b", "Ann", True),
        ("Ann Vane", "Ann Vance", False),
    ],
)
def test_texts_that_look_alike_have_one_skeleton(one: str, other: str, alike: bool) -> None:
    assert (make_skeleton(one) == make_skeleton(other)) is alike


@given(st.text())
def test_any_text_has_a_skeleton_and_any_address_a_host_or_none(text: str) -> None:
    make_skeleton(text)
    find_mixed_script(text[:20])
    decode_host(f"https://{text}")


def test_a_host_in_punycode_is_read() -> None:
    assert decode_host("https://xn--riversid-j8g.example.org/roof") == "riversidе.example.org"
    assert decode_host("https://example.org:443/") == "example.org"
    assert decode_host("https://xn--\ud800.org/") == ""


def test_two_people_who_look_alike_are_noted_and_one_persons_names_are_not(folder: Folder) -> None:
    folder.append("people.yaml", "- id: zoe-two\n  name: Zoë Lаîné\n  other_names:\n    - name: Zoe Bames\n")
    folder.append(
        "people.yaml", "- id: zoe-three\n  name: Zoe Barnes\n  other_names:\n    - name: Zoe Barnes\n"
    )
    found = [finding for finding in folder.check() if finding.code in ("D428", "D429")]
    assert [(finding.code, finding.severity) for finding in found] == [
        ("D428", "warning"), ("D429", "note"), ("D429", "note"),
    ]  # fmt: skip
    assert "it has a cyrillic small letter a (U+0430)" in found[0].message
    assert "Zoe Barnes looks like Zoe Bames in people.yaml" in found[2].message
