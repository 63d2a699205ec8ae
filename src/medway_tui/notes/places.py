"""The places of notes in the articles as these are now, and the notes of each record.

A note has words, which are anchored as those of quotations are (``content.anchors``): the number of its
paragraph is a hint. Words that are nowhere are adrift; a person judges whether the closest passage is meant.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from medway_tui.content.anchors import AnchorResult, find_anchor, make_selector
from medway_tui.folding import fold_for_anchor
from medway_tui.model.locations import NO_BLOCK, BlockPlace, Span, block_places, find_block
from medway_tui.model.notes import Note

_WORD = re.compile(r"\w+")
_OPENING_WORDS = 12
"""The words from the beginning of a paragraph that place a note on all of it."""
_MIN_CLOSENESS = 0.5
"""The share of the words that the closest passage must have."""


class ArticleTexts(NamedTuple):
    """The texts of an article's blocks, the headline first."""

    texts: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def places(self) -> list[BlockPlace]:
        """The place of each block."""
        return block_places(self.kinds[1:])


class NotePlace(NamedTuple):
    """A note on an article, and where it is now."""

    note: Note
    span: Span | None
    """Its words; an empty span is the whole block; None where it is adrift."""

    @property
    def is_adrift(self) -> bool:
        """Whether its words are no longer in the article."""
        return self.span is None


def make_texts(blocks: Iterable[tuple[str, str]]) -> ArticleTexts:
    """Return the texts of an article from the texts and kinds of its blocks."""
    blocks = list(blocks)
    return ArticleTexts(tuple(text for text, _ in blocks), tuple(kind for _, kind in blocks))


def locate_note(note: Note, article: ArticleTexts) -> NotePlace:
    """Find the place of a note in its article."""
    words = note.words
    if words is None:
        return NotePlace(note, Span(0, 0, 0))
    block = find_block(article.places, note.place)
    block = NO_BLOCK if block is None else block
    result = find_anchor(article.texts, block, words, note.prefix, note.suffix)
    if result.span is None and (note.prefix or note.suffix):
        # The words around them may have changed: the words alone are enough if they are there once.
        alone = find_anchor(article.texts, NO_BLOCK, words)
        result = alone if alone.status in ("moved", "folded") else result
    return NotePlace(note, _span_of(note, result))


def _span_of(note: Note, result: AnchorResult) -> Span | None:
    if result.span is None or note.opening is None:
        return result.span
    return Span(result.span.block, 0, 0)


def closest_passage(note: Note, article: ArticleTexts) -> Span | None:
    """Return the passage that has most of the words of a note that is adrift; None if none has half of them.

    A span of words in a block, or the whole block for a note on a paragraph.
    """
    wanted = [word.casefold() for word in _WORD.findall(note.words or "")]
    if not wanted:
        return None
    counts, best, best_score = Counter(wanted), None, _MIN_CLOSENESS * len(wanted)
    for block, text in enumerate(article.texts):
        found = _closest_in_block(text, counts, len(wanted))
        if found is not None and found[0] >= best_score and (best is None or found[0] > best_score):
            best_score, best = found[0], Span(block, *found[1])
    if best is not None and note.opening is not None:
        return Span(best.block, 0, 0)
    return best


def _closest_in_block(text: str, wanted: Counter[str], length: int) -> tuple[int, tuple[int, int]] | None:
    """Return how many wanted words the best window of so many words has, and where it is in the text."""
    words = [(match[0].casefold(), match.span()) for match in _WORD.finditer(text)]
    window: deque[tuple[str, tuple[int, int]]] = deque()
    inside: Counter[str] = Counter()
    shared = best_shared = 0
    best: list[tuple[str, tuple[int, int]]] = []
    for each in words:
        window.append(each)
        inside[each[0]] += 1
        shared += inside[each[0]] <= wanted[each[0]]
        if len(window) > length:
            gone = window.popleft()[0]
            shared -= inside[gone] <= wanted[gone]
            inside[gone] -= 1
        if shared > best_shared:
            best_shared, best = shared, list(window)
    spans = [span for word, span in best if word in wanted]
    return (best_shared, (spans[0][0], spans[-1][1])) if spans else None


# -- new notes -----------------------------------------------------------------------------------------


def note_on_passage(article_id: str, article: ArticleTexts, span: Span, **more: str | None) -> Note:
    """Return a bookmark of a passage; of a whole block where the span is empty, of the article for block 0.

    ``more`` are further keys, such as the id of the quotation.
    """
    keys: dict[str, object] = {"id": "new", "article": article_id, **more}
    if span.start == span.end:
        if span.block == 0:
            return Note(**keys)  # type: ignore[arg-type]
        span = Span(span.block, 0, _opening_end(article.texts[span.block]))
        words = "opening"
    else:
        words = "exact"
    place = article.places[span.block]
    selector = make_selector(article.texts, span)
    keys[place.kind] = place.number
    keys[words] = article.texts[span.block][span.start : span.end]
    if selector is not None:
        keys |= {"prefix": selector.prefix, "suffix": selector.suffix}
    return Note(**keys)  # type: ignore[arg-type]


def _opening_end(text: str) -> int:
    ends = [match.end() for match in re.finditer(r"\S+", text)][:_OPENING_WORDS]
    return ends[-1] if ends else len(text)


# -- finding notes -------------------------------------------------------------------------------------


class NoteLookup:
    """Notes by what they are on."""

    def __init__(self, notes: Sequence[Note] = ()) -> None:
        self.notes = notes
        self._by_record: dict[tuple[str, str, str], list[Note]] = {}
        self._by_quote: dict[tuple[str, str], list[Note]] = {}
        for note in notes:
            self._by_record.setdefault(note.record, []).append(note)
            if note.article is not None and note.quote is not None and note.exact is not None:
                self._by_quote.setdefault((note.article, _fold(note.exact)), []).append(note)

    def on_record(self, kind: str, record_id: str, area: str = "") -> Sequence[Note]:
        """Return the notes on a record; of an article, those on its passages too."""
        return self._by_record.get((kind, record_id, area), ())

    def on_quote(self, article: str, quote: str, exact: str) -> Sequence[Note]:
        """Return the notes on a quotation: by its words, and by its id where several have them."""
        if not self._by_quote:
            return ()
        notes = self._by_quote.get((article, _fold(exact)), ())
        return [note for note in notes if note.quote == quote] or notes

    def with_same_place(self, note: Note, load_texts: Callable[[str], ArticleTexts | None]) -> Note | None:
        """Return the last note on the same thing as a new one."""
        if note.article is None:
            return next(reversed(self.on_record(*note.record)), None)
        article = load_texts(note.article)
        if article is None:
            return None
        span = locate_note(note, article).span
        same = (
            each
            for each in reversed(self.on_record(*note.record))
            if each.subject == note.subject and locate_note(each, article).span == span
        )
        return next(same, None)


def _fold(words: str) -> str:
    return fold_for_anchor(words).text.casefold()
