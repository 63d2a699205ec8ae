"""Fit the weights of the quotation extractor to articles whose quotations have known speakers.

A conditional logit over each quotation's candidates and nobody: the right ones are to have the most of
the probability. While fitting, the last speaker is the known one. With ``--folds`` it also tells the
figures on articles that were left out. Sentences made up for forms that the articles lack are added
(made_sentences.py). It needs numpy and scipy, which neither the program nor its tests do: run it in an
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
from made_sentences import made
from quotes import SCORER, Record, load_scorer, quoted
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from medway_tui.extract import ranker
from medway_tui.extract.extracting import Judge
from medway_tui.extract.marks import Marked
from medway_tui.extract.mentions import Mention
from medway_tui.extract.people import People, surname
from medway_tui.extract.walking import Reading, Step

LEAST = 2
"""How often a feature has to occur to have a weight."""
SMALL = 0.03
"""The weight under which a feature is left out."""
UNREACHED = 0.5
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
    given = parser.parse_args()
    scorer = load_scorer(given.scorer)
    articles: list[Record] = scorer.load(given.gold)
    cases = [cases_of(scorer, article) for article in articles]
    extra = [case for record in made() for case in cases_of(scorer, record)]
    print(f"{sum(map(len, cases))} quotations in {len(articles)} articles, {len(extra)} made up")
    if given.folds:
        tell("left out", scorer, articles, crossed(articles, cases, extra, given.folds, given.penalty))
    weights = fit([case for each in cases for case in each] + extra, given.penalty)
    use(weights)
    for path in given.check:
        checked = scorer.load(path)
        tell(path.stem, scorer, checked, {record["id"]: quoted(record["text"]) for record in checked})
    written = json.dumps(dict(sorted(weights.items())), ensure_ascii=False, indent=0, separators=(",", ":"))
    print(f"{len(weights)} weights, {len(written.encode())} bytes")
    if given.write:
        given.write.write_text(f"{written}\n", encoding="utf-8")


def crossed(
    articles: list[Record], cases: list[list[Case]], extra: list[Case], folds: int, penalty: float
) -> dict[str, list[Record]]:
    """Every article's quotations, found with weights that were fitted to other articles."""
    found = {}
    for fold in range(folds):
        use(fit([c for i, each in enumerate(cases) if i % folds != fold for c in each] + extra, penalty))
        for article in articles[fold::folds]:
            found[article["id"]] = quoted(article["text"])
    return found


def use(weights: dict[str, float]) -> None:
    """Let the extractor work with these weights."""
    ranker.weights = functools.cache(lambda: weights)


def tell(label: str, scorer: Any, articles: list[Record], found: dict[str, list[Record]]) -> None:
    """Print the figures."""
    scorer.run(articles, found, f"{label}: all")
    scorer.run(articles, found, f"{label}: direct only", {"direct"})
    scorer.run(articles, found, f"{label}: fragments only", {"fragment"})


def cases_of(scorer: Any, article: Record) -> list[Case]:
    """What an article's quotations teach."""
    text, ignored = article["text"], article.get("ignore", [])
    reading = Reading(text)
    judge = Judge(reading, People(text))
    cases: list[Case] = []

    def choose(step: Step) -> Mention | None:
        mark, weighed = step.mark, step.weighed
        if any(max(mark.start, a) < min(mark.end, b) for a, b in ignored):
            return None
        gold = _matching(mark, article["quotes"])
        options = [weighed.nobody, *weighed.features]
        if gold is None:
            cases.append(Case(options, [True] + [False] * len(weighed.mentions), 1.0))
            return None
        if not gold.get("speaker"):
            return None
        right = [bool(scorer.spk(gold, _predicted(text, judge, m))) for m in weighed.mentions]
        if any(right):
            cases.append(Case(options, [False, *right], 1.0))
            return weighed.mentions[right.index(True)]
        if right:
            cases.append(Case(options, [False] + [True] * len(right), UNREACHED))
        if gold.get("speaker_start") is None:
            return None
        return Mention(gold["speaker_start"], gold["speaker_end"], "N", surname(gold["speaker"]))

    reading.walk(choose)
    return cases


def _predicted(text: str, judge: Judge, mention: Mention) -> Record:
    printed = text[mention.start : mention.end]
    name = printed if mention.kind[0] in "PO" else judge.named(mention)
    return {"speaker": name, "speaker_start": mention.start, "speaker_end": mention.end}


def _matching(mark: Marked, quotes: list[Record]) -> Record | None:
    """The known quotation that most overlaps, or that lies mostly inside the marks."""
    best, most = None, 0.0
    for q in quotes:
        both = min(mark.end, q["end"]) - max(mark.start, q["start"])
        share = both / (max(mark.end, q["end"]) - min(mark.start, q["start"]))
        if both > 0 and (share > most or (best is None and both > 0.5 * (q["end"] - q["start"]))):
            best, most = q, share
    return best


def fit(cases: list[Case], penalty: float) -> dict[str, float]:
    """The weights under which the right options have the most probability, less a penalty on large ones."""
    counts: collections.Counter[str] = collections.Counter()
    for case in cases:
        for option in case.options:
            counts.update(set(option))
    names = sorted(name for name, count in counts.items() if count >= LEAST)
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
    turned = matrix.T.tocsr()
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
        return value, turned @ pull + penalty * w

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return {name: round(float(fitted[i]), 2) for name, i in index.items() if abs(fitted[i]) >= SMALL}


if __name__ == "__main__":
    main()
