"""A paragraph as a pattern of its parts: names, noun phrases, cues, marks, quotations.

Each part is a letter, so that the way from one to another is a slice of a string:

    N name   P pronoun   O him, her   D noun phrase   Q quotation   V cue verb   G cue in -ing
    A auxiliary   X other verb   I other word in -ing   J adverb   Y time   T preposition   t that
    K and, but   U because, when   R who, which   a according   W other word
    C comma   S end of a sentence   L colon   H dash   B E brackets

Quoted words are one part, whatever they hold: nothing in them is taken for a speaker or a cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medway_tui.quotation_extraction.lexicon import load_lexicon, load_word_set
from medway_tui.quotation_extraction.quotation_marks import ParagraphSpan, QuotedSpan
from medway_tui.quotation_extraction.tokens import Token, tokenise

if TYPE_CHECKING:
    from medway_tui.quotation_extraction.mentions import SpeakerMention

_JOINING = load_word_set("joining")
_PARTICLES = load_word_set("particle")
_INSTITUTIONS = load_word_set("institution")
_NAMES = load_word_set("name")
_STANDALONE_PRONOUNS = load_word_set("pronoun")
_PERSONS = load_word_set("people")
_POSSESSIVE_ENDINGS = ("'s", "’s", "s'", "s’")
MAX_PHRASE_WORDS = 9
"""How many words a noun phrase may have."""
MAX_TITLE_TOKENS = 40
"""How many words and marks a line printed with capitals may have."""


class TaggedParagraph(NamedTuple):
    """A paragraph's parts."""

    pattern: str
    """The parts' letters."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    """Each part in lower case; of a noun phrase its head, of a quotation its number."""
    classes: tuple[str, ...]
    """Of a noun phrase p, g or m (see ``words``) or x; of a name with 's its s; else empty."""
    sentences: tuple[int, ...]
    """The number of the sentence that each stands in."""
    quotation_indices: dict[int, int]
    """The place of each quotation among the parts, by its number."""
    mentions: dict[int, SpeakerMention]
    """The mentions that were made of its parts so far (see ``mentions``)."""


def tag_paragraph(
    text: str, paragraph: ParagraphSpan, quotations: list[tuple[int, QuotedSpan]]
) -> TaggedParagraph:
    """The parts of a paragraph, whose quotations are given with their numbers."""
    tagger = _Tagger(tokenise(text, paragraph, quotations))
    return tagger.tag()


