"""Compare the time to the first words on the screen with other terminal programs.

hike, a Markdown reader, opens the same article as Markdown; harlequin, a database client, opens a small
SQLite file. Each runs in a pseudo-terminal of 120×40, in turn with ours. The time is from the process start
until the article's first words, or the table's name, arrive. Programs that are not installed are skipped:
``make interop`` installs them; otherwise MEDWAY_TUI_PEERS or PATH names their ``bin`` folder.

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
"""harlequin's name for the tables of a SQLite file."""


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the comparison with each installed program, on a made-up dossier."""
    folders = workspace.indexed(workspace.articles)
    words, text = first_article_text(folders, workspace.top)
    for name, (command, marker) in _commands(workspace.top, words, text).items():
        program = shutil.which(command[0], path=_path())
        if program is None:
            sys.stderr.write(f"{name} is not installed, so it is skipped: run make interop\n")
            continue
        ours: list[float] = []
        theirs: list[float] = []
        for run in range(workspace.runs + 1):
            pair = (
                seconds_until_shown(reader_command(folders[0]), words),
                seconds_until_shown([program, *command[1:]], marker),
            )
            if run:  # the first of each warms the disk
                ours.append(pair[0])
                theirs.append(pair[1])
        yield Measure(
            f"first paint, {workspace.articles:,} articles",
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
    """Return each program's command and the text that shows it is ready."""
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
