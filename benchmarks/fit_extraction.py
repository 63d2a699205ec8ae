"""Fit the weights of the quotation extractor to articles with annotated quotations.

A conditional logit over each quotation's candidates and "no speaker" maximises the probability of the right
ones. During the fit the last speaker is the annotated one. ``--folds`` prints the figures on articles left
out of the fit. ``data/training_sentences.py`` adds sentences for forms that the articles lack. The fit needs
numpy and scipy, which neither the program nor its tests do: run it in an environment of its own with the
project installed.

usage: fit_extraction.py GOLD.jsonl [--write WEIGHTS.json] [--folds N] [--penalty C] [--check GOLD.jsonl]
"""

from __future__ import annotations

import argparse
import collections
import functools
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from data.training_articles import generate_articles, load_handwritten
from data.training_sentences import generate_records
from extraction_quality import load_gold, print_table
from medway_tui.quotation_extraction import ranker
from medway_tui.quotation_extraction.document import Attribution, Document
from medway_tui.quotation_extraction.extractor import Attributor
from medway_tui.quotation_extraction.person_names import PersonNames, surname_key
from medway_tui.quotation_extraction.quotation import SpeakerMention
from medway_tui.quotation_marks import QuotedSpan

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.gold_set import predict
from tests.quotation_scoring import MIN_OVERLAP, Record, Span, is_same_speaker, overlap_share

MIN_OCCURRENCES = 2
"""Occurrences from which a feature has a weight."""
MIN_WEIGHT = 0.03
"""Weights below this are left out."""
UNREACHED_WEIGHT = 0.5
"""The weight of a quotation whose speaker is no candidate: it shows only that a speaker is quoted."""


class Case(NamedTuple):
    """A quotation's options and which of them are right; the first option is no speaker."""

    options: list[list[str]]
    right: list[bool]
    weight: float


def main() -> None:
    """Fit, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--penalty", type=float, default=2.0)
    parser.add_argument("--articles", type=int, default=1500, help="generated articles")
    parser.add_argument("--weight", type=float, default=0.5, help="of a quotation in written articles")
    parser.add_argument("--check", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    articles = load_gold(arguments.gold)
    cases = [build_cases(article) for article in articles]
    written = [*generate_records(), *load_handwritten(), *generate_articles(arguments.articles)]
    extra = [case for record in written for case in build_cases(record, arguments.weight)]
    print(
        f"{sum(map(len, cases))} quotations in {len(articles)} articles, "
        f"{len(extra)} in {len(written)} written ones"
    )
    if arguments.folds:
        predicted = cross_validate(articles, cases, extra, arguments.folds, arguments.penalty)
        print_table({"left out": articles}, predicted)
    weights = fit_weights([case for each in cases for case in each] + extra, arguments.penalty)
    use_weights(weights)
    checked = {path.stem: load_gold(path) for path in arguments.check}
    if checked:
        print_table(checked, {r["id"]: predict(r["text"]) for gold in checked.values() for r in gold})
    serialised = json.dumps(
        dict(sorted(weights.items())), ensure_ascii=False, indent=0, separators=(",", ":")
    )
    print(f"{len(weights)} weights, {len(serialised.encode())} bytes")
    if arguments.write:
        arguments.write.write_text(f"{serialised}\n", encoding="utf-8")


def cross_validate(
    articles: list[Record], cases: list[list[Case]], extra: list[Case], folds: int, penalty: float
) -> dict[str, list[Record]]:
    """Predict every article's quotations with weights fitted to the other folds."""
    predicted = {}
    for fold in range(folds):
        fitted = [c for i, each in enumerate(cases) if i % folds != fold for c in each]
        use_weights(fit_weights(fitted + extra, penalty))
        for article in articles[fold::folds]:
            predicted[article["id"]] = predict(article["text"])
    return predicted


def use_weights(weights: dict[str, float]) -> None:
    """Replace the weights of the extractor."""
    ranker.load_weights = functools.cache(lambda: weights)


