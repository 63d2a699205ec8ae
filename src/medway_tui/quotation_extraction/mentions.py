"""Find the mentions among the parts of a paragraph: words that may name a speaker."""

from __future__ import annotations

import re

from medway_tui.quotation_extraction.lexicon import load_word_set
from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.person_names import surname_key
from medway_tui.quotation_extraction.quotation import SpeakerMention

_PARTS = load_word_set("people")
# Between a role noun and the name: nothing, or "for the north, ", or "of works and transport".
_APPOSITION = re.compile(
    "N|(?:T[DNWI]{1,4}){0,3}CN(?=[CVBS]|$)|(?:T[DNWI]{1,4}(?:K[DNWI]{1,4})?){1,2}(?<=[DNW])N(?=[CVBSA]|$)"
)
# Of any other noun: "his opposite number, Ann Example, said".
_APPOSITION_BETWEEN_COMMAS = re.compile("CN(?=C[VA])")
_PRONOUN_KINDS = {"he": "Ph", "she": "Ph", "they": "Pt", "it": "Pi"}


def mention_at(text: str, paragraph: TaggedParagraph, at: int) -> SpeakerMention:
    """The mention at an index among the parts, cached for the paragraph's other quotations."""
    mention = paragraph.mentions.get(at)
    if mention is None:
        mention = paragraph.mentions[at] = _build_mention(text, paragraph, at)
    return mention


def _build_mention(text: str, paragraph: TaggedParagraph, at: int) -> SpeakerMention:
    kind, word_class = paragraph.pattern[at], paragraph.classes[at]
    word = paragraph.words[at]
    start, end = paragraph.starts[at], _mention_end(paragraph, at)
    key, owner = word, ""
    if kind == "N":
        key = surname_key(word)
    elif kind == "D":
        start, key, owner = _describe_noun_phrase(text, paragraph, at)
    if word_class == "s":
        kind += "s"
        if end - start > 2:
            end = start + len(text[start:end].rstrip("sS").rstrip("'’"))
    elif kind == "D":
        kind += word_class
    elif kind == "P":
        kind = _PRONOUN_KINDS.get(word, "P1")
    return SpeakerMention(start, end, kind, key, owner)


def _mention_end(paragraph: TaggedParagraph, at: int) -> int:
    """The end of a mention; that of "one of the survivors" has the whole phrase."""
    pattern = paragraph.pattern
    is_part = pattern[at] == "D" and paragraph.words[at] in _PARTS and pattern[at + 1 : at + 2] == "T"
    if is_part and paragraph.words[at + 1] == "of" and pattern[at + 2 : at + 3] in ("D", "N"):
        return paragraph.ends[at + 2]
    return paragraph.ends[at]


def _describe_noun_phrase(text: str, paragraph: TaggedParagraph, at: int) -> tuple[int, str, str]:
    """Where a noun phrase starts with its possessive, its key, and its owner."""
    word_class = paragraph.classes[at]
    start, key, owner = paragraph.starts[at], f"the {paragraph.words[at]}", ""
    if at and paragraph.classes[at - 1] == "s" and paragraph.pattern[at - 1] == "N":
        start = paragraph.starts[at - 1]
        if word_class != "p":
            owner = text[start : paragraph.ends[at - 1]]
    elif word_class == "m":
        owner = _capitalised_words(text[start : paragraph.ends[at]])
    name = find_apposed_name(paragraph, at) if word_class in "px" else None
    if name is not None:
        owner = text[paragraph.starts[name] : paragraph.ends[name]]
    if name is not None or (owner and word_class == "m"):
        key = surname_key(owner)
    return start, key, owner


def find_apposed_name(paragraph: TaggedParagraph, at: int) -> int | None:
    """The index of a role noun's name: "council leader Ann Example", "the leader, Ann Example,"."""
    apposition = _APPOSITION if paragraph.classes[at] == "p" else _APPOSITION_BETWEEN_COMMAS
    match = apposition.match(paragraph.pattern, at + 1)
    if match is None:
        return None
    name = match.end() - 1
    return None if paragraph.classes[name] == "s" else name


def _capitalised_words(phrase: str) -> str:
    return " ".join(word for word in phrase.split()[1:] if word[0].isupper())
