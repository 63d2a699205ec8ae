"""Resolve pronouns and role nouns to people: the people named before them, scored by salience.

``MentionHistory`` reads the tagged paragraphs in order, each once, and only as far as a pronoun or role noun
needs. A candidate's salience is its nearness, whether it is a subject, whether its gender is known to fit,
and whether it spoke last (after Lappin and Leass 1994). Where two people are about as likely, both are
returned and the speaker is left open.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from medway_tui.quotation_extraction.lexicon import load_lexicon, load_word_set
from medway_tui.quotation_extraction.mentions import find_apposed_name
from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.person_names import PersonNames

PRONOUN_GENDERS = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
MAX_MENTIONS = 60
"""Mentions before a pronoun that are compared."""
MAX_PARAGRAPHS_BACK = 8
"""Paragraphs before a pronoun in which its antecedent is searched."""
NEAR_PARAGRAPHS = 2
"""Paragraphs before a pronoun that are read first."""
MAX_FAR_SALIENCE = 5.0
"""The salience that a person has at most who is named before the nearest paragraphs."""
MIN_EPITHET_SALIENCE = 4.5
"""The salience from which a person is meant by a description such as "the former striker"."""
MIN_MARGIN = 0.3
"""Salience by which the likeliest person has to exceed the next; below it the pronoun is left open."""
PARAGRAPH_COST = 2.0
"""Salience that a mention loses with each paragraph."""
SENTENCE_COST = 0.6
"""Salience that a mention loses with each sentence of the same paragraph."""
LAST_SPEAKER = 1.2
"""Salience of the person who spoke last."""
KNOWN_GENDER = 1.5
"""Salience of a person whose gender is known to fit."""
MAX_HEADING_PARTS = 14
"""Parts of a line without a final mark that counts as a heading."""
MAX_PARTY_LENGTH = 30
"""Code points after a name that are read for a party in brackets."""
_PERSONAL = re.compile("[NDP]")
_AFTER_SUBJECT = frozenset("VGACXBRJ")
_SHE_NOUNS = load_word_set("she-noun")
_HE_NOUNS = load_word_set("he-noun")
_GROUP_NOUNS = load_word_set("group-noun")
_PARTS = load_word_set("people")
_INDEFINITE = ("any ", "one ", "every ", "each ", "no ", *_PARTS)
_QUALIFIERS_LIST = """
deputy vice former assistant shadow acting ex junior interim
"""
_QUALIFIERS = frozenset(_QUALIFIERS_LIST.split())
_REGULATORS = load_word_set("regulator")
_REGULATOR_NOUNS = frozenset(("watchdog", "regulator", "inspectorate"))


class Referent(NamedTuple):
    """A mention of a person or body, resolved to its name."""

    name: str
    """The fullest name, or the words of a role noun."""
    gender: str
    """he or she; empty if unknown."""
    kind: str
    """N a person's name, D a role noun, G an organisation or another name."""
    paragraph: int
    sentence: int
    start: int
    """Its place in the text."""
    salience: float
    """Of its grammatical role: a subject has more than an object."""


class Antecedents(NamedTuple):
    """The names that a pronoun or role noun can mean, likeliest first."""

    names: tuple[str, ...]

    @property
    def name(self) -> str | None:
        """The one name; None where there is none or several are as likely."""
        return self.names[0] if len(self.names) == 1 else None


NOTHING = Antecedents(())


