"""Quotations and their speakers, on sentences made up for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medway_tui.quotation_extraction import Quotation, extract, strongest_features
from tests.gold_set import predict
from tests.quotation_scoring import Record, load_records, score

SHARED = Path(__file__).resolve().parents[2] / "shared"


def find_quotations(text: str, **given: Any) -> list[tuple[str, str | None]]:
    """The words and speaker of each quotation, without those of type ``none``."""
    return [(text[q.start : q.end], q.speaker) for q in extract(text, **given) if q.type != "none"]


def find_speakers(text: str) -> list[str | None]:
    return [speaker for _, speaker in find_quotations(text)]


def extract_only(text: str) -> Quotation:
    (quotation,) = extract(text)
    return quotation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mr Poll said: “We were late.”", "We were late."),
        ('Mr Poll said: "We were late."', "We were late."),
        ("Mr Poll said: ‘We were late.’", "We were late."),
        ("Mr Poll said: 'We were late.'", "We were late."),
        ('Mr Poll said: “We were late."', "We were late."),
        ("Mr Poll said: „We were late.”", "We were late."),
        ("Mr Poll said: 'The council's plan wasn't ready.'", "The council's plan wasn't ready."),
        ("Mr Poll said: ‘The officers’ plan wasn’t ready.’", "The officers’ plan wasn’t ready."),
        ("Mr Poll said: “They call it ‘the pit’ here.”", "They call it ‘the pit’ here."),
        ("Mr Poll said: ‘They call it “the pit” here.’", "They call it “the pit” here."),
        ("Mr Poll said: “ We were late. ”", "We were late."),
        ("Mr Poll said: “We were late.", "We were late."),
    ],
)
def test_marks_of_every_kind(text: str, words: str) -> None:
    assert find_quotations(text) == [(words, "Poll")]


def test_apostrophes_are_no_marks() -> None:
    assert (
        extract("The parents' group said it wasn't the girls' fault in the '90s, 'cause nobody's asked.")
        == ()
    )


def test_a_missing_mark_spoils_its_own_paragraph_only() -> None:
    text = "Mr Poll said: “We were late.\nMs Reeve said: “It was wet.”"
    assert find_quotations(text) == [("We were late.", "Poll"), ("It was wet.", "Reeve")]


def test_a_quotation_that_is_not_closed_continues() -> None:
    text = (
        "In the end the RNLI added: “It was a long night for the crew.\n"
        "“We would ask everyone to keep off the ice.”"
    )
    first, second = extract(text)
    assert (first.speaker, second.speaker) == ("RNLI", "RNLI")
    assert (first.continues, second.continues) == (None, 0)


def test_a_quotation_in_single_marks_continues_too() -> None:
    text = "Ms Poll said: ‘It wasn’t our night.\n\n‘We’ll do better.’"
    first, second = extract(text)
    assert (text[first.start : first.end], first.speaker) == ("It wasn’t our night.", "Poll")
    assert (text[second.start : second.end], second.speaker) == ("We’ll do better.", "Poll")
    assert second.continues == 0


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("Bea Poll said: “We were late.”", "Bea Poll", "said"),
        ("“We were late,” said Bea Poll.", "Bea Poll", "said"),
        ("“We were late,” Bea Poll added.", "Bea Poll", "added"),
        ("“We were late,” she said.", "she", "said"),
        ("Bea Poll: “We were late.”", "Bea Poll", ":"),
        ("According to Bea Poll, the ferry was “late and filthy”.", "Bea Poll", "According"),
        ("The ferry was “late and filthy”, according to the regulator.", "the regulator", "according"),
        ("Cllr Bea Poll (Con), portfolio holder for roads, said: “We were late.”", "Bea Poll", "said"),
        (
            "Council leader, Bea Poll (Lab), who sat by Tom Reeve, said: “We were late.”",
            "Bea Poll",
            "said",
        ),
        ("Speaking on Friday, June 5, Cllr Bea Poll retorted: “We were late.”", "Bea Poll", "retorted"),
        ("The council said it was “deeply sorry” for the delay.", "The council", "said"),
        ("The watchdog found staff were “run ragged”.", "The watchdog", "found"),
        ("A spokesperson for the trust said: “We were late.”", "A spokesperson", "said"),
        ("Residents say the road is “a death trap”.", "Residents", "say"),
        ("Mrs Poll's report concluded the town was “still without a plan”.", "Poll", "concluded"),
        ("The ferry was criticised by the regulator as “late and filthy”.", "the regulator", "criticised"),
    ],
)
def test_forms_of_attribution(text: str, speaker: str, cue: str) -> None:
    quotation = extract_only(text)
    assert (quotation.speaker, quotation.cue) == (speaker, cue)
    assert quotation.cue_at is not None
    assert text[quotation.cue_at.start : quotation.cue_at.end] == cue


def test_where_the_speaker_is_named() -> None:
    text = "Cllr Bea Poll (Con), portfolio holder for roads, said: “We were late.”"
    quotation = extract_only(text)
    assert quotation.mention is not None
    assert text[quotation.mention.start : quotation.mention.end] == quotation.attribution == "Cllr Bea Poll"


def test_split_quotations_have_one_speaker() -> None:
    text = "“We were late,” said Bea Poll. “It will not happen again.”"
    assert find_quotations(text) == [("We were late,", "Bea Poll"), ("It will not happen again.", "Bea Poll")]


def test_a_paragraph_of_nothing_but_quotation_carries_the_speaker_on() -> None:
    text = "Cllr Bea Poll said the ferry was “a disgrace”.\n“Quite frankly it ought to be sunk.”"
    assert find_speakers(text) == ["Bea Poll", "Bea Poll"]


def test_he_changes_hands() -> None:
    text = (
        "Council leader Alan Pike said: “We will pay.”\n"
        "He later added: “It is our duty.”\n"
        "However, Cllr Hugh Dorn (Con), deputy leader, looked on the bright side.\n"
        "He said: “The boat floats.”\n"
        "Harbour councillor Pat Lowe (Lab) asked for calm.\n"
        "Ferry rated unsafe by inspectors\n"
        "She said: “We need to work together.”\n"
        "Cllr Pike has met Ms Brand to see how the port can work with her.\n"
        "He added: “We will mend it.”"
    )
    assert find_speakers(text) == ["Alan Pike", "Alan Pike", "Hugh Dorn", "Pat Lowe", "Alan Pike"]


def test_a_surname_is_given_in_full() -> None:
    text = "Bea Poll runs the ferry.\nMs Poll said: “We were late.”"
    assert find_speakers(text) == ["Bea Poll"]


@pytest.mark.parametrize(
    "printed",
    [
        "Port MP Bea Poll (LD)",
        "Islander Bea Poll, 72,",
        "The port's owner, Bea Poll,",
        "The deputy director for the south east, Bea Poll,",
        "Secretary of State Bea Poll",
    ],
)
def test_what_comes_before_a_name_is_no_part_of_it(printed: str) -> None:
    assert find_speakers(f"{printed} said: “We were late.”") == ["Bea Poll"]


def test_a_headline_that_has_only_an_office_is_completed_from_the_text() -> None:
    text = "Ferry 'late and filthy', says MP\nThe ferry was called “late and filthy” by the MP, Bea Poll."
    assert find_speakers(text) == ["Bea Poll", "Bea Poll"]


def test_known_people_are_given_under_their_known_names() -> None:
    assert find_quotations("Ms Poll said: “We were late.”", people=["Beatrice Poll"]) == [
        ("We were late.", "Beatrice Poll")
    ]


def test_a_subhead_belongs_to_the_text_below_it() -> None:
    text = "'Late and filthy'\nPort news of the day was bad.\nBea Poll said the ferry was “late and filthy”."
    assert find_quotations(text)[0] == ("Late and filthy", "Bea Poll")


@pytest.mark.parametrize(
    "text",
    [
        "The school was rated ‘good’ after an inspection in May.",
        "The film “A Long Way Down the River” opens on Friday.",
        "The bridge known as “the Hump” will close.",
    ],
)
def test_marks_that_quote_no_one(text: str) -> None:
    quotation = extract_only(text)
    assert (quotation.type, quotation.speaker) == ("none", None)


def test_full_sentences_are_direct_and_pieces_mixed() -> None:
    text = "Bea Poll said it was “very sad”. She added: “We were late.”"
    assert [q.type for q in extract(text)] == ["mixed", "direct"]


def test_every_decision_is_explained() -> None:
    text = "Tom Reeve met Bea Poll, who said: “We were late.”"
    (quotation,) = extract(text, explain=True)
    assert quotation.rule
    assert {c.name for c in quotation.candidates} == {"Tom Reeve", "Bea Poll"}
    best = quotation.candidates[0]
    assert best.name == quotation.speaker
    assert best.score >= quotation.candidates[1].score
    assert strongest_features(best.features)
    assert 0 < quotation.confidence <= 1


def test_two_apostrophes_are_a_mark_where_it_is_asked_for() -> None:
    text = "Bea Poll said: ''We were late.''"
    assert find_quotations(text) == []
    assert find_quotations(text, doubled=True) == [("We were late.", "Bea Poll")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“”", '""""', "“", "‘’ “ ”", "’’’", "שלום עולם", "“.”"])
