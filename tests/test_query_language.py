"""The query language: every form, and no input is an error."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medway_tui.index.query_language import Filter, Query, Word, parse_query, suggest_filters
from medway_tui.text import fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("   ", []),
        ("roof", [(("roof",), False, False)]),
        ("leaky roof", [(("leaky",), False, False), (("roof",), False, False)]),
        ('"leaky roof"', [(("leaky", "roof"), False, False)]),
        ("“leaky roof”", [(("leaky", "roof"), False, False)]),
        ('"leaky roof', [(("leaky", "roof"), False, False)]),
        ("-roof", [(("roof",), False, True)]),
        ('-"leaky roof"', [(("leaky", "roof"), False, True)]),
        ("roo*", [(("roo",), True, False)]),
        ("-roo*", [(("roo",), True, True)]),
        ("re-thinking", [(("re", "thinking"), False, False)]),
        ("it's", [(("it", "s"), False, False)]),
        ("it’s", [(("it", "s"), False, False)]),
        ("Café", [(("Café",), False, False)]),
        ("cafe\u0301s", [(("cafés",), False, False)]),
        ("price:high", [(("price", "high"), False, False)]),
        ("10:30", [(("10", "30"), False, False)]),
        ("https://example.org", [(("https", "example", "org"), False, False)]),
        ('the"leaky roof"', [(("the",), False, False), (("leaky", "roof"), False, False)]),
        ("NEAR(roof) AND OR NOT", [(("NEAR", "roof"), False, False), (("AND",), False, False),
                                   (("OR",), False, False), (("NOT",), False, False)]),
        ('- -- * "" :: [/] %', []),
    ],
)  # fmt: skip
def test_words_and_phrases(text: str, words: list[tuple[tuple[str, ...], bool, bool]]) -> None:
    query = parse_query(text)
    assert query.words == tuple(Word(*word) for word in words)
    assert (query.filters, query.problems) == ((), ())
    assert bool(query) == bool(words)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("speaker:okafor", [("speaker", "okafor", False)]),
        ("Speaker:Okafor", [("speaker", "Okafor", False)]),
        ('speaker:"mary okafor"', [("speaker", "mary okafor", False)]),
        ("speaker:“mary okafor”", [("speaker", "mary okafor", False)]),
        ('speaker:"mary okafor', [("speaker", "mary okafor", False)]),
        ("-speaker:okafor", [("speaker", "okafor", True)]),
        ('-party:"the greens"', [("party", "the greens", True)]),
        ("party:grn role:leader", [("party", "grn", False), ("role", "leader", False)]),
        ("in:herald after:2019-09 before:2020", [("in", "herald", False), ("after", "2019-09", False),
                                                 ("before", "2020", False)]),
        ("from:2019-09 -Until:2020", [("after", "2019-09", False), ("before", "2020", True)]),
        ("type:direct -type:mixed", [("type", "direct", False), ("type", "mixed", True)]),
        ("in:bbc-2019-08-27", [("in", "bbc-2019-08-27", False)]),
    ],
)  # fmt: skip
def test_filters(text: str, filters: list[tuple[str, str, bool]]) -> None:
    query = parse_query(text)
    assert query.filters == tuple(Filter(*each) for each in filters)  # type: ignore[arg-type]
    assert (query.words, query.problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("after:yesterday", "after: wants a date such as 2019, 2019-09 or 2019-09-04, not yesterday"),
        ("before:2019-02-31", "before: wants a date such as 2019, 2019-09 or 2019-09-04, not 2019-02-31"),
        ("until:later", "until: wants a date such as 2019, 2019-09 or 2019-09-04, not later"),
        ("from:", "from: wants a value right after the colon"),
        ("type:said", "type: is one of direct, mixed, indirect, not said"),
        ("speaker:", "speaker: wants a value right after the colon"),
        ("-Party:", "party: wants a value right after the colon"),
    ],
)
def test_what_is_not_understood_is_reported(text: str, problem: str) -> None:
    query = parse_query(f"{text} roof")
    assert query.problems == (problem,)
    assert query.words == (Word(("roof",), prefix=False, negative=False),)
    assert query.filters == ()
    assert parse_query(text).problems == (problem,)


@pytest.mark.parametrize("text", ["after:20", "type:dir", "speaker:", "in:", "-type:"])
def test_a_filter_that_is_being_typed_is_no_problem_yet(text: str) -> None:
    query = parse_query(f"roof {text}", typing=True)
    assert query.problems == ()
    assert [word.tokens for word in query.words] == [("roof",)]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("leaky ro", '"leaky" AND "ro"*'),
        ("leaky ro ", '"leaky" AND "ro"'),
        ('"leaky ro', '"leaky ro"*'),
        ('"leaky ro"', '"leaky ro"'),
        ("-ro", None),
    ],
)
def test_the_last_word_may_continue_while_it_is_typed(text: str, match: str | None) -> None:
    assert parse_query(text, typing=True).match_expression() == match


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("since:2019 roof", ["from:2019 (that date included)"]),
        ("roof -to:2020", ["-until:2020 (that date not included)"]),
        ("untill:2020 by:okafor", ["until:2020 (that date not included)", "speaker:okafor"]),
        ('speker:"mary okafor"', ['speaker:"mary okafor"']),
        ("http://example.org note: x from:2019", []),
    ],
)
def test_a_filter_that_may_be_meant_is_suggested(text: str, suggested: list[str]) -> None:
    assert suggest_filters(text) == suggested
    assert parse_query(text).problems == ()


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in parse_query(query).find_spans(text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("roof", "A ROOF, a roofer, proof; roof.", ["ROOF", "roof"]),
        ("roo*", "A ROOF, a roofer, proof.", ["ROOF", "roofer"]),
        ("cafe", "Café, CAFÉ, cafe, cafés", ["Café", "CAFÉ", "cafe"]),
        ("café", "cafe Café", ["cafe", "Café"]),
        ('"leaky roof"', "a leaky — ROOF; leaky, old roof", ["leaky — ROOF"]),
        ('leaky "leaky roof"', "leaky roof, leaky", ["leaky roof", "leaky"]),
        ("children's", "their children’s lives", ["children’s"]),
        ("-roof leaky", "a leaky roof", ["leaky"]),
        ("speaker:okafor roof", "Okafor’s roof", ["roof"]),
        ("図書館", "the 図書館 banner", ["図書館"]),
        ("한국", "한국 학교", ["한국"]),
        ("сергей", "Сергей, сергеи", ["Сергей"]),
        ("x\u0302y", "an x\u0302y and an xy", ["x\u0302y"]),
        ("sic", "We [sic] did 🙂 sick", ["sic"]),
        ("", "anything", []),
        ("in:herald", "herald", []),
        ("_", "snake_case _", []),
        ("case", "snake_case", ["case"]),
    ],
)
def test_what_is_marked_in_a_text(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


TYPED = st.text() | st.text(" -*:\"'“”()^~+[]/\\.aeé\u0301İßsK図🙂\0\x1bnotAND", max_size=24)
TYPED |= st.lists(
    st.sampled_from(
        ["speaker:", "-in:", "after:", "2019", "type:", "direct", '"', "*", " ", "-", "roof", "“"]
    )
).map("".join)


@given(TYPED, st.booleans())
@example("speaker:\0", False)
@example('"', True)
@example("after:0000-00-00", False)
def test_whatever_is_typed_is_a_query(text: str, typing: bool) -> None:
    query = parse_query(text, typing=typing)
    assert isinstance(query, Query)
    assert all(word.tokens and all(word.tokens) for word in query.words)
    assert all(filter_.value.strip() for filter_ in query.filters)


@given(TYPED, st.text() | TYPED, st.booleans())
def test_spans_are_in_the_text_in_order_and_hold_the_words(typed: str, text: str, typing: bool) -> None:
    query = parse_query(typed, typing=typing)
    end = 0
    wanted = {fold(word.tokens[0]) for word in query.words if not word.negative}
    for start, stop in query.find_spans(text):
        assert end <= start < stop <= len(text)
        assert any(fold(text[start:stop]).startswith(token) for token in wanted)
        end = stop


@given(st.lists(st.text("abcé", min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_a_word_of_a_text_is_marked_in_it(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    assert len(marked(word, " ".join(words))) == [fold(each) for each in words].count(fold(word))
