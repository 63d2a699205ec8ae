"""The quotations of a text as entries of a quotes file: drafts, with the speakers that the dossier knows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate
from typing import NamedTuple

from medway_tui.content.marks import uncovered
from medway_tui.content.selectors import selector
from medway_tui.dossier.importing.names import Names, Proposal
from medway_tui.extract import Quotation, extract
from medway_tui.model.articles import Quote
from medway_tui.model.places import Span

_LIKELY = 0.5
"""How sure a speaker has to be to be proposed as somebody new."""

_DOUBTFUL = 0.6
"""How sure a speaker can be at most who was found by a name that is not quite one of theirs."""


class Found(NamedTuple):
    """A quotation as it is going to be written, and what explains it."""

    keys: dict[str, str]
    """The entry."""
    span: Span
    quotation: Quotation | None
    """What the extractor said; None for words in marks of which it said nothing."""
    matched: str
    """How the speaker was matched, where that leaves a doubt; else empty."""


def quotations(
    texts: Sequence[str], names: Names, *, propose: bool = True, explain: bool = False
) -> tuple[list[Found], list[Proposal], list[str]]:
    """The quotations of an article, people and organisations that are new, and what a person should know.

    ``texts`` are the headline, empty where nobody knows it, and the blocks. Without ``propose``, who is not
    known stays unnamed. With ``explain``, what spoke for each candidate is kept.
    """
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    told = extract("\n".join(texts), explain=explain)
    proposals: list[Proposal] = []
    remarks: list[str] = []
    found: list[Found] = []
    numbers: dict[int, int] = {}
    for place, quotation in enumerate(told):
        span = _span(texts, starts, quotation.start, quotation.end)
        keys = _placed(texts, span) if span else None
        if span is None or keys is None:
            continue
        matched = ""
        confidence = quotation.confidence
        if quotation.type != "none":
            match = names.find(quotation.speaker) if quotation.speaker else None
            new = None
            if match is None and quotation.speaker and propose and confidence >= _LIKELY:
                new = names.propose(quotation.speaker)
                proposals += [new] if new else []
            if match is not None or new is not None:
                keys["speaker"] = match.agent if match else new.id if new else ""
            if match is not None and match.why:
                matched = match.why
                confidence = min(confidence, _DOUBTFUL)
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
        numbers[place] = len(found)
        found.append(Found(keys, span, quotation, matched))
    found += _forgotten(texts, [each.span for each in found])
    return _numbered(found), proposals, remarks


def _span(texts: Sequence[str], starts: Sequence[int], start: int, end: int) -> Span | None:
    """A place in the text as one in a block, without spaces at its ends; None where it is empty."""
    number = bisect_right(starts, start) - 1
    text = texts[number]
    first, last = start - starts[number], min(end - starts[number], len(text))
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Span(number, first, last) if any(c not in " …" for c in text[first:last]) else None


def _placed(texts: Sequence[str], span: Span) -> dict[str, str] | None:
    made = selector(texts, span)
    if made is None:
        return None
    keys = {"paragraph": str(span.paragraph), "exact": made.exact}
    if made.prefix:
        keys["prefix"] = made.prefix
    if made.suffix:
        keys["suffix"] = made.suffix
    return keys


def _forgotten(texts: Sequence[str], spans: Sequence[Span]) -> list[Found]:
    """Words in marks that no quotation covers: marks that quote nobody, until somebody looks."""
    there: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        there.setdefault(span.paragraph, []).append((span.start, span.end))
    found = []
    for number, text in enumerate(texts):
        for stretch in uncovered(text, there.get(number, ())):
            span = Span(number, stretch.start, stretch.end)
            keys = _placed(texts, span)
            overlaps = any(a < span.end and span.start < b for a, b in there.get(number, ()))
            if keys is not None and not overlaps:
                found.append(Found({**keys, "type": "none", "draft": "0.00"}, span, None, ""))
    return found


def _numbered(found: list[Found]) -> list[Found]:
    """In reading order, with ids."""
    order = sorted(range(len(found)), key=lambda n: found[n].span)
    ids = {n: f"q{place}" for place, n in enumerate(order, 1)}
    made = []
    for n in order:
        keys = dict(found[n].keys)
        if "continues" in keys:
            keys["continues"] = ids[int(keys["continues"])]
        made.append(found[n]._replace(keys={"id": ids[n], **_in_order(keys)}))
    return made


def _in_order(keys: dict[str, str]) -> dict[str, str]:
    order = [field.name for field in fields(Quote)]
    return {key: keys[key] for key in order if key in keys}