def build_cases(article: Record, weight: float = 1.0) -> list[Case]:
    """The cases of an article's quotations.

    Where the article has all mentions of each speaker, each of them is right.
    """
    text, ignored = article["text"], article.get("ignore", [])
    names = PersonNames(text)
    document = Document(text, names)
    attributor = Attributor(document, names)
    cases: list[Case] = []

    def choose(attribution: Attribution) -> SpeakerMention | None:
        span, candidates = attribution.span, attribution.candidates
        if any(max(span.start, a) < min(span.end, b) for a, b in ignored):
            return None
        gold = _find_gold_quotation(span, article["quotes"])
        options = [candidates.no_speaker, *candidates.features]
        if gold is None:
            cases.append(Case(options, [True] + [False] * len(candidates.mentions), weight))
            return None
        if not gold.get("speaker"):
            return None
        predictions = [_to_prediction(text, attributor, m, span.paragraph) for m in candidates.mentions]
        if "mentions" in article:
            speakers = gold["speaker_id"].split("+")
            spans = [span for speaker in speakers for span in article["mentions"][speaker]]
            surname = surname_key(gold["canonical"])
            right = [
                _is_mention(text, mention, spans) or (mention.kind[0] == "N" and mention.key == surname)
                for mention in candidates.mentions
            ]
        else:
            right = [is_same_speaker(gold, prediction) for prediction in predictions]
        if any(right):
            cases.append(Case(options, [False, *right], weight))
            first = right.index(True)
            attributor.last_speaker = candidates.mentions[first], predictions[first]["speaker"]
            return candidates.mentions[first]
        if right:
            cases.append(Case(options, [False] + [True] * len(right), weight * UNREACHED_WEIGHT))
        if gold.get("speaker_start") is None:
            return None
        return SpeakerMention(gold["speaker_start"], gold["speaker_end"], "N", surname_key(gold["speaker"]))

    document.attribute(choose)
    return cases


def _is_mention(text: str, mention: SpeakerMention, spans: Iterable[Span]) -> bool:
    """Whether a mention is mostly one of the spans, or its head: its beginning, or a name at its end.

    Of "a spokesman for Example Water" the head is the spokesman.
    """
    for start, end in spans:
        is_inside = start <= mention.start and mention.end <= end
        is_name_last = (
            mention.kind[0] == "N" and mention.end == end and text[start:end][:2] not in ("a ", "A ")
        )
        if is_inside and (mention.start == start or is_name_last):
            return True
        if overlap_share((start, end), (mention.start, mention.end)) >= MIN_OVERLAP:
            return True
    return False


def _to_prediction(
    text: str, attributor: Attributor, mention: SpeakerMention, paragraph_number: int
) -> Record:
    """The prediction of a mention; a pronoun is the person it is resolved to."""
    printed = text[mention.start : mention.end]
    name = printed if mention.kind[0] == "O" else attributor.resolve_speaker(mention, paragraph_number)[0]
    return {"speaker": name, "speaker_start": mention.start, "speaker_end": mention.end}


def _find_gold_quotation(span: QuotedSpan, quotes: list[Record]) -> Record | None:
    """The annotated quotation with the largest overlap, or one mostly inside the marks."""
    best, best_share = None, 0.0
    for q in quotes:
        both = min(span.end, q["end"]) - max(span.start, q["start"])
        share = overlap_share((span.start, span.end), (q["start"], q["end"]))
        is_inside = both > 0.5 * (q["end"] - q["start"])
        if both > 0 and (share > best_share or (best is None and is_inside)):
            best, best_share = q, share
    return best


def fit_weights(cases: list[Case], penalty: float) -> dict[str, float]:
    """Fit the weights that maximise the probability of the right options, with an L2 penalty."""
    counts: collections.Counter[str] = collections.Counter()
    for case in cases:
        for option in case.options:
            counts.update(set(option))
    names = sorted(name for name, count in counts.items() if count >= MIN_OCCURRENCES)
    index = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    rows = [0]
    for case in cases:
        for option in case.options:
            columns.extend(index[name] for name in option if name in index)
            rows.append(len(columns))
    matrix = csr_matrix(
        (np.ones(len(columns)), np.array(columns), np.array(rows)), (len(rows) - 1, len(names))
    )
    matrix.sum_duplicates()
    transposed = matrix.T.tocsr()
    sizes = np.array([len(case.options) for case in cases])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    group = np.repeat(np.arange(len(cases)), sizes)
    right = np.array([ok for case in cases for ok in case.right], dtype=float)
    weight = np.array([case.weight for case in cases])

    def loss(w: Any) -> tuple[float, Any]:
        scores = matrix @ w
        exps = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total = np.add.reduceat(exps, starts)
        right_total = np.add.reduceat(exps * right, starts) + 1e-300
        gradient = weight[group] * (exps / total[group] - exps * right / right_total[group])
        value = float(weight @ (np.log(total) - np.log(right_total))) + penalty / 2 * float(w @ w)
        return value, transposed @ gradient + penalty * w

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return {name: round(float(fitted[i]), 2) for name, i in index.items() if abs(fitted[i]) >= MIN_WEIGHT}


if __name__ == "__main__":
    main()
