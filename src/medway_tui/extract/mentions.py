"""Words that may name a speaker."""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.extract.people import surname
from medway_tui.extract.sentences import Passage

# Between a person's noun and the name: nothing, or "for the north, ".
_APPOSITION = re.compile("N|(?:T[DNW]{1,3}){0,2}CN(?=[CVBS]|$)")


class Mention(NamedTuple):
    """Words that may name the speaker."""

    start: int
    end: int
    kind: str
    """N name, P pronoun, O object pronoun, Dp, Dg, Dm, Dx noun phrase, s after it with 's."""
    key: str
    """By which it is known to be the same: a surname, a pronoun, a noun."""
    owner: str = ""
    """Whose a document is, "Ms Example" of "Ms Example's report"; or the name of a person's noun."""


def mention(text: str, here: Passage, at: int) -> Mention:
    """The mention at a place among a paragraph's parts; made once, asked for by each quotation."""
    known = here.mentions.get(at)
    if known is None:
        known = here.mentions[at] = _made(text, here, at)
    return known


def _made(text: str, here: Passage, at: int) -> Mention:
    kind = here.pattern[at]
    word = here.words[at]
    start, end = here.starts[at], here.ends[at]
    cls = here.classes[at]
    if kind == "N":
        key = surname(word)
    elif kind == "D":
        key = f"the {word}"
    else:
        key = word
    owner = ""
    if kind == "D":
        name = _apposed(here, at) if cls == "p" else None
        if at and here.classes[at - 1] == "s" and here.pattern[at - 1] == "N":
            start = here.starts[at - 1]
            if cls != "p":
                owner = text[start : here.ends[at - 1]]
        elif cls == "m":
            owner = _capitals(text[start:end])
        if name is not None:
            owner = text[here.starts[name] : here.ends[name]]
        if name is not None or (owner and cls == "m"):
            key = surname(owner)
    if cls == "s":
        kind += "s"
        end -= len(text[start:end]) - len(text[start:end].rstrip("sS").rstrip("'’")) if end - start > 2 else 0
    elif kind == "D":
        kind += cls
    elif kind == "P":
        kind = {"he": "Ph", "she": "Ph", "they": "Pt", "it": "Pi"}.get(word, "P1")
    return Mention(start, end, kind, key, owner)


def _apposed(here: Passage, at: int) -> int | None:
    """The name that stands with a person's noun: "council leader Ann Example", "the leader, Ann Example,"."""
    found = _APPOSITION.match(here.pattern, at + 1)
    if found is None:
        return None
    name = found.end() - 1
    return None if here.classes[name] == "s" else name


def _capitals(phrase: str) -> str:
    return " ".join(w for w in phrase.split()[1:] if w[0].isupper())
