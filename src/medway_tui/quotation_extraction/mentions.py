"""Words that may name a speaker."""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.quotation_extraction.names import surname_key
from medway_tui.quotation_extraction.patterns import TaggedParagraph

# Between a person's noun and the name: nothing, or "for the north, ".
_APPOSITION = re.compile("N|(?:T[DNW]{1,3}){0,2}CN(?=[CVBS]|$)")


class SpeakerMention(NamedTuple):
    """Words that may name the speaker."""

    start: int
    end: int
    kind: str
    """N name, P pronoun, O object pronoun, Dp, Dg, Dm, Dx noun phrase, s after it with 's."""
    key: str
    """By which it is known to be the same: a surname, a pronoun, a noun."""
    owner: str = ""
    """Whose a document is, "Ms Example" of "Ms Example's report"; or the name of a person's noun."""


def mention_at(text: str, paragraph: TaggedParagraph, at: int) -> SpeakerMention:
    """The mention at a place among a paragraph's parts; made once, asked for by each quotation."""
    cached = paragraph.mentions.get(at)
    if cached is None:
        cached = paragraph.mentions[at] = _build_mention(text, paragraph, at)
    return cached


def _build_mention(text: str, paragraph: TaggedParagraph, at: int) -> SpeakerMention:
    kind = paragraph.pattern[at]
    word = paragraph.words[at]
    start, end = paragraph.starts[at], paragraph.ends[at]
    cls = paragraph.classes[at]
    if kind == "N":
        key = surname_key(word)
    elif kind == "D":
        key = f"the {word}"
    else:
        key = word
    owner = ""
    if kind == "D":
        name = _find_apposed_name(paragraph, at) if cls == "p" else None
        if at and paragraph.classes[at - 1] == "s" and paragraph.pattern[at - 1] == "N":
            start = paragraph.starts[at - 1]
            if cls != "p":
                owner = text[start : paragraph.ends[at - 1]]
        elif cls == "m":
            owner = _capitalised_words(text[start:end])
        if name is not None:
            owner = text[paragraph.starts[name] : paragraph.ends[name]]
        if name is not None or (owner and cls == "m"):
            key = surname_key(owner)
    if cls == "s":
        kind += "s"
        end -= len(text[start:end]) - len(text[start:end].rstrip("sS").rstrip("'’")) if end - start > 2 else 0
    elif kind == "D":
        kind += cls
    elif kind == "P":
        kind = {"he": "Ph", "she": "Ph", "they": "Pt", "it": "Pi"}.get(word, "P1")
    return SpeakerMention(start, end, kind, key, owner)


def _find_apposed_name(paragraph: TaggedParagraph, at: int) -> int | None:
    """The name that stands with a person's noun: "council leader Ann Example", "the leader, Ann Example,"."""
    match = _APPOSITION.match(paragraph.pattern, at + 1)
    if match is None:
        return None
    name = match.end() - 1
    return None if paragraph.classes[name] == "s" else name


def _capitalised_words(phrase: str) -> str:
    return " ".join(w for w in phrase.split()[1:] if w[0].isupper())
