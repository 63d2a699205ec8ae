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

from medway_tui.model.places import Span
from medway_tui.text import FOLDED_MARKS

How = Literal["exact", "moved", "folded", "ambiguous", "adrift"]


_RUNGS: tuple[tuple[bool, How, How], ...] = ((False, "exact", "moved"), (True, "folded", "folded"))
"""What is tried: whether folded, and what it is called in the paragraph, and elsewhere."""

_TRIES = 1_000
"""At how many places a context that has lost its spaces is looked for: a bound for hostile files."""

_TRIED = 1_000_000
"""How many code points of words are compared at all these places together: fewer places for long words."""


class Anchored(NamedTuple):
    """What became of a selector."""

    span: Span | None
    """Where the words stand; None when they were not found."""
    how: How
    """exact: in its paragraph, word for word; moved: word for word in another paragraph; folded: alike
    but for quotation marks, dashes and spaces; ambiguous: several places fit, the first is given;
    adrift: not found."""


def anchor(
    texts: Sequence[str],
    paragraph: int,
    exact: str,
    prefix: str | None = None,
    suffix: str | None = None,
) -> Anchored:
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
            return Anchored(Span(paragraph, start, start + len(exact)), "exact")
    for fold, here, elsewhere in _RUNGS:
        wanted = _Selector(exact, prefix, suffix, fold=fold)
        article = _article(tuple(texts), fold)
        if 0 <= paragraph < len(texts):
            first = article.starts[paragraph]
            found = wanted.find(article.text, first, first + len(texts[paragraph]))
            if found:
                start = found[0] - first
                span = Span(paragraph, start, start + len(exact))
                return Anchored(span, here if len(found) == 1 else "ambiguous")
        found = wanted.find(article.text, 0, len(article.text))
        if len(found) == 1:
            number = bisect_right(article.starts, found[0]) - 1
            start = found[0] - article.starts[number]
            return Anchored(Span(number, start, start + len(exact)), elsewhere)
    return Anchored(None, "adrift")


class _Article(NamedTuple):
    """An article's texts as one, in which words are looked for in all of them at once."""

    text: str
    starts: tuple[int, ...]
    """Where each text begins."""


@lru_cache(maxsize=8)
def _article(texts: tuple[str, ...], fold: bool) -> _Article:  # noqa: FBT001 - a key of the cache
    # A quotation can hold no NUL, so none is found across two texts.
    text = "\0".join(texts)
    starts = accumulate((len(each) + 1 for each in texts), initial=0)
    return _Article(_folded(text) if fold else text, tuple(starts))


def _folded(text: str) -> str:
    """Text with plain marks, dashes and spaces; every character keeps its place."""
    return text.translate(FOLDED_MARKS)


class _Selector:
    """A text quote selector, folded or not."""

    def __init__(self, exact: str, prefix: str | None, suffix: str | None, *, fold: bool) -> None:
        fitted = _folded if fold else str
        self._exact, self._prefix, self._suffix = map(fitted, (exact, prefix or "", suffix or ""))

    def find(self, text: str, start: int, end: int) -> list[int]:
        """The first two places between two offsets where the words stand with their context.

        YAML drops the spaces at the ends of a value, so where the context does not fit as it is
        written, it is tried with any space between it and the words.
        """
        whole = self._prefix + self._exact + self._suffix
        found = [at + len(self._prefix) for at in islice(_places(whole, text, start, end), 2)]
        if found or whole == self._exact:
            return found
        tries = min(_TRIES, max(1, _TRIED // len(self._exact)))
        places = islice(_places(self._exact, text, start, end), tries)
        return list(islice((at for at in places if self._nearly(text, at, start, end)), 2))

    def _nearly(self, text: str, at: int, start: int, end: int) -> bool:
        before, after = at, at + len(self._exact)
        while before > start and text[before - 1].isspace():
            before -= 1
        while after < end and text[after].isspace():
            after += 1
        return text.endswith(self._prefix.rstrip(), start, before) and text.startswith(
            self._suffix.lstrip(), after, end
        )


def _places(words: str, text: str, start: int, end: int) -> Iterator[int]:
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)
