"""Anchors quotations and evidence in an article's text, and makes selectors for a span of it.

The selector is the W3C Web Annotation model's TextQuoteSelector (``exact``, ``prefix``, ``suffix``); the
paragraph is a hint. The text is authoritative: positions are computed here and stored only in the index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import Literal, NamedTuple

from medway_tui.model.locations import Span
from medway_tui.text import FOLDED_MARKS

AnchorStatus = Literal["exact", "moved", "folded", "ambiguous", "adrift"]


_STEPS: tuple[tuple[bool, AnchorStatus, AnchorStatus], ...] = (
    (False, "exact", "moved"),
    (True, "folded", "folded"),
)
"""The attempts: whether folded, and the status of a match in the paragraph, and elsewhere."""

_MAX_CONTEXT_TRIES = 1_000
"""At how many places context without its spaces is searched for: bounds hostile files."""

_MAX_COMPARED = 1_000_000
"""How many code points are compared at all these places together: fewer places for long words."""


class AnchorResult(NamedTuple):
    """The result of a search for a selector."""

    span: Span | None
    """The place of the words; None if they were not found."""
    status: AnchorStatus
    """exact: in its paragraph, word for word; moved: word for word in another paragraph; folded: equal
    except quotation marks, dashes and spaces; ambiguous: several places match, the first is given;
    adrift: not found."""


def find_anchor(
    texts: Sequence[str], paragraph: int, exact: str, prefix: str | None = None, suffix: str | None = None
) -> AnchorResult:
    """Find words in an article.

    ``texts`` are its headline and paragraphs, by number; ``paragraph`` is where the words should be. Tries in
    order: word for word in the paragraph; word for word in exactly one other; folded in the paragraph; folded
    in exactly one other. The number alone never places anything.
    """
    if not prefix and not suffix and 0 <= paragraph < len(texts):
        # Nearly all words occur once in their paragraph: for these, nothing is joined or folded.
        text = texts[paragraph]
        start = text.find(exact)
        if start >= 0 and text.find(exact, start + 1) < 0:
            return AnchorResult(Span(paragraph, start, start + len(exact)), "exact")
    for fold, status_here, status_elsewhere in _STEPS:
        finder = _QuoteFinder(exact, prefix, suffix, fold=fold)
        article = _join_texts(tuple(texts), fold=fold)
        if 0 <= paragraph < len(texts):
            first = article.starts[paragraph]
            offsets = finder.find_offsets(article.text, first, first + len(texts[paragraph]))
            if offsets:
                start = offsets[0] - first
                span = Span(paragraph, start, start + len(exact))
                return AnchorResult(span, status_here if len(offsets) == 1 else "ambiguous")
        offsets = finder.find_offsets(article.text, 0, len(article.text))
        if len(offsets) == 1:
            number = bisect_right(article.starts, offsets[0]) - 1
            start = offsets[0] - article.starts[number]
            return AnchorResult(Span(number, start, start + len(exact)), status_elsewhere)
    return AnchorResult(None, "adrift")


class _JoinedTexts(NamedTuple):
    """An article's texts joined, so that one search covers all of them."""

    text: str
    starts: tuple[int, ...]
    """Where each text begins."""


@lru_cache(maxsize=8)
def _join_texts(texts: tuple[str, ...], *, fold: bool) -> _JoinedTexts:
    # A quotation can hold no NUL, so none is found across two texts.
    text = "\0".join(texts)
    starts = accumulate((len(each) + 1 for each in texts), initial=0)
    return _JoinedTexts(_fold_marks(text) if fold else text, tuple(starts))


def _fold_marks(text: str) -> str:
    """Replace typographic marks, dashes and spaces by plain ones; every character keeps its offset."""
    return text.translate(FOLDED_MARKS)


class _QuoteFinder:
    """Finds the places of a selector, folded or not."""

    def __init__(self, exact: str, prefix: str | None, suffix: str | None, *, fold: bool) -> None:
        fitted = _fold_marks if fold else str
        self._exact, self._prefix, self._suffix = map(fitted, (exact, prefix or "", suffix or ""))

    def find_offsets(self, text: str, start: int, end: int) -> list[int]:
        """Return the first two offsets in a range at which the words occur with their context.

        YAML drops the spaces at the ends of a value, so context that does not match as it is written is tried
        with any space between it and the words.
        """
        full = self._prefix + self._exact + self._suffix
        offsets = [at + len(self._prefix) for at in islice(_iter_occurrences(full, text, start, end), 2)]
        if offsets or full == self._exact:
            return offsets
        tries = min(_MAX_CONTEXT_TRIES, max(1, _MAX_COMPARED // len(self._exact)))
        places = islice(_iter_occurrences(self._exact, text, start, end), tries)
        return list(islice((at for at in places if self._has_context(text, at, start, end)), 2))

    def _has_context(self, text: str, at: int, start: int, end: int) -> bool:
        before, after = at, at + len(self._exact)
        while before > start and text[before - 1].isspace():
            before -= 1
        while after < end and text[after].isspace():
            after += 1
        return text.endswith(self._prefix.rstrip(), start, before) and text.startswith(
            self._suffix.lstrip(), after, end
        )


def _iter_occurrences(words: str, text: str, start: int, end: int) -> Iterator[int]:
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


_MAX_CONTEXT_WORDS = 12
"""The most words of context before or after."""


class TextQuoteSelector(NamedTuple):
    """Words, with context where it is needed to distinguish them from the same words elsewhere."""

    exact: str
    prefix: str | None = None
    suffix: str | None = None


def make_selector(texts: Sequence[str], span: Span) -> TextQuoteSelector | None:
    """Return a selector that finds a span and no other, so that ``find_anchor`` returns the span.

    ``texts`` are an article's headline and paragraphs, by number. The words alone if they occur once in their
    paragraph; else with the fewest words of context before, after or around them. None if none are enough.
    """
    text = texts[span.block]
    exact = text[span.start : span.end]
    if _selects_span(texts, span, TextQuoteSelector(exact)):
        return TextQuoteSelector(exact)
    for words in range(1, _MAX_CONTEXT_WORDS + 1):
        before, after = _last_words(text[: span.start], words), _first_words(text[span.end :], words)
        for candidate in (
            TextQuoteSelector(exact, before),
            TextQuoteSelector(exact, None, after),
            TextQuoteSelector(exact, before, after),
        ):
            if _selects_span(texts, span, candidate):
                return candidate
    return None


def _selects_span(texts: Sequence[str], span: Span, candidate: TextQuoteSelector) -> bool:
    result = find_anchor(texts, span.block, *candidate)
    return result.status == "exact" and result.span == span


def _last_words(text: str, words: int) -> str | None:
    kept = text.split()[-words:]
    at = len(text)
    for word in reversed(kept):
        at = text.rindex(word, 0, at)
    return text[at:].strip() or None


def _first_words(text: str, words: int) -> str | None:
    kept = text.split()[:words]
    end = 0
    for word in kept:
        end = text.index(word, end) + len(word)
    return text[:end].strip() or None
