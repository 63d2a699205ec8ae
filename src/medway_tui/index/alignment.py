"""The paragraphs of two articles that correspond, and the article that has most in common with another.

Paragraphs correspond where they are evidence of the same event, difference or judgement, or quote the same
words: a run of four words, or the whole of a shorter quotation. Speakers in common count for the choice of
an article, but align nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from medway_tui.folding import fold_for_search
from medway_tui.index.articles import article_key
from medway_tui.index.connection import Index
from medway_tui.index.schema import KEY_BITS

_RUN = 4
"""The words in a row that two quotations have in common to be the same words."""
_LEAST_WORDS = 2
"""The fewest words of a quotation that are compared: single words are too common."""
_QUOTE_WEIGHT, _RECORD_WEIGHT, _SPEAKER_WEIGHT = 3, 2, 1
_CANDIDATES = 12
"""The articles, the most alike by records and speakers, whose quotations are compared."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Evidence of a judgement is about the same only in the same area; of an event also for its outcome.
_SAME_RECORD = "o.kind = e.kind AND o.owner = e.owner AND (e.kind <> 'inspection' OR o.part = e.part)"
_PLACED = "e.start IS NOT NULL AND o.start IS NOT NULL"


class Alignment(NamedTuple):
    """The paragraphs of two articles that correspond."""

    others: Mapping[int, int]
    """The block of the second article that corresponds best to each block of the first that has one."""
    owns: Mapping[int, int]
    """The block of the first article for each block of the second."""
    labels: tuple[Mapping[int, str], Mapping[int, str]]
    """The letters of the blocks of each: those that correspond have the same."""

    def __bool__(self) -> bool:
        return bool(self.others)


NO_ALIGNMENT = Alignment({}, {}, ({}, {}))


def align_articles(index: Index, first: str, second: str) -> Alignment:
    """Align two articles by the records they are evidence of, and by the words they quote."""
    pairs: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for own, other, *record in index.rows(
        "SELECT DISTINCT e.block, o.block, e.kind, e.owner, o.part FROM evidence e CROSS JOIN evidence o"
        f" ON o.article = ? AND {_SAME_RECORD} WHERE e.article = ? AND {_PLACED}",
        (second, first),
    ):
        # The sides of a difference are about one thing; the areas of an inspection are not.
        pairs.setdefault(tuple(record[: 3 if record[0] == "inspection" else 2]), set()).add((own, other))
    weights: dict[tuple[int, int], float] = {}
    for some in pairs.values():
        # What is in many paragraphs, such as a grade, says less of which correspond.
        for pair in some:
            weights[pair] = weights.get(pair, 0) + _RECORD_WEIGHT / len(some)
    for pair in _same_words(_quoted_words(index, first), _quoted_words(index, second)):
        weights[pair] = weights.get(pair, 0) + _QUOTE_WEIGHT
    return _make_alignment(weights)


def most_alike(index: Index, article_id: str) -> str | None:
    """Return the article with most records, quoted words and speakers in common; None for an only article.

    Of equals, and where none has anything in common, it is the nearest in time.
    """
    key = article_key(index, article_id)
    if key is None:
        return None
    scores: Counter[int] = Counter()
    for other, number in index.rows(
        "SELECT a.key, count(DISTINCT e.kind || ' ' || e.owner || ' ' || e.part) FROM evidence e"
        f" JOIN evidence o ON o.article <> e.article AND {_SAME_RECORD} JOIN article a ON a.id = o.article"
        f" WHERE e.article = ? AND {_PLACED} GROUP BY a.key",
        (article_id,),
    ):
        scores[other] += _RECORD_WEIGHT * number
    for other, number in index.rows(
        f"SELECT q.key >> {KEY_BITS}, count(DISTINCT q.speaker) FROM quote q WHERE q.speaker IN"
        f" (SELECT DISTINCT speaker FROM quote WHERE article = ?1) AND q.key >> {KEY_BITS} <> ?1 GROUP BY 1",
        (key,),
    ):
        scores[other] += _SPEAKER_WEIGHT * number
    candidates = sorted(scores, key=lambda other: (-scores[other], abs(other - key)))[:_CANDIDATES]
    own = _quoted_words(index, article_id)
    for other in candidates:
        scores[other] += _QUOTE_WEIGHT * len({
            place for place, _ in _same_words(own, _quoted_words_at(index, other))
        })  # fmt: skip
    alike = min(candidates, key=lambda other: (-scores[other], abs(other - key)), default=None)
    best = _nearest_article(index, key) if alike is None else alike
    found: str | None = index.value("SELECT id FROM article WHERE key = ?", (best,))
    return found


