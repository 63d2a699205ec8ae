"""Names of people: their surname, their fullest form in a text, and their gender."""

from __future__ import annotations

import functools
import re

from medway_tui.quotation_extraction.lexicon import load_first_names, load_lexicon, load_word_set

_HE_TITLES = load_word_set("he")
_SHE_TITLES = load_word_set("she")
_TITLES = _HE_TITLES | _SHE_TITLES | load_word_set("title")
_ROLES = load_word_set("role")
_SUFFIXES = load_word_set("suffix")
_INSTITUTIONS = load_word_set("institution")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]*\.? (?:[A-Z][\w’'-]*\.? ){0,4}[A-Z][\w’'-]+")
_POSSESSIVE_ENDING = re.compile(r"['’]s?$|['’]$")


@functools.lru_cache(4096)
def surname_key(name: str) -> str:
    """The surname in lower case, without suffixes and possessive: the key of a person."""
    parts = _POSSESSIVE_ENDING.sub("", name).lower().split()
    while len(parts) > 1 and parts[-1].rstrip(".,") in _SUFFIXES:
        parts.pop()
    last = parts[-1] if parts else ""
    return last.replace("’", "'").rstrip("'.,")


@functools.lru_cache(4096)
def strip_titles(name: str) -> str:
    """A name without titles, roles and possessive."""
    parts = _POSSESSIVE_ENDING.sub("", name).split()
    while len(parts) > 1 and parts[0].lower().rstrip(".,") in _TITLES:
        if parts[-1].lower() in _INSTITUTIONS and parts[0].lower() not in ("the", "an", "a", "but", "and"):
            break
        parts.pop(0)
    # "Denton MP Ann Example", "Secretary of State Ann Example": the name follows the role.
    for at in range(len(parts) - 2, 0, -1):
        if parts[at].lower().rstrip(".") in _ROLES and parts[-1].lower() not in _INSTITUTIONS:
            del parts[: at + 1]
            break
    if len(parts) > 3 and parts[0] == "of":
        del parts[:2]
    # "Islander Ann Example": the word before a first name is not part of the name.
    names = load_first_names()
    if len(parts) > 2 and len(parts[0]) > 2 and parts[0].lower() not in names and parts[1].lower() in names:
        parts.pop(0)
    return " ".join(parts)


def gender_by_title(name: str) -> str:
    """The gender of the titles in a name, "he" or "she"; empty without one."""
    for word in name.lower().split()[:-1]:
        title = word.rstrip(".")
        if title in _HE_TITLES:
            return "he"
        if title in _SHE_TITLES:
            return "she"
    return ""


class PersonNames:
    """The names of a text by surname, each in its fullest form. The text is read at the first query."""

    def __init__(self, text: str, known: tuple[str, ...] = ()) -> None:
        self.text = text
        self._full_by_key: dict[str, str] | None = None
        self._genders: dict[str, str] = {}
        self._known_by_key: dict[str, list[str]] = {}
        for name in known:
            self._known_by_key.setdefault(surname_key(name), []).append(name)

    def full_name(self, name: str) -> str:
        """The fullest form of a person's name, without titles; a known person's name as it is known."""
        bare = strip_titles(name)
        key = surname_key(bare)
        full = self._full_names().get(key, "")
        if full and (" " not in bare or full.startswith(bare)):
            bare = full
        for known in self._known_by_key.get(key, ()):
            if " " not in bare or known.split()[0][0] == bare[0]:
                return known
        return bare

    def full_institution_name(self, noun: str) -> str | None:
        """The full name behind a noun: "Denton Council" for "council"."""
        full = self._full_names().get(noun)
        return full if full is not None and full.lower().endswith(noun) else None

    def gender(self, name: str) -> str:
        """The gender by title, here or elsewhere in the text, or by first name; empty if unknown."""
        gender = gender_by_title(name)
        if gender:
            return gender
        full = self.full_name(name)
        gender = self._genders.get(surname_key(name), "")
        return gender or load_first_names().get(full.split()[0].lower(), "")

    def is_person(self, name: str) -> bool:
        """Whether a name has a title, a known first name, or two or three words and no institution."""
        if gender_by_title(name):
            return True
        full = self.full_name(name)
        parts = full.lower().split()
        if parts[0] in load_first_names() or surname_key(name) in self._genders:
            return True
        nouns = load_lexicon().nouns
        has_noun = any(part in _INSTITUTIONS or nouns.get(part, "p") != "p" for part in parts)
        return len(parts) in (2, 3) and not has_noun and not full.isupper() and " of " not in full

    def _full_names(self) -> dict[str, str]:
        if self._full_by_key is None:
            self._full_by_key = {}
            for match in _FULL_NAME.finditer(self.text):
                gender = gender_by_title(match[0])
                bare = strip_titles(match[0])
                key = surname_key(bare)
                if gender:
                    self._genders.setdefault(key, gender)
                if " " in bare and key not in self._full_by_key:
                    self._full_by_key[key] = bare
        return self._full_by_key
