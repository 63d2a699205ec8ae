"""The learned weights, and what they make of a quotation's candidates."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence

from medway_tui.extract.features import Weighed
from medway_tui.extract.words import DATA


@functools.cache
def weights() -> dict[str, float]:
    """The weight of each feature, as ``benchmarks/fit_extraction.py`` fitted them."""
    path = DATA / "weights.json"
    if not path.exists():
        return {}
    read: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return read


def scores(weighed: Weighed) -> tuple[float, list[float]]:
    """The score of nobody, and those of the mentions in their order."""
    get = weights().get
    nobody = sum([get(f, 0.0) for f in weighed.nobody])
    return nobody, [sum([get(f, 0.0) for f in each]) for each in weighed.features]


def shares(nobody: float, mentions: list[float]) -> tuple[float, list[float]]:
    """Scores as probabilities that come to 1."""
    top = max([nobody, *mentions])
    none = math.exp(nobody - top)
    each = [math.exp(s - top) for s in mentions]
    whole = none + sum(each)
    return none / whole, [s / whole for s in each]


def likeliest(weighed: Weighed, each: list[float]) -> tuple[int, float]:
    """Which mention is the likeliest speaker, and how likely: mentions of one name count together."""
    together: dict[str, float] = {}
    for mention, share in zip(weighed.mentions, each, strict=True):
        together[mention.key] = together.get(mention.key, 0.0) + share
    key = max(together, key=together.__getitem__)
    best = max((i for i, m in enumerate(weighed.mentions) if m.key == key), key=each.__getitem__)
    return best, together[key]


def reasons(features: Sequence[str], most: int = 5) -> list[tuple[str, float]]:
    """The features that count most for or against a candidate, with their weights."""
    known = weights()
    weighed = [(f, known[f]) for f in features if f in known]
    return sorted(weighed, key=lambda pair: -abs(pair[1]))[:most]