def _nearest_article(index: Index, key: int) -> int | None:
    rows = index.rows(
        "SELECT (SELECT max(key) FROM article WHERE key < ?1), (SELECT min(key) FROM article WHERE key > ?1)",
        (key,),
    )
    return min(
        (each for each in rows[0] if each is not None), key=lambda other: abs(other - key), default=None
    )


# -- quoted words ----------------------------------------------------------------------------------------

QuotedWords = Sequence[tuple[int, tuple[str, ...]]]
"""The blocks of an article's quotations, with their words folded."""


def _quoted_words(index: Index, article_id: str) -> QuotedWords:
    key = article_key(index, article_id)
    return [] if key is None else _quoted_words_at(index, key)


def _quoted_words_at(index: Index, key: int) -> QuotedWords:
    rows = index.rows(
        "SELECT block, exact FROM quote WHERE article = ? AND type NOT IN ('none', 'indirect')"
        " AND start IS NOT NULL ORDER BY key",
        (key,),
    )
    return [(block, tuple(_WORD.findall(fold_for_search(exact).text))) for block, exact in rows]


def _same_words(own: QuotedWords, other: QuotedWords) -> set[tuple[int, int]]:
    """Return the pairs of blocks that quote the same words."""
    return {*_runs_in(own, other), *((mine, yours) for yours, mine in _runs_in(other, own))}


def _runs_in(quoted: QuotedWords, other: QuotedWords) -> Iterator[tuple[int, int]]:
    """Yield pairs of blocks: a run of a quotation's words, or all of a short one, is in the other."""
    sizes = {min(len(words), _RUN) for _, words in quoted if len(words) >= _LEAST_WORDS}
    places: dict[tuple[str, ...], set[int]] = {}
    for block, words in other:
        for size in sizes:
            for run in _runs(words, size):
                places.setdefault(run, set()).add(block)
    for block, words in quoted:
        if len(words) >= _LEAST_WORDS:
            for run in _runs(words, min(len(words), _RUN)):
                yield from ((block, there) for there in places.get(run, ()))


def _runs(words: tuple[str, ...], size: int) -> Iterable[tuple[str, ...]]:
    return (words[at : at + size] for at in range(len(words) - size + 1))


# -- pairs -----------------------------------------------------------------------------------------------


def _make_alignment(weights: Mapping[tuple[int, int], float]) -> Alignment:
    """Choose the best block for each block, and name those that belong together."""
    others = _choose_best((own, other, weight) for (own, other), weight in weights.items())
    owns = _choose_best((other, own, weight) for (own, other), weight in weights.items())
    return Alignment(others, owns, _label_groups(others, owns))


def _choose_best(candidates: Iterable[tuple[int, int, float]]) -> dict[int, int]:
    """Return for each block the one with the greatest weight; of equals, the one nearest in number."""
    best: dict[int, tuple[float, int, int]] = {}
    for block, other, weight in candidates:
        rank = weight, -abs(block - other), -other
        if block not in best or rank > best[block]:
            best[block] = rank
    return {block: -best[block][2] for block in sorted(best)}


def _label_groups(
    others: Mapping[int, int], owns: Mapping[int, int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return letters for the blocks of both, in the order of the first article."""
    leaders: dict[tuple[int, int], tuple[int, int]] = {}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while leaders.setdefault(node, node) != node:
            node = leaders[node]
        return node

    for own, other in (*others.items(), *((own, other) for other, own in owns.items())):
        pair = sorted((find((0, own)), find((1, other))))
        leaders[pair[1]] = pair[0]
    letters: dict[tuple[int, int], str] = {}
    labels: tuple[dict[int, str], dict[int, str]] = {}, {}
    for side, block in sorted(leaders):
        name = letters.setdefault(find((side, block)), _letters(len(letters)))
        labels[side][block] = name
    return labels


def _letters(number: int) -> str:
    """Return the letters for a number from 0: a to z, then aa, ab and so on."""
    name = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(ord("a") + digit) + name
    return name
