"""Measure the quotation extractor against annotated articles: spans, speakers, and both together.

Each GOLD is the folder ``tests/gold``, a JSON Lines file of records (see ``tests/quotation_scoring.py``), or
one of single cases ``{"kind", "text", "quote", "speaker"}``, where ``quote`` is the beginning of the one
quotation that is judged. One table has a row for each: after the scores, by person (see
``tests/speaker_verdicts.py``), the quotations with the right speaker, a wrong one and an open one, those
missed and those found where the gold has none.

usage: extraction_quality.py GOLD... [--write PRED.jsonl] [--errors] [--reliability] [--anchors] [--speed]
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from medway_tui.quotation_extraction import extract

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.gold_set import load_gold_set, predict
from tests.quotation_scoring import Record, load_records, score
from tests.speaker_verdicts import Judged, count_verdicts, f1_by_person, judge_records

ANCHORS = """\
Anchors, same scorer, F1 (PolNeAR test; the last row dev): exact, overlap, speaker, e2e, e2e direct, fragments
  human against human (20 articles)             92.2  95.0  98.1  92.7  92.8  89.9
  marks, textacy, GenderGapTracker, nearest     95.2  96.1  76.7  73.5  81.3  53.3
  textacy, paragraph by paragraph               76.3  77.4  91.8  71.0  78.6     –
  GenderGapTracker rules (spaCy)                86.1  86.6  77.3  66.9  73.8     –
  nearest capitalised name                      95.2  96.1  65.5  62.9  73.5  37.6
  on dev: nearest 63.6, textacy 65.3, GenderGapTracker 63.5, all combined 69.6 (e2e)"""


RELIABILITY_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Bounds of the classes of confidence."""
MAX_WORDS_PRINTED = 60

