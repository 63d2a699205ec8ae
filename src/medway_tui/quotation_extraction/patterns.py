"""Tag a paragraph: a pattern of its names, noun phrases, cues, marks and quotations.

Each part is one letter, so that the path from one part to another is a slice of a string:

    N name   P pronoun   O him, her   D noun phrase   Q quotation   V cue verb   G cue in -ing
    A auxiliary   X other verb   I other word in -ing   J adverb   Y time   T preposition   t that
    K and, but   U because, when   R who, which   a according   W other word
    C comma   S end of a sentence   L colon   H dash   B E brackets

Quoted words are one part, so that none of them becomes a speaker or a cue.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.names import is_known_first_name, load_words
from medway_tui.quotation_extraction.lexicon import load_lexicon, load_word_set
from medway_tui.quotation_extraction.person_names import find_second_name, is_role
from medway_tui.quotation_extraction.quotation import SpeakerMention
from medway_tui.quotation_extraction.tokens import Token, tokenise
from medway_tui.quotation_marks import ParagraphSpan, QuotedSpan

_JOINING = load_word_set("joining")
_PARTICLES = load_word_set("particle")
_INSTITUTIONS = load_word_set("institution")
_NAMES = load_word_set("name")
_STANDALONE_PRONOUNS = load_word_set("pronoun")
_PERSONS = load_word_set("people")
_POSSESSIVE_ENDINGS = ("'s", "’s", "s'", "s’")
_OFFICE_ENDS = load_words("role", "role_or_surname") | {"state"}
_PREFIXED = re.compile(r"(?:al|el|ad|an|ar|as|ash|az|d['’])-?[A-Z]|['’][A-Z]")
"""A surname whose first letter is lower case or a mark: al-Sayed."""
_LABELS = frozenset(
    ("more", "video", "watch", "read", "breaking", "exclusive", "live", "analysis", "opinion", "no", "yes")
)
"""Words before a headline or sentence that look like a name: "MORE: …"."""
_TITLES_BEFORE_NAMES = load_words(
    "title_he", "title_she", "knight_he", "knight_she", "peer_he", "peer_she"
) | {
    *("cllr", "councillor", "dr", "prof", "professor", "rev"),
}
_BRACKETED = re.compile("B[^BE]*E")
MAX_PHRASE_WORDS = 9
"""Words of a noun phrase."""
MAX_TITLE_TOKENS = 40
"""Tokens of a headline in title case."""
MAX_PATH_LENGTH = 8
"""Letters of a token path."""
MAX_CACHED_PATHS = 50_000


class TaggedParagraph(NamedTuple):
    """The parts of a paragraph."""

    pattern: str
    """The letter of each part."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    """Each part in lower case; of a noun phrase its head, of a quotation its number."""
    classes: tuple[str, ...]
    """Of a noun phrase p, g, m (see ``lexicon``) or x; of a possessive s; else empty."""
    sentences: tuple[int, ...]
    """The number of each part's sentence."""
    quotation_indices: dict[int, int]
    """The index of each quotation among the parts, by its number."""
    mentions: dict[int, SpeakerMention]
    """Cached mentions by index (see ``mentions``)."""
    reporters: dict[int, int | None]
    """At 0, the subject of the last reported speech, once it was searched (see ``clauses``)."""


def tag_paragraph(
    text: str, paragraph: ParagraphSpan, quotations: list[tuple[int, QuotedSpan]]
) -> TaggedParagraph:
    """Tag a paragraph with its numbered quotations."""
    return _Tagger(tokenise(text, paragraph, quotations)).tag()


