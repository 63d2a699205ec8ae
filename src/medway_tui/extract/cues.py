"""Which word introduces a quotation, once it is known whose it is."""

from __future__ import annotations

from bisect import bisect_left

from medway_tui.extract.quotation import Extent
from medway_tui.extract.sentences import Passage

_SELDOM = frozenset(("go", "begin", "put"))
# Verbs that introduce words only in a turn such as "went on".
REACH = 30
"""How many parts of a sentence are looked at."""


def cue(here: Passage, place: int, start: int) -> Extent | None:
    """The verb or colon between a quotation and the mention of its speaker, or next to the mention.

    ``place`` is the quotation's in its paragraph, ``start`` where the mention stands in the text.
    """
    at = bisect_left(here.starts, start)
    if at >= len(here.starts) or here.starts[at] > start:
        at -= 1
    if at < 0 or here.starts[0] > start:
        return None
    found = _before(here, place, at) if at < place else _after(here.pattern, place, at)
    return None if found is None else Extent(here.starts[found], here.ends[found])


def _before(here: Passage, place: int, at: int) -> int | None:
    """The last verb from the mention to the quotation, without another sentence's; else "according"."""
    pattern = here.pattern
    colon = None
    for i in range(place - 1, max(at, place - REACH), -1):
        if pattern[i] == "L" and i == place - 1:
            colon = i
        elif pattern[i] in "VG" and here.words[i] not in _SELDOM:
            return i
        elif pattern[i] in "SQ":
            break
    if colon is not None:
        return colon
    return _beside(pattern, at)


def _after(pattern: str, place: int, at: int) -> int | None:
    for i in range(at - 1, max(place, at - 4), -1):
        if pattern[i] in "VGa":
            return i
    return _beside(pattern, at)


def _beside(pattern: str, at: int) -> int | None:
    for i in range(at + 1, min(len(pattern), at + REACH)):
        if pattern[i] in "VG":
            return i
        if pattern[i] in "SQ":
            break
    return next((i for i in range(at - 1, max(-1, at - 4), -1) if pattern[i] in "VGa"), None)
