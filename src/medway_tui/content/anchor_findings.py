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

from medway_tui.content.anchors import AnchorResult, TextQuoteSelector, find_candidates
from medway_tui.content.attribution import AttributionFault
from medway_tui.content.whole_words import surrounding_words
from medway_tui.model.articles import Quote
from medway_tui.model.evidence import Evidence
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding, Fix
from medway_tui.model.locations import BlockPlace, Span
from medway_tui.text import FOLDED_MARKS, fold, shorten
from medway_tui.yaml_io.nodes import ValuePath
from medway_tui.yaml_io.source_map import SourceMap

_MIN_WORDS = 4
_MIN_LETTERS = 12
"""Fewer words, or letters of a script without spaces, may be in two places by chance."""

_CONTEXT_WORDS = 3


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

    ``texts`` are the article's, searched for other places, or empty; ``places`` are those of its blocks;
    ``prefix`` is the path of a piece of evidence within its record. ``missing``: the copy of the original
    lacks the block.
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
    if status == "moved" and span is not None:
        certain = is_long(selector)
        return [_moved_finding(source_map, places[span.block], named, words, prefix, certain=certain)]
    if status == "adrift" or span is None:
        return [_adrift_finding(source_map, selector, texts, prefix, places=places)]
    if status == "ambiguous":
        selected = _selector(selector)
        candidates = find_candidates(texts, selected, block=span.block).whole if texts else ()
        contexts = " and ".join(f"“{_context(texts[each.block], each)}”" for each in candidates)
        message = f"these words occur twice in {_in_words(named)}: {words}" + (
            f"; in {contexts}" if contexts else ""
        )
        return [make_finding("A303", location, message)]
    place = places[span.block]
    if place != named:
        return [_moved_finding(source_map, place, named, words, prefix, certain=False)]
    message = f"quotation marks, dashes or spaces differ from {_in_words(place)}: {words}"
    return [make_finding("A304", location, message)]


def explain_attribution(
    source_map: SourceMap, quote: Quote, fault: AttributionFault, place: BlockPlace
) -> Finding:
    """Return the finding for a quotation whose block does not name its speaker."""
    speaker = quote.attribution or " and ".join(quote.speaker_ids)
    words = shorten(quote.exact, 40)
    if fault == "another":
        message = f"{_in_words(place)} gives its words to somebody else, not to {speaker}: {words}"
    else:
        message = f"neither {_in_words(place)} nor one near it names {speaker}: {words}"
    return make_finding("A309", source_map.locate(("exact",)), message)


def explain_doubtful_move(source_map: SourceMap, quote: Quote, actual: BlockPlace, *, short: bool) -> Finding:
    """Return the finding for words that are in another block only, where they may be another person's."""
    words = shorten(quote.exact, 40)
    reason = "so few words may be another person's" if short else "which may give them to somebody else"
    where = f"{_in_words(actual)}, not {_number_or_label(actual, quote.place)}"
    message = f"these words are in {where}; {reason}: {words}"
    location = source_map.locate((quote.place.kind,))
    return as_suggestion(
        make_finding("A306", location, message, _move_fix(source_map, actual, quote.place, ()))
    )


def as_suggestion(finding: Finding) -> Finding:
    """Return a finding whose fix, if it has one, is only suggested."""
    return finding if finding.fix is None else finding._replace(fix=None, suggestion=finding.fix)


def is_long(selector: Quote | Evidence) -> bool:
    """Whether words are so many that the same in another block can hardly be chance."""
    context = " ".join(each for each in (selector.prefix, selector.exact, selector.suffix) if each)
    letters = sum(map(str.isalnum, context))
    # Scripts without spaces have no words to count.
    return len(context.split()) >= _MIN_WORDS or (not context.isascii() and letters >= _MIN_LETTERS)


def _adrift_finding(
    source_map: SourceMap,
    selector: Quote | Evidence,
    texts: Sequence[str],
    prefix: ValuePath,
    *,
    places: Sequence[BlockPlace],
) -> Finding:
    exact = selector.exact or ""
    words = shorten(exact, 40)
    location = source_map.locate((*prefix, "exact"))
    candidates = find_candidates(texts, _selector(selector))
    if candidates.whole:
        found = dict.fromkeys(_in_words(places[each.block]) for each in candidates.whole)
        if len(found) == 1:
            contexts = " and ".join(f"“{_context(texts[each.block], each)}”" for each in candidates.whole)
            found = {f"{next(iter(found))} twice, in {contexts}": None}
        message = f"these words are in {' and '.join(found)}, not in {_in_words(selector.place)}: {words}"
        return make_finding("A308", location, message)
    if candidates.parts:
        first = candidates.parts[0]
        text = texts[first.block]
        longer = shorten(surrounding_words(text, first.start, first.end), 60)
        message = f"these words are only a part of “{longer}” in {_in_words(places[first.block])}: {words}"
        return make_finding("A307", location, message)
    message = f"these words are not in the article: {words}{_describe_closest(texts, places, exact)}"
    return make_finding("A301", location, message)


def _selector(selector: Quote | Evidence) -> TextQuoteSelector:
    return TextQuoteSelector(selector.exact or "", selector.prefix, selector.suffix)


def _context(text: str, span: Span) -> str:
    """Return the words of a span with two words before and after them."""
    before, after = (
        text[: span.start].split(" ")[-_CONTEXT_WORDS:],
        text[span.end :].split(" ")[:_CONTEXT_WORDS],
    )
    words = " ".join(before) + text[span.start : span.end] + " ".join(after)
    return shorten(words.strip("“”\"‘’' "), 60)


def _moved_finding(
    source_map: SourceMap,
    actual: BlockPlace,
    written: BlockPlace,
    words: str,
    prefix: ValuePath,
    *,
    certain: bool,
) -> Finding:
    location = source_map.locate((*prefix, written.kind))
    message = f"these words are in {_in_words(actual)}, not {_number_or_label(actual, written)}: {words}"
    finding = make_finding("A302", location, message, _move_fix(source_map, actual, written, prefix))
    return finding if certain else as_suggestion(finding)


def _move_fix(
    source_map: SourceMap, actual: BlockPlace, written: BlockPlace, prefix: ValuePath
) -> Fix | None:
    path = (*prefix, written.kind)
    if source_map.source_text(path) != str(written.number):
        return None
    location, key = source_map.locate(path), source_map.locate_key(path)
    if actual.kind == written.kind:
        return Fix(location.line, location.column, len(str(written.number)), str(actual.number))
    if key.line != location.line:
        return None
    length = location.column - key.column + len(str(written.number))
    return Fix(key.line, key.column, length, f"{actual.kind}: {actual.number}")


def _number_or_label(actual: BlockPlace, written: BlockPlace) -> str:
    return str(written.number) if actual.kind == written.kind and actual.number else written.label


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