Predictions = Mapping[str, list[Record]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--write", type=Path, help="write the predictions as records for another scorer")
    parser.add_argument("--errors", action="store_true", help="list the errors by kind, the surest first")
    parser.add_argument("--reliability", action="store_true", help="how often each confidence is right")
    parser.add_argument("--anchors", action="store_true", help="figures of other systems")
    parser.add_argument("--speed", action="store_true", help="megabytes of text a second")
    arguments = parser.parse_args()
    missing = [str(path) for path in arguments.gold if not path.exists()]
    if missing:
        sys.exit(f"extraction_quality.py: no such file: {', '.join(missing)}")
    sets = {path.stem: load_gold(path) for path in arguments.gold}
    predicted = {record["id"]: predict(record["text"]) for gold in sets.values() for record in gold}
    if arguments.write:
        lines = (json.dumps({"id": key, "quotes": q}, ensure_ascii=False) for key, q in predicted.items())
        arguments.write.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print_table(sets, predicted)
    if arguments.anchors:
        print(ANCHORS)
    judged = {name: judge_records(gold, predicted) for name, gold in sets.items()}
    print_error_kinds(judged)
    if arguments.errors:
        for name, each in judged.items():
            print_errors(name, each)
    if arguments.reliability:
        print_reliability(judged)
    if arguments.speed:
        print_speed([record for gold in sets.values() for record in gold])


def load_gold(path: Path) -> list[Record]:
    """Read annotated records from a folder or a JSON Lines file; single cases become records."""
    records = load_gold_set(path) if path.is_dir() else load_records(path)
    return [
        record if "quotes" in record else case_to_record(f"{path.stem}-{number}", record)
        for number, record in enumerate(records, 1)
    ]


def case_to_record(key: str, case: Record) -> Record:
    """A record of one annotated quotation, whose other quotations are not judged.

    The words end where the extractor ends them: a case is about the speaker.
    """
    text, start = case["text"], case["text"].index(case["quote"])
    end = next((q.end for q in extract(text) if q.start == start), start + len(case["quote"]))
    speaker = {"speaker": case["speaker"], "canonical": case["speaker"]} if case["speaker"] else {}
    quotation = {"start": start, "end": end, "text": text[start:end], "kind": "case", "speaker_type": "case"}
    return {
        "id": key,
        "text": text,
        "quotes": [quotation | speaker],
        "is_complete": False,
        "case": case["kind"],
    }


def print_table(sets: Mapping[str, list[Record]], predicted: Predictions) -> None:
    """Print a row of figures for each set."""
    print(
        f"{'set':24} {'quotes':>6} {'exact':>6} {'overlap':>7} {'speaker':>7} {'e2e':>6}"
        f" {'direct':>6} {'fragm.':>6}"
        f" | {'person':>6} {'right':>5} {'wrong':>5} {'open':>4} {'missed':>6} {'extra':>5} {'whole':>5}"
    )
    for name, gold in sets.items():
        is_complete = all(record.get("is_complete", True) for record in gold)
        counts = count_verdicts(judge_records(gold, predicted))
        if is_complete:
            figures = score(gold, predicted)
            rates = (figures.exact.f1, figures.overlap.f1, figures.speaker_accuracy, figures.end_to_end.f1)
            kinds = [score(gold, predicted, {kind}).end_to_end.f1 for kind in ("direct", "fragment")]
            cells = "{:6.1f} {:7.1f} {:7.1f} {:6.1f} {:6.1f} {:6.1f}".format(
                *(100 * rate for rate in (*rates, *kinds))
            )
        else:
            # The fault of a single case without an annotated speaker is to have one: no other is counted.
            cells = " " * 43
            no_speaker = {r["id"] for r in gold if not r["quotes"][0].get("speaker")}
            missed = [j for j in judge_records(gold, predicted) if j.verdict == "missed"]
            unfound = sum(each.record_id in no_speaker for each in missed)
            counts.update({"right": unfound, "missed": -unfound})
        whole = sum(is_whole_right(record, predicted) for record in gold)
        print(
            f"{name:24} {sum(len(r['quotes']) for r in gold):6} {cells}"
            f" | {100 * f1_by_person(counts):6.1f} {counts['right']:5} {counts['wrong']:5} {counts['open']:4}"
            f" {counts['missed']:6} {counts['extra']:5} {whole:5}"
        )


def is_whole_right(record: Record, predicted: Predictions) -> bool:
    """Whether a record has every span and speaker, and nothing else."""
    no_speaker = {id(q) for q in record["quotes"] if not q.get("speaker")}
    return all(
        each.verdict == "right" or (each.verdict == "missed" and id(each.annotated) in no_speaker)
        for each in judge_records([record], predicted)
    )


def print_error_kinds(judged: Mapping[str, Sequence[Judged]]) -> None:
    """Print the number of errors of each kind, a column a set."""
    counts = {name: collections.Counter(j.kind for j in each) for name, each in judged.items()}
    kinds = {kind: sum(each[kind] for each in counts.values()) for each in counts.values() for kind in each}
    print(f"{'kind of error':54}" + "".join(f" {name[:16]:>16}" for name in counts))
    for kind, _ in sorted(kinds.items(), key=lambda item: -item[1]):
        if kind != "right":
            print(f"  {kind:52}" + "".join(f" {each[kind]:16}" for each in counts.values()))


def print_errors(name: str, judged: Iterable[Judged]) -> None:
    """Print the errors of a set by kind, those with the highest confidence first."""
    kinds: dict[str, list[tuple[float, str]]] = collections.defaultdict(list)
    for record_id, kind, verdict, annotated, extracted in judged:
        if verdict == "right":
            continue
        words = (annotated or extracted or {})["text"][:MAX_WORDS_PRINTED]
        wanted = (annotated or {}).get("canonical") or (annotated or {}).get("speaker")
        given = "" if extracted is None else f"{extracted['speaker']} [{extracted['rule']}]"
        confidence = extracted["confidence"] if extracted else 0.0
        kinds[kind].append((confidence, f"{words!r} {given} for {wanted} ({record_id})"))
    for kind, errors in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{name}: {len(errors)} {kind}")
        for confidence, description in sorted(errors, reverse=True):
            print(f"    {confidence:.2f} {description}")


def print_reliability(judged: Mapping[str, Sequence[Judged]]) -> None:
    """Print how many quotations of each class of confidence are right by person, a column a set."""
    print(f"{'confidence':12}" + "".join(f" {name[:21]:>21}" for name in judged))
    for low, high in itertools.pairwise(RELIABILITY_BINS):
        cells = ""
        for each in judged.values():
            found = [j for j in each if j.extracted and _is_between(j.extracted["confidence"], low, high)]
            right = sum(j.verdict == "right" for j in found)
            cells += f" {right:6} of {len(found):5} {100 * right / len(found):4.0f}%" if found else " " * 22
        print(f"{low:.2f}–{high:.2f}   {cells}")


def _is_between(confidence: float, low: float, high: float) -> bool:
    return low <= confidence < high or confidence == high == RELIABILITY_BINS[-1]


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
