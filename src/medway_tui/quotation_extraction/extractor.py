"""Extract the quotations of a text, with their speakers."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import overload

from medway_tui.quotation_extraction import headings, ranker
from medway_tui.quotation_extraction.confidence import with_calibrated_confidence
from medway_tui.quotation_extraction.continuations import CARRIED_OVER, CONTINUES, settle_continuations
from medway_tui.quotation_extraction.coreference import Antecedents, MentionHistory
from medway_tui.quotation_extraction.cues import find_cue
from medway_tui.quotation_extraction.document import Attribution, Document
from medway_tui.quotation_extraction.features import WeighedCandidates
from medway_tui.quotation_extraction.person_names import PersonNames
from medway_tui.quotation_extraction.quotation import (
    CandidateSpeaker,
    Quotation,
    QuotationType,
    SpeakerMention,
    TextSpan,
)

NO_SPEAKER_THRESHOLD = 0.5
"""Probability of no speaker from which marks count as quoting none."""
DENIAL_CONFIDENCE = 0.8
"""Confidence that words quote no speaker where the sentence denies them or names a thing by them."""
OPEN_SPEAKER_CONFIDENCE = 0.4
"""The highest confidence of a quotation whose speaker is left open between several people."""
MAX_PARTY_LENGTH = 30
"""Code points after a name that are read for a party in brackets."""
UNKNOWN_SPEAKER_CONFIDENCE = 0.3
"""Confidence of a quotation without any candidate."""


def extract(
    text: str, *, people: Iterable[str] = (), doubled: bool = False, explain: bool = False
) -> tuple[Quotation, ...]:
    """Extract the quotations of a text, in order of place.

    ``text`` is an article without markup; each line that is not blank is a paragraph, and the first may be
    the headline. ``people`` are names that are known already: a speaker who fits one gets this name. With
    ``doubled``, two apostrophes are one double quotation mark, as in some archives. ``explain`` keeps the
    features of each candidate (``CandidateSpeaker.features``), some kilobytes a quotation.
    Marks that quote no speaker are included, with the type ``none``. The result is the same for the same
    text, and the work is linear in its length.
    """
    names = PersonNames(text, tuple(people))
    document = Document(text, names, doubled=doubled)
    attributor = Attributor(document, names, explain=explain)
    document.attribute(attributor)
    quotations = settle_continuations(attributor.quotations)
    attributed = headings.attribute_headings(document, quotations, attributor.full_name)
    return tuple(map(with_calibrated_confidence, attributed, document.spans))


class Attributor:
    """Chooses the speaker of each quotation, and collects the quotations."""

    def __init__(self, document: Document, names: PersonNames, *, explain: bool = False) -> None:
        self.document = document
        self.names = names
        self.explain = explain
        self.history = MentionHistory(document.text, names, document.tagged_paragraph)
        self.quotations: list[Quotation] = []
        self.last_speaker: tuple[SpeakerMention, str] | None = None

    def __call__(self, attribution: Attribution) -> SpeakerMention | None:
        """Add a quotation, and return its speaker."""
        quotation, mention = self._attribute(attribution)
        self.quotations.append(quotation)
        return mention

    def _attribute(self, attribution: Attribution) -> tuple[Quotation, SpeakerMention | None]:
        text, span, weighed = self.document.text, attribution.span, attribution.candidates
        quotation_type = _quotation_type(text[span.start : span.end])
        scores = ranker.score_candidates(weighed)
        no_speaker, probabilities = ranker.to_probabilities(*scores)
        candidates = _LazyCandidates(self, weighed, scores)
        if not probabilities:
            quotation_type = "direct" if quotation_type == "direct" else "none"
            rule = "no speaker is named near it"
            return Quotation(*span[:2], quotation_type, UNKNOWN_SPEAKER_CONFIDENCE, rule=rule), None
        if no_speaker >= NO_SPEAKER_THRESHOLD and span.continues is None:
            rule = "the marks quote no speaker"
            return Quotation(*span[:2], "none", no_speaker, rule=rule, candidates=candidates), None
        if weighed.is_denied or weighed.is_name:
            rule = "the sentence denies the words" if weighed.is_denied else "the words are a name"
            return Quotation(*span[:2], "none", DENIAL_CONFIDENCE, rule=rule, candidates=candidates), None
        best, probability = ranker.pick_speaker(weighed, probabilities)
        if span.continues is not None and weighed.last_speaker_index is not None:
            subject = weighed.subject_index
            is_named = subject is not None and weighed.clause is not None and weighed.clause.is_firm
            best = subject if is_named and subject is not None else weighed.last_speaker_index
        mention = weighed.mentions[best]
        possible = self.resolve_speaker(mention, span.paragraph)
        speakers = self._resolve_joint(weighed, mention, span.paragraph)
        name = possible[0] if len(possible) == 1 else None
        if len(speakers) > 1:
            name = speakers[0]
        if name is None:
            probability = min(probability, OPEN_SPEAKER_CONFIDENCE)
            # A pronoun between two people stays as it is printed.
            name = text[mention.start : mention.end] if mention.kind[0] in "PO" else None
        else:
            self.last_speaker = mention, name
        paragraph = self.document.tagged_paragraph(span.paragraph)
        cue_at = find_cue(paragraph, paragraph.quotation_indices[attribution.number], mention.start)
        quotation = Quotation(
            span.start,
            span.end,
            quotation_type,
            probability,
            speaker=name,
            mention=TextSpan(mention.start, mention.end),
            attribution=text[mention.start : mention.end],
            cue=text[cue_at.start : cue_at.end] if cue_at else None,
            cue_at=cue_at,
            continues=span.continues,
            rule=_describe_rule(attribution, best, cue_at),
            candidates=candidates,
            speakers=speakers,
            possible_speakers=possible if len(possible) > 1 else (),
        )
        return quotation, mention

    def resolve_speaker(self, mention: SpeakerMention, paragraph_number: int) -> tuple[str, ...]:
        """The names that a mention can mean, likeliest first; several where the text leaves it open."""
        spoken = self.last_speaker
        if spoken is not None and spoken[0].start == mention.start:
            return (spoken[1],)
        last_name = spoken[1] if spoken is not None and spoken[0].start < mention.start else None
        if mention.kind[0] in "PO":
            found = self.history.resolve_pronoun(mention.key, paragraph_number, mention.start, last_name)
        elif mention.kind == "Dm" and self._possessive(mention) in ("he", "she"):
            # "her letter said": the words are hers.
            word = self._possessive(mention)
            found = self.history.resolve_pronoun(word, paragraph_number, mention.start, last_name)
        elif mention.kind in ("Dp", "Dg") and not mention.owner:
            found = self._resolve_role(mention, paragraph_number, last_name)
        elif mention.kind[0] == "N":
            text = self.document.text
            before = text[max(0, mention.start - MAX_PARTY_LENGTH) : mention.start].split()[-1:]
            after = text[mention.end : mention.end + MAX_PARTY_LENGTH]
            printed = text[mention.start : mention.end]
            return self.names.find_people(printed, before[0] if before else "", after)
        else:
            found = Antecedents(())
        return found.names or (self.full_name(mention),)

    def _possessive(self, mention: SpeakerMention) -> str:
        """The pronoun of a noun phrase that begins with his or her; else empty."""
        first = self.document.text[mention.start : mention.end].partition(" ")[0].lower()
        return {"his": "he", "her": "she"}.get(first, "")

    def _resolve_joint(
        self, weighed: WeighedCandidates, mention: SpeakerMention, paragraph_number: int
    ) -> tuple[str, ...]:
        """The speakers of a joint statement; empty where there is one speaker."""
        joint = weighed.co_speakers
        if all(each.start != mention.start for each in joint):
            return ()
        text = self.document.text
        if not all(self.names.is_person(text[each.start : each.end]) for each in joint):
            return ()
        found = [self.resolve_speaker(each, paragraph_number) for each in joint]
        return tuple(dict.fromkeys(names[0] for names in found if len(names) == 1))

    def _resolve_role(
        self, mention: SpeakerMention, paragraph_number: int, last_name: str | None
    ) -> Antecedents:
        paragraph = self.document.tagged_paragraph(paragraph_number)
        at = bisect_left(paragraph.ends, mention.end)
        is_followed = paragraph.pattern[at + 1 : at + 2] in ("T", "R") or mention.kind == "Dg"
        words = self.document.text[mention.start : mention.end]
        noun = mention.key.removeprefix("the ")
        return self.history.resolve_role(
            noun, words, paragraph_number, mention.start, last_name, is_followed=is_followed
        )

    def full_name(self, mention: SpeakerMention) -> str:
        """The fullest name of a mention by its own words."""
        printed = self.document.text[mention.start : mention.end]
        if mention.kind[0] == "N":
            return self.names.full_name(printed)
        is_owned = mention.kind == "Dm" or (mention.kind == "Dp" and not mention.key.startswith("the "))
        if is_owned and mention.owner:
            return self.names.full_name(mention.owner)
        if mention.kind == "Dg" and printed[:4].lower() == "the ":
            return self.names.full_institution_name(mention.key.removeprefix("the ")) or printed
        return printed


class _LazyCandidates(Sequence[CandidateSpeaker]):
    """The candidates of a quotation, likeliest first, built at the first access."""

    def __init__(
        self, attributor: Attributor, weighed: WeighedCandidates, scores: tuple[float, list[float]]
    ) -> None:
        self._attributor = attributor
        self._mentions = weighed.mentions
        self._features = weighed.features if attributor.explain else [()] * len(weighed.mentions)
        self._scores = scores

    @functools.cached_property
    def _candidates(self) -> tuple[CandidateSpeaker, ...]:
        text = self._attributor.document.text
        no_speaker, scores = self._scores
        candidates = [
            CandidateSpeaker(
                TextSpan(mention.start, mention.end),
                text[mention.start : mention.end],
                self._attributor.full_name(mention),
                score - no_speaker,
                tuple(features),
            )
            for mention, score, features in zip(self._mentions, scores, self._features, strict=True)
        ]
        return tuple(sorted(candidates, key=lambda candidate: -candidate.score))

    def __len__(self) -> int:
        return len(self._mentions)

    @overload
    def __getitem__(self, index: int) -> CandidateSpeaker: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CandidateSpeaker]: ...
    def __getitem__(self, index: int | slice) -> CandidateSpeaker | Sequence[CandidateSpeaker]:
        return self._candidates[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LazyCandidates) and self._candidates == other._candidates

    def __hash__(self) -> int:
        return hash(self._candidates)


def _quotation_type(words: str) -> QuotationType:
    return "direct" if not words[0].islower() and words[-1] in ".,!?…" else "mixed"


def _describe_rule(attribution: Attribution, best: int, cue_at: TextSpan | None) -> str:
    """How the speaker was found, in a few words."""
    span, mention = attribution.span, attribution.candidates.mentions[best]
    if best == attribution.candidates.last_speaker_index:
        return CARRIED_OVER if span.continues is None else CONTINUES
    if mention.start < attribution.document.paragraphs[span.paragraph].start:
        return "named in the previous paragraph"
    side = "before" if mention.start < span.start else "after"
    if cue_at is None:
        return f"named {side} it, without a cue"
    return f"{side} it, with “{attribution.document.text[cue_at.start : cue_at.end]}”"
