"""Measure the quotation extractor against annotated articles: spans, speakers, and both together.

GOLD is the folder ``tests/gold`` or a JSON Lines file of records (see ``tests/quotation_scoring.py``). The
anchors are other systems' figures from the same scorer.

usage: extraction_quality.py GOLD [--write PRED.jsonl] [--errors] [--speed]
"""

from __future__ import annotations

import argparse
import collections
import json
import statistics
import sys
import time
from pathlib import Path

from medway_tui.quotation_extraction import extract

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.gold_set import load_gold_set, predict
from tests.quotation_scoring import (
    MIN_OVERLAP,
    Record,
    load_records,
    overlap_share,
    score,
)

ANCHORS = """\
Anchors, same scorer, F1 (PolNeAR test; the last row dev): exact, overlap, speaker, e2e, e2e direct, fragments
  human against human (20 articles)             92.2  95.0  98.1  92.7  92.8  89.9
  marks, textacy, GenderGapTracker, nearest     95.2  96.1  76.7  73.5  81.3  53.3
  textacy, paragraph by paragraph               76.3  77.4  91.8  71.0  78.6     –
  GenderGapTracker rules (spaCy)                86.1  86.6  77.3  66.9  73.8     –
  nearest capitalised name                      95.2  96.1  65.5  62.9  73.5  37.6
  on dev: nearest 63.6, textacy 65.3, GenderGapTracker 63.5, all combined 69.6 (e2e)"""
MAX_ERRORS_PER_KIND = 12
"""Errors of a kind that are printed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", type=Path, help="write the predictions as records for another scorer")
    parser.add_argument("--errors", action="store_true", help="list the worst errors by kind")
    parser.add_argument("--speed", action="store_true", help="megabytes of text a second")
    arguments = parser.parse_args()
    if not arguments.gold.exists():
        sys.exit(f"extraction_quality.py: no such file: {arguments.gold}")
    gold = load_gold(arguments.gold)
    predicted = {record["id"]: predict(record["text"]) for record in gold}
    if arguments.write:
        lines = (json.dumps({"id": key, "quotes": q}, ensure_ascii=False) for key, q in predicted.items())
        arguments.write.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print_figures("", gold, predicted)
    print(ANCHORS)
    if len(gold) <= 50:
        print_wrong_records(gold, predicted)
    if arguments.errors:
        print_errors(gold, predicted)
    if arguments.speed:
        print_speed(gold)


def load_gold(path: Path) -> list[Record]:
    """Read annotated records from a folder or a JSON Lines file."""
    return load_gold_set(path) if path.is_dir() else load_records(path)


def print_figures(label: str, gold: list[Record], predicted: dict[str, list[Record]]) -> None:
    """Print the scores of all quotations, of the direct ones and of the fragments."""
    print(f"{label}all: {score(gold, predicted)}")
    print(f"{label}direct only: {score(gold, predicted, {'direct'})}")
    print(f"{label}fragments only: {score(gold, predicted, {'fragment'})}")


def print_wrong_records(gold: list[Record], predicted: dict[str, list[Record]]) -> None:
    """Print how many records are right as a whole, and the predictions of the others."""
    wrong = []
    for record in gold:
        figures = score([record], predicted)
        is_found = figures.gold == figures.predicted == round(figures.overlap.precision * figures.predicted)
        if not is_found or (figures.gold and figures.end_to_end.f1 < 1):
            wrong.append(record)
    print(f"{len(gold) - len(wrong)} of {len(gold)} records right: every span and speaker, and nothing else")
    for record in wrong:
        print(f"  {record['id']}: {record['text'][:100]!r}")
        for q in predicted[record["id"]]:
            print(f"      {q['text'][:50]!r} attributed to {q['speaker']}")


def print_errors(gold: list[Record], predicted: dict[str, list[Record]]) -> None:
    """Print the errors by kind, those with the highest confidence first."""
    kinds: dict[str, list[tuple[float, str]]] = collections.defaultdict(list)
    for record in gold:
        text, ignored = record["text"], record.get("ignore", [])
        extracted = predicted[record["id"]]
        for q in record["quotes"]:
            if not any(_is_match(q, p) for p in extracted):
                description = f"{q['text'][:60]!r} of {q.get('speaker')}"
                kinds["not found, or with another span"].append((0.0, description))
        for p in extracted:
            if any(max(p["start"], a) < min(p["end"], b) for a, b in ignored):
                continue
            if not any(_is_match(q, p) for q in record["quotes"]):
                around = text[max(0, p["start"] - 50) : p["end"] + 30].replace("\n", "|")
                kinds["not annotated, or with another span"].append((p["confidence"], around))
    for key, q, p in score(gold, predicted).wrong_speakers:
        kind = f"wrong speaker: {q['speaker_type']}, found by {_rule_without_cue(p['rule'])!r}"
        description = f"{p['text'][:60]!r}: {p['speaker']} for {q['speaker']} ({key})"
        kinds[kind].append((p["confidence"], description))
    for kind, errors in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(errors):5}  {kind}")
        for confidence, description in sorted(errors, reverse=True)[:MAX_ERRORS_PER_KIND]:
            print(f"         {confidence:.2f} {description}")


def _rule_without_cue(rule: str) -> str:
    return rule.split(" “", maxsplit=1)[0]


def _is_match(one: Record, other: Record) -> bool:
    return overlap_share((one["start"], one["end"]), (other["start"], other["end"])) >= MIN_OVERLAP


def print_speed(gold: list[Record], runs: int = 5) -> None:
    """Print the megabytes of UTF-8 text a second of one core: the median after a warm-up run."""
    texts = [record["text"] for record in gold]
    size = sum(len(text.encode()) for text in texts) / 1e6
    times = []
    for _ in range(runs + 1):
        start = time.process_time()
        for text in texts:
            extract(text)
        times.append(time.process_time() - start)
    print(f"{size / statistics.median(times[1:]):.2f} MB of text a second of processor time ({size:.2f} MB)")


if __name__ == "__main__":
    main()
