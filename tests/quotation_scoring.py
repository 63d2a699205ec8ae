"""Scores for extracted quotations against annotated ones: spans, speakers, and both together.

Quotation marks, spaces and punctuation at the edges of a span do not count. Two spans match when their
intersection is at least half of their union; each span matches one other at most, the best pairs first.
A speaker is right when the surnames agree or when the predicted mention is inside the annotated one.

A record is ``{"id", "text", "quotes": [{"start", "end", "kind", "speaker", …}], "ignore": [[start, end]]}``.
``benchmarks/extraction_quality.py`` prints these figures for any corpus; ``test_gold_set`` holds them on
``tests/gold``. ``speaker_verdicts`` judges speakers by person.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]
Span = tuple[int, int]

EDGES = " \t\n\u00a0“”\"‘’'`.,;:!?…-–—"
"""Characters at the edges of a span that are not compared."""

MIN_OVERLAP = 0.5
"""The share of the union that the intersection of matching spans has at least."""

MIN_COVERAGE = 0.3
"""The share of a quotation's characters from which it counts as covered (GenderGapTracker's measure)."""

_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "cllr", "councillor", "prof"),
        *("professor", "sen", "rep", "gov", "president", "the", "a", "an"),
    )
)
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_AFTER_NAME = re.compile(r",| of | who | from | in | at |\(")


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass
class Figures:
    """The scores of one run."""

    gold: int
    """Annotated quotations."""
    predicted: int
    """Extracted quotations."""
    exact: Rates
    """The same span."""
    overlap: Rates
    """A matching span."""
    characters: Rates
    """Characters inside quotations."""
    coverage: float
    """The share of annotated quotations that are covered."""
    speaker_accuracy: float
    """Of the matching spans with an annotated speaker, the share with the right one."""
    speakers: int
    """Matching spans with an annotated speaker."""
    end_to_end: Rates
    """A matching span with the right speaker."""
    by_speaker_type: dict[str, tuple[float, int]]
    """Speaker accuracy and number of spans by the gold's speaker type."""
    wrong_speakers: list[tuple[str, Record, Record]] = field(default_factory=list)
    """Record id, annotated and extracted quotation of each wrong speaker."""

    def __str__(self) -> str:
        """One line of percentages: precision/recall/F1."""
        rates = {"exact": self.exact, "overlap": self.overlap, "characters": self.characters}
        cells = [f"gold {self.gold} predicted {self.predicted}"]
        cells += [f"{name} {_percentages(each)}" for name, each in rates.items()]
        cells.append(f"coverage {100 * self.coverage:.1f}")
        cells.append(f"speaker {100 * self.speaker_accuracy:.1f} (of {self.speakers})")
        cells.append(f"e2e {_percentages(self.end_to_end)}")
        types = sorted(self.by_speaker_type.items())
        cells.append(" ".join(f"{name} {100 * share:.0f}% of {count}" for name, (share, count) in types))
        return " | ".join(cells)


def load_records(path: Path) -> list[Record]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score(
    gold: Iterable[Record], predicted: Mapping[str, list[Record]], kinds: Collection[str] = ()
) -> Figures:
    """Score the predicted quotations of each record id against the gold.

    With ``kinds``, only annotated quotations of these kinds count, and predictions that overlap one of
    another kind alone are neither right nor wrong.
    """
    counts: Counter[str] = Counter()
    types: Counter[str] = Counter()
    types_right: Counter[str] = Counter()
    wrong: list[tuple[str, Record, Record]] = []
    for record in gold:
        annotated = strip_spans(record, record["quotes"])
        extracted = strip_spans(record, predicted.get(record["id"], []))
        if kinds:
            annotated, extracted = _of_kinds(annotated, extracted, kinds)
        _count_spans(counts, [span for span, _ in annotated], [span for span, _ in extracted])
        for i, j in match_spans([span for span, _ in annotated], [span for span, _ in extracted]):
            quotation, prediction = annotated[i][1], extracted[j][1]
            counts["overlap"] += 1
            if not quotation.get("speaker"):
                counts["end to end"] += not prediction.get("speaker")
                continue
            is_right = is_same_speaker(quotation, prediction)
            counts.update({"speakers": 1, "speakers right": is_right, "end to end": is_right})
            types[quotation["speaker_type"]] += 1
            types_right[quotation["speaker_type"]] += is_right
            if not is_right:
                wrong.append((record["id"], quotation, prediction))
    gold_count, predicted_count = counts["gold"], counts["predicted"]
    return Figures(
        gold=gold_count,
        predicted=predicted_count,
        exact=_rates(counts["exact"], predicted_count, gold_count),
        overlap=_rates(counts["overlap"], predicted_count, gold_count),
        characters=_rates(counts["both"], counts["predicted characters"], counts["gold characters"]),
        coverage=counts["covered"] / max(1, gold_count),
        speaker_accuracy=counts["speakers right"] / max(1, counts["speakers"]),
        speakers=counts["speakers"],
        end_to_end=_rates(counts["end to end"], predicted_count, gold_count),
        by_speaker_type={name: (types_right[name] / count, count) for name, count in types.items()},
        wrong_speakers=wrong,
    )


