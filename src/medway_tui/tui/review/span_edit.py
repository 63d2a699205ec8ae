"""Moves either end of a span by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from medway_tui.model.locations import Span

# A quotation mark is not part of a word; an apostrophe within one is. Punctuation after a word may belong
# to the quotation or not, so there is an end before it and one after it.
_WORD = re.compile(r"""(?:[^\s“”„«»"‘’'()\[\]]|(?<=\w)['’](?=\w))+""")
_LETTER = re.compile(r"\w")
_TRAILING_PUNCTUATION = re.compile(r"[.,;:!?…–—-]+$")


def move_edge(text: str, span: Span, *, end: bool, step: int) -> Span | None:
    """Return a span with its start, or its ``end``, moved by one word: on (``step`` 1) or back (-1).

    None where the paragraph has no more words there, or no word would be left.
    """
    words = [word for word in _WORD.finditer(text) if _LETTER.search(word[0])]
    offsets = _end_offsets(words) if end else [word.start() for word in words]
    moved = _move_end(offsets, span, step) if end else _move_start(offsets, span, step)
    return moved if moved is not None and _LETTER.search(text, moved.start, moved.end) else None


def _end_offsets(words: Iterable[re.Match[str]]) -> list[int]:
    offsets: set[int] = set()
    for word in words:
        offsets.add(word.end())
        trailing = _TRAILING_PUNCTUATION.search(word[0])
        if trailing and trailing.start():
            offsets.add(word.start() + trailing.start())
    return sorted(offsets)


def _move_end(offsets: Sequence[int], span: Span, step: int) -> Span | None:
    if step > 0:
        new = next((offset for offset in offsets if offset > span.end), None)
    else:
        new = next((offset for offset in reversed(offsets) if span.start < offset < span.end), None)
    return None if new is None else span._replace(end=new)


def _move_start(offsets: Sequence[int], span: Span, step: int) -> Span | None:
    if step > 0:
        new = next((offset for offset in offsets if span.start < offset < span.end), None)
    else:
        new = next((offset for offset in reversed(offsets) if offset < span.start), None)
    return None if new is None else span._replace(start=new)
