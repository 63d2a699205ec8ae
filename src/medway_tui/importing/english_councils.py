"""The English councils with children's services: names, codes, regions, and when they were created.

``data/english_councils.csv`` has one line each, those abolished since 2019 too. ``codes`` are those of the
Office for National Statistics, the one in force first; ``also`` are other names, with semicolons between.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("data") / "english_councils.csv"
_LETTERS = re.compile(r"[^a-z]+")
_SMALL_WORDS = frozenset(("and", "of", "on", "the", "upon", "with"))


class EnglishCouncil(NamedTuple):
    """A council as it is known beside the table."""

    name: str
    codes: tuple[str, ...]
    region: str
    created: str
    """The day, where that is after 2012; else empty."""
    abolished: str
    """The last day, where it exists no more; else empty."""


def find_council(name: str) -> EnglishCouncil | None:
    """Return the council of a name, however it is capitalised; None where there is none."""
    return _councils_by_name().get(_fold(name))


def list_abolished() -> list[EnglishCouncil]:
    """Return the councils that were abolished since 2019, by name."""
    return [council for council, _ in _read_councils() if council.abolished]


def capitalise(name: str) -> str:
    """Return a name in lower case as it would be printed: ``Stoke-on-Trent``."""
    if name != name.lower():
        return name
    words = re.split(r"([\s-]+)", name)
    return "".join(
        each if number and each in _SMALL_WORDS else each.capitalize() for number, each in enumerate(words)
    )


def _fold(name: str) -> str:
    """Return the letters of a name; without the words for what kind of council it is."""
    words = _LETTERS.sub(" ", name.casefold().replace("&", " and ")).split()
    kinds = ("council", "borough", "county", "city", "metropolitan", "district", "royal", "london")
    while len(words) > 1 and words[-1] in kinds:
        words.pop()
    return " ".join(words)


@cache
def _read_councils() -> tuple[tuple[EnglishCouncil, tuple[str, ...]], ...]:
    """Return all councils, each with its names."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                EnglishCouncil(
                    row["name"], tuple(row["codes"].split()), row["region"], row["created"], row["abolished"]
                ),
                (row["name"], *filter(None, row["also"].split(";"))),
            )
            for row in csv.DictReader(file)
        )


@cache
def _councils_by_name() -> dict[str, EnglishCouncil]:
    found: dict[str, EnglishCouncil] = {}
    # Of two councils of one name, such as the old and the new Dorset, the one that exists counts.
    for council, names in sorted(_read_councils(), key=lambda pair: bool(pair[0].abolished)):
        for name in names:
            found.setdefault(_fold(name), council)
    return found
