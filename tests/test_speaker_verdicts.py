"""Verdicts by person on extracted speakers."""

from __future__ import annotations

import pytest

from tests.quotation_scoring import Record
from tests.speaker_verdicts import count_verdicts, f1_by_person, judge_records, judge_speaker

PRONOUN = {"speaker": "She", "canonical": "Bea Poll", "speaker_type": "pronoun"}
ROLE = {"speaker": "The leader", "canonical": "Bea Poll", "speaker_type": "noun"}


@pytest.mark.parametrize(
    ("annotated", "predicted", "verdict"),
    [
        (PRONOUN, "Bea Poll", "right"),
        (PRONOUN, "Mrs Poll", "right"),
        (PRONOUN, "She", "open"),
        (PRONOUN, None, "open"),
        (PRONOUN, "Tom Reeve", "wrong"),
        (PRONOUN, "Sam Poll", "wrong"),
        (ROLE, "The leader", "open"),
        (ROLE, "The council", "wrong"),
        (ROLE, "Poll", "right"),
        (
            {"speaker": "the coroner", "canonical": "the coroner", "speaker_type": "noun"},
            "The coroner",
            "right",
        ),
        (
            {"speaker": "the coroner", "canonical": "the coroner", "speaker_type": "noun"},
            "the mayor",
            "wrong",
        ),
    ],
)
def test_a_role_or_pronoun_is_right_when_it_is_resolved(
    annotated: Record, predicted: str | None, verdict: str
) -> None:
    assert judge_speaker(annotated, {"speaker": predicted}) == verdict


def test_a_mention_at_the_right_place_is_not_enough() -> None:
    place = {"speaker_start": 10, "speaker_end": 13}
    assert judge_speaker(PRONOUN | place, {"speaker": "Tom Reeve"} | place) == "wrong"
    without_person = {"speaker": "She", "speaker_type": "pronoun"}
    assert judge_speaker(without_person | place, {"speaker": "Tom Reeve"} | place) == "right"


def test_errors_are_counted_by_kind() -> None:
    text = "“One two three four five,” said A. “Six”. “Seven.” “Eight.”"
    words = ("One two three four five", "Six", "Seven", "Eight")
    spans = [{"start": text.index(w), "end": text.index(w) + len(w), "text": w} for w in words]
    gold = {"id": "a", "text": text, "quotes": [each | PRONOUN for each in spans[:3]]}
    predicted = [
        spans[0] | {"speaker": "Tom Reeve", "attribution": "he", "rule": "before it"},
        spans[2] | {"speaker": "Tom Reeve", "attribution": "Reeve", "rule": "the last speaker continues"},
        spans[3] | {"speaker": "Tom Reeve", "attribution": "Reeve", "rule": "before it"},
    ]
    judged = judge_records([gold], {"a": predicted})
    assert [each.kind for each in judged] == [
        "pronoun to the wrong person",
        "short piece missed",
        "carried on past a new speaker",
        "marks that quote nobody",
    ]
    assert count_verdicts(judged) == {"wrong": 2, "missed": 1, "extra": 1}
    assert f1_by_person({"right": 3, "wrong": 1, "open": 0, "missed": 1, "extra": 1}) == pytest.approx(0.6)
