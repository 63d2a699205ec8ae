"""The words of personal names: titles, post-nominals, particles, roles, parties, first names."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Gender = Literal["he", "she", ""]
"""The pronoun of a person; empty where a name does not show it."""

_DATA = Path(__file__).with_name("data")

# Letters that Unicode does not decompose into a Latin letter and a mark.
_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ħ": "h"}
)


@functools.lru_cache(20_000)
def fold_word(text: str) -> str:
    """Fold a word of a name for comparison: lower case, its letters and digits alone, without Latin accents.

    Apostrophes, full stops and hyphens are left out: O’Brien and OBrien are one. Marks of other scripts stay,
    since й is not и.
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_LATIN))
    return unicodedata.normalize("NFC", "".join(_kept_letters(folded.translate(_LATIN))))


def _kept_letters(decomposed: str) -> Iterator[str]:
    """Yield the letters, digits and marks of a text in NFKD, without the marks of Latin letters."""
    is_latin = True
    for char in decomposed:
        if unicodedata.category(char)[0] == "M":
            if not is_latin:
                yield char
        elif char.isalnum():
            is_latin = char.isascii()
            yield char


@functools.cache
def load_words(*classes: str) -> frozenset[str]:
    """Return the words of some classes of ``words.txt``."""
    known = _load_classes()
    return frozenset[str]().union(*(known[each] for each in classes))


@functools.cache
def load_party_words() -> dict[str, str]:
    """Return the key of the party, such as con or lab, that each word in brackets means."""
    return {
        word: name.removeprefix("party_")
        for name, words in _load_classes().items()
        if name.startswith("party_")
        for word in words
    }


def find_party_key(name: str) -> str:
    """Return the key of a party by its name or short name, such as con; empty where the words name none."""
    parties = load_party_words()
    words = re.findall(r"[\w'’/-]+", name.lower())
    keys = {parties[word] for word in words if word in parties}
    return keys.pop() if len(keys) == 1 else ""


@functools.cache
def load_title_genders() -> dict[str, Gender]:
    """Return the titles that only a man or only a woman has."""
    genders: dict[str, Gender] = dict.fromkeys(load_words("title_he", "peer_he", "knight_he"), "he")
    return genders | dict.fromkeys(load_words("title_she", "peer_she", "knight_she"), "she")


@functools.cache
def load_courtesy_titles() -> frozenset[str]:
    """Return the titles that go with a person, such as Mr, Dame and Cllr, and not with an office."""
    return load_words("title_courtesy").union(load_title_genders())


@functools.cache
def load_first_name_genders() -> dict[str, Gender]:
    """Return the known first names, folded; the gender is empty for names of men and women."""
    genders: dict[str, Gender] = {}
    for kind, *names in _read_lines("first_names.txt"):
        for name in names:
            genders[fold_word(name)] = "he" if kind == "he" else "she" if kind == "she" else ""
    return genders


@functools.cache
def _load_short_names() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, names in enumerate(_read_lines("short_names.txt")):
        for name in names:
            groups.setdefault(fold_word(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


def is_short_form(first: str, second: str) -> bool:
    """Whether two folded first names can be one person's, as Bob and Robert or Allan and Alan."""
    groups = _load_short_names()
    return not groups.get(first, frozenset()).isdisjoint(groups.get(second, frozenset()))


@functools.cache
def _load_classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, *words in _read_lines("words.txt")}


def _read_lines(file_name: str) -> list[list[str]]:
    text = (_DATA / file_name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not re.match(r"#", line)]
