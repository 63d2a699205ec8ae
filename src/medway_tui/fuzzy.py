"""Fuzzy matching of names: edit distance, similarity, and "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MIN_SIMILARITY = 0.6
"""The least similarity of a word that is worth suggesting for another."""


class Pattern:
    """A text prepared for comparison with many others."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._positions: dict[str, int] = {}
        for at, char in enumerate(text):
            self._positions[char] = self._positions.get(char, 0) | 1 << at

    def similarity(self, other: str) -> float:
        """Return twice the longest common subsequence over both lengths: from 0 to 1 for equal texts.

        A bit of a number for each character (Hyyrö, "Bit-parallel LCS-length computation revisited",
        2004): a few microseconds a name, where difflib takes a hundred.
        """
        total = self._length + len(other)
        if not total:
            return 1.0
        unmatched = everything = (1 << self._length) - 1
        for char in other:
            matches = unmatched & self._positions.get(char, 0)
            unmatched = (unmatched + matches) | (unmatched - matches)
        return 2 * (self._length - (unmatched & everything).bit_count()) / total


def closest_matches(
    typed: str, known: Iterable[str], *, limit: int = 1, min_similarity: float = MIN_SIMILARITY
) -> list[str]:
    """Return the known words most similar to the typed one, best first; empty where none is similar."""
    pattern = Pattern(typed)
    scores = {word: pattern.similarity(word) for word in known}
    return best_scores(scores, limit=limit, min_similarity=min_similarity)


def best_scores(scores: Mapping[str, float], *, limit: int, min_similarity: float) -> list[str]:
    """Return the names with the best scores, best first, of those that reach a least one."""
    ranked = sorted(scores, key=lambda name: -scores[name])
    return [name for name in ranked if scores[name] >= min_similarity][:limit]


def did_you_mean(names: Sequence[str]) -> str:
    """Return the question that offers some names; empty when there is none to offer."""
    if not names:
        return ""
    *first, last = names
    return f"did you mean {', '.join(first)} or {last}?" if first else f"did you mean {last}?"


def is_within_distance(first: str, second: str, max_distance: int) -> bool:
    """Whether one word becomes the other with at most so many typing errors.

    An error is a letter too many, too few, replaced, or two letters swapped (optimal string alignment
    distance). For a distance of one or two this is as quick as a library, which would have to be loaded.
    """
    if abs(len(first) - len(second)) > max_distance:
        return False
    start = 0
    for left, right in zip(first, second, strict=False):
        if left != right:
            break
        start += 1
    first, second = first[start:], second[start:]
    if not first or not second:
        return len(first or second) <= max_distance
    if max_distance == 0:
        return False
    is_swap = first[:2] == second[1::-1] and len(first) > 1
    return (
        is_within_distance(first[1:], second[1:], max_distance - 1)
        or is_within_distance(first[1:], second, max_distance - 1)
        or is_within_distance(first, second[1:], max_distance - 1)
        or (is_swap and is_within_distance(first[2:], second[2:], max_distance - 1))
    )
