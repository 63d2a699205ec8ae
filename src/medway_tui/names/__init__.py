"""Personal names as they are printed: their parts, their comparison, and the person a name means.

    from medway_tui.names import choose_person, compare_names, parse_name

    parse_name("council leader Cllr Alan Jarrett (Con)").surname
    compare_names("Mr O’Brien", "Finn O'Brien").relation

It needs the standard library only.
"""

from medway_tui.names.comparison import (
    NameComparison,
    NameRelation,
    PersonCandidate,
    PersonChoice,
    choose_person,
    compare_names,
)
from medway_tui.names.finder import FoundName, find_names
from medway_tui.names.lexicon import (
    Gender,
    find_party_key,
    fold_word,
    is_short_form,
    load_courtesy_titles,
    load_first_name_genders,
    load_words,
)
from medway_tui.names.parser import parse_name, word_key
from medway_tui.names.personal_name import PersonalName, is_known_first_name
from medway_tui.names.plausibility import find_name_fault

__all__ = [
    "FoundName",
    "Gender",
    "NameComparison",
    "NameRelation",
    "PersonCandidate",
    "PersonChoice",
    "PersonalName",
    "choose_person",
    "compare_names",
    "find_name_fault",
    "find_names",
    "find_party_key",
    "fold_word",
    "is_known_first_name",
    "is_short_form",
    "load_courtesy_titles",
    "load_first_name_genders",
    "load_words",
    "parse_name",
    "word_key",
]
