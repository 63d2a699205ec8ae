"""Finds the printed names of people in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.names.lexicon import load_words
from medway_tui.names.parser import PersonalName, is_known_first_name, parse_name
from medway_tui.names.plausibility import find_name_fault

_ABBREVIATION = r"(?:(?:Mr|Mrs|Ms|Dr|Cllr|Coun|Prof|Rev|Revd|St|Sgt|Insp|Supt|Capt|Col|Lt|Jr|Sr|Hon|Rt)\.)"
_WORD = rf"(?:{_ABBREVIATION}|(?:[A-Z]\.)+|[^\W\d_a-zß-öø-ÿ][\w’'‘-]*)"
_NICKNAME = r"[“\"‘'][^\W\d_a-z][\w -]{1,20}[”\"’']"
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|du|da|dos|la|le|al|el|bin|bint|ibn|ap|ab|af|zu|ten|ter|y|of)"
_RUN = re.compile(
    rf"(?<![\w’'])['’]?{_WORD}(?: (?:{_WORD}|{_NICKNAME}|{_PARTICLE}(?= )|(?:al|el)-{_WORD})){{1,8}}"
)


class FoundName(NamedTuple):
    """A personal name in a text: offsets in code points, with titles and role."""

    start: int
    end: int
    name: PersonalName


def find_names(text: str) -> Iterator[FoundName]:
    """Yield the full names of people in a text, in order: those with a title, or with a known first name.

    A name is a run of capitalised words with particles and a nickname; ``parse_name`` cuts titles and roles.
    """
    for match in _RUN.finditer(text):
        name = parse_name(match[0])
        if not name or not name.surname:
            continue
        is_certain = bool(name.titles) or (bool(name.given) and is_known_first_name(name.given[0]))
        if is_certain and not find_name_fault(name) and not _has_body(name):
            yield FoundName(match.start(), match.end(), name)


def _has_body(name: PersonalName) -> bool:
    """Whether words of a body follow in the same run: "John Lewis Partnership"."""
    last = name.surname.split()[-1].lower()
    return last in load_words("institution") and last not in load_words("institution_or_surname")
