"""What an entry says of a place in an article, so that the place is found again: anchors the other way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medway_tui.content.anchors import anchor
from medway_tui.model.places import Span

_MOST_WORDS = 12
"""How many words before or after are tried at most."""


class Selector(NamedTuple):
    """Words, and what stands around them where that is needed to tell them from the same words."""

    exact: str
    prefix: str | None = None
    suffix: str | None = None


def selector(texts: Sequence[str], span: Span) -> Selector | None:
    """What finds a place, and no other: ``anchor`` gives the place back.

    ``texts`` are an article's headline and paragraphs, by number. The words alone where they stand once in
    their paragraph; else with as few words before them, or after, or around them, as are enough. None where
    nothing tells the place from another.
    """
    text = texts[span.paragraph]
    exact = text[span.start : span.end]
    if _finds(texts, span, Selector(exact)):
        return Selector(exact)
    for words in range(1, _MOST_WORDS + 1):
        before, after = _last(text[: span.start], words), _first(text[span.end :], words)
        for made in (Selector(exact, before), Selector(exact, None, after), Selector(exact, before, after)):
            if _finds(texts, span, made):
                return made
    return None


def _finds(texts: Sequence[str], span: Span, made: Selector) -> bool:
    found = anchor(texts, span.paragraph, *made)
    return found.how == "exact" and found.span == span


def _last(text: str, words: int) -> str | None:
    kept = text.split()[-words:]
    at = len(text)
    for word in reversed(kept):
        at = text.rindex(word, 0, at)
    return text[at:].strip() or None


def _first(text: str, words: int) -> str | None:
    kept = text.split()[:words]
    end = 0
    for word in kept:
        end = text.index(word, end) + len(word)
    return text[:end].strip() or None
