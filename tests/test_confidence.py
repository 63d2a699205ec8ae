"""Calibrated confidence, and the doubts that lower it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.quotation_extraction import Quotation, extract
from medway_tui.quotation_extraction.confidence import (
    MAX_CONFIDENCE,
    calibrate,
    find_doubts,
    load_coefficients,
)
from medway_tui.quotation_marks import QuotedSpan
from tests.gold_set import load_gold_set, predict
from tests.speaker_verdicts import judge_records

SPAN = QuotedSpan(1, 9, 0, 10, 0, closed=True, single=False, continues=None)


def doubts_of(text: str) -> list[tuple[str, ...]]:
    return [each.doubts for each in extract(text)]


def test_a_clear_attribution_has_no_doubts() -> None:
    (quotation,) = extract("Cllr Bea Poll, who chairs the board, said: “We were late for the ferry again.”")
    assert quotation.doubts == ()
    assert quotation.confidence > 0.9


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("Bea Poll came in. She said: “We were late for the ferry.”", ("pronoun",)),
        ("Bea Poll said: “We were late.”\n\n“It was the fog that did it.”", ("carried over",)),
        ("The headteacher said: “We were late for the ferry.”", ("no name",)),
        ("Bea Poll said: “We were late for the ferry.\n\nThe ferry sailed.", ("no closing mark",)),
        (
            "Cllr Joan Smith (Con) and her husband, Cllr John Smith (Lab), sat.\n\nCllr Smith said: “No.”",
            ("same surname",),
        ),
    ],
)
def test_doubts_are_named(text: str, doubts: tuple[str, ...]) -> None:
    assert set(doubts) <= set(doubts_of(text)[-1])


@pytest.mark.parametrize("doubt", sorted(MAX_CONFIDENCE))
def test_dangerous_doubts_have_a_ceiling(doubt: str) -> None:
    sure = Quotation(1, 9, "direct", 0.9999, speaker="Bea Poll", rule="before it, with “said”")
    assert calibrate(sure, (doubt,)) <= MAX_CONFIDENCE[doubt] < 0.95


@given(st.floats(0, 1), st.sampled_from(["direct", "mixed", "none"]))
def test_confidence_is_a_probability_and_grows_with_the_ranking(probability: float, kind: str) -> None:
    def confidence(value: float) -> float:
        quotation = Quotation(1, 90, kind, value, speaker="Bea Poll", rule="before it")  # type: ignore[arg-type]
        return calibrate(quotation, tuple(find_doubts(quotation, SPAN)))

    assert 0 <= confidence(probability) <= 1
    assert confidence(probability) <= confidence(min(1.0, probability + 0.1)) + 1e-9


def test_the_coefficients_are_finite_and_never_reward_a_doubt() -> None:
    coefficients = load_coefficients()
    assert coefficients
    assert all(math.isfinite(value) for value in coefficients.values())
    assert coefficients["logit"] > 0
    assert coefficients["pronoun"] < 0


def test_high_confidence_on_the_gold_set_is_right() -> None:
    gold = load_gold_set()
    judged = judge_records(gold, {record["id"]: predict(record["text"]) for record in gold})
    sure = [each for each in judged if each.extracted and each.extracted["confidence"] >= 0.95]
    assert len(sure) >= 20
    assert sum(each.verdict == "right" for each in sure) >= 0.95 * len(sure) - 1
