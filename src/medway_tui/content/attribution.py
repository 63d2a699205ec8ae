"""Checks whether the paragraph of a quotation names its speaker.

A quotation whose words are found, but in a paragraph that gives them to another person or names no speaker,
is not verified: the same words may have been said twice. A paragraph names the speaker by a part of a name,
by the printed attribution or by a pronoun, outside quotation marks. Where a paragraph names nobody, it may
go on from the paragraphs before it, or the next may name the speaker. Headlines, subheads and captions are
not checked, as they name hardly anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from medway_tui.model.articles import Quote
from medway_tui.model.locations import Span
from medway_tui.names import Gender, fold_word, load_words, parse_name
from medway_tui.names.lexicon import load_first_name_genders

AttributionFault = Literal["another", "none"]
"""another: the paragraph gives words to somebody else; none: neither it nor one near it names the speaker."""

_PARAGRAPHS_BEFORE = 3
"""How many paragraphs before that of a quotation may name its speaker; of those after it, the next may."""

_UNCHECKED_KINDS = frozenset(("headline", "subhead", "caption", "missing"))

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[.!?]")
_SUBJECT_WITH_CLAUSE = re.compile(
    r"(?:^|[.!?”\"’'] )(?P<name>[^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){0,4}), [^,.!?“”\"]{1,200}, \Z"
)
"""A name and a clause between commas."""

_CUE_BEFORE = re.compile(r"\b(\w+)[:,]? [“\"‘']\Z")
_LONGEST_CUE = 20
_LONGEST_CLAUSE = 300

_POSSESSIVE = re.compile(r"[’']s$")


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CUES = _split(
    """
    said says saying told added adds asked asks replied answered explained explains insisted insists
    warned warns wrote writes claimed claims continued recalled argued argues admitted stated states
    commented responded stressed called described concluded declared remarked tweeted demanded promised
    urged denied suggested announced believes thinks
    """
)
_HEARER_CUES = frozenset(("told", "asked", "asks", "warned", "warns", "urged", "called", "described"))
"""Cues that are followed by whom the words are said to, or of."""

_NO_NAMES = _split(
    """
    the a an this that these those there then but and or so if when while after before as at in on by
    for from with of to it its he she they we i you his her their our my who which what where why how
    not no yes all some many most one two three both each every other another such more also however
    meanwhile asked later earlier yesterday today tomorrow now last next monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october
    november december mr mrs ms miss dr sir dame cllr councillor lord lady rev prof
    """
)
"""Words that may have a capital and are no name."""

_DROPPED = frozenset(
    ("the", "a", "an", "of", "and", "for", "in", "at", "to", "his", "her", "their", "its", "who")
)
_PRONOUNS: Mapping[str, Gender | Literal["they"]] = {"he": "he", "she": "she", "they": "they", "it": "they"}


class _Word(NamedTuple):
    folded: str
    is_capital: bool


_BREAK = _Word("", is_capital=False)
"""The end of a sentence, or a quotation."""


class PlacedWords(NamedTuple):
    """A quotation with its place."""

    quote: Quote
    span: Span | None


class _SpeakerForms(NamedTuple):
    """What a paragraph can call a speaker."""

    words: frozenset[str]
    gender: Gender

    def is_named_by(self, words: Sequence[_Word]) -> bool:
        """Whether one of the words is a part of the name, or a pronoun that can mean the speaker."""
        return any(word.folded in self.words or self.is_pronoun(word.folded) for word in words)

    def is_pronoun(self, folded: str) -> bool:
        pronoun = _PRONOUNS.get(folded)
        return pronoun is not None and (not self.gender or pronoun == self.gender)


class AttributionChecker:
    """Checks the quotations of one article.

    ``names`` are the names of the dossier's people and organisations by their ids, where they are known; the
    ids themselves are made of names.
    """

    def __init__(
        self,
        texts: Sequence[str],
        kinds: Sequence[str],
        quotes: Sequence[PlacedWords],
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._texts = texts
        self._kinds = kinds
        self._quotes = quotes
        self._names = names or {}
        self._words: dict[int, list[_Word]] = {}
        self._forms: dict[tuple[str, ...], _SpeakerForms] = {}

    def find_fault(self, placed: PlacedWords) -> AttributionFault | None:
        """Return what is wrong with the attribution of a quotation; None where the text bears it."""
        quote, span = placed
        if span is None or quote.type == "none" or quote.continues is not None:
            return None
        if self._kinds[span.block] in _UNCHECKED_KINDS or not (quote.speaker_ids or quote.attribution):
            return None
        is_of_another = self._has_other_subject(quote, span)
        if not is_of_another and self._has_printed_attribution(quote, span.block):
            return None
        forms = self._forms_of(quote)
        if not is_of_another and forms.is_named_by(self._words_of(span.block)):
            return None
        is_of_another = is_of_another or self._names_another(span.block, quote, forms)
        if not is_of_another and self._is_named_nearby(span.block, quote, forms):
            return None
        everywhere = (word.folded for block in range(len(self._texts)) for word in self._words_of(block))
        # A speaker whose name the article does not print may go by one that is not known here.
        is_known = quote.attribution or any(self._names.get(speaker) for speaker in quote.speaker_ids)
        if not is_known and forms.words.isdisjoint(everywhere):
            return None
        return "another" if is_of_another else "none"

    def is_possible_place(self, quote: Quote, span: Span) -> bool:
        """Whether words that are in another block than they should be can be the speaker's there."""
        if self.find_fault(PlacedWords(quote, span)) is not None:
            return False
        own = self._forms_of(quote).words
        others = {
            word
            for other, _ in self._quotes
            if other.type != "none" and set(other.speaker_ids).isdisjoint(quote.speaker_ids)
            for word in self._forms_of(other).words
        }
        others.update(
            fold_word(word)
            for agent, names in self._names.items()
            if agent not in quote.speaker_ids
            for name in names
            for word in name.split()
        )
        return not any(
            word.is_capital and word.folded in others and word.folded not in own | _NO_NAMES
            for word in self._words_of(span.block)
        )

    def is_certain_place(self, quote: Quote, block: int) -> bool:
        """Whether the paragraph names the speaker and nobody else: words there can only be the speaker's."""
        words = self._words_of(block)
        forms = self._forms_of(quote)
        if not any(word.folded in forms.words for word in words):
            return False
        others = (
            word
            for before, word in zip([_BREAK, *words], words, strict=False)
            if word.is_capital
            and word.folded not in forms.words
            and word.folded not in _NO_NAMES
            # The first word of a sentence has a capital in any case.
            and (before is not _BREAK or word.folded in load_first_name_genders())
        )
        return not any(others) and not any(
            word.folded in ("he", "she") and not forms.is_pronoun(word.folded) for word in words
        )

    def _has_printed_attribution(self, quote: Quote, block: int) -> bool:
        """Whether the attribution is printed in the paragraph, outside its quotations."""
        printed, text = quote.attribution, self._texts[block]
        at = text.find(printed) if printed else -1
        while printed and at >= 0:
            end = at + len(printed)
            if (
                not text[at - 1 : at].isalnum()
                and not text[end : end + 1].isalnum()
                and not any(start < end and at < stop for start, stop in self._quoted_spans.get(block, ()))
            ):
                return True
            at = text.find(printed, at + 1)
        return False

    @cached_property
    def _quoted_spans(self) -> dict[int, list[tuple[int, int]]]:
        spans: dict[int, list[tuple[int, int]]] = {}
        for quote, span in self._quotes:
            if span is not None and quote.type != "indirect":
                spans.setdefault(span.block, []).append((span.start, span.end))
        return {block: sorted(each) for block, each in spans.items()}

    def _words_of(self, block: int) -> list[_Word]:
        """Return the words of a block outside its quotations."""
        words = self._words.get(block)
        if words is None:
            words = self._words[block] = []
            text, at = self._texts[block], 0
            for start, end in [*self._quoted_spans.get(block, ()), (len(text), len(text))]:
                words += map(_make_word, _WORD.findall(text[at:start]))
                words.append(_BREAK)
                at = max(at, end)
        return words

    def _forms_of(self, quote: Quote) -> _SpeakerForms:
        key = (*quote.speaker_ids, "", quote.attribution or "")
        forms = self._forms.get(key)
        if forms is None:
            forms = self._forms[key] = self._collect_forms(quote)
        return forms

    def _collect_forms(self, quote: Quote) -> _SpeakerForms:
        printed = [quote.attribution or ""]
        if quote.speaker_ids:
            printed += [
                other.attribution or ""
                for other, _ in self._quotes
                if not set(quote.speaker_ids).isdisjoint(other.speaker_ids)
            ]
        names = [name for speaker in quote.speaker_ids for name in self._names.get(speaker, ())]
        names += [speaker.replace("-", " ") for speaker in quote.speaker_ids]
        words = {
            folded
            for text in (*printed, *names)
            for word in _WORD.findall(text)
            for folded in (fold_word(_POSSESSIVE.sub("", word)), *map(fold_word, re.split(r"[-.’']", word)))
            if len(folded) > 1 or not folded.isascii()
        }
        pronouns = {word for text in printed for word in text.lower().split() if word in _PRONOUNS}
        genders: set[Gender] = {parse_name(name).gender for name in (*names, *printed) if name}
        genders.update("he" if each == "he" else "she" for each in pronouns & {"he", "she"})
        known = genders - {""}
        is_one = len(quote.speaker_ids) == 1 and len(known) == 1
        words -= _DROPPED | _PRONOUNS.keys() | load_words("title", "title_he", "title_she")
        return _SpeakerForms(frozenset(words), known.pop() if is_one else "")

    def _has_other_subject(self, quote: Quote, span: Span) -> bool:
        """Whether somebody else is the subject of the cue before the words: Bob, asked of Ann, said “…”."""
        text = self._texts[span.block]
        cue = _CUE_BEFORE.search(text, max(0, span.start - _LONGEST_CUE), span.start)
        if cue is None or cue[1] not in _CUES:
            return False
        match = _SUBJECT_WITH_CLAUSE.search(text, max(0, cue.start() - _LONGEST_CLAUSE), cue.start())
        if match is None:
            return False
        forms = self._forms_of(quote)
        words = list(map(_make_word, _WORD.findall(match["name"])))
        return not forms.is_named_by(words) and any(_is_other_name(word, forms) for word in words)

    def _names_another(self, block: int, quote: Quote, forms: _SpeakerForms) -> bool:
        """Whether the paragraph gives words to somebody else by name or pronoun."""
        words = self._words_of(block)
        for before, cue, after in zip([_BREAK, *words], words, [*words[1:], _BREAK], strict=False):
            if cue.folded not in _CUES:
                continue
            if _is_other_name(before, forms) or (
                before.folded in ("he", "she") and not forms.is_pronoun(before.folded)
            ):
                return True
            if cue.folded not in _HEARER_CUES and _is_other_name(after, forms):
                return True
        return any(
            span is not None
            and span.block == block
            and other.type != "none"
            and set(other.speaker_ids).isdisjoint(quote.speaker_ids)
            and self._has_printed_attribution(other, block)
            for other, span in self._quotes
            if other.speaker_ids and quote.speaker_ids
        )

    def _is_named_nearby(self, block: int, quote: Quote, forms: _SpeakerForms) -> bool:
        first = self._first_of_run(block, quote)
        before = [number for number in range(1, first) if self._kinds[number] == "paragraph"]
        nearby = (first, block + 1, *before[-_PARAGRAPHS_BEFORE:])
        return any(
            forms.is_named_by(self._words_of(number)) for number in nearby if number < len(self._texts)
        )

    def _first_of_run(self, block: int, quote: Quote) -> int:
        """Return the first of the paragraphs in a row that quote the same speaker."""
        speakers = set(quote.speaker_ids)
        while block > 1 and any(
            span is not None and span.block == block - 1 and speakers.intersection(other.speaker_ids)
            for other, span in self._quotes
        ):
            block -= 1
        return block


def _make_word(printed: str) -> _Word:
    if printed in ".!?":
        return _BREAK
    return _Word(fold_word(_POSSESSIVE.sub("", printed)), printed[0].isupper())


def _is_other_name(word: _Word, forms: _SpeakerForms) -> bool:
    return word.is_capital and word.folded not in forms.words and word.folded not in _NO_NAMES
