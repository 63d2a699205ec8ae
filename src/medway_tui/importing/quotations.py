"""The quotations of a text as entries of a quotes file: drafts, with the speakers that the dossier knows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate
from typing import NamedTuple

from medway_tui.content.anchors import make_selector
from medway_tui.importing.speakers import ProposedAgent, SpeakerNames
from medway_tui.model.articles import Quote
from medway_tui.model.locations import Span
from medway_tui.quotation_extraction import Quotation, extract
from medway_tui.text import find_unlisted_ranges

_MIN_PROPOSAL_CONFIDENCE = 0.5
"""How sure a speaker has to be to be proposed as somebody new."""

_MAX_DOUBTFUL_CONFIDENCE = 0.6
"""How sure a speaker can be at most who was found by a name that is not quite one of theirs."""


class DraftQuote(NamedTuple):
    """A quotation as it is going to be written, and what explains it."""

    keys: dict[str, str]
    """The entry."""
    span: Span
    extracted: Quotation | None
    """What the extractor said; None for words in marks of which it said nothing."""
    match_doubt: str
    """How the speaker was matched, where that leaves a doubt; else empty."""


def find_quotes(
    texts: Sequence[str], speaker_names: SpeakerNames, *, propose: bool = True, explain: bool = False
) -> tuple[list[DraftQuote], list[ProposedAgent], list[str]]:
    """The quotations of an article, people and organisations that are new, and what a person should know.

    ``texts`` are the headline, empty where nobody knows it, and the blocks. Without ``propose``, who is not
    known stays unnamed. With ``explain``, what spoke for each candidate is kept.
    """
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    extracted = extract("\n".join(texts), explain=explain)
    proposals: list[ProposedAgent] = []
    remarks: list[str] = []
    draft_quotes: list[DraftQuote] = []
    numbers: dict[int, int] = {}
    for place, quotation in enumerate(extracted):
        span = _block_span(texts, starts, quotation.start, quotation.end)
        keys = _selector_keys(texts, span) if span else None
        if span is None or keys is None:
            continue
        matched = ""
        confidence = quotation.confidence
        if quotation.type != "none":
            match = speaker_names.match(quotation.speaker) if quotation.speaker else None
            new = None
            if match is None and quotation.speaker and propose and confidence >= _MIN_PROPOSAL_CONFIDENCE:
                new = speaker_names.propose(quotation.speaker)
                proposals += [new] if new else []
            if match is not None or new is not None:
                keys["speaker"] = match.agent_id if match else new.id if new else ""
            if match is not None and match.doubt:
                matched = match.doubt
                confidence = min(confidence, _MAX_DOUBTFUL_CONFIDENCE)
            for key, value in (
                ("attribution", quotation.attribution),
                ("cue", quotation.cue),
            ):
                if value and any(c.isalnum() for c in value):
                    keys[key] = " ".join(value.split())
        keys["type"] = quotation.type
        if quotation.continues is not None and quotation.continues in numbers:
            keys["continues"] = str(numbers[quotation.continues])
        keys["draft"] = f"{min(max(confidence, 0.0), 1.0):.2f}"
        numbers[place] = len(draft_quotes)
        draft_quotes.append(DraftQuote(keys, span, quotation, matched))
    draft_quotes += _find_unread_marks(texts, [each.span for each in draft_quotes])
    return _with_ids(draft_quotes), proposals, remarks


def _block_span(texts: Sequence[str], starts: Sequence[int], start: int, end: int) -> Span | None:
    """A place in the text as one in a block, without spaces at its ends; None where it is empty."""
    number = bisect_right(starts, start) - 1
    text = texts[number]
    first, last = start - starts[number], min(end - starts[number], len(text))
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Span(number, first, last) if any(c not in " …" for c in text[first:last]) else None


def _selector_keys(texts: Sequence[str], span: Span) -> dict[str, str] | None:
    text_selector = make_selector(texts, span)
    if text_selector is None:
        return None
    keys = {"paragraph": str(span.paragraph), "exact": text_selector.exact}
    if text_selector.prefix:
        keys["prefix"] = text_selector.prefix
    if text_selector.suffix:
        keys["suffix"] = text_selector.suffix
    return keys


def _find_unread_marks(texts: Sequence[str], spans: Sequence[Span]) -> list[DraftQuote]:
    """Words in marks that no quotation covers: marks that quote nobody, until somebody looks."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        covered.setdefault(span.paragraph, []).append((span.start, span.end))
    draft_quotes = []
    for number, text in enumerate(texts):
        for stretch in find_unlisted_ranges(text, covered.get(number, ())):
            span = Span(number, stretch.start, stretch.end)
            keys = _selector_keys(texts, span)
            overlaps = any(a < span.end and span.start < b for a, b in covered.get(number, ()))
            if keys is not None and not overlaps:
                draft_quotes.append(DraftQuote({**keys, "type": "none", "draft": "0.00"}, span, None, ""))
    return draft_quotes


def _with_ids(draft_quotes: list[DraftQuote]) -> list[DraftQuote]:
    """In reading order, with ids."""
    order = sorted(range(len(draft_quotes)), key=lambda n: draft_quotes[n].span)
    ids = {n: f"q{place}" for place, n in enumerate(order, 1)}
    made = []
    for n in order:
        keys = dict(draft_quotes[n].keys)
        if "continues" in keys:
            keys["continues"] = ids[int(keys["continues"])]
        made.append(draft_quotes[n]._replace(keys={"id": ids[n], **_in_key_order(keys)}))
    return made


def _in_key_order(keys: dict[str, str]) -> dict[str, str]:
    order = [field.name for field in fields(Quote)]
    return {key: keys[key] for key in order if key in keys}
