"""The words that the extractor knows, read once from ``data/``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

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
    """What is known of words, all in lower case."""

    kinds: dict[str, str]
    """The class of each word as a letter of the sentence's pattern (see ``sentences``)."""
    cues: dict[str, str]
    """Each form of a cue verb, and the verb's base form."""
    nouns: dict[str, str]
    """Each noun that can be a speaker: p a person, g an organisation, m a document."""


@functools.cache
def load_lexicon() -> Lexicon:
    """The lists of ``data/``, read when they are first asked for."""
    cues = _read_cue_forms()
    kinds = {form: ("G" if form.endswith("ing") else "V") for form in cues}
    for name, listed in _read_word_lists("words.txt"):
        for word in listed if name in _KIND_LETTERS else ():
            kinds[word] = _KIND_LETTERS[name]
    nouns: dict[str, str] = {}
    for name, listed in _read_word_lists("nouns.txt"):
        for word in listed:
            for form in (word, _inflect_plural(word)):
                nouns.setdefault(form, _NOUN_CLASSES[name])
    return Lexicon(kinds, cues, nouns)


@functools.cache
def load_word_set(name: str) -> frozenset[str]:
    """One of the sets of ``data/words.txt``, by its name."""
    return next(frozenset(listed) for each, listed in _read_word_lists("words.txt") if each == f"={name}")


@functools.cache
def load_first_names() -> dict[str, str]:
    """First names, in lower case, that tell he or she."""
    return {name: told for told, names in _read_word_lists("names.txt") for name in names}


def _read_word_lists(name: str) -> list[tuple[str, list[str]]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    split = [line.split() for line in lines if line and not line.startswith("#")]
    return [(first, rest) for first, *rest in split]


def _read_cue_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for base, irregular in _read_word_lists("cues.txt"):
        for form in irregular or _inflect_regular(base):
            forms.setdefault(form, base)
        forms.setdefault(base, base)
        forms.setdefault(_inflect_third_person(base), base)
    return forms


def _inflect_regular(base: str) -> tuple[str, str, str]:
    if base.endswith("e"):
        return f"{base}d", f"{base}s", f"{base[:-1]}ing"
    return f"{base}ed", _inflect_third_person(base), f"{base}ing"


def _inflect_third_person(base: str) -> str:
    return f"{base}es" if base.endswith(("s", "x", "sh", "ch")) else f"{base}s"


def _inflect_plural(noun: str) -> str:
    return (
        f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else _inflect_third_person(noun)
    )