def test_nothing_to_find(text: str) -> None:
    assert extract(text) == ()


def test_right_to_left_words_are_found() -> None:
    text = "Bea Poll said: “שלום עולם.”"
    assert find_quotations(text) == [("שלום עולם.", "Bea Poll")]


_PIECES = st.sampled_from(
    [
        *"“”\"'’‘—.é😀\x00\n\u2028\u200f ",
        *("''", " said ", "Ann Lee", " he ", ", ", ": ", " (Con) ", "A.", "\r\n"),
        *("the council", "according to ", "’s report", "שלום"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=200)))
def test_offsets_hold_whatever_the_text(text: str) -> None:
    found = extract(text)
    end = 0
    for number, q in enumerate(found):
        assert end <= q.start < q.end <= len(text)
        end = q.end
        words = text[q.start : q.end]
        assert "\n" not in words
        assert words == words.strip(" ")
        if q.mention is not None:
            assert text[q.mention.start : q.mention.end] == q.attribution != ""
        if q.cue_at is not None:
            assert text[q.cue_at.start : q.cue_at.end] == q.cue != ""
        assert q.continues is None or 0 <= q.continues < number
        assert 0 <= q.confidence <= 1
    assert extract(text) == found


def test_the_work_is_linear_in_the_length() -> None:
    """Counted in calls, not in time: four times the text is not much more than four times the work."""

    def calls(times: int) -> int:
        text = "He said “yes it is” and the 'council' said " * times + "\n" + " " * times
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            extract(text)
        finally:
            sys.setprofile(None)
        return count

    extract("Warm “up”.")
    assert calls(400) < 5 * calls(100)


