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

from medway_tui.content.whole_words import is_whole_words
from medway_tui.folding import FoldedText, fold_for_anchor
from medway_tui.model.locations import Span

AnchorStatus = Literal["exact", "moved", "folded", "ambiguous", "adrift"]


_STEPS: tuple[tuple[bool, AnchorStatus, AnchorStatus], ...] = (
    (False, "exact", "moved"),
    (True, "folded", "folded"),
)
"""The attempts: whether folded, and the status of a match in the block, and elsewhere."""

_MAX_CONTEXT_TRIES = 1_000
"""At how many places context without its spaces is searched for: bounds hostile files."""

_MAX_COMPARED = 1_000_000
"""How many code points are compared at all these places together: fewer places for long words."""

_MAX_PARTS = 1_000
"""How many places within longer words are passed over, for the same reason."""


class AnchorResult(NamedTuple):
    """The result of a search for a selector."""

    span: Span | None
    """The place of the words; None if they were not found."""
    status: AnchorStatus
    """exact: in its block, word for word; moved: word for word in another block; folded: equal except
    ligatures, quotation marks, dashes, ellipses and spaces; ambiguous: several places match, the first is
    given; adrift: not found, or found in several other blocks."""


def find_anchor(
    texts: Sequence[str], block: int, exact: str, prefix: str | None = None, suffix: str | None = None
) -> AnchorResult:
    """Find words in an article, as whole words.

    ``texts`` are those of its blocks; ``block`` is where the words should be. Tries in order: word for word
    in the block; word for word in exactly one other; folded in the block; folded in exactly one other. The
    number alone never places anything.
    """
    if not prefix and not suffix and 0 <= block < len(texts):
        # Nearly all words occur once in their block: for these, nothing is joined or folded.
        text = texts[block]
        start = text.find(exact)
        end = start + len(exact)
        if start >= 0 and text.find(exact, start + 1) < 0 and is_whole_words(text, start, end):
            return AnchorResult(Span(block, start, end), "exact")
    for fold, status_here, status_elsewhere in _STEPS:
        finder = _QuoteFinder(exact, prefix, suffix, fold=fold)
        article = _join_texts(tuple(texts), fold=fold)
        if 0 <= block < len(texts):
            spans = finder.find_spans(article, block)
            if spans:
                return AnchorResult(spans[0], status_here if len(spans) == 1 else "ambiguous")
        spans = finder.find_spans(article)
        if len(spans) == 1:
            return AnchorResult(spans[0], status_elsewhere)
    return AnchorResult(None, "adrift")


class AnchorCandidates(NamedTuple):
    """The places that words may have, for a person to choose from."""

    whole: tuple[Span, ...]
    """Where they occur as whole words."""
    parts: tuple[Span, ...]
    """Where they occur as a part of longer words only."""


def find_candidates(
    texts: Sequence[str], selector: TextQuoteSelector, *, block: int | None = None, limit: int = 3
) -> AnchorCandidates:
    """Return the first places at which words occur with their context, folded, in a block or in any."""
    article = _join_texts(tuple(texts), fold=True)
    exact, prefix, suffix = selector
    whole = _QuoteFinder(exact, prefix, suffix, fold=True).find_spans(article, block, limit)
    if whole:
        return AnchorCandidates(tuple(whole), ())
    parts = _QuoteFinder(exact, None, None, fold=True, whole_words=False).find_spans(article, block, limit)
    return AnchorCandidates((), tuple(parts))


class _JoinedTexts(NamedTuple):
    """An article's texts joined, so that one search covers all of them."""

    text: str
    starts: tuple[int, ...]
    """Where each text begins."""
    folded: tuple[FoldedText, ...]
    """The texts."""


@lru_cache(maxsize=8)
def _join_texts(texts: tuple[str, ...], *, fold: bool) -> _JoinedTexts:
    folded = tuple(map(fold_for_anchor if fold else FoldedText, texts))
    # A quotation can hold no NUL, so none is found across two texts.
    starts = accumulate((len(each.text) + 1 for each in folded), initial=0)
    return _JoinedTexts("\0".join(each.text for each in folded), tuple(starts), folded)


class _QuoteFinder:
    """Finds the places of a selector, folded or not."""

    def __init__(
        self, exact: str, prefix: str | None, suffix: str | None, *, fold: bool, whole_words: bool = True
    ) -> None:
        words = (exact, prefix or "", suffix or "")
        self._exact, self._prefix, self._suffix = (
            (fold_for_anchor(each).text for each in words) if fold else words
        )
        self._whole_words = whole_words

    def find_spans(self, article: _JoinedTexts, block: int | None = None, limit: int = 2) -> list[Span]:
        """Return the first places in a block, or in all, at which the words occur with their context.

        YAML drops the spaces at the ends of a value, so context that does not match as it is written is tried
        with any space between it and the words.
        """
        if not self._exact:
            return []
        start, end = 0, len(article.text)
        if block is not None:
            start = article.starts[block]
            end = start + len(article.folded[block].text)
        full = self._prefix + self._exact + self._suffix
        spans = list(islice(self._iter_spans(article, full, start, end), limit))
        if spans or full == self._exact:
            return spans
        tries = min(_MAX_CONTEXT_TRIES, max(1, _MAX_COMPARED // len(self._exact)))
        places = islice(_iter_occurrences(self._exact, article.text, start, end), tries)
        with_context = (at for at in places if self._has_context(article.text, at, start, end))
        found = (self._make_span(article, at) for at in with_context)
        return list(islice((span for span in found if span is not None), limit))

    def _iter_spans(self, article: _JoinedTexts, full: str, start: int, end: int) -> Iterator[Span]:
        parts_left = _MAX_PARTS
        for at in _iter_occurrences(full, article.text, start, end):
            span = self._make_span(article, at + len(self._prefix))
            if span is not None:
                yield span
            elif (parts_left := parts_left - 1) < 0:
                return

    def _make_span(self, article: _JoinedTexts, at: int) -> Span | None:
        """Return the printed place of the words at an offset; None where they are a part of longer ones."""
        end = at + len(self._exact)
        if self._whole_words and not is_whole_words(article.text, at, end):
            return None
        block = bisect_right(article.starts, at) - 1
        first = article.starts[block]
        text = article.folded[block]
        if not (text.is_between(at - first) and text.is_between(end - first)):
            return None
        return Span(block, *text.printed_span(at - first, end - first))

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
