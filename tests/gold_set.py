"""The annotated articles of ``tests/gold``, and the extractor's predictions, as records for the scorer.

The format is described in ``tests/gold/README.md``, the scorer in ``quotation_scoring``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from medway_tui.quotation_extraction import Quotation, extract
from tests.quotation_scoring import Record, Span

FOLDER = Path(__file__).with_name("gold")

KINDS = {"direct": "direct", "mixed": "fragment"}
"""The types of annotation that the extractor has to find, and what the scorer calls each."""

_PRONOUNS = frozenset(("he", "she", "it", "they"))


def load_gold_set(folder: Path = FOLDER) -> list[Record]:
    """Read every article, in order of file name.

    ``quotes`` holds the words in marks that quote a speaker; ``unquoted`` the annotations of type
    ``indirect`` (reported without marks) and ``none`` (marks that quote no speaker).
    """
    return [_to_record(path) for path in sorted(folder.glob("*.yaml"))]


def _to_record(path: Path) -> Record:
    article = yaml.safe_load(path.read_text(encoding="utf-8"))
    text, people = article["text"], article["people"]
    record: Record = {"id": path.stem, "text": text, "people": people, "quotes": [], "unquoted": []}
    end = 0
    for annotation in article["quotes"]:
        start = text.index(annotation["exact"], end)
        end = start + len(annotation["exact"])
        quotation = _to_quotation(annotation, text, (start, end), people)
        record["quotes" if annotation["type"] in KINDS else "unquoted"].append(quotation)
    return record


def _to_quotation(annotation: dict[str, Any], text: str, span: Span, people: dict[str, str]) -> Record:
    quotation: Record = {
        "start": span[0],
        "end": span[1],
        "text": annotation["exact"],
        "type": annotation["type"],
        "kind": KINDS.get(annotation["type"], annotation["type"]),
        "forms": annotation["forms"],
    }
    if annotation["type"] == "none":
        return quotation
    mention = annotation["mention"]
    start, end = _find_nearest(mention, text, span)
    return quotation | {
        "speaker": mention,
        "speaker_id": annotation["speaker"],
        "canonical": people[annotation["speaker"]],
        "speaker_type": _speaker_type(mention),
        "speaker_start": start,
        "speaker_end": end,
    }


def _find_nearest(mention: str, text: str, span: Span) -> Span:
    """Where a mention is printed nearest to a quotation, outside it."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text)]
    outside = [each for each in found if each[1] <= span[0] or each[0] >= span[1]]
    return min(outside, key=lambda each: max(span[0] - each[1], each[0] - span[1]))


def _speaker_type(mention: str) -> str:
    if mention.lower() in _PRONOUNS:
        return "pronoun"
    return "named" if any(word[0].isupper() for word in mention.split()[1:]) or " " not in mention else "noun"


def predict(text: str, **options: Any) -> list[Record]:
    """Extract the quotations of a text as records; those of type ``none`` are left out."""
    return [to_record(text, q) for q in extract(text, **options) if q.type != "none"]


def to_record(text: str, quotation: Quotation) -> Record:
    """Convert an extracted quotation for the scorer."""
    record: Record = {
        "start": quotation.start,
        "end": quotation.end,
        "text": text[quotation.start : quotation.end],
        "type": quotation.type,
        "speaker": quotation.speaker,
        "attribution": quotation.attribution,
        "cue": quotation.cue,
        "confidence": round(quotation.confidence, 3),
        "rule": quotation.rule,
    }
    if quotation.mention:
        record |= {"speaker_start": quotation.mention.start, "speaker_end": quotation.mention.end}
    return record
