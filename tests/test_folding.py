"""Folding: what is compared as equal, and the way back to the text as printed."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from medway_tui.folding import IGNORABLE, FoldedText, fold_compatibility, fold_for_anchor, fold_for_search
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import Folder

PRINTED = st.text(
    st.sampled_from(
        "aZé 1-'“”…\u00a0\u00adﬁﬆ²①½％Ａ：ｶﾞﾊ가\u1100\u1161\u11a8\u0301\u0915\u094d\u200d"
        "👩🚒🏴\U000e0067™㎏\u2003ﷺİß"
    )
    | st.characters(codec="utf-8"),
    max_size=20,
)


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("the oﬃcial line", "official"),
        ("the of\u00adficial line", "official"),
        ("the official line", "of\u00adficial"),
        ("the official line", "oﬃcial"),
        ("ＯＦＳＴＥＤ said", "ofsted"),
        ("Ofsted said", "Ｏｆｓｔｅｄ"),
        ("10² metres", "102"),
        ("item ① of", "item 1"),
        ("½ of it", "1 2"),
        ("the Word™ file", "word"),
        ("room №5", "5"),
        ("ｶﾞｽ", "ガス"),
        ("ſanctity", "sanctity"),
        ("ro\u200bof", "roof"),
        ("“ｔｗｏ words”", '"two words"'),
    ],
)
def test_search_finds_a_text_in_any_form(folder: Folder, printed: str, typed: str) -> None:
    folder.append("articles/newsletter-undated.yaml", f'  - "{printed}"\n')
    if not IGNORABLE.search(printed):
        results = search(open_dossier([folder.root]).index, parse_query(typed))
        assert [hit.text for hit in results.hits] == [printed]
    spans = parse_query(typed).find_spans(printed)
    assert spans
    assert all(fold_compatibility(printed[start:end]).strip() for start, end in spans)


@pytest.mark.parametrize(
    ("printed", "typed", "marked"),
    [
        ("An oﬃcial said", "official", ["oﬃcial"]),
        ("An of\u00adficial said", "official said", ["of\u00adficial", "said"]),
        ("…so ﬁne, so ﬁne!", "fine", ["ﬁne", "ﬁne"]),
        ("Café ﬁne", "cafe fine", ["Café", "ﬁne"]),
        ("x² + y²", "y2", ["y²"]),
        ("ＡＢ ＣＤ", '"ab cd"', ["ＡＢ ＣＤ"]),
    ],
)
def test_the_words_found_are_marked_as_printed(printed: str, typed: str, marked: list[str]) -> None:
    assert [printed[start:end] for start, end in parse_query(typed).find_spans(printed)] == marked


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("oﬃcial", "official", True),
        ("ﬅreet", "street", True),
        ("Ｏｆｓｔｅｄ", "Ofsted", True),
        ("wait…", "wait...", True),
        ("a\u2009b\u3000c", "a b c", True),
        ("a–b—c", "a-b-c", True),
        ("‹a› «b» 「c」", '\'a\' "b" "c"', True),
        ("of\u00adficial", "official", True),
        ("ｶﾞｽ", "ガス", True),
        ("10²", "102", False),
        ("①", "1", False),
        ("½", "1⁄2", False),
        ("x₂", "x2", False),
        ("№", "No", False),
        ("™", "TM", False),
        ("1ª", "1a", False),
        ("𝐀", "A", False),
        ("Roof", "roof", False),
        ("café", "cafe", False),
        ("👨\u200d👩\u200d👧", "👨👩👧", False),
    ],
)
def test_quoted_words_are_compared_without_what_changes_the_sense(one: str, other: str, same: bool) -> None:
    assert (fold_for_anchor(one).text == fold_for_anchor(other).text) is same


@given(PRINTED)
def test_folding_for_search_is_nfkc_without_what_is_not_seen(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assume(not any(unicodedata.category(char)[0] == "S" for char in text))
    wanted = unicodedata.normalize("NFKC", IGNORABLE.sub("", unicodedata.normalize("NFKC", text)))
    assert unicodedata.normalize("NFKC", fold_compatibility(text)) == wanted


@given(PRINTED, st.sampled_from([fold_for_search, fold_for_anchor]))
def test_every_folded_character_has_its_printed_place(text: str, fold: object) -> None:
    assert callable(fold)
    folded: FoldedText = fold(text)
    places = [folded.printed_span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    for at, (start, end) in enumerate(places):
        # What the printed characters fold to has the folded character, and they fold alike by themselves.
        assert folded.text[at] in fold(text[start:end]).text
    assert fold(folded.text).text.split() == folded.text.split() or fold is fold_for_search


@given(PRINTED, PRINTED, PRINTED, st.sampled_from([fold_for_search, fold_for_anchor]))
def test_a_folded_span_leads_back_to_the_printed_words(
    before: str, words: str, after: str, fold: object
) -> None:
    assert callable(fold)
    text = f"{before} {words} {after}"
    folded: FoldedText = fold(text)
    start = len(fold(f"{before} ").text)
    end = start + len(fold(words).text)
    assume(end > start and folded.is_between(start) and folded.is_between(end))
    assume(not IGNORABLE.search(words[:1] + words[-1:]) and unicodedata.category(words[0])[0] != "M")
    assert folded.text[start:end] == fold(words).text
    first, last = folded.printed_span(start, end)
    assert fold(text[first:last]).text == folded.text[start:end]
    assert first == len(before) + 1


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_needs_no_places(text: str) -> None:
    assert fold_for_search(text) == (text.lower(), None, None)
    assert fold_for_anchor(text).starts is None
    assert fold_compatibility(text) is text


def test_only_punctuation_is_folded_less_than_nfkc_would() -> None:
    kept = [chr(code) for code in range(0x80, 0x110000) if fold_compatibility(chr(code)) == chr(code)]
    for char in kept:
        normalized = unicodedata.normalize("NFKC", char)
        assert normalized == char or not any(map(str.isalnum, char + normalized)), ascii(char)


def test_what_draws_nothing_is_as_unicode_lists_it() -> None:
    ignorable = regex.compile(r"\p{Default_Ignorable_Code_Point}")
    listed = {code for code in range(0x110000) if IGNORABLE.match(chr(code))}
    assert listed == {code for code in range(0x110000) if ignorable.match(chr(code))}
