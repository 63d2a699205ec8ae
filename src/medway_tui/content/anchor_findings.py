"""Findings for words that are not in their article as quoted, with the passage that comes closest.

For a person who copied a quotation with a slip: its probable place, and the words that differ. The closest
passage is only reported, never used as the place. Words are compared in order (difflib, Ratcliff and
Obershelp's measure), which found the passage more often than an edit distance over its letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from medway_tui.content.anchors import AnchorResult
from medway_tui.model.articles import Quote
from medway_tui.model.evidence import Evidence
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding, Fix
from medway_tui.model.locations import BlockPlace, Span
from medway_tui.text import FOLDED_MARKS, fold, shorten
from medway_tui.yaml_io.nodes import ValuePath
from medway_tui.yaml_io.source_map import SourceMap


def explain_anchor(
    source_map: SourceMap,
    result: AnchorResult,
    selector: Quote | Evidence,
    texts: Sequence[str],
    prefix: ValuePath = (),
    *,
    places: Sequence[BlockPlace],
    missing: bool = False,
) -> list[Finding]:
    """Return the finding for the place of quoted words; none where they are found as written.

    ``texts`` are the article's, searched for the closest passage, or empty; ``places`` are those of its
    blocks; ``prefix`` is the path of a piece of evidence within its record. ``missing``: the copy of the
    original lacks the block.
    """
    span, status = result
    if status == "exact":
        return []
    exact, named = selector.exact or "", selector.place
    words = shorten(exact, 40)
    location = source_map.locate((*prefix, "exact"))
    if missing and span is None:
        message = f"the copy of the original lacks {named.label}: {words}"
        return [make_finding("A305", location, message)]
    if status == "adrift" or span is None:
        message = f"these words are not in the article: {words}{_describe_closest(texts, places, exact)}"
        return [make_finding("A301", location, message)]
    if status == "ambiguous":
        message = f"these words occur twice in {_in_words(named)}: {words}"
        return [make_finding("A303", location, message)]
    if status == "moved":
        return [_moved_finding(source_map, places[span.block], named, words, prefix)]
    if status == "folded":
        message = f"quotation marks, dashes or spaces differ from {_in_words(places[span.block])}: {words}"
        return [make_finding("A304", location, message)]
    return []


def _moved_finding(
    source_map: SourceMap, actual: BlockPlace, written: BlockPlace, words: str, prefix: ValuePath
) -> Finding:
    path = (*prefix, written.kind)
    location, key = source_map.locate(path), source_map.locate_key(path)
    fix = None
    if source_map.source_text(path) == str(written.number):
        if actual.kind == written.kind:
            fix = Fix(location.line, location.column, len(str(written.number)), str(actual.number))
        elif key.line == location.line:
            length = location.column - key.column + len(str(written.number))
            fix = Fix(key.line, key.column, length, f"{actual.kind}: {actual.number}")
    not_there = written.number if actual.kind == written.kind and actual.number else written.label
    message = f"these words are in {_in_words(actual)}, not {not_there}: {words}"
    return make_finding("A302", location, message, fix)


def _in_words(place: BlockPlace) -> str:
    return place.label if place.number else "the headline"


def _describe_closest(texts: Sequence[str], places: Sequence[BlockPlace], exact: str) -> str:
    """Return the place of the closest passage and how it differs, or nothing if there is none."""
    closest = find_closest_passage(texts, exact)
    if closest is None:
        return ""
    place = _in_words(places[closest.span.block])
    differences = "; ".join(closest.differences)
    return f"; closest is {place} ({closest.score} of 100)" + (f": {differences}" if differences else "")


# -- closest passage ----------------------------------------------------------------------------------

MIN_SCORE = 60
"""The score, of 100, from which a passage is reported."""

_MAX_WORDS = 1_000
"""Only so many words of a paragraph are compared: the time grows with their square."""

_MAX_LETTERS = 1_000
"""Longer passages are scored by their words, for the same reason."""

_MAX_PARAGRAPHS = 3
"""How many paragraphs are compared: those that share the most words."""

_MAX_DIFFERENCES = 3
"""How many differences are reported."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class ClosestPassage(NamedTuple):
    """A passage similar to the words that were searched for."""

    span: Span
    score: int
    """The similarity, of 100."""
    differences: tuple[str, ...]
    """How the article's words differ, in words."""


class _WordList:
    """The words of a text, with their offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in islice(_WORD.finditer(text), _MAX_WORDS)]
        self.folded = [fold(text[start:end].translate(FOLDED_MARKS)) for start, end in self.spans]

    def text_between(self, start: int, end: int) -> str:
        """Return the words from one number to another, as they are written."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


# An article with one missing quotation often has several.
@lru_cache(maxsize=1)
def _word_lists(texts: tuple[str, ...]) -> tuple[_WordList, ...]:
    return tuple(map(_WordList, texts))


def find_closest_passage(texts: Sequence[str], exact: str) -> ClosestPassage | None:
    """Return the passage closest to some words; None where nothing is similar.

    ``texts`` are an article's headline and paragraphs, by number.
    """
    target = _WordList(exact)
    target_words = frozenset(target.folded)
    if not target_words:
        return None
    words = list(enumerate(_word_lists(tuple(texts))))
    words.sort(key=lambda each: -len(target_words.intersection(each[1].folded)))
    passages = [_compare_paragraph(number, each, target) for number, each in words[:_MAX_PARAGRAPHS]]
    best = max((each for each in passages if each), key=lambda each: each.score, default=None)
    return best if best is not None and best.score >= MIN_SCORE else None


def _compare_paragraph(number: int, words: _WordList, target: _WordList) -> ClosestPassage | None:
    matcher = SequenceMatcher(None, words.folded, target.folded, autojunk=False)
    runs = [run for run in matcher.get_matching_blocks() if run.size]
    if not runs:
        return None
    longest = max(runs, key=lambda run: run.size)
    # A window of the target's length around the longest run, extended to runs that begin within it.
    start = max(0, longest.a - longest.b)
    end = min(len(words.folded), longest.a + len(target.folded) - longest.b)
    nearby_runs = [run for run in runs if start - 2 <= run.a and run.a + run.size <= end + 2]
    start = min([start, *(run.a for run in nearby_runs if run.b == 0)])
    end = max([end, *(run.a + run.size for run in nearby_runs)])
    window = words.folded[start:end]
    matcher = SequenceMatcher(None, window, target.folded, autojunk=False)
    first, last = words.spans[start][0], words.spans[end - 1][1]
    scorer = matcher
    if max(last - first, len(target.text)) <= _MAX_LETTERS:
        scorer = SequenceMatcher(None, words.text[first:last], target.text, autojunk=False)
    return ClosestPassage(
        Span(number, first, last),
        round(100 * scorer.ratio()),
        tuple(
            _describe_difference(words, target, start, code)
            for code in matcher.get_opcodes()
            if code[0] != "equal"
        )[:_MAX_DIFFERENCES],
    )


def _describe_difference(
    words: _WordList, target: _WordList, start: int, code: tuple[str, int, int, int, int]
) -> str:
    _, a, b, c, d = code
    article_words, quoted_words = words.text_between(start + a, start + b), target.text_between(c, d)
    if not article_words:
        return f"it has no “{quoted_words}”"
    if not quoted_words:
        return f"it has “{article_words}” more"
    return f"it has “{article_words}” for “{quoted_words}”"
