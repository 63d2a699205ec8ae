"""Features of the name of a possible speaker: what kind of name it is, and how often the text has it.

The grammar around "Leeds" and "Mr Leeds" is often the same; the names are not. Each feature is a key of
``data/weights.json``.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from medway_tui.names import load_first_name_genders
from medway_tui.quotation_extraction.features import WeighedCandidates
from medway_tui.quotation_extraction.lexicon import load_lexicon, load_word_set
from medway_tui.quotation_extraction.person_names import PersonNames, gender_by_title
from medway_tui.quotation_extraction.quotation import SpeakerMention

_INSTITUTIONS = load_word_set("institution")
_TITLES = load_word_set("title")
_WORD = re.compile(r"[^\W\d_][\w’'.\-]*")
_COUNTED = re.compile(r"[^\W\d_a-z][^\W_]+")
MAX_COUNTED = 4
"""Occurrences of a name from which it counts as frequent."""


class NameFeatures:
    """Computes the features of the names of one text, once for each name."""

    def __init__(self, text: str, names: PersonNames) -> None:
        self.text = text
        self.names = names
        self._features: dict[str, tuple[str, str]] = {}

    def add_to(self, candidates: WeighedCandidates) -> None:
        """Add the features of each mention that is a name, or a role with one, to those it has."""
        for mention, features in zip(candidates.mentions, candidates.features, strict=True):
            if mention.kind[0] == "N":
                kind, count = self._describe(self.text[mention.start : mention.end], mention)
                features += [f"name{kind}", f"name{kind}{features[0]}", f"name{count}", f"name{kind}{count}"]

    def _describe(self, name: str, mention: SpeakerMention) -> tuple[str, str]:
        described = self._features.get(name)
        if described is None:
            described = self._features[name] = (self._kind(name), self._count(name, mention.key))
        return described

    def _count(self, name: str, key: str) -> str:
        """How often the text has the last word of a name: 1, 2, 3, or 4 for more."""
        words = _COUNTED.findall(name)
        last = next((word for word in reversed(words) if word.lower() in key), words[-1] if words else name)
        return str(min(self._counts[last], MAX_COUNTED))

    @functools.cached_property
    def _counts(self) -> Counter[str]:
        """The capitalised words of the text, counted once: counting each name by itself is quadratic."""
        return Counter(_COUNTED.findall(self.text))

    def _kind(self, name: str) -> str:
        """The kind of a name.

        t with a title, f with a known first name, s the surname of a full name in the text, p two or three
        capitalised words, i with the noun of an institution, c in capitals, r with a role noun, o one word of
        another kind.
        """
        words = [word.lower().rstrip(".") for word in _WORD.findall(name)]
        nouns = load_lexicon().nouns
        if any(word in _INSTITUTIONS or nouns.get(word, "p") != "p" for word in words):
            return "i"
        if gender_by_title(name) or (len(words) > 1 and words[0] in _TITLES):
            return "t"
        if any(word in load_first_name_genders() for word in words[:-1]):
            return "f"
        if any(word in nouns for word in words):
            return "r"
        if len(words) == 1:
            full = self.names.full_name(name)
            if " " in full:
                return "s" if self.names.is_person(name) else "q"
            return "c" if name.isupper() else "o"
        return "p" if len(words) < 4 else "l"
