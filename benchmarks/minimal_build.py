"""The unavoidable work of a first build, without any import from the program.

libyaml parses all articles and quotations in as many processes as there are processors, and FTS5 indexes
their text in one of them, with the prefixes of the real index and SQLite's default settings.

usage: minimal_build.py FOLDER FILE
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from sqlite3 import connect

import yaml

PREFIXES = "prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'"


def main(folder: Path, target: Path) -> None:
    """Parse a dossier's articles and quotations and write their full text into a new file."""
    names = [str(path) for name in ("articles", "quotes") for path in sorted((folder / name).iterdir())]
    pieces = [names[at : at + 100] for at in range(0, len(names), 100)]
    connection = connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"CREATE VIRTUAL TABLE whole USING fts5(text, {PREFIXES})")
    connection.execute("BEGIN")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for texts in pool.map(parse_texts, pieces):
            connection.executemany("INSERT INTO whole VALUES (?)", ((text,) for text in texts))
    connection.execute("COMMIT")
    connection.close()


def parse_texts(names: list[str]) -> list[str]:
    """Return the paragraphs and quotations of files, parsed by PyYAML's C loader as text."""
    texts: list[str] = []
    for name in names:
        value = yaml.load(Path(name).read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - it makes text alone
        if isinstance(value, dict):
            texts.append(value["headline"])
            texts += [each if isinstance(each, str) else each["text"] for each in value["paragraphs"]]
        else:
            texts += [each["exact"] for each in value]
    return texts


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
