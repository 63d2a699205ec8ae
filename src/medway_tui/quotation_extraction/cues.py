"""Find the cue of a quotation whose speaker is known."""

from __future__ import annotations

from bisect import bisect_left

from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.quotation import TextSpan

# Verbs that are cues only in a phrase such as "went on".
_RARE_CUES = frozenset(("go", "begin", "put"))
MAX_PARTS_AWAY = 30
"""Parts of a sentence that are searched."""


def find_cue(paragraph: TaggedParagraph, place: int, mention_start: int) -> TextSpan | None:
    """The verb or colon between a quotation and its speaker's mention, or next to the mention.

    ``place`` is the quotation's index among the parts, ``mention_start`` the mention's place in the text.
    """
    at = bisect_left(paragraph.starts, mention_start)
    if at >= len(paragraph.starts) or paragraph.starts[at] > mention_start:
        at -= 1
    if at < 0 or paragraph.starts[0] > mention_start:
        return None
    if at < place:
        cue = _find_cue_before(paragraph, place, at)
    else:
        cue = _find_cue_after(paragraph.pattern, place, at)
    return None if cue is None else TextSpan(paragraph.starts[cue], paragraph.ends[cue])


def _find_cue_before(paragraph: TaggedParagraph, place: int, at: int) -> int | None:
    """The last verb between mention and quotation in the same sentence, or a colon, or "according"."""
    pattern = paragraph.pattern
    colon = None
    for i in range(place - 1, max(at, place - MAX_PARTS_AWAY), -1):
        if pattern[i] == "L" and i == place - 1:
            colon = i
        elif pattern[i] in "VG" and paragraph.words[i] not in _RARE_CUES:
            return i
        elif pattern[i] in "SQ":
            break
    return colon if colon is not None else _find_cue_beside(pattern, at)


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
