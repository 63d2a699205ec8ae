"""How well the project's extractor finds quotations and their speakers, against articles with known ones.

The measures are those of a scorer (score_quotes.py), which is loaded from ``--scorer`` or from a folder
``shared/tools`` beside the project. A record of GOLD.jsonl is
``{"id", "text", "quotes": [{"start", "end", "text", "speaker", …}]}``; the same form is written by
``--write``, so that any other scorer can read it. The anchors are other systems on the same scorer.

usage: extraction_quality.py GOLD.jsonl [--write PRED.jsonl] [--errors] [--speed] [--scorer FILE]
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from medway_tui.quotation_extraction import Quotation, extract

SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "score_quotes.py"
ANCHORS = """\
Anchors, same scorer, F1 (PolNeAR test; the last row dev): exact, overlap, speaker, e2e, e2e direct, fragments
  human against human (20 articles)             92.2  95.0  98.1  92.7  92.8  89.9
  marks, textacy, GenderGapTracker, nearest     95.2  96.1  76.7  73.5  81.3  53.3
  textacy, paragraph by paragraph               76.3  77.4  91.8  71.0  78.6     –
  GenderGapTracker rules (spaCy)                86.1  86.6  77.3  66.9  73.8     –
  nearest capitalised name                      95.2  96.1  65.5  62.9  73.5  37.6
  on dev: nearest 63.6, textacy 65.3, GenderGapTracker 63.5, all combined 69.6 (e2e)"""
MAX_ERRORS_PER_KIND = 12
"""How many errors of a kind are printed."""

Record = dict[str, Any]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the worst errors by kind")
    parser.add_argument("--speed", action="store_true", help="megabytes of text a second")
    parser.add_argument("--scorer", type=Path, default=SCORER)
    arguments = parser.parse_args()
    for path in (arguments.gold, arguments.scorer):
        if not path.is_file():
            sys.exit(f"extraction_quality.py: there is no file {path}")
    scorer = load_scorer(arguments.scorer)
    gold: list[Record] = scorer.load(arguments.gold)
    extracted = {record["id"]: extract_records(record["text"]) for record in gold}
    if arguments.write:
        lines = (json.dumps({"id": key, "quotes": q}, ensure_ascii=False) for key, q in extracted.items())
        arguments.write.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    scorer.run(gold, extracted, "all")
    scorer.run(gold, extracted, "direct only", {"direct"})
    scorer.run(gold, extracted, "fragments only", {"fragment"})
    print(ANCHORS)
    if len(gold) <= 50:
        print_wrong_records(scorer, gold, extracted)
    if arguments.errors:
        print_errors(scorer, gold, extracted)
    if arguments.speed:
        print_speed(gold)


def load_scorer(path: Path) -> Any:
    """The scorer's module."""
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    if spec is None or spec.loader is None:
        sys.exit(f"extraction_quality.py: {path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def extract_records(text: str) -> list[Record]:
    """The quotations of a text as the scorer reads them; marks that quote nobody are left out."""
    return [to_record(text, q) for q in extract(text) if q.type != "none"]


def to_record(text: str, quotation: Quotation) -> Record:
    """One quotation as the scorer reads it."""
    record: Record = {
        "start": quotation.start,
        "end": quotation.end,
        "text": text[quotation.start : quotation.end],
        "speaker": quotation.speaker,
        "cue": quotation.cue,
        "confidence": round(quotation.confidence, 3),
        "rule": quotation.rule,
    }
    if quotation.mention:
        record |= {"speaker_start": quotation.mention.start, "speaker_end": quotation.mention.end}
    return record


def print_wrong_records(scorer: Any, gold: list[Record], extracted: dict[str, list[Record]]) -> None:
    """Of few records: how many are right as a whole, and which are not."""
    wrong = []
    for record in gold:
        score = scorer.run([record], extracted, verbose=False)
        right = score["gold"] == score["pred"] == round(score["overlap"][0] * score["pred"])
        if not right or (score["gold"] and score["e2e"][2] < 1):
            wrong.append(record)
    print(f"{len(gold) - len(wrong)} of {len(gold)} records right: every span and speaker, and nothing else")
    for record in wrong:
        print(f"  {record['id']}: {record['text'][:100]!r}")
        for q in extracted[record["id"]]:
            print(f"      {q['text'][:50]!r} given to {q['speaker']}")


def print_errors(scorer: Any, gold: list[Record], extracted: dict[str, list[Record]]) -> None:
    """The errors by kind, those first of which the extractor was surest."""
    kinds: dict[str, list[tuple[float, str]]] = collections.defaultdict(list)
    for record in gold:
        text, ignored = record["text"], record.get("ignore", [])
        predicted = extracted[record["id"]]
        for q in record["quotes"]:
            if not any(_overlap_share(q, p) >= 0.5 for p in predicted):
                description = f"{q['text'][:60]!r} of {q.get('speaker')}"
                kinds["a quotation not found, or not in its extent"].append((0.0, description))
        for p in predicted:
            if any(max(p["start"], a) < min(p["end"], b) for a, b in ignored):
                continue
            if not any(_overlap_share(q, p) >= 0.5 for q in record["quotes"]):
                around = text[max(0, p["start"] - 50) : p["end"] + 30].replace("\n", "|")
                kinds["found where nobody is quoted, or in another extent"].append((p["confidence"], around))
    for key, q, p in scorer.run(gold, extracted, verbose=False)["miss"]:
        kind = f"another speaker: a {q['speaker_type']} one, given by {_rule_without_cue(p['rule'])!r}"
        description = f"{p['text'][:60]!r}: {p['speaker']} for {q['speaker']} ({key})"
        kinds[kind].append((p["confidence"], description))
    for kind, errors in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(errors):5}  {kind}")
        for sure, description in sorted(errors, reverse=True)[:MAX_ERRORS_PER_KIND]:
            print(f"         {sure:.2f} {description}")


def _rule_without_cue(rule: str) -> str:
    return rule.split(" “", maxsplit=1)[0]


def _overlap_share(one: Record, other: Record) -> float:
    both: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return float(max(0, both)) / (max(one["end"], other["end"]) - min(one["start"], other["start"]) or 1)


def print_speed(gold: list[Record], runs: int = 5) -> None:
    """Megabytes (UTF-8) of text a second on one core: the median of some runs after a first one."""
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
