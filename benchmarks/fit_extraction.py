"""Fit the weights of the quotation extractor to articles whose quotations have known speakers.

A conditional logit over each quotation's candidates and nobody: the right ones are to have the most of
the probability. While fitting, the last speaker is the known one. With ``--folds`` it also tells the
figures on articles that were left out. Sentences made up for forms that the articles lack are added
(data/training_sentences.py).
It needs numpy and scipy, which neither the program nor its tests do: run it in an
environment of its own, in which the project is installed too.

usage: fit_extraction.py GOLD.jsonl [--write WEIGHTS.json] [--folds N] [--penalty C] [--check GOLD.jsonl]
"""

from __future__ import annotations

import argparse
import collections
import functools
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from data.training_sentences import generate_records
from extraction_quality import SCORER, Record, extract_records, load_scorer
from medway_tui.quotation_extraction import ranker
from medway_tui.quotation_extraction.document import Attribution, Document
from medway_tui.quotation_extraction.extractor import Attributor
from medway_tui.quotation_extraction.mentions import SpeakerMention
from medway_tui.quotation_extraction.names import NameIndex, surname_key
from medway_tui.quotation_extraction.quotation_marks import QuotedSpan

MIN_OCCURRENCES = 2
"""How often a feature has to occur to have a weight."""
MIN_WEIGHT = 0.03
"""The weight under which a feature is left out."""
UNREACHED_WEIGHT = 0.5
"""What a quotation weighs whose speaker is no candidate: it says only that somebody is quoted."""


class Case(NamedTuple):
    """A quotation's options and which of them are right; the first option is nobody."""

    options: list[list[str]]
    right: list[bool]
    weight: float


def main() -> None:
    """Fit, tell the figures, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--check", type=Path, action="append", default=[])
    parser.add_argument("--scorer", type=Path, default=SCORER)
    arguments = parser.parse_args()
    scorer = load_scorer(arguments.scorer)
    articles: list[Record] = scorer.load(arguments.gold)
    cases = [build_cases(scorer, article) for article in articles]
    extra = [case for record in generate_records() for case in build_cases(scorer, record)]
    print(f"{sum(map(len, cases))} quotations in {len(articles)} articles, {len(extra)} made up")
    if arguments.folds:
        print_figures(
            "left out",
            scorer,
            articles,
            cross_validate(articles, cases, extra, arguments.folds, arguments.penalty),
        )
    weights = fit_weights([case for each in cases for case in each] + extra, arguments.penalty)
    use_weights(weights)
    for path in arguments.check:
        checked = scorer.load(path)
        print_figures(
            path.stem, scorer, checked, {record["id"]: extract_records(record["text"]) for record in checked}
        )
    serialised = json.dumps(
        dict(sorted(weights.items())), ensure_ascii=False, indent=0, separators=(",", ":")
    )
    print(f"{len(weights)} weights, {len(serialised.encode())} bytes")
    if arguments.write:
        arguments.write.write_text(f"{serialised}\n", encoding="utf-8")


def cross_validate(
    articles: list[Record], cases: list[list[Case]], extra: list[Case], folds: int, penalty: float
) -> dict[str, list[Record]]:
    """Every article's quotations, found with weights that were fitted to other articles."""
    found = {}
    for fold in range(folds):
        use_weights(
            fit_weights(
                [c for i, each in enumerate(cases) if i % folds != fold for c in each] + extra, penalty
            )
        )
        for article in articles[fold::folds]:
            found[article["id"]] = extract_records(article["text"])
    return found


def use_weights(weights: dict[str, float]) -> None:
    """Let the extractor work with these weights."""
    ranker.load_weights = functools.cache(lambda: weights)


def print_figures(label: str, scorer: Any, articles: list[Record], found: dict[str, list[Record]]) -> None:
    """Print the figures."""
    scorer.run(articles, found, f"{label}: all")
    scorer.run(articles, found, f"{label}: direct only", {"direct"})
    scorer.run(articles, found, f"{label}: fragments only", {"fragment"})


def build_cases(scorer: Any, article: Record) -> list[Case]:
    """What an article's quotations teach."""
    text, ignored = article["text"], article.get("ignore", [])
    document = Document(text)
    attributor = Attributor(document, NameIndex(text))
    cases: list[Case] = []

    def choose(step: Attribution) -> SpeakerMention | None:
        mark, weighed = step.span, step.candidates
        if any(max(mark.start, a) < min(mark.end, b) for a, b in ignored):
            return None
        gold = _find_gold_quotation(mark, article["quotes"])
        options = [weighed.no_speaker, *weighed.features]
        if gold is None:
            cases.append(Case(options, [True] + [False] * len(weighed.mentions), 1.0))
            return None
        if not gold.get("speaker"):
            return None
        right = [bool(scorer.spk(gold, _to_prediction(text, attributor, m))) for m in weighed.mentions]
        if any(right):
            cases.append(Case(options, [False, *right], 1.0))
            return weighed.mentions[right.index(True)]
        if right:
            cases.append(Case(options, [False] + [True] * len(right), UNREACHED_WEIGHT))
        if gold.get("speaker_start") is None:
            return None
        return SpeakerMention(gold["speaker_start"], gold["speaker_end"], "N", surname_key(gold["speaker"]))

    document.attribute(choose)
    return cases


def _to_prediction(text: str, attributor: Attributor, mention: SpeakerMention) -> Record:
    printed = text[mention.start : mention.end]
    name = printed if mention.kind[0] in "PO" else attributor.full_name(mention)
    return {"speaker": name, "speaker_start": mention.start, "speaker_end": mention.end}


def _find_gold_quotation(span: QuotedSpan, quotes: list[Record]) -> Record | None:
    """The known quotation that most overlaps, or that lies mostly inside the marks."""
    best, most = None, 0.0
    for q in quotes:
        both = min(span.end, q["end"]) - max(span.start, q["start"])
        share = both / (max(span.end, q["end"]) - min(span.start, q["start"]))
        if both > 0 and (share > most or (best is None and both > 0.5 * (q["end"] - q["start"]))):
            best, most = q, share
    return best


def fit_weights(cases: list[Case], penalty: float) -> dict[str, float]:
    """The weights under which the right options have the most probability, less a penalty on large ones."""
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
        e = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole = np.add.reduceat(e, starts)
        good = np.add.reduceat(e * right, starts) + 1e-300
        pull = weight[group] * (e / whole[group] - e * right / good[group])
        value = float(weight @ (np.log(whole) - np.log(good))) + penalty / 2 * float(w @ w)
        return value, transposed @ pull + penalty * w

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return {name: round(float(fitted[i]), 2) for name, i in index.items() if abs(fitted[i]) >= MIN_WEIGHT}


if __name__ == "__main__":
    main()
