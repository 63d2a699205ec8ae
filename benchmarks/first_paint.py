"""How long until the first line of the article is on the screen, against a bare Textual app.

Both run in a pseudo-terminal of 120×40, one after the other in turn; what counts is the time from the
start of the process until the first words of the article's first paragraph arrive. The reader is warm:
its index is built before. Prints for each number of articles the medians, their ratio and its budget. Of
3 it is the dossier that comes with the program, of more a made-up one: 100,000 take some minutes to be
made and built.

usage: first_paint.py [--articles N ...] [--runs N] [--corpora FOLDER] [--cache FOLDER]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect
from first_build import corpus

from medway_tui.dossier import open_dossier
from medway_tui.index.articles import oldest, paragraphs

HERE = Path(__file__).parent
BUDGETS = {3: 1.15, 2_000: 1.2, 100_000: 1.3}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[3, 2_000])
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--corpora", type=Path, help="where made-up dossiers stand, each named by its size")
    parser.add_argument(
        "--cache", type=Path, help="where their indexes are kept, so that they are built once"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        cache = given.cache or f"{home}/cache"
        os.environ.update(
            HOME=home, XDG_CACHE_HOME=str(cache), XDG_DATA_HOME=f"{home}/data", TERM="xterm-256color"
        )
        # As for anyone who starts the program twice: its modules are compiled, as Textual's are.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        print(f"first line painted, median of {given.runs}, interleaved, 120×40")
        print(
            f"  {'articles':>9} {'bare app':>9} {'reader':>9} {'ratio':>6} {'budget':>7}  (median of pairs)"
        )
        for number in given.articles:
            folders = [] if number <= min(BUDGETS) else [corpus(number, given.corpora, Path(home))]
            bare, ours = measured(folders, Path(home), given.runs)
            # Of neighbours in time, as a machine that others use is slow and quick by turns.
            ratio = statistics.median(our / other for our, other in zip(ours, bare, strict=True))
            floor, reader = (f"{statistics.median(each) * 1000:.0f} ms" for each in (bare, ours))
            print(f"  {number:>9,} {floor:>9} {reader:>9} {ratio:>6.2f} {BUDGETS.get(number, '-'):>7}")


def measured(folders: list[Path], home: Path, runs: int) -> tuple[list[float], list[float]]:
    """The seconds of each run of the bare app and of the reader."""
    marker, article = _article(folders, home)
    content = [word for folder in folders for word in ("--content", str(folder))]
    commands = (
        [sys.executable, str(HERE / "bare_app.py"), str(article)],
        [sys.executable, "-m", "medway_tui", *content],
    )
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for taken, command in zip(times, commands, strict=True):
            seconds = _first_paint(command, marker)
            if run:  # the first of each warms the disk
                taken.append(seconds)
    return times


def _article(folders: list[Path], home: Path) -> tuple[str, Path]:
    """The first article as plain text, and the words that the pane begins with."""
    dossier = open_dossier(folders)
    first = next(iter(oldest(dossier.index, 1).values()))
    texts = [paragraph.text for paragraph in paragraphs(dossier.index, first.id)]
    dossier.close()
    path = home / "article.txt"
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return " ".join(texts[1].split()[:4]), path


def _first_paint(command: list[str], marker: str) -> float:
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
    main()