def _load_shared_gold(name: str) -> list[Record]:
    path = SHARED / "gold" / name
    if not path.is_file():
        pytest.skip(f"the gold data {name} are not part of the project: test_gold_set has its own")
    return load_records(path)


def _predict_all(gold: list[Record]) -> dict[str, list[Record]]:
    return {record["id"]: predict(record["text"]) for record in gold}


def test_figures_on_news_hold() -> None:
    gold = _load_shared_gold("polnear_dev.jsonl")
    predicted = _predict_all(gold)
    figures = score(gold, predicted)
    assert figures.overlap.f1 > 0.94
    assert figures.speaker_accuracy > 0.91
    assert figures.end_to_end.f1 > 0.85
    assert score(gold, predicted, {"direct"}).end_to_end.f1 > 0.87
    assert score(gold, predicted, {"fragment"}).end_to_end.f1 > 0.74


def test_figures_on_the_guide_hold() -> None:
    gold = _load_shared_gold("guardian_guide.jsonl")
    predicted = _predict_all(gold)
    figures = [score([record], predicted) for record in gold]
    right = [each for each in figures if each.gold == each.predicted]
    assert sum(not each.gold or each.end_to_end.f1 == 1 for each in right) >= 27


@pytest.mark.parametrize("kinds", [(), ("direct",), ("fragment",)])
def test_the_scorer_gives_the_figures_of_the_published_one(kinds: tuple[str, ...]) -> None:
    gold = _load_shared_gold("polnear_dev.jsonl")[:30]
    predicted = _predict_all(gold)
    path = SHARED / "tools" / "score_quotes.py"
    scorer: dict[str, Any] = {"__name__": "score_quotes"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), scorer)  # noqa: S102 - the scorer
    expected = scorer["run"](gold, predicted, "", set(kinds) or None, verbose=False)
    figures = score(gold, predicted, kinds)
    assert figures.exact == expected["exact"]
    assert figures.overlap == expected["overlap"]
    assert figures.characters == expected["char"]
    assert figures.coverage == expected["cov30_recall"]
    assert figures.speaker_accuracy == expected["speaker_acc"]
    assert figures.end_to_end == expected["e2e"]
    assert figures.by_speaker_type == expected["by"]
