"""Measure how well the article in a saved page and its facts are found, beside trafilatura alone.

FOLDER holds ground-truth.json, which gives each page's ``articleBody`` by its name, and html/NAME.html.gz,
as Scrapinghub's article extraction benchmark does: https://github.com/scrapinghub/article-extraction-benchmark
Its measure: precision and recall of 4-grams of words, averaged over the pages; F1 of the averages. Captions
are no part of those bodies, and are not compared. A page with a recall under 0.5 is listed as silent where
the report has no remark that something may be missing.

FOLDER may have facts/facts.json too, which gives each page's headline, date and author by its name, and
facts/NAME.html.gz. A fact is right where it is equal after NFKC, case and punctuation; a date by its day,
authors as a set of names.

usage: saved_pages.py FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import mean
from typing import Any

import trafilatura

from medway_tui.saved_pages import ReadOptions, SavedArticle, UnreadableError, read_saved_article

GRAM = 4
"""How many words are compared at once."""
FACTS = ("headline", "date", "author", "publisher")
MISSING_REMARKS = ("sentences were kept", "only its beginning")
"""What a remark says where something of the article may be missing."""


def main() -> None:
    """Print a line of figures for each reader, and for each fact."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if (folder / "ground-truth.json").exists():
        measure_bodies(folder)
    if (folder / "facts/facts.json").exists():
        measure_facts(folder / "facts")


def measure_bodies(folder: Path) -> None:
    """Print the precision, recall and time of each reader, and the pages of which half is missing."""
    truth = json.loads((folder / "ground-truth.json").read_bytes())
    pages = {name: gzip.decompress((folder / f"html/{name}.html.gz").read_bytes()) for name in truth}
    bodies = {name: each["articleBody"] for name, each in truth.items()}
    readers: dict[str, Callable[[bytes], str]] = {"medway-tui": read_page, "trafilatura": read_plainly}
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(3):
        for name, read in readers.items():
            started = time.process_time()
            texts = {page: read(data) for page, data in pages.items()}
            seconds[name].append(time.process_time() - started)
            if len(seconds[name]) == 3:
                precision, recall = score(bodies, texts)
                f1 = 2 * precision * recall / (precision + recall)
                refused = sum(not text for text in texts.values())
                print(
                    f"{name:12} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"
                    f"  {refused} of {len(texts)} pages refused  {min(seconds[name]):.2f} s"
                )
    for name, data in pages.items():
        saved = read_article(data)
        if saved is None:
            continue
        recall = score({name: bodies[name]}, {name: join_body(saved)})[1]
        is_said = any(words in remark for remark in saved.remarks for words in MISSING_REMARKS)
        if recall < 0.5:
            print(f"recall {recall:.2f} of {name[:12]}, {'said' if is_said else 'in silence'}")


def read_article(data: bytes) -> SavedArticle | None:
    """Read a page; None where it is refused."""
    try:
        return read_saved_article(data, "page.html")
    except UnreadableError:
        return None


def join_body(saved: SavedArticle) -> str:
    """Return the text of an article, a block a line."""
    return "\n".join(block.text for block in saved.body)


def read_page(data: bytes) -> str:
    """Return the text of a page's article, empty where it is refused."""
    saved = read_article(data)
    return join_body(saved) if saved else ""


def read_plainly(data: bytes) -> str:
    """Return what trafilatura alone makes of a page."""
    return trafilatura.extract(data, include_comments=False, include_tables=False) or ""


def score(bodies: Mapping[str, str], texts: Mapping[str, str]) -> tuple[float, float]:
    """Return the mean precision and recall; a refused page has no precision, and a recall of 0."""
    precisions, recalls = [], []
    for name, body in bodies.items():
        true, found = count_grams(body), count_grams(texts[name])
        shared = (true & found).total()
        recalls.append(shared / true.total())
        if found:
            precisions.append(shared / found.total())
    return mean(precisions or [0.0]), mean(recalls)


def count_grams(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of words in a text."""
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - GRAM + 1)) if words else ()
    return Counter(tuple(words[start : start + GRAM]) for start in starts)


def measure_facts(folder: Path) -> None:
    """Print how many facts each reader has right, wrong and not at all."""
    truth = json.loads((folder / "facts.json").read_bytes())
    pages = {name: gzip.decompress((folder / f"{name}.html.gz").read_bytes()) for name in truth}
    readers = {"medway-tui": read_facts, "trafilatura": read_facts_plainly}
    found = {reader: {name: read(data) for name, data in pages.items()} for reader, read in readers.items()}
    for fact in FACTS:
        known = [name for name in truth if truth[name].get(fact)]
        for reader, facts in found.items():
            values = [(truth[name][fact], facts[name].get(fact)) for name in known]
            right = sum(is_right(fact, true, value) for true, value in values if value)
            missing = sum(not value for _, value in values)
            print(
                f"{reader:12} {fact:9} right {right} ({right / len(known):.0%})"
                f"  wrong {len(known) - right - missing}  missing {missing}  of {len(known)}"
            )


def read_facts(data: bytes) -> dict[str, str | None]:
    """Return what a page says of its article."""
    try:
        metadata = read_saved_article(data, "page.html", ReadOptions(require_complete=False)).metadata
    except UnreadableError:
        return {}
    keys = {"headline": "headline", "date": "published", "author": "author", "publisher": "publisher"}
    return {fact: metadata[key] for fact, key in keys.items()}


def read_facts_plainly(data: bytes) -> dict[str, str | None]:
    """Return what trafilatura alone finds of a page's facts."""
    found: Any = trafilatura.extract_metadata(data.decode("utf-8", "replace"))
    if found is None:
        return {}
    return {"headline": found.title, "date": found.date, "author": found.author, "publisher": found.sitename}


def is_right(fact: str, true: str, value: str) -> bool:
    """Return whether a fact is the same as the true one."""
    if fact == "date":
        return true[:10] == value[:10]
    return split_names(true) == split_names(value) if fact == "author" else fold(true) == fold(value)


def split_names(text: str) -> frozenset[str]:
    """Return the names of authors, folded."""
    text = re.sub(r"^\s*by\s+", "", text, flags=re.IGNORECASE)
    return frozenset(filter(None, map(fold, re.split(r"[,;&]|\band\b", text))))


def fold(text: str) -> str:
    """Return the words of a text in NFKC and lower case."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


if __name__ == "__main__":
    main()
