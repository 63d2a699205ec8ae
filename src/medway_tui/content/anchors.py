"""Where a quotation or a piece of evidence stands in its article.

The selector is that of the W3C Web Annotation model (TextQuoteSelector: ``exact``, ``prefix``,
``suffix``); the paragraph is a hint. Text is the truth: positions are computed here and live in the
index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from medway_tui.model.places import Span
from medway_tui.text import FOLDED_MARKS

How = Literal["exact", "moved", "folded", "ambiguous", "adrift"]


_RUNGS: tuple[tuple[bool, How, How], ...] = ((False, "exact", "moved"), (True, "folded", "folded"))
"""What is tried: whether folded, and what it is called in the paragraph, and elsewhere."""


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
    for fold, here, elsewhere in _RUNGS:
        wanted = _Selector(exact, prefix, suffix, fold=fold)
        if 0 <= paragraph < len(texts):
            starts = wanted.find(texts[paragraph])
            if starts:
                span = Span(paragraph, starts[0], starts[0] + len(exact))
                return Anchored(span, here if len(starts) == 1 else "ambiguous")
        places = [
            Span(number, start, start + len(exact))
            for number, text in enumerate(texts)
            if number != paragraph
            for start in wanted.find(text)
        ]
        if len(places) == 1:
            return Anchored(places[0], elsewhere)
    return Anchored(None, "adrift")


class _Selector:
    """A text quote selector, folded or not. Folding keeps every character's place."""

    def __init__(self, exact: str, prefix: str | None, suffix: str | None, *, fold: bool) -> None:
        self._fold = fold
        self._exact = self._folded(exact)
        self._prefix = self._folded(prefix or "")
        self._suffix = self._folded(suffix or "")

    def find(self, text: str) -> list[int]:
        """Every place in a text where the words stand with their context.

        YAML drops the spaces at the ends of a value, so where the context does not fit as it is
        written, it is tried with any space between it and the words.
        """
        text = self._folded(text)
        starts = []
        start = text.find(self._exact)
        while start >= 0:
            starts.append(start)
            start = text.find(self._exact, start + 1)
        return [s for s in starts if self._fits(text, s)] or [s for s in starts if self._nearly(text, s)]

    def _fits(self, text: str, start: int) -> bool:
        end = start + len(self._exact)
        return text.endswith(self._prefix, 0, start) and text.startswith(self._suffix, end)

    def _nearly(self, text: str, start: int) -> bool:
        before, after = text[:start].rstrip(), text[start + len(self._exact) :].lstrip()
        return before.endswith(self._prefix.rstrip()) and after.startswith(self._suffix.lstrip())

    def _folded(self, text: str) -> str:
        return text.translate(FOLDED_MARKS) if self._fold else text