def match_spans(annotated: list[Span], extracted: list[Span]) -> list[tuple[int, int]]:
    """Pairs of indices of matching spans, the best first."""
    pairs = [
        (share, i, j)
        for i, one in enumerate(annotated)
        for j, other in enumerate(extracted)
        if (share := overlap_share(one, other)) >= MIN_OVERLAP
    ]
    matched: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((i, j))
    return matched


def overlap_share(one: Span, other: Span) -> float:
    """The intersection of two spans as a share of their union."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def is_same_speaker(quotation: Record, prediction: Record) -> bool:
    """Whether a predicted speaker is the annotated one.

    A pronoun that the gold resolves (``canonical``) has to be resolved; its mention alone does not count.
    """
    printed, predicted = quotation.get("speaker"), prediction.get("speaker")
    if not predicted:
        return False
    canonical = quotation.get("canonical")
    is_resolved = bool(canonical) and quotation.get("speaker_type") == "pronoun"
    if not is_resolved and _is_mention_inside(quotation, prediction):
        return True
    last_name = surname(predicted)
    names = [name for name in (canonical, None if is_resolved else printed) if name]
    return bool(last_name) and any(
        last_name in name_words(name) or surname(name) in name_words(predicted) for name in names
    )


def _is_mention_inside(quotation: Record, prediction: Record) -> bool:
    if quotation.get("speaker_start") is None or prediction.get("speaker_start") is None:
        return False
    source = quotation["speaker_start"], quotation["speaker_end"]
    mention = prediction["speaker_start"], prediction["speaker_end"]
    both = min(source[1], mention[1]) - max(source[0], mention[0])
    is_inside = source[0] <= mention[0] and mention[1] <= source[1]
    return both > 0 and (is_inside or overlap_share(source, mention) >= MIN_OVERLAP)


def strip_spans(record: Record, quotations: Iterable[Record]) -> list[tuple[Span, Record]]:
    """The quotations outside the ignored regions, with their spans stripped of edge characters."""
    stripped = []
    for quotation in quotations:
        start, end = quotation["start"], quotation["end"]
        if any(max(start, a) < min(end, b) for a, b in record.get("ignore", [])):
            continue
        while start < end and record["text"][start] in EDGES:
            start += 1
        while end > start and record["text"][end - 1] in EDGES:
            end -= 1
        if start < end:
            stripped.append(((start, end), quotation))
    return stripped


def _of_kinds(
    annotated: list[tuple[Span, Record]], extracted: list[tuple[Span, Record]], kinds: Collection[str]
) -> tuple[list[tuple[Span, Record]], list[tuple[Span, Record]]]:
    """Keep the annotated quotations of these kinds, and what does not overlap others alone."""
    others = [span for span, quotation in annotated if quotation["kind"] not in kinds]
    kept = [(span, quotation) for span, quotation in annotated if quotation["kind"] in kinds]

    def overlaps(span: Span, spans: Iterable[Span]) -> bool:
        return any(max(span[0], a) < min(span[1], b) for a, b in spans)

    kept_spans = [span for span, _ in kept]
    return kept, [
        (span, prediction)
        for span, prediction in extracted
        if overlaps(span, kept_spans) or not overlaps(span, others)
    ]


def _count_spans(counts: Counter[str], annotated: list[Span], extracted: list[Span]) -> None:
    gold_characters = {at for span in annotated for at in range(*span)}
    predicted_characters = {at for span in extracted for at in range(*span)}
    covered = sum(
        len(predicted_characters.intersection(range(*span))) >= MIN_COVERAGE * (span[1] - span[0])
        for span in annotated
    )
    counts.update(
        {
            "gold": len(annotated),
            "predicted": len(extracted),
            "exact": len(set(annotated) & set(extracted)),
            "gold characters": len(gold_characters),
            "predicted characters": len(predicted_characters),
            "both": len(gold_characters & predicted_characters),
            "covered": covered,
        }
    )


def _rates(right: int, predicted: int, gold: int) -> Rates:
    return Rates(
        right / predicted if predicted else 0.0,
        right / gold if gold else 0.0,
        2 * right / (predicted + gold) if predicted + gold else 0.0,
    )


def _percentages(rates: Rates) -> str:
    return "/".join(f"{100 * rate:.1f}" for rate in rates)


def name_words(name: str) -> list[str]:
    """The words of a name in lower case, without titles and possessives."""
    words = (_POSSESSIVE.sub("", word).lower() for word in _WORD.findall(name))
    return [word for word in words if word and word not in _TITLES]


def surname(name: str) -> str:
    """The last capitalised word of a name; without one, its last word."""
    words = _WORD.findall(_AFTER_NAME.split(name)[0] or name)
    capitalised = [_POSSESSIVE.sub("", word).lower() for word in words if word[0].isupper()]
    surnames = [word for word in capitalised if word not in _TITLES]
    return surnames[-1] if surnames else (name_words(name) or [""])[-1]
