"""The parts of a personal name, and its forms for display and comparison."""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.names.lexicon import (
    Gender,
    fold_word,
    load_first_name_genders,
    load_title_genders,
    load_words,
)

INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]?\.?|[^\W\d_]{1,3}")
"""J, JR, J.R. or J. R."""


class PersonalName(NamedTuple):
    """The parts of a printed name. A part that is not printed is empty."""

    printed: str
    """The words as given."""
    role: str = ""
    """The words before the name, such as "council leader"."""
    titles: tuple[str, ...] = ()
    """The titles, in lower case without full stops, in their short form: cllr, mrs, dr."""
    given: tuple[str, ...] = ()
    """The first and middle names or initials, as printed."""
    nickname: str = ""
    surname: str = ""
    """The surname with its particles, as printed: "van der Berg"."""
    suffix: str = ""
    """jr, sr, ii or iii."""
    post_nominals: tuple[str, ...] = ()
    """Honours, degrees and offices after the name, in lower case."""
    territory: str = ""
    """Where a peer is of: "Wrenmouth" of "Lord Pell of Wrenmouth"."""
    party: str = ""
    """The key of the party in brackets, such as con, lab or ld."""

    def __bool__(self) -> bool:
        """Whether it has a name at all, and not only a role or a title."""
        return bool(self.surname or self.given)

    @property
    def gender(self) -> Gender:
        """The gender that the titles show, else the first name."""
        return self.title_gender or self.given_gender

    @property
    def title_gender(self) -> Gender:
        genders = load_title_genders()
        return next((genders[title] for title in self.titles if title in genders), "")

    @property
    def given_gender(self) -> Gender:
        genders = load_first_name_genders()
        # "Ann-Marie" has the gender of Ann.
        words = [*self.given[:1], *re.split(r"[-‐‑]", (self.given or ("",))[0])[:1], self.nickname]
        return next((genders[name] for name in map(fold_word, words) if genders.get(name)), "")

    @property
    def is_peer(self) -> bool:
        is_judge = "justice" in self.titles
        return not is_judge and not load_words("peer_he", "peer_she").isdisjoint(self.titles)

    @property
    def full(self) -> str:
        """The name without roles, titles, post-nominals and party; in CAPITALS it is rewritten.

        A peer without a first name keeps the title, which is part of the name.
        """
        words = [*self.given, *self.surname.split()]
        if not words:
            return ""
        if all(word.isupper() for word in words) and any(len(word) > 3 for word in words):
            words = [_from_capitals(word) for word in words]
        text = " ".join(words)
        if self.is_peer and not self.given:
            title = next(title for title in self.titles if title in load_words("peer_he", "peer_she"))
            text = f"{title.capitalize()} {text}" + (f" of {self.territory}" if self.territory else "")
        return text + (f" {_format_suffix(self.suffix)}" if self.suffix else "")

    @property
    def surname_key(self) -> str:
        """The surname for comparison: O’Brien and OBrien, Mc Donald and McDonald have the same."""
        return "".join(map(fold_word, self.surname.split()))

    @property
    def surname_parts(self) -> tuple[str, ...]:
        """The parts of a surname of several, without particles: smith and rowe of Smith-Rowe."""
        particles = load_words("particle")
        parts = [fold_word(part) for word in self.surname.split() for part in re.split(r"[-‐‑]", word)]
        return tuple(part for part in parts if part and part not in particles) or (self.surname_key,)

    @property
    def all_keys(self) -> tuple[str, ...]:
        """All words of the name for comparison, split at hyphens; initials are one letter each."""
        words = re.split(r"[\s‐‑-]+", self.surname)
        given = [part for word in self.given for part in re.split(r"[‐‑-]", word)]
        return tuple(key for word in given for key in _split_initials(word) if key) + tuple(
            filter(None, map(fold_word, words))
        )

    @property
    def given_keys(self) -> tuple[str, ...]:
        """The first names and initials for comparison; an initial is one letter, and JR is two."""
        return tuple(key for word in self.given for key in _split_initials(word) if key)


def _split_initials(word: str) -> list[str]:
    """Return j and r of JR, J.R. or J. R.; another word folded."""
    if INITIALS.fullmatch(word) and word.isupper() and ("." in word or not is_known_first_name(word)):
        return [fold_word(char) for char in word if char.isalpha()]
    return [fold_word(word)]


def _from_capitals(word: str) -> str:
    lower = "".join(part.capitalize() for part in re.split(r"([-‐‑'’])", word.lower()))
    return re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", lower)


def _format_suffix(suffix: str) -> str:
    return suffix.upper() if suffix.startswith("i") else suffix.capitalize()


def is_known_first_name(word: str) -> bool:
    """Whether a word is a first name of the lexicon."""
    return fold_word(word) in load_first_name_genders()
