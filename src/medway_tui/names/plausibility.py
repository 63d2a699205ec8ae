"""Distinguishes the name of a person from a role, place, month, body or the first words of a sentence."""

from __future__ import annotations

import re

from medway_tui.names.lexicon import load_words
from medway_tui.names.parser import parse_name, word_key
from medway_tui.names.personal_name import PersonalName, is_known_first_name

_MAX_WORDS_UNKNOWN = 3
"""The most words of a name that begins with no known first name."""
_SURNAMES = frozenset(("will", "may", "much", "best", "more"))
_NO_NAME = re.compile(r"[\d@/\\<>_|]")
_MAX_WORDS = 7
"""The most words of a name with its particles."""


def find_name_fault(name: str | PersonalName) -> str:
    """Return why words are no full name of a person, such as "a place"; empty where they may be one.

    A surname alone is no full name, except of a peer.
    """
    parsed = parse_name(name) if isinstance(name, str) else name
    if not parsed:
        return "a role without a name"
    words = [*parsed.given, *parsed.surname.split()]
    if len(words) > _MAX_WORDS or _NO_NAME.search(" ".join(words)):
        return "no words of a name"
    if not parsed.given or not parsed.surname:
        return "" if parsed.is_peer and parsed.surname else "a name of one word"
    keys = [word_key(word) for word in words]
    if not any(word[:1].isupper() or not word[:1].islower() for word in words) and not parsed.titles:
        return "no capitals"
    if words[-1].islower() and words[0][:1].isupper():
        return "a word in lower case"
    has_title = bool(parsed.titles)
    has_first_name = has_title or is_known_first_name(words[0])
    fault = _find_common_word(keys, has_title=has_title, has_first_name=has_first_name)
    if fault or has_first_name:
        return fault
    if keys[0] in load_words("place", "place_first") or keys[-1] in load_words("place"):
        return "a place"
    if keys[0] in load_words("common") or len(parsed.given) + 1 > _MAX_WORDS_UNKNOWN:
        return "common words"
    if all(word.isupper() for word in words) and len(words[0]) > 1 and "." not in words[0]:
        return "words in capitals without a known first name"
    return ""


def _find_common_word(keys: list[str], *, has_title: bool, has_first_name: bool) -> str:
    """Return what a word is, if no part of a name; a surname such as Church needs a first name."""
    last = keys[-1]
    dates = load_words("weekday", "month")
    if has_first_name:
        dates -= load_words("month_or_name")
    if not dates.isdisjoint(keys):
        return "a day or month"
    opening = load_words("opening") - load_words("particle", "month_or_name") - _SURNAMES
    if not opening.isdisjoint(keys[:-1]) or (last in opening and not has_first_name):
        return "the first words of a sentence"
    surnames = load_words("institution_or_surname", "place_noun_or_surname", "role_or_surname")
    for kind, fault in (("institution", "a body"), ("place_noun", "a place"), ("role", "a role")):
        is_street = kind == "place_noun" and keys[0] in load_words("place_first_name") and not has_title
        if last in load_words(kind) and (is_street or not (has_first_name and last in surnames)):
            return fault
    if not (load_words("institution") - surnames).isdisjoint(keys[1:]):
        return "a body"
    return ""
