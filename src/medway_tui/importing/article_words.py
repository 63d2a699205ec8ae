"""The words of an article: which names it prints, and whether they are those of people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medway_tui.index.name_index import name_tokens, tokenize
from medway_tui.names import compare_names, find_names, parse_name

_AFTER_PREPOSITION = frozenset(
    ("in", "at", "near", "outside", "around", "across", "throughout", "from", "to")
)


class ArticleWords:
    """The words of an article, to look up names in."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.text = "\n".join(texts)
        self._folded: str | None = None
        self._full_names: dict[tuple[str, ...], str] | None = None
        self._likely_names: dict[tuple[str, ...], str] = {}

    def prints(self, name: str) -> bool:
        """Whether the article prints a name, with or without a nickname, accents and apostrophes."""
        if name_tokens(name) in self._read_full_names():
            return True
        if self._folded is None:
            self._folded = f" {' '.join(tokenize(self.text))} "
        return f" {' '.join(name_tokens(name))} " in self._folded

    def fuller_name(self, name: str) -> str:
        """Return the longer name that the article prints, of which this is a part; else the name itself.

        "Nic Leòid" and "Siân" become Morag Nic Leòid and Siân ap Rhys, where one person fits.
        """
        words = name_tokens(parse_name(name).full)
        if not words:
            return name
        for names in (self._read_full_names(), self._likely_names):
            longer = {
                full
                for full_words, full in names.items()
                if len(full_words) > len(words)
                and words in (full_words[-len(words) :], full_words[: len(words)])
                and not compare_names(full, name).is_namesake
            }
            if longer:
                return longer.pop() if len(longer) == 1 else name
        return name

    def _read_full_names(self) -> dict[tuple[str, ...], str]:
        """Return the full names that the article prints, by their words and by those with a nickname."""
        if self._full_names is None:
            self._full_names = {}
            for found in find_names(self.text):
                full = found.name.full
                names = self._full_names if found.is_certain else self._likely_names
                names[name_tokens(full)] = full
                if found.name.territory:
                    names[name_tokens(full.rpartition(" of ")[0])] = full
                if found.name.nickname:
                    names[name_tokens(f"{full} {found.name.nickname} {found.name.surname}")] = full
        return self._full_names

    def is_part_of_body(self, name: str) -> bool:
        """Whether each mention of a name belongs to a longer one: the Federation of Small Businesses."""
        mentions = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", self.text))
        within = re.findall(rf"[A-Z][\w’'-]+ (?:of|for|and|&) (?:the )?{re.escape(name)}(?!\w)", self.text)
        return 0 < mentions == len(within)

    def has_in_lower_case(self, word: str) -> bool:
        """Whether the article prints a word in lower case too, as it does no surname."""
        return (
            word.lower() != word
            and re.search(rf"(?<![\w’'-]){re.escape(word.lower())}(?!\w)", self.text) is not None
        )

    def is_thing(self, name: str) -> bool:
        """Whether the article speaks of a name as of a thing: "Greenfell Inns, which owns the pub"."""
        return (
            re.search(rf"(?<!\w){re.escape(name)},? (?:which|that (?:is|has|owns|runs))\b", self.text)
            is not None
        )

    def is_place(self, name: str) -> bool:
        """Whether most mentions of a name follow "in", "at" or another preposition of place."""
        before = re.findall(rf"(\w+)\s+{re.escape(name)}(?!\w)", self.text)
        return bool(before) and 2 * sum(word.lower() in _AFTER_PREPOSITION for word in before) > len(before)