class MentionHistory:
    """The people and bodies of a text in order of their mentions."""

    def __init__(
        self, text: str, names: PersonNames, read_paragraph: Callable[[int], TaggedParagraph]
    ) -> None:
        self.text = text
        self.names = names
        self.read_paragraph = read_paragraph
        self.next_paragraph = 0
        self.skipped: list[int] = []
        self.descriptions: dict[str, tuple[str, str, str] | None] = {}
        """By printed name: the full name, kind and gender; None where several people have the name."""
        self.referents: deque[Referent] = deque(maxlen=4 * MAX_MENTIONS)
        self.roles: dict[str, dict[str, str]] = {}
        """By role noun: the name of each holder, with the words of the role."""
        self.with_role: set[str] = set()
        self.introduced: dict[str, int] = {}
        """By role noun: where a person without a name was introduced, as in "an officer"."""

    def resolve_pronoun(self, word: str, paragraph: int, place: int, last_speaker: str | None) -> Antecedents:
        """The antecedents of a pronoun at a place in the text."""
        self._read_up_to(paragraph)
        gender = PRONOUN_GENDERS.get(word)
        if gender is None:
            return self._resolve_group(word, place, last_speaker)
        found, salience = self._rank(place, paragraph, gender, last_speaker)
        if salience < MAX_FAR_SALIENCE and self._read_skipped(paragraph - MAX_PARAGRAPHS_BACK):
            found, _ = self._rank(place, paragraph, gender, last_speaker)
        return found if found.names else self._find_behind(place, paragraph, gender)

    def _find_behind(self, place: int, paragraph: int, gender: str) -> Antecedents:
        """The first person named behind a pronoun in its paragraph: "she says, and Ms Example smiles"."""
        for referent in self.referents:
            is_behind = referent.paragraph == paragraph and referent.start > place
            if is_behind and referent.kind == "N" and referent.gender in ("", gender):
                return Antecedents((referent.name,))
        return NOTHING

    def resolve_role(
        self,
        noun: str,
        words: str,
        paragraph: int,
        place: int,
        last_speaker: str | None,
        *,
        is_followed: bool,
    ) -> Antecedents:
        """The holders of a role at a place in the text: "the Labour MP", "the watchdog".

        ``is_followed`` says that "of", "for" or "who" follows, as where a person is introduced.
        """
        self._read_up_to(paragraph)
        self._read_skipped(0)
        holders = self.roles.get(noun)
        if holders and words.lower().startswith(("the ", noun)) and noun not in _PARTS:
            qualifiers = _QUALIFIERS.intersection(words.lower().replace("-", " ").split())
            fitting = [
                name
                for name, role in holders.items()
                if _QUALIFIERS.intersection(role.lower().replace("-", " ").split()) == qualifiers
                or "former" in qualifiers
            ]
            if len(fitting) == 1:
                return Antecedents((fitting[0],))
            if fitting:
                return self._choose_holder(place, fitting)
        if noun in _REGULATOR_NOUNS:
            return self._last_where(place, lambda each: each.name.lower() in _REGULATORS)
        if self.introduced.get(noun, place) < place:
            return NOTHING
        if is_followed or not words.lower().startswith(("the ", "that ")) or noun in _GROUP_NOUNS:
            return NOTHING
        return self._resolve_epithet(noun, words, paragraph, place, last_speaker)

    def _resolve_epithet(
        self, noun: str, words: str, paragraph: int, place: int, last_speaker: str | None
    ) -> Antecedents:
        """The person meant by a definite description, such as "the Labour MP", who was named just before."""
        if words.count(" ") < 2 and noun in load_word_set("office"):
            # "the mayor" alone may be somebody who is not named.
            return NOTHING
        gender = _noun_gender(noun)
        return self._choose(place, paragraph, gender, last_speaker, is_role=True)

    def _choose(
        self, place: int, paragraph: int, gender: str, last_speaker: str | None, *, is_role: bool = False
    ) -> Antecedents:
        return self._rank(place, paragraph, gender, last_speaker, is_role=is_role)[0]

    def _rank(
        self, place: int, paragraph: int, gender: str, last_speaker: str | None, *, is_role: bool = False
    ) -> tuple[Antecedents, float]:
        """The antecedents of a pronoun or epithet, and the salience of the likeliest."""
        scores: dict[str, float] = {}
        remaining = MAX_MENTIONS
        sentence = _sentence_at(self.read_paragraph(paragraph), place)
        in_sentence: set[str] = set()
        for referent in reversed(self.referents):
            if referent.start >= place:
                continue
            if referent.paragraph < paragraph - MAX_PARAGRAPHS_BACK or not remaining:
                break
            remaining -= 1
            if referent.kind == "G" or (gender and referent.gender not in ("", gender)):
                continue
            if is_role and (referent.paragraph, referent.sentence) == (paragraph, sentence):
                # In "Ann said the coach told her", the coach is not Ann.
                in_sentence.add(referent.name)
            if is_role and (referent.kind != "N" or referent.name in self.with_role | in_sentence):
                continue
            score = _score(referent, paragraph, sentence, gender)
            if referent.name == last_speaker:
                score += LAST_SPEAKER
            if score > scores.get(referent.name, -9.0):
                scores[referent.name] = score
        if not scores:
            return NOTHING, 0.0
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        best = ranked[0][1]
        if is_role and best < MIN_EPITHET_SALIENCE:
            return NOTHING, best
        return Antecedents(tuple(name for name, score in ranked if best - score < MIN_MARGIN)[:3]), best

    def _choose_holder(self, place: int, names: list[str]) -> Antecedents:
        return self._last_where(place, lambda each: each.name in names)

    def _last_where(self, place: int, is_fitting: Callable[[Referent], bool]) -> Antecedents:
        for referent in reversed(self.referents):
            if referent.start < place and is_fitting(referent):
                return Antecedents((referent.name,))
        return NOTHING

    def _resolve_group(self, word: str, place: int, last_speaker: str | None) -> Antecedents:
        """The antecedent of "they" or "it": the last speaker or subject that is a body or a group."""
        if word not in ("they", "it"):
            return NOTHING
        if last_speaker and not self.names.gender(last_speaker):
            return Antecedents((last_speaker,))
        for referent in reversed(self.referents):
            if referent.start < place and referent.salience > 1 and not referent.gender:
                is_group = referent.kind == "G" or (referent.kind == "D" and word == "they")
                if is_group and referent.name[:2] not in ("a ", "an"):
                    return Antecedents((referent.name,))
        return NOTHING

    def _read_up_to(self, paragraph: int) -> None:
        """Read a paragraph and the nearest before it; most pronouns need no more."""
        first = max(self.next_paragraph, paragraph - NEAR_PARAGRAPHS)
        self.skipped += range(self.next_paragraph, first)
        for number in range(first, paragraph + 1):
            self._read(number, self.read_paragraph(number))
        self.next_paragraph = max(self.next_paragraph, paragraph + 1)

    def _read_skipped(self, first: int) -> bool:
        """Read the paragraphs from one on that were skipped; return whether there were any."""
        numbers: list[int] = []
        while self.skipped and self.skipped[-1] >= first:
            numbers.append(self.skipped.pop())
        if not numbers:
            return False
        later = self.referents
        self.referents = deque(maxlen=later.maxlen)
        for number in reversed(numbers):
            self._read(number, self.read_paragraph(number))
        self.referents = deque(heapq.merge(self.referents, later, key=_place), maxlen=later.maxlen)
        return True

    def _read(self, number: int, paragraph: TaggedParagraph) -> None:
        pattern = paragraph.pattern
        classes = paragraph.classes
        is_heading = len(pattern) <= MAX_HEADING_PARTS and "S" not in pattern and "L" not in pattern
        for match in _PERSONAL.finditer(pattern):
            at = match.start()
            letter = pattern[at]
            if letter == "P":
                if paragraph.words[at] in PRONOUN_GENDERS and not is_heading:
                    self._read_pronoun(number, paragraph, at)
            elif letter == "N" or classes[at] in ("p", "g"):
                self._read_nominal(number, paragraph, at, is_heading=is_heading)

    def _read_nominal(self, number: int, paragraph: TaggedParagraph, at: int, *, is_heading: bool) -> None:
        letter, word = paragraph.pattern[at], paragraph.words[at]
        start, end = paragraph.starts[at], paragraph.ends[at]
        printed = self.text[start:end]
        if letter == "N":
            described = self._describe(printed, self.text[end : end + MAX_PARTY_LENGTH])
            if described is None:
                return
            name, kind, gender = described
            if kind == "G":
                salience = 2.0 if at == 0 or paragraph.pattern[at - 1] == "S" else 0.0
                self._add(Referent(name, gender, kind, number, paragraph.sentences[at], start, salience))
                return
            if kind == "?":
                kind = "N" if _salience(paragraph, at) >= 1.5 else "G"
            if kind == "N":
                self._read_roles(paragraph, at, name, printed)
        else:
            word_class = paragraph.classes[at]
            apposed = find_apposed_name(paragraph, at)
            if apposed is not None:
                self._add_role(self.names.full_name(self._words(paragraph, apposed)), word, printed)
                return
            if word_class == "g" and paragraph.pattern[at + 1 : at + 2] == "N":
                self._add_role(self.names.full_name(self._words(paragraph, at + 1)), word, printed)
                return
            if word_class == "g" or word in _GROUP_NOUNS:
                kind, name, gender = "G", printed, ""
            elif word_class == "p" and not word.endswith("s") and not printed.lower().startswith(_INDEFINITE):
                kind, gender = "D", _noun_gender(word)
                name = self._known_role_holder(word, printed) or self._phrase(paragraph, at)
                if printed[:4].lower() != "the ":
                    self.introduced.setdefault(word, start)
            else:
                return
        salience = _salience(paragraph, at) - (2.5 if is_heading else 0.0)
        self._add(Referent(name, gender, kind, number, paragraph.sentences[at], start, salience))

    def _describe(self, printed: str, after: str) -> tuple[str, str, str] | None:
        """The full name, kind and gender of a name; the kind is ? where a subject would be a person."""
        key = printed if after[1:2] != "(" else printed + after
        if key in self.descriptions:
            return self.descriptions[key]
        described = None
        possible = self.names.find_people(printed, "", after)
        if len(possible) == 1:
            name = possible[0]
            if self.names.is_person(printed):
                described = name, "N", self.names.gender(printed)
            else:
                may_be_person = " " not in name and self.names.may_be_surname(name)
                described = name, "?" if may_be_person else "G", ""
        self.descriptions[key] = described
        return described

    def _phrase(self, paragraph: TaggedParagraph, at: int) -> str:
        """A noun phrase with its owner: "the agency's barrister"."""
        is_owned = at and paragraph.pattern[at - 1] == "N" and paragraph.classes[at - 1] == "s"
        return self.text[paragraph.starts[at - 1 if is_owned else at] : paragraph.ends[at]]

    def _known_role_holder(self, word: str, printed: str) -> str | None:
        holders = self.roles.get(word)
        is_definite = printed[:4].lower() == "the "
        return next(iter(holders)) if is_definite and holders and len(holders) == 1 else None

    def _read_pronoun(self, number: int, paragraph: TaggedParagraph, at: int) -> None:
        word, start = paragraph.words[at], paragraph.starts[at]
        name = self._choose(start, number, word, None).name
        if name:
            salience = _salience(paragraph, at)
            self._add(Referent(name, word, "N", number, paragraph.sentences[at], start, salience))

    def _read_roles(self, paragraph: TaggedParagraph, at: int, name: str, printed: str) -> None:
        """Note the roles printed beside a name: "Ann Example, the MP for …", "Ann Example is leader"."""
        pattern = paragraph.pattern
        nouns = load_lexicon().nouns
        for word in printed.lower().split()[:-1]:
            if nouns.get(word) == "p":
                self._add_role(name, word, printed)
        following = at + 1
        if pattern[following : following + 1] == "B":
            following = pattern.find("E", following) + 1 or following
        is_apposition = pattern[following : following + 1] == "C"
        if is_apposition or pattern[following : following + 1] == "A":
            following += 1
            while following < len(pattern) and pattern[following] in "AJXW" and following < at + 5:
                following += 1
            while pattern[following : following + 1] == "D" and paragraph.classes[following] == "p":
                if is_apposition and pattern[following + 1 : following + 2] in ("V", "A", "X"):
                    # "…, the president said": the clause of another.
                    break
                self._add_role(name, paragraph.words[following], self._words(paragraph, following))
                following += 1

    def _add_role(self, name: str, noun: str, words: str) -> None:
        self.roles.setdefault(noun, {}).setdefault(name, words)
        self.with_role.add(name)

    def _words(self, paragraph: TaggedParagraph, at: int) -> str:
        return self.text[paragraph.starts[at] : paragraph.ends[at]]

    def _add(self, referent: Referent) -> None:
        self.referents.append(referent)