class _Tagger:
    """Turns tokens into parts, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        lexicon = load_lexicon()
        self.kinds, self.cues, self.nouns = lexicon.kinds, lexicon.cues, lexicon.nouns
        self.office_ends = _OFFICE_ENDS
        self.tokens = tokens
        self.is_title_case = len(tokens) <= MAX_TITLE_TOKENS and _is_title_case(tokens)
        self.parts: list[tuple[str, int, int, str, str, int]] = []
        self.quotation_indices: dict[int, int] = {}
        self.sentence = 0

    def tag(self) -> TaggedParagraph:
        i, n = 0, len(self.tokens)
        parts, kinds, cues, plain = self.parts, self.kinds, self.cues, _plain_words
        while i < n:
            kind, start, end, word = self.tokens[i]
            if kind == "w":
                letter = kinds.get(word) or plain.get(word)
                if letter is None or letter in "dO":
                    i = self._tag_word(i, start, end, word)
                else:
                    # The shortcut for most words: short ones of a known class.
                    base = cues[word] if letter in "VG" else word
                    parts.append((letter, start, end, base, "", self.sentence))
                    i += 1
                continue
            if kind == "Q":
                self.quotation_indices[int(word)] = len(parts)
            parts.append((kind, start, end, word, "", self.sentence))
            if kind == "S":
                self.sentence += 1
            i += 1
        if not parts:
            return TaggedParagraph("", (), (), (), (), (), self.quotation_indices, {}, {})
        letters, starts, ends, words, classes, sentences = zip(*parts, strict=True)
        pattern = "".join(letters)
        return TaggedParagraph(
            pattern, starts, ends, words, classes, sentences, self.quotation_indices, {}, {}
        )

    def _add_part(self, kind: str, start: int, end: int, word: str, word_class: str = "") -> None:
        self.parts.append((kind, start, end, word, word_class, self.sentence))

    def _tag_word(self, i: int, start: int, end: int, word: str) -> int:
        """Add the part that begins with a word; return the index of the token after it."""
        lower = word.lower().replace("’", "'")
        is_upper = word[0].isupper() or word[0] in "@#"
        is_first = not self.parts or self.parts[-1][0] in "SQLHB"
        kind = self.kinds.get(lower)
        if kind is not None and is_upper:
            kind = self._kind_of_capitalised(kind, word, lower, is_first=is_first)
        if lower == "her" and self._is_before_noun(i + 1):
            kind = "d"
        if kind == "d":
            return self._tag_determiner(i, start, end, lower)
        if kind is not None:
            self._add_part(kind, start, end, self.cues.get(lower, lower) if kind in "VG" else lower)
            return i + 1
        bare = lower[:-2] if lower.endswith("'s") else lower.rstrip("'")
        noun = self.nouns.get(bare)
        is_common_noun = noun and (self.is_title_case or (is_first and not self._is_capitalised(i + 1)))
        if is_upper and not is_common_noun:
            return self._tag_name(i, start, lower, is_first=is_first)
        if noun:
            return self._tag_noun(i, start, lower, bare, noun)
        letter = _kind_by_ending(lower)
        if word == lower:
            if len(_plain_words) > MAX_CACHED_PATHS:
                _plain_words.clear()
            _plain_words[word] = letter
        self._add_part(letter, start, end, lower)
        return i + 1

    def _kind_of_capitalised(self, kind: str, word: str, lower: str, *, is_first: bool) -> str | None:
        """The kind of a capitalised word; None for a name that looks like a verb or an article."""
        if lower in _NAMES and word not in ("It", "Us"):
            return "A" if is_first and word == "Will" else None
        if is_first or self.is_title_case:
            return kind
        if kind == "d":
            return None if lower in ("a", "an") else kind
        return kind if kind in "PY" else None

    def _is_before_noun(self, i: int) -> bool:
        """Whether the token after "her" makes it a possessive."""
        if i >= len(self.tokens) or self.tokens[i][0] != "w":
            return False
        following = self.tokens[i][3].lower()
        return following not in self.kinds or following in self.nouns

    def _tag_determiner(self, i: int, start: int, end: int, lower: str) -> int:
        """Add the noun phrase or name that begins with a determiner."""
        after = self._find_phrase_end(i + 1)
        if after == i + 1:
            kind = "D" if lower in _STANDALONE_PRONOUNS else "W"
            self._add_part(kind, start, end, lower, "p" if lower in _PERSONS else "x")
            return after
        after = self._cut_second_name(i + 1, after)
        last = self.tokens[after - 1]
        head = last[3].lower()
        is_possessive = head.endswith(_POSSESSIVE_ENDINGS)
        bare = head[:-2] if head.endswith(_POSSESSIVE_ENDINGS[:2]) else head.rstrip("'’")
        is_name = all(token[3][0].isupper() for token in self.tokens[i + 1 : after])
        is_role = self.nouns.get(bare) == "p" or (bare in self.nouns and after == i + 2)
        if is_name and not is_role:
            self._add_part("N", start, last[2], last[3], "s" if is_possessive else "")
        else:
            word_class = "p" if bare.endswith("-year-old") else self.nouns.get(bare, "x")
            self._add_part("D", start, last[2], bare, "s" if is_possessive else word_class)
        return after

    def _cut_second_name(self, i: int, after: int) -> int:
        """The end of a phrase before the name behind it: "the Ministry of Works Ann Example"."""
        if after - i < 3 or not (self._is_capitalised(after - 1) and self._is_capitalised(after - 2)):
            return after
        words = [token[3] for token in self.tokens[i:after]]
        letters = [part[0] for part in self.parts[-2:]]
        is_of_role = letters == ["D", "T"] and self.parts[-2][4] == "p"
        second = find_second_name(words, is_of_role=is_of_role)
        return i + second if second else after

    def _tag_name(self, i: int, start: int, lower: str, *, is_first: bool) -> int:
        """Add a name, after a possessive also the noun phrase; or a common noun that begins a sentence."""
        nouns = self.nouns
        is_possessive = lower.endswith(_POSSESSIVE_ENDINGS[::2])
        after = i + 1
        while not is_possessive and self._continues_name(after):
            word = self.tokens[after][3]
            after += 1 if word[0].isupper() or _PREFIXED.match(word) else 2
            is_possessive = self.tokens[after - 1][3].endswith(_POSSESSIVE_ENDINGS)
        if after - i > 2:
            after = self._cut_second_name(i, after)
        is_one_word = after == i + 1 and not is_possessive and after < len(self.tokens)
        if is_first and is_one_word and not self.is_title_case and self.tokens[after][3] in nouns:
            noun = self.tokens[after]
            self._add_part("D", start, noun[2], noun[3], nouns[noun[3]])
            return after + 1
        last = self.tokens[after - 1]
        is_possessive = last[3].endswith(_POSSESSIVE_ENDINGS)
        if is_first and after == i + 1 and self._is_adverb(after, lower):
            self._add_part("J", start, last[2], lower)
            return after
        # "Absolutely." is a sentence of one word, which names no speaker.
        is_sentence = after == len(self.tokens) or self.tokens[after][0] == "S"
        if after == i + 1 and is_first and (lower in _LABELS or is_sentence):
            self._add_part("W", start, last[2], lower)
            return after
        if not is_possessive and not self.is_title_case and last[3].lower() in self.office_ends:
            words = [token[3] for token in self.tokens[i:after]]
            if is_role(words):
                head = words[-3] if words[-1].lower() == "state" else words[-1]
                self._add_part("D", start, last[2], head.lower(), "p")
                return after
        self._add_part("N", start, last[2], last[3], "s" if is_possessive else "")
        if is_possessive:
            phrase_end = self._find_phrase_end(after)
            phrase = self.tokens[after:phrase_end]
            if any(token[3].lower() in nouns for token in phrase):
                head = phrase[-1][3].lower()
                self._add_part("D", phrase[0][1], phrase[-1][2], head, nouns.get(head, "x"))
                return phrase_end
        return after

    def _is_adverb(self, after: int, lower: str) -> bool:
        """Whether a word before a comma is an adverb that begins a sentence: "Tragically, …"."""
        is_before_comma = after < len(self.tokens) and self.tokens[after][0] == "C"
        return lower.endswith("ly") and is_before_comma and not is_known_first_name(lower)

    def _continues_name(self, i: int) -> bool:
        """Whether a token continues a name: a capitalised word, or "of" and the like before one."""
        if i >= len(self.tokens) or self.tokens[i][0] != "w":
            return False
        word, before = self.tokens[i][3], self.tokens[i - 1]
        if self.tokens[i][1] - before[2] >= 3:
            return False
        if word[0].isupper() or _PREFIXED.match(word):
            return not self.is_title_case or word.lower() not in self.kinds
        if word in _PARTICLES:
            # "van der Berg", "ap Rhys": one particle or more before a capital.
            return self._is_capitalised(
                next(n for n in range(i + 1, len(self.tokens) + 1) if not self._is_particle(n))
            )
        if word not in _JOINING or not self._is_capitalised(i + 1):
            return False
        return word != "and" and before[3].lower() in _INSTITUTIONS

    def _tag_noun(self, i: int, start: int, lower: str, bare: str, noun: str) -> int:
        """Add a noun that can speak, without a determiner; of two the second: "council leader"."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following and noun != "p" and following[3] in self.nouns and following[3] not in self.kinds:
            i += 1
            bare = following[3]
            noun = self.nouns[bare]
        is_possessive = lower.endswith(_POSSESSIVE_ENDINGS[::2])
        self._add_part("D", start, self.tokens[i][2], bare, "s" if is_possessive else noun)
        return i + 1

    def _is_particle(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i][3] in _PARTICLES

    def _is_capitalised(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i][0] == "w" and self.tokens[i][3][0].isupper()

    def _find_phrase_end(self, i: int) -> int:
        """The end of the noun phrase that begins at a token: before a verb, a preposition or a mark."""
        tokens = self.tokens
        j, limit = i, min(len(tokens), i + MAX_PHRASE_WORDS)
        while j < limit and tokens[j][0] == "w" and not self._ends_phrase(i, j):
            word = tokens[j][3]
            j += 1
            is_joined = j < len(tokens) and tokens[j][3] in ("of", "for") and self._is_capitalised(j + 1)
            if is_joined and word[0].isupper() and word.lower() in _INSTITUTIONS:
                j += 1
        return j

    def _ends_phrase(self, i: int, j: int) -> bool:
        """Whether the noun phrase from token ``i`` ends before token ``j``."""
        word, before = self.tokens[j][3], self.tokens[j - 1][3]
        lower = word.lower()
        kind = self.kinds.get(lower)
        if kind is not None and not (lower in self.nouns and (j == i or before.lower() not in self.nouns)):
            is_common = word[0].islower() or self.is_title_case or kind in "TAK"
            return is_common and (j > i or kind not in "JX")
        if j > i and lower.endswith("ed") and word[0].islower():
            return not before.endswith("ly")
        # "the leader Ann Example": the name is a part of its own.
        if j == i or not word[0].isupper() or not before[0].islower():
            return False
        return self.nouns.get(before, "m") != "m" or lower.rstrip(".") in _TITLES_BEFORE_NAMES


