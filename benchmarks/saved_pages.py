"""Measure how well the article in a saved page is found, beside trafilatura alone.

FOLDER holds ground-truth.json, which gives each page's ``articleBody`` by its name, and html/NAME.html.gz,
as Scrapinghub's article extraction benchmark does: https://github.com/scrapinghub/article-extraction-benchmark
Its measure: precision and recall of 4-grams of words, averaged over the pages; F1 of the averages.

usage: saved_pages.py FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import mean

import trafilatura

from medway_tui.saved_pages import UnreadableError, read_saved_article

GRAM = 4
"""How many words are compared at once."""


def main() -> None:
    """Print a line of figures for each reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
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


def read_page(data: bytes) -> str:
    """Return the text of a page's article, empty where it is refused."""
    try:
        return "\n".join(block.text for block in read_saved_article(data, "page.html").body)
    except UnreadableError:
        return ""


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
    return mean(precisions), mean(recalls)


def count_grams(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of words in a text."""
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - GRAM + 1)) if words else ()
    return Counter(tuple(words[start : start + GRAM]) for start in starts)


if __name__ == "__main__":
    main()
