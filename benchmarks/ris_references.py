"""Read the RIS file of an export with rispy, and compare it with the articles in JSON Lines.

usage: ris_references.py EXPORT

EXPORT is a folder that ``medway-tui export`` wrote with the formats ris and jsonl. Exits with 1 if a
reference differs. To be run by an environment with rispy: ``make interop``.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Compare and print."""
    folder = Path(sys.argv[1])
    rispy = import_module("rispy")
    with (folder / "articles.ris").open(encoding="utf-8", newline="") as file:
        references = {each["id"]: each for each in rispy.load(file)}
    lines = (folder / "jsonl" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    differing = [each["id"] for each in articles if not _is_same(references.get(each["id"]) or {}, each)]
    print(f"rispy reads {len(references)} references of {len(articles)} articles")
    for each in differing:
        print(f"{each} differs", file=sys.stderr)
    return int(bool(differing) or len(references) != len(articles))


def _is_same(reference: dict[str, object], article: dict[str, str | None]) -> bool:
    """Whether title, newspaper, address and date are the article's."""
    date = "-".join(filter(None, str(reference.get("date", "")).split("/")))
    title = str(reference.get("title")).strip("[]")
    urls = [article["url"]] if article["url"] else []
    return (
        reference.get("type_of_reference") == "NEWS"
        and title == (article["headline"] or "").strip("[]")
        and reference.get("secondary_title") == article["publisher"]
        and reference.get("urls", []) == urls
        and date == (article["published"] or "").partition("/")[0]
    )


if __name__ == "__main__":
    sys.exit(main())
