"""Features of marks that quote no speaker: titles, ratings, scare quotes.

Each template is a key of ``data/weights.json`` with its values left open. The values are letters of the
pattern (see ``patterns``), words, and what ``_describe_words`` returns.
"""

from __future__ import annotations

from medway_tui.quotation_extraction.patterns import TaggedParagraph, token_path
from medway_tui.quotation_marks import QuotedSpan

MAX_PARTS_AWAY = 60
"""Parts on either side of the marks that are looked at."""
MAX_LENGTH = 400
"""Code points of the words that are looked at."""
_CUE_KINDS = frozenset("VGaL")

BIAS = "nobody"
FORM_SIZE = "n%s%s"
LEFT_SIZE_CASE = "n<%s%s%s"
LEFT_WORD = "n<%s"
LEFT_WORD_SIZE = "n<%s%s"
RIGHT_WORD = "n>%s"
RIGHT_LEFT_FINAL = "n>%s%s%s"
FINAL_CASE_SIZE = "n.%s%s%s"
SINGLE_FORM = "n'%s%s"
OTHER_QUOTATIONS_SIZE = "n+%s%s%s"
CLOSED = "nc%s"
LEFT_CUE_PATH = "nL%s%s"
LEFT_CUE_SIZE = "nL%s%s"
LEFT_PATH_FINAL = "nLp%s%s"
INFINITIVE_CUE = "nto%s"
INFINITIVE_CONTEXT = "nto%s"
RIGHT_CUE = "nR%s"
RIGHT_CUE_PATH = "nR%s"
ACCORDING = "nacc"
CUES_FORM_SIZE = "nLR%s%s%s%s"
NO_CUE_NEIGHBOURS = "nX%s%s%s"
NO_CUE_CASE = "nX%s%s%s"
NAMED_SIZE_CUE = "nS%s%s"


def collect_no_speaker_features(
    text: str, span: QuotedSpan, paragraph: TaggedParagraph, place: int, form: str
) -> list[str]:
    """The features of a quotation without a speaker.

    ``place`` is the quotation's index among the parts of its paragraph, ``form`` its form (see ``features``).
    """
    pattern, words = paragraph.pattern, paragraph.words
    size, case, final = _describe_words(text, span)
    left = pattern[place - 1] if place else "^"
    left_word = words[place - 1] if place and left in "WTVGXDJKIUtAaY" else left
    right = pattern[place + 1 : place + 2] or "$"
    right_word = words[place + 1] if right in "WDTXK" else right
    start, end = _find_sentence(pattern, place)
    left_part, right_part = pattern[start:place], pattern[place + 1 : end]
    left_cue = next((i for i in range(place - 1, start - 1, -1) if pattern[i] in _CUE_KINDS), None)
    right_cue = next((i for i in range(place + 1, end) if pattern[i] in _CUE_KINDS), None)
    features = [
        BIAS,
        FORM_SIZE % (form, size),
        LEFT_SIZE_CASE % (left, size, case),
        LEFT_WORD % left_word,
        LEFT_WORD_SIZE % (left_word, size),
        RIGHT_WORD % right_word,
        RIGHT_LEFT_FINAL % (right, left, final),
        FINAL_CASE_SIZE % (final, case, size),
        SINGLE_FORM % (span.single, form),
        OTHER_QUOTATIONS_SIZE % ("Q" in left_part, "Q" in right_part, size),
        CLOSED % span.closed,
    ]
    if left_cue is not None:
        path = token_path(pattern[left_cue + 1 : place])
        features += [
            LEFT_CUE_PATH % (words[left_cue], path),
            LEFT_CUE_SIZE % (words[left_cue], size),
            LEFT_PATH_FINAL % (path, final),
        ]
        if left_cue and pattern[left_cue - 1] == "T" and words[left_cue - 1] == "to":
            features.append(INFINITIVE_CUE % words[left_cue])
            features.append(INFINITIVE_CONTEXT % pattern[max(0, left_cue - 3) : left_cue - 1])
    if right_cue is not None:
        features.append(RIGHT_CUE % words[right_cue])
        features.append(RIGHT_CUE_PATH % token_path(pattern[place + 1 : right_cue]))
    if "a" in left_part or "a" in right_part:
        features.append(ACCORDING)
    features.append(CUES_FORM_SIZE % (left_cue is not None, right_cue is not None, form, size))
    if left_cue is None and right_cue is None:
        features.append(NO_CUE_NEIGHBOURS % (left, right, final))
        features.append(NO_CUE_CASE % (case, size, form))
    if "P" in left_part or "N" in left_part:
        features.append(NAMED_SIZE_CUE % (size, left_cue is not None))
    return features


def _describe_words(text: str, span: QuotedSpan) -> tuple[str, str, str]:
    """The size (the least count of its class), case (T title case, U a capital first, l lower) and final
    character of the quoted words; for the last an a, unless it ends a sentence or a clause.
    """
    words = text[span.start : min(span.end, span.start + MAX_LENGTH)].split()
    count = len(words)
    size = "1" if count == 1 else "2" if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"
    capitalised = sum(word[0].isupper() for word in words)
    if count > 1 and capitalised >= count - 1 - count // 4:
        case = "T"
    else:
        case = "U" if words[0][0].isupper() else "l"
    last = text[span.end - 1]
    return size, case, last if last in ".,!?" else "a"


def _find_sentence(pattern: str, place: int) -> tuple[int, int]:
    """The parts of the sentence around an index, within reach."""
    earliest, latest = max(0, place - MAX_PARTS_AWAY + 1), min(len(pattern), place + MAX_PARTS_AWAY)
    start = max(pattern.rfind("S", earliest, place) + 1, earliest)
    end = pattern.find("S", place + 1, latest)
    return start, latest if end < 0 else end
