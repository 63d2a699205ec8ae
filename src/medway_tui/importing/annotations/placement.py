"""Finds the words of another program's annotation in an article's blocks.

Compares without white space, in NFC, and folded as ``fold_for_anchor`` folds: so typographic quotation marks,
line ends, spaces between paragraphs and composed letters make no difference. The words themselves must be
the same. Where they occur several times, the text before and after them decides; if it does not, nothing is
placed.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from medway_tui.content.whole_words import is_whole_words
from medway_tui.folding import FoldedText, fold_for_anchor
from medway_tui.importing.annotations.foreign import QuotedPassage
from medway_tui.model.locations import Span
from medway_tui.quotation_marks import CLOSING, OPENING, STRAIGHT, find_quoted_ranges

MAX_PLACES = 1_000
"""How many places of the same words are compared: bounds hostile files."""
_MIN_WIDENED = 12
"""The fewest characters of words that may begin or end within a word, and are extended to whole ones."""
_MAX_ALONE = 12
"""Up to so many characters, words that occur once are placed only if something else speaks for the place."""
_MIN_CONTEXT = 3
"""The characters of context that speak for a place."""
_MAX_CONTEXT = 1_000
"""How many code points of the text before and after words are compared."""
_MARKS = f"{OPENING}{CLOSING}{STRAIGHT}‘’'"
_OUTER = f"{_MARKS}.,;:!?…()[]-–— "

NOT_FOUND = "these words are not in the article"
NOT_IN_ACCOUNT = "these words are not in the account, which has only the direct speech word for word"
AMBIGUOUS = "the article has these words more than once, and the text around them does not decide"
OTHER_CONTEXT = "the article has these words once, but in other surroundings"
NO_WORDS = "it selects no words"


class Placement(NamedTuple):
    """The place of an annotation's words: a span for each block, or why they have none."""

    spans: tuple[Span, ...] = ()
    reason: str = ""


class _Match(NamedTuple):
    start: int
    end: int
    score: int
    """How many characters of the context are the same."""


class CompactArticle:
    """The blocks of an article as one text without white space, with the way back to each block."""

    def __init__(self, texts: Sequence[str], *, is_account: bool = False) -> None:
        """``texts`` are those of the blocks, the headline first."""
        self.texts = texts
        self.is_account = is_account
        self._folded: list[FoldedText] = []
        self._starts: list[int] = []
        self._places = array("L")
        pieces: list[str] = []
        length = 0
        for text in texts:
            folded = fold_for_anchor(text)
            kept = [n for n, char in enumerate(folded.text) if not char.isspace()]
            self._folded.append(folded)
            self._starts.append(length)
            self._places.extend(kept)
            pieces.append("".join(folded.text[n] for n in kept))
            length += len(kept)
        self.text = "".join(pieces)
        self._pieces = pieces

    @cached_property
    def quoted_ranges(self) -> list[list[tuple[int, int]]]:
        """The words in quotation marks of each block."""
        return [[(each.start, each.end) for each in find_quoted_ranges(text)] for text in self.texts]

    def find_block(self, text: str) -> int | None:
        """Return the only block that has a text; None where none or several have."""
        words = compact(text)
        found = [n for n, piece in enumerate(self._pieces) if piece == words] if words else []
        return found[0] if len(found) == 1 else None

    def block_range(self, block: int) -> tuple[int, int]:
        """Return where a block begins and ends in the compact text."""
        start = self._starts[block]
        return start, start + len(self._pieces[block])

    def spans(self, start: int, end: int) -> list[Span]:
        """Return the printed place of a range of the compact text, a span for each of its blocks."""
        spans = []
        block = bisect_right(self._starts, start) - 1
        while start < end:
            last = min(end, self.block_range(block)[1])
            if last > start:
                first, after = self._places[start], self._places[last - 1] + 1
                spans.append(Span(block, *self._folded[block].printed_span(first, after)))
            start, block = last, block + 1
        return spans

    def is_whole(self, spans: Sequence[Span]) -> bool:
        """Whether a range begins and ends between words."""
        first, last = spans[0], spans[-1]
        return is_whole_words(self.texts[first.block], first.start, first.end) and is_whole_words(
            self.texts[last.block], last.start, last.end
        )

    def widen(self, span: Span) -> Span:
        """Return a span with the rest of the words that it begins and ends within."""
        text = self.texts[span.block]
        start, end = span.start, span.end
        while start > 0 and not is_whole_words(text, start, len(text)):
            start -= 1
        while end < len(text) and not is_whole_words(text, 0, end):
            end += 1
        return Span(span.block, start, end)


def compact(text: str) -> str:
    """Return a text as the words of annotations are compared: folded, in NFC, without white space."""
    return "".join(fold_for_anchor(unicodedata.normalize("NFC", text)).text.split())


def place_passage(article: CompactArticle, passage: QuotedPassage) -> Placement:
    """Find the words of a passage in an article."""
    exact = compact(passage.exact)
    if not any(map(str.isalnum, exact)):
        return Placement(reason=NO_WORDS)
    block = _hinted_block(article, passage)
    last = compact(passage.last)
    for words in dict.fromkeys((exact, exact.strip(_OUTER))):
        matches = _find_matches(article, words, passage)
        if last:
            matches = list(_extend(article, matches, last, is_included=passage.is_last_included))
        if matches:
            return _choose(article, matches, passage, block)
    return Placement(reason=NOT_IN_ACCOUNT if article.is_account else NOT_FOUND)


