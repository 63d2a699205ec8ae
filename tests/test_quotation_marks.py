"""Words between quotation marks of every kind, and apostrophes that are none."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.quotation_marks import (
    find_quoted_ranges,
    find_quoted_spans,
    find_unlisted_ranges,
    split_paragraphs,
)
from tests.processor_time import least_seconds

ALL_MARKS = "“”„‟«»\"＂‘’‚‛'`´‹›「」『』<>"
PAIRS = ("“”", "„“", "„”", "””", "«»", "»«", '""', "‘’", "''", "‹›", "›‹", "「」", "『』")
NESTED = (
    ("“", "”", "“", "”"),
    ('"', '"', '"', '"'),
    ("“", "”", "‘", "’"),
    ("‘", "’", "“", "”"),
    ("«", "»", "“", "”"),
)


def quoted(text: str) -> list[str]:
    """The words in marks."""
    return [text[start:end] for start, end in find_quoted_ranges(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said ‹we are ready› today.", ["we are ready"]),
        ("Er sagte ›Nein‹ und ging.", ["Nein"]),
        ("彼は「はい」と言った。『本』も。", ["はい", "本"]),
        ("He said ``we are ready'' and left.", ["we are ready"]),
        ("He said ``it's late'' and ``no''.", ["it's late", "no"]),
        ("He said <<we are ready>> and left.", ["we are ready"]),
        ("»Das ist gut«, sagte er. »Wir gehen jetzt.« Dann ging er.", ["Das ist gut", "Wir gehen jetzt."]),
        ("»Det er godt,« siger hun. »Vi er klar.« Og så gik hun.", ["Det er godt,", "Vi er klar."]),
        ("„Das ist gut“, sagte er. „Nein“, sagte sie.", ["Das ist gut", "Nein"]),
        ("« C’est bien », dit-il. « Nous partons. »", ["C’est bien", "Nous partons."]),
    ],
)
def test_marks_of_other_languages_and_keyboards(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "'Tis the season, said Ann Poll, and 'twas ever thus in the '90s.",
        "'Twas a rock 'n' roll night, and the '60s band played.",
        "‘Tis the season, and ‘twas fun in the ‘90s, said Bob.",
        "The residents' group met the traders' leader, whose sisters' dogs barked.",
        "Fish ’n’ chips for the boys’ and girls’ teams.",
        "a << b and c >> d; x<<y>>z; Home › News › Local",
        'The 12" record and the 7" one.',
        "It is 5' 6\" tall.",
    ],
)
def test_apostrophes_and_signs_quote_nothing(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The residents' group said 'no' to the councils' plan.", ["no"]),
        ("'Tis the season,' he said, and 'twas late.", ["Tis the season,"]),
        ("‘fish ’n’ chips’ night", ["fish ’n’ chips"]),
        ("'The officials' plan is bad,' he said.", ["The officials' plan is bad,"]),
    ],
)
def test_apostrophes_beside_quotations(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“They’d ring and say “we’re on our way” and nobody came,” said Orla Kinsey.",
            ["They’d ring and say “we’re on our way” and nobody came,"],
        ),
        ('"They say "yes" and "no" always," he said.', ['They say "yes" and "no" always,']),
        ("'He told me it's 'very bad' for dogs,' she said.", ["He told me it's 'very bad' for dogs,"]),
        ("“A ‘b’ c,” she said. ‘D “e” f,’ he said.", ["A ‘b’ c,", "D “e” f,"]),
        (
            "“We waited “long” enough.\n\n“It is to be built,” she said.",
            ["We waited “long” enough.", "It is to be built,"],
        ),
    ],
)
def test_of_nested_marks_the_outermost_count(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“It is so, said Ida Penhale, who keeps the kiosk. “It is not,” said Bram Oakes.",
            ["It is so,", "It is not,"],
        ),
        ("“A storm, said Ida. “A wind,” said Bram. “No,” she said.", ["A storm,", "A wind,", "No,"]),
        ("“We shall see, the mayor said.\n\nThe council met.", ["We shall see,"]),
        ("She said: “We are ready.\n\nThe council met.", ["We are ready."]),
        ("She added: ‘I have my dogs.\n\n“I love my life.”", ["I have my dogs.", "I love my life."]),
    ],
)
def test_a_forgotten_closing_mark_ends_at_the_cue_or_the_paragraph(text: str, words: list[str]) -> None:
    assert quoted(text) == words


def test_an_open_quotation_continues_in_the_next_paragraph() -> None:
    text = "“I met her, she said no.\n\n“And then,” he said. “I left, she said.\n\n“Well,” he said."
    spans = find_quoted_spans(text, split_paragraphs(text))
    assert [text[s.start : s.end] for s in spans][:2] == ["I met her, she said no.", "And then,"]
    assert spans[1].continues == 0


def test_words_that_no_span_covers_are_unlisted() -> None:
    text = "“One,” he said. ‹Two› and 'Tis."
    assert [text[a:b] for a, b in find_unlisted_ranges(text, [(1, 4)])] == ["Two"]


words = st.text(string.ascii_letters, min_size=1, max_size=8).map(lambda word: f"x{word}x")


@given(st.lists(words, min_size=2, max_size=6), st.sampled_from(PAIRS), words, words)
def test_words_between_one_pair_are_found_whole(said: list[str], pair: str, before: str, after: str) -> None:
    inner = " ".join(said)
    text = f"{before} {pair[0]}{inner}{pair[-1]} {after}."
    assert quoted(text) == [inner]


@given(st.lists(words, min_size=2, max_size=4), st.sampled_from(NESTED), words)
def test_nested_pairs_are_one_quotation(
    said: list[str], marks: tuple[str, str, str, str], nested: str
) -> None:
    opening, closing, inner_opening, inner_closing = marks
    inner = f"{said[0]} {inner_opening}{nested}{inner_closing} {' '.join(said[1:])},"
    assert quoted(f"{opening}{inner}{closing} she said.") == [inner]


@given(st.text(st.sampled_from(f"{ALL_MARKS} ab.,S:\n"), max_size=60))
def test_spans_are_in_order_apart_and_inside_their_paragraphs(text: str) -> None:
    paragraphs = split_paragraphs(text)
    spans = find_quoted_spans(text, paragraphs)
    end = 0
    for number, span in enumerate(spans):
        paragraph = paragraphs[span.paragraph]
        assert end <= span.outer_start <= span.start < span.end <= span.outer_end
        assert paragraph.start <= span.outer_start
        assert span.outer_end <= paragraph.end
        assert text[span.start] not in " \n"
        assert text[span.end - 1] not in " \n"
        assert span.continues is None or span.continues == number - 1
        end = span.outer_end


@given(st.text(st.sampled_from("ab .,\n"), max_size=60))
def test_a_text_without_marks_quotes_nothing(text: str) -> None:
    assert not list(find_quoted_ranges(text))


@pytest.mark.parametrize("mark", [*ALL_MARKS, "``", "<<", "''", " “a", " 'a", "“a, said B. ", "‘x’s "])
def test_the_work_is_linear(mark: str) -> None:
    def seconds(count: int) -> float:
        text = mark * count
        return least_seconds(lambda: list(find_quoted_ranges(text)))

    assert seconds(40_000) < 40 * max(seconds(4_000), 0.002)
