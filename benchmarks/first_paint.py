"""Compare the time to the first line of an article with a bare Textual app.

Both run in a pseudo-terminal of 120×40, in turn. The time is from the start of the process until the first
words of the article arrive. The reader is warm: its index is built. With 3 articles it opens the shipped
dossier, with more a made-up one; 100,000 take some minutes to write and index.

usage: first_paint.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect

from measures import SHIPPED, Measure, Workspace, paired_ratio, run_benchmark
from medway_tui.index.articles import list_paragraphs, oldest_articles
from medway_tui.sync.dossier import open_dossier

HERE = Path(__file__).parent
BUDGETS = {3: 1.1, 2_000: 1.1, 100_000: 1.1}


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the figures of the shipped dossier and of a made-up one."""
    for number in (SHIPPED, workspace.articles):
        bare, ours = measure_first_paint(workspace.indexed(number), workspace.top, 3 * workspace.runs)
        yield Measure(
            f"first paint, {number:,} articles",
            statistics.median(ours) * 1000,
            "ms",
            "bare Textual app",
            statistics.median(bare) * 1000,
            paired_ratio(ours, bare),
            ratio_budget=BUDGETS.get(number),
        )


def measure_first_paint(folders: list[Path], home: Path, runs: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each run of the bare app and of the reader."""
    marker, article = first_article_text(folders, home)
    content = [word for folder in folders for word in ("--content", str(folder))]
    commands = (
        [sys.executable, str(HERE / "bare_app.py"), str(article)],
        [str(Path(sys.executable).with_name("medway-tui")), *content],
    )
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for taken, command in zip(times, commands, strict=True):
            seconds = seconds_until_shown(command, marker)
            if run:  # the first of each warms the disk
                taken.append(seconds)
    return times


def first_article_text(folders: list[Path], home: Path) -> tuple[str, Path]:
    """Write the first article as plain text; return the first words of the pane and the file."""
    dossier = open_dossier(folders)
    first = next(iter(oldest_articles(dossier.index, 1).values()))
    texts = [paragraph.text for paragraph in list_paragraphs(dossier.index, first.id)]
    dossier.close()
    path = home / "article.txt"
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return " ".join(texts[1].split()[:4]), path


def seconds_until_shown(command: list[str], marker: str) -> float:
    """Return the seconds from a program's start until it writes ``marker``, then kill it."""
    started = time.perf_counter()
    child = pexpect.spawn(command[0], command[1:], dimensions=(40, 120), timeout=30)
    child.expect_exact(marker.encode())
    taken = time.perf_counter() - started
    child.kill(9)
    child.close(force=True)
    return taken


if __name__ == "__main__":
    if subprocess.run([sys.executable, "-c", "import medway_tui"], check=False).returncode:
        sys.exit("medway-tui is not installed in this Python: make bench")
    run_benchmark(measures, __doc__)