def _kind_by_ending(lower: str) -> str:
    if lower.endswith("ly"):
        return "J"
    if lower.endswith("ing"):
        return "I"
    return "X" if lower.endswith("ed") else "W"


def _is_title_case(tokens: list[Token]) -> bool:
    """Whether a line has most of its words capitalised, as some headlines do."""
    capitalised = lower = 0
    limit = len(tokens) // 3
    for kind, _, _, word in tokens:
        if kind != "w":
            continue
        if word[0].isupper():
            capitalised += 1
        elif len(word) > 3 and word[0].islower():
            lower += 1
            if lower > limit:
                return False
    return capitalised > 2 and capitalised > 2 * lower


_plain_words: dict[str, str] = {}
"""The letters of words that are in no list."""
_path_cache: dict[str, str] = {}


def token_path(parts: str) -> str:
    """Shorten the parts between two others to a feature: at most ``MAX_PATH_LENGTH`` letters.

    An insertion between commas becomes one letter, repeated letters one; brackets are left out.
    """
    path = _path_cache.get(parts)
    if path is None:
        if len(_path_cache) > MAX_CACHED_PATHS:
            _path_cache.clear()
        path = _path_cache[parts] = _shorten_path(parts)
    return path


def token_path_to_verb(parts: str) -> str:
    """Shorten the parts between a mention and its verb: all between two commas is one insertion."""
    if "B" in parts:
        parts = _BRACKETED.sub("", parts)
    if parts[:1] == "C" and parts[-1:] == "C" and len(parts) > 2:
        return "r" if parts[1] == "R" else "c"
    return token_path(parts)


def _shorten_path(parts: str) -> str:
    parts = _BRACKETED.sub("", parts)
    first = parts.find("C")
    if first >= 0:
        second = parts.find("C", first + 1)
        if second > first and not set(parts[first:second]) & set("QSL"):
            insertion = "r" if parts[first + 1] == "R" else "c"
            parts = f"{parts[:first]}{insertion}{parts[second + 1 :]}"
    path = ""
    for letter in parts.replace("Y", "J"):
        if letter != path[-1:]:
            path += letter
    path = path.replace("JW", "W").replace("WJ", "W").replace("WW", "W")
    return path if len(path) <= MAX_PATH_LENGTH else f"{path[:3]}*{path[-4:]}"