def _hinted_block(article: CompactArticle, passage: QuotedPassage) -> int | None:
    if passage.block_text:
        found = article.find_block(passage.block_text)
        if found is not None:
            return found
    is_known = passage.block is not None and 0 <= passage.block < len(article.texts)
    return passage.block if is_known else None


def _find_matches(article: CompactArticle, words: str, passage: QuotedPassage) -> list[_Match]:
    prefix, suffix = _context(passage)
    found = []
    for start in islice(_occurrences(words, article.text), MAX_PLACES):
        end = start + len(words)
        score = _common_end(article.text, start, prefix) + _common_start(article.text, end, suffix)
        found.append(_Match(start, end, score))
    return found


def _context(passage: QuotedPassage) -> tuple[str, str]:
    """Return the text just before and after a passage, as it is compared."""
    before, after = passage.prefix[-_MAX_CONTEXT:], passage.suffix[:_MAX_CONTEXT]
    return compact(before), "" if passage.last else compact(after)


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _common_end(text: str, end: int, prefix: str) -> int:
    """Return how many last characters of a prefix are those before a place."""
    count = 0
    while count < min(len(prefix), end) and prefix[-1 - count] == text[end - 1 - count]:
        count += 1
    return count


def _common_start(text: str, start: int, suffix: str) -> int:
    count = 0
    while count < min(len(suffix), len(text) - start) and suffix[count] == text[start + count]:
        count += 1
    return count


def _extend(
    article: CompactArticle, matches: Sequence[_Match], last: str, *, is_included: bool
) -> Iterator[_Match]:
    """Extend each match to the next place of the last words."""
    for match in matches:
        at = article.text.find(last, match.end)
        if at >= 0:
            yield match._replace(end=at + len(last) if is_included else at)


def _choose(
    article: CompactArticle, matches: Sequence[_Match], passage: QuotedPassage, block: int | None
) -> Placement:
    """Return the place of the one match that fits best."""
    placed = [(match, article.spans(match.start, match.end)) for match in matches]
    whole = [(match, spans) for match, spans in placed if article.is_whole(spans)]
    if not whole and len(compact(passage.exact)) >= _MIN_WIDENED:
        whole = [
            (match, [article.widen(spans[0]), *map(article.widen, spans[1:])]) for match, spans in placed
        ]
    if not whole:
        return Placement(reason="these words occur only as a part of longer ones")
    if block is not None and any(spans[0].block == block for _, spans in whole):
        whole = [(match, spans) for match, spans in whole if spans[0].block == block]
    best = max(match.score for match, _ in whole)
    chosen = [(match, spans) for match, spans in whole if match.score == best]
    if len(chosen) > 1:
        chosen = _choose_by_order(whole, passage) if block is not None else []
        if not chosen:
            return Placement(reason=AMBIGUOUS)
    match, spans = chosen[0]
    if block is None and not _is_credible(article, match, spans, passage):
        return Placement(reason=OTHER_CONTEXT)
    return Placement(tuple(spans))


def _choose_by_order(
    placed: list[tuple[_Match, list[Span]]], passage: QuotedPassage
) -> list[tuple[_Match, list[Span]]]:
    """Return the n-th place of words in a block, where they are the n-th of as many in the other's text.

    That text may lack the words around them: an export withholds those of originals.
    """
    text, words = compact(passage.block_text), compact(passage.exact)
    prefix, suffix = _context(passage)
    starts = list(islice(_occurrences(words, text), MAX_PLACES))
    if len(starts) != len(placed):
        return []
    scores = [_common_end(text, at, prefix) + _common_start(text, at + len(words), suffix) for at in starts]
    best = max(scores)
    return [placed[scores.index(best)]] if scores.count(best) == 1 else []


def _is_credible(
    article: CompactArticle, match: _Match, spans: Sequence[Span], passage: QuotedPassage
) -> bool:
    """Whether words are at their place: a few words that occur once may be others of the same kind."""
    context = sum(map(len, _context(passage)))
    if match.end - match.start > _MAX_ALONE or match.score >= min(_MIN_CONTEXT, context):
        return True
    return any(
        start <= span.start and span.end <= end
        for span in spans
        for start, end in article.quoted_ranges[span.block]
    )


def snap_to_quotations(article: CompactArticle, spans: Sequence[Span]) -> list[Span]:
    """Return the quoted words in a selection: without their marks, and without what is said beside them.

    A selection with no whole quotation in it is returned as it is, without white space and marks at its ends.
    """
    snapped: list[Span] = []
    for span in spans:
        inside = [
            Span(span.block, start, end)
            for start, end in article.quoted_ranges[span.block]
            if span.start <= start and end <= span.end
        ]
        snapped += inside or [_strip_marks(article.texts[span.block], span)]
    return [span for span in snapped if span.start < span.end]


def _strip_marks(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in f"{OPENING}{STRAIGHT}"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in f"{CLOSING}{STRAIGHT}"):
        end -= 1
    return Span(span.block, start, end)


def are_same_words(article: CompactArticle, first: Span, second: Span) -> bool:
    """Whether two spans have the same words, but for marks and punctuation at their ends."""
    return first.block == second.block and _bare(article, first) == _bare(article, second)


def _bare(article: CompactArticle, span: Span) -> tuple[int, int]:
    text = article.texts[span.block]
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
