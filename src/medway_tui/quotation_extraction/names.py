"""Names in a text: which are one person's, and whether he or she."""

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
    """The part of a name by which a person is known again, in lower case and without 's."""
    parts = _POSSESSIVE_ENDING.sub("", name).lower().split()
    while len(parts) > 1 and parts[-1].rstrip(".,") in _SUFFIXES:
        parts.pop()
    last = parts[-1] if parts else ""
    return last.replace("’", "'").rstrip("'.,")


@functools.lru_cache(4096)
def strip_titles(name: str) -> str:
    """A name without titles, and without the 's of a possessive."""
    parts = _POSSESSIVE_ENDING.sub("", name).split()
    while len(parts) > 1 and parts[0].lower().rstrip(".,") in _TITLES:
        if parts[-1].lower() in _INSTITUTIONS and parts[0].lower() not in ("the", "an", "a", "but", "and"):
            break
        parts.pop(0)
    # "Denton MP Ann Example", "Secretary of State Ann Example": the name is what stands after.
    for at in range(len(parts) - 2, 0, -1):
        if parts[at].lower().rstrip(".") in _ROLES and parts[-1].lower() not in _INSTITUTIONS:
            del parts[: at + 1]
            break
    if len(parts) > 3 and parts[0] == "of":
        del parts[:2]
    # "Islander Ann Example": a word before a first name is no part of the name.
    names = load_first_names()
    if len(parts) > 2 and len(parts[0]) > 2 and parts[0].lower() not in names and parts[1].lower() in names:
        parts.pop(0)
    return " ".join(parts)


def gender_by_title(name: str) -> str:
    """He or she by the titles before a name; empty where they do not tell."""
    for word in name.lower().split()[:-1]:
        bare = word.rstrip(".")
        if bare in _HE_TITLES:
            return "he"
        if bare in _SHE_TITLES:
            return "she"
    return ""


class NameIndex:
    """The people of a text under their fullest printed names."""

    def __init__(self, text: str, known: tuple[str, ...] = ()) -> None:
        self.text = text
        self._full_by_key: dict[str, str] | None = None
        self._genders: dict[str, str] = {}
        self._known_by_key: dict[str, list[str]] = {}
        for name in known:
            self._known_by_key.setdefault(surname_key(name), []).append(name)

    def full_name(self, name: str) -> str:
        """The fullest name that the text prints for a person, titles left out."""
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
        """The full name of what is called by a noun alone: "the council" where a Council is named."""
        full = self._full_names().get(noun)
        return full if full is not None and full.lower().endswith(noun) else None

    def gender(self, name: str) -> str:
        """He or she, by a title here or anywhere in the text, or by a first name; else empty."""
        gender = gender_by_title(name)
        if gender:
            return gender
        full = self.full_name(name)
        gender = self._genders.get(surname_key(name), "")
        return gender or load_first_names().get(full.split()[0].lower(), "")

    def is_person(self, name: str) -> bool:
        """Whether a name looks like a person's: a title, a known first name, two words and no institution."""
        if gender_by_title(name):
            return True
        full = self.full_name(name)
        parts = full.lower().split()
        if parts[0] in load_first_names() or surname_key(name) in self._genders:
            return True
        nouns = load_lexicon().nouns
        odd = any(p in _INSTITUTIONS or nouns.get(p, "p") != "p" for p in parts)
        return len(parts) in (2, 3) and not odd and not full.isupper() and " of " not in full

    def _full_names(self) -> dict[str, str]:
        if self._full_by_key is None:
            self._full_by_key = {}
            for m in _FULL_NAME.finditer(self.text):
                gender = gender_by_title(m[0])
                bare = strip_titles(m[0])
                key = surname_key(bare)
                if gender:
                    self._genders.setdefault(key, gender)
                if " " in bare and (key not in self._full_by_key):
                    self._full_by_key[key] = bare
        return self._full_by_key
