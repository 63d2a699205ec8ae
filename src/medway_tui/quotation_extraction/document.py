"""The way through a text: its quotations in order, each with everyone who may have said it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from medway_tui.quotation_extraction.features import WeighedCandidates, weigh_candidates
from medway_tui.quotation_extraction.mentions import SpeakerMention
from medway_tui.quotation_extraction.patterns import TaggedParagraph, tag_paragraph
from medway_tui.quotation_extraction.quotation_marks import (
    ParagraphSpan,
    QuotedSpan,
    find_quoted_spans,
    split_paragraphs,
)

MAX_PARAGRAPHS_BACK = 4
"""How many paragraphs before a pronoun are searched for whom it stands for."""


class Attribution(NamedTuple):
    """One quotation on the way through a text, and who may have said it."""

    number: int
    span: QuotedSpan
    candidates: WeighedCandidates
    document: Document


ChooseSpeaker = Callable[[Attribution], SpeakerMention | None]
"""Says whom a quotation is given to; that one is the last speaker for the next."""


class Document:
    """A text as it is read: its paragraphs, its marks, and the parts of the paragraphs that matter."""

    def __init__(self, text: str, *, doubled: bool = False) -> None:
        self.text = text
        self.paragraphs: list[ParagraphSpan] = split_paragraphs(text)
        self.spans: list[QuotedSpan] = find_quoted_spans(text, self.paragraphs, doubled=doubled)
        self._spans_by_paragraph: dict[int, list[tuple[int, QuotedSpan]]] = {}
        for number, mark in enumerate(self.spans):
            self._spans_by_paragraph.setdefault(mark.paragraph, []).append((number, mark))
        self._tagged: dict[int, TaggedParagraph] = {}

    def tagged_paragraph(self, number: int) -> TaggedParagraph:
        """The parts of a paragraph, by its number."""
        tagged = self._tagged.get(number)
        if tagged is None:
            tagged = tag_paragraph(
                self.text, self.paragraphs[number], self._spans_by_paragraph.get(number, [])
            )
            self._tagged.pop(number - 2 * MAX_PARAGRAPHS_BACK, None)
            self._tagged[number] = tagged
        return tagged

    def paragraphs_back_from(self, first: int) -> Iterator[TaggedParagraph]:
        """A paragraph and those before it, nearest first."""
        for number in range(first, max(-1, first - 1 - MAX_PARAGRAPHS_BACK), -1):
            yield self.tagged_paragraph(number)

    def attribute(self, choose: ChooseSpeaker) -> None:
        """Give each quotation to whom ``choose`` says, in order."""
        last: SpeakerMention | None = None
        for paragraph_number, spans in self._spans_by_paragraph.items():
            paragraph = self.tagged_paragraph(paragraph_number)
            previous = self.tagged_paragraph(paragraph_number - 1) if paragraph_number else None
            for number, span in spans:
                weighed = weigh_candidates(self.text, span, number, paragraph, previous, last)
                last = choose(Attribution(number, span, weighed, self)) or last

    def weigh_unquoted_words(self, start: int, end: int) -> WeighedCandidates:
        """Who may have said words that stand without marks."""
        paragraph_number = next(i for i, p in enumerate(self.paragraphs) if p.start <= start < p.end)
        span = QuotedSpan(start, end, start, end, paragraph_number, closed=True, single=False, continues=None)
        spans = [
            (n, m)
            for n, m in self._spans_by_paragraph.get(paragraph_number, [])
            if m.outer_end <= start or m.outer_start >= end
        ]
        paragraph = tag_paragraph(
            self.text,
            self.paragraphs[paragraph_number],
            sorted([*spans, (len(self.spans), span)], key=_span_start),
        )
        previous = self.tagged_paragraph(paragraph_number - 1) if paragraph_number else None
        return weigh_candidates(self.text, span, len(self.spans), paragraph, previous, None)


def _span_start(numbered: tuple[int, QuotedSpan]) -> int:
    return numbered[1].start
