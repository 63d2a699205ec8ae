"""Parses a printed name of a person into its parts."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from medway_tui.names.lexicon import load_first_name_genders, load_party_words, load_words
from medway_tui.names.personal_name import INITIALS, PersonalName, is_known_first_name

_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")
# A nickname between the first name and the surname: Jim ‘Nobby’ Clark.
_NICKNAME = re.compile(r"(?<=\S\s)[“”\"‘'’]([^\W\d_][^“”\"‘]{0,30}?)[”“\"'’](?=\s\S)")
_POSSESSIVE = re.compile(r"(?<=\w)['’](?:[sS])?$")
# "Mc Donald", "O’ Brien", "D' Souza": a prefix printed apart from its name.
_APART = re.compile(r"(?i:mc|mac|o['’‘`]|d['’‘`]|l['’‘`])")
_ROLE_ENDING = re.compile(
    r"(?:monger|maker|keeper|seller|worker|holder|owner|teacher|grower|breeder|player|goer|person|mistress)s?$"
    r"|-(?:grandmother|grandfather|grandson|granddaughter|grandparent|mother|father|former|year-old|of-[a-z]+|in-law|founder|chair|leader|president|wife|husband|star|winner)$"
)
# Enough of a role only before a known first name: trumpeter, detectorist, hotelier.
_AGENT_ENDING = re.compile(r"..(?:er|or|ist|ian|ier|eer|ant|man|woman|boy|girl|mum|dad)$")
_EDGES = ' \t,;:!?–—-“”"„«»'
_TITLED = frozenset(("bt", "bart", "esq", "esquire", "hons"))
_DETERMINERS = frozenset(
    ("the", "a", "an", "this", "that", "his", "her", "their", "its", "our", "my", "your")
)
_AFTER_NAME = frozenset(("of", "from", "in", "at", "for", "and", "with", "on"))
_TITLES_IN_LOWER_CASE = frozenset(("mr", "mrs", "ms", "miss", "dr", "cllr", "councillor"))
# "Lord Mayor" is an office.
_LORDS_OFFICES = frozenset(
    ("mayor", "mayoress", "chancellor", "provost", "lieutenant", "justice", "advocate", "speaker")
)
_TITLE_CANONICAL = {
    "councillor": "cllr", "councilor": "cllr", "coun": "cllr", "clr": "cllr", "doctor": "dr", "mister": "mr",
    "professor": "prof", "reverend": "rev", "revd": "rev", "monsignor": "mgr", "inspector": "insp",
    "sergeant": "sgt", "serjeant": "sgt", "superintendent": "supt", "detective": "det", "captain": "capt",
    "colonel": "col", "lieutenant": "lt", "major": "maj", "general": "gen", "commander": "cmdr",
    "brigadier": "brig", "corporal": "cpl", "private": "pte", "governor": "gov", "alderman": "ald",
    "honourable": "hon", "honorable": "hon", "right": "rt", "mlle": "miss", "mme": "mrs", "madame": "mrs",
    "monsieur": "mr",
}  # fmt: skip


@functools.lru_cache(20_000)
def parse_name(text: str) -> PersonalName:
    """Parse a printed name, such as "Cllr Alan Jarrett (Con)"; it never fails.

    A text that has only a role, such as "the chief executive", gives a name without surname and given names.
    """
    parsing = _Parsing(text)
    tokens = parsing.take_role_and_titles(parsing.take_end())
    if not tokens and parsing.after_comma:
        # "her sister, Dame Edith Smith-Rowe": the name follows its role.
        behind = parse_name(parsing.after_comma)
        role = " ".join([*parsing.role, *behind.role.split()])
        return behind._replace(printed=text, role=role, titles=(*parsing.titles, *behind.titles))
    return parsing.split_name(tokens)


@functools.lru_cache(20_000)
def word_key(token: str) -> str:
    """Return a word as the lexicon has it: in lower case, without full stops and marks at its ends."""
    return token.lower().replace("’", "'").replace(".", "").strip("',;:‘`")


def _is_lower(token: str) -> bool:
    if token[:1].isalpha():
        return token[0].islower()
    return next((char for char in token if char.isalpha()), "").islower()


def is_role_like(word: str) -> bool:
    """Whether a word that the lexicon lacks looks like one for a person's work or family: fishmonger."""
    if is_known_first_name(word):
        return False
    key = word_key(word)
    return bool(_ROLE_ENDING.search(key) or _AGENT_ENDING.search(key))


