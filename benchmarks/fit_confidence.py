"""Fit the confidence of the quotation extractor on articles that its weights are not fitted to.

In each fold the weights are fitted to the other articles of GOLD and to training articles without a share of
the templates; the extractor then reads the articles left out, and others generated from the templates left
out. A logistic model of the ranking's probability and of the doubts is fitted to what was right by person. A
pronoun counts only where the person is known. It needs numpy and scipy, as ``fit_extraction.py`` does.

usage: fit_confidence.py GOLD.jsonl [--folds N] [--write CONFIDENCE.json]
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from data.training_articles import TemplateFold, generate_articles, load_handwritten
from data.training_sentences import generate_records
from extraction_quality import load_gold
from fit_extraction import build_cases, fit_weights, use_weights
from medway_tui.quotation_extraction import confidence, extract

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.gold_set import to_record
from tests.quotation_scoring import Record, match_spans, strip_spans
from tests.speaker_verdicts import judge_speaker

PENALTY = 1.0
HELD_OUT_ARTICLES = 250
"""Articles that are generated from the templates of a fold."""
MIN_COEFFICIENT = 0.01


class Example(NamedTuple):
    """An extracted quotation: its evidence, and whether span and speaker are right."""

    evidence: dict[str, float]
    is_right: bool
    weight: float


def main() -> None:
    """Fit, print the reliability, write the coefficients."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--weight", type=float, default=0.5)
    parser.add_argument("--penalty", type=float, default=2.0)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    confidence.load_coefficients = functools.cache(dict)
    articles = load_gold(arguments.gold)
    cases = [build_cases(article) for article in articles]
    patterns = generate_records()
    examples: list[Example] = []
    for number in range(arguments.folds):
        written = [
            *(record for i, record in enumerate(patterns) if i % arguments.folds != number),
            *load_handwritten()[:: 2 if number % 2 else 1],
            *generate_articles(
                arguments.articles, fold=TemplateFold(number, arguments.folds, is_held_out=False)
            ),
        ]
        fitted = [case for i, each in enumerate(cases) if i % arguments.folds != number for case in each]
        fitted += [case for record in written for case in build_cases(record, arguments.weight)]
        use_weights(fit_weights(fitted, arguments.penalty))
        held_out = articles[number :: arguments.folds]
        made = generate_articles(
            HELD_OUT_ARTICLES, seed=100 + number, fold=TemplateFold(number, arguments.folds, is_held_out=True)
        )
        examples += [each for record in held_out for each in judge_record(record)]
        examples += [each for record in made for each in judge_record(record)]
    coefficients = fit_logistic(examples)
    print_reliability(examples, coefficients)
    for name, value in coefficients.items():
        print(f"  {name:32} {value:6.2f}")
    if arguments.write:
        arguments.write.write_text(f"{json.dumps(coefficients, indent=0)}\n", encoding="utf-8")


def judge_record(record: Record) -> list[Example]:
    """The extracted quotations of a record, each judged by person."""
    text = record["text"]
    quotations = extract(text)
    extracted = [to_record(text, each) for each in quotations]
    annotated = strip_spans(record, record["quotes"])
    stripped = strip_spans(record, [each | {"number": i} for i, each in enumerate(extracted)])
    pairs = match_spans([span for span, _ in annotated], [span for span, _ in stripped])
    gold_of = {stripped[j][1]["number"]: annotated[i][1] for i, j in pairs}
    examples = []
    for _, each in stripped:
        quotation, gold = quotations[each["number"]], gold_of.get(each["number"])
        if quotation.type == "none":
            is_right = gold is None or not gold.get("speaker")
        else:
            gold = gold or {}
            if gold.get("speaker_type") == "pronoun" and not gold.get("canonical"):
                continue
            is_right = bool(gold.get("speaker")) and judge_speaker(gold, each) == "right"
        evidence = confidence.describe_evidence(quotation, quotation.doubts)
        examples.append(Example(evidence, is_right, 1.0))
    return examples


def fit_logistic(examples: list[Example]) -> dict[str, float]:
    """Fit the coefficients that maximise the likelihood, with an L2 penalty."""
    names = sorted({name for example in examples for name in example.evidence})
    matrix = np.array([[example.evidence.get(name, 0.0) for name in names] for example in examples])
    right = np.array([1.0 if example.is_right else -1.0 for example in examples])
    weight = np.array([example.weight for example in examples])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margins = right * (matrix @ w)
        wrong = 1 / (1 + np.exp(margins))
        value = float(weight @ np.logaddexp(0, -margins)) + PENALTY / 2 * float(w @ w)
        return value, -matrix.T @ (weight * right * wrong) + PENALTY * w

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {
        name: round(float(value), 3)
        for name, value in zip(names, fitted, strict=True)
        if abs(value) >= MIN_COEFFICIENT
    }


def print_reliability(examples: list[Example], coefficients: dict[str, float]) -> None:
    """Print how often each class of confidence is right, before and after."""
    print(f"{len(examples)} quotations of articles left out")
    after = [
        1 / (1 + np.exp(-sum(coefficients.get(name, 0.0) * value for name, value in each.evidence.items())))
        for each in examples
    ]
    before = [
        1 / (1 + np.exp(-each.evidence.get("logit", each.evidence.get("none logit", 0.0))))
        for each in examples
    ]
    for low, high in (
        (0.0, 0.5),
        (0.5, 0.7),
        (0.7, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 0.98),
        (0.98, 1.01),
    ):
        cells = ""
        for values in (before, after):
            found = [e.is_right for e, value in zip(examples, values, strict=True) if low <= value < high]
            share = 100 * sum(found) / len(found) if found else 0.0
            cells += f"   {sum(found):5} of {len(found):5} {share:5.1f}%"
        print(f"{low:.2f}–{min(high, 1):.2f}{cells}")


if __name__ == "__main__":
    main()
