"""Coreference: whom a pronoun means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from medway_tui.quotation_extraction.mentions import SpeakerMention
from medway_tui.quotation_extraction.names import NameIndex, surname_key
from medway_tui.quotation_extraction.patterns import TaggedParagraph

PRONOUN_GENDERS = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
MAX_PARTS_BACK = 120
"""How many parts of a paragraph are searched."""
_SUBJECT_AFTER = frozenset("VGACXBRJ")


def find_antecedent(
    text: str,
    mention: SpeakerMention,
    paragraphs: Iterable[TaggedParagraph],
    names: NameIndex,
    last_speaker: tuple[SpeakerMention, str] | None,
) -> str | None:
    """The fullest name of the one whom a pronoun stands for, or None where nobody fits.

    ``paragraphs`` are the paragraph of the pronoun and those before it, nearest first. ``last_speaker``
    is who spoke
    last and their name: they are the likeliest, unless somebody else has been the subject since.
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
            if (
                last_speaker is not None
                and score > 0
                and surname_key(last_speaker[1]) == surname_key(paragraph.words[at])
            ):
                score += 1.5
            if score > best_score:
                words = text[paragraph.starts[at] : paragraph.ends[at]]
                best, best_score = names.full_name(words) if paragraph.pattern[at] == "N" else words, score
        if best_score >= 6 - 2 * back:
            break
    if last_speaker is not None and last_speaker[0].start < mention.start and last_speaker[1]:
        last_gender = names.gender(last_speaker[1])
        if best is None and last_gender in ("", gender) and last_speaker[0].kind[0] in "NP":
            return last_speaker[1]
    return best


def _parts_before(paragraph: TaggedParagraph, place: int) -> range:
    """The parts of a paragraph before a place in the text, nearest first, no more than are worth a look."""
    end = bisect_left(paragraph.starts, place)
    return range(end - 1, max(-1, end - 1 - MAX_PARTS_BACK), -1)


def _is_person_subject(text: str, paragraph: TaggedParagraph, at: int) -> bool:
    """Whether a noun phrase is one person, and the subject of its sentence."""
    if paragraph.classes[at] != "p" or (at and paragraph.pattern[at - 1] not in "SCK"):
        return False
    words = text[paragraph.starts[at] : paragraph.ends[at]].lower()
    return words.startswith(("the ", "a ", "an ", "another ")) and not words.endswith("s")


def _score_antecedent(
    text: str, paragraph: TaggedParagraph, at: int, back: int, gender: str, names: NameIndex
) -> float:
    name = text[paragraph.starts[at] : paragraph.ends[at]]
    name_gender = names.gender(name)
    if (name_gender and name_gender != gender) or (not name_gender and not names.is_person(name)):
        return 0.0
    score = 6.0 - 2.0 * back + (1.5 if name_gender else 0.0)
    pattern = paragraph.pattern
    begins = at == 0 or pattern[at - 1] in "SK" or not set(pattern[max(0, at - 3) : at]) & set("NPTVXO")
    if begins or pattern[at + 1 : at + 2] in _SUBJECT_AFTER:
        score += 1.5
    if at and pattern[at - 1] in "TV":
        score -= 1.5
    if paragraph.classes[at] == "s":
        score -= 1.0
    # The later sentence of a paragraph is the nearer.
    return score - 0.3 * (paragraph.sentences[-1] - paragraph.sentences[at]) - (0.2 if not begins else 0)


def _find_group_antecedent(
    text: str,
    mention: SpeakerMention,
    paragraphs: Iterable[TaggedParagraph],
    names: NameIndex,
    last_speaker: tuple[SpeakerMention, str] | None,
) -> str | None:
    """Whom "they" or "it" stands for: an organisation or a group that spoke or was the subject."""
    if mention.key not in ("they", "it"):
        return None
    if (
        last_speaker is not None
        and last_speaker[1]
        and last_speaker[0].kind in ("Dg", "Dp", "N")
        and not names.gender(last_speaker[1])
    ):
        return last_speaker[1]
    for paragraph in paragraphs:
        for at in _parts_before(paragraph, mention.start):
            words = text[paragraph.starts[at] : paragraph.ends[at]]
            begins = at == 0 or paragraph.pattern[at - 1] == "S"
            if begins and paragraph.pattern[at] == "N" and not names.gender(words):
                return names.full_name(words)
            if begins and paragraph.pattern[at] == "D" and paragraph.classes[at] in ("g", "p"):
                return words
    return None
