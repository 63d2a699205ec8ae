"""How long until there is something to read on the screen, against programs that people use for such things.

hike, a reader of Markdown, opens the same article as a Markdown file; harlequin, for databases, opens a
small SQLite file. Each runs in a pseudo-terminal of 120×40, in turn with ours; what counts is the time from
the start of the process until the first words of the article arrive, or the name of what the file holds.
Those that are not installed are left out: ``pip install hike harlequin`` in an environment of its own, whose
``bin`` folder is named by the environment variable MEDWAY_TUI_PEERS, or is on the PATH.

usage: peers.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from first_paint import first_article_text, seconds_until_shown
from key_latency import reader_command
from measures import Measure, Workspace, paired_ratio, run_benchmark

HALF = 0.5
_CATALOGUE = "main"
"""What harlequin calls the tables of a SQLite file, once it has read them."""


def measures(ground: Workspace) -> Iterator[Measure]:
    """Each that is installed, against the reader on a made-up dossier."""
    folders = ground.indexed(ground.articles)
    words, text = first_article_text(folders, ground.top)
    for name, (command, marker) in _commands(ground.top, words, text).items():
        program = shutil.which(command[0], path=_path())
        if program is None:
            sys.stderr.write(f"{name} is not installed here, and not measured: see peers.py\n")
            continue
        ours: list[float] = []
        theirs: list[float] = []
        for run in range(ground.runs + 1):
            pair = (
                seconds_until_shown(reader_command(folders[0]), words),
                seconds_until_shown([program, *command[1:]], marker),
            )
            if run:  # the first of each warms the disk
                ours.append(pair[0])
                theirs.append(pair[1])
        yield Measure(
            f"first paint, {ground.articles:,} articles",
            statistics.median(ours) * 1000,
            "ms",
            name,
            statistics.median(theirs) * 1000,
            paired_ratio(ours, theirs),
            ratio_budget=HALF,
        )


def _path() -> str:
    return os.pathsep.join(filter(None, (os.environ.get("MEDWAY_TUI_PEERS"), os.environ.get("PATH"))))


def _commands(top: Path, words: str, text: Path) -> dict[str, tuple[list[str], str]]:
    """What each is started with, and what shows that it has something to read on the screen."""
    markdown = text.with_suffix(".md")
    markdown.write_text(text.read_text(encoding="utf-8"), encoding="utf-8")
    database = top / "peers.sqlite"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE paragraph (text TEXT)")
        connection.executemany(
            "INSERT INTO paragraph VALUES (?)",
            [(line,) for line in text.read_text(encoding="utf-8").splitlines() if line],
        )
    return {
        "hike": (["hike", str(markdown)], words),
        "harlequin": (["harlequin", "--adapter", "sqlite", str(database)], _CATALOGUE),
    }


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
