"""The filter ``kind:`` of the timeline and of the differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from medway_tui.fuzzy import closest_matches, did_you_mean

Kind = TypeVar("Kind", bound=str)

_KIND_PART = re.compile(r'(?<!\S)(?P<minus>-?)kind:(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]*))', re.IGNORECASE)


class KindFilter(NamedTuple, Generic[Kind]):
    """The kinds that a query names, and the rest of the query."""

    chosen: frozenset[Kind]
    excluded: frozenset[Kind]
    rest: str
    """The query without its ``kind:`` parts."""
    problems: tuple[str, ...]

    def select(self, default: Iterable[Kind]) -> frozenset[Kind]:
        """Return the kinds to list: those that are chosen, else ``default``, without the excluded ones."""
        return frozenset(self.chosen or default) - self.excluded


def parse_kinds(
    text: str, words: Mapping[str, Kind], names: Iterable[str], *, typing: bool
) -> KindFilter[Kind]:
    """Read the ``kind:`` parts of a query; ``words`` are all that name a kind, ``names`` those to suggest.

    While the user is ``typing``, the last word may be the beginning of one.
    """
    chosen: set[Kind] = set()
    excluded: set[Kind] = set()
    problems = []
    for match in _KIND_PART.finditer(text):
        word = (match["word"] if match["phrase"] is None else match["phrase"]).strip().lower()
        kind = words.get(word)
        if kind is not None:
            (excluded if match["minus"] else chosen).add(kind)
        elif not (typing and match.end() == len(text)):
            problems.append(_describe_problem(word, words, names))
    rest = _KIND_PART.sub(" ", text)
    return KindFilter(frozenset(chosen), frozenset(excluded), rest, tuple(problems))


def _describe_problem(word: str, words: Iterable[str], names: Iterable[str]) -> str:
    if not word:
        return "kind: wants a kind right after the colon"
    hint = did_you_mean(closest_matches(word, words, limit=1))
    return f"kind: is one of {', '.join(names)}, not {word}" + (f" ({hint})" if hint else "")
