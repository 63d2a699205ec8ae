"""Names: which are one person's, under which the person is best known in a text, and he or she."""

from __future__ import annotations

import functools
import re

from medway_tui.extract.words import first_names, word_set, words

_HE = word_set("he")
_SHE = word_set("she")
_TITLES = _HE | _SHE | word_set("title")
_ROLES = word_set("role")
_SUFFIXES = word_set("suffix")
_INSTITUTIONS = word_set("institution")
_FULL = re.compile(r"[A-Z][\w’'-]*\.? (?:[A-Z][\w’'-]*\.? ){0,4}[A-Z][\w’'-]+")
_OWNED = re.compile(r"['’]s?$|['’]$")


@functools.lru_cache(4096)
def surname(name: str) -> str:
    """The part of a name by which a person is known again, in lower case and without 's."""
    parts = _OWNED.sub("", name).lower().split()
    while len(parts) > 1 and parts[-1].rstrip(".,") in _SUFFIXES:
        parts.pop()
    last = parts[-1] if parts else ""
    return last.replace("’", "'").rstrip("'.,")


@functools.lru_cache(4096)
def plain(name: str) -> str:
    """A name without titles, and without the 's of a possessive."""
    parts = _OWNED.sub("", name).split()
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
    names = first_names()
    if len(parts) > 2 and len(parts[0]) > 2 and parts[0].lower() not in names and parts[1].lower() in names:
        parts.pop(0)
    return " ".join(parts)


def title_gender(name: str) -> str:
    """He or she by the titles before a name; empty where they do not tell."""
    for word in name.lower().split()[:-1]:
        bare = word.rstrip(".")
        if bare in _HE:
            return "he"
        if bare in _SHE:
            return "she"
    return ""


class People:
    """The people of a text under their fullest printed names."""

    def __init__(self, text: str, known: tuple[str, ...] = ()) -> None:
        self.text = text
        self._full: dict[str, str] | None = None
        self._genders: dict[str, str] = {}
        self._known: dict[str, list[str]] = {}
        for name in known:
            self._known.setdefault(surname(name), []).append(name)

    def fullest(self, name: str) -> str:
        """The fullest name that the text prints for a person, titles left out."""
        bare = plain(name)
        key = surname(bare)
        full = self._names().get(key, "")
        if full and (" " not in bare or full.startswith(bare)):
            bare = full
        for known in self._known.get(key, ()):
            if " " not in bare or known.split()[0][0] == bare[0]:
                return known
        return bare

    def institution(self, noun: str) -> str | None:
        """The full name of what is called by a noun alone: "the council" where a Council is named."""
        full = self._names().get(noun)
        return full if full is not None and full.lower().endswith(noun) else None

    def gender(self, name: str) -> str:
        """He or she, by a title here or anywhere in the text, or by a first name; else empty."""
        told = title_gender(name)
        if told:
            return told
        full = self.fullest(name)
        told = self._genders.get(surname(name), "")
        return told or first_names().get(full.split()[0].lower(), "")

    def is_person(self, name: str) -> bool:
        """Whether a name looks like a person's: a title, a known first name, two words and no institution."""
        if title_gender(name):
            return True
        full = self.fullest(name)
        parts = full.lower().split()
        if parts[0] in first_names() or surname(name) in self._genders:
            return True
        nouns = words().nouns
        odd = any(p in _INSTITUTIONS or nouns.get(p, "p") != "p" for p in parts)
        return len(parts) in (2, 3) and not odd and not full.isupper() and " of " not in full

    def _names(self) -> dict[str, str]:
        if self._full is None:
            self._full = {}
            for m in _FULL.finditer(self.text):
                told = title_gender(m[0])
                bare = plain(m[0])
                key = surname(bare)
                if told:
                    self._genders.setdefault(key, told)
                if " " in bare and (key not in self._full):
                    self._full[key] = bare
        return self._full
