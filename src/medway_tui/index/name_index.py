"""Names by their words, as a user types them: any printed form, a part of it, with a misspelling or two."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from medway_tui.fuzzy import is_within_distance
from medway_tui.names import (
    Gender,
    PersonalName,
    fold_word,
    load_courtesy_titles,
    load_first_name_genders,
    load_words,
    parse_name,
)
from medway_tui.names.lexicon import load_title_genders
from medway_tui.text import FOLDED_MARKS

# Everything but spaces and marks: the vowel signs of Indian scripts are no \\w.
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
_MAX_PREFIX_LETTERS = 3
"""The most letters of a word that may be printed together with the next one: Mc Donald, al-Najjar, J. R."""
_MAX_SELECTED = 500
"""The most names that a title selects from."""


# For every name and every key: splitting thousands of names takes longer than comparing them.
@lru_cache(maxsize=20_000)
def name_tokens(text: str) -> tuple[str, ...]:
    """Return the words of a name, folded; ``d'Arcy`` and ``d’Arcy`` are the same."""
    return tuple(tokenize(text))


def tokenize(text: str) -> list[str]:
    """Return the words of a text as ``name_tokens`` does; a long text is not kept."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    words = _TOKEN.findall(unicodedata.normalize("NFC", text).translate(FOLDED_MARKS))
    return [folded for word in words if (folded := fold_word(word))]


def _join_short_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words, each short one with the next: mcdonald of Mc Donald."""
    joined: list[str] = []
    for word in words:
        if joined and len(joined[-1]) <= _MAX_PREFIX_LETTERS:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


@lru_cache(maxsize=20_000)
def _indexed_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, and each short one with the next: obrien of O’Brien, jr of J. R."""
    words = list(name_tokens(name))
    for at, word in enumerate(words[:-1]):
        if len(word) <= _MAX_PREFIX_LETTERS:
            words.append(word + words[at + 1])
            if len(words[at + 1]) <= _MAX_PREFIX_LETTERS:
                words.append("".join(words[at : at + 3]))
    return tuple(words)


class NameIndex:
    """Names and their owners, by the words of the names."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._named: list[tuple[str, str]] = []
        self._by_word: dict[str, set[int]] = {}
        for number, (name, owner) in enumerate(named):
            self._named.append((name, owner))
            for word in _indexed_words(name):
                self._by_word.setdefault(word, set()).add(number)
        self._sorted_words = sorted(self._by_word)

    def find(self, typed: str) -> list[str]:
        """Return the owners that a typed name can mean, in their order.

        A title decides where it shows a man or a woman, and is left out otherwise. Misspellings count only
        where no name has words that begin as typed.
        """
        words, bare, name = name_tokens(typed), _bare_tokens(typed), parse_name(typed)
        if not words:
            return []
        order = [bare, words] if name.titles else [words, bare]
        searches = list(dict.fromkeys([*order, _join_short_words(bare)]))
        for find in (self._find_beginning, self._find_misspelt):
            for each in searches:
                numbers = find(each)
                if each != words:
                    numbers = self._select_by_title(numbers, name)
                if numbers:
                    numbers |= self._find_exactly(words)
                    return list(dict.fromkeys(self._named[number][1] for number in sorted(numbers)))
        return []

    def find_as_typed(self, typed: str) -> list[str]:
        """Return the owners of the names that have all words as typed, or words that begin so."""
        numbers = self._find_beginning(name_tokens(typed)) or self._find_beginning(_bare_tokens(typed))
        return list(dict.fromkeys(self._named[number][1] for number in sorted(numbers)))

    def _find_beginning(self, words: Sequence[str]) -> set[int]:
        """Return the numbers of the names in which a word begins with each of some words."""
        return self._find_all_words(words, self._words_with_prefix)

    def _find_misspelt(self, words: Sequence[str]) -> set[int]:
        return self._find_all_words(
            words, lambda typed: [word for word in self._by_word if _is_misspelt(word, typed)]
        )

    def _find_all_words(self, words: Sequence[str], fitting: Callable[[str], Iterable[str]]) -> set[int]:
        numbers: set[int] | None = None
        for typed in words:
            having = set[int]().union(*(self._by_word[word] for word in fitting(typed)))
            numbers = having if numbers is None else numbers & having
        return numbers or set()

    def _words_with_prefix(self, prefix: str) -> list[str]:
        start = at = bisect_left(self._sorted_words, prefix)
        while at < len(self._sorted_words) and self._sorted_words[at].startswith(prefix):
            at += 1
        return self._sorted_words[start:at]

    def _find_exactly(self, words: tuple[str, ...]) -> set[int]:
        """Return the numbers of the names that have these words and no others."""
        having = [self._by_word.get(word, set()) for word in words]
        numbers = set.intersection(*having) if having else set()
        return {number for number in numbers if name_tokens(self._named[number][0]) == words}

    def _select_by_title(self, numbers: set[int], name: PersonalName) -> set[int]:
        """Leave out women for Mr, men for Mrs, and others than peers for Lord where there is one."""
        if not numbers or not name.titles or len(numbers) > _MAX_SELECTED:
            return numbers
        owners = {self._named[number][1] for number in numbers}
        forms: dict[str, list[tuple[str, ...]]] = {owner: [] for owner in owners}
        for each, owner in self._named:
            if owner in owners:
                forms[owner].append(name_tokens(each))
        if name.title_gender:
            genders = {each: _genders_of(forms[each]) for each in owners}
            owners = {each for each in owners if not genders[each] or name.title_gender in genders[each]}
        if name.is_peer:
            titles = load_words("peer_he", "peer_she")
            peers = {each for each in owners if any(form[:1] and form[0] in titles for form in forms[each])}
            owners = peers or owners
        return {number for number in numbers if self._named[number][1] in owners}


def _genders_of(forms: Sequence[tuple[str, ...]]) -> set[Gender]:
    """Return the genders that the words of a name's forms show: by title, else by first name.

    Parsing thousands of names for one query would take longer than the query may.
    """
    titles, courtesy = load_title_genders(), load_courtesy_titles()
    by_title = {titles[word] for form in forms for word in form[:-1] if word in titles}
    if by_title:
        return by_title
    known = load_first_name_genders()
    firsts = {next((word for word in form[:-1] if word not in courtesy), "") for form in forms}
    return {known[word] for word in firsts if known.get(word)}


def _bare_tokens(typed: str) -> tuple[str, ...]:
    """Return the words of a typed name without titles, role, post-nominals and party."""
    name = parse_name(typed)
    return name_tokens(" ".join((*name.given, name.nickname, name.surname))) or name_tokens(typed)


def _is_misspelt(word: str, typed: str) -> bool:
    """Whether a word, or its beginning, is within a typing error or two of what was typed."""
    if len(typed) < 4 or word[:1] != typed[:1]:
        return False
    allowed = 1 if len(typed) < 6 else 2
    # A name that is half typed is compared with as much of the word, give or take a letter.
    return any(
        length >= len(typed) - allowed and is_within_distance(typed, word[:length], allowed)
        for length in {len(word), len(typed) - 1, len(typed), len(typed) + 1}
    )
