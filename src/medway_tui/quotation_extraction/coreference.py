"""Resolve pronouns: the names before them, scored by distance, subject and gender."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.person_names import PersonNames, surname_key
from medway_tui.quotation_extraction.quotation import SpeakerMention

PRONOUN_GENDERS = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
MAX_PARTS_BACK = 120
"""Parts of a paragraph that are searched."""
_AFTER_SUBJECT = frozenset("VGACXBRJ")


def find_antecedent(
    text: str,
    mention: SpeakerMention,
    paragraphs: Iterable[TaggedParagraph],
    names: PersonNames,
    last_speaker: tuple[SpeakerMention, str] | None,
) -> str | None:
    """The full name of a pronoun's antecedent; None if no name fits.

    ``paragraphs`` are the pronoun's and those before it, nearest first. ``last_speaker`` is preferred unless
    another person has been the subject since.
    """
    gender = PRONOUN_GENDERS.get(mention.key)
    if gender is None:
        return _find_group_antecedent(text, mention, paragraphs, names, last_speaker)
    best: str | None = None
    best_score = 0.0
    for back, paragraph in enumerate(paragraphs):
        for at in _parts_before(paragraph, mention.start):
            if paragraph.pattern[at] not in "ND":
                continue
            if paragraph.pattern[at] == "D":
                score = 3.0 - back if _is_person_subject(text, paragraph, at) else 0.0
            else:
                score = _score_antecedent(text, paragraph, at, back, gender, names)
            if last_speaker is not None and score > 0:
                is_last = surname_key(last_speaker[1]) == surname_key(paragraph.words[at])
                score += 1.5 if is_last else 0.0
            if score > best_score:
                words = text[paragraph.starts[at] : paragraph.ends[at]]
                best, best_score = names.full_name(words) if paragraph.pattern[at] == "N" else words, score
        if best_score >= 6 - 2 * back:
            break
    if best is None and last_speaker is not None:
        spoken, name = last_speaker
        is_earlier = spoken.start < mention.start and spoken.kind[0] in "NP"
        if name and is_earlier and names.gender(name) in ("", gender):
            return name
    return best


def _parts_before(paragraph: TaggedParagraph, place: int) -> range:
    """Indices of the parts before a place in the text, nearest first."""
    end = bisect_left(paragraph.starts, place)
    return range(end - 1, max(-1, end - 1 - MAX_PARTS_BACK), -1)


def _is_person_subject(text: str, paragraph: TaggedParagraph, at: int) -> bool:
    if paragraph.classes[at] != "p" or (at and paragraph.pattern[at - 1] not in "SCK"):
        return False
    words = text[paragraph.starts[at] : paragraph.ends[at]].lower()
    return words.startswith(("the ", "a ", "an ", "another ")) and not words.endswith("s")


def _score_antecedent(
    text: str, paragraph: TaggedParagraph, at: int, back: int, gender: str, names: PersonNames
) -> float:
    name = text[paragraph.starts[at] : paragraph.ends[at]]
    name_gender = names.gender(name)
    if (name_gender and name_gender != gender) or (not name_gender and not names.is_person(name)):
        return 0.0
    score = 6.0 - 2.0 * back + (1.5 if name_gender else 0.0)
    pattern = paragraph.pattern
    is_first = at == 0 or pattern[at - 1] in "SK" or not set(pattern[max(0, at - 3) : at]) & set("NPTVXO")
    if is_first or pattern[at + 1 : at + 2] in _AFTER_SUBJECT:
        score += 1.5
    if at and pattern[at - 1] in "TV":
        score -= 1.5
    if paragraph.classes[at] == "s":
        score -= 1.0
    # In an earlier paragraph, the later sentence is the nearer.
    return score - 0.3 * (paragraph.sentences[-1] - paragraph.sentences[at]) - (0.2 if not is_first else 0)


def _find_group_antecedent(
    text: str,
    mention: SpeakerMention,
    paragraphs: Iterable[TaggedParagraph],
    names: PersonNames,
    last_speaker: tuple[SpeakerMention, str] | None,
) -> str | None:
    """The antecedent of "they" or "it": the last speaker or subject that is an organisation or a group."""
    if mention.key not in ("they", "it"):
        return None
    if last_speaker is not None and last_speaker[1]:
        spoken, name = last_speaker
        if spoken.kind in ("Dg", "Dp", "N") and not names.gender(name):
            return name
    for paragraph in paragraphs:
        for at in _parts_before(paragraph, mention.start):
            words = text[paragraph.starts[at] : paragraph.ends[at]]
            is_first = at == 0 or paragraph.pattern[at - 1] == "S"
            if is_first and paragraph.pattern[at] == "N" and not names.gender(words):
                return names.full_name(words)
            if is_first and paragraph.pattern[at] == "D" and paragraph.classes[at] in ("g", "p"):
                return words
    return None
