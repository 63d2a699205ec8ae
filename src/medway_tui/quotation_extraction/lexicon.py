"""Word lists of the extractor, read once from ``data/``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from medway_tui.names import load_words

DATA = Path(__file__).with_name("data")
_KIND_LETTERS = {
    "subject": "P",
    "object": "O",
    "determiner": "d",
    "auxiliary": "A",
    "relative": "R",
    "that": "t",
    "preposition": "T",
    "subordinator": "U",
    "coordinator": "K",
    "adverb": "J",
    "time": "Y",
    "verb": "X",
    "according": "a",
}
_NOUN_CLASSES = {"person": "p", "organisation": "g", "document": "m"}


class Lexicon(NamedTuple):
    """Word classes. All words are in lower case."""

    kinds: dict[str, str]
    """The class of each word, as a letter of the paragraph's pattern (see ``patterns``)."""
    cues: dict[str, str]
    """The base form of each form of a cue verb."""
    nouns: dict[str, str]
    """Nouns that can be a speaker: p person, g organisation, m document."""


@functools.cache
def load_lexicon() -> Lexicon:
    """Read the word classes."""
    cues = _read_cue_forms()
    kinds = {form: ("G" if form.endswith("ing") else "V") for form in cues}
    for name, words in _read_word_lists("words.txt"):
        for word in words if name in _KIND_LETTERS else ():
            kinds[word] = _KIND_LETTERS[name]
    nouns: dict[str, str] = {}
    for name, words in _read_word_lists("nouns.txt"):
        for word in words:
            for form in (word, _inflect_plural(word)):
                nouns.setdefault(form, _NOUN_CLASSES[name])
    for word in load_words("role"):
        for form in (word, _inflect_plural(word)):
            if form not in kinds:
                nouns.setdefault(form, "p")
    return Lexicon(kinds, cues, nouns)


@functools.cache
def load_word_set(name: str) -> frozenset[str]:
    """Read one of the sets of ``words.txt``."""
    return next(frozenset(words) for each, words in _read_word_lists("words.txt") if each == f"={name}")


def _read_word_lists(file_name: str) -> list[tuple[str, list[str]]]:
    lines = (DATA / file_name).read_text(encoding="utf-8").splitlines()
    split = [line.split() for line in lines if line and not line.startswith("#")]
    return [(first, rest) for first, *rest in split]


def _read_cue_forms() -> dict[str, str]:
    base_by_form: dict[str, str] = {}
    for base, irregular in _read_word_lists("cues.txt"):
        for form in irregular or _inflect_regular(base):
            base_by_form.setdefault(form, base)
        base_by_form.setdefault(base, base)
        base_by_form.setdefault(_inflect_third_person(base), base)
    return base_by_form


def _inflect_regular(base: str) -> tuple[str, str, str]:
    if base.endswith("e"):
        return f"{base}d", f"{base}s", f"{base[:-1]}ing"
    return f"{base}ed", _inflect_third_person(base), f"{base}ing"


def _inflect_third_person(base: str) -> str:
    return f"{base}es" if base.endswith(("s", "x", "sh", "ch")) else f"{base}s"


def _inflect_plural(noun: str) -> str:
    is_consonant_y = noun.endswith("y") and noun[-2] not in "aeiou"
    return f"{noun[:-1]}ies" if is_consonant_y else _inflect_third_person(noun)
