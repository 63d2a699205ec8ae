"""From a text to its quotations with their speakers."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import overload

from medway_tui.quotation_extraction import headings, ranker
from medway_tui.quotation_extraction.coreference import find_antecedent
from medway_tui.quotation_extraction.cues import find_cue
from medway_tui.quotation_extraction.document import Attribution, Document
from medway_tui.quotation_extraction.features import WeighedCandidates
from medway_tui.quotation_extraction.mentions import SpeakerMention
from medway_tui.quotation_extraction.names import NameIndex
from medway_tui.quotation_extraction.quotation import Quotation, QuotationType, SpeakerCandidate, TextSpan

NO_SPEAKER_THRESHOLD = 0.5
"""From which likelihood on marks are taken to quote nobody."""
UNKNOWN_SPEAKER_CONFIDENCE = 0.3
"""The confidence in a quotation for which the text has no speaker at all."""


def extract(
    text: str, *, people: Iterable[str] = (), doubled: bool = False, explain: bool = False
) -> tuple[Quotation, ...]:
    """The quotations of a text, in order of place.

    ``text`` is an article without its markup; each line that is not blank is a paragraph, and the first
    may be its headline. ``people`` are names that are known already: a speaker who can be one of them is
    given under that name. ``doubled`` takes two apostrophes for a double quotation mark, as some archives
    print it. ``explain`` keeps what spoke for each candidate (``Candidate.features``), which takes some
    kilobytes a quotation.
    Marks that quote nobody are given with the type ``none``. The answer is the same for the same text, and
    the work is linear in its length.
    """
    document = Document(text, doubled=doubled)
    attributor = Attributor(document, NameIndex(text, tuple(people)), explain=explain)
    document.attribute(attributor)
    return headings.attribute_headings(document, attributor.quotations, attributor.full_name)


class Attributor:
    """Chooses who said each quotation, and keeps what was chosen."""

    def __init__(self, document: Document, people: NameIndex, *, explain: bool = False) -> None:
        self.explain = explain
        self.document = document
        self.people = people
        self.quotations: list[Quotation] = []
        self.last_speaker: tuple[SpeakerMention, str] | None = None

    def __call__(self, attribution: Attribution) -> SpeakerMention | None:
        """Keep the quotation of a step, and give whom it is given to."""
        span, weighed = attribution.span, attribution.candidates
        text = self.document.text
        words = text[span.start : span.end]
        scores = ranker.score_candidates(weighed)
        no_speaker, shares = ranker.to_probabilities(*scores)
        candidates = _LazyCandidates(self, weighed, scores)
        if not shares:
            self.quotations.append(
                Quotation(
                    span.start,
                    span.end,
                    "direct" if _quotation_type(words) == "direct" else "none",
                    UNKNOWN_SPEAKER_CONFIDENCE,
                    rule="nobody is named near it",
                )
            )
            return None
        if no_speaker >= NO_SPEAKER_THRESHOLD and span.continues is None:
            self.quotations.append(
                Quotation(
                    span.start,
                    span.end,
                    "none",
                    no_speaker,
                    rule="the marks quote nobody",
                    candidates=candidates,
                )
            )
            return None
        best, share = ranker.pick_speaker(weighed, shares)
        if span.continues is not None and weighed.last_speaker_index is not None:
            best = weighed.last_speaker_index
        mention = weighed.mentions[best]
        self.last_speaker = mention, self.resolve_speaker(mention, span.paragraph)
        paragraph = self.document.tagged_paragraph(span.paragraph)
        cue_at = find_cue(paragraph, paragraph.quotation_indices[attribution.number], mention.start)
        self.quotations.append(
            Quotation(
                span.start,
                span.end,
                _quotation_type(words),
                share,
                speaker=self.last_speaker[1],
                mention=TextSpan(mention.start, mention.end),
                attribution=text[mention.start : mention.end],
                cue=text[cue_at.start : cue_at.end] if cue_at else None,
                cue_at=cue_at,
                continues=span.continues,
                rule=_describe_rule(attribution, best, cue_at),
                candidates=candidates,
            )
        )
        return mention

    def resolve_speaker(self, mention: SpeakerMention, paragraph_number: int) -> str:
        """Who a mention is, a pronoun looked up in what stands before it."""
        if mention.kind[0] in "PO":
            if self.last_speaker is not None and self.last_speaker[0].start == mention.start:
                return self.last_speaker[1]
            found = find_antecedent(
                self.document.text,
                mention,
                self.document.paragraphs_back_from(paragraph_number),
                self.people,
                self.last_speaker,
            )
            if found:
                return found
        return self.full_name(mention)

    def full_name(self, mention: SpeakerMention) -> str:
        """Who a mention is by its own words."""
        return _full_name(self.document.text, mention, self.people)


def _full_name(text: str, mention: SpeakerMention, people: NameIndex) -> str:
    printed = text[mention.start : mention.end]
    if mention.kind[0] == "N":
        return people.full_name(printed)
    if mention.kind in ("Dm", "Dp") and mention.owner and (mention.kind == "Dm" or mention.key[:4] != "the "):
        return people.full_name(mention.owner)
    if mention.kind == "Dg" and printed[:4].lower() == "the ":
        return people.full_institution_name(mention.key.removeprefix("the ")) or printed
    return printed


class _LazyCandidates(Sequence[SpeakerCandidate]):
    """Everyone weighed for a quotation, likeliest first; made when somebody asks."""

    def __init__(
        self, attributor: Attributor, weighed: WeighedCandidates, scores: tuple[float, list[float]]
    ) -> None:
        self._attributor = attributor
        self._mentions = weighed.mentions
        self._features = weighed.features if attributor.explain else [()] * len(weighed.mentions)
        self._scores = scores

    @functools.cached_property
    def _candidates(self) -> tuple[SpeakerCandidate, ...]:
        text = self._attributor.document.text
        nobody, each = self._scores
        made = [
            SpeakerCandidate(
                TextSpan(m.start, m.end),
                text[m.start : m.end],
                self._attributor.full_name(m),
                s - nobody,
                tuple(f),
            )
            for m, s, f in zip(self._mentions, each, self._features, strict=True)
        ]
        return tuple(sorted(made, key=lambda c: -c.score))

    def __len__(self) -> int:
        return len(self._mentions)

    @overload
    def __getitem__(self, index: int) -> SpeakerCandidate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SpeakerCandidate]: ...
    def __getitem__(self, index: int | slice) -> SpeakerCandidate | Sequence[SpeakerCandidate]:
        return self._candidates[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LazyCandidates) and self._candidates == other._candidates

    def __hash__(self) -> int:
        return hash(self._candidates)


def _quotation_type(words: str) -> QuotationType:
    return "direct" if not words[0].islower() and words[-1] in ".,!?…" else "mixed"


def _describe_rule(attribution: Attribution, best: int, cue_at: TextSpan | None) -> str:
    """In a few words, how the speaker stands to the quotation."""
    span, mention = attribution.span, attribution.candidates.mentions[best]
    if span.continues is not None:
        return "goes on from the paragraph before"
    if best == attribution.candidates.last_speaker_index:
        return "the last speaker goes on"
    paragraph = attribution.document.paragraphs[span.paragraph]
    if mention.start < paragraph.start:
        return "named in the paragraph before"
    side = "before" if mention.start < span.start else "after"
    if cue_at is None:
        return f"named {side} it, without a cue"
    verb = attribution.document.text[cue_at.start : cue_at.end]
    return f"{side} it, with “{verb}”"
