"""Whether two words differ by a slip or two of the fingers."""

from __future__ import annotations


def is_within_distance(first: str, second: str, max_distance: int) -> bool:
    """Whether the one becomes the other by at most so many slips.

    A slip is a letter too many, one too few, another one, or two that changed places (the optimal string
    alignment distance). For the one or two slips that are asked for this is as quick as a library's
    distance, and a library takes longer to be loaded than a key may take.
    """
    if abs(len(first) - len(second)) > max_distance:
        return False
    at = 0
    for mine, theirs in zip(first, second, strict=False):
        if mine != theirs:
            break
        at += 1
    first, second = first[at:], second[at:]
    if not first or not second:
        return len(first or second) <= max_distance
    if max_distance == 0:
        return False
    swapped = first[:2] == second[1::-1] and len(first) > 1
    return (
        is_within_distance(first[1:], second[1:], max_distance - 1)
        or is_within_distance(first[1:], second, max_distance - 1)
        or is_within_distance(first, second[1:], max_distance - 1)
        or (swapped and is_within_distance(first[2:], second[2:], max_distance - 1))
    )
