"""Whether two words differ by a slip or two of the fingers."""

from __future__ import annotations


def within(one: str, other: str, most: int) -> bool:
    """Whether the one becomes the other by at most so many slips.

    A slip is a letter too many, one too few, another one, or two that changed places (the optimal string
    alignment distance). For the one or two slips that are asked for this is as quick as a library's
    distance, and a library takes longer to be loaded than a key may take.
    """
    if abs(len(one) - len(other)) > most:
        return False
    at = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        at += 1
    one, other = one[at:], other[at:]
    if not one or not other:
        return len(one or other) <= most
    if most == 0:
        return False
    swapped = one[:2] == other[1::-1] and len(one) > 1
    return (
        within(one[1:], other[1:], most - 1)
        or within(one[1:], other, most - 1)
        or within(one, other[1:], most - 1)
        or (swapped and within(one[2:], other[2:], most - 1))
    )
