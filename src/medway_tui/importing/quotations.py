"""Finds the quotations of a text and matches their speakers: entries of a quotes file, each a draft."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate
from typing import NamedTuple

from medway_tui.content.anchors import make_selector
from medway_tui.importing.speakers import ProposedAgent, SpeakerNames
from medway_tui.model.articles import Quote
from medway_tui.model.locations import BlockPlace, Span, block_places
from medway_tui.quotation_extraction import Quotation, extract
from medway_tui.quotation_marks import find_unlisted_ranges

_MIN_PROPOSAL_CONFIDENCE = 0.5
"""The confidence from which an unknown speaker is proposed as a new person or organisation."""

_MAX_DOUBTFUL_CONFIDENCE = 0.6
"""The highest confidence in a speaker matched by an inexact name."""


class DraftQuote(NamedTuple):
    """A new entry of a quotes file, and how it was found."""

    keys: dict[str, str]
    span: Span
    extracted: Quotation | None
    """The extractor's quotation; None for words in quotation marks that it skipped."""
    match_doubt: str
    """How the speaker was matched where the name is not exact; else empty."""


class _Speaker(NamedTuple):
    keys: dict[str, str]
    """The keys of the entry about the speaker."""
    confidence: float
    doubt: str = ""
    proposal: ProposedAgent | None = None


def find_quotes(
    texts: Sequence[str],
    speaker_names: SpeakerNames,
    *,
    places: Sequence[BlockPlace] | None = None,
    propose: bool = True,
    explain: bool = False,
) -> tuple[list[DraftQuote], list[ProposedAgent]]:
    """Return the quotations of an article, and the people and organisations that are new.

    ``texts`` are the headline, empty where it is not known, and the blocks; ``places`` are theirs, numbered
    paragraphs by default. Without ``propose`` an unknown
    speaker gets no id. ``explain`` keeps the features of each candidate.
    """
    places = places or block_places(["paragraph"] * (len(texts) - 1))
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    proposals: list[ProposedAgent] = []
    draft_quotes: list[DraftQuote] = []
    numbers: dict[int, int] = {}
    for place, quotation in enumerate(extract("\n".join(texts), explain=explain)):
        span = _block_span(texts, starts, quotation.start, quotation.end)
        keys = _selector_keys(texts, places, span) if span else None
        if span is None or keys is None:
            continue
        speaker = _resolve_speaker(quotation, speaker_names, propose=propose)
        proposals += [speaker.proposal] if speaker.proposal else []
        keys.update(speaker.keys)
        keys["type"] = quotation.type
        if quotation.continues is not None and quotation.continues in numbers:
            keys["continues"] = str(numbers[quotation.continues])
        keys["draft"] = f"{min(max(speaker.confidence, 0.0), 1.0):.2f}"
        numbers[place] = len(draft_quotes)
        draft_quotes.append(DraftQuote(keys, span, quotation, speaker.doubt))
    draft_quotes += _find_unread_marks(texts, places, [each.span for each in draft_quotes])
    return _with_ids(draft_quotes), proposals


def _resolve_speaker(quotation: Quotation, speaker_names: SpeakerNames, *, propose: bool) -> _Speaker:
    confidence = quotation.confidence
    if quotation.type == "none":
        return _Speaker({}, confidence)
    name = quotation.speaker
    match = speaker_names.match(name) if name else None
    is_proposed = bool(name) and match is None and propose and confidence >= _MIN_PROPOSAL_CONFIDENCE
    proposal = speaker_names.propose(name) if name and is_proposed else None
    agent_id = match.agent_id if match else proposal.id if proposal else None
    keys = {"speaker": agent_id} if agent_id else {}
    for key, value in (("attribution", quotation.attribution), ("cue", quotation.cue)):
        if value and any(c.isalnum() for c in value):
            keys[key] = " ".join(value.split())
    if match and match.doubt:
        return _Speaker(keys, min(confidence, _MAX_DOUBTFUL_CONFIDENCE), match.doubt)
    return _Speaker(keys, confidence, proposal=proposal)


def _block_span(texts: Sequence[str], starts: Sequence[int], start: int, end: int) -> Span | None:
    """Return a range of the text as one in a block, without spaces at its ends; None where it is empty."""
    number = bisect_right(starts, start) - 1
    first = start - starts[number]
    text = texts[number][first : end - starts[number]]
    first += len(text) - len(text.lstrip())
    return Span(number, first, first + len(text.strip())) if text.strip(" …") else None


def _selector_keys(texts: Sequence[str], places: Sequence[BlockPlace], span: Span) -> dict[str, str] | None:
    selector = make_selector(texts, span)
    if selector is None:
        return None
    context = {"prefix": selector.prefix, "suffix": selector.suffix}
    place = places[span.block]
    keys: dict[str, str] = {place.kind: str(place.number), "exact": selector.exact}
    return keys | {key: value for key, value in context.items() if value}


def _find_unread_marks(
    texts: Sequence[str], places: Sequence[BlockPlace], spans: Sequence[Span]
) -> list[DraftQuote]:
    """Return the words in quotation marks that no quotation covers, as type none until reviewed."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        covered.setdefault(span.block, []).append((span.start, span.end))
    draft_quotes = []
    for number, text in enumerate(texts):
        for quoted in find_unlisted_ranges(text, covered.get(number, ())):
            span = Span(number, quoted.start, quoted.end)
            keys = _selector_keys(texts, places, span)
            overlaps = any(a < span.end and span.start < b for a, b in covered.get(number, ()))
            if keys is not None and not overlaps:
                draft_quotes.append(DraftQuote({**keys, "type": "none", "draft": "0.00"}, span, None, ""))
    return draft_quotes


def _with_ids(draft_quotes: list[DraftQuote]) -> list[DraftQuote]:
    order = sorted(range(len(draft_quotes)), key=lambda n: draft_quotes[n].span)
    ids = {n: f"q{place}" for place, n in enumerate(order, 1)}
    numbered = []
    for n in order:
        keys = {"id": ids[n], **draft_quotes[n].keys}
        if "continues" in keys:
            keys["continues"] = ids[int(keys["continues"])]
        in_order = {field.name: keys[field.name] for field in fields(Quote) if field.name in keys}
        numbered.append(draft_quotes[n]._replace(keys=in_order))
    return numbered
