"""Growing and shrinking a stretch of a text by words, at either end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from medway_tui.model.locations import Span

# A quotation mark belongs to no word; an apostrophe within one does. What follows a word, such as a comma,
# may belong to the words quoted or not: so there is an end before it and one after it.
_WORD = re.compile(r"""(?:[^\s“”„«»"‘’'()\[\]]|(?<=\w)['’](?=\w))+""")
_LETTER = re.compile(r"\w")
_TRAILING_PUNCTUATION = re.compile(r"[.,;:!?…–—-]+$")


def move_edge(text: str, span: Span, *, end: bool, step: int) -> Span | None:
    """A span with its beginning, or its ``end``, moved a word on (``step`` 1) or back (-1).

    None where the paragraph has no further word there, or no word would be left.
    """
    words = [word for word in _WORD.finditer(text) if _LETTER.search(word[0])]
    places = _end_offsets(words) if end else [word.start() for word in words]
    made = _move_end(places, span, step) if end else _move_start(places, span, step)
    return made if made is not None and _LETTER.search(text, made.start, made.end) else None


def _end_offsets(words: Iterable[re.Match[str]]) -> list[int]:
    found: set[int] = set()
    for word in words:
        found.add(word.end())
        after = _TRAILING_PUNCTUATION.search(word[0])
        if after and after.start():
            found.add(word.start() + after.start())
    return sorted(found)


def _move_end(places: Sequence[int], span: Span, step: int) -> Span | None:
    if step > 0:
        to = next((place for place in places if place > span.end), None)
    else:
        to = next((place for place in reversed(places) if span.start < place < span.end), None)
    return None if to is None else span._replace(end=to)


def _move_start(places: Sequence[int], span: Span, step: int) -> Span | None:
    if step > 0:
        to = next((place for place in places if span.start < place < span.end), None)
    else:
        to = next((place for place in reversed(places) if place < span.start), None)
    return None if to is None else span._replace(start=to)
