"""What is to be said of how quoted words were found in their article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from medway_tui.model.articles import Quote
from medway_tui.model.evidence import Evidence
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding, Fix
from medway_tui.model.locations import Span
from medway_tui.text import FOLDED_MARKS, fold, shorten
from medway_tui.yaml_io.source_map import SourceMap, ValuePath


def anchor_findings(
    source_map: SourceMap,
    status: str,
    span: Span | None,
    selector: Quote | Evidence,
    texts: Sequence[str],
    prefix: ValuePath = (),
    *,
    missing: bool = False,
) -> list[Finding]:
    """What is to be said of how words were found in their article: nothing where all is well.

    ``texts`` are the article's, where the closest passage is to be told; ``prefix`` is the path of a
    piece of evidence within what rests on it. ``missing`` says that the block in which they should stand is
    one that a copy of the original lacks.
    """
    if status == "exact":
        return []
    exact, paragraph = selector.exact or "", selector.paragraph
    short = shorten(exact, 40)
    words = source_map.locate((*prefix, "exact"))
    if missing and span is None:
        return [make_finding("A305", *words, f"the copy of the original lacks block {paragraph}: {short}")]
    if status == "adrift" or span is None:
        return [
            make_finding(
                "A301",
                *words,
                f"these words are not in the article: {short}{_describe_closest(texts, exact)}",
            )
        ]
    if status == "ambiguous":
        return [make_finding("A303", *words, f"these words stand twice in paragraph {paragraph}: {short}")]
    if status == "moved":
        at = (*prefix, "paragraph")
        where = source_map.locate(at)
        message = f"these words stand in paragraph {span.paragraph}, not {paragraph}: {short}"
        plain = source_map.source_text(at) == str(paragraph)
        fix = Fix(where.line, where.column, len(str(paragraph)), str(span.paragraph)) if plain else None
        return [make_finding("A302", *where, message, fix)]
    if status == "folded":
        message = f"quotation marks, dashes or spaces differ from paragraph {span.paragraph}: {short}"
        return [make_finding("A304", *words, message)]
    return []


def _describe_closest(texts: Sequence[str], exact: str) -> str:
    """Where words like these stand, and what differs; nothing where there are none."""
    near = find_closest_passage(texts, exact)
    if near is None:
        return ""
    place = f"paragraph {near.span.paragraph}" if near.span.paragraph else "the headline"
    differing = "; ".join(near.differences)
    return f"; closest is {place} ({near.score} of 100)" + (f": {differing}" if differing else "")


MIN_SCORE = 60
"""The score, of 100, from which a passage is worth telling."""

_MAX_WORDS = 1_000
"""Of a longer paragraph only so many words are looked at, as the comparison grows with its square."""

_MAX_LETTERS = 1_000
"""Longer passages are scored by their words, for the same reason."""

_MAX_PARAGRAPHS = 3
"""In how many paragraphs is looked: those that share the most words."""

_MAX_DIFFERENCES = 3
"""How many differences are told."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class ClosestPassage(NamedTuple):
    """A passage much like the words that were looked for."""

    span: Span
    score: int
    """How much alike, of 100."""
    differences: tuple[str, ...]
    """What the article has in the place of which words, in words."""


class _WordList:
    """A text as its words, with their places."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in islice(_WORD.finditer(text), _MAX_WORDS)]
        self.text = text
        self.spans = found
        self.folded = [fold(text[start:end].translate(FOLDED_MARKS)) for start, end in found]

    def text_between(self, start: int, end: int) -> str:
        """The words from one number to another, as they are written."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


# Where one quotation is adrift, others are.
@lru_cache(maxsize=1)
def _word_lists(texts: tuple[str, ...]) -> tuple[_WordList, ...]:
    return tuple(map(_WordList, texts))


def find_closest_passage(texts: Sequence[str], exact: str) -> ClosestPassage | None:
    """The passage closest to some words; None where nothing is much like them.

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
    # As many words as were looked for, about the longest run, and on to a run that begins within.
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
