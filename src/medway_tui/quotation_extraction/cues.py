"""Which word introduces a quotation, once it is known whose it is."""

from __future__ import annotations

from bisect import bisect_left

from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.quotation import TextSpan

_RARE_CUES = frozenset(("go", "begin", "put"))
# Verbs that introduce words only in a turn such as "went on".
MAX_PARTS_AWAY = 30
"""How many parts of a sentence are looked at."""


def find_cue(paragraph: TaggedParagraph, place: int, start: int) -> TextSpan | None:
    """The verb or colon between a quotation and the mention of its speaker, or next to the mention.

    ``place`` is the quotation's in its paragraph, ``start`` where the mention stands in the text.
    """
    at = bisect_left(paragraph.starts, start)
    if at >= len(paragraph.starts) or paragraph.starts[at] > start:
        at -= 1
    if at < 0 or paragraph.starts[0] > start:
        return None
    cue_index = (
        _find_cue_before(paragraph, place, at)
        if at < place
        else _find_cue_after(paragraph.pattern, place, at)
    )
    return None if cue_index is None else TextSpan(paragraph.starts[cue_index], paragraph.ends[cue_index])


def _find_cue_before(paragraph: TaggedParagraph, place: int, at: int) -> int | None:
    """The last verb from the mention to the quotation, without another sentence's; else "according"."""
    pattern = paragraph.pattern
    colon = None
    for i in range(place - 1, max(at, place - MAX_PARTS_AWAY), -1):
        if pattern[i] == "L" and i == place - 1:
            colon = i
        elif pattern[i] in "VG" and paragraph.words[i] not in _RARE_CUES:
            return i
        elif pattern[i] in "SQ":
            break
    if colon is not None:
        return colon
    return _find_cue_beside(pattern, at)


def _find_cue_after(pattern: str, place: int, at: int) -> int | None:
    for i in range(at - 1, max(place, at - 4), -1):
        if pattern[i] in "VGa":
            return i
    return _find_cue_beside(pattern, at)


def _find_cue_beside(pattern: str, at: int) -> int | None:
    for i in range(at + 1, min(len(pattern), at + MAX_PARTS_AWAY)):
        if pattern[i] in "VG":
            return i
        if pattern[i] in "SQ":
            break
    return next((i for i in range(at - 1, max(-1, at - 4), -1) if pattern[i] in "VGa"), None)
