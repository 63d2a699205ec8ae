"""A text with its quotations in order, each with its possible speakers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

from medway_tui.quotation_extraction.features import (
    PreviousParagraph,
    WeighedCandidates,
    weigh_candidates,
)
from medway_tui.quotation_extraction.name_features import NameFeatures
from medway_tui.quotation_extraction.patterns import TaggedParagraph, tag_paragraph
from medway_tui.quotation_extraction.person_names import PersonNames
from medway_tui.quotation_extraction.quotation import SpeakerMention
from medway_tui.quotation_marks import (
    ParagraphSpan,
    QuotedSpan,
    find_quoted_spans,
    split_paragraphs,
)

MAX_TAGGED = 100
"""Tagged paragraphs that are kept."""
MAX_SUBHEADS = 2
"""Subheads that are skipped from a paragraph to the one before."""
MAX_SUBHEAD_LENGTH = 60
"""Code points of a subhead."""


class Attribution(NamedTuple):
    """A quotation that needs a speaker."""

    number: int
    span: QuotedSpan
    candidates: WeighedCandidates
    document: Document


ChooseSpeaker = Callable[[Attribution], SpeakerMention | None]
"""Returns the speaker of a quotation, who becomes the last speaker for the next."""


class Document:
    """A text: its paragraphs, quoted spans, and the tagged paragraphs that are needed at the time."""

    def __init__(self, text: str, names: PersonNames, *, doubled: bool = False) -> None:
        self.text = text
        self.name_features = NameFeatures(text, names)
        self.paragraphs: list[ParagraphSpan] = split_paragraphs(text)
        self.spans: list[QuotedSpan] = find_quoted_spans(text, self.paragraphs, doubled=doubled)
        self._spans_by_paragraph: dict[int, list[tuple[int, QuotedSpan]]] = {}
        for number, span in enumerate(self.spans):
            self._spans_by_paragraph.setdefault(span.paragraph, []).append((number, span))
        self._tagged: dict[int, TaggedParagraph] = {}

    def tagged_paragraph(self, number: int) -> TaggedParagraph:
        """Tag a paragraph; the last few are kept."""
        tagged = self._tagged.get(number)
        if tagged is None:
            spans = self._spans_by_paragraph.get(number, [])
            tagged = tag_paragraph(self.text, self.paragraphs[number], spans)
            self._tagged.pop(number - MAX_TAGGED, None)
            self._tagged[number] = tagged
        return tagged

    def attribute(self, choose: ChooseSpeaker) -> None:
        """Call ``choose`` for each quotation, in order."""
        last_speaker: SpeakerMention | None = None
        for paragraph_number, spans in self._spans_by_paragraph.items():
            paragraph = self.tagged_paragraph(paragraph_number)
            previous = self._previous_paragraph(paragraph_number)
            for number, span in spans:
                candidates = weigh_candidates(self.text, span, number, paragraph, previous, last_speaker)
                self.name_features.add_to(candidates)
                last_speaker = choose(Attribution(number, span, candidates, self)) or last_speaker

    def _previous_paragraph(self, number: int) -> PreviousParagraph | None:
        """The paragraph before one, without subheads between the two."""
        if not number:
            return None
        for before in range(number - 1, max(-1, number - 1 - MAX_SUBHEADS), -1):
            start, end = self.paragraphs[before]
            is_short = end - start <= MAX_SUBHEAD_LENGTH
            if not is_short or self.text[start:end].rstrip()[-1] in ".,!?:;…”’\"'" or before == 0:
                return self._untagged(before)
        return self._untagged(number - 1)

    def _untagged(self, number: int) -> PreviousParagraph:
        start = self.paragraphs[number].start
        return PreviousParagraph(start, functools.partial(self.tagged_paragraph, number))

    def weigh_unquoted_words(self, start: int, end: int) -> WeighedCandidates:
        """The possible speakers of words without marks, as if they had some."""
        number = next(i for i, each in enumerate(self.paragraphs) if each.start <= start < each.end)
        span = QuotedSpan(start, end, start, end, number, closed=True, single=False, continues=None)
        spans = [
            (n, each)
            for n, each in self._spans_by_paragraph.get(number, [])
            if each.outer_end <= start or each.outer_start >= end
        ]
        spans = sorted([*spans, (len(self.spans), span)], key=lambda numbered: numbered[1].start)
        paragraph = tag_paragraph(self.text, self.paragraphs[number], spans)
        previous = self._untagged(number - 1) if number else None
        candidates = weigh_candidates(self.text, span, len(self.spans), paragraph, previous, None)
        self.name_features.add_to(candidates)
        return candidates
