"""Finds the printed names of people in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.names.lexicon import load_words
from medway_tui.names.parser import parse_name
from medway_tui.names.personal_name import PersonalName, is_known_first_name
from medway_tui.names.plausibility import find_name_fault

_ABBREVIATION = r"(?:(?:Mr|Mrs|Ms|Dr|Cllr|Coun|Prof|Rev|Revd|St|Sgt|Insp|Supt|Capt|Col|Lt|Jr|Sr|Hon|Rt)\.)"
_WORD = rf"(?:{_ABBREVIATION}|(?:[A-Z]\.)+|[^\W\d_a-zß-öø-ÿ][\w’'‘-]*)"
_NICKNAME = r"[“\"‘'][^\W\d_a-z][\w -]{1,20}[”\"’']"
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|du|da|dos|la|le|al|el|bin|bint|ibn|ap|ab|af|zu|ten|ter|y|of)"
_MAX_FIRST_NAME = 30
_PAIR = re.compile(rf"(?<![\w’'])({_WORD}) and $")
_RUN = re.compile(
    rf"(?<![\w’'])['’]?{_WORD}(?: (?:{_WORD}|{_NICKNAME}|{_PARTICLE}(?= )|(?:al|el)-{_WORD})){{1,8}}"
)


class FoundName(NamedTuple):
    """A personal name in a text: offsets in code points, with titles and role."""

    start: int
    end: int
    name: PersonalName
    is_certain: bool = True
    """Whether a title, a nickname or a known first name shows that it is a person's."""


def find_names(text: str) -> Iterator[FoundName]:
    """Yield the full names of people in a text, in order.

    A name is a run of capitalised words with particles and a nickname; ``parse_name`` cuts titles and roles.
    Of two with one surname, Poppy and Daisy Fenwick, each is yielded.
    """
    for match in _RUN.finditer(text):
        name = parse_name(match[0])
        if not name or not name.surname:
            continue
        is_known = bool(name.given) and is_known_first_name(name.given[0])
        is_certain = bool(name.titles or name.nickname) or is_known
        if find_name_fault(name) or _has_body(name):
            continue
        pair = _PAIR.search(text, max(0, match.start() - _MAX_FIRST_NAME), match.start())
        if pair and is_known and is_known_first_name(pair[1]):
            first = name._replace(printed=f"{pair[1]} {name.surname}", given=(pair[1],), titles=(), role="")
            yield FoundName(pair.start(1), pair.end(1), first)
        yield FoundName(match.start(), match.end(), name, is_certain)


def _has_body(name: PersonalName) -> bool:
    """Whether words of a body follow in the same run: "John Lewis Partnership"."""
    last = name.surname.split()[-1].lower()
    return last in load_words("institution") and last not in load_words("institution_or_surname")