@dataclass
class _Parsing:
    """The parts of a name found so far."""

    printed: str
    role: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    post_nominals: list[str] = field(default_factory=list)
    nickname: str = ""
    suffix: str = ""
    territory: str = ""
    party: str = ""
    after_comma: str = ""
    """What follows the first comma, where it is no part of the name before it."""

    def take_end(self) -> list[str]:
        """Take what is in brackets or after the name, and return the other words."""
        text = " ".join(unicodedata.normalize("NFC", self.printed).split())
        if "(" in text or "[" in text:
            text = self._take_brackets(text)
        nickname = None if text.isalpha() else _NICKNAME.search(text)
        if nickname is not None:
            self.nickname = nickname[1].strip()
            text = f"{text[: nickname.start()]} {text[nickname.end() :]}"
        head, *rest = text.split(",")
        for number, part in enumerate(rest):
            words = part.split()
            if words and all(self._is_after_name(word, commas=True) for word in words):
                head += f" {part}"
            elif len(head.split()) == 1 and words and all(map(is_known_first_name, words)):
                head = f"{part} {head}"
            else:
                self.after_comma = ",".join(rest[number:]).strip()
                break
        tokens = _join_prefixes(_POSSESSIVE.sub("", head.strip(_EDGES)).split())
        tokens = [token for token in tokens if token[0].isalnum() or any(map(str.isalnum, token))]
        while len(tokens) > 1 and self._is_after_name(tokens[-1], names=tokens[:-1]):
            last = word_key(tokens.pop())
            if last in load_words("suffix"):
                self.suffix = {"jnr": "jr", "junior": "jr", "snr": "sr", "senior": "sr"}.get(last, last)
            else:
                self.post_nominals.insert(0, last)
        return tokens

    def _take_brackets(self, text: str) -> str:
        for match in _BRACKETED.finditer(text):
            words = [word_key(word) for word in re.split(r"[,;]", match[1])[0].split()]
            parties = load_party_words()
            if words and all(word in parties or word in ("party", "uk", "and", "&") for word in words):
                self.party = next((parties[word] for word in words if word in parties), self.party)
            elif len(words) == 1 and text[match.end() :].strip() and match.start():
                self.nickname = match[1].strip()
        return _BRACKETED.sub(" ", text)

    @staticmethod
    def _is_after_name(token: str, *, names: Sequence[str] = (), commas: bool = False) -> bool:
        """Whether a word is a post-nominal or suffix; in CAPITALS only where the name is not."""
        key = word_key(token)
        if key in load_words("suffix"):
            # "Sr Mary" is a sister; "Senior" and "V" may be surnames.
            return commas or len(names) > 1 or key in ("jr", "sr", "jnr", "snr")
        if key not in load_words("post_nominal"):
            return False
        if key in load_words("post_nominal_capitals"):
            return token.isupper() and (commas or (len(names) > 1 and not names[-1].isupper()))
        return not _is_lower(token) and (
            commas or token.isupper() or "." in token or not token.istitle() or key in _TITLED
        )

    def take_role_and_titles(self, tokens: list[str]) -> list[str]:
        """Take the titles and the words of a role before the name, and return the words of the name."""
        is_cased = any(token[:1].isupper() for token in tokens)
        start = 0
        for at, token in enumerate(tokens[:-1]):
            title = self._title_at(tokens, at, start, is_cased=is_cased)
            if title and not (title == "master" and at > start):
                self.titles.append(_TITLE_CANONICAL.get(title, title))
                self.role += tokens[start:at]
                start = at + 1
            elif at > start and word_key(token) == "of" and self._has_peer() and tokens[at - 1 :]:
                self.territory = " ".join(tokens[at + 1 :])
                return tokens[start:at]
            elif self._is_before_name(tokens, at, start, is_cased=is_cased):
                self.role += tokens[start : at + 1]
                start = at + 1
        rest = _cut_address(tokens[start:])
        if len(rest) == 1 and self._is_bare_role(rest[0]):
            self.role += rest
            return []
        if len(rest) > 1 and not self.titles and not self.role and _ends_in_role(rest):
            self.role += rest
            return []
        return rest

    def _has_peer(self) -> bool:
        return not load_words("peer_he", "peer_she").isdisjoint(self.titles)

    def _title_at(self, tokens: Sequence[str], at: int, start: int, *, is_cased: bool) -> str:
        """Return the title at a place; empty where the word is a name or an ordinary word."""
        # "T/Supt" is a temporary superintendent.
        key = word_key(tokens[at]).rpartition("/")[2]
        if key not in _all_titles():
            return ""
        previous = tokens[at - 1] if at > start else ""
        is_before_name = at + 2 < len(tokens) and is_known_first_name(tokens[at + 1])
        if is_known_first_name(previous) and word_key(previous) not in _all_titles() and not is_before_name:
            return ""
        if key in load_words("title_or_name") and key in load_first_name_genders():
            # "Dean Smith" is a name, "Dean Tom Smith" a title.
            behind = tokens[at + 1 :]
            is_title = self.titles or (len(behind) > 1 and is_known_first_name(behind[0]))
            return key if is_title else ""
        if is_cased and _is_lower(tokens[at]) and key not in _TITLES_IN_LOWER_CASE:
            return ""
        # "ST John" is no saint's title, and "DC" or "PC" is one in capitals only.
        is_abbreviation = len(key) == 2 and key not in ("lt", "ch") and key in load_words("rank")
        return "" if is_abbreviation and is_cased and not tokens[at].isupper() else key

    def _is_before_name(self, tokens: Sequence[str], at: int, start: int, *, is_cased: bool) -> bool:
        """Whether the words up to one belong to no name, since it is a role, a body or a lower-case word."""
        token, key = tokens[at], word_key(tokens[at])
        if is_cased and _is_lower(token):
            return key not in load_words("particle")
        is_first = at == start
        previous_is_name = not is_first and is_known_first_name(tokens[at - 1])
        if key in _leading_words():
            is_before_name = at + 2 < len(tokens) and is_known_first_name(tokens[at + 1])
            is_own_name = is_first and is_known_first_name(token)
            return is_before_name or not (previous_is_name or is_own_name)
        if at + 2 < len(tokens) and key in load_words("common") and is_known_first_name(tokens[at + 1]):
            return not previous_is_name and not is_known_first_name(token)
        if at + 2 < len(tokens) and not previous_is_name and is_role_like(token):
            return _ROLE_ENDING.search(key) is not None or is_known_first_name(tokens[at + 1])
        base = _POSSESSIVE.sub("", token)
        return base != token and at + 2 < len(tokens)

    def _is_bare_role(self, token: str) -> bool:
        key = word_key(token)
        if self.role and all(word_key(word) in _DETERMINERS for word in self.role) and not self.titles:
            return key in load_words("role", "modifier", "institution", "rank") or key in _all_titles()
        if self._has_peer() and key in _LORDS_OFFICES:
            return True
        if self.titles and not set(self.titles) <= {"chief", "rt", "hon", "hm"}:
            return key in load_words("role") and key not in load_words("role_or_surname") and _is_lower(token)
        if self.role and key in load_words("role_or_surname"):
            return _is_lower(token)
        return key in load_words("role", "modifier", "institution", "rank") or (
            key in _all_titles() and key not in load_words("title_or_name")
        )

    def split_name(self, tokens: list[str]) -> PersonalName:
        """Split the words of a name into given names and surname."""
        given, surname = _split_surname(tokens, has_title=bool(self.titles))
        is_knight = not load_words("knight_he", "knight_she").isdisjoint(self.titles)
        if is_knight and len(tokens) == 1:
            # "Sir Keir": the title of a knight goes with the first name.
            given, surname = tokens, []
        return PersonalName(
            self.printed,
            " ".join(self.role),
            tuple(dict.fromkeys(self.titles)),
            tuple(given),
            self.nickname,
            " ".join(surname),
            self.suffix,
            tuple(self.post_nominals),
            self.territory,
            self.party,
        )


