"""Find the slowest of many random queries, with all kinds of conditions combined.

A query has one to four parts: letters, words, phrases, prefixes, speakers (sometimes misspelt), parties,
roles, publishers, articles, dates and types, some of them negated. Words and names are the dossier's. Prints
p50, p99 and the slowest by processor time, in ms to the first 50 rows.

usage: random_queries.py [FOLDER] [--number N] [--seed S] [--slowest N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from data.corpus import make
from medway_tui.index.connection import Index
from medway_tui.index.name_index import name_tokens
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import find_hits
from medway_tui.sync.dossier import open_dossier
from query_latency import BUDGET

_SAMPLE = 400
"""The number of paragraphs that words are drawn from."""


class QueryGenerator:
    """Generates queries about the contents of an index."""

    def __init__(self, index: Index, chance: random.Random) -> None:
        self._chance = chance
        keys = [row[0] for row in index.rows("SELECT key FROM article")]
        self._paragraphs: list[list[str]] = []
        for _ in range(_SAMPLE):
            key = chance.choice(keys) << 20
            for (text,) in index.rows("SELECT text FROM paragraph WHERE key BETWEEN ? AND ? + 5", (key, key)):
                if words := [word for word in name_tokens(text) if word.isalpha()]:
                    self._paragraphs.append(words)
        # Each word once, so that most are rare.
        self._words = sorted({word for words in self._paragraphs for word in words})
        self._names = self._folded(index, "SELECT name FROM agent_name")
        self._parties = self._folded(
            index, "SELECT name FROM agent_name WHERE agent IN (SELECT on_behalf_of FROM membership)"
        )
        self._roles = self._folded(index, "SELECT DISTINCT role FROM membership")
        self._publishers = self._folded(index, "SELECT DISTINCT publisher FROM article")
        self._articles = [row[0] for row in index.rows("SELECT id FROM article LIMIT 500")]

    def _folded(self, index: Index, statement: str) -> list[tuple[str, ...]]:
        return sorted({words for row in index.rows(statement) if (words := name_tokens(row[0]))})

    def query(self) -> str:
        """Return a query of one to four parts, mostly one or two."""
        number = self._chance.choices((1, 2, 3, 4), (3, 4, 2, 1))[0]
        return " ".join(self._part() for _ in range(number))

    def _part(self) -> str:
        chance = self._chance
        minus = "-" if chance.random() < 0.15 else ""
        name = chance.choices(
            ("letter", "common", "word", "phrase", "beginning", "speaker", "party", "role", "in", "after",
             "before", "type"),
            (1, 3, 3, 2, 3, 3, 2, 3, 2, 1, 1, 1),
        )[0]  # fmt: skip
        return minus + self._value(name)

    def _value(self, name: str) -> str:
        chance = self._chance
        words = chance.choice(self._paragraphs)
        at = chance.randrange(len(words))
        if name == "letter":
            return f"{words[at][0]}*"
        if name == "common":
            return words[at]
        if name == "word":
            return chance.choice(self._words)
        if name == "phrase":
            return f'"{" ".join(words[at : at + chance.randint(2, 3)])}"'
        if name == "beginning":
            return f"{chance.choice(self._words)[: chance.randint(2, 5)]}*"
        if name in ("after", "before"):
            return f"{name}:{chance.randint(1998, 2024)}-{chance.randint(1, 12):02}"
        if name == "type":
            return f"type:{chance.choice(('direct', 'mixed', 'indirect'))}"
        if name == "in" and chance.random() < 0.2:
            return f"in:{chance.choice(self._articles)}"
        among = {"speaker": self._names, "party": self._parties, "role": self._roles, "in": self._publishers}
        called = chance.choice(chance.choice(among[name]))
        if chance.random() < 0.2 and len(called) > 3:
            called = called[: chance.randint(1, len(called))]
        elif chance.random() < 0.1 and len(called) > 3:
            at = chance.randrange(1, len(called) - 1)
            called = f"{called[:at]}{called[at + 1]}{called[at]}{called[at + 2 :]}"
        return f"{name}:{called}"


def main() -> None:
    """Run the queries and print the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--number", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slowest", type=int, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        folder = arguments.folder
        if folder is None:
            folder = Path(top) / "2000"
            make(folder, 2_000, seed=1)
        index = open_dossier([folder]).index
        asking = QueryGenerator(index, random.Random(arguments.seed))  # noqa: S311 - no secret
        times = []
        for _ in range(arguments.number):
            text = asking.query()
            query = parse_query(text)
            started, used = time.perf_counter(), time.thread_time()
            found = len(find_hits(index, query))
            used, took = time.thread_time() - used, time.perf_counter() - started
            times.append((used * 1000, took * 1000, found, text))
    for name, taken in (("processor time", [row[0] for row in times]), ("in all", [row[1] for row in times])):
        over = sum(each > BUDGET for each in taken)
        print(
            f"{len(taken):,} queries, {name}: p50 {statistics.median(taken):.2f} ms, p99"
            f" {statistics.quantiles(taken, n=100)[98]:.2f} ms; {over} took more than {BUDGET:.0f} ms"
        )
    for used, took, found, text in sorted(times, reverse=True)[: arguments.slowest]:
        print(f"{used:9.2f} ms, in all {took:9.2f} ms {found:4} rows   {text}")


if __name__ == "__main__":
    main()
