"""Who a pronoun stands for: the people named before it, weighed by place, subject and he or she."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from medway_tui.extract.mentions import Mention
from medway_tui.extract.people import People, surname
from medway_tui.extract.sentences import Passage

PERSONAL = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
REACH = 120
"""How many parts of a paragraph are searched."""
_SUBJECT_AFTER = frozenset("VGACXBRJ")


def antecedent(
    text: str, mention: Mention, passages: Iterable[Passage], people: People, last: tuple[Mention, str] | None
) -> str | None:
    """The fullest name of the one whom a pronoun stands for, or None where nobody fits.

    ``passages`` are the paragraph of the pronoun and those before it, nearest first. ``last`` is who spoke
    last and their name: they are the likeliest, unless somebody else has been the subject since.
    """
    wanted = PERSONAL.get(mention.key)
    if wanted is None:
        return _thing(text, mention, passages, people, last)
    best: str | None = None
    most = 0.0
    for back, passage in enumerate(passages):
        for at in _up_to(passage, mention.start):
            if passage.pattern[at] not in "ND":
                continue
            if passage.pattern[at] == "D":
                score = 3.0 - back if _somebody(text, passage, at) else 0.0
            else:
                score = _fit(text, passage, at, back, wanted, people)
            if last is not None and score > 0 and surname(last[1]) == surname(passage.words[at]):
                score += 1.5
            if score > most:
                words = text[passage.starts[at] : passage.ends[at]]
                best, most = people.fullest(words) if passage.pattern[at] == "N" else words, score
        if most >= 6 - 2 * back:
            break
    if last is not None and last[0].start < mention.start and last[1]:
        told = people.gender(last[1])
        if best is None and told in ("", wanted) and last[0].kind[0] in "NP":
            return last[1]
    return best


def _up_to(passage: Passage, place: int) -> range:
    """The parts of a paragraph before a place in the text, nearest first, no more than are worth a look."""
    end = bisect_left(passage.starts, place)
    return range(end - 1, max(-1, end - 1 - REACH), -1)


def _somebody(text: str, passage: Passage, at: int) -> bool:
    """Whether a noun phrase is one person, and the subject of its sentence."""
    if passage.classes[at] != "p" or (at and passage.pattern[at - 1] not in "SCK"):
        return False
    words = text[passage.starts[at] : passage.ends[at]].lower()
    return words.startswith(("the ", "a ", "an ", "another ")) and not words.endswith("s")


def _fit(text: str, passage: Passage, at: int, back: int, wanted: str, people: People) -> float:
    name = text[passage.starts[at] : passage.ends[at]]
    told = people.gender(name)
    if (told and told != wanted) or (not told and not people.is_person(name)):
        return 0.0
    score = 6.0 - 2.0 * back + (1.5 if told else 0.0)
    pattern = passage.pattern
    begins = at == 0 or pattern[at - 1] in "SK" or not set(pattern[max(0, at - 3) : at]) & set("NPTVXO")
    if begins or pattern[at + 1 : at + 2] in _SUBJECT_AFTER:
        score += 1.5
    if at and pattern[at - 1] in "TV":
        score -= 1.5
    if passage.classes[at] == "s":
        score -= 1.0
    # The later sentence of a paragraph is the nearer.
    return score - 0.3 * (passage.sentences[-1] - passage.sentences[at]) - (0.2 if not begins else 0)


def _thing(
    text: str, mention: Mention, passages: Iterable[Passage], people: People, last: tuple[Mention, str] | None
) -> str | None:
    """Whom "they" or "it" stands for: an organisation or a group that spoke or was the subject."""
    if mention.key not in ("they", "it"):
        return None
    if last is not None and last[1] and last[0].kind in ("Dg", "Dp", "N") and not people.gender(last[1]):
        return last[1]
    for passage in passages:
        for at in _up_to(passage, mention.start):
            words = text[passage.starts[at] : passage.ends[at]]
            begins = at == 0 or passage.pattern[at - 1] == "S"
            if begins and passage.pattern[at] == "N" and not people.gender(words):
                return people.fullest(words)
            if begins and passage.pattern[at] == "D" and passage.classes[at] in ("g", "p"):
                return words
    return None
