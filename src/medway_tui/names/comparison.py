"""Compares two printed names, and finds the person of several that a name means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from medway_tui.fuzzy import is_within_distance
from medway_tui.names.lexicon import Gender, fold_word, is_short_form, load_first_name_genders, load_words
from medway_tui.names.parser import parse_name
from medway_tui.names.personal_name import PersonalName

NameRelation = Literal["same", "compatible", "different"]
"""Whether two names are one person's: the same name, one that may be another form of it, or another's."""

_MIN_SPELT = 4
"""The letters from which a name with one letter changed may be a misprint."""
_COMMON_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "rt", "hon"))


class NameComparison(NamedTuple):
    """How two names are related, and why."""

    relation: NameRelation
    reason: str
    """Such as "the first name is an initial" or "the surnames differ"; empty for the same name."""

    @property
    def is_namesake(self) -> bool:
        """Whether only jr or sr differs, so that the two may be father and son."""
        return self.reason == _OTHER_SUFFIX

    @property
    def is_misspelt(self) -> bool:
        """Whether the two differ in spelling alone, so that one may be a misprint or another person."""
        return self.reason in (_SURNAME_SPELT, _FIRST_NAME_SPELT)


_SURNAME_SPELT = "the surname is spelt differently"
_FIRST_NAME_SPELT = "the first name is spelt differently"
_OTHER_SUFFIX = "only one of the names has jr or sr"
_OTHER_TERRITORY = "only one of the names says of which place"
_SAME = NameComparison("same", "")
_BY_SURNAME = NameComparison("compatible", "by the surname alone")


def compare_names(first: str | PersonalName, second: str | PersonalName) -> NameComparison:
    """Compare two names as printed; the order of the two does not matter."""
    one = parse_name(first) if isinstance(first, str) else first
    other = parse_name(second) if isinstance(second, str) else second
    if not one or not other:
        is_equal = fold_word(one.printed) == fold_word(other.printed)
        return _SAME if is_equal else NameComparison("different", "one of them is no name")
    conflict = _find_conflict(one, other)
    if conflict:
        return NameComparison("different", conflict)
    if not one.surname or not other.surname:
        return _compare_without_surname(one, other)
    if one.given and other.given and one.all_keys == other.all_keys and one.suffix == other.suffix:
        # Hyphens are printed or not: Ann-Marie and Ann Marie.
        return _SAME
    surnames = _compare_surnames(one, other)
    if surnames == "differ":
        words = [sorted([*name.given_keys, name.surname_key]) for name in (one, other)]
        if words[0] == words[1] and one.given and other.given:
            return NameComparison("compatible", "the words are in another order")
        return NameComparison("different", "the surnames differ")
    given = _compare_given(one, other)
    if given.relation == "different":
        return given
    if surnames:
        is_certain = given.relation == "same" and bool(one.given_keys) and len(one.given_keys[0]) > 1
        if surnames == _SURNAME_SPELT and not is_certain:
            return NameComparison("different", "the surnames differ")
        return NameComparison("compatible", surnames)
    if given.relation == "same" and one.suffix != other.suffix:
        return NameComparison("compatible", _OTHER_SUFFIX)
    if given.relation == "same" and one.territory != other.territory:
        return NameComparison("compatible", _OTHER_TERRITORY)
    return given


def _find_conflict(one: PersonalName, other: PersonalName) -> str:
    """Return what excludes that two names are one person's; else nothing."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return f"one is {one.suffix}, the other {other.suffix}"
    if one.territory and other.territory and fold_word(one.territory) != fold_word(other.territory):
        return "the territories differ"
    genders = {one.title_gender, other.title_gender} - {""}
    if not one.given or not other.given or not genders:
        # Where both have a first name it is compared; an unusual one does not contradict a title.
        genders |= {one.gender, other.gender} - {""} if not (one.given and other.given) else set()
    return "one is a man, the other a woman" if len(genders) > 1 else ""


def _compare_without_surname(one: PersonalName, other: PersonalName) -> NameComparison:
    """Compare names of which one is a first name alone, as in "Sir Keir"."""
    if not one.surname and not other.surname:
        return _compare_given(one, other)
    short, full = (one, other) if not one.surname else (other, one)
    if full.given and _compare_given(short, full).relation != "different":
        return NameComparison("compatible", "by the first name alone")
    is_surname = not full.given and short.given_keys[:1] == (full.surname_key,)
    return (
        NameComparison("compatible", "one name alone")
        if is_surname
        else NameComparison("different", "the names differ")
    )


def _compare_surnames(one: PersonalName, other: PersonalName) -> str:
    """Return how two surnames differ, as a reason; empty for equal ones, "differ" for others."""
    key, other_key = one.surname_key, other.surname_key
    if key == other_key:
        return ""
    parts, other_parts = one.surname_parts, other.surname_parts
    if parts == other_parts:
        return "a particle of the surname is missing"
    has_first_names = bool(one.given and other.given)
    if has_first_names and (set(parts) < set(other_parts) or set(other_parts) < set(parts)):
        return "one has a part of the other's surname"
    is_long = min(len(key), len(other_key)) >= _MIN_SPELT
    if has_first_names and is_long and is_within_distance(key, other_key, 1):
        return _SURNAME_SPELT
    return "differ"


