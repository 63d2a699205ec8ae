"""What speaks for marks that quote nobody: titles, ratings, words held at arm's length."""

from __future__ import annotations

from medway_tui.quotation_extraction.features import token_path
from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.quotation_marks import QuotedSpan

MAX_PARTS_AWAY = 60
"""How many parts are looked at on either side."""
_CUE_KINDS = frozenset("VGaL")


def collect_no_speaker_features(
    text: str, span: QuotedSpan, paragraph: TaggedParagraph, place: int, form: str
) -> list[str]:
    """The features of a quotation's quoting nobody: its words, their neighbours, the cues of its sentence.

    ``place`` is the quotation's among the parts of its paragraph, ``form`` its own form (see ``features``).
    """
    pattern, low = paragraph.pattern, paragraph.words
    words = text[span.start : min(span.end, span.start + 400)].split()
    count = len(words)
    size = "1" if count == 1 else "2" if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"
    left = pattern[place - 1] if place else "^"
    leftword = low[place - 1] if place and left in "WTVGXDJKIUtAaY" else left
    right = pattern[place + 1 : place + 2] or "$"
    rightword = low[place + 1] if right in "WDTXK" else right
    capitals = sum(w[0].isupper() for w in words)
    case = (
        "T"
        if count > 1 and capitals >= count - 1 - count // 4
        else "U"
        if capitals and words[0][0].isupper()
        else "l"
    )
    last = text[span.end - 1]
    final = last if last in ".,!?" else "a"
    start, end = place - 1, place + 1
    while start >= 0 and pattern[start] != "S" and start > place - MAX_PARTS_AWAY:
        start -= 1
    while end < len(pattern) and pattern[end] != "S" and end < place + MAX_PARTS_AWAY:
        end += 1
    left_part, right_part = pattern[start + 1 : place], pattern[place + 1 : end]
    cue_left = next((j for j in range(place - 1, start, -1) if pattern[j] in _CUE_KINDS), None)
    cue_right = next((j for j in range(place + 1, end) if pattern[j] in _CUE_KINDS), None)
    features = [
        "nobody",
        f"n{form}{size}",
        f"n<{left}{size}{case}",
        f"n<{leftword}",
        f"n<{leftword}{size}",
        f"n>{rightword}",
        f"n>{right}{left}{final}",
        f"n.{final}{case}{size}",
        f"n'{span.single}{form}",
        f"n+{left_part.count('Q') > 0}{right_part.count('Q') > 0}{size}",
        f"nc{span.closed}",
    ]
    if cue_left is not None:
        features.append(f"nL{low[cue_left]}{token_path(pattern[cue_left + 1 : place])}")
        features.append(f"nL{low[cue_left]}{size}")
        features.append(f"nLp{token_path(pattern[cue_left + 1 : place])}{final}")
        if cue_left and pattern[cue_left - 1] == "T" and low[cue_left - 1] == "to":
            features.append(f"nto{low[cue_left]}")
            features.append(f"nto{pattern[max(0, cue_left - 3) : cue_left - 1]}")
    if cue_right is not None:
        features.append(f"nR{low[cue_right]}")
        features.append(f"nR{token_path(pattern[place + 1 : cue_right])}")
    if "a" in left_part or "a" in right_part:
        features.append("nacc")
    features.append(f"nLR{cue_left is not None}{cue_right is not None}{form}{size}")
    if cue_left is None and cue_right is None:
        features.append(f"nX{left}{right}{final}")
        features.append(f"nX{case}{size}{form}")
    if "P" in left_part or "N" in left_part:
        features.append(f"nS{size}{cue_left is not None}")
    return features