def _place(referent: Referent) -> int:
    return referent.start


def _sentence_at(paragraph: TaggedParagraph, place: int) -> int:
    at = bisect_left(paragraph.starts, place)
    return paragraph.sentences[min(at, len(paragraph.sentences) - 1)] if paragraph.sentences else 0


def _score(referent: Referent, paragraph: int, sentence: int, gender: str) -> float:
    back = paragraph - referent.paragraph
    distance = min(sentence - referent.sentence, 4) if back == 0 else 0
    score = 6.0 + referent.salience - PARAGRAPH_COST * back - SENTENCE_COST * distance
    if referent.kind == "D":
        score -= 1.0 if referent.salience > 0.9 else 2.0
    return score + (KNOWN_GENDER if gender and referent.gender == gender else 0.0)


def _salience(paragraph: TaggedParagraph, at: int) -> float:
    """2 for the subject of a sentence, less for objects, owners and names in subordinate clauses."""
    pattern = paragraph.pattern
    first = at
    if first and pattern[first - 1] == "D" and pattern[first] == "N":
        # "said parent Ann Example": the role before the name is a part of the same phrase.
        first -= 1
    before = pattern[first - 1] if first else "S"
    if before == "K" and first > 1 and pattern[first - 2] in "ND":
        return _salience(paragraph, first - 2)
    following = pattern[at + 1 : at + 2]
    # "There was a woman": what exists is no subject of what follows.
    is_existential = before == "A" and pattern[max(0, first - 2) : first - 1] in ("J", "")
    is_preceded = is_existential or set(pattern[max(0, first - 3) : first]) & set("NPTVXOD")
    is_first = before in "SLH" or not is_preceded
    is_reporter = before == "V" and (first == 1 or pattern[first - 2] in "QC")
    salience = 0.0
    if is_first or is_reporter or following in _AFTER_SUBJECT or following == "":
        salience += 1.5
    if is_first or is_reporter or following == "V":
        salience += 0.5
    if (before in "TVXIG" and not is_reporter) or is_existential:
        salience -= 1.5
    if paragraph.classes[at] == "s":
        salience -= 1.0
    later = paragraph.sentences[-1] - paragraph.sentences[at]
    return salience - 0.2 * min(later, 5)


def _noun_gender(noun: str) -> str:
    return "she" if noun in _SHE_NOUNS else "he" if noun in _HE_NOUNS else ""
