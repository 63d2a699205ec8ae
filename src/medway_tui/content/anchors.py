"""Where a quotation or a piece of evidence stands in its article.

The selector is that of the W3C Web Annotation model (TextQuoteSelector: ``exact``, ``prefix``,
``suffix``); the paragraph is a hint. Text is the truth: positions are computed here and live in the
index.
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
"""What is tried: whether folded, and what it is called in the paragraph, and elsewhere."""

_MAX_CONTEXT_TRIES = 1_000
"""At how many places a context that has lost its spaces is looked for: a bound for hostile files."""

_MAX_COMPARED = 1_000_000
"""How many code points of words are compared at all these places together: fewer places for long words."""


class AnchorResult(NamedTuple):
    """What became of a selector."""

    span: Span | None
    """Where the words stand; None when they were not found."""
    status: AnchorStatus
    """exact: in its paragraph, word for word; moved: word for word in another paragraph; folded: alike
    but for quotation marks, dashes and spaces; ambiguous: several places fit, the first is given;
    adrift: not found."""


def find_anchor(
    texts: Sequence[str],
    paragraph: int,
    exact: str,
    prefix: str | None = None,
    suffix: str | None = None,
) -> AnchorResult:
    """Find words in an article.

    ``texts`` are its headline and paragraphs, by number; ``paragraph`` is where the words should be.
    Tried in order: word for word in the paragraph; word for word in exactly one other; folded in the
    paragraph; folded in exactly one other. Never placed by the number alone.
    """
    if not prefix and not suffix and 0 <= paragraph < len(texts):
        # Nearly all stand once in their paragraph: for these, nothing is joined or folded.
        text = texts[paragraph]
        start = text.find(exact)
        if start >= 0 and text.find(exact, start + 1) < 0:
            return AnchorResult(Span(paragraph, start, start + len(exact)), "exact")
    for fold, status_here, status_elsewhere in _STEPS:
        finder = _QuoteFinder(exact, prefix, suffix, fold=fold)
        article = _join_texts(tuple(texts), fold)
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
    """An article's texts as one, in which words are looked for in all of them at once."""

    text: str
    starts: tuple[int, ...]
    """Where each text begins."""


@lru_cache(maxsize=8)
def _join_texts(texts: tuple[str, ...], fold: bool) -> _JoinedTexts:  # noqa: FBT001 - a key of the cache
    # A quotation can hold no NUL, so none is found across two texts.
    text = "\0".join(texts)
    starts = accumulate((len(each) + 1 for each in texts), initial=0)
    return _JoinedTexts(_fold_marks(text) if fold else text, tuple(starts))


def _fold_marks(text: str) -> str:
    """Text with plain marks, dashes and spaces; every character keeps its place."""
    return text.translate(FOLDED_MARKS)


class _QuoteFinder:
    """A text quote selector, folded or not."""

    def __init__(self, exact: str, prefix: str | None, suffix: str | None, *, fold: bool) -> None:
        fitted = _fold_marks if fold else str
        self._exact, self._prefix, self._suffix = map(fitted, (exact, prefix or "", suffix or ""))

    def find_offsets(self, text: str, start: int, end: int) -> list[int]:
        """The first two places between two offsets where the words stand with their context.

        YAML drops the spaces at the ends of a value, so where the context does not fit as it is
        written, it is tried with any space between it and the words.
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
"""How many words before or after are tried at most."""


class TextQuoteSelector(NamedTuple):
    """Words, and what stands around them where that is needed to tell them from the same words."""

    exact: str
    prefix: str | None = None
    suffix: str | None = None


def make_selector(texts: Sequence[str], span: Span) -> TextQuoteSelector | None:
    """What finds a place, and no other: ``anchor`` gives the place back.

    ``texts`` are an article's headline and paragraphs, by number. The words alone where they stand once in
    their paragraph; else with as few words before them, or after, or around them, as are enough. None where
    nothing tells the place from another.
    """
    text = texts[span.paragraph]
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
    result = find_anchor(texts, span.paragraph, *candidate)
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
