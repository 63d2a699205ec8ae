"""The learned weights, and what they make of a quotation's candidates."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence

from medway_tui.quotation_extraction.features import WeighedCandidates
from medway_tui.quotation_extraction.lexicon import DATA


@functools.cache
def load_weights() -> dict[str, float]:
    """The weight of each feature, as ``benchmarks/fit_extraction.py`` fitted them."""
    path = DATA / "weights.json"
    if not path.exists():
        return {}
    read: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return read


def score_candidates(weighed: WeighedCandidates) -> tuple[float, list[float]]:
    """The score of nobody, and those of the mentions in their order."""
    get = load_weights().get
    no_speaker = sum([get(f, 0.0) for f in weighed.no_speaker])
    return no_speaker, [sum([get(f, 0.0) for f in each]) for each in weighed.features]


def to_probabilities(no_speaker: float, mentions: list[float]) -> tuple[float, list[float]]:
    """Scores as probabilities that come to 1."""
    top = max([no_speaker, *mentions])
    no_speaker_exp = math.exp(no_speaker - top)
    mention_exps = [math.exp(s - top) for s in mentions]
    total = no_speaker_exp + sum(mention_exps)
    return no_speaker_exp / total, [s / total for s in mention_exps]


def pick_speaker(weighed: WeighedCandidates, probabilities: list[float]) -> tuple[int, float]:
    """Which mention is the likeliest speaker, and how likely: mentions of one name count together."""
    by_key: dict[str, float] = {}
    for mention, share in zip(weighed.mentions, probabilities, strict=True):
        by_key[mention.key] = by_key.get(mention.key, 0.0) + share
    key = max(by_key, key=by_key.__getitem__)
    best = max((i for i, m in enumerate(weighed.mentions) if m.key == key), key=probabilities.__getitem__)
    return best, by_key[key]


def strongest_features(features: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
    """The features that count most for or against a candidate, with their weights."""
    known = load_weights()
    weighed = [(f, known[f]) for f in features if f in known]
    return sorted(weighed, key=lambda pair: -abs(pair[1]))[:most]