def _compare_given(one: PersonalName, other: PersonalName) -> NameComparison:
    names, others = one.given_keys, other.given_keys
    if not names or not others:
        if not names and not others:
            return _SAME
        return _BY_SURNAME
    nicknames = {fold_word(one.nickname), fold_word(other.nickname)} - {""}
    first, second = names[0], others[0]
    if first == second:
        return _compare_middle_names(names[1:], others[1:])
    if len(first) == 1 or len(second) == 1:
        if first[0] == second[0]:
            middle = _compare_middle_names(names[1:], others[1:])
            is_same = middle.relation != "different"
            return NameComparison("compatible", "the first name is an initial") if is_same else middle
        return NameComparison("different", "the initials differ")
    if first in nicknames or second in nicknames or is_short_form(first, second):
        return NameComparison("compatible", "the first name is a short form or another spelling")
    if first in others[1:] or second in names[1:]:
        return NameComparison("compatible", "the first name of one is a middle name of the other")
    if _is_misspelt(first, second):
        return NameComparison("compatible", _FIRST_NAME_SPELT)
    return NameComparison("different", "the first names differ")


def _compare_middle_names(names: tuple[str, ...], others: tuple[str, ...]) -> NameComparison:
    for name, other in zip(names, others, strict=False):
        is_initial = len(name) == 1 or len(other) == 1
        if name != other and not (is_initial and name[0] == other[0]):
            return NameComparison("different", "the middle names differ")
    if names == others:
        return _SAME
    return NameComparison("compatible", "a middle name is missing or an initial")


def _is_misspelt(first: str, second: str) -> bool:
    """Whether two first names differ by a letter, and are not two names that are both known."""
    known = load_first_name_genders()
    if first in known and second in known:
        return False
    is_long = min(len(first), len(second)) > 2
    return is_long and first[0] == second[0] and is_within_distance(first, second, 1)


class PersonCandidate(NamedTuple):
    """A person whom a printed name may mean."""

    id: str
    names: tuple[str, ...]
    """All printed forms of the name."""
    gender: Gender = ""
    """As known from elsewhere, such as a pronoun; the names show it too."""
    parties: frozenset[str] = frozenset()
    """The keys of the person's parties, as in ``PersonalName.party``."""
    titles: frozenset[str] = frozenset()
    """Titles known from elsewhere, such as cllr of a member of a council."""


class PersonChoice(NamedTuple):
    """The people whom a printed name can mean: one, several that it does not tell apart, or none."""

    ids: tuple[str, ...]
    relation: NameRelation
    """How the name is related to that of the best of them."""
    reason: str
    """What decided, or why the name is not the very same; empty for the same name."""

    @property
    def is_namesake(self) -> bool:
        """Whether only jr or sr differs, so that it may be the father or the son."""
        return self.reason == _OTHER_SUFFIX

    @property
    def id(self) -> str | None:
        """The one person; None where there is none or more than one."""
        return self.ids[0] if len(self.ids) == 1 else None


def choose_person(
    mention: str | PersonalName,
    people: Iterable[PersonCandidate],
    *,
    gender: Gender = "",
    party: str = "",
) -> PersonChoice:
    """Return the people whom a printed name can mean.

    Title, initial, first name, party in brackets and gender decide. ``gender`` and ``party`` are those that
    the text shows beside the name, by a pronoun or in brackets. Where these leave several people, all are
    returned: the caller leaves the person open.
    """
    name = parse_name(mention) if isinstance(mention, str) else mention
    gender, party = name.gender or gender, name.party or party
    related = [(each, _best_comparison(name, each)) for each in people]
    left = [(each, found) for each, found in related if found.relation != "different"]
    left = [
        (each, found)
        for each, found in left
        if not gender or _candidate_gender(each) in ("", gender) or found.relation == "same"
    ]
    reason = ""
    for narrowed, why in (
        ([pair for pair in left if pair[1].relation == "same"], ""),
        ([pair for pair in left if not pair[1].is_misspelt], ""),
        ([pair for pair in left if party and party in pair[0].parties], "by the party in brackets"),
        ([pair for pair in left if _has_title(name, pair[0])], "by the title"),
    ):
        kept = [pair for pair in narrowed if pair in left]
        if kept and len(kept) < len(left):
            left, reason = kept, why or reason
    if not left:
        return PersonChoice((), "different", "")
    ids = tuple(dict.fromkeys(each.id for each, _ in left))
    best = left[0][1]
    return PersonChoice(ids, best.relation, reason or best.reason)


def _best_comparison(name: PersonalName, person: PersonCandidate) -> NameComparison:
    """Return the closest relation of a name to the forms of a person's."""
    order = {"same": 0, "compatible": 1, "different": 2}
    forms = [parse_name(form) for form in person.names]
    is_fuller = any(form.given and form.surname for form in forms)
    if name.given and name.surname and is_fuller:
        # "Mr Smith" is printed of this person elsewhere, but says nothing about a full name.
        forms = [form for form in forms if form.given and form.surname]
    found = [compare_names(name, form) for form in forms]
    best = min(
        found,
        key=lambda each: (order[each.relation], each.is_misspelt),
        default=NameComparison("different", "no name is known"),
    )
    if best.relation == "same" and is_fuller and not (name.given and name.surname):
        # "Smith" is printed of this person elsewhere, but may be any Smith here.
        return _BY_SURNAME
    return best


def _candidate_gender(person: PersonCandidate) -> Gender:
    genders = {parse_name(form).gender for form in person.names} - {""}
    return person.gender or (genders.pop() if len(genders) == 1 else "")


def _has_title(name: PersonalName, person: PersonCandidate) -> bool:
    """Whether a person has a title of a name that not everyone has."""
    known = person.titles.union(*(parse_name(form).titles for form in person.names))
    if name.is_peer:
        return not known.isdisjoint(load_words("peer_he", "peer_she"))
    return any(title in known for title in name.titles if title not in _COMMON_TITLES)