class _Tagger:
    """Makes parts of tokens, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        lexicon = load_lexicon()
        self.kinds, self.cues, self.nouns = lexicon.kinds, lexicon.cues, lexicon.nouns
        self.tokens = tokens
        self.is_title_case = len(tokens) <= MAX_TITLE_TOKENS and _is_title_case(tokens)
        self.parts: list[tuple[str, int, int, str, str, int]] = []
        self.quotation_indices: dict[int, int] = {}
        self.sentence = 0

    def tag(self) -> TaggedParagraph:
        """All the parts."""
        i, n = 0, len(self.tokens)
        parts, kinds, cues = self.parts, self.kinds, self.cues
        while i < n:
            kind, start, end, word = self.tokens[i]
            if kind == "w":
                cls = kinds.get(word)
                if cls is None or cls in "dO":
                    i = self._tag_word(i, start, end, word)
                else:
                    # Most words are small ones whose class is known.
                    said = cues[word] if cls in "VG" else word
                    parts.append((cls, start, end, said, "", self.sentence))
                    i += 1
                continue
            if kind == "Q":
                self.quotation_indices[int(word)] = len(parts)
            parts.append((kind, start, end, word, "", self.sentence))
            if kind == "S":
                self.sentence += 1
            i += 1
        if not parts:
            return TaggedParagraph("", (), (), (), (), (), self.quotation_indices, {})
        letters, starts, ends, low, classes, sentences = zip(*parts, strict=True)
        return TaggedParagraph(
            "".join(letters), starts, ends, low, classes, sentences, self.quotation_indices, {}
        )

    def _add_part(self, kind: str, start: int, end: int, word: str, cls: str = "") -> None:
        self.parts.append((kind, start, end, word, cls, self.sentence))

    def _tag_word(self, i: int, start: int, end: int, word: str) -> int:
        """Take the part that begins with a word, and give the number of the token after it."""
        lower = word.lower().replace("’", "'")
        upper = word[0].isupper() or word[0] in "@#"
        first = not self.parts or self.parts[-1][0] in "SQLHB"
        cls = self.kinds.get(lower)
        if cls is not None and upper:
            cls = self._capital_class(cls, word, lower, first=first)
        if lower == "her" and self._is_before_noun(i + 1):
            cls = "d"
        if cls == "d":
            return self._tag_determiner(i, start, end, lower)
        if cls is not None:
            self._add_part(cls, start, end, self.cues.get(lower, lower) if cls in "VG" else lower)
            return i + 1
        bare = lower[:-2] if lower.endswith("'s") else lower.rstrip("'")
        noun = self.nouns.get(bare)
        named = upper and not (noun and (self.is_title_case or (first and not self._is_capitalised(i + 1))))
        if named:
            return self._tag_name(i, start, lower, first=first)
        if noun:
            return self._tag_noun(i, start, lower, bare, noun)
        self._add_part(_class_by_ending(lower), start, end, lower)
        return i + 1

    def _capital_class(self, cls: str, word: str, lower: str, *, first: bool) -> str | None:
        """What a word printed with a capital is: a name may look like a verb or an article."""
        if lower in _NAMES and word not in ("It", "Us"):
            return "A" if first and word == "Will" else None
        if first or self.is_title_case:
            return cls
        if cls == "d":
            return None if lower in ("a", "an") else cls
        return cls if cls in "PY" else None

    def _is_before_noun(self, i: int) -> bool:
        """Whether what stands after "her" is hers."""
        if i >= len(self.tokens) or self.tokens[i][0] != "w":
            return False
        following = self.tokens[i][3].lower()
        return following not in self.kinds or following in self.nouns

    def _tag_determiner(self, i: int, start: int, end: int, lower: str) -> int:
        """A noun phrase or a name after an article or the like."""
        j = self._find_phrase_end(i + 1)
        if j == i + 1:
            cls = "p" if lower in _PERSONS else "x"
            self._add_part("D" if lower in _STANDALONE_PRONOUNS else "W", start, end, lower, cls)
            return j
        last = self.tokens[j - 1]
        head = last[3].lower()
        owner = head.endswith(_POSSESSIVE_ENDINGS)
        bare = head[:-2] if head.endswith(_POSSESSIVE_ENDINGS[:2]) else head.rstrip("'’")
        name = all(t[3][0].isupper() for t in self.tokens[i + 1 : j])
        if name and not (bare in self.nouns and j == i + 2):
            self._add_part("N", start, last[2], last[3], "s" if owner else "")
        else:
            self._add_part("D", start, last[2], bare, "s" if owner else self.nouns.get(bare, "x"))
        return j

    def _tag_name(self, i: int, start: int, lower: str, *, first: bool) -> int:
        """A name; after a possessive also what is owned; or a common noun that begins a sentence."""
        nouns = self.nouns
        owner = lower.endswith(_POSSESSIVE_ENDINGS[::2])
        j = i + 1
        while not owner and self._continues_name(j):
            j += 1 if self.tokens[j][3][0].isupper() else 2
            owner = self.tokens[j - 1][3].endswith(_POSSESSIVE_ENDINGS)
        alone = first and not self.is_title_case and j == i + 1 and not owner and j < len(self.tokens)
        if alone and self.tokens[j][3] in nouns:
            noun = self.tokens[j]
            self._add_part("D", start, noun[2], noun[3], nouns[noun[3]])
            return j + 1
        last = self.tokens[j - 1]
        self._add_part("N", start, last[2], last[3], "s" if owner else "")
        if owner:
            k = self._find_phrase_end(j)
            if k > j and any(t[3].lower() in nouns for t in self.tokens[j:k]):
                head = self.tokens[k - 1][3].lower()
                self._add_part("D", self.tokens[j][1], self.tokens[k - 1][2], head, nouns.get(head, "x"))
                return k
        return j

    def _continues_name(self, j: int) -> bool:
        """Whether a name goes on with a token: with a capital, or over "of" and the like to one."""
        if j >= len(self.tokens) or self.tokens[j][0] != "w":
            return False
        word, before = self.tokens[j][3], self.tokens[j - 1]
        if self.tokens[j][1] - before[2] >= 3:
            return False
        if word[0].isupper():
            return not self.is_title_case or word.lower() not in self.kinds
        if word not in _JOINING or not self._is_capitalised(j + 1):
            return False
        return word in _PARTICLES or (word != "and" and before[3].lower() in _INSTITUTIONS)

    def _tag_noun(self, i: int, start: int, lower: str, bare: str, noun: str) -> int:
        """A noun that can speak, without an article; of two the second: "council leader"."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following and noun != "p" and following[3] in self.nouns and following[3] not in self.kinds:
            i += 1
            bare = following[3]
            noun = self.nouns[bare]
        self._add_part(
            "D", start, self.tokens[i][2], bare, "s" if lower.endswith(_POSSESSIVE_ENDINGS[::2]) else noun
        )
        return i + 1

    def _is_capitalised(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i][0] == "w" and self.tokens[i][3][0].isupper()

    def _find_phrase_end(self, i: int) -> int:
        """Where a noun phrase that begins at a token ends: before a verb, a preposition or a mark."""
        tokens = self.tokens
        j = i
        while (
            j < min(len(tokens), i + MAX_PHRASE_WORDS) and tokens[j][0] == "w" and not self._ends_phrase(i, j)
        ):
            word = tokens[j][3]
            j += 1
            joined = j < len(tokens) and tokens[j][3] in ("of", "for") and self._is_capitalised(j + 1)
            if joined and word[0].isupper() and word.lower() in _INSTITUTIONS:
                j += 1
        return j

    def _ends_phrase(self, i: int, j: int) -> bool:
        """Whether a noun phrase from one token ends before another."""
        word, before = self.tokens[j][3], self.tokens[j - 1][3]
        lower = word.lower()
        kind = self.kinds.get(lower)
        if kind is not None and not (lower in self.nouns and (j == i or before.lower() not in self.nouns)):
            plain = word[0].islower() or self.is_title_case or kind in "TAK"
            return plain and (j > i or kind not in "JX")
        if j > i and lower.endswith("ed") and word[0].islower():
            return not before.endswith("ly")
        # "the leader Ann Example": the name is a part of its own.
        return j > i + 1 and word[0].isupper() and before[0].islower() and before in self.nouns


def _class_by_ending(lower: str) -> str:
    if lower.endswith("ly"):
        return "J"
    if lower.endswith("ing"):
        return "I"
    return "X" if lower.endswith("ed") else "W"


def _is_title_case(tokens: list[Token]) -> bool:
    """Whether a line prints its words with capitals, as headlines may."""
    capitals = sum(t[0] == "w" and t[3][0].isupper() for t in tokens)
    small = sum(t[0] == "w" and len(t[3]) > 3 and t[3][0].islower() for t in tokens)
    return capitals > 2 and capitals > 2 * small
