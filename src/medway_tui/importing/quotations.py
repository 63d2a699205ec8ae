"""Finds the quotations of a text and matches their speakers: entries of a quotes file, each a draft."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import accumulate
from typing import NamedTuple

from medway_tui.authoring.review import CHECK_NOTE
from medway_tui.content.anchors import make_selector
from medway_tui.importing.article_speakers import ArticleSpeakers, ResolvedSpeaker
from medway_tui.importing.article_words import ArticleWords
from medway_tui.importing.printed_roles import PrintedRoles
from medway_tui.importing.speakers import ProposedAgent, SpeakerNames
from medway_tui.model.articles import Quote
from medway_tui.model.locations import BlockPlace, Span, block_places
from medway_tui.quotation_extraction import Quotation, extract
from medway_tui.quotation_marks import find_unlisted_ranges
from medway_tui.yaml_io.emit import double_quoted

_MAX_CONFIDENCE = 0.99
"""The highest confidence of a draft: only a reviewer is certain."""


_DOUBTS_TO_CHECK = ("same surname", "several people", "pronoun", "carried over", "no name")
"""The extractor's doubts that a reviewer reads, as an error of these kinds is hard to notice."""


class DraftQuote(NamedTuple):
    """A new entry of a quotes file, and how it was found."""

    keys: dict[str, str]
    span: Span
    extracted: Quotation | None
    """The extractor's quotation; None for words in quotation marks that it skipped."""
    match_doubt: str
    """How the speaker was matched where the name is not exact; else empty."""


class FoundQuotes(NamedTuple):
    """The quotations of an article, and who is new in it."""

    draft_quotes: list[DraftQuote]
    proposals: list[ProposedAgent]
    """The people and organisations that are new."""
    remarks: list[str]
    """What a reviewer should know about the speakers."""


def find_quotes(
    texts: Sequence[str],
    speaker_names: SpeakerNames,
    *,
    places: Sequence[BlockPlace] | None = None,
    propose: bool = True,
    explain: bool = False,
    publisher: str = "",
) -> FoundQuotes:
    """Return the quotations of an article, and the people and organisations that are new.

    ``texts`` are the headline, empty where it is not known, and the blocks; ``places`` are theirs, numbered
    paragraphs by default. Without ``propose`` an unknown speaker gets no id. ``explain`` keeps the features
    of each candidate. The ``publisher`` is no speaker.
    """
    places = places or block_places(["paragraph"] * (len(texts) - 1))
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    article = ArticleWords(texts)
    quotations = extract(article.text, people=speaker_names.full_names, explain=explain)
    speakers = ArticleSpeakers(speaker_names, article, propose=propose, not_people=[publisher])
    speakers.introduce(quotations)
    draft_quotes: list[DraftQuote] = []
    numbers: dict[int, int] = {}
    for place, quotation in enumerate(quotations):
        span = _block_span(texts, starts, quotation.start, quotation.end)
        keys = _selector_keys(texts, places, span) if span else None
        if span is None or keys is None:
            continue
        is_speech = quotation.type != "none"
        speaker = speakers.resolve(quotation) if is_speech else ResolvedSpeaker((), quotation.confidence)
        keys.update(_speaker_keys(quotation, speaker) if is_speech else {})
        keys["type"] = quotation.type
        if quotation.continues is not None and quotation.continues in numbers:
            keys["continues"] = str(numbers[quotation.continues])
        keys["draft"] = f"{min(max(speaker.confidence, 0.0), _MAX_CONFIDENCE):.2f}"
        numbers[place] = len(draft_quotes)
        draft_quotes.append(DraftQuote(keys, span, quotation, speaker.doubt))
    draft_quotes += _find_unread_marks(texts, places, [each.span for each in draft_quotes])
    used = {each for quote in draft_quotes for each in speaker_ids(quote.keys)}
    speaker_names.drop_unused(used)
    roles = PrintedRoles(speaker_names, article.text)
    proposals = [
        roles.add_memberships(each) if each.kind == "people" else each
        for each in speakers.proposals
        if each.id in used
    ]
    proposals += roles.new_organisations
    return FoundQuotes(_with_ids(draft_quotes), proposals, [*speakers.remarks, *roles.remarks])


def speaker_ids(keys: Mapping[str, str]) -> list[str]:
    """Return the speaker, or the speakers of a joint statement, from the keys of an entry."""
    if "speakers" in keys:
        return [each.strip(' "') for each in keys["speakers"].strip("[]").split(",")]
    return [keys["speaker"]] if "speaker" in keys else []


def _speaker_keys(quotation: Quotation, speaker: ResolvedSpeaker) -> dict[str, str]:
    """Return the keys of an entry about its speaker."""
    keys = {}
    if len(speaker.ids) > 1:
        keys["speakers"] = f"[{', '.join(map(double_quoted, speaker.ids))}]"
    elif speaker.ids:
        keys["speaker"] = speaker.ids[0]
    for key, value in (("attribution", quotation.attribution), ("cue", quotation.cue)):
        if value and any(c.isalnum() for c in value):
            keys[key] = " ".join(value.split())
    doubts = [doubt for doubt in quotation.doubts if doubt in _DOUBTS_TO_CHECK]
    if speaker.note:
        keys["note"] = speaker.note
    elif speaker.ids and doubts:
        keys["note"] = f"{CHECK_NOTE}{', '.join(doubts)}."
    return keys


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
