"""The shipped files' contents, read from the YAML without the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.conftest import ROOT

BBC = "bbc-2019-08-27"
SEPTEMBER = "kentonline-2019-09-04"
JANUARY = "kentonline-2020-01"
ARTICLES = (BBC, SEPTEMBER, JANUARY)
"""The articles in order of time."""


class ShippedQuote(NamedTuple):
    """A quotation or a part of one."""

    article: str
    paragraph: int
    exact: str
    speaker: str | None
    continues: str | None
    repeats: str | None
    """The quotation whose words these are, printed a second time: listed, counted once."""


def read_yaml(path: Path) -> Any:
    """Return a YAML file's value."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - text only


def places(article: str) -> dict[tuple[str, int], str]:
    """Return an article's headline and blocks in order, each by its kind of number and its number."""
    article_file = read_yaml(ROOT / "content" / "articles" / f"{article}.yaml")
    found = {("paragraph", 0): article_file["headline"]}
    for block in article_file["paragraphs"]:
        kind = "caption" if block.get("kind") == "caption" else "paragraph"
        number = sum(each == kind for each, _ in found) + (kind == "caption")
        found[kind, number] = block["text"]
    return found


def block_of(article: str, paragraph: int) -> int:
    """Return the place of a numbered paragraph among all blocks, as the program counts them."""
    return list(places(article)).index(("paragraph", paragraph))


def place_of(evidence: dict[str, str]) -> tuple[str, int]:
    """Return the kind of number and the number of the block that a piece of evidence names."""
    kind = "caption" if "caption" in evidence else "paragraph"
    return kind, int(evidence[kind])


def texts(article: str) -> list[str]:
    """Return an article's headline and paragraphs by number, without its captions."""
    return [text for (kind, _), text in places(article).items() if kind == "paragraph"]


def blocks(article: str) -> list[str]:
    """Return an article's headline and blocks in order, captions included."""
    return list(places(article).values())


def quotations(speaker: str | None = None) -> list[ShippedQuote]:
    """Return every part of every quotation, or of one speaker's, in order of time and text."""
    quotes = []
    for article in ARTICLES:
        for entry in read_yaml(ROOT / "content" / "quotes" / f"{article}.yaml"):
            quote = ShippedQuote(
                article,
                int(entry["paragraph"]),
                entry["exact"],
                entry.get("speaker"),
                entry.get("continues"),
                entry.get("repeats"),
            )
            if entry["type"] != "none" and (speaker is None or quote.speaker == speaker):
                quotes.append(quote)
    return quotes


def find_places(words: str) -> list[tuple[str, int, int]]:
    """Return each occurrence of ``words``, ignoring case: article, block, offset."""
    found = []
    for article in ARTICLES:
        for number, text in enumerate(blocks(article)):
            at = text.lower().find(words.lower())
            while at >= 0:
                found.append((article, number, at))
                at = text.lower().find(words.lower(), at + 1)
    return found