def _join_prefixes(tokens: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for token in tokens:
        if joined and _APART.fullmatch(joined[-1]) and token[:1].isupper() and joined[-1][:1].isupper():
            joined[-1] += token
        else:
            joined.append(token)
    return joined


@functools.cache
def _all_titles() -> frozenset[str]:
    return load_words(
        "title", "title_he", "title_she", "peer_he", "peer_she", "knight_he", "knight_she", "rank"
    )  # fmt: skip


@functools.cache
def _leading_words() -> frozenset[str]:
    """Return the words that are no part of the name behind them."""
    return (
        load_words("role", "institution", "modifier", "opening", "demonym", "month", "weekday")
        - load_words("particle")
        - {"may", "will"}
    )


def _cut_address(tokens: list[str]) -> list[str]:
    """Cut "of Cliff Street", "from the council" and "in his letter" from the end of a name."""
    for at in range(1, len(tokens)):
        if _is_lower(tokens[at]) and word_key(tokens[at]) in _AFTER_NAME:
            return tokens[:at]
    return tokens


def _ends_in_role(tokens: Sequence[str]) -> bool:
    """Whether words end in a role, and begin with no first name: "Financial Officer"."""
    key = word_key(tokens[-1])
    if is_known_first_name(tokens[0]) or INITIALS.fullmatch(tokens[0]):
        return False
    return key in load_words("role") and key not in load_words("role_or_surname")


def _split_surname(tokens: list[str], *, has_title: bool) -> tuple[list[str], list[str]]:
    if len(tokens) < 2:
        return [], tokens
    particles = load_words("particle")
    first_is_particle = word_key(tokens[0]) in particles
    is_first_name = is_known_first_name(tokens[0]) and not has_title
    if first_is_particle and (_is_lower(tokens[0]) or not is_first_name or word_key(tokens[1]) in particles):
        return [], tokens
    for at in range(1, len(tokens) - 1):
        key = word_key(tokens[at])
        if key not in particles or (key == "ben" and not _is_lower(tokens[at])):
            continue
        if key in load_words("particle_joining"):
            at -= at > 1  # noqa: PLW2901 - the surname begins before "y"
        return tokens[:at], tokens[at:]
    return tokens[:-1], tokens[-1:]
