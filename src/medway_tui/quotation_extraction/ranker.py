"""The fitted weights, and the probabilities they give to the candidates of a quotation."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence

from medway_tui.quotation_extraction.features import WeighedCandidates
from medway_tui.quotation_extraction.lexicon import DATA


@functools.cache
def load_weights() -> dict[str, float]:
    """Read the weight of each feature, as fitted by ``benchmarks/fit_extraction.py``."""
    path = DATA / "weights.json"
    if not path.exists():
        return {}
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def score_candidates(candidates: WeighedCandidates) -> tuple[float, list[float]]:
    """Add up the weights: the score of no speaker, and those of the mentions in their order."""
    get = load_weights().get
    no_speaker = sum([get(feature, 0.0) for feature in candidates.no_speaker])
    return no_speaker, [sum([get(feature, 0.0) for feature in each]) for each in candidates.features]


def to_probabilities(no_speaker: float, mentions: list[float]) -> tuple[float, list[float]]:
    """Turn the scores of no speaker and of the mentions into probabilities (softmax)."""
    top = max([no_speaker, *mentions])
    no_speaker_exp = math.exp(no_speaker - top)
    mention_exps = [math.exp(score - top) for score in mentions]
    total = no_speaker_exp + sum(mention_exps)
    return no_speaker_exp / total, [each / total for each in mention_exps]


def pick_speaker(candidates: WeighedCandidates, probabilities: list[float]) -> tuple[int, float]:
    """Pick the likeliest speaker: the index of the mention, and the probability of all with its key."""
    by_key: dict[str, float] = {}
    for mention, probability in zip(candidates.mentions, probabilities, strict=True):
        by_key[mention.key] = by_key.get(mention.key, 0.0) + probability
    key = max(by_key, key=by_key.__getitem__)
    indices = (i for i, mention in enumerate(candidates.mentions) if mention.key == key)
    return max(indices, key=probabilities.__getitem__), by_key[key]


def strongest_features(features: Sequence[str], limit: int = 5) -> list[tuple[str, float]]:
    """The features with the largest weights for or against a candidate, and their weights."""
    weights = load_weights()
    weighed = [(feature, weights[feature]) for feature in features if feature in weights]
    return sorted(weighed, key=lambda pair: -abs(pair[1]))[:limit]
