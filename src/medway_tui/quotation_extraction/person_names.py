"""The people of a text: who is named, in which fullest form, and which of them a printed name means.

The words of names come from ``medway_tui.names``. Its parser reads one name with care; here every run of
capitalised words of an article is read, so names are cut by word lists alone.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from medway_tui.names import compare_names, fold_word, load_first_name_genders, load_words
from medway_tui.names.lexicon import load_party_words, load_title_genders
from medway_tui.quotation_extraction.lexicon import load_lexicon, load_word_set

_TITLE_CLASSES = ("title_he", "title_she", "peer_he", "peer_she", "knight_he", "knight_she", "title", "rank")
_TITLES = load_words(*_TITLE_CLASSES) | load_word_set("title")
_PERSONAL_TITLES = load_words("title_he", "title_she", "knight_he", "knight_she") | {
    *("cllr", "dr", "prof", "rev"),
}
_ROLES = load_words("role") | load_word_set("role")
_ROLES_OR_NAMES = load_words("role_or_surname")
_OPENING = load_words("opening", "weekday", "month") - load_words("month_or_name")
_AFTER_NAME = load_words("post_nominal", "suffix")
_PARTICLES = load_words("particle")
_TITLES_OR_NAMES = load_words("title_or_name") & load_first_name_genders().keys()
"""Titles that are a first name before a surname alone: Dean Example."""
_INSTITUTIONS = load_words("institution") | load_word_set("institution")
_PLACES = load_words("place_noun", "place", "place_first", "demonym")
_NOT_NAMES = load_words("modifier", "demonym", "opening", "place") | _INSTITUTIONS
# A full stop belongs to a name after an initial or a title alone. (It is looked for first, which is quicker.)
_ABBREVIATIONS = "Mr Mrs Ms Dr St Sen Sens Rep Reps Gov Gen Col Lt Sgt Capt Rev Hon Prof Cllr Jr Sr"
_STOP = "".join(rf"|(?<=\b{word}\.)" for word in _ABBREVIATIONS.split())
_WORD = rf"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*(?:\.(?:(?<=\b[A-Z]\.){_STOP}))?"
_RUN = re.compile(
    rf"{_WORD}(?: (?:(?:de|van|von|der|den|del|di|da|dos|du|la|le|al|bin|ibn|ap|of|the|ní) ){{0,2}}"
    rf"{_WORD}){{1,6}}"
    r"(?:\s?\((\w[\w -]{1,20})\))?"
)
_POSSESSIVE_ENDING = re.compile(r"['’]s?$|['’]$")
_PARTY_AFTER = re.compile(r"\s?\((\w[\w -]{1,20})\)")
MAX_INTRODUCTION = 20_000
"""Code points after a full name in which the surname alone is searched."""
MAX_NAMESAKES = 8
"""People of one surname that are told apart."""


class KnownPerson(NamedTuple):
    """A person of the text, or one known before."""

    name: str
    gender: str
    titles: frozenset[str]
    party: str
    is_known: bool
    at: int
    """Where the full name is first printed."""


@functools.lru_cache(8192)
def surname_key(name: str) -> str:
    """The surname in lower case, without suffixes and possessive: the key of a person."""
    parts = _POSSESSIVE_ENDING.sub("", name).lower().split()
    while len(parts) > 1 and parts[-1].rstrip(".,") in _AFTER_NAME:
        parts.pop()
    last = parts[-1] if parts else ""
    return last.replace("’", "'").rstrip("'.,")


@functools.lru_cache(8192)
def strip_titles(name: str) -> str:
    """A name without titles, roles, opening words and possessive; other words are returned as they are."""
    parts = _POSSESSIVE_ENDING.sub("", name).split()
    keys = [part.lower().rstrip(".,") for part in parts]
    while len(parts) > 2 and keys[-1] in _AFTER_NAME and keys[-2] not in _NOT_NAMES:
        parts.pop()
        keys.pop()
    if len(parts) > 1 and keys[-1] in _ROLES:
        # "the Prime Minister" has no name.
        return name
    first = _find_name_start(parts, keys)
    return " ".join(parts[first:]) or name


def _find_name_start(parts: list[str], keys: list[str]) -> int:
    """The index of the first word that belongs to the name."""
    n = len(parts)
    first = 0
    known = load_first_name_genders()
    while first < n - 1 and keys[first] in _OPENING:
        if fold_word(parts[first]) in known and keys[first] != "said":
            break
        first += 1
    is_body = keys[-1] in _INSTITUTIONS and keys[-1] not in _ROLES
    if is_body and fold_word(parts[n - 2]) not in known:
        return first
    start = first
    for at in range(n - 2, first - 1, -1):
        if parts[at].endswith(("'s", "’s", "s'", "s’")):
            return at + 1
        if keys[at] in _PARTICLES and at > first:
            continue
        if _is_title_or_role(keys, at, n):
            start = at + 3 if keys[at + 1] == "of" and at + 3 < n else at + 1
            break
    if start > first and all(key not in _NOT_NAMES for key in keys[start : n - 1]):
        return start
    first = start
    if is_body:
        return first
    return _find_first_name(parts, keys, first)


def _find_first_name(parts: list[str], keys: list[str], first: int) -> int:
    """The index of a known first name behind a word that is none: "Islander Ann Example"."""
    n = len(parts)
    known = load_first_name_genders()
    for at in range(first + 1, n - 1):
        is_name = fold_word(parts[at]) in known and keys[at] not in _TITLES
        before = keys[at - 1]
        if is_name and len(before) > 1 and fold_word(before) not in known and before not in _PARTICLES:
            return at
    return first + 2 if n - first > 3 and keys[first] == "of" else first


def _is_title_or_role(keys: list[str], at: int, n: int) -> bool:
    key = keys[at]
    if (key in _TITLES and not (key in _TITLES_OR_NAMES and n - at == 2)) or key in _ROLES:
        return True
    if key.startswith(("ex-", "co-", "vice-")) and key.partition("-")[2] in _ROLES:
        return True
    return key in _ROLES_OR_NAMES and n - at > 2


def find_second_name(words: list[str], *, is_of_role: bool = False) -> int:
    """The index where a name begins behind another in a run of capitals: "Larkfield Foods Ann Example".

    0 where the run is one name. With ``is_of_role`` the words follow "secretary for" and the like.
    """
    known = load_first_name_genders()
    for at in range(1, len(words) - 1):
        before = words[at - 1].lower()
        if fold_word(words[at]) not in known or before in _PARTICLES or len(before.rstrip(".")) < 3:
            continue
        if fold_word(words[at - 1]) in known or before in _TITLES or before in _ROLES:
            return 0
        is_name_before = at == 1 and before not in _NOT_NAMES and not is_of_role
        return 0 if is_name_before or words[-1].lower() in _INSTITUTIONS else at
    return 0


def is_role(words: list[str]) -> bool:
    """Whether capitalised words are an office and no name: "Prime Minister", "Shadow Secretary of State"."""
    last = words[-1].lower()
    if last == "state" and len(words) > 2 and words[-3].lower() in _ROLES:
        return True
    if last in _ROLES_OR_NAMES:
        return len(words) > 1 and words[-2].lower() in _NOT_NAMES
    if last not in _ROLES or len(words) == 1:
        return last in _ROLES
    first = words[0].lower().rstrip(".")
    has_title = len(words) == 2 and first in _TITLES and first not in _NOT_NAMES
    return not has_title and fold_word(words[0]) not in load_first_name_genders()


@functools.lru_cache(8192)
def gender_by_title(name: str) -> str:
    """The gender of the titles in a name, "he" or "she"; empty without one."""
    genders = load_title_genders()
    for word in name.lower().split()[:-1]:
        gender = genders.get(word.rstrip("."))
        if gender:
            return gender
    return ""


@functools.lru_cache(8192)
def _titles_of(name: str) -> frozenset[str]:
    return frozenset(
        "cllr" if key == "councillor" else key
        for key in (word.lower().rstrip(".") for word in name.split()[:-1])
        if key in _PERSONAL_TITLES or key == "councillor"
    )


def _gender_by_first_name(name: str) -> str:
    first = name.partition(" ")[0]
    genders = load_first_name_genders()
    return genders.get(fold_word(first), "") or genders.get(fold_word(first.partition("-")[0]), "")


class PersonNames:
    """The people of a text by surname. The text is read at the first query."""

    def __init__(self, text: str, known: tuple[str, ...] = ()) -> None:
        self.text = text
        self._known = known
        self._people: dict[str, list[KnownPerson]] | None = None
        self._by_first_name: dict[str, list[str]] = {}
        self._institutions: dict[str, str] = {}
        self._genders: dict[str, str] = {}
        self._seen: set[str] = set()
        self._cache: dict[str, tuple[str, ...]] = {}

    def full_name(self, name: str) -> str:
        """The fullest form of a person's name, without titles; the words themselves if several fit."""
        possible = self.find_people(name)
        return possible[0] if len(possible) == 1 else strip_titles(name)

    def find_people(self, name: str, before: str = "", after: str = "") -> tuple[str, ...]:
        """The full names that a printed name can mean, at least one.

        ``before`` is the word before it and ``after`` the text behind it.

        Title, initial, first name, the party in brackets and gender decide between people of one surname.
        """
        party = ""
        if "(" in after[:2]:
            match = _PARTY_AFTER.match(after)
            party = load_party_words().get(match[1].lower(), "") if match else ""
        party = party or _party_before(name) or (_party_before(f"{before} -") if before else "")
        key = f"{name}|{party}"
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._find_people(name, party)
        return found

    def _find_people(self, name: str, party: str) -> tuple[str, ...]:
        people = self._read_people()
        bare = strip_titles(name)
        key = surname_key(bare)
        same = people.get(key, [])
        if " " in bare:
            named = [each for each in same if _is_same_person(bare, each.name)]
            return (named[0].name,) if named else (self._split_by_evidence(bare),)
        if not same:
            by_first_name = self._by_first_name.get(key, [])
            is_first_name = name == bare or _has_knight(name)
            return (by_first_name[0],) if is_first_name and len(by_first_name) == 1 else (bare,)
        in_text = [each for each in same if not each.is_known] or same
        left = self._tell_apart(in_text, name, party)
        if len(left) > 1 and self._is_established(key, left[0], left[1]):
            left = left[:1]
        return tuple(each.name for each in left)

    def _is_established(self, key: str, first: KnownPerson, second: KnownPerson) -> bool:
        """Whether the surname alone means the first of two: it does so before the other is introduced."""
        start, end = first.at + len(first.name), second.at
        if end <= start:
            return False
        bare = re.compile(rf"(?<!\w){re.escape(key)}(?!\w)", re.IGNORECASE)
        return bare.search(self.text, start, min(end, start + MAX_INTRODUCTION)) is not None

    @staticmethod
    def _tell_apart(people: list[KnownPerson], name: str, party: str) -> list[KnownPerson]:
        """The people that title, gender and party leave."""
        gender = gender_by_title(name)
        titles = _titles_of(name)
        tests = (
            lambda each: not gender or each.gender in ("", gender),
            lambda each: not gender or each.gender == gender,
            lambda each: not party or each.party in ("", party),
            lambda each: not party or each.party == party,
            lambda each: not titles or bool(titles & each.titles),
        )
        for test in tests:
            if len(people) > 1:
                people = [each for each in people if test(each)] or people
        return people

    def full_institution_name(self, noun: str) -> str | None:
        """The full name behind a noun: "Denton Council" for "council"."""
        self._read_people()
        return self._institutions.get(noun)

    def gender(self, name: str) -> str:
        """The gender by title, here or elsewhere in the text, or by first name; empty if unknown."""
        gender = gender_by_title(name)
        if gender:
            return gender
        people = self._read_people().get(surname_key(name), [])
        full = self.full_name(name)
        for person in people:
            if person.name == full and person.gender:
                return person.gender
        if len(people) < 2:
            gender = self._genders.get(surname_key(name), "")
        return gender or _gender_by_first_name(full)

    def is_person(self, name: str) -> bool:
        """Whether a name has a title, a known first name, or two or three words and no institution."""
        if gender_by_title(name) or _titles_of(name):
            return True
        self._read_people()
        full = self.full_name(name)
        words = full.split()
        keys = [word.lower() for word in words]
        if keys[-1] in _ROLES:
            return False
        if surname_key(name) in self._genders or full in self._known:
            return True
        if len(words) > 1 and fold_word(words[0]) in load_first_name_genders():
            return keys[-1] not in _INSTITUTIONS and " of " not in full
        nouns = load_lexicon().nouns
        if any(key in _INSTITUTIONS or key in _PLACES or nouns.get(key, "p") != "p" for key in keys):
            return False
        is_role_before = strip_titles(name) != _POSSESSIVE_ENDING.sub("", name) and len(words) > 1
        return is_role_before or (len(words) in (2, 3) and not full.isupper() and " of " not in full)

    def may_be_surname(self, name: str) -> bool:
        """Whether one capitalised word can be a person's surname: no place, body or abbreviation."""
        key = name.lower()
        is_other = key in _INSTITUTIONS or key in _PLACES or key in _OPENING or key in _TITLES
        return not is_other and not name.isupper() and key not in load_lexicon().nouns

    def _split_by_evidence(self, bare: str) -> str:
        """The end of a long run of capitals that is a full name elsewhere: "Vaal Road Ann Example"."""
        words = bare.split()
        for size in (2, 3):
            if len(words) > size:
                end = " ".join(words[-size:])
                people = self._read_people().get(surname_key(end), [])
                if any(each.name == end for each in people):
                    return end
        return bare

    def _read_people(self) -> dict[str, list[KnownPerson]]:
        if self._people is None:
            self._people = {}
            for name in self._known:
                self._add_person(name, name, "", -1, is_known=True)
            for match in _RUN.finditer(self.text):
                printed, party = match[0], match[1]
                if party:
                    printed = printed[: match.start(1) - match.start() - 1].rstrip()
                self._add_run(printed, party or "", match.start())
        return self._people

    def _add_run(self, printed: str, party: str, at: int) -> None:
        if printed in self._seen and not party:
            return
        self._seen.add(printed)
        bare = strip_titles(printed)
        gender = gender_by_title(printed)
        key = surname_key(bare)
        if gender:
            self._genders.setdefault(key, gender)
        if " " not in bare or bare[0].islower():
            return
        is_body = key in _INSTITUTIONS or load_lexicon().nouns.get(key, "p") != "p"
        if is_body and not gender and fold_word(bare.split()[0]) not in load_first_name_genders():
            self._institutions.setdefault(key, bare)
            return
        # From where the name itself begins, behind its title.
        self._add_person(bare, printed, party, at + max(printed.find(bare), 0), is_known=False)

    def _add_person(self, bare: str, printed: str, party: str, at: int, *, is_known: bool) -> None:
        same = self._read_people().setdefault(surname_key(bare), [])
        gender = gender_by_title(printed) or _gender_by_first_name(bare)
        party = load_party_words().get(party.lower(), "") or _party_before(printed)
        person = KnownPerson(bare, gender, _titles_of(printed), party, is_known, at)
        for i, other in enumerate(same):
            if _is_same_person(bare, other.name):
                same[i] = other._replace(
                    gender=other.gender or person.gender,
                    titles=other.titles | person.titles,
                    party=other.party or person.party,
                    is_known=other.is_known and is_known,
                    at=at if other.at < 0 else other.at,
                )
                return
        if len(same) < MAX_NAMESAKES:
            same.append(person)
            self._by_first_name.setdefault(bare.split(maxsplit=1)[0].lower(), []).append(bare)


@functools.lru_cache(8192)
def _is_same_person(one: str, other: str) -> bool:
    if one == other:
        return True
    first, other_first = (name.lower().partition(" ")[0].rstrip(".") for name in (one, other))
    if first == other_first:
        return True
    if len(first) == 1 or len(other_first) == 1:
        return first[0] == other_first[0]
    return compare_names(one, other).relation != "different"


def _has_knight(name: str) -> bool:
    return not load_words("knight_he", "knight_she").isdisjoint(word.lower() for word in name.split()[:-1])


@functools.lru_cache(8192)
def _party_before(name: str) -> str:
    """The party of the words before a name: "Labour's Cllr Example"."""
    for word in name.lower().split()[:-1]:
        party = load_party_words().get(_POSSESSIVE_ENDING.sub("", word))
        if party and len(word) > 3:
            return party
    return ""
